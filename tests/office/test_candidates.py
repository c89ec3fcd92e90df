"""What a file proposes, and what a person made of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from congvan.archiving.waiting import waiting_files
from congvan.errors import RefusedInput, SecretDocument, UnsafeFile
from congvan.model.documents import Direction
from congvan.office import Office
from congvan.office.candidates import arrival_of, candidates
from congvan.office.intake_desk import hold_each
from congvan.office.receiving import Arrival, receive
from congvan.office.registry import HandWritten, enter
from congvan.office.waiting_room import ARRIVAL, held

SAMPLES = Path(__file__).parents[2] / "archive" / "samples"
DAY = date(2026, 11, 20)
SAID = {"type": "Báo cáo", "organ": "Tỉnh uỷ", "subject": "kết quả"}


@pytest.mark.parametrize(
    ("name", "expected", "subject"),
    [
        ("2026-04-16-cv-tu-247.txt", ("247-CV/TU", "Công văn", date(2026, 4, 16)), "thiên tai"),
        ("2026-06-12-cv-tu-312.docx", ("312-CV/TU", "Công văn", date(2026, 6, 12)), ""),
        ("2026-07-08-kh-du-48.pdf", ("48-KH/ĐU", "Kế hoạch", date(2026, 7, 8)), ""),
        ("2023-02-15-qd-ubnd-45.pdf", ("45/QĐ-UBND", "Quyết định", date(2023, 2, 15)), ""),
        ("2025-03-13-cv-snv-112.txt", ("112", "Công văn", date(2025, 3, 13)), ""),
    ],
)
def test_the_samples_say_who_they_are(
    office: Office, name: str, expected: tuple[str, str, date], subject: str
) -> None:
    found = candidates(office, name, (SAMPLES / name).read_bytes())
    code, kind, day = expected
    assert found.code.startswith(code)
    assert (found.type, found.promulgation_date) == (kind, day)
    assert subject in found.subject
    assert found.organ
    assert found.signer_name
    assert found.text


def test_any_text_proposes_nothing_much(office: Office) -> None:
    found = candidates(office, "ghi-chu.txt", "Mai họp lúc 8 giờ.".encode())
    assert (found.code, found.type, found.answers) == ("", "", ())
    assert found.text == "Mai họp lúc 8 giờ."


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("Công văn số 01-CV/ĐU", True),
        ("công văn số 1 - CV/ĐU", True),
        ("Công văn 01\u2013CV/ĐU ngày 20/11/2026", True),
        ("Công văn số 11-CV/ĐU", False),
        ("Công văn số 01-CV/TU", False),
        ("Công văn số 01", False),
    ],
)
def test_a_letter_of_ours_it_cites_is_proposed(office: Office, cited: str, found: bool) -> None:
    enter(office, HandWritten("cong-van", 1, DAY, "xin số liệu", reason="chuyển sổ"))
    receive(office, "b.txt", b"b", Arrival("01-CV/ĐU", "Công văn", "Nơi khác", "khác", None, DAY))
    proposed = candidates(office, "a.txt", f"Thực hiện {cited}, xin báo cáo.".encode())
    assert [item.direction for item in proposed.answers] == [Direction.OUTGOING] * found


def test_what_came_before_with_the_same_bytes_is_told(office: Office) -> None:
    receive(office, "a.txt", b"a", Arrival("", "Thư", "Tỉnh uỷ", "chúc", None, DAY))
    assert len(candidates(office, "khac.txt", b"a").before) == 1


def test_of_a_secret_paper_nothing_comes_back(office: Office) -> None:
    text = "ĐẢNG UỶ XÃ\nSố 9-BC/ĐU\nTUYỆT MẬT\nBÁO CÁO\nđiều không ai được biết\n"
    with pytest.raises(SecretDocument) as caught:
        candidates(office, "a.txt", text.encode())
    assert "không ai" not in caught.value.message + caught.value.remedy


def test_what_cannot_be_read_is_refused(office: Office) -> None:
    with pytest.raises(UnsafeFile):
        candidates(office, "a.pdf", b"%PDF-1.4 hong")


# --- what was confirmed ----------------------------------------------------------------------


def test_what_was_typed_becomes_an_arrival() -> None:
    typed = SAID | {
        "promulgation_date": "3/2/2026",
        "arrival_date": "",
        "due_date": "2026-12-01",
        "to_places": "Tỉnh uỷ\n\nVăn phòng",
        "handler": "  Ban   Tổ chức ",
    }
    arrival = arrival_of(typed, today=DAY)
    assert (arrival.promulgation_date, arrival.arrival_date) == (date(2026, 2, 3), DAY)
    assert (arrival.due_date, arrival.handler) == (date(2026, 12, 1), "Ban Tổ chức")
    assert arrival.to_places == ("Tỉnh uỷ", "Văn phòng")
    assert (arrival.code, arrival.again) == ("", False)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"type": ""}, "“Tên loại”"),
        ({"organ": " "}, "“Cơ quan ban hành”"),
        ({"subject": ""}, "“Trích yếu”"),
        ({"due_date": "mai"}, "“Hạn xử lý”"),
        ({"code": "1\x00"}, "“Số, ký hiệu”"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(changed: dict[str, str], says: str) -> None:
    with pytest.raises(RefusedInput, match=says):
        arrival_of(SAID | changed, today=DAY)


# --- brought in ------------------------------------------------------------------------------


def test_one_that_is_refused_keeps_no_other_out(office: Office) -> None:
    files = [("../a.txt", b"a"), ("b.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("c.txt", b"c")]
    tokens, refused = hold_each(office, files)
    assert len(tokens) == 2
    assert [(item.name, item.error.code) for item in refused] == [("b.doc", "file.old-office")]
    assert sorted(item.name for item in held(office, ARRIVAL)) == ["a.txt", "c.txt"]


def test_a_held_file_is_not_copied_a_second_time_when_it_is_refused(office: Office) -> None:
    (token,), _ = hold_each(office, [("a.txt", b"a")])
    wrong = Arrival("", "Thư", "Tỉnh uỷ", "chúc", None, DAY, response_for="VB-999999")
    with pytest.raises(Exception, match="VB-999999"):
        receive(office, "a.txt", b"a", wrong, held=True)
    assert [path.parent.name for path in waiting_files(office.settings.archive)] == [token]
