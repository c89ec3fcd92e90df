"""Store and blobs in memory: the same promises without a disk, for tests and trial runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from threading import RLock

from congvan.archiving.audit import chained
from congvan.errors import NumberAlreadyIssued, RefusedInput, StorageFailure
from congvan.model.documents import ArchivedFile, Document, Event
from congvan.model.organs import Organ, Signer, Term
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.model.run import Run, RunItem
from congvan.ports import AuditRow
from congvan.reading.guard import guard


@dataclass
class _State:
    organs: list[Organ] = field(default_factory=list)
    signers: list[Signer] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    entries: dict[tuple[Series, int], RegisterEntry] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    arrivals: dict[tuple[Series, int], str] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    run_items: dict[str, dict[str, RunItem]] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    audit: list[AuditRow] = field(default_factory=list)


def _valid(item: Organ | Signer, on: date) -> bool:
    return item.valid_from <= on and (item.valid_to is None or on <= item.valid_to)


class MemoryReader:
    """Implements ``ports.StoreReader`` over plain lists."""

    def __init__(self, state: _State) -> None:
        self._state = state

    def organ(self, on: date) -> Organ:
        found = sorted(self._state.organs, key=lambda organ: organ.valid_from)
        if not found:
            raise RefusedInput("Văn phòng chưa khai cơ quan ban hành.", remedy="Chạy: congvan init")
        return next((organ for organ in reversed(found) if _valid(organ, on)), found[0])

    def organs(self) -> list[Organ]:
        return list(self._state.organs)

    def signers(self, on: date) -> list[Signer]:
        return [signer for signer in self._state.signers if _valid(signer, on)]

    def terms(self) -> list[Term]:
        return sorted(self._state.terms, key=lambda term: term.start)

    def entry(self, series: Series, number: int) -> RegisterEntry | None:
        return self._state.entries.get((series, number))

    def entry_of_request(self, request_id: str) -> RegisterEntry | None:
        entries = self._state.entries.values()
        return next((entry for entry in entries if entry.request_id == request_id), None)

    def requests_like(self, request_id: str) -> int:
        requests = [entry.request_id for entry in self._state.entries.values()]
        return sum(
            request == request_id or request.startswith(f"{request_id}#") for request in requests
        )

    def entries(
        self,
        *,
        group: str | None = None,
        span: str | None = None,
        state: EntryState | None = None,
    ) -> list[RegisterEntry]:
        found = [
            entry
            for entry in self._state.entries.values()
            if group in (None, entry.series.group)
            and span in (None, entry.series.span)
            and state in (None, entry.state)
        ]
        return sorted(
            found, key=lambda entry: (entry.series.group, entry.series.span, entry.number)
        )

    def last_entry(self, series: Series) -> RegisterEntry | None:
        numbers = [number for other, number in self._state.entries if other == series]
        return self._state.entries[series, max(numbers)] if numbers else None

    def document(self, document_id: str) -> Document | None:
        return self._state.documents.get(document_id)

    def documents_with_code(self, code: str) -> list[Document]:
        return [item for item in self._state.documents.values() if item.code == code]

    def documents_with_digest(self, digest: str) -> list[str]:
        documents = self._state.documents.values()
        return [item.id for item in documents if digest in {file.digest for file in item.files}]

    def answers_to(self, document_id: str) -> list[str]:
        documents = self._state.documents.values()
        return sorted(item.id for item in documents if document_id in item.response_for)

    def is_referenced(self, digest: str) -> bool:
        pending = self.entries(state=EntryState.RESERVED)
        kept = self.documents_with_digest(digest)
        rosters = {run.roster for run in self._state.runs.values()}
        return (
            bool(kept)
            or digest in rosters
            or any(digest in entry.plan.values() for entry in pending)
        )

    def run(self, run_id: str) -> Run | None:
        return self._state.runs.get(run_id)

    def runs(self) -> list[Run]:
        return list(self._state.runs.values())

    def enclosures(self, document_id: str) -> list[str]:
        return sorted(
            paper.document_id
            for items in self._state.run_items.values()
            for letter in items.values()
            if letter.document_id == document_id
            for paper in items.values()
            if paper.parent == letter.key
        )

    def run_items(self, run_id: str) -> dict[str, RunItem]:
        return dict(self._state.run_items.get(run_id, {}))

    def changes(self, after: int, limit: int) -> list[tuple[int, str]]:
        numbered = list(enumerate(self._state.changes, start=1))
        return [change for change in numbered if change[0] > after][:limit]

    def audit(self, *, subject: str | None = None) -> list[AuditRow]:
        return [row for row in self._state.audit if subject in (None, row.subject)]


class MemoryTransaction(MemoryReader):
    """Implements ``ports.StoreTransaction`` on a copy that replaces the original at the end."""

    def __init__(self, state: _State, now: Callable[[], str]) -> None:
        super().__init__(state)
        self._now = now

    def add_organ(self, organ: Organ) -> None:
        self._state.organs.append(organ)

    def add_signer(self, signer: Signer) -> None:
        self._state.signers.append(signer)

    def add_term(self, term: Term) -> None:
        self._state.terms.append(term)

    def reserve(self, entry: RegisterEntry) -> RegisterEntry:
        key = (entry.series, entry.number)
        if key in self._state.entries or self.entry_of_request(entry.request_id):
            raise NumberAlreadyIssued(entry.type_key, entry.number)
        self._state.entries[key] = entry
        return entry

    def update_entry(self, entry: RegisterEntry) -> None:
        key = (entry.series, entry.number)
        self._state.entries[key] = replace(
            self._state.entries[key],
            state=entry.state,
            document_id=entry.document_id,
            reason=entry.reason,
            by=entry.by,
            owner=entry.owner,
            plan=entry.plan,
        )

    def next_document_id(self) -> str:
        return f"VB-{len(self._state.documents) + 1:06}"

    def next_arrival_number(self, series: Series) -> int:
        taken = [number for other, number in self._state.arrivals if other == series]
        return max(taken, default=0) + 1

    def add_document(self, document: Document, arrivals: Series | None = None) -> None:
        self._state.documents[document.id] = document
        if arrivals is not None and document.arrival_number is not None:
            self._state.arrivals[arrivals, document.arrival_number] = document.id
        self._state.changes.append(document.id)

    def add_event(self, document_id: str, event: Event) -> None:
        document = self._state.documents[document_id]
        self._replace(replace(document, events=(*document.events, event)))

    def add_file(self, document_id: str, file: ArchivedFile) -> None:
        document = self._state.documents[document_id]
        self._replace(replace(document, files=(*document.files, file)))

    def add_run(self, run: Run) -> None:
        self._state.runs[run.id] = run

    def add_run_item(self, run_id: str, item: RunItem) -> None:
        self._state.run_items.setdefault(run_id, {})[item.key] = item

    def record(self, action: str, subject: str, details: Mapping[str, object], *, by: str) -> None:
        last = self._state.audit[-1] if self._state.audit else None
        self._state.audit.append(
            chained(
                last, at=self._now(), by=by, action=action, subject=subject, details=dict(details)
            )
        )

    def _replace(self, document: Document) -> None:
        self._state.documents[document.id] = document
        self._state.changes.append(document.id)


class MemoryStore:
    """Implements ``ports.Store``."""

    def __init__(self, now: Callable[[], str]) -> None:
        self._now = now
        self._state = _State()
        self._lock = RLock()

    @contextmanager
    def read(self) -> Iterator[MemoryReader]:
        yield MemoryReader(self._state)

    @contextmanager
    def write(self) -> Iterator[MemoryTransaction]:
        with self._lock:
            copy = deepcopy(self._state)
            yield MemoryTransaction(copy, self._now)
            self._state = copy


class _MemoryAttempt:
    def __init__(self, kept: dict[str, bytes]) -> None:
        self._kept = kept
        self.put_here: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        self.put_here[digest] = data
        self._kept[digest] = data
        return digest

    def ensure(self) -> None:
        self._kept.update(self.put_here)


class MemoryBlobStore:
    """Implements ``ports.BlobStore``."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._live: list[_MemoryAttempt] = []
        self._dead: list[_MemoryAttempt] = []

    @contextmanager
    def attempt(self) -> Iterator[_MemoryAttempt]:
        attempt = _MemoryAttempt(self._kept)
        self._live.append(attempt)
        try:
            yield attempt
        except BaseException:
            self._dead.append(attempt)
            raise
        finally:
            self._live.remove(attempt)

    def read(self, digest: str) -> bytes:
        if digest not in self._kept:
            raise StorageFailure(
                f"Không đọc được tệp lưu {digest[:12]}… trong kho.",
                remedy="Khôi phục từ bản sao lưu.",
                code="storage.blob-missing",
            )
        return self._kept[digest]

    def exists(self, digest: str) -> bool:
        return digest in self._kept

    def has_leftovers(self) -> bool:
        return bool(self._live or self._dead)

    def sweep(self, is_referenced: Callable[[str], bool]) -> int:
        wanted = {digest for attempt in self._live for digest in attempt.put_here}
        left = {digest for attempt in self._dead for digest in attempt.put_here}
        self._dead.clear()
        gone = [d for d in left - wanted if not is_referenced(d) and self._kept.pop(d, b"")]
        return len(gone)


class MemoryConverter:
    """Implements ``ports.PdfConverter`` without a converter: an empty page, for tests."""

    def convert(self, docx: bytes, *, ours: bool) -> bytes:  # noqa: ARG002 - nothing is opened
        guard("văn bản.docx", docx)
        return _EMPTY_PAGE


_EMPTY_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
