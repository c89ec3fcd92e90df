"""A layout standard as one frozen, typed value, read from ``standards/data``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

from congvan.errors import RefusedInput, WrongUse

DATA: Final = Path(__file__).with_name("data")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """Paper, margins, page number (HD05 IV); millimetres."""

    width: float
    height: float
    margin_top: float
    margin_bottom: float
    margin_left: float
    margin_right: float
    number_from_top: float
    number_on_first: bool
    font: str
    header_left_column: float
    header_right_column: float

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - self.margin_left - self.margin_right


@dataclass(frozen=True, slots=True)
class Body:
    """Paragraphs of the content (HD05 6.2.2); indents in millimetres, the rest in points."""

    first_line_indent: float
    indent_min: float
    indent_max: float
    space_between: float
    line_min: float
    line_max: float
    size_min: float
    size_max: float
    signature_space: float  # millimetres left for the signature


@dataclass(frozen=True, slots=True)
class Words:
    """What is printed word for word."""

    title: str
    star: str
    number: str
    number_separator: str
    addressee_label: str
    recipients_label: str
    as_above: str
    storage: str


@dataclass(frozen=True, slots=True)
class Marks:
    """How lists and the content are punctuated."""

    item_dash: str
    item_end: str
    last_recipient_end: str
    single_addressee_end: str
    content_end: str
    subject_hyphens: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Where a line is drawn; nowhere else."""

    title: bool
    organ: bool
    recipients: bool
    contact: bool
    copy: bool


@dataclass(frozen=True, slots=True)
class Component:
    """How one component is set."""

    size: float
    align: str  # left, center, right, justify
    source: str
    size_max: float = 0.0  # 0: there is no range
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    upper: bool = False
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, and whether a primary source of this standard was seen."""

    text: str
    confirmed: bool


COMPONENTS: Final = (
    *("title", "parent_organ", "organ", "star", "number", "date_line", "type_name", "subject"),
    *("letter_subject", "addressee_label", "addressee", "body", "part", "part_name", "section"),
    *("section_name", "article", "clause", "point", "competence", "post", "post_alone"),
    *("signer_name", "recipients_label", "recipient", "drafter_mark", "priority", "circulation"),
    *("draft_note", "contact", "page_number"),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One layout standard; ``sources`` maps ``page.margin_top``, ``components.title``, …"""

    key: str
    name: str
    valid_from: date
    valid_to: date | None
    page: Page
    body: Body
    words: Words
    marks: Marks
    rules: Rules
    components: Mapping[str, Component]
    sources: Mapping[str, Source]

    def unconfirmed(self) -> list[str]:
        """The values a clerk should hold against the standard on the desk."""
        return [key for key, source in self.sources.items() if not source.confirmed]


@cache
def load(key: str) -> Profile:
    """The profile of that key (``hd05``); WrongUse when there is none."""
    path = DATA / f"{key}.toml"
    known = sorted(item.stem for item in DATA.glob("hd*.toml"))
    if key not in known:
        raise WrongUse(
            f"Không có chuẩn thể thức “{key}”.",
            remedy=f"Các chuẩn đang có: {', '.join(known)}.",
            code="standard.unknown",
        )
    return parse(tomllib.loads(path.read_text("utf-8")))


def parse(tables: Mapping[str, Any]) -> Profile:
    """A profile from its tables; RefusedInput names what is missing, unknown or without source."""
    sources: dict[str, Source] = {}
    return Profile(
        key=_plain(tables, "key", str),
        name=_plain(tables, "name", str),
        valid_from=_plain(tables, "valid_from", date),
        valid_to=_plain(tables, "valid_to", date) if "valid_to" in tables else None,
        page=_group(tables, "page", Page, sources),
        body=_group(tables, "body", Body, sources),
        words=_group(tables, "words", Words, sources),
        marks=_group(tables, "marks", Marks, sources),
        rules=_group(tables, "rules", Rules, sources),
        components=_components(tables.get("components", {}), sources),
        sources=sources,
    )


def _plain(tables: Mapping[str, Any], key: str, kind: type[T]) -> T:
    value = tables.get(key)
    if not isinstance(value, kind):
        raise _incomplete(key, "thiếu hoặc sai kiểu")
    return value


def _group(tables: Mapping[str, Any], name: str, cls: type[T], sources: dict[str, Source]) -> T:
    """One dataclass from a table of ``{ value, source, confirmed }``."""
    table = tables.get(name, {})
    hints = get_type_hints(cls)
    _no_strangers(name, table, set(hints))
    values: dict[str, Any] = {}
    for key, kind in hints.items():
        place = f"{name}.{key}"
        leaf = table.get(key)
        if not isinstance(leaf, dict) or type(leaf.get("value")) is not kind:
            raise _incomplete(place, f"thiếu hoặc không phải {kind.__name__}")
        values[key] = leaf["value"]
        sources[place] = _source(place, leaf)
    return cls(**values)


def _components(table: Mapping[str, Any], sources: dict[str, Source]) -> dict[str, Component]:
    _no_strangers("components", table, set(COMPONENTS))
    hints = get_type_hints(Component)
    taken: dict[str, Component] = {}
    for name in COMPONENTS:
        place = f"components.{name}"
        values = table.get(name)
        if not isinstance(values, dict):
            raise _incomplete(place, "thiếu")
        _no_strangers(place, values, set(hints))
        for item in fields(Component):
            if item.name in values and type(values[item.name]) is not hints[item.name]:
                raise _incomplete(f"{place}.{item.name}", "sai kiểu")
            if item.name not in values and item.default is MISSING:
                raise _incomplete(f"{place}.{item.name}", "thiếu")
        taken[name] = Component(**values)
        sources[place] = _source(place, values)
    return taken


def _source(place: str, leaf: Mapping[str, Any]) -> Source:
    text = leaf.get("source")
    if not isinstance(text, str) or not text:
        raise _incomplete(place, "chưa ghi nguồn (source)")
    return Source(text, bool(leaf.get("confirmed", True)))


def _no_strangers(place: str, table: Mapping[str, Any], known: set[str]) -> None:
    for key in table:
        if key not in known:
            raise _incomplete(f"{place}.{key}", "không phải là một mục của chuẩn")


def _incomplete(place: str, why: str) -> RefusedInput:
    return RefusedInput(
        f"Chuẩn thể thức: mục “{place}” {why}.",
        remedy="Sửa tệp trong congvan/standards/data: mỗi mục phải có giá trị và nguồn.",
        code="standard.incomplete",
    )
