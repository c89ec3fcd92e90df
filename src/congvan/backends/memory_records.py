"""The records in memory: organs, documents, runs, audit trail, and what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from congvan.archiving.audit import chained
from congvan.backends.memory_desk import NEEDED, DeskReader, DeskWriter
from congvan.backends.memory_register import RegisterReader
from congvan.backends.memory_state import State
from congvan.errors import NumberAlreadyIssued, RefusedInput
from congvan.model.documents import ArchivedFile, Direction, Document, Event
from congvan.model.organs import Organ, Signer, Term
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.model.run import Run, RunItem
from congvan.ports import AuditRow


def _valid(item: Organ | Signer, on: date) -> bool:
    return item.valid_from <= on and (item.valid_to is None or on <= item.valid_to)


class MemoryReader(RegisterReader, DeskReader):
    """Implements ``ports.StoreReader`` over plain lists."""

    def organ(self, on: date) -> Organ:
        found = sorted(self._state.organs, key=lambda organ: organ.valid_from)
        if not found:
            raise RefusedInput("Văn phòng chưa khai cơ quan ban hành.", remedy="Chạy: congvan init")
        return next((organ for organ in reversed(found) if _valid(organ, on)), found[0])

    def organs(self) -> list[Organ]:
        return list(self._state.organs)

    def signers(self, on: date) -> list[Signer]:
        return [signer for signer in self._state.signers if _valid(signer, on)]

    def all_signers(self) -> list[Signer]:
        return list(self._state.signers)

    def terms(self) -> list[Term]:
        return sorted(self._state.terms, key=lambda term: term.start)

    def document(self, document_id: str) -> Document | None:
        return self._state.documents.get(document_id)

    def documents(self, ids: Sequence[str]) -> list[Document]:
        found = (self.document(document_id) for document_id in ids)
        return [document for document in found if document]

    def recent(self, direction: Direction, limit: int) -> list[Document]:
        documents = reversed(self._state.documents.values())
        return [item for item in documents if item.direction is direction][:limit]

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
        drafts = self.desk_drafts(*NEEDED, limit=len(self._state.drafts))
        return (
            bool(self.documents_with_digest(digest))
            or digest in {run.roster for run in self._state.runs.values()}
            or digest in {draft.docx for draft in drafts}
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


class MemoryTransaction(DeskWriter, MemoryReader):
    """Implements ``ports.StoreTransaction`` on a copy that replaces the original at the end."""

    def __init__(self, state: State, now: Callable[[], str]) -> None:
        super().__init__(state)
        self._now = now

    def add_organ(self, organ: Organ) -> None:
        self._state.organs.append(organ)

    def add_signer(self, signer: Signer) -> None:
        self._state.signers.append(signer)

    def add_term(self, term: Term) -> None:
        self._state.terms.append(term)

    def end_signer(self, key: str, on: date) -> None:
        """A record that begins later, of a successor under the same key, is left alone."""
        self._state.signers = [
            replace(signer, valid_to=on) if signer.key == key and _valid(signer, on) else signer
            for signer in self._state.signers
        ]

    def end_term(self, name: str, on: date) -> None:
        self._state.terms = [
            replace(term, end=on) if term.name == name else term for term in self._state.terms
        ]

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
