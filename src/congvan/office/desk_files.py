"""A Word file that comes back to the desk: looked at in the confined child before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from congvan.errors import RefusedInput, WrongUse
from congvan.model.document_type import DocumentType
from congvan.model.text import fold, squeeze, unsafe_characters
from congvan.office import Office
from congvan.office.drafts import draft_from_file
from congvan.office.inspection import Inspected, inspect, refuse_secret
from congvan.reading.anatomy import Anatomy

_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Upload:
    """What a file says of itself; ``signer`` is the key of whom it prints, empty when unknown."""

    document_type: DocumentType
    subject: str
    signer: str = ""


def read_upload(
    office: Office, name: str, docx: bytes, wanted: DocumentType | None, day: date
) -> Upload:
    """Look at a file that is to be a draft of the wanted type, or of the type it says itself.

    UnsafeFile, SecretDocument, NoSlot, RefusedInput say why it cannot be one.
    """
    name = plain_name(name)
    if wanted is not None and not wanted.numbered:  # it has no slots to look for
        parts = Anatomy.from_json(office.sandbox.run("anatomy", docx, {"name": name}))
        refuse_secret(parts.secrecy.text)
        return Upload(wanted, "")
    seen = _inspected(office, name, docx, wanted, day)
    if wanted is not None and seen.document_type.abbreviation != wanted.abbreviation:
        raise RefusedInput(
            f"Tệp “{name}” là {seen.document_type.name}, không phải {wanted.name}.",
            remedy="Chọn đúng tệp, hoặc bắt đầu một dự thảo mới từ tệp này.",
            code="draft.other-type",
        )
    return Upload(wanted or seen.document_type, seen.subject, _signer(office, seen, day))


def _inspected(
    office: Office, name: str, docx: bytes, wanted: DocumentType | None, day: date
) -> Inspected:
    try:
        return inspect(office, draft_from_file(name, docx), day)
    except WrongUse as error:
        if wanted is None or error.code != "draft.type-unknown":
            raise
    return inspect(office, draft_from_file(name, docx, type_key=wanted.key), day)


def _signer(office: Office, seen: Inspected, day: date) -> str:
    with office.store.read() as records:
        signers = records.signers(day)
    printed = fold(squeeze(seen.signer_name))
    return next((item.key for item in signers if fold(squeeze(item.name)) == printed), "")


def plain_name(name: str) -> str:
    """The name of an upload as it can be shown: no folders, no control marks, not endless."""
    last = PurePosixPath(squeeze(name).replace("\\", "/")).name
    unsafe = {chr(int(code[2:], 16)) for code in unsafe_characters(last)}
    shown = "".join(char for char in last if char not in unsafe) or "van-ban.docx"
    stem, dot, suffix = shown.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}.{suffix[:10]}" if dot else shown[:_LONGEST_NAME]
