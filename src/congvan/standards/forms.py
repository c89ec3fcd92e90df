"""The wording of the review forms (Quy định 213-QĐ/TW), as data with its sources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from congvan.standards.basis import Basis
from congvan.standards.profile import DATA

NAME_AT: Final = "{}"


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item and what can be ticked under it."""

    text: str
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """One phiếu nhận xét; ``remark`` labels its last item, which is written by hand."""

    title: str
    subtitle: str
    opening: str  # the name stands at NAME_AT
    remark: str
    items: tuple[Item, ...]
    source: str
    confirmed: bool


def review(key: str) -> Review:
    """The form of that type."""
    row = dict(_tables()["reviews"][key])
    items = tuple(Item(item["text"], tuple(item["boxes"])) for item in row.pop("items"))
    return Review(**row, items=items)


def confirmation(on: date | None) -> str:
    """What the committee at the residence signs under on that day; None takes the newest."""
    rows = sorted(
        (Basis(**row) for row in _tables()["confirmations"]), key=lambda row: row.valid_from
    )
    begun = [row for row in rows if on is None or row.valid_from <= on]
    return (begun[-1] if begun else rows[0]).text


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "forms.toml").read_text("utf-8"))
