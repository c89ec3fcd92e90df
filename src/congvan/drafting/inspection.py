"""A look at a draft before it is numbered: what it is, and that its slots can be filled."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from congvan.drafting.slots import Slots, fill, find_slots
from congvan.reading.anatomy import Anatomy, anatomy
from congvan.reading.lines import Reading
from congvan.reading.read import read

_TRIAL: Final = 1


@dataclass(frozen=True, slots=True)
class Inspection:
    """The parts found in a draft, its slots, and its lines."""

    anatomy: Anatomy
    slots: Slots
    reading: Reading

    def to_json(self) -> bytes:
        """UTF-8 JSON."""
        parts = (self.anatomy, self.slots, self.reading)
        return json.dumps([part.to_json().decode() for part in parts]).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Inspection:
        """The inspection ``to_json`` was given."""
        parts = [part.encode() for part in json.loads(data)]
        return cls(
            Anatomy.from_json(parts[0]), Slots.from_json(parts[1]), Reading.from_json(parts[2])
        )


def inspect_draft(docx: bytes, name: str, day: date) -> Inspection:
    """Read the draft and fill its slots on trial, so that no number is spent on one without.

    UnsafeFile, NoSlot or RefusedInput say why it cannot be numbered.
    """
    reading = read(name, docx)
    slots = find_slots(docx)
    slots.check(day)
    fill(docx, number=f"{_TRIAL:02}", day=day)
    return Inspection(anatomy(reading.lines), slots, reading)
