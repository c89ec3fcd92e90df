"""A look at a draft before it is numbered: what it is, and that its slots can be filled.

What is found leaves the confined child as plain text, so that the parent loads no reader.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

_TRIAL: Final = "01"


@dataclass(frozen=True, slots=True)
class Inspection:
    """The parts printed in a draft, and its text; what is not there is empty."""

    text: str
    notation: str
    type_name: str
    subject: str
    introduced: str  # whom a giấy giới thiệu introduces
    secrecy: str
    parent_organ: str
    organ: str
    place: str
    addressees: tuple[str, ...]
    to_places: tuple[str, ...]
    competence: str
    signer_post: str
    signer_name: str

    def to_json(self) -> bytes:
        """UTF-8 JSON."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Inspection:
        """The inspection ``to_json`` was given."""
        plain = json.loads(data)
        lists = {key: tuple(plain[key]) for key in ("addressees", "to_places")}
        return cls(**{**plain, **lists})


def inspect_draft(docx: bytes, name: str, day: date) -> Inspection:
    """Read the draft and fill its slots on trial, so that no number is spent on one without.

    UnsafeFile, NoSlot or RefusedInput say why it cannot be numbered.
    """
    from congvan.drafting.slots import fill, find_slots
    from congvan.reading.anatomy import anatomy
    from congvan.reading.read import read

    reading = read(name, docx)
    slots = find_slots(docx)
    slots.check(day)
    fill(docx, number=_TRIAL, day=day)
    parts = anatomy(reading.lines)
    return Inspection(
        text=reading.text,
        notation=slots.number.notation if slots.number else "",
        type_name=parts.type_name.text,
        subject=parts.subject.text,
        introduced=_introduced(reading.text),
        secrecy=parts.secrecy.text,
        parent_organ=parts.parent_organ.text,
        organ=parts.organ.text,
        place=parts.date_line.place if parts.date_line else "",
        addressees=tuple(part.text for part in parts.addressees),
        to_places=tuple(part.text for part in parts.to_places),
        competence=parts.competence.text,
        signer_post=parts.signer_post.text,
        signer_name=parts.signer_name.text,
    )


def _introduced(text: str) -> str:
    """The name behind “Giới thiệu đồng chí:”, up to what stands beside it."""
    import re

    from congvan.model.text import fold, squeeze

    for line in text.splitlines():
        before, colon, after = line.partition(":")
        if colon and fold(squeeze(before)) == "gioi thieu dong chi":
            return squeeze(re.split(r"\t| {2,}", after.strip(), maxsplit=1)[0])
    return ""
