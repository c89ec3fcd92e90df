"""Whether what befell a document came in the order the rules ask for."""

from __future__ import annotations

from datetime import date

from congvan.model.dates import short
from congvan.model.documents import Document, EventKind
from congvan.model.findings import Finding


def order_findings(document: Document) -> list[Finding]:
    """Where the events depart from signed-then-numbered-then-sent (NĐ 30/2020 Điều 15.2, 18.1)."""
    days = {event.kind: event.on for event in document.events}
    numbered, signed, sent = (
        days.get(kind) for kind in (EventKind.NUMBERED, EventKind.SIGNED, EventKind.SENT)
    )
    found = []
    if numbered and signed and signed > numbered:
        found.append(_order("event.signed-after-number", "Ký sau khi cấp số", signed, numbered))
    if sent and signed is None:
        found.append(
            Finding("event.sent-unsigned", "warning", "Đã gửi nhưng chưa ghi nhận việc ký.")
        )
    if sent and numbered and sent < numbered:
        found.append(_order("event.sent-before-number", "Gửi trước khi cấp số", sent, numbered))
    return found


def _order(code: str, what: str, first: date, second: date) -> Finding:
    return Finding(
        code=code,
        severity="warning",
        message=f"{what} ({short(first)}, cấp số {short(second)}).",
        source="NĐ 30/2020, Điều 15 khoản 2",
    )
