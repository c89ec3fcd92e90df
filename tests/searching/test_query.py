"""The question line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.searching.plan import plan
from congvan.searching.query import read_query


@pytest.mark.parametrize(
    ("line", "text", "excluded"),
    [
        ("nơi cư trú", "nơi cư trú", ()),
        ("hòa giải -kiện", "hòa giải", ("kiện",)),
        ("-kiện hòa giải", "hòa giải", ("kiện",)),
        ('hòa -"kiện toàn" giải', "hòa giải", ("kiện toàn",)),
        ("213-QĐ/TW", "213-QĐ/TW", ()),
        ("Số 26 -CV/ĐUSTP", "Số 26 -CV/ĐUSTP", ()),
        ("nơi cư trú -213-QĐ/TW", "nơi cư trú", ("213-QĐ/TW",)),
        ("báo cáo 2020 -chi", "báo cáo 2020", ("chi",)),
        ("hai - ba", "hai - ba", ()),
        ("anh--em", "anh--em", ()),
        ("-", "-", ()),
        ('-""', "", ()),
        ("  a\n\tb ", "a b", ()),
    ],
)
def test_a_line_is_read(line: str, text: str, excluded: tuple[str, ...]) -> None:
    query = read_query(line)
    assert (query.text, query.excluded) == (text, excluded)


def test_filters_are_carried_and_blank_ones_left_out() -> None:
    query = read_query("a", type="cong-van", organ="", date_from="2026-01-01", limit=-3, offset=-1)
    assert (query.type, query.organ, query.date_from) == ("cong-van", None, "2026-01-01")
    assert (query.limit, query.offset) == (0, 0)


@given(st.text())
def test_any_line_is_a_question_with_a_plan(line: str) -> None:
    query = read_query(line)
    for relaxed in (False, True):
        asked = plan(query, relaxed=relaxed)
        assert 0 <= asked.needed <= max(1, len(asked.clauses))
        assert len(asked.clauses) <= 48


@pytest.mark.parametrize(
    ("line", "clauses", "needed"),
    [("a", 1, 1), ("a b", 2, 2), ("a b c", 3, 2), ("a b c d", 4, 3), ("a a a", 1, 1),
     ("Quy định 213-QĐ/TW", 1, 1), ("nơi cư trú 213-QĐ/TW", 4, 3)],
)  # fmt: skip
def test_more_than_half_of_what_is_asked_must_be_there(
    line: str, clauses: int, needed: int
) -> None:
    asked = plan(read_query(line))
    assert (len(asked.clauses), asked.needed) == (clauses, needed)
