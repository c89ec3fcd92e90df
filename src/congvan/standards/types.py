"""The standard's table of document types, whether or not a template is shipped for them."""

from __future__ import annotations

import tomllib
from functools import cache

from congvan.model.document_type import DocumentType
from congvan.model.organs import Standard
from congvan.standards.profile import DATA


@cache
def party_types() -> tuple[DocumentType, ...]:
    """Every type of Party document a clerk numbers (399-QĐ/TW; HD05 3.1.2a), in table order."""
    tables = tomllib.loads((DATA / "party-types.toml").read_text("utf-8"))
    return tuple(
        DocumentType(
            key=row["key"],
            name=row["name"],
            abbreviation=row["abbreviation"],
            profile=tables["profile"],
            counter=row.get("counter", "own"),
            confirmed=row.get("confirmed", True),
        )
        for row in tables["types"]
    )


def types_of(standard: Standard) -> tuple[DocumentType, ...]:
    """The type table of that standard; the State's is not written yet, so it is empty."""
    return party_types() if standard is Standard.PARTY else ()
