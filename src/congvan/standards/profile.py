"""A layout standard as one frozen, typed value, read from ``standards/data`` (D1)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from congvan.errors import RefusedInput, WrongUse
from congvan.model.organs import Standard
from congvan.standards.profile_checks import refuse_contradictions, refuse_overlaps
from congvan.standards.profile_groups import (
    Annex,
    Body,
    Contact,
    Copies,
    DateGrammar,
    Divisions,
    Marks,
    NumberGrammar,
    Page,
    Rules,
    Signing,
    Stamps,
    Words,
)
from congvan.standards.profile_parts import Authority, Block, Component
from congvan.standards.profile_reader import Reading, incomplete, refuse_strangers, source_of
from congvan.standards.profile_values import Range, Source

__all__ = ["COMPONENTS", "DATA", "PROFILES", "Component", "Page", "Profile", "load", "profile_on"]

DATA: Final = Path(__file__).with_name("data")
PROFILES: Final = ("hd05", "hd36", "nd30")
T = TypeVar("T")

COMPONENTS: Final = (
    *("title", "parent_organ", "organ", "number", "date_line", "type_name", "subject"),
    *("letter_subject", "addressee_label", "addressee", "ground", "body", "part", "part_name"),
    *("section", "section_name", "article", "clause", "point", "competence", "post", "post_alone"),
    *("signer_name", "recipients_label", "recipient", "drafter_mark", "priority", "circulation"),
    *("contact", "annex_label", "annex_title", "annex_reference", "page_number"),
)
ALSO: Final[Mapping[Standard, tuple[str, ...]]] = {
    Standard.PARTY: ("star", "author_line", "draft_note"),
    Standard.STATE: (
        *("motto", "subsection", "subsection_name", "roman_heading", "clause_named"),
        "electronic_mark",
    ),
}
MAY_HAVE: Final = ("copy_kind",)  # where a copy prints its kind as a heading
GROUPS: Final[Mapping[str, type]] = {
    "page": Page,
    "body": Body,
    "words": Words,
    "marks": Marks,
    "divisions": Divisions,
    "date": DateGrammar,
    "number": NumberGrammar,
    "rules": Rules,
    "annex": Annex,
    "stamps": Stamps,
    "copies": Copies,
    "contact": Contact,
    "signing": Signing,
}
TABLES: Final[Mapping[str, type]] = {
    "authority": Authority,
    "blocks": Block,
    "components": Component,
}
AUTHORITIES: Final = ("collective", "deputy", "order", "acting")  # and authorised: State only
_HEAD: Final = ("key", "name", "standard", "valid_from", "valid_to", "source", "confirmed")


@dataclass(frozen=True, slots=True)
class Profile:
    """One layout standard; ``sources`` and ``ranges`` go by place: ``components.title.size``."""

    key: str
    name: str
    standard: Standard
    valid_from: date
    valid_to: date | None
    page: Page
    body: Body
    words: Words
    marks: Marks
    divisions: Divisions
    date: DateGrammar
    number: NumberGrammar
    rules: Rules
    annex: Annex
    stamps: Stamps
    copies: Copies
    contact: Contact
    signing: Signing
    authority: Mapping[str, Authority]
    blocks: Mapping[str, Block]
    components: Mapping[str, Component]
    sources: Mapping[str, Source]
    ranges: Mapping[str, Range]

    def unconfirmed(self) -> list[str]:
        """The places a clerk should hold against the standard on the desk."""
        return [place for place, source in self.sources.items() if not source.confirmed]

    def value(self, place: str) -> Any:
        """What stands at ``components.title.size``; KeyError when there is no such place."""
        found: Any = self
        for key in place.split("."):
            inside = isinstance(found, Mapping)
            if not inside and not hasattr(found, key):
                raise KeyError(place)
            found = found[key] if inside else getattr(found, key)
        return found

    def range_of(self, place: str) -> Range:
        """The span the standard gives a number; where it gives none, the number alone."""
        value = self.value(place)
        return self.ranges.get(place, Range(value, value))

    def chosen(self, place: str, otherwise: T) -> T:
        """The office's value of ``[profile.…]`` when it set that place, else the other."""
        source = self.sources.get(place)
        value: T = self.value(place) if source is not None and source.office else otherwise
        return value


@cache
def load(key: str) -> Profile:
    """The profile of that key (``hd05``) as the standard has it; WrongUse when there is none."""
    return parse(tables_of(key))


def tables_of(key: str) -> dict[str, Any]:
    """The tables of that profile, fresh; WrongUse when there is none."""
    if key not in PROFILES:
        raise WrongUse(
            f"Không có chuẩn thể thức “{key}”.",
            remedy=f"Các chuẩn đang có: {', '.join(PROFILES)}.",
            code="standard.unknown",
        )
    return tomllib.loads((DATA / f"{key}.toml").read_text("utf-8"))


def profile_on(standard: Standard, day: date) -> Profile:
    """The profile in force that day; RefusedInput tells the first day one is known for."""
    known = _by_date(standard)
    for profile in known:
        if profile.valid_from <= day and (profile.valid_to is None or day <= profile.valid_to):
            return profile
    raise RefusedInput(
        f"Ngày {day:%d/%m/%Y} nằm ngoài thời gian của mọi chuẩn thể thức đã biết.",
        remedy=f"Chuẩn sớm nhất đã biết: {known[0].name}, từ ngày "
        f"{known[0].valid_from:%d/%m/%Y}. Kiểm tra lại ngày của văn bản.",
        code="date.no-profile",
    )


def parse(tables: Mapping[str, Any]) -> Profile:
    """A profile from its tables; RefusedInput names what is missing, unknown or contradictory."""
    refuse_strangers("", tables, {*_HEAD, *GROUPS, *TABLES})
    reading = Reading({"valid_from": source_of("valid_from", tables)})
    values: dict[str, Any] = {
        name: reading.group(name, cls, tables.get(name)) for name, cls in GROUPS.items()
    }
    for name, cls in TABLES.items():
        values[name] = reading.groups(name, cls, tables.get(name))
    profile = Profile(
        key=_plain(tables, "key", str),
        name=_plain(tables, "name", str),
        standard=_standard(tables),
        valid_from=_plain(tables, "valid_from", date),
        valid_to=_plain(tables, "valid_to", date) if "valid_to" in tables else None,
        **values,
        sources=reading.sources,
        ranges=reading.ranges,
    )
    _refuse_gaps(profile)
    refuse_contradictions(profile)
    return profile


@cache
def _by_date(standard: Standard) -> tuple[Profile, ...]:
    """The profiles of that standard, oldest first, no two in force at once."""
    found = [profile for profile in map(load, PROFILES) if profile.standard is standard]
    refuse_overlaps(found)
    return tuple(sorted(found, key=lambda profile: profile.valid_from))


def _refuse_gaps(profile: Profile) -> None:
    """Every component and mark of its standard, and none besides."""
    needed = (*COMPONENTS, *ALSO[profile.standard])
    for name in needed:
        if name not in profile.components:
            raise incomplete(f"components.{name}", "thiếu")
    refuse_strangers("components", profile.components, {*needed, *MAY_HAVE})
    for name in AUTHORITIES:
        if name not in profile.authority:
            raise incomplete(f"authority.{name}", "thiếu")
    refuse_strangers("authority", profile.authority, {*AUTHORITIES, "authorised"})


def _standard(tables: Mapping[str, Any]) -> Standard:
    written = _plain(tables, "standard", str)
    if written not in [standard.value for standard in Standard]:
        raise incomplete("standard", f"phải là một trong: {', '.join(s.value for s in Standard)}")
    return Standard(written)


def _plain(tables: Mapping[str, Any], key: str, kind: type[T]) -> T:
    value = tables.get(key)
    if type(value) is not kind:
        raise incomplete(key, "thiếu hoặc sai kiểu")
    assert isinstance(value, kind)
    return value
