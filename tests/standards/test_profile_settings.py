"""An office sets what a layout standard leaves open or nobody confirmed, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan import config
from congvan.config import Settings
from congvan.errors import RefusedInput
from congvan.office.examination import unconfirmed_facts
from congvan.standards.profile import PROFILES, load
from congvan.standards.profile_settings import profile_of, told


def settings(folder: Path, text: str) -> Settings:
    (folder / config.FILE_NAME).write_text(text, "utf-8")
    return config.load(folder)


def refusal(folder: Path, text: str, key: str = "hd05") -> RefusedInput:
    with pytest.raises(RefusedInput) as refused:
        profile_of(settings(folder, text), key)
    assert refused.value.code == "config.bad"
    assert config.FILE_NAME in refused.value.message
    assert refused.value.remedy
    return refused.value


def test_without_settings_a_profile_is_the_standard(tmp_path: Path) -> None:
    for key in PROFILES:
        assert profile_of(settings(tmp_path, ""), key) is load(key)


@pytest.mark.parametrize(
    "line", ['"components.body.size" = 14.5', "components.body.size = 14.5"], ids=["quoted", "bare"]
)
def test_an_unconfirmed_value_is_the_offices(tmp_path: Path, line: str) -> None:
    found = profile_of(settings(tmp_path, f"[profile.hd05]\n{line}\n"), "hd05")
    assert found.components["body"].size == 14.5
    assert found.chosen("components.body.size", 14.0) == 14.5
    assert found.chosen("components.subject.size", 14.0) == 14.0
    source = found.sources["components.body.size"]
    assert source.office
    assert "do cơ quan đặt" in source.text
    assert load("hd05").components["body"].size == 14
    assert profile_of(settings(tmp_path, f"[profile.hd05]\n{line}\n"), "hd36") is load("hd36")


@pytest.mark.parametrize(
    ("key", "line", "place", "value"),
    [
        ("hd05", '"components.title.size" = 16', "components.title.size", 16.0),
        ("hd05", '"marks.last_addressee_end" = ";"', "marks.last_addressee_end", ";"),
        ("hd05", '"components.annex_title.style" = "bold-italic"', "components.annex_title.style",
         "bold-italic"),
        ("hd05", '"copies.numbered" = true', "copies.numbered", True),
        ("hd05", '"copies.symbols" = ["SBS"]', "copies.symbols", ("SBS",)),
        ("hd05", '"body.line_pitch" = 20', "body.line_pitch", 20.0),
        ("hd05", '"body.indent_accepted" = [9.5, 12.0]', "body.indent_accepted.low", 9.5),
        ("nd30", '"components.body.size" = 13', "components.body.size", 13.0),
        ("nd30", '"page.margin_left" = 30.0', "page.margin_left", 30.0),
    ],
)  # fmt: skip
def test_what_is_open_may_be_set(
    tmp_path: Path, key: str, line: str, place: str, value: object
) -> None:
    found = profile_of(settings(tmp_path, f"[profile.{key}]\n{line}\n"), key)
    assert found.value(place) == value


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('"page.margin_left" = 25.0', "HD05 IV.4.1"),
        ('"words.title" = "ĐẢNG"', "HD05 1.2"),
        ('"authority.collective.mark" = "TM."', "HD05 7.1.4"),
    ],
)
def test_what_the_standard_fixes_is_refused_with_its_point(
    tmp_path: Path, line: str, says: str
) -> None:
    error = refusal(tmp_path, f"[profile.hd05]\n{line}\n")
    assert says in error.message
    assert line.split('"')[1] in error.message


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('"components.bodi.size" = 14.5', "components.body.size"),
        ('"valid_from" = 2020-01-01', "valid_from"),
        ('"page.text_width" = 1.0', "page.text_width"),
        ('"components.body" = 1', "components.body"),
    ],
)
def test_an_unknown_place_is_refused_and_the_nearest_told(
    tmp_path: Path, line: str, says: str
) -> None:
    error = refusal(tmp_path, f"[profile.hd05]\n{line}\n")
    assert says in error.message + error.remedy


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('"components.body.size" = 15.5', "14 đến 15"),
        ('"components.body.size" = "to"', "số thập phân"),
        ('"components.body.size" = true', "số thập phân"),
        ('"components.title.style" = "fat"', "upright"),
        ('"components.title.size" = 0', "lớn hơn 0"),
        ('"page.header_left_column" = 100', "rộng hơn vùng chữ"),
        ('"body.indent_accepted" = [12.0, 9.0]', "ngược"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_its_place_named(
    tmp_path: Path, line: str, says: str
) -> None:
    error = refusal(tmp_path, f"[profile.hd05]\n{line}\n")
    assert says in error.message
    assert line.split('"')[1] in error.message


def test_a_profile_nobody_knows_is_refused(tmp_path: Path) -> None:
    assert "profile.hd99" in refusal(tmp_path, '[profile.hd99]\n"page.width" = 1.0\n').message


@pytest.mark.parametrize(
    "text",
    [
        "profile = 3",
        "[profile]\nhd05 = 3",
        '[profile.hd05]\n"components.body.size" = 14.5\ncomponents.body.size = 15.0',
    ],
)
def test_a_profile_table_of_another_form_is_refused_when_settings_are_read(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(RefusedInput, match="profile") as refused:
        settings(tmp_path, text)
    assert refused.value.code == "config.bad"


@pytest.mark.parametrize("key", PROFILES)
def test_everything_unconfirmed_is_told_once(key: str) -> None:
    lines = told(load(key))
    assert len(lines) == len(set(lines))
    for place in load(key).unconfirmed():
        table, _, leaf = place.rpartition(".")
        assert any(
            line.startswith(f"Thể thức {key}, {table}") and leaf in line for line in lines
        ), place


def test_the_examination_lists_what_is_unconfirmed_of_every_profile(tmp_path: Path) -> None:
    facts = unconfirmed_facts(settings(tmp_path, ""))
    for key in PROFILES:
        assert set(told(load(key))) <= set(facts)
    own = settings(tmp_path, '[profile.hd05]\n"components.contact.align" = "left"\n')
    assert any(
        "components.contact: align – congvan.toml" in fact for fact in unconfirmed_facts(own)
    )
