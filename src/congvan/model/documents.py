"""A filed document: a snapshot of what left or reached the office that day, and what befell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import takewhile


class Direction(Enum):
    """Văn bản đi, văn bản đến."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


class EventKind(Enum):
    """What can happen to a document; the shown status is the last one."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    NUMBERED = "numbered"
    SEALED = "sealed"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"
    CORRECTED = "corrected"
    RECALLED = "recalled"
    RECEIVED = "received"
    HANDLED = "handled"  # what came in was dealt with and needs no answer


IN_WORD = "Word"  # how a draft was written that did not come from our template


class FileRole(Enum):
    """Why a file is kept with a document."""

    DRAFT = "draft"  # what the leader saw, before number and date
    ISSUED = "issued"  # the docx with number and date in place
    PDF = "pdf"
    SIGNED_SCAN = "signed-scan"  # bản lưu
    RECEIVED = "received"
    TEXT = "text"  # what was read from it, for the index
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Event:
    """One dated happening, with who did it."""

    kind: EventKind
    on: date
    by: str
    recorded_at: str  # ISO instant
    to: tuple[str, ...] = ()
    how: str = ""
    copies: int | None = None
    note: str = ""
    file: str | None = None  # digest of a scan that came with it


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A blob and the name a clerk sees."""

    role: FileRole
    digest: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """The snapshot. Field names follow edXML (design §8); empty text means not known."""

    id: str
    direction: Direction
    code: str
    type: str
    organ: str
    promulgation_date: date | None
    subject: str
    parent_organ: str = ""
    place: str = ""
    addressees: tuple[str, ...] = ()
    to_places: tuple[str, ...] = ()
    competence: str = ""
    signer_post: str = ""
    signer_name: str = ""
    source_id: str = ""
    number: int | None = None
    notation: str = ""
    organ_id: str = ""
    type_key: str = ""
    priority: str = ""
    promulgation_amount: int | None = None
    page_amount: int | None = None
    due_date: date | None = None
    response_for: tuple[str, ...] = ()
    enclosed_in: str = ""  # id of the letter that sends it
    handler: str = ""
    arrival_number: int | None = None
    arrival_date: date | None = None
    files: tuple[ArchivedFile, ...] = ()
    events: tuple[Event, ...] = field(default=())

    @property
    def status(self) -> str:
        """The last event, or nothing."""
        return self.events[-1].kind.value if self.events else ""

    @property
    def rendered_here(self) -> bool:
        """Whether its docx came from our template and nobody edited it in another program.

        Only what stood there when it was filed counts: events a person records later come after
        its number, and nothing of what came in was rendered here.
        """
        if self.direction is Direction.INCOMING:
            return False
        filed = takewhile(lambda event: event.kind is not EventKind.NUMBERED, self.events)
        drafted = [event for event in filed if event.kind is EventKind.DRAFTED]
        return bool(drafted) and drafted[-1].how != IN_WORD

    def file(self, role: FileRole) -> ArchivedFile | None:
        """The newest file kept in that role."""
        return next((file for file in reversed(self.files) if file.role is role), None)
