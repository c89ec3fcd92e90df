"""What a file that came in says of itself: proposals a person corrects before it is filed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from congvan.model.code import CodeForm, DocumentCode
from congvan.model.documents import Direction, Document
from congvan.model.organs import Standard
from congvan.model.text import fold, nfc
from congvan.office import Office
from congvan.office import typed as door
from congvan.office.inspection import refuse_secret
from congvan.office.receiving import Arrival, received_before
from congvan.reading.anatomy import Anatomy
from congvan.reading.lines import Reading
from congvan.reading.patterns import NumberLine
from congvan.searching.cited_codes import read_text
from congvan.searching.codes import Mention
from congvan.searching.kinds import ABBREVIATIONS

PRIORITIES: Final = ("Khẩn", "Thượng khẩn", "Hoả tốc")  # HD05 II.3; NĐ 30/2020, Phụ lục I
_MOST_CITED: Final = 60  # codes of one text that are looked up
_STANDARDS: Final = {CodeForm.PARTY: Standard.PARTY, CodeForm.STATE: Standard.STATE}
_HYPHENS: Final = re.compile("[\u2010-\u2015\u2212]")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Each as it was read, empty when it was not; ``text`` is for the eyes of who confirms."""

    code: str = ""
    type: str = ""
    parent_organ: str = ""
    organ: str = ""
    place: str = ""
    promulgation_date: date | None = None
    subject: str = ""
    competence: str = ""
    signer_post: str = ""
    signer_name: str = ""
    priority: str = ""
    addressees: tuple[str, ...] = ()
    to_places: tuple[str, ...] = ()
    answers: tuple[Document, ...] = ()  # documents of ours it cites by their codes
    before: tuple[Document, ...] = ()  # what was received with the same bytes
    pages: int | None = None
    text: str = ""


def candidates(office: Office, name: str, data: bytes) -> Candidates:
    """What the file proposes; nothing is recorded.

    SecretDocument when it is marked MẬT, and then nothing of its text is given (Law
    117/2025/QH15); UnsafeFile or RefusedInput for what cannot be read.
    """
    parts = Anatomy.from_json(office.sandbox.run("anatomy", data, {"name": name}))
    refuse_secret(parts.secrecy.text)
    reading = Reading.from_json(office.sandbox.run("read", data, {"name": name}))
    dated = parts.date_line
    return Candidates(
        code=_code(parts.number_line),
        type=_type(office, parts),
        parent_organ=parts.parent_organ.text,
        organ=parts.organ.text,
        place=dated.place if dated else "",
        promulgation_date=dated.date if dated else None,
        subject=parts.subject.text,
        competence=parts.competence.text,
        signer_post=parts.signer_post.text,
        signer_name=parts.signer_name.text,
        priority=_priority(parts.urgency.text),
        addressees=tuple(part.text for part in parts.addressees),
        to_places=tuple(part.text for part in parts.to_places),
        answers=_cited(office, reading.text),
        before=tuple(received_before(office, hashlib.sha256(data).hexdigest())),
        pages=reading.pages,
        text=reading.text,
    )


def _code(printed: NumberLine | None) -> str:
    if printed is None or not printed.number:
        return ""
    if printed.code is not None:
        return str(printed.code)
    year = f"/{printed.year}" if printed.year else ""
    return f"{printed.number}{year}{printed.form.value}{printed.notation}"


def _type(office: Office, parts: Anatomy) -> str:
    """The printed tên loại by its name in the table, else what the symbol says."""
    printed = parts.type_name.text
    if printed:
        known = office.catalogue.by_name(printed)
        return known.name if known else printed.capitalize()
    if parts.number_line is None:
        return ""
    form, notation = parts.number_line.form, parts.number_line.notation
    abbreviation = re.split(r"[/-]", notation, maxsplit=1)[0]
    standards = sorted(Standard, key=lambda standard: standard is not _STANDARDS[form])
    named = (office.catalogue.by_abbreviation(abbreviation, standard) for standard in standards)
    known = next(filter(None, named), None)
    if known is not None:
        return known.name
    names_no_type = form is CodeForm.STATE and fold(abbreviation) not in ABBREVIATIONS
    return "Công văn" if names_no_type else ""  # 112/SNV-XDCQ (NĐ 30/2020, Phụ lục I, mục II.3)


def _priority(printed: str) -> str:
    folded = fold(printed)
    return next((word for word in reversed(PRIORITIES) if fold(word) in folded), printed)


def _cited(office: Office, text: str) -> tuple[Document, ...]:
    """Documents that left this office and whose codes stand in the text, in its order."""
    text = nfc(text)
    mentions = (one for one in read_text(text) if isinstance(one, Mention) and one.letters)
    written = (_written(text[one.start : one.end]) for one in mentions)
    codes = dict.fromkeys(islice(filter(None, written), _MOST_CITED))
    with office.store.read() as records:
        found = [item for code in codes for item in records.documents_with_code(code)]
    ours = {item.id: item for item in found if item.direction is Direction.OUTGOING}
    return tuple(ours.values())


def _written(mention: str) -> str:
    """A code as it is printed by the book: ``5 - CV/ĐU`` is ``05-CV/ĐU``; empty when it is none."""
    joined = _HYPHENS.sub("-", "".join(mention.split()))
    figures = re.match("[0-9]+", joined)
    padded = f"{int(figures[0]):02}{joined[figures.end() :]}" if figures else joined
    try:
        return str(DocumentCode.parse(padded))
    except ValueError:
        return ""


# --- what was confirmed ----------------------------------------------------------------------

LABELS: Final[Mapping[str, str]] = {
    "code": "Số, ký hiệu",
    "type": "Tên loại",
    "organ": "Cơ quan ban hành",
    "parent_organ": "Cơ quan cấp trên",
    "place": "Địa danh",
    "promulgation_date": "Ngày văn bản",
    "subject": "Trích yếu",
    "competence": "Quyền hạn ký",
    "signer_post": "Chức vụ người ký",
    "signer_name": "Người ký",
    "addressees": "Kính gửi",
    "to_places": "Nơi nhận",
    "priority": "Độ khẩn",
    "arrival_date": "Ngày đến",
    "due_date": "Hạn xử lý",
    "handler": "Đơn vị hoặc người nhận",
    "response_for": "Trả lời văn bản đi",
    "note": "Ghi chú",
}
_NEEDED: Final = ("type", "organ", "subject")
_DAYS: Final = ("promulgation_date", "arrival_date", "due_date")
_LISTS: Final = ("addressees", "to_places")


def arrival_of(typed: Mapping[str, str], *, today: date, again: bool = False) -> Arrival:
    """What a person confirmed, by the keys of ``LABELS``; RefusedInput names the field."""

    values: dict[str, Any] = {}
    for key, label in LABELS.items():
        text = typed.get(key, "")
        if key in _DAYS:
            values[key] = door.day(label, text)
        elif key in _LISTS:
            values[key] = door.lines(label, text)
        else:
            values[key] = door.required(label, text) if key in _NEEDED else door.line(label, text)
    values["arrival_date"] = values["arrival_date"] or today
    return Arrival(**values, again=again)
