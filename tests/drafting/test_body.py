"""The content as a clerk writes it: nothing lost, nothing reordered, every line by its mark."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.drafting.body.emphasis import read_emphasis, write_emphasis
from congvan.drafting.body.printing import lines_of, printed
from congvan.drafting.body.reader import read_body, source_lines
from congvan.drafting.body.values import Kind, Run, plain
from congvan.model.text import nfc, squeeze
from congvan.standards.profile import load

HD05 = load("hd05")
K = Kind


def kinds(text: str) -> list[Kind]:
    return [block.kind for block in read_body(text).blocks]


def codes(text: str) -> list[str]:
    return [finding.code for finding in read_body(text).findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phần I\nĐÁNH GIÁ", [K.PART, K.NAME]),
        ("PHẦN THỨ NHẤT\nĐÁNH GIÁ\nKẾT QUẢ", [K.PART, K.NAME, K.NAME]),
        ("Phần I. Đánh giá", [K.PART, K.NAME]),
        ("PHẦN THỨ HAI: PHƯƠNG HƯỚNG", [K.PART, K.NAME]),
        ("PHẦN I ĐÁNH GIÁ", [K.PART, K.NAME]),
        ("Chương I\nQuy định chung", [K.CHAPTER, K.NAME]),
        ("Chương I - Quy định chung", [K.CHAPTER, K.NAME]),
        ("Chương I\nĐiều 1. Phạm vi", [K.CHAPTER, K.ARTICLE]),
        ("Mục 1\nĐối tượng\nĐiều 1. Ai\nmột", [K.SECTION, K.NAME, K.ARTICLE, K.TEXT]),
        ("Điều 1. Phạm vi\n1. Một;\na) Hai;\n- Ba.", [K.ARTICLE, K.CLAUSE, K.POINT, K.DASH]),
        ("**Điều 1.** Thành lập", [K.ARTICLE]),
        ("I- Kết quả\nII. Hạn chế\nIII – Nguyên nhân", [K.ROMAN] * 3),
        ("V. I. Lênin đã viết", [K.TEXT]),
        ("- Căn cứ A;\n- Căn cứ B.\nMột", [K.GROUND, K.GROUND, K.TEXT]),
        ("Căn cứ A;\nXét đề nghị của B,\nMột", [K.GROUND, K.GROUND, K.TEXT]),
        ("Căn cứ A\nCăn cứ B\nMột", [K.GROUND, K.GROUND, K.TEXT]),
        ("- Căn cứ A.\n- Căn cứ B.", [K.GROUND, K.GROUND]),
        ("Căn cứ A, Đảng uỷ đề nghị các chi bộ:\n1. Một", [K.TEXT, K.CLAUSE]),
        ("Căn cứ A, Đảng uỷ thông báo.", [K.TEXT]),
        ("Một\nCăn cứ A;\nCăn cứ B.", [K.TEXT] * 3),
        ("| a | b |\n|---|---|\n| 1 | 2 |\nHết", [K.TABLE, K.TEXT]),
        ("| a |\n\n| b |\nHết", [K.TABLE, K.TABLE, K.TEXT]),
        ("| a |\n|---|\n| 1 |\n| b |\n|---|\n| 2 |", [K.TABLE, K.TABLE]),
        ("Điều này cần làm ngay.\nChương trình\nPhần lớn\nMục tiêu", [K.TEXT] * 4),
        ("Điều 5, Điều 6 Quy định số 213\nPhần I của báo cáo", [K.TEXT] * 2),
        ("15.000 đồng\n30 - 40 người\n05-CV/ĐU\n2026. Năm", [K.TEXT] * 4),
        ("Một\r\n\r\n\tHai  ba\rBốn", [K.TEXT] * 3),
    ],
)
def test_a_line_is_known_by_its_own_mark(text: str, expected: list[Kind]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều", ["body.no-number"]),
        ("Điều …", ["body.no-number"]),
        ("Điều 1 Phạm vi", ["body.half-mark"]),
        ("Điều 1: Phạm vi", ["body.mark-spelling"]),
        ("Điều 1. A\nĐiều 3. B", ["body.number-jump"]),
        ("Điều 1. A\nĐiều 1a. B\nĐiều 2. C", []),
        ("1. A\n2. B\n4. C", ["body.number-jump"]),
        ("1. A\na) x\nb) y\n2. B\na) z", []),
        ("d) A", ["body.number-jump"]),
        ("a) A\nb) B\nc) C\nd) D\ne) E", ["body.number-jump"]),
        ("a) A\nb) B\nc) C\nd) D\nđ) Đ\ne) E\ng) G", []),
        ("Chương I", ["body.no-name"]),
        ("Chương I\nA\nChương III\nB", ["body.number-jump"]),
        ("Phần IIII\nA", ["body.half-mark"]),
        ("I- A\nIII- B", ["body.number-jump"]),
        ("V. Lênin viết", ["body.half-mark"]),
        ("1.1. Nội dung\na. Một\n1) Hai", ["body.half-mark"] * 3),
        ("Căn cứ A, Đảng uỷ thông báo.", ["body.ground-unsure"]),
        ("| một mình", ["body.half-table"]),
        ("| a | b |\n| c |\nHết.", ["body.table-ragged"]),
        ("|" + " x |" * 12 + "\nHết.", ["body.table-wide"]),
        ("| a | b |", ["body.ends-with-table"]),
        ("Không có gì đặc biệt.\n1. Một.\n- Hai.", []),
    ],
)
def test_a_mark_half_understood_is_reported(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_finding_names_the_line_and_shows_it() -> None:
    (finding,) = read_body("Một\n\nHai\nĐiều").findings
    assert (finding.place, finding.found) == ("dòng 3", "Điều")
    assert "dòng 3 “Điều”" in finding.message


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("**đậm** thường", [("đậm", True, False), (" thường", False, False)]),
        ("*nghiêng*.", [("nghiêng", False, True), (".", False, False)]),
        ("***cả hai***", [("cả hai", True, True)]),
        ("**đậm *cả hai* đậm**", [("đậm ", 1, 0), ("cả hai", 1, 1), (" đậm", 1, 0)]),
        ("***a** b*", [("a", True, True), (" b", False, True)]),
        ("(*) Ghi chú (*)", [("(*) Ghi chú (*)", False, False)]),
        ("2*3*4 và 5 * 6 * 7", [("2*3*4 và 5 * 6 * 7", False, False)]),
        ("* một, *hai", [("* một, *hai", False, False)]),
        (r"\*không nghiêng\*", [("*không nghiêng*", False, False)]),
        (r"\\server\a|b", [(r"\\server\a|b", False, False)]),
        ("****", [("****", False, False)]),
        ("**“Đảng”** và (**b**)", [("“Đảng”", 1, 0), (" và (", 0, 0), ("b", 1, 0), (")", 0, 0)]),
    ],
)
def test_asterisks_that_hold_words_are_emphasis_and_no_others(
    text: str, runs: list[tuple[str, bool, bool]]
) -> None:
    assert read_emphasis(text) == tuple(Run(t, bool(b), bool(i)) for t, b, i in runs)


marks = st.sampled_from(
    [
        *(
            "Điều 1. ",
            "Điều ",
            "Chương I\n",
            "Chương I. ",
            "Phần thứ hai\n",
            "Mục 1: ",
            "I- ",
            "1. ",
        ),
        *("a) ", "- ", "Căn cứ ", "- Căn cứ A;\n", "| a | b |\n", "|---|\n", "| ", " |", "**", "*"),
        *("***", "\\*", "<br>", "\n", "\n\n", "\r\n", "\t", " ", ".", ";", ":", "ế", "Đảng uỷ"),
    ]
)
texts = st.lists(st.one_of(marks, st.text(max_size=6)), max_size=30).map("".join)


def _bare(text: str) -> str:
    """Letters without blanks and without the marks of emphasis and tables."""
    rows = [line for line in source_lines(text) if not re.fullmatch(r"\|?[-:| ]*", line)]
    return re.sub(r"[\s*|\\]|<br>", "", "".join(rows))


@given(texts)
def test_nothing_is_lost_and_nothing_reordered(text: str) -> None:
    assert _bare(read_body(text).text) == _bare(text)


@given(st.text(alphabet=st.characters(exclude_characters="*|\\", exclude_categories=["Cs"])))
def test_a_text_without_emphasis_and_tables_is_kept_letter_by_letter(text: str) -> None:
    kept = [line for line in map(squeeze, re.split(r"[\r\n]", nfc(text))) if line]
    joined = " ".join(kept)
    assert squeeze(" ".join(block.text for block in read_body(text).blocks)).replace(
        " ", ""
    ) == joined.replace(" ", "")


@given(
    st.lists(st.sampled_from(["Một đoạn văn.", "Ngày 20/11/2026, đồng chí A (ký)", "Điều kiện"]))
)
def test_plain_paragraphs_are_printed_as_they_stand(lines: list[str]) -> None:
    found = lines_of(printed(read_body("\n".join(lines)), HD05, signed=False))
    assert found == lines


@given(texts)
def test_what_is_accepted_is_accepted_again_unchanged(text: str) -> None:
    once = source_lines(text)
    assert source_lines("\n".join(once)) == once


runs = st.lists(
    st.builds(
        Run,
        st.text(alphabet="abĐ ế.,()*|\\“”-\u0301", min_size=1, max_size=8),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)


@given(runs)
def test_what_is_written_as_light_text_reads_back_letter_by_letter(given_runs: list[Run]) -> None:
    line, _ = write_emphasis(given_runs)
    wanted = squeeze("".join(run.text for run in given_runs))
    assert plain(read_emphasis(line)).strip() == wanted


def test_emphasis_of_whole_words_is_written_whole() -> None:
    given_runs = [
        Run("Kết quả: ", True),
        Run("tốt", False, True),
        Run(" hơn"),
        Run(" cả", True, True),
    ]
    assert write_emphasis(given_runs) == ("**Kết quả:** *tốt* hơn ***cả***", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Căn cứ A;\nCăn cứ B;\nMột", ["- Căn cứ A;", "- Căn cứ B.", "Một."]),
        ("Chương I. Quy định chung\nMột.", ["Chương I", "QUY ĐỊNH CHUNG", "Một."]),
        ("Mục 1\nĐối tượng\nMột", ["Mục 1", "ĐỐI TƯỢNG", "Một."]),
        ("| a | b |\n|---|---|\n| **1** | 2<br>3 |\nHết", ["| a | b |", "| 1 | 2 3 |", "Hết."]),
    ],
)
def test_the_standard_punctuates_and_capitalises(text: str, expected: list[str]) -> None:
    assert lines_of(printed(read_body(text), HD05)) == expected


@pytest.mark.parametrize(
    ("text", "kind", "bold"),
    [
        ("Điều 1. Phạm vi\nMột.", "article", []),
        ("Điều 1. Thành lập Ban Chỉ đạo.\nMột.", "text", ["Điều 1."]),
        ("Điều 1. **Phạm vi** điều chỉnh\nMột.", "article", []),
    ],
)
def test_an_article_that_is_a_sentence_has_only_its_number_in_bold(
    text: str, kind: str, bold: list[str]
) -> None:
    first = printed(read_body(text), HD05)[0]
    assert first["kind"] == kind
    assert [run["text"] for run in first["runs"] if run["bold"]] == bold


def test_headings_and_the_last_block_stay_with_what_follows() -> None:
    text = "I- Một\n1. Đề mục\n- x.\n2. Câu.\nBảng sau:\n| a |\n|---|\n| 1 |\nHết"
    kept = {
        "".join(run["text"] for run in block["runs"]): block["keep"]
        for block in printed(read_body(text), HD05)
        if block["runs"]
    }
    assert kept == {
        "I- Một": True,
        "1. Đề mục": True,
        "- x.": False,
        "2. Câu.": False,
        "Bảng sau:": True,
        "Hết.": True,
    }
