"""What a draft is: from the data it was made of, or read from a docx in the confined child."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from congvan.drafting.inspection import Inspection, inspect_draft
from congvan.errors import SecretDocument, WrongUse
from congvan.model.document_type import DocumentType
from congvan.model.organs import Organ
from congvan.office import Office
from congvan.office.drafts import Draft, choose_signer


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
    refuse_secret(inspection.secrecy)
    if draft.ours and draft.document_type is not None:
        return _from_data(draft, draft.document_type, inspection)
    return _from_docx(office, draft, inspection, on)


def refuse_secret(mark: str) -> None:
    """SecretDocument when the head of the document carries a secrecy mark (Law 117/2025/QH15)."""
    if mark:
        raise SecretDocument(
            f"Văn bản đóng dấu “{mark}”: congvan không lưu văn bản mật.",
            remedy="Xử lý theo quy định về bí mật nhà nước; chỉ vào sổ dòng số: "
            "congvan register enter … --secret",
        )


def _from_data(draft: Draft, document_type: DocumentType, seen: Inspection) -> Inspected:
    signer = draft.signer
    return Inspected(
        document_type=document_type,
        notation=seen.notation,
        subject=draft.subject,
        text=seen.text,
        addressees=draft.addressees,
        to_places=draft.to_places,
        competence=signer.competence if signer else "",
        signer_post=signer.post if signer else "",
        signer_name=signer.name if signer else "",
    )


def _from_docx(office: Office, draft: Draft, seen: Inspection, on: date) -> Inspected:
    with office.store.read() as records:
        organ = records.organ(on)
        signers = records.signers(on)
    document_type = _type(office, draft, seen, organ)
    said = choose_signer(signers, draft.said_signer) if draft.said_signer else None
    about = f"{document_type.name} đồng chí {seen.introduced}" if seen.introduced else ""
    return Inspected(
        document_type=document_type,
        notation=seen.notation,
        subject=seen.subject or about or document_type.name,
        text=seen.text,
        parent_organ=seen.parent_organ,
        organ=seen.organ,
        place=seen.place,
        addressees=seen.addressees,
        to_places=seen.to_places,
        competence=said.competence if said else seen.competence,
        signer_post=said.post if said else seen.signer_post,
        signer_name=said.name if said else seen.signer_name,
    )


def _type(office: Office, draft: Draft, seen: Inspection, organ: Organ) -> DocumentType:
    """What the clerk says, else the printed tên loại, else the symbol."""
    if draft.said_type:
        return office.catalogue.get(draft.said_type)
    named = office.catalogue.by_name(seen.type_name) if seen.type_name else None
    if named:
        return named
    abbreviation = re.split(r"[/-]", seen.notation, maxsplit=1)[0]
    found = office.catalogue.by_abbreviation(abbreviation, organ.standard) if abbreviation else None
    if found:
        return found
    raise WrongUse(
        f"Không rõ dự thảo “{draft.name}” là loại văn bản gì.",
        remedy="Nói rõ bằng --type, ví dụ: --type cong-van. Xem các loại: congvan types",
        code="draft.type-unknown",
    )
