"""The chart of the months: its numbers, its words, and no way around the policy."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from congvan.office.overview import Month
from congvan.web.chart import by_month, month_name

SVG = "{http://www.w3.org/2000/svg}"
counts = st.integers(0, 99_999)
months = st.lists(st.builds(Month, st.just("2026-11"), counts, counts), max_size=12)


def drawn(*found: Month) -> etree._Element:
    return etree.fromstring(str(by_month(found)))


def words(picture: etree._Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


@given(months)
def test_every_bar_stays_inside_the_picture(found: list[Month]) -> None:
    picture = drawn(*found)
    width, height = map(float, picture.attrib["viewBox"].split()[2:])
    for bar in picture.iter(f"{SVG}rect"):
        assert float(bar.attrib["x"]) + float(bar.attrib["width"]) <= width - 50
        assert float(bar.attrib["y"]) + float(bar.attrib["height"]) <= height


@given(months)
def test_nothing_in_it_breaks_the_policy(found: list[Month]) -> None:
    text = str(by_month(found))
    assert not re.search(r"style=|<style|<script|\son\w+=|href|data:", text)


def test_it_has_a_title_a_description_and_every_number() -> None:
    picture = drawn(Month("2026-10", 1234, 0), Month("2026-11", 5, 60))
    title, told = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert picture.attrib["aria-labelledby"].split() == [title.attrib["id"], told.attrib["id"]]
    assert told.text == "Từ tháng 10/2026 đến tháng 11/2026: 1.239 văn bản đi, 60 văn bản đến."
    assert words(picture)[2:] == ["10/2026", "1.234", "0", "11/2026", "5", "60"]


def test_the_longest_bar_is_the_largest_count_and_none_is_drawn_for_nothing() -> None:
    picture = drawn(Month("2026-10", 0, 0), Month("2026-11", 10, 40))
    bars = [float(bar.attrib["width"]) for bar in picture.iter(f"{SVG}rect")][2:]
    assert bars[1] == 4 * bars[0]


@pytest.mark.parametrize(
    ("month", "name"), [("2026-01", "01/2026"), ("2026-03", "3/2026"), ("2026-12", "12/2026")]
)
def test_a_month_is_written_as_in_a_date(month: str, name: str) -> None:
    assert month_name(month) == name
