"""The sockets: what the office asks of the world. Backends fit them, ``wiring`` chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from congvan.model.documents import ArchivedFile, Document, Event
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


class StoreReader(Protocol):
    """What can be asked of the records."""

    def organ(self, on: date) -> Organ: ...
    def organs(self) -> list[Organ]: ...
    def signers(self, on: date) -> list[Signer]: ...
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
        """Whether any document or pending entry needs the blob."""
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

    def changes(self, after: int, limit: int) -> list[tuple[int, str]]:
        """(position, document id) of what changed, oldest first, for the index."""
        ...

    def audit(self, *, subject: str | None = None) -> list[AuditRow]: ...


class StoreTransaction(StoreReader, Protocol):
    """One write transaction: all of it is kept, with its audit rows, or nothing."""

    def add_organ(self, organ: Organ) -> None: ...
    def add_signer(self, signer: Signer) -> None: ...
    def add_term(self, term: Term) -> None: ...
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


class PdfConverter(Protocol):
    """docx to PDF (D4)."""

    def convert(self, docx: bytes, *, ours: bool) -> bytes:
        """The PDF. ``ours``: rendered by us, so it may be converted even without bubblewrap."""
        ...
