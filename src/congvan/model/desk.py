"""What lies on the clerk's desk: drafts that have no number yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from congvan.model.documents import Event


class DraftState(Enum):
    """Where a draft stands between the first line and its number."""

    OPEN = "open"
    SUBMITTED = "submitted"  # waits for the leader
    SIGNED = "signed"
    RETURNED = "returned"  # sent back by the leader, with a note
    ISSUED = "issued"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class DeskDraft:
    """A draft kept between two visits.

    ``values`` are the fields of the form, as ``drafting.fields.accept`` gave them; ``docx`` is the
    digest of what is to be signed: rendered from them (``ours``), or edited by the clerk in Word.
    ``version`` grows with every change, so that two clerks do not undo one another.
    """

    id: str  # "DT-000001"
    type_key: str
    subject: str
    values: Mapping[str, object]
    docx: str
    name: str  # of the file the clerk gets
    ours: bool
    by: str
    at: str  # ISO instant of the last change
    signer: str = ""  # key of the signer
    answers: str = ""  # id of the document that came in and is answered
    on: date | None = None  # the date it is to bear, when one was chosen
    state: DraftState = DraftState.OPEN
    note: str = ""
    version: int = 1
    events: tuple[Event, ...] = field(default=())  # submitted, signed, returned
    document_id: str | None = None  # once issued
