"""One document with all that is known of it: entry, events, files, answers both ways, audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from congvan.errors import WrongUse
from congvan.model.documents import Document
from congvan.model.findings import Finding
from congvan.model.snapshot import to_plain
from congvan.model.text import squeeze
from congvan.office import Office
from congvan.office.event_order import order_findings
from congvan.ports import AuditRow, StoreReader


@dataclass(frozen=True, slots=True)
class Story:
    """A document, the documents it answers, those that answer it, and its audit rows."""

    document: Document
    answers: tuple[Document, ...]
    answered_by: tuple[Document, ...]
    enclosed_in: Document | None
    enclosures: tuple[str, ...]  # ids
    audit: tuple[AuditRow, ...]
    findings: tuple[Finding, ...] = ()  # where its events depart from the rule


def find_document(records: StoreReader, reference: str) -> Document:
    """The document with that id or code; WrongUse when there is none or more than one."""
    reference = squeeze(reference)
    document = records.document(reference.upper())
    if document:
        return document
    found = records.documents_with_code(reference)
    if len(found) == 1:
        return found[0]
    if found:
        listed = "; ".join(f"{item.id} ({item.organ})" for item in found)
        raise WrongUse(
            f"Có {len(found)} văn bản mang số {reference}.",
            remedy=f"Ghi mã của văn bản cần dùng: {listed}",
            code="document.ambiguous",
        )
    raise WrongUse(
        f"Không có văn bản “{reference}”.",
        remedy="Tìm mã hoặc số, ký hiệu bằng: congvan find …",
        code="document.unknown",
    )


def story(office: Office, reference: str) -> Story:
    """All that is known of the document with that id or code."""
    with office.store.read() as records:
        document = find_document(records, reference)
        answers = [records.document(other) for other in document.response_for]
        answered_by = [records.document(other) for other in records.answers_to(document.id)]
        return Story(
            document,
            tuple(other for other in answers if other),
            tuple(other for other in answered_by if other),
            records.document(document.enclosed_in) if document.enclosed_in else None,
            tuple(records.enclosures(document.id)),
            tuple(records.audit(subject=document.id)),
            tuple(order_findings(document)),
        )


def story_to_plain(told: Story) -> dict[str, Any]:
    """What ``show --json`` prints (design §8): the document and what is known around it."""
    return to_plain(told.document) | {
        "answered_by": [document.id for document in told.answered_by],
        "enclosures": list(told.enclosures),
        "citations": [],
        "findings": [finding.code for finding in told.findings],
        "audit": [
            {"seq": row.seq, "at": row.at, "by": row.by, "action": row.action, "hash": row.hash}
            for row in told.audit
        ],
    }
