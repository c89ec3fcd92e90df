"""The sockets: what the office asks of the world. Backends fit them, ``wiring`` chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from congvan.model.account import Session, User
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.documents import ArchivedFile, Direction, Document, Event
from congvan.model.job import Job, JobState
from congvan.model.organs import Organ, Signer, Term
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.model.run import Run, RunItem

# --- blobs -----------------------------------------------------------------------------------


class Attempt(Protocol):
    """Blobs put while one piece of work is under way; swept if it never commits."""

    def put(self, data: bytes) -> str:
        """Keep the bytes; give their SHA-256. Safe on disk when it returns."""
        ...

    def ensure(self) -> None:
        """Put back what a sweep may have taken meanwhile; called inside the transaction."""
        ...


class BlobStore(Protocol):
    """Bytes under their SHA-256 (D7)."""

    def attempt(self) -> AbstractContextManager[Attempt]:
        """Begin putting blobs; leaving without an error means what refers to them is committed."""
        ...

    def read(self, digest: str) -> bytes:
        """The bytes, checked against their digest; StorageFailure when absent or damaged."""
        ...

    def exists(self, digest: str) -> bool:
        """Whether the blob is kept."""
        ...

    def has_leftovers(self) -> bool:
        """Whether an attempt is under way or left something: then a sweep may find work."""
        ...

    def sweep(self, is_referenced: Callable[[str], bool]) -> int:
        """Remove what dead attempts left and nothing refers to; gives how many were removed."""
        ...


# --- register, documents, audit --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """Which lines of a register, in which order; what is left out does not filter."""

    direction: Direction
    group: str = ""  # "CV"; outgoing only
    span: str = ""  # "2025-2030"; outgoing only
    state: EntryState | None = None  # outgoing only
    text: str = ""  # contained in code, subject or organ, compared folded
    date_from: date | None = None  # of promulgation; of arrival for what came in
    date_to: date | None = None
    sort: str = "number"  # number, date, subject
    descending: bool = True
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line as a page shows it: an outgoing line may have no document, an arrival no entry."""

    entry: RegisterEntry | None
    document: Document | None


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many documents of a direction in a month, by the day they were issued or came."""

    month: str  # "2026-11"
    direction: Direction
    count: int


class StoreReader(Protocol):
    """What can be asked of the records."""

    def organ(self, on: date) -> Organ: ...
    def organs(self) -> list[Organ]: ...
    def signers(self, on: date) -> list[Signer]: ...
    def all_signers(self) -> list[Signer]:
        """Every record of a signer, those that have ended too, as they were entered."""
        ...

    def terms(self) -> list[Term]: ...
    def entry(self, series: Series, number: int) -> RegisterEntry | None: ...
    def entry_of_request(self, request_id: str) -> RegisterEntry | None: ...
    def requests_like(self, request_id: str) -> int:
        """How many requests are ``request_id`` itself or a repetition (``request_id#n``) of it."""
        ...

    def entries(
        self,
        *,
        group: str | None = None,
        span: str | None = None,
        state: EntryState | None = None,
    ) -> list[RegisterEntry]: ...
    def last_entry(self, series: Series) -> RegisterEntry | None:
        """The line with the highest number, whatever its state."""
        ...

    def document(self, document_id: str) -> Document | None: ...
    def documents_with_code(self, code: str) -> list[Document]: ...
    def documents_with_digest(self, digest: str) -> list[str]:
        """Ids of the documents keeping a file with this digest."""
        ...

    def answers_to(self, document_id: str) -> list[str]:
        """Ids of the documents that answer this one."""
        ...

    def is_referenced(self, digest: str) -> bool:
        """Whether any document, run, draft on the desk or pending entry needs the blob."""
        ...

    def run(self, run_id: str) -> Run | None: ...
    def runs(self) -> list[Run]:
        """Every run, oldest first."""
        ...

    def enclosures(self, document_id: str) -> list[str]:
        """Ids of the papers a covering letter sends, in print order."""
        ...

    def run_items(self, run_id: str) -> dict[str, RunItem]:
        """The papers a run has filed so far, by key."""
        ...

    def documents(self, ids: Sequence[str]) -> list[Document]:
        """The documents of these ids in that order, those that are not there left out."""
        ...

    def recent(self, direction: Direction, limit: int) -> list[Document]:
        """The documents filed last, newest first."""
        ...

    def register(self, query: RegisterQuery) -> tuple[list[RegisterRow], int]:
        """One page of a register, and how many lines match in all."""
        ...

    def series(self) -> list[Series]:
        """Every outgoing series that has a line."""
        ...

    def months(self, since: date) -> list[MonthCount]:
        """Counts by month and direction, oldest first; numbered or arrived documents only."""
        ...

    def unsigned(self, limit: int) -> tuple[list[Document], int]:
        """Issued documents of numbers not void, without the event ``signed``, oldest first; and
        how many there are."""
        ...

    def due(self, limit: int) -> list[Document]:
        """What came in with a due date and was neither answered nor marked ``handled``, the
        earliest due first."""
        ...

    def users(self) -> list[User]:
        """Everyone who ever could sign in, by name."""
        ...

    def user(self, name: str) -> User | None: ...
    def session(self, token: str) -> Session | None: ...
    def desk_draft(self, draft_id: str) -> DeskDraft | None: ...
    def desk_drafts(self, *states: DraftState, limit: int = 100) -> list[DeskDraft]:
        """Drafts in these states (all when none is named), the last changed first."""
        ...

    def job(self, job_id: int) -> Job | None: ...
    def jobs(self, *states: JobState, subject: str | None = None, limit: int = 100) -> list[Job]:
        """Jobs in these states (all when none is named), the last asked for first."""
        ...

    def changes(self, after: int, limit: int) -> list[tuple[int, str]]:
        """(position, document id) of what changed, oldest first, for the index."""
        ...

    def audit(self, *, subject: str | None = None) -> list[AuditRow]: ...


class StoreTransaction(StoreReader, Protocol):
    """One write transaction: all of it is kept, with its audit rows, or nothing."""

    def add_organ(self, organ: Organ) -> None: ...
    def add_signer(self, signer: Signer) -> None: ...
    def add_term(self, term: Term) -> None: ...
    def end_signer(self, key: str, on: date) -> None:
        """The signer of that key signs until that day, in every record that is still open."""
        ...

    def end_term(self, name: str, on: date) -> None:
        """The term of that name ends on that day."""
        ...

    def add_user(self, user: User) -> None:
        """Write a new user; Conflict when the name is taken."""
        ...

    def update_user(self, user: User) -> None: ...
    def add_session(self, session: Session) -> None: ...
    def update_session(self, session: Session) -> None: ...
    def end_sessions(self, *, token: str | None = None, user: str | None = None) -> None:
        """Sign out that browser, or every browser of that user."""
        ...

    def next_desk_draft_id(self) -> str: ...
    def add_desk_draft(self, draft: DeskDraft) -> None: ...
    def update_desk_draft(self, draft: DeskDraft) -> None:
        """Write it over the version before; Conflict when somebody changed it meanwhile."""
        ...

    def add_job(self, job: Job) -> Job:
        """Write it under the next id, whatever id it came with."""
        ...

    def update_job(self, job: Job) -> None: ...
    def reserve(self, entry: RegisterEntry) -> RegisterEntry:
        """Write a new reserved line; NumberAlreadyIssued when its number is taken."""
        ...

    def update_entry(self, entry: RegisterEntry) -> None:
        """Write state, reason, document, owner and plan of an existing line."""
        ...

    def next_document_id(self) -> str: ...
    def next_arrival_number(self, series: Series) -> int: ...
    def add_document(self, document: Document, arrivals: Series | None = None) -> None:
        """Write a snapshot with its files and events; an arrival also takes its series."""
        ...

    def add_event(self, document_id: str, event: Event) -> None: ...
    def add_file(self, document_id: str, file: ArchivedFile) -> None: ...
    def add_run(self, run: Run) -> None: ...
    def add_run_item(self, run_id: str, item: RunItem) -> None: ...
    def record(self, action: str, subject: str, details: Mapping[str, object], *, by: str) -> None:
        """Append an audit row chained to the one before."""
        ...


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the audit trail; ``hash`` covers ``previous`` and everything else in it."""

    seq: int
    at: str
    by: str
    action: str
    subject: str
    details: str  # canonical JSON
    previous: str
    hash: str


class Store(Protocol):
    """Register, documents and audit trail of one office (D6)."""

    def read(self) -> AbstractContextManager[StoreReader]:
        """A consistent view."""
        ...

    def write(self) -> AbstractContextManager[StoreTransaction]:
        """A write transaction; writers queue, and nothing is kept if the block raises."""
        ...


# --- search ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """What the index knows of a document; dates are ISO text, empty when unknown."""

    id: str
    code: str
    type: str
    organ: str
    subject: str
    text: str
    direction: str
    promulgation_date: str = ""
    signer_name: str = ""
    source_id: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question already read: words to find, words to exclude, filters."""

    text: str
    excluded: tuple[str, ...] = ()
    type: str | None = None  # compared folded
    organ: str | None = None  # compared folded, contained in the organ's name
    direction: str | None = None
    date_from: str | None = None  # ISO
    date_to: str | None = None
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A found document with its stored fields; the snippet is made from ``text`` by searching."""

    document: IndexedDocument
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits best first, how many there are in all, and counts by facet and value."""

    hits: Sequence[Hit]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class SearchEngine(Protocol):
    """A derived index: it can be thrown away and rebuilt (D9)."""

    def position(self) -> int:
        """The store's change position it has taken in; -1 when it must be rebuilt."""
        ...

    def update(self, documents: Iterable[IndexedDocument], position: int) -> None:
        """Replace these documents (by id) and remember the position, in one commit."""
        ...

    def search(self, query: Query) -> Answer:
        """The best hits; any query is answered, odd ones with nothing."""
        ...

    def clear(self) -> None:
        """Begin again from nothing."""
        ...


# --- outside programs ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limits:
    """What a confined child may use."""

    seconds: int = 20
    memory_mib: int = 1024
    output_mib: int = 256


class Sandbox(Protocol):
    """Runs one of our own jobs in a confined child: no network, no archive, limits (D12).

    Jobs are named in ``backends/child.py``; data goes in and comes out as bytes.
    """

    def warm(self, job: str) -> None:
        """A hint that this job comes soon: its child may start loading."""
        ...

    def run(
        self,
        job: str,
        data: bytes,
        options: Mapping[str, object] | None = None,
        *,
        limits: Limits | None = None,
    ) -> bytes:
        """The job's output. A CongvanError raised in the child is raised here again."""
        ...


class Passwords(Protocol):
    """Makes and checks password digests."""

    def digest(self, password: str) -> str:
        """A salted digest that can be kept."""
        ...

    def matches(self, digest: str, password: str) -> bool:
        """Whether this is the password; takes as long either way."""
        ...

    def is_stale(self, digest: str) -> bool:
        """Whether it was made with weaker parameters than today's."""
        ...


class PdfConverter(Protocol):
    """docx to PDF (D4)."""

    def convert(self, docx: bytes, *, ours: bool) -> bytes:
        """The PDF. ``ours``: rendered by us, so it may be converted even without bubblewrap."""
        ...
