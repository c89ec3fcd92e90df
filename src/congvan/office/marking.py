"""What happens to a document after it was filed: dated events, the signed scan (design §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from congvan.errors import WrongUse
from congvan.model.documents import ArchivedFile, Document, Event, EventKind, FileRole
from congvan.model.findings import Finding
from congvan.model.run import Run
from congvan.office import Office
from congvan.office.event_order import order_findings
from congvan.office.story import find_document

_AT_ONCE: Final = 250  # papers of a run in one transaction


@dataclass(frozen=True, slots=True)
class Mark:
    """What the clerk says happened."""

    kind: EventKind
    on: date
    by: str = ""
    to: tuple[str, ...] = ()
    how: str = ""
    copies: int | None = None
    note: str = ""
    scan: tuple[str, bytes] | None = None  # name and bytes of a file that came with it


def mark(office: Office, reference: str, what: Mark) -> tuple[Document, list[Finding]]:
    """Add the event; a scan that comes with ``signed`` becomes the bản lưu.

    Nothing forces an order: what departs from the rule comes back as findings. WrongUse when the
    document is not known or the event needs what was not given.
    """
    if what.kind is EventKind.RECALLED and not what.note:
        raise WrongUse(
            "Thu hồi văn bản phải có lý do.",
            remedy="Thêm --note “lý do thu hồi”.",
            code="mark.reason-missing",
        )
    with office.blobs.attempt() as attempt:
        digest = attempt.put(what.scan[1]) if what.scan else None
        with office.store.write() as records:
            document = find_document(records, reference)
            attempt.ensure()
            event = _event(office, what, digest)
            if what.scan and digest:
                signed = what.kind is EventKind.SIGNED
                role = FileRole.SIGNED_SCAN if signed else FileRole.ATTACHMENT
                kept = ArchivedFile(role, digest, what.scan[0], len(what.scan[1]))
                records.add_file(document.id, kept)
            records.add_event(document.id, event)
            records.record(
                f"document.{what.kind.value}",
                document.id,
                {"on": what.on.isoformat(), "to": list(what.to), "note": what.note, "file": digest},
                by=office.actor,
            )
            marked = records.document(document.id)
    assert marked is not None
    return marked, order_findings(marked)


def mark_run(office: Office, run: Run, what: Mark) -> int:
    """Add the event to every paper of a run whose number is not void; gives how many.

    A few hundred papers a transaction, so that nobody waits long for the register; what was marked
    so already is left alone, and a broken-off marking is gone on with by asking again.
    """
    event = _event(office, what, None)
    with office.store.read() as records:
        ids = [item.document_id for item in records.run_items(run.id).values()]
    marked = 0
    for start in range(0, len(ids), _AT_ONCE):
        with office.store.write() as records:
            papers = records.documents(ids[start : start + _AT_ONCE])
            wanted = [paper.id for paper in papers if not _settled(paper, what)]
            for paper in wanted:
                records.add_event(paper, event)
            if wanted:
                details = {"on": what.on.isoformat(), "papers": len(wanted), "note": what.note}
                records.record(f"run.{what.kind.value}", run.id, details, by=office.actor)
        marked += len(wanted)
    return marked


def _settled(paper: Document, what: Mark) -> bool:
    """Recalled, as a void number is; signed already; or marked so on that day."""
    kinds = {event.kind for event in paper.events}
    signed = what.kind is EventKind.SIGNED and EventKind.SIGNED in kinds
    same = any((event.kind, event.on) == (what.kind, what.on) for event in paper.events)
    return EventKind.RECALLED in kinds or signed or same


def _event(office: Office, what: Mark, digest: str | None) -> Event:
    return Event(
        kind=what.kind,
        on=what.on,
        by=what.by or office.actor,
        recorded_at=office.now(),
        to=what.to,
        how=what.how,
        copies=what.copies,
        note=what.note,
        file=digest,
    )
