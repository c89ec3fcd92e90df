"""The printed registers: what each line says, the workbook that holds them all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from congvan.model.documents import Direction, EventKind
from congvan.office import Office
from congvan.office.drafts import draft_from_data
from congvan.office.issuing import Wish, issue
from congvan.office.marking import Mark, mark
from congvan.office.receiving import Arrival, receive
from congvan.office.register_book import HEADINGS, book_page, choices, export, filter_of
from congvan.office.registry import HandWritten, enter, entry_of, known_line, void, void_line
from congvan.office.workbook import Column, write_workbook
from congvan.ports import RegisterQuery

OUT = RegisterQuery(Direction.OUTGOING)
IN = RegisterQuery(Direction.INCOMING)
Issue = Callable[..., str]


@pytest.fixture
def issued(office: Office) -> Issue:
    def make(**changed: object) -> str:
        values = dict(office.catalogue.get("cong-van").sample) | changed
        day = office.today()
        draft = draft_from_data(office, "cong-van", values, on=day, signer=None)
        return issue(office, draft, Wish(day, reason="để thử", copies=5)).document.id

    return make


def _hand(office: Office, number: int, **more: object) -> None:
    line = HandWritten("cong-van", number, office.today(), f"số {number}", reason="chuyển sổ")
    enter(office, replace(line, **more))  # type: ignore[arg-type]


def _rows(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def test_an_issued_letter_says_what_a_book_asks(office: Office, issued: Issue) -> None:
    document_id = issued()
    mark(office, document_id, Mark(EventKind.SIGNED, office.today()))
    mark(office, document_id, Mark(EventKind.SENT, office.today()))
    (line,), total = book_page(office, OUT)
    assert total == 1
    assert line["document_id"] == document_id
    assert (line["code"], line["number"], line["state"]) == ("01-CV/ĐU", 1, "issued")
    assert line["title"].startswith("Công văn: ")
    assert line["promulgation_amount"] == 5
    assert line["sent_on"] == office.today().isoformat()
    assert line["state_label"] == "đã gửi"
    assert line["signer_name"]
    assert line["to_places"]
    assert line["storage"]
    assert "plan" not in line
    json.dumps(line)


def test_who_keeps_the_copy_is_not_invented_for_a_line_by_hand(office: Office) -> None:
    _hand(office, 1)
    (line,), _ = book_page(office, OUT)
    assert (line["storage"], line["state_label"]) == ("", "cấp số, chờ ký")


def test_a_void_line_says_why(office: Office, issued: Issue) -> None:
    issued()
    void(office, "cong-van", 1, reason="sai thể thức")
    (line,), _ = book_page(office, OUT)
    assert (line["note"], line["state_label"]) == ("Huỷ: sai thể thức", "đã huỷ")


def test_what_came_in_says_what_a_book_asks(office: Office) -> None:
    today = office.today()
    arrival = Arrival("9-TB/TU", "Thông báo", "Tỉnh uỷ", "lịch họp", today, today, due_date=today,
                      priority="Khẩn", handler="Văn phòng", note="bản sao")  # fmt: skip
    receive(office, "a.txt", b"Van ban", arrival)
    (line,), total = book_page(office, IN)
    assert total == 1
    assert line["arrival_number"] == 1
    assert line["note"] == f"Khẩn; Hạn {today:%d/%m/%Y}; bản sao"
    assert (line["handler"], line["state_label"]) == ("Văn phòng", "tiếp nhận")
    json.dumps(line)


@pytest.mark.parametrize("direction", Direction)
def test_every_column_has_a_value_in_every_line(
    office: Office, issued: Issue, direction: Direction
) -> None:
    issued()
    _hand(office, 3)
    receive(office, "a.txt", b"a", Arrival("", "Thư", "Tỉnh uỷ", "chúc", None, office.today()))
    for line in book_page(office, RegisterQuery(direction))[0]:
        assert {heading.key for heading in HEADINGS[direction]} <= set(line)


def test_the_workbook_is_the_whole_book_and_is_recorded(office: Office) -> None:
    for number in range(1, 8):
        _hand(office, number)
    query = replace(OUT, descending=False, limit=2, offset=3)  # a page of it changes nothing
    data, count = export(office, query)
    rows = _rows(data)
    assert count == 7
    assert [row[0] for row in rows[1:]] == [f"{number:02}-CV/ĐU" for number in range(1, 8)]
    assert rows[0] == [heading.name for heading in HEADINGS[Direction.OUTGOING]]
    assert rows[1][1] == f"{office.today():%d/%m/%Y}"
    with office.store.read() as records:
        (row,) = [row for row in records.audit() if row.action == "export.register"]
    assert (row.subject, row.by) == ("outgoing", "văn thư")
    assert json.loads(row.details) == {"filter": {}, "lines": 7}


def test_a_book_longer_than_a_chunk_is_taken_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvan.office.register_book._CHUNK", 2)
    for number in range(1, 6):
        _hand(office, number)
    assert export(office, OUT)[1] == 5


def test_the_filter_that_is_recorded_names_what_was_asked(office: Office) -> None:
    query = replace(OUT, group="CV", text="họp", date_from=office.today())
    asked = {"register": "CV", "text": "họp", "from": office.today().isoformat()}
    assert filter_of(query) == asked


def test_choices_are_what_has_a_line(office: Office) -> None:
    assert choices(office).groups == {}
    _hand(office, 1)
    found = choices(office)
    assert found.groups == {"CV": "Công văn"}
    assert list(found.spans) == ["2025-2030"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|' /C calc'!A0", "+84", "-1", "@x", "http://a.b", "0012", "01/02/2026", "1e5",
     "a\nb", "\x01", "ế" * 40_000, ""],
)  # fmt: skip
def test_text_stays_text_in_a_workbook(text: str) -> None:
    data = write_workbook("t", "Sổ", [Column("Cột", 10)], [(text,), (7,)])
    rows = _rows(data)
    assert rows[1][0] == text[:32_767]
    assert rows[2][0] == 7


def test_the_same_rows_give_the_same_bytes() -> None:
    made = [write_workbook("t", "Sổ", [Column("Cột", 10)], [("a",)]) for _ in range(2)]
    assert made[0] == made[1]


def test_a_line_is_found_by_its_document_and_by_its_series(office: Office, issued: Issue) -> None:
    document_id = issued()
    for number in (2, 11, 21, 101):
        _hand(office, number)
    with office.store.read() as records:
        document = records.document(document_id)
        assert document is not None
        entry = entry_of(records, document)
    assert entry is not None
    assert (entry.number, entry.document_id) == (1, document_id)
    assert known_line(office, entry.series, 1) == entry
    assert void_line(office, entry.series, 1, reason="gõ nhầm").reason == "gõ nhầm"
