"""The layout profile: complete, typed, every value with its source."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from congvan.errors import RefusedInput, WrongUse
from congvan.standards import profile


def tables() -> dict[str, Any]:
    return tomllib.loads((profile.DATA / "hd05.toml").read_text("utf-8"))


def test_the_page_is_a4_with_the_margins_of_the_standard() -> None:
    page = profile.load("hd05").page
    assert (page.width, page.height) == (210, 297)
    assert (page.margin_top, page.margin_bottom, page.margin_left, page.margin_right) == (
        *(20, 20),
        *(30, 15),
    )
    assert page.text_width == 165
    assert page.header_left_column + page.header_right_column == page.text_width


@pytest.mark.parametrize(
    ("component", "size", "bold", "italic", "upper"),
    [
        ("title", 15, True, False, True),
        ("parent_organ", 14, False, False, True),
        ("organ", 14, True, False, True),
        ("number", 14, False, False, False),
        ("date_line", 14, False, True, False),
        ("letter_subject", 12, False, True, False),
        ("addressee_label", 14, False, True, False),
        ("body", 14, False, False, False),
        ("competence", 14, True, False, True),
        ("post", 14, False, False, True),
        ("post_alone", 14, True, False, True),
        ("signer_name", 14, True, False, False),
        ("recipients_label", 14, False, False, False),
        ("recipient", 12, False, False, False),
        ("drafter_mark", 8, False, False, True),
        ("page_number", 14, False, False, False),
    ],
)
def test_components_have_the_size_and_style_of_the_table(
    component: str, size: float, bold: bool, italic: bool, upper: bool
) -> None:
    found = profile.load("hd05").components[component]
    assert (found.size, found.bold, found.italic, found.upper) == (size, bold, italic, upper)


def test_no_rule_is_drawn_under_the_organ_name() -> None:
    assert not profile.load("hd05").rules.organ


def test_every_value_has_a_source_and_sizes_are_marked_unconfirmed() -> None:
    loaded = profile.load("hd05")
    assert all(source.text for source in loaded.sources.values())
    assert "components.title" in loaded.unconfirmed()
    assert "page.margin_left" not in loaded.unconfirmed()


@pytest.mark.parametrize("place", [f"page.{key}" for key in tables()["page"]] + ["body.line_min"])
def test_a_profile_without_a_value_is_refused_and_the_value_named(place: str) -> None:
    broken = tables()
    group, key = place.split(".")
    del broken[group][key]
    with pytest.raises(RefusedInput, match=place):
        profile.parse(broken)


@pytest.mark.parametrize("component", profile.COMPONENTS)
def test_a_profile_without_a_component_is_refused(component: str) -> None:
    broken = tables()
    del broken["components"][component]
    with pytest.raises(RefusedInput, match=f"components.{component}"):
        profile.parse(broken)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("page", "width"), {"value": 210.0}),
        (("page", "width"), {"value": "210", "source": "x"}),
        (("page", "widht"), {"value": 210.0, "source": "x"}),
        (("rules", "title"), {"value": 1, "source": "x"}),
        (("components", "title", "source"), ""),
        (("components", "title", "bold"), "yes"),
        (("components", "title", "colour"), "red"),
        (("components", "heading"), {"size": 14.0}),
        (("valid_from",), "27/5/2026"),
    ],
)
def test_a_profile_with_a_wrong_or_unknown_value_is_refused(
    path: tuple[str, ...], value: object
) -> None:
    broken = copy.deepcopy(tables())
    inner = broken
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(RefusedInput) as refused:
        profile.parse(broken)
    assert refused.value.code == "standard.incomplete"


@pytest.mark.parametrize("key", ["hd99", "", "../hd05", "basis"])
def test_an_unknown_profile_is_named_with_those_there_are(key: str) -> None:
    with pytest.raises(WrongUse, match="Không có chuẩn") as wrong:
        profile.load(key)
    assert "hd05" in wrong.value.remedy
