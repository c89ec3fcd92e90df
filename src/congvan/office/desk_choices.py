"""What a draft may be of: the types there are, who signs on a day, what it can answer."""

from __future__ import annotations

from datetime import date

from congvan.drafting.catalogue import standard_of
from congvan.errors import WrongUse
from congvan.model.document_type import DocumentType
from congvan.model.documents import Direction
from congvan.model.organs import Signer
from congvan.office import Office
from congvan.office.story import find_document
from congvan.ports import StoreReader


def draft_types(office: Office) -> list[DocumentType]:
    """The types with a template of the office's own standard, in the order of the catalogue."""
    with office.store.read() as records:
        organ = records.organ(office.today())
    return [
        item
        for item in office.catalogue.types()
        if item.has_template and standard_of(item) is organ.standard
    ]


def signers_on(office: Office, day: date) -> list[Signer]:
    """Who signs that day, the usual one first."""
    with office.store.read() as records:
        return records.signers(day)


def answered_document(records: StoreReader, reference: str) -> str:
    """The id of what came in and is answered, nothing for nothing; WrongUse for what is not there
    or did not come in."""
    if not reference.strip():
        return ""
    document = find_document(records, reference)
    if document.direction is not Direction.INCOMING:
        raise WrongUse(
            f"{document.code} ({document.id}) là văn bản đi, không phải văn bản đến để trả lời.",
            remedy="Ghi mã lưu (VB-…) hoặc số, ký hiệu của văn bản đến; bỏ trống nếu không có.",
            code="draft.answers-outgoing",
        )
    return document.id
