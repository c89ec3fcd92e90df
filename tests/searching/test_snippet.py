"""Snippets: original spelling, plain text, matches told apart."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.searching.query import read_query
from congvan.searching.snippet import Snippet, snippet

TEXT = (
    "Căn cứ Điều lệ Đảng. "
    * 20
    + "Thực hiện Quy định số 213-QĐ/TW ngày 02/01/2020 của Bộ Chính trị\nvề trách nhiệm của đảng "
    "viên giữ mối liên hệ với nhân dân nơi cư trú. " + "Nơi nhận: như trên. " * 20
)


def marked(text: str, line: str, width: int = 120) -> list[str]:
    found = snippet(text, read_query(line), width=width)
    return [found.text[start:end] for start, end in found.marks]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("noi cu tru", "nơi cư trú"),
        ("nơi cư trú", "nơi cư trú"),
        ("NOI CU TRU", "nơi cư trú"),
        ("213 qd tw", "213-QĐ/TW"),
        ("213qdtw", "213-QĐ/TW"),
        ("2/1/2020", "02/01/2020"),
        ("trach nhiem", "trách nhiệm"),
        ("qui dinh", "Quy định"),
    ],
)
def test_matches_are_marked_in_their_own_spelling(line: str, wanted: str) -> None:
    assert wanted in marked(TEXT, line)


def test_the_window_is_where_most_of_the_question_stands() -> None:
    found = snippet(TEXT, read_query("đảng viên mối liên hệ nơi cư trú"))
    assert "giữ mối liên hệ" in found.text
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) < 260


def test_words_typed_with_marks_mark_only_those() -> None:
    assert marked("bạn bán bàn", "bán") == ["bán"]
    assert marked("bạn bán bàn", "ban") == ["bạn bán bàn"]
    assert marked("bạn bàn", "bán") == ["bạn bàn"]  # nothing better is there


def test_only_whole_words_are_marked() -> None:
    assert marked("hoang mang, an toàn, lan can", "an") == ["an"]


def test_both_tone_placements_are_marked() -> None:
    assert marked("hoà thuận, hòa giải", "hòa") == ["hoà", "hòa"]


def test_without_a_match_the_beginning_is_shown() -> None:
    found = snippet(TEXT, read_query("xyz"))
    assert found.text.startswith("Căn cứ Điều lệ Đảng.")
    assert found.marks == ()
    assert snippet("", read_query("xyz")) == Snippet("")


def test_nothing_a_terminal_or_a_page_obeys_gets_out() -> None:
    text = "a <b>nơi</b> \x1b[31mcư\x1b[0m \u202etrú\u200b & \x00 c"
    found = snippet(text, read_query("nơi cư trú"))
    assert not set(found.text) & set("\x1b\u202e\u200b\x00")
    page = found.marked("<mark>", "</mark>", html.escape)
    assert "<b>" not in page
    assert "<mark>nơi</mark>" in page
    assert "&amp;" in page


def test_a_text_in_nfd_gives_a_snippet_in_nfc() -> None:
    found = snippet(unicodedata.normalize("NFD", TEXT), read_query("nơi cư trú"))
    assert "nơi cư trú" in found.text


def test_a_match_far_down_a_long_text_is_found() -> None:
    assert marked("bình minh " * 30_000 + "hoàng hôn", "hoang hon") == ["hoàng hôn"]


@given(
    st.text(max_size=300),
    st.one_of(st.text(max_size=30), st.sampled_from(["a", "213-QĐ/TW", "1 2", "2/1/2020"])),
    st.integers(0, 100),
)
def test_any_text_gives_one_plain_line(text: str, line: str, width: int) -> None:
    found = snippet(text, read_query(line), width=width)
    assert found.marked("", "") == found.text
    assert len(found.text.splitlines()) <= 1
    assert found.text.isprintable() or not any(ord(char) < 32 for char in found.text)
    last = 0
    for start, end in found.marks:
        assert last <= start < end <= len(found.text)
        last = end


@given(st.lists(st.sampled_from(["đảng", "viên", "cư", "trú", "hòa\n", "  ", ","]), max_size=40))
def test_the_words_of_a_snippet_are_words_of_the_text(words: list[str]) -> None:
    text = " ".join(words)
    found = snippet(text, read_query("cu tru"), width=60)
    assert set(found.text.strip("…").split()) <= set(text.split()) | {""}
