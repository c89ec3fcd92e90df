"""Dated texts of legal basis: which wording is printed on a document of a given day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from congvan.errors import RefusedInput
from congvan.standards.profile import DATA


@dataclass(frozen=True, slots=True)
class Basis:
    """One wording and the days it is printed on."""

    text: str
    valid_from: date
    source: str
    valid_to: date | None = None
    confirmed: bool = True


@cache
def records() -> tuple[Basis, ...]:
    """All wordings, oldest first."""
    tables = tomllib.loads((DATA / "basis.toml").read_text("utf-8"))
    return tuple(sorted((Basis(**row) for row in tables["basis"]), key=lambda row: row.valid_from))


def basis(on: date) -> Basis:
    """The wording in force that day; RefusedInput when the day is before the first or in a gap."""
    for row in reversed(records()):
        if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to):
            return row
    raise RefusedInput(
        f"Chưa có văn bản căn cứ về giữ mối liên hệ nơi cư trú cho ngày {on:%d/%m/%Y}.",
        remedy=f"Chọn ngày từ {records()[0].valid_from:%d/%m/%Y} trở đi.",
        code="basis.none",
    )
