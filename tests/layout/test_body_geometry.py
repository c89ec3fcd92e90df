"""A long body on paper: no heading alone, headers of tables repeated, the signature with text."""

from __future__ import annotations

from datetime import date

import pytest
from making import make_draft
from organs import ORGAN, SIGNER
from ruler import MM, Sheet, printed

from congvan.config import Layout
from congvan.drafting.catalogue import Catalogue
from congvan.standards.profile import load

pytestmark = pytest.mark.office_suite

SENTENCE = (
    "Đảng uỷ đề nghị các chi bộ trực thuộc rà soát danh sách đảng viên theo từng xã, phường nơi "
    "cư trú và gửi kết quả về Văn phòng Đảng uỷ để tổng hợp, báo cáo theo quy định."
)
HEADINGS = ("Chương", "QUY ĐỊNH THỨ", "Điều", "I-", "II-", "III-")


def long_body(articles: int = 24) -> str:
    """Chapters, articles, clauses, points and every third article a table: some 30 pages."""
    lines: list[str] = []
    for number in range(1, articles + 1):
        if number % 8 == 1:
            chapter = ("I", "II", "III")[number // 8]
            lines += [f"Chương {chapter}", f"Quy định thứ {chapter}"]
        lines.append(f"Điều {number}. Nội dung thứ {number}")
        for clause in range(1, 3 + number % 4):
            lines.append(f"{clause}. {SENTENCE}")
            lines += [f"{letter}) {SENTENCE[: 90 + 9 * clause]};" for letter in "abc"]
        if number % 3 == 0:
            lines += [
                "Số liệu như sau:",
                "| TT | Chi bộ | Số đảng viên | Ghi chú |",
                "|---|---|---|---|",
            ]
            lines += [
                f"| {row} | Chi bộ **số {row}** thuộc Đảng bộ | {row * 3} | ghi chú {row} |"
                for row in range(1, 14 + number * 2)
            ]
    return "\n".join([*lines, SENTENCE])


ENDS = range(8, 15)  # paragraphs that bring a short table to the end of a page


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Sheet]]:
    catalogue = Catalogue()
    kind = catalogue.get("cong-van")
    table = "Bảng sau:\n| TT | Tên |\n|---|---|\n| 1 | Chi bộ 1 |\n| 2 | Chi bộ 2 |\n"
    bodies = {
        "dai": long_body(),
        "rong": f"|{' Cột số liệu |' * 8}\n{'|---' * 8}|\n|{' 1.000 |' * 8}\nHết.",
        **{f"bang-{count}": f"{SENTENCE}\n" * count + table + "Hết." for count in ENDS},
    }
    drafts = {
        name: make_draft(
            catalogue.template("cong-van"),
            kind,
            {**kind.sample, "noi_dung": body},
            organ=ORGAN,
            signer=SIGNER,
            profile=load("hd05"),
            layout=Layout(),
            on=date(2026, 11, 22),
        )
        for name, body in bodies.items()
    }
    return printed(drafts, tmp_path_factory.mktemp("noi-dung"))


def text_of(sheet: Sheet) -> list[str]:
    return [line.text for line in sheet.lines if line.baseline > 20]


def test_the_body_is_long_enough_to_tell(papers: dict[str, list[Sheet]]) -> None:
    assert len(papers["dai"]) >= 30


def test_no_heading_stands_alone_at_the_end_of_a_page(papers: dict[str, list[Sheet]]) -> None:
    ends = [text_of(sheet)[-1] for sheet in papers["dai"]]
    assert not [end for end in ends if end.startswith((*HEADINGS, "Số liệu", "TT"))]


def test_the_header_of_a_table_is_repeated_on_every_page_it_reaches(
    papers: dict[str, list[Sheet]],
) -> None:
    goes_on = [
        text_of(sheet)
        for before, sheet in zip(papers["dai"], papers["dai"][1:], strict=False)
        if text_of(before)[-1].startswith("ghi chú") and "ghi chú" in " ".join(text_of(sheet)[:8])
    ]
    assert goes_on
    assert all(lines[0] == "TT" for lines in goes_on)


def test_the_text_and_its_tables_keep_the_margins(papers: dict[str, list[Sheet]]) -> None:
    for name in ("dai", "rong"):
        for sheet in papers[name]:
            inside = [line for line in sheet.lines if line.baseline > 20]
            assert min(line.left for line in inside) >= 29.5
            assert max(line.right for line in inside) <= 195.5
            assert max(line.baseline for line in inside) <= 277.5
            assert all(left >= 29 and right <= 196 for left, right, _ in sheet.strokes)


def test_headings_are_centred_bold_or_upright_as_the_standard_sets_them(
    papers: dict[str, list[Sheet]],
) -> None:
    sheet = papers["dai"][0]
    for start, look in (("Chương I", "Bold"), ("QUY ĐỊNH THỨ I", "Bold")):
        line = sheet.find(start)
        assert (line.left + line.right) / 2 == pytest.approx(112.5, abs=0.5)
        assert {font.partition("-")[2] for font in line.fonts} == {look}
        assert line.size == pytest.approx(14, abs=0.1)
    article, clause = sheet.find("Điều 1."), sheet.find("1. Đảng uỷ")
    assert article.left == pytest.approx(clause.left, abs=0.5) == pytest.approx(40, abs=0.5)
    assert {font.partition("-")[2] for font in article.fonts} == {"Bold"}
    assert {font.partition("-")[2] for font in clause.fonts} == {""}


def test_the_lines_of_a_clause_have_the_body_s_pitch(papers: dict[str, list[Sheet]]) -> None:
    sheet = papers["dai"][1]
    steps = {
        round((below.baseline - above.baseline) * MM, 1)
        for above, below in zip(sheet.lines[1:6], sheet.lines[2:7], strict=True)
    }
    assert steps <= {19.0, 25.0}


@pytest.mark.parametrize("name", ["dai", *(f"bang-{count}" for count in ENDS)])
def test_the_signature_stands_below_text(papers: dict[str, list[Sheet]], name: str) -> None:
    last = text_of(papers[name][-1])
    at = next(index for index, text in enumerate(last) if text.startswith("T/M BAN"))
    assert [text for text in last[:at] if not text.startswith("Nơi nhận")]


@pytest.mark.parametrize("count", ENDS)
def test_what_leads_on_to_a_table_stays_with_it(papers: dict[str, list[Sheet]], count: int) -> None:
    for sheet in papers[f"bang-{count}"]:
        lines = text_of(sheet)
        if "Bảng sau:" in lines:
            assert lines[lines.index("Bảng sau:") + 1] == "TT"
            assert "Chi bộ 1" in lines
