"""What a draft is: from the data it was made of, or read from a docx in the confined child."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from congvan.drafting.inspection import Inspection, inspect_draft
from congvan.errors import SecretDocument, WrongUse
from congvan.model.code import DocumentCode
from congvan.model.document_type import DocumentType
from congvan.model.organs import Organ
from congvan.model.text import fold, squeeze
from congvan.office import Office
from congvan.office.drafts import Draft, choose_signer
from congvan.reading.anatomy import Anatomy, anatomy
from congvan.reading.lines import Reading

_INTRODUCED: Final = "gioi thieu dong chi"


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the register and the snapshot need to know of a draft."""

    document_type: DocumentType
    notation: str
    subject: str
    text: str
    parent_organ: str = ""
    organ: str = ""
    place: str = ""
    addressees: tuple[str, ...] = ()
    to_places: tuple[str, ...] = ()
    competence: str = ""
    signer_post: str = ""
    signer_name: str = ""


def inspect(office: Office, draft: Draft, on: date) -> Inspected:
    """Look at the draft; nothing is recorded.

    NoSlot when number or date have no place; SecretDocument when it is marked MẬT; WrongUse when
    its type cannot be told.
    """
    if draft.ours:  # rendered here a moment ago: no stranger's bytes
        inspection = inspect_draft(draft.docx, f"{draft.name}.docx", on)
    else:
        options = {"name": draft.name, "day": on.isoformat()}
        inspection = Inspection.from_json(office.sandbox.run("inspect", draft.docx, options))
    refuse_secret(inspection.reading)
    if draft.ours and draft.document_type is not None:
        return _from_data(draft, draft.document_type, inspection)
    return _from_docx(office, draft, inspection, on)


def refuse_secret(reading: Reading) -> None:
    """SecretDocument when the head of the document carries a secrecy mark (Law 117/2025/QH15)."""
    mark = anatomy(reading.lines).secrecy.text
    if mark:
        raise SecretDocument(
            f"Văn bản đóng dấu “{mark}”: congvan không lưu văn bản mật.",
            remedy="Xử lý theo quy định về bí mật nhà nước; chỉ vào sổ dòng số: "
            "congvan register enter … --secret",
        )


def _from_data(draft: Draft, document_type: DocumentType, inspection: Inspection) -> Inspected:
    signer = draft.signer
    return Inspected(
        document_type=document_type,
        notation=inspection.slots.number.notation if inspection.slots.number else "",
        subject=draft.subject,
        text=inspection.reading.text,
        addressees=draft.addressees,
        to_places=draft.to_places,
        competence=signer.competence if signer else "",
        signer_post=signer.post if signer else "",
        signer_name=signer.name if signer else "",
    )


def _from_docx(office: Office, draft: Draft, inspection: Inspection, on: date) -> Inspected:
    parts = inspection.anatomy
    notation = inspection.slots.number.notation if inspection.slots.number else ""
    with office.store.read() as records:
        organ = records.organ(on)
        signers = records.signers(on)
    document_type = _type(office, draft, parts, notation, organ)
    said = choose_signer(signers, draft.said_signer) if draft.said_signer else None
    return Inspected(
        document_type=document_type,
        notation=notation,
        subject=parts.subject.text or _about(document_type, inspection.reading),
        text=inspection.reading.text,
        parent_organ=parts.parent_organ.text,
        organ=parts.organ.text,
        place=parts.date_line.place if parts.date_line else "",
        addressees=tuple(part.text for part in parts.addressees),
        to_places=tuple(part.text for part in parts.to_places),
        competence=said.competence if said else parts.competence.text,
        signer_post=said.post if said else parts.signer_post.text,
        signer_name=said.name if said else parts.signer_name.text,
    )


def _type(
    office: Office, draft: Draft, parts: Anatomy, notation: str, organ: Organ
) -> DocumentType:
    """What the clerk says, else the printed tên loại, else the symbol."""
    if draft.said_type:
        return office.catalogue.get(draft.said_type)
    named = [item for item in office.catalogue.types() if _same(item.name, parts.type_name.text)]
    if named:
        return named[0]
    symbol = DocumentCode(1, notation, parts.number_line.form) if parts.number_line else None
    found = symbol and office.catalogue.by_abbreviation(symbol.type_abbreviation, organ.standard)
    if found:
        return found
    raise WrongUse(
        f"Không rõ dự thảo “{draft.name}” là loại văn bản gì.",
        remedy="Nói rõ bằng --type, ví dụ: --type cong-van. Xem các loại: congvan types",
        code="draft.type-unknown",
    )


def _same(name: str, printed: str) -> bool:
    return bool(printed) and fold(squeeze(printed)) == fold(name)


def _about(document_type: DocumentType, reading: Reading) -> str:
    """A paper without trích yếu is known by whom it introduces, else by its type alone."""
    for line in reading.lines:
        before, colon, after = line.text.partition(":")
        if colon and fold(squeeze(before)) == _INTRODUCED:
            name = re.split(r"\t| {2,}", after.strip(), maxsplit=1)[0]
            return f"{document_type.name} đồng chí {squeeze(name)}"
    return document_type.name
