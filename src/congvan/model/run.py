"""A run: one roster made into papers; what it was asked, and which paper came of which row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Run:
    """Đợt in. ``id`` is the digest of type, roster bytes, date and options (design §3)."""

    id: str
    type_key: str
    on: date
    roster: str  # digest of the copy the run reads, whatever becomes of the file
    roster_name: str
    by: str
    begun_at: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunItem:
    """One paper of a run: ``row:12`` or ``cover:3``; ``parent`` is the letter that encloses it."""

    key: str
    document_id: str
    parent: str = ""
