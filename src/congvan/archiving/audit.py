"""The audit trail: rows chained by hash from the first day (design §3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Final

from congvan.ports import AuditRow

GENESIS: Final = "0" * 64


def canonical(details: Mapping[str, object]) -> str:
    """One spelling of the same facts: sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chained(
    previous: AuditRow | None,
    *,
    at: str,
    by: str,
    action: str,
    subject: str,
    details: Mapping[str, object],
) -> AuditRow:
    """The row that follows ``previous``, holding its hash."""
    seq = previous.seq + 1 if previous else 1
    before = previous.hash if previous else GENESIS
    text = canonical(details)
    return AuditRow(
        seq,
        at,
        by,
        action,
        subject,
        text,
        before,
        _hash(seq, at, by, action, subject, text, before),
    )


def first_break(rows: Iterable[AuditRow]) -> int | None:
    """The number of the first row that was changed, taken out or put in; None when all hold."""
    expected, before = 1, GENESIS
    for row in rows:
        parts = (row.seq, row.at, row.by, row.action, row.subject, row.details, row.previous)
        if row.seq != expected or row.previous != before or row.hash != _hash(*parts):
            return expected
        expected, before = row.seq + 1, row.hash
    return None


def _hash(*parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
