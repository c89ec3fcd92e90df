"""One letter through the real command line: drafted, edited, numbered, marked, found, shown."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.model.text import nfc, squeeze, unsafe_characters

DAY = "2026-11-20"


def text_of(path: Path | str) -> str:
    document = docx.Document(str(path))
    return "\n".join(_paragraphs(document))


def _paragraphs(document: Document) -> list[str]:
    body = document.element.body
    kept = []
    for paragraph in body.iter(f"{{{body.nsmap['w']}}}p"):
        kept.append("".join(node.text or "" for node in paragraph.iter(f"{{{body.nsmap['w']}}}t")))
    return kept


def test_a_draft_leaves_number_and_date_open(congvan, tmp_path: Path) -> None:
    said = congvan("draft", "cong-van", "--sample", "-o", "a.docx")
    assert said.code == 0
    text = text_of("a.docx")
    assert "Số …-CV/ĐU" in text
    assert "An Bình, ngày … tháng … năm …" in text


def test_issue_fills_two_slots_and_nothing_else(congvan) -> None:
    congvan("draft", "cong-van", "--sample", "-o", "a.docx")
    before = text_of("a.docx")
    said = congvan("issue", "a.docx", "--date", DAY)
    assert said.code == 0
    assert "Số 01-CV/ĐU, ngày 20/11/2026" in said.out
    after = text_of("01-CV-ĐU.docx")
    expected = before.replace("Số …-CV/ĐU", "Số 01-CV/ĐU").replace(
        "ngày … tháng … năm …", "ngày 20 tháng 11 năm 2026"
    )
    assert after == expected
    assert text_of("a.docx") == before, "the clerk's draft is not touched"


def test_only_the_document_part_of_a_draft_changes(congvan) -> None:
    congvan("draft", "cong-van", "--sample", "-o", "a.docx")
    congvan("issue", "a.docx", "--date", DAY)
    with zipfile.ZipFile("a.docx") as before, zipfile.ZipFile("01-CV-ĐU.docx") as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["word/document.xml"]


@pytest.mark.office_suite
def test_a_draft_edited_in_libreoffice_keeps_its_sentence(congvan, tmp_path: Path) -> None:
    congvan("draft", "cong-van", "--sample", "-o", "a.docx")
    document = docx.Document("a.docx")
    body = next(item for item in document.paragraphs if len(item.text) > 60)
    body.add_run(" Câu thêm “A & B” <ngoặc>.")
    document.save("a.docx")
    edited = tmp_path / "lo"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/ho-so", "--headless",
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(edited), "a.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    before = text_of(edited / "a.docx")
    said = congvan("issue", edited / "a.docx", "--date", DAY)
    assert said.code == 0, said.err
    after = text_of(edited / "01-CV-ĐU.docx")
    assert "Câu thêm “A & B” <ngoặc>." in after
    expected = before.replace("Số …-CV/ĐU", "Số 01-CV/ĐU").replace(
        "ngày … tháng … năm …", "ngày 20 tháng 11 năm 2026"
    )
    assert after == expected


def by_hand(path: str, *, notation: str = "-CV/ĐU", label: str = "Số") -> None:
    """A docx nobody here made: tabs instead of a table."""
    document = docx.Document()
    for line in (
        "ĐẢNG BỘ TỈNH AN BÌNH\tĐẢNG CỘNG SẢN VIỆT NAM",
        "ĐẢNG UỶ SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        "*",
        f"{label}      {notation}\tAn Bình, ngày      tháng      năm 2026",
        "về việc phân công trực",
        "Kính gửi: Các chi bộ trực thuộc",
        "Đảng uỷ đề nghị các chi bộ phân công trực. Số 05-CV/ĐU đã nêu rõ việc này.",
        "Nơi nhận:\tT/M ĐẢNG UỶ",
        "- Như trên;\tBÍ THƯ",
        "- Lưu Văn phòng Đảng uỷ.\tTrần Thị Mỹ Hạnh",
    ):
        document.add_paragraph().add_run(line).font.size = Pt(14)
    document.save(path)


def test_a_docx_made_by_hand_is_numbered_in_place(congvan) -> None:
    by_hand("tay.docx")
    before = text_of("tay.docx")
    said = congvan("issue", "tay.docx", "--date", DAY, "--json")
    assert said.code == 0, said.err
    after = text_of("01-CV-ĐU.docx")
    assert "01-CV/ĐU" in after
    assert "ngày 20 tháng 11 năm 2026" in after
    assert "Số 05-CV/ĐU đã nêu rõ" in after
    unchanged = [line for line in before.splitlines() if "An Bình, ngày" not in line]
    assert [line for line in after.splitlines() if "An Bình, ngày" not in line] == unchanged
    document = said.json
    assert document["subject"] == "về việc phân công trực"
    assert document["signer_name"] == "Trần Thị Mỹ Hạnh"
    assert document["type_key"] == "cong-van"


def test_the_same_command_twice_keeps_the_number(congvan) -> None:
    congvan("draft", "cong-van", "--sample", "-o", "a.docx")
    first = congvan("issue", "a.docx", "--date", DAY, "--json").json
    second = congvan("issue", "a.docx", "--date", DAY, "--json").json
    assert (first["repeated"], second["repeated"]) == (False, True)
    assert first["id"] == second["id"]
    again = congvan("issue", "a.docx", "--date", DAY, "--again", "--json").json
    assert again["code"] == "02-CV/ĐU"
    assert congvan("issue", "a.docx", "--date", DAY, "--json").json["code"] == "01-CV/ĐU"


def test_types_have_counters_of_their_own(congvan) -> None:
    codes = [
        congvan("issue", kind, "--sample", "--date", DAY, "--json", *more).json["code"]
        for kind, *more in (("cong-van",), ("giay-gioi-thieu",), ("cong-van", "--again"))
    ]
    assert codes == ["01-CV/ĐU", "01-GGT/ĐU", "02-CV/ĐU"]


@pytest.mark.office_suite
def test_a_pdf_carries_number_and_date(congvan) -> None:
    said = congvan("issue", "giay-gioi-thieu", "--sample", "--date", DAY, "--pdf")
    assert said.code == 0, said.err
    pdf = pypdfium2.PdfDocument("01-GGT-ĐU.pdf")
    text = squeeze(pdf[0].get_textpage().get_text_range())
    pages = len(pdf)
    pdf.close()
    assert pages == 1
    assert "Số 01-GGT/ĐU" in text
    assert "ngày 20 tháng 11 năm 2026" in text


def test_the_story_of_a_document_is_whole(congvan, office: Path) -> None:
    congvan("issue", "cong-van", "--sample", "--date", DAY)
    Path("ban-ky.pdf").write_bytes(b"%PDF-1.4 ban ky")
    assert congvan("mark", "01-CV/ĐU", "signed", "--date", DAY, "--file", "ban-ky.pdf").code == 0
    sent = congvan(
        "mark", "VB-000001", "sent", "--date", "2026-11-23", "--to", "Đảng uỷ phường Bến Đá",
        "--to", "Chi bộ 1", "--how", "bưu chính", "--copies", "2",
    )  # fmt: skip
    assert sent.code == 0
    story = congvan("show", "01-CV/ĐU", "--json").json
    assert [event["kind"] for event in story["events"]] == ["drafted", "numbered", "signed", "sent"]
    assert story["events"][-1]["to"] == ["Đảng uỷ phường Bến Đá", "Chi bộ 1"]
    assert story["status"] == "sent"
    assert {file["role"] for file in story["files"]} >= {"issued", "signed-scan"}
    assert [row["action"] for row in story["audit"]] == [
        "document.issue", "document.signed", "document.sent",
    ]  # fmt: skip
    shown = congvan("show", "01-CV/ĐU").out
    assert "bản lưu đã ký: ban-ky.pdf" in shown
    assert "đến Đảng uỷ phường Bến Đá; Chi bộ 1 bằng bưu chính 2 bản" in shown


def test_sending_what_is_not_signed_is_noticed(congvan) -> None:
    congvan("issue", "cong-van", "--sample", "--date", DAY)
    said = congvan("mark", "01-CV/ĐU", "sent", "--date", "2026-11-23")
    assert said.code == 1
    assert "chưa ghi nhận việc ký" in said.err


def test_what_was_issued_and_received_is_found(congvan) -> None:
    congvan("issue", "cong-van", "--sample", "--date", DAY)
    Path("đến.txt").write_text("Đảng uỷ phường Hoà Lạc trả lời về việc rà soát.", "utf-8")
    came = congvan(
        "receive", "đến.txt", "--code", "15-CV/ĐU", "--type", "Công văn", "--organ",
        "Đảng uỷ phường Hoà Lạc", "--subject", "trả lời về danh sách", "--date", DAY,
        "--response-for", "01-CV/ĐU", "--signer", "Đỗ Quốc Bảo", "--json",
    )  # fmt: skip
    assert came.code == 0, came.err
    document = came.json[0]
    assert document["arrival_number"] == 1
    assert document["response_for"] == ["VB-000001"]
    assert congvan("show", "VB-000001", "--json").json["answered_by"] == ["VB-000002"]
    for question in ("do quoc bao", "15-cv/du", "hoa lac", "Hòa Lạc", "tra loi danh sach"):
        found = congvan("find", question, "--json").json
        assert found["hits"][0]["id"] == "VB-000002", question
    assert congvan("find", "01-CV/ĐU", "--json").json["hits"][0]["id"] == "VB-000001"
    only = congvan("find", "danh", "sach", "--direction", "outgoing", "--json").json
    assert [hit["id"] for hit in only["hits"]] == ["VB-000001"]
    again = congvan("receive", "đến.txt", "--code", "15-CV/ĐU", "--type", "x", "--organ", "x",
                    "--subject", "x", "--json")  # fmt: skip
    assert again.json[0]["repeated"]


def test_a_void_number_is_not_given_again(congvan) -> None:
    congvan("issue", "cong-van", "--sample", "--date", DAY)
    assert congvan("register", "void", "cong-van", "1", "--reason", "lãnh đạo không ký").code == 0
    again = congvan("issue", "cong-van", "--sample", "--date", DAY)
    assert again.code == 5
    assert "đã huỷ (lãnh đạo không ký)" in again.err
    after = congvan("issue", "cong-van", "--sample", "--date", DAY, "--again", "--json").json
    assert after["code"] == "02-CV/ĐU"
    lines = congvan("register", "list", "--json").json
    assert [(line["number"], line["state"]) for line in lines] == [(1, "void"), (2, "issued")]
    shown = congvan("register", "show", "cong-van", "1").out
    assert "lãnh đạo không ký" in shown


def test_numbers_given_by_hand_are_entered(congvan) -> None:
    first = congvan("register", "enter", "cong-van", "45", "--date", DAY, "--subject", "cũ")
    assert first.code == 3
    assert "bỏ trống số 01–44" in first.err
    reason = ("--reason", "tiếp sổ giấy")
    assert congvan("register", "enter", "cong-van", "45", "--date", DAY, *reason).code == 0
    twice = congvan("register", "enter", "cong-van", "45", "--date", DAY, *reason)
    assert twice.code == 5
    assert "đã được cấp" in twice.err
    issued = congvan("issue", "cong-van", "--sample", "--date", DAY, "--json").json
    assert issued["code"] == "46-CV/ĐU"
    secret = congvan("register", "enter", "cong-van", "47", "--date", DAY, "--subject", "bí mật",
                     "--secret", "--json")  # fmt: skip
    assert secret.json["subject"] == ""


def test_pending_tells_what_waits_for_a_signature(congvan) -> None:
    congvan("issue", "cong-van", "--sample", "--date", DAY)
    assert [item["code"] for item in congvan("register", "pending", "--json").json["unsigned"]] == [
        "01-CV/ĐU"
    ]
    congvan("mark", "01-CV/ĐU", "signed", "--date", DAY)
    assert congvan("register", "pending", "--json").json == {"reserved": [], "unsigned": []}


def test_reindex_finds_the_same_again(congvan, office: Path) -> None:
    congvan("issue", "cong-van", "--sample", "--date", DAY)
    before = congvan("find", "rà soát", "--json").json
    assert congvan("reindex").code == 0
    assert congvan("find", "rà soát", "--json").json == before


def test_a_word_can_be_excluded_whatever_it_begins_with(congvan) -> None:
    congvan("issue", "cong-van", "--sample", "--date", DAY)
    assert congvan("find", "rà", "soát", "-họp", "--json").json["total"] == 1
    assert congvan("find", "rà", "soát", "-chi bộ", "--json").json["total"] == 0
    assert congvan("find", "rà", "soát", "-danh", "--json").json["total"] == 0


def test_the_same_draft_on_another_day_asks_before_a_second_number(congvan) -> None:
    congvan("draft", "cong-van", "--sample", "-o", "a.docx")
    congvan("issue", "a.docx", "--date", DAY)
    said = congvan("issue", "a.docx", "--date", "2026-11-23")
    assert said.code == 5
    assert "đã được cấp số 01-CV/ĐU, ngày 20/11/2026" in said.err
    again = congvan("issue", "a.docx", "--date", "2026-11-23", "--again", "--json")
    assert again.json["code"] == "02-CV/ĐU"


def test_a_named_type_made_by_hand_keeps_its_own_subject(congvan) -> None:
    document = docx.Document()
    for line in (
        "ĐẢNG BỘ TỈNH AN BÌNH\tĐẢNG CỘNG SẢN VIỆT NAM",
        "ĐẢNG UỶ SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        "Số ….-BC/ĐU\tAn Bình, ngày … tháng … năm …",
        "BÁO CÁO",
        "kết quả rà soát đảng viên ở nơi cư trú",
        "1. Đảng uỷ đã rà soát xong danh sách.",
        "2. Còn hai chi bộ gửi chậm.",
        "T/M ĐẢNG UỶ",
        "BÍ THƯ",
        "Trần Thị Mỹ Hạnh",
    ):
        document.add_paragraph(line)
    document.save("bc.docx")
    said = congvan("issue", "bc.docx", "--date", DAY, "--json")
    assert said.code == 0, said.err
    assert said.json["code"] == "01-BC/ĐU"
    assert said.json["subject"] == "kết quả rà soát đảng viên ở nơi cư trú"
    assert said.json["signer_name"] == "Trần Thị Mỹ Hạnh"


LETTERS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"])
    | st.sampled_from("ĐđẶặỆệỔổỰựỶỷ&<>\"'{}%"),
    min_size=1,
    max_size=300,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(LETTERS.filter(lambda text: squeeze(text).strip(".;, ") and not unsafe_characters(text)))
def test_a_value_is_on_the_issued_paper_exactly(congvan, value: str) -> None:
    for name in ("01-CV-ĐU.docx", "v.toml"):
        Path(name).unlink(missing_ok=True)
    data = {
        "trich_yeu": value,
        "kinh_gui": [value],
        "noi_dung": f"Nội dung {value}.",
        "noi_nhan": [value, "Đảng uỷ & <ban>"],
    }
    Path("v.json").write_text(json.dumps(data), "utf-8")
    said = congvan("issue", "cong-van", "--data", "v.json", "--date", DAY, "--again", "--json")
    assert said.code == 0, said.err
    text = text_of(said.json["copies"][0])
    wanted = squeeze(nfc(value))
    assert wanted in text
    assert squeeze(nfc(f"Nội dung {value}.")) in text
    assert "Đảng uỷ & <ban>" in text
    assert said.json["subject"] == wanted
