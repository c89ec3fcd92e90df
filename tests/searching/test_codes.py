"""Codes and dates in any writing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.model.text import fold, nfc
from congvan.searching.cited_codes import read_text
from congvan.searching.codes import DateMention, Mention, index_tokens, query_tokens
from congvan.searching.typed_codes import read_typed


def typed(line: str) -> list[tuple[int, int | None, str]]:
    found = read_typed(nfc(line))
    return [(one.number, one.year, one.letters) for one in found if isinstance(one, Mention)]


def cited(text: str) -> list[tuple[int, int | None, str]]:
    found = read_text(nfc(text))
    return [(one.number, one.year, one.letters) for one in found if isinstance(one, Mention)]


def meets(line: str, text: str) -> bool:
    """Whether a typed code is answered by a text."""
    there = {token for one in read_text(text) for token in tokens(one)}
    asked = read_typed(line)
    return bool(asked) and all(there & {token for token, _ in wanted(one)} for one in asked)


def tokens(one: Mention | DateMention) -> tuple[str, ...]:
    return (one.token,) if isinstance(one, DateMention) else index_tokens(one)


def wanted(one: Mention | DateMention) -> list[tuple[str, float]]:
    return [(one.token, 1.0)] if isinstance(one, DateMention) else query_tokens(one)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("213-QĐ/TW", (213, None, "qdtw")),
        ("213-qd/tw", (213, None, "qdtw")),
        ("213 QĐ TW", (213, None, "qdtw")),
        ("213 qd tw", (213, None, "qdtw")),
        ("213qdtw", (213, None, "qdtw")),
        ("213—QĐ/TW", (213, None, "qdtw")),
        ("Quy định 213/TW", (213, None, "qdtw")),
        ("15/QĐ-UBND", (15, None, "qdubnd")),
        ("123/UBND-VP", (123, None, "ubndvp")),
        ("30/2020/NĐ-CP", (30, 2020, "ndcp")),
        ("64 2007 nd cp", (64, 2007, "ndcp")),
        ("25/2018/QH14", (25, 2018, "qh14")),
        ("14 2012 qh13", (14, 2012, "qh13")),
        ("Số 26 -CV/ĐUSTP", (26, None, "cvdustp")),
        ("Số: 05-QC/BTCTU-BNCTU", (5, None, "qcbtctubnctu")),
        ("3294-CV/VPTW/nb", (3294, None, "cvvptwnb")),
        ("QĐ 213", (213, None, "")),
        ("qd213", (213, None, "")),
        ("quy định số 213", (213, None, "")),
        ("số 213", (213, None, "")),
        ("nghị định 30/2020", (30, 2020, "")),
        ("0005-CV/ĐU", (5, None, "cvdu")),
    ],
)
def test_typed_codes_are_read(line: str, read: tuple[int, int | None, str]) -> None:
    assert typed(line) == [read]


@pytest.mark.parametrize(
    "line",
    [
        "đảng viên",
        "kế hoạch 2025",
        "báo cáo 6 tháng",
        "24/7",
        "5 đồng chí",
        "12 chi bộ",
        "2020 -chi",
        "đa 5",
        "213",
        "và/hoặc",
        "năm 2020 nghị định mới",
    ],
)
def test_what_is_no_code_stays_words(line: str) -> None:
    assert typed(line) == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Quy định số 213-QĐ/TW ngày 02/01/2020 của Bộ Chính trị", [(213, None, "qdtw")]),
        ("Số: 26 -CV/ĐUSTP", [(26, None, "cvdustp")]),
        ("QUYẾT ĐỊNH SỐ 15/QĐ-UBND VỀ VIỆC", [(15, None, "qdubnd")]),
        ("theo (Quy định 213) của", [(213, None, "")]),
        ("số 8384-CV/TU, 01-HD/BTCTU", [(8384, None, "cvtu"), (1, None, "hdbtctu")]),
        ("Luật số 117/2025/QH15", [(117, 2025, "qh15")]),
        ("từ 12 tháng; 1 - Đảng ủy; 5. Khoản 2/ Điều 3; 50% đảng viên", []),
        ("ngày 02 tháng 01 năm 2020", []),
        ("điện thoại 0251.3822.501", []),
        ("Báo cáo 6 tháng đầu năm", []),
    ],
)
def test_cited_codes_are_read(text: str, read: list[tuple[int, int | None, str]]) -> None:
    assert cited(text) == read


@pytest.mark.parametrize(
    "text", ["213-QĐ/TW", "213-QĐĐ/TW", "Quy định 213", "số 213", "213 -QĐ/TW", "QĐ 213", "213QĐTW"]
)
@pytest.mark.parametrize("line", ["213-QĐ/TW", "213 qd tw", "213qdtw", "Quy định 213", "số 213"])
def test_writings_meet(line: str, text: str) -> None:
    assert meets(line, f"theo {text} của")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("213-QĐ/TW", "213-QĐ/TU"),
        ("213-QĐ/TW", "213-CV/TW"),
        ("213-QĐ/TW", "số 21-QĐ/TW"),
        ("30/2020/NĐ-CP", "30/2019/NĐ-CP"),
        ("QĐ 213", "213-CV/TU"),
        ("213-QĐ/TW", "213-BC/TW"),
        ("qđ 213 cv 26", "213-QĐ/TW"),
    ],
)
def test_different_codes_do_not_meet(line: str, text: str) -> None:
    assert not meets(line, text)


@pytest.mark.parametrize(
    "line",
    ["02/01/2020", "2/1/2020", "2-1-2020", "2020-01-02", "ngày 2 tháng 1 năm 2020"],
)
@pytest.mark.parametrize("text", ["02/01/2020", "2.1.2020", "ngày 02 tháng 01 năm 2020"])
def test_dates_meet(line: str, text: str) -> None:
    assert read_typed(line) == [DateMention(0, len(line), date(2020, 1, 2))]
    assert meets(line, f"ký ngày {text}, tại")


def test_another_day_is_another_date() -> None:
    assert not meets("02/01/2020", "ngày 20 tháng 01 năm 2020")


PIECES = st.sampled_from(
    [
        "213",
        "02",
        "2020",
        "QĐ",
        "qd",
        "TW",
        "/",
        "-",
        " ",
        "số",
        "ngày",
        "tháng",
        "Quy định",
        "²",
        "–",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=15).map("".join)))
def test_any_text_is_read_in_order_and_in_bounds(text: str) -> None:
    for read in (read_typed, read_text):
        found = list(read(nfc(text)))
        edges = [edge for one in found for edge in (one.start, one.end)]
        assert edges == sorted(edges)
        assert all(0 <= one.start < one.end <= len(nfc(text)) for one in found)
        assert all(not token.split()[1:] for one in found for token in tokens(one))


letters = st.text(alphabet="BCĐGHKLMNQRSTVX", min_size=2, max_size=6)


@given(st.integers(1, 99_999), st.sampled_from(["CV", "QĐ", "BC", "KH", "TTr", "NQ"]), letters)
def test_every_writing_of_a_code_gives_the_same_token(number: int, kind: str, organ: str) -> None:
    written = f"{number:02}-{kind}/{organ}"
    plain = fold(f"{number} {kind} {organ}")
    wanted = f"f{number}{fold(kind + organ)}"
    lines = (written, written.lower(), fold(written), plain, plain.replace(" ", ""))
    for line in lines:
        (mention,) = read_typed(line)
        assert isinstance(mention, Mention)
        assert query_tokens(mention)[0] == (wanted, 1.0), line
    (mention,) = read_text(f"Thực hiện văn bản {written}, các chi bộ")
    assert isinstance(mention, Mention)
    assert wanted in index_tokens(mention)
