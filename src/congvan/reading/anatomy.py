"""The parts of an official document found in its lines (thành phần thể thức)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from congvan.model.code import CodeForm
from congvan.reading.ending import Ending, find_ending
from congvan.reading.header import Header, find_header
from congvan.reading.lines import Line
from congvan.reading.part import NOTHING, Part
from congvan.reading.patterns import DateLine, NumberLine
from congvan.reading.spans import spans


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The first document in the lines; a part that is not there is empty.

    ``addressees`` and ``to_places`` come without dash and final mark; what is kept by the office
    itself (``Lưu …``) stands in ``storage``. ``competence`` may hold two lines (``TM. …``,
    ``KT. …``). ``form`` tells whose layout the header follows.
    """

    number_line: NumberLine | None = None
    date_line: DateLine | None = None
    motto: Part = NOTHING
    parent_organ: Part = NOTHING
    organ: Part = NOTHING
    type_name: Part = NOTHING
    subject: Part = NOTHING
    secrecy: Part = NOTHING
    urgency: Part = NOTHING
    addressees: tuple[Part, ...] = ()
    to_places: tuple[Part, ...] = ()
    storage: Part = NOTHING
    competence: Part = NOTHING
    signer_post: Part = NOTHING
    signer_name: Part = NOTHING

    def to_json(self) -> bytes:
        """UTF-8 JSON."""
        plain = asdict(self)
        if self.number_line:
            plain["number_line"]["form"] = self.number_line.form.value
        return json.dumps(plain, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Anatomy:
        """The anatomy ``to_json`` was given."""
        plain = json.loads(data)
        return cls(**{item.name: _value(item.name, plain[item.name]) for item in fields(cls)})


def _value(name: str, plain: Any) -> Any:
    if plain is None:
        return None
    if name == "number_line":
        return NumberLine(**{**plain, "form": CodeForm(plain["form"])})
    if name == "date_line":
        return DateLine(**plain)
    if isinstance(plain, list):
        return tuple(_part(item) for item in plain)
    return _part(plain)


def _part(plain: Mapping[str, Any]) -> Part:
    return Part(plain["text"], tuple(plain["at"]))


def anatomy(lines: Sequence[Line]) -> Anatomy:
    """The parts of the first document the lines hold; nothing in particular for any other text."""
    all_spans = spans(lines)
    header: Header = find_header(all_spans)
    ending: Ending = find_ending(all_spans[header.end :]) if header.found else Ending()
    return Anatomy(
        number_line=header.number,
        date_line=header.date,
        motto=header.motto,
        parent_organ=header.parent_organ,
        organ=header.organ,
        type_name=header.type_name,
        subject=header.subject,
        secrecy=header.secrecy,
        urgency=header.urgency,
        addressees=ending.addressees,
        to_places=ending.to_places,
        storage=ending.storage,
        competence=ending.competence,
        signer_post=ending.signer_post,
        signer_name=ending.signer_name,
    )
