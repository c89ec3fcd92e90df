"""Registers: series of numbers, and lines that are reserved, issued or void, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class EntryState(Enum):
    """The state of a number; what happens to the document is told by its events."""

    RESERVED = "reserved"
    ISSUED = "issued"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Series:
    """One counter: an organ, a group of types, a span (Party term or State year; HD05 3.1.1)."""

    organ_id: str
    group: str  # "CV", "GGT", "QĐ"; "den" for arrivals
    span: str  # "2025-2030" or "2026"

    def __str__(self) -> str:
        return f"{self.organ_id}:{self.group}:{self.span}"


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One line of the outgoing register."""

    series: Series
    number: int
    code: str  # as printed: "05-CV/ĐU"
    state: EntryState
    type_key: str
    promulgation_date: date
    subject: str
    request_id: str
    document_id: str | None = None
    reason: str = ""  # why void, or why a warning was overridden
    by: str = ""
    owner: str = ""  # the process at work on a reserved line: "host:pid:start"
    plan: Mapping[str, object] = field(default_factory=dict)  # what is needed to finish it
