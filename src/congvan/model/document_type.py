"""A document type: what it is called, how it is numbered, which fields a clerk fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class FieldKind(Enum):
    """What a field holds, and so how it is checked and printed."""

    LINE = "line"  # one line of text
    TEXT = "text"  # paragraphs and numbered points
    LIST = "list"  # one line each: addressees, recipients
    PERSON = "person"  # a full name
    DATE = "date"  # printed d/m/Y by the standard
    CHOICE = "choice"  # one of `choices`
    FLAG = "flag"  # yes or no
    TABLE = "table"  # rows, each with a value for every one of `columns`


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a clerk fills in; ``key`` is the placeholder of the template."""

    key: str
    label: str
    kind: FieldKind = FieldKind.LINE
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""
    default: object = None
    year_alone: bool = False  # a date of which only the year may be known
    rare: bool = False  # seldom filled in: forms fold it away
    columns: tuple[Field, ...] = ()  # of a table, in the order they are printed


@dataclass(frozen=True, slots=True)
class DocumentType:
    """Loại văn bản: two files side by side (docx, toml), or a row of the standard's type table."""

    key: str
    name: str
    abbreviation: str
    profile: str  # "hd05"
    numbered: bool = True
    counter: str = "own"  # own, or shared:<group>
    fields: tuple[Field, ...] = ()
    sample: Mapping[str, object] = field(default_factory=dict)
    has_template: bool = False
    confirmed: bool = True  # whether the abbreviation stands in a source
    one_per: str = ""  # in a run from a roster: one for each "row", or for each "commune"
    needs_one_of: tuple[str, ...] = ()  # of these fields at least one is filled in
    title: str = ""  # tên loại as it is printed, where the type is called otherwise
    issuers: tuple[str, ...] | None = None  # levels that may issue it; None: no list names it

    @property
    def group(self) -> str:
        """The group its numbers are counted in (HD05 3.1.1)."""
        return self.counter.removeprefix("shared:") if ":" in self.counter else self.abbreviation

    @property
    def printed_name(self) -> str:
        """Tên loại: ``Quyết định`` of the type “Quyết định (ban hành kèm theo văn bản)”."""
        return self.title or self.name

    def field(self, key: str) -> Field | None:
        """The field of that key."""
        return next((item for item in self.fields if item.key == key), None)
