"""What the memory store keeps: plain lists and dicts, copied whole for every write."""

from __future__ import annotations

from dataclasses import dataclass, field

from congvan.model.account import Session, User
from congvan.model.desk import DeskDraft
from congvan.model.documents import Document
from congvan.model.job import Job
from congvan.model.organs import Organ, Signer, Term
from congvan.model.register import RegisterEntry, Series
from congvan.model.run import Run, RunItem
from congvan.ports import AuditRow


@dataclass
class State:
    """All records of an office; what is equal to a table in SQL."""

    organs: list[Organ] = field(default_factory=list)
    signers: list[Signer] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    entries: dict[tuple[Series, int], RegisterEntry] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    arrivals: dict[tuple[Series, int], str] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    run_items: dict[str, dict[str, RunItem]] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    drafts: dict[str, DeskDraft] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    audit: list[AuditRow] = field(default_factory=list)


class Holding:
    """A reader or writer of one state."""

    def __init__(self, state: State) -> None:
        self._state = state
