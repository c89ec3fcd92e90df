"""Tra cứu: what is found, how it is shown, what it is narrowed to."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import Client

from congvan.office import Office
from congvan.office.finding import catch_up
from congvan.office.receiving import Arrival, receive
from congvan.office.registry import HandWritten, enter
from congvan.searching.snippet import Snippet
from congvan.web.pages.search import marked

PAPERS = (
    ("399-QĐ/TW", "Quy định", "Ban Bí thư", "về thể loại văn bản", date(2025, 11, 20)),
    ("213-QĐ/TW", "Quy định", "Bộ Chính trị", "về trách nhiệm của đảng viên", date(2020, 1, 2)),
    ("30-KH/UBND", "Kế hoạch", "Uỷ ban nhân dân tỉnh", "phòng, chống thiên tai", date(2026, 2, 5)),
)


@pytest.fixture
def archive(office: Office) -> Office:
    for code, kind, organ, subject, day in PAPERS:
        arrival = Arrival(code, kind, organ, subject, day, office.today())
        text = f"{organ}\nSố {code}\n{subject}\n<script>nơi cư trú</script> của {kind}"
        receive(office, f"{code.replace('/', '-')}.txt", text.encode(), arrival)
    enter(office, HandWritten("cong-van", 1, office.today(), "xin ý kiến", reason="chuyển sổ"))
    catch_up(office)
    return office


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("q=213-QĐ/TW", ["213-QĐ/TW"]),
        ("q=noi+cu+tru&huong=incoming&loai=Kế+hoạch", ["30-KH/UBND"]),
        ("q=noi+cu+tru+-thiên", ["399-QĐ/TW", "213-QĐ/TW"]),
        ("loai=Quy+định", ["399-QĐ/TW", "213-QĐ/TW"]),
        ("co_quan=bo+chinh+tri", ["213-QĐ/TW"]),
        ("huong=outgoing", ["01-CV/ĐU"]),
        ("tu=01/01/2026&huong=incoming", ["30-KH/UBND"]),
        ("den=2020-12-31", ["213-QĐ/TW"]),
        ("q=zzzz", []),
        ("loai=Quy+định&trang=99", ["399-QĐ/TW", "213-QĐ/TW"]),
        ("loai=Quy+định&trang=la&huong=la&tu=la", ["399-QĐ/TW", "213-QĐ/TW"]),
    ],
)
def test_what_is_asked_is_found(
    client: Client, archive: Office, asked: str, codes: list[str]
) -> None:
    browser = client("xem")
    found = browser.get(f"/tra-cuu.json?{asked}").json()
    assert sorted(hit["code"] for hit in found["hits"]) == sorted(codes)
    assert found["total"] == len(codes)
    page = browser.get(f"/tra-cuu?{asked}")
    assert page.status_code == 200
    assert all(code in page.text for code in codes)


def test_json_is_what_find_prints(client: Client, archive: Office) -> None:
    found = client("xem").get("/tra-cuu.json?q=213-QĐ/TW").json()
    assert set(found) == {"query", "total", "hits", "facets"}
    assert set(found["hits"][0]) == {
        "id", "source_id", "score", "code", "type", "organ", "promulgation_date", "subject",
        "snippet",
    }  # fmt: skip
    assert found["query"] == "213-QĐ/TW"


def test_filters_carry_counts_and_lead_on(client: Client, archive: Office) -> None:
    text = client("xem").get("/tra-cuu?q=noi+cu+tru").text
    assert "Quy định (2)" in text
    assert 'href="/tra-cuu?q=noi+cu+tru&amp;loai=Quy+%C4%91%E1%BB%8Bnh"' in text
    assert "tu=01%2F01%2F2026&amp;den=31%2F12%2F2026" in text
    chosen = client("xem").get("/tra-cuu?q=noi+cu+tru&loai=Quy+định").text
    assert 'aria-current="true"' in chosen
    assert 'href="/tra-cuu?q=noi+cu+tru" aria-current' in chosen


def test_matches_are_marked_and_nothing_of_a_document_is_markup(
    client: Client, archive: Office
) -> None:
    text = client("xem").get("/tra-cuu?q=cu+tru").text
    assert "nơi <mark>cư trú</mark>&lt;/script&gt;" in text
    assert "<script>nơi" not in text


@pytest.mark.parametrize(
    ("cut", "markup"),
    [
        (Snippet("a <b> c", ((2, 5),)), "a <mark>&lt;b&gt;</mark> c"),
        (Snippet("\"&'", ((0, 1),)), "<mark>&#34;</mark>&amp;&#39;"),
        (Snippet("", ()), ""),
    ],
)
def test_a_snippet_is_escaped_piece_by_piece(cut: Snippet, markup: str) -> None:
    assert str(marked(cut)) == markup


def test_nothing_asked_shows_the_newest(client: Client, archive: Office) -> None:
    browser = client("xem")
    hits = browser.get("/tra-cuu.json").json()["hits"]
    assert [hit["id"] for hit in hits] == ["VB-000004", "VB-000003", "VB-000002", "VB-000001"]
    text = browser.get("/tra-cuu").text
    assert "Văn bản mới nhất" in text
    assert "cấp số, chờ ký" in text


def test_an_empty_archive_has_a_page(client: Client) -> None:
    assert "Chưa có văn bản nào" in client("xem").get("/tra-cuu").text


def test_what_was_filed_a_moment_ago_is_found(client: Client, office: Office) -> None:
    browser = client("xem")
    assert browser.get("/tra-cuu.json?q=nghỉ+hè").json()["total"] == 0
    enter(office, HandWritten("cong-van", 1, office.today(), "lịch nghỉ hè", reason="chuyển sổ"))
    assert browser.get("/tra-cuu.json?q=nghỉ+hè").json()["total"] == 1


def test_twenty_a_page(client: Client, office: Office) -> None:
    for number in range(1, 22):
        line = HandWritten("cong-van", number, office.today(), "lịch trực", reason="chuyển sổ")
        enter(office, line)
    catch_up(office)
    browser = client("xem")
    first = browser.get("/tra-cuu?q=lịch+trực")
    assert "Trang 1 / 2" in first.text
    ids = _ids(browser, "1") + _ids(browser, "2")
    assert len(set(ids)) == 21


def _ids(browser: object, page: str) -> list[str]:
    found = browser.get(f"/tra-cuu.json?q=lịch+trực&trang={page}").json()
    return [hit["id"] for hit in found["hits"]]


def test_the_search_refreshes_itself_without_a_script_of_ours(client: Client) -> None:
    text = client("xem").get("/tra-cuu").text
    assert 'hx-trigger="input changed delay:300ms from:#q, submit"' in text
    assert 'hx-select="#ket-qua"' in text
    assert 'id="ket-qua"' in text


@pytest.mark.parametrize("asked", ["%00", "a" * 5000, "%ED%A0%80", '"><img src=x>', "-", "(((("])
def test_an_odd_question_is_answered(client: Client, archive: Office, asked: str) -> None:
    page = client("xem").get(f"/tra-cuu?q={asked}&loai={asked}&co_quan={asked}")
    assert page.status_code == 200
    assert "<img" not in page.text
