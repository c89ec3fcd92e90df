"""The shipped templates are what the builder draws, and nothing in them tells where."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from congvan.drafting.builder.measure import bold_width
from congvan.drafting.builder.recipes import RECIPES, build
from congvan.drafting.catalogue import Catalogue, built_in_templates
from congvan.drafting.slots import DATE_BOOKMARK, NUMBER_BOOKMARK
from congvan.drafting.template_check import check_template
from congvan.standards.profile import load

KEYS = sorted(RECIPES)
NUMBERED = [key for key in KEYS if Catalogue().get(key).numbered]


def member(template: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        return package.read(name).decode()


@pytest.mark.parametrize("key", KEYS)
def test_the_committed_template_is_what_the_builder_draws(key: str) -> None:
    committed = (built_in_templates() / "dang" / f"{key}.docx").read_bytes()
    assert committed == build(key, load("hd05")), "python -m congvan.drafting.builder draws it"


@pytest.mark.parametrize("key", KEYS)
def test_the_template_passes_its_own_check(key: str) -> None:
    check_template(build(key, load("hd05")), Catalogue().get(key))


def test_every_built_in_template_comes_from_a_recipe_and_has_its_type_file() -> None:
    for folder in built_in_templates().iterdir():
        drawn = {path.stem for path in folder.glob("*.docx")}
        described = {path.stem for path in folder.glob("[!_]*.toml")}
        assert drawn == described <= set(RECIPES)


@pytest.mark.parametrize("key", NUMBERED)
def test_the_slots_are_bookmarked_around_blanks(key: str) -> None:
    body = member(build(key, load("hd05")), "word/document.xml")
    for name in (NUMBER_BOOKMARK, DATE_BOOKMARK):
        assert body.count(f'w:name="{name}"') == 1
    inside = re.search(rf'w:name="{DATE_BOOKMARK}"/>(.*?)<w:bookmarkEnd', body)
    assert inside is not None
    assert "ngày … tháng … năm …" in inside[1]


@pytest.mark.parametrize("key", sorted({*KEYS} - {*NUMBERED}))
def test_an_enclosure_has_no_slot_to_number(key: str) -> None:
    assert "w:bookmarkStart" not in member(build(key, load("hd05")), "word/document.xml")


@pytest.mark.parametrize("key", KEYS)
def test_the_package_has_fixed_times_and_no_machine_name(key: str) -> None:
    template = build(key, load("hd05"))
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = member(template, "docProps/core.xml")
    assert not re.search(r"created|modified|creator|20\d\d-\d\d", core)


@pytest.mark.parametrize("key", KEYS)
def test_only_the_rule_under_the_title_is_drawn(key: str) -> None:
    body = member(build(key, load("hd05")), "word/document.xml")
    assert body.count("<w:pBdr>") == 1
    assert not re.search(r"w:drawing|w:pict|w:tblBorders|w:tcBorders|w:shd", body)


def test_widths_of_bold_capitals_are_those_of_the_face() -> None:
    """206.7 pt at 15 pt: 13,777 thousandths of an em."""
    assert bold_width("ĐẢNG CỘNG SẢN VIỆT NAM", 15) == pytest.approx(206.66 * 25.4 / 72, abs=0.01)
