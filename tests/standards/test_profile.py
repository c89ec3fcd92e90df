"""A profile is complete, typed, of one mind, or refused by the place that is wrong."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.errors import RefusedInput, WrongUse
from congvan.model.organs import Standard
from congvan.standards import profile
from congvan.standards.profile import GROUPS, PROFILES, TABLES, load, parse, profile_on
from congvan.standards.profile_checks import refuse_overlaps

Path = tuple[str, ...]
READ = {key: profile.tables_of(key) for key in PROFILES}
several = settings(deadline=None, max_examples=60)  # each reads a whole profile, some several
RESERVED = {"source", "confirmed"}


def tables_of(key: str) -> dict[str, Any]:
    """The tables of a profile, to be broken."""
    return copy.deepcopy(READ[key])


def leaves(key: str) -> Iterator[tuple[Path, bool]]:
    """Where values stand, and whether the standard may leave each open."""
    tables = tables_of(key)
    for name, cls in {**GROUPS, **TABLES}.items():
        inside = {(name,): tables[name]}
        if name in TABLES:
            inside = {(name, row): table for row, table in tables[name].items()}
        hints = get_type_hints(cls)
        for above, table in inside.items():
            for leaf in set(table) - RESERVED:
                yield (*above, leaf), NoneType in get_args(hints[leaf])


LEAVES = [(key, path, optional) for key in PROFILES for path, optional in leaves(key)]
REQUIRED = [(key, path) for key, path, optional in LEAVES if not optional]
ALL = [(key, path) for key, path, _ in LEAVES]


def put(tables: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
    """The tables with another leaf there, nothing when it is ``None``."""
    changed = copy.deepcopy(tables)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return changed


def leaf_of(tables: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The leaf with its own source and word of confirmation."""
    table: Any = tables
    for key in path[:-1]:
        table = table[key]
    given = table[path[-1]]
    inherited = {key: table[key] for key in RESERVED if key in table}
    own = dict(given) if isinstance(given, dict) else {"value": given}
    return own if "source" in own else {**inherited, **own}


def refused(tables: dict[str, Any]) -> RefusedInput:
    with pytest.raises(RefusedInput) as caught:
        parse(tables)
    assert caught.value.code in {"standard.incomplete", "standard.contradictory"}
    assert caught.value.remedy
    return caught.value


@several
@given(st.sampled_from(REQUIRED))
def test_a_profile_without_a_value_is_refused_and_the_place_named(case: tuple[str, Path]) -> None:
    key, path = case
    assert f"“{'.'.join(path)}”" in refused(put(tables_of(key), path, None)).message


@several
@given(st.sampled_from(ALL), st.sampled_from([object(), [1], {"x": 1}, date(2026, 1, 1)]))
def test_a_value_of_another_kind_is_refused_and_the_place_named(
    case: tuple[str, Path], wrong: object
) -> None:
    key, path = case
    tables = tables_of(key)
    changed = put(tables, path, {**leaf_of(tables, path), "value": wrong})
    assert f"“{'.'.join(path)}”" in refused(changed).message


@several
@given(st.sampled_from(ALL))
def test_a_value_that_lost_its_source_or_its_word_of_confirmation_is_refused(
    case: tuple[str, Path],
) -> None:
    key, path = case
    tables = tables_of(key)
    leaf = leaf_of(tables, path)
    for broken in (
        {**leaf, "source": ""},
        {**leaf, "confirmed": not leaf.get("confirmed", True)},
        {**leaf, "confirmed": "yes"},
        {**leaf, "colour": "red"},
    ):
        assert f"“{'.'.join(path)}" in refused(put(tables, path, broken)).message


@several
@given(st.sampled_from(ALL))
def test_a_key_nobody_knows_is_refused_by_its_place(case: tuple[str, Path]) -> None:
    key, path = case
    stranger = (*path[:-1], f"{path[-1]}_")
    assert ".".join(stranger) in refused(put(tables_of(key), stranger, "x")).message


SPANS = [(key, place) for key in PROFILES for place in load(key).ranges]


@several
@given(st.sampled_from(SPANS), st.floats(0.1, 50))
def test_a_span_upside_down_or_a_value_outside_it_is_refused(
    case: tuple[str, str], by: float
) -> None:
    key, place = case
    tables, span, path = tables_of(key), load(key).ranges[place], tuple(place.split("."))
    leaf = leaf_of(tables, path)
    upside_down = put(tables, path, {**leaf, "range": [span.low + by, span.low]})
    assert place in refused(upside_down).message
    outside = put(tables, path, {**leaf, "value": span.low - by})
    assert place in refused(outside).message


CONTRADICTIONS = [
    ("hd05", "page.margin_left", 200.0, "page.margin_left"),
    ("hd05", "page.margin_top", 290.0, "page.margin_top"),
    ("hd05", "page.margin_bottom", -1.0, "page.margin_bottom"),
    ("hd05", "page.width", 0.0, "page.width"),
    ("hd05", "page.number_from_top", 20.0, "page.number_from_top"),
    ("hd05", "page.header_left_column", 71.0, "page.header_left_column"),
    ("hd05", "page.small_width", None, "page.small_width"),
    ("hd05", "page.small_width", 211.0, "page.small_width"),
    ("hd05", "page.reverse_left", 20.0, "page.reverse_left"),
    ("hd05", "page.reverse_right", None, "page.reverse_left"),
    ("hd05", "body.first_line_indent", 14.0, "body.first_line_indent"),
    ("hd05", "body.line_pitch", 23.0, "body.line_pitch"),
    ("hd05", "body.indent_accepted", [13.0, 9.0], "body.indent_accepted"),
    ("hd05", "words.title", "Đảng Cộng sản Việt Nam", "words.title"),
    ("hd05", "words.star", None, "words.star"),
    ("nd30", "words.motto", None, "words.motto"),
    ("hd05", "words.motto", "Độc lập", "words.motto"),
    ("hd05", "rules.organ", "text", "rules.organ"),
    ("hd05", "rules.subject", "third-to-half", "rules.subject"),
    ("hd05", "rules.recipients", "none", "rules.recipients"),
    ("hd05", "rules.motto", "text", "rules.motto"),
    ("nd30", "rules.recipients", "text", "rules.recipients"),
    ("nd30", "stamps.urgency_widths", [30.0, 40.0], "stamps.urgency_widths"),
    ("nd30", "stamps.urgency_widths", None, "stamps.urgency_framed"),
    ("hd05", "stamps.draft", "Dự thảo", "stamps.draft"),
    ("hd36", "copies.symbols", None, "copies.numbered"),
    ("nd30", "copies.symbols", ["SY", "SL"], "copies.symbols"),
    ("hd05", "date.day_padded_below", 40, "date.day_padded_below"),
    ("hd05", "date.month_padded_below", 0, "date.month_padded_below"),
    ("hd05", "number.min_digits", 0, "number.min_digits"),
    ("hd05", "signing.seal_share", 2.0, "signing.seal_share"),
    ("hd05", "authority.collective.before", ["Đảng uỷ"], "authority.collective.before"),
    ("hd05", "blocks.committee.posts", ["Bí thư"], "blocks.committee.posts"),
    ("hd05", "components.number.below", "nothing", "components.number.below"),
    ("hd05", "components.number.below", "letter_subject", "components.number.below"),
    ("hd05", "components.body.size", 15.5, "components.body.size"),
    ("hd05", "components.title.size", 0.0, "components.title.size"),
]


@pytest.mark.parametrize(("key", "place", "value", "named"), CONTRADICTIONS)
def test_what_contradicts_itself_is_refused(
    key: str, place: str, value: object, named: str
) -> None:
    tables, path = tables_of(key), tuple(place.split("."))
    if value is None:
        changed = put(tables, path, None)
    else:
        source = {"source": "x", "confirmed": True}
        try:
            leaf = leaf_of(tables, path)
        except KeyError:
            leaf = source
        changed = put(tables, path, {**leaf, "value": value})
    error = refused(changed)
    assert error.code == "standard.contradictory"
    assert f"“{named}”" in error.message


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("key",), None, "key"),
        (("valid_from",), "27/5/2026", "valid_from"),
        (("standard",), "nhà nước", "standard"),
        (("source",), "", "valid_from"),
        (("pages",), {}, "pages"),
        (("words",), None, "words"),
        (("blocks",), {}, "blocks"),
        (("page", "width"), {"value": 210.0}, "page.width"),
        (("page", "width"), {"value": 210.0, "range": [1.0], "source": "x"}, "page.width"),
        (("words", "title"), {"value": "Đ", "range": [1.0, 2.0], "source": "x"}, "words.title"),
        (("components", "heading"), {"size": 14.0}, "components.heading"),
        (("authority", "deputy"), None, "authority.deputy"),
        (("components", "title", "place"), "nowhere", "components.title.place"),
    ],
)
def test_a_profile_with_a_wrong_or_unknown_part_is_refused(
    path: Path, value: object, named: str
) -> None:
    error = refused(put(tables_of("hd05"), path, value))
    assert error.code == "standard.incomplete"
    assert f"“{named}" in error.message


@pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key in PROFILES for name in load(key).components]
)
def test_a_profile_without_a_component_is_refused(key: str, name: str) -> None:
    if name in profile.MAY_HAVE:
        return
    assert f"components.{name}" in refused(put(tables_of(key), ("components", name), None)).message


@pytest.mark.parametrize(("key", "stranger"), [("hd05", "motto"), ("nd30", "star")])
def test_a_component_of_the_other_standard_is_refused(key: str, stranger: str) -> None:
    tables = tables_of(key)
    tables["components"][stranger] = tables["components"]["title"]
    assert f"components.{stranger}" in refused(tables).message


@pytest.mark.parametrize("key", ["hd99", "", "../hd05", "basis"])
def test_an_unknown_profile_is_named_with_those_there_are(key: str) -> None:
    with pytest.raises(WrongUse, match="Không có chuẩn") as wrong:
        load(key)
    assert "hd05, hd36, nd30" in wrong.value.remedy


# Which one is in force.


@pytest.mark.parametrize(
    ("standard", "day", "key"),
    [
        (Standard.PARTY, date(2018, 4, 3), "hd36"),
        (Standard.PARTY, date(2026, 5, 26), "hd36"),
        (Standard.PARTY, date(2026, 5, 27), "hd05"),
        (Standard.PARTY, date(2040, 1, 1), "hd05"),
        (Standard.STATE, date(2020, 3, 5), "nd30"),
        (Standard.STATE, date(2026, 11, 22), "nd30"),
    ],
)
def test_the_profile_of_a_day_is_the_one_in_force(standard: Standard, day: date, key: str) -> None:
    assert profile_on(standard, day).key == key


@pytest.mark.parametrize(
    ("standard", "day", "first"),
    [
        (Standard.PARTY, date(2018, 4, 2), "03/04/2018"),
        (Standard.STATE, date(2020, 3, 4), "05/03/2020"),
    ],
)
def test_a_day_before_every_profile_is_refused_with_the_first_day_known(
    standard: Standard, day: date, first: str
) -> None:
    with pytest.raises(RefusedInput) as refusal:
        profile_on(standard, day)
    assert refusal.value.code == "date.no-profile"
    assert f"{day:%d/%m/%Y}" in refusal.value.message
    assert first in refusal.value.remedy


@several
@given(st.dates(date(2018, 4, 3), date(2099, 1, 1)))
def test_no_day_of_the_party_lies_between_two_profiles(day: date) -> None:
    found = profile_on(Standard.PARTY, day)
    assert found.valid_from <= day
    assert found.standard is Standard.PARTY


def test_two_profiles_of_one_standard_in_force_at_once_are_refused() -> None:
    older = tables_of("hd36")
    older["valid_to"] += timedelta(days=1)
    for tables in (older, {name: item for name, item in older.items() if name != "valid_to"}):
        with pytest.raises(RefusedInput, match="hd05: valid_from") as refusal:
            refuse_overlaps([load("hd05"), parse(tables)])
        assert refusal.value.code == "standard.contradictory"
    refuse_overlaps([load("hd05"), load("hd36"), load("nd30")])


def test_a_profile_that_ends_before_it_begins_is_refused() -> None:
    tables = tables_of("hd36")
    tables["valid_to"] = date(2017, 1, 1)
    assert "valid_to" in refused(tables).message
