"""The standard's table of document types, whether or not a template is shipped for them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from congvan.model.document_type import DocumentType
from congvan.model.organs import Standard
from congvan.standards.profile import DATA


@dataclass(frozen=True, slots=True)
class Level:
    """A level of organs; ``listed``: a list of the types it may issue was seen."""

    key: str
    name: str
    names: tuple[str, ...]  # the first words of such an organ's name
    source: str
    listed: bool = True


@cache
def party_types() -> tuple[DocumentType, ...]:
    """Every type of Party document a clerk numbers (399-QĐ/TW; HD05 3.1.2a), in table order."""
    tables = _tables()
    return tuple(
        DocumentType(
            key=row["key"],
            name=row["name"],
            abbreviation=row["abbreviation"],
            profile=tables["profile"],
            counter=row.get("counter", "own"),
            confirmed=row.get("confirmed", True),
            issuers=tuple(row["issuers"]) if "issuers" in row else None,
        )
        for row in tables["types"]
    )


@cache
def levels() -> tuple[Level, ...]:
    """The levels of organs that the rule on who may issue what tells apart (399-QĐ/TW)."""
    return tuple(Level(**{**row, "names": tuple(row["names"])}) for row in _tables()["levels"])


def is_paper(key: str) -> bool:
    """Whether the type is one of the eight giấy tờ hành chính (399-QĐ/TW)."""
    return key in _tables()["papers"]


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "party-types.toml").read_text("utf-8"))


def types_of(standard: Standard) -> tuple[DocumentType, ...]:
    """The type table of that standard; the State's is not written yet, so it is empty."""
    return party_types() if standard is Standard.PARTY else ()
