"""Number and date go into their slots, and nothing beside them changes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.drafting.slots import Slots, fill, find_slots
from congvan.errors import CongvanError, NoSlot, RefusedInput
from congvan.model.code import CodeForm
from congvan.model.dates import in_words
from congvan.reading.read import read

DAY = date(2026, 11, 22)
OPEN_DATE = "An Bình, ngày … tháng … năm …"
OPEN_NUMBER = "Số …-CV/ĐU"
TEXT_BOX = """<w:p {ns}><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/\
markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing><w:txbxContent>{first}\
</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{second}\
</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx(*paragraphs: str | Sequence[str]) -> bytes:
    """A document with a paragraph for each text, a run for each part of a list."""
    document = Document()
    for item in paragraphs:
        paragraph = document.add_paragraph()
        for text in [item] if isinstance(item, str) else item:
            paragraph.add_run(text)
    return saved(document)


def with_xml(*elements: str) -> bytes:
    """A document whose body begins with these elements."""
    document = Document()
    document.add_paragraph("Kính gửi: Các chi bộ trực thuộc")
    for position, xml in enumerate(elements):
        document.element.body.insert(position, parse_xml(xml))
    return saved(document)


def p(inner: str) -> str:
    return f"<w:p {nsdecls('w')}>{inner}</w:p>"


def t(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def marked(name: str, inner: str, number: int = 7) -> str:
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{inner}<w:bookmarkEnd w:id="{number}"/>'


def texts(data: bytes) -> list[str]:
    return [line.text for line in read("a.docx", data).lines]


def members(data: bytes) -> list[tuple[str, bytes, tuple[int, ...]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(item.filename, archive.read(item), item.date_time) for item in archive.infolist()]


def content(found: list[tuple[str, bytes, tuple[int, ...]]]) -> dict[str, bytes]:
    return {name: data for name, data, _ in found}


@pytest.mark.parametrize(
    ("line", "filled", "notation", "form"),
    [
        ("Số      -CV/ĐU", "Số 07-CV/ĐU", "CV/ĐU", CodeForm.PARTY),
        ("Số: ....-CV/ĐU", "Số: 07-CV/ĐU", "CV/ĐU", CodeForm.PARTY),
        ("Số:……/QĐ-UBND", "Số: 07/QĐ-UBND", "QĐ-UBND", CodeForm.STATE),
        ("Số -CV/ĐU", "Số 07-CV/ĐU", "CV/ĐU", CodeForm.PARTY),
        ("Số-CV/ĐU", "Số 07-CV/ĐU", "CV/ĐU", CodeForm.PARTY),
        ("Số\t-CV/ĐU", "Số 07-CV/ĐU", "CV/ĐU", CodeForm.PARTY),
        ("Số:\t\t/UBND-VP", "Số: 07/UBND-VP", "UBND-VP", CodeForm.STATE),
        ("Số\u00a0\u00a0\u00a0-CV/ĐU", "Số\u00a007-CV/ĐU", "CV/ĐU", CodeForm.PARTY),
        ("Số: ____ /BC-SXD", "Số: 07/BC-SXD", "BC-SXD", CodeForm.STATE),
        ("Số …… -QC/BTCTU-BNCTU", "Số 07-QC/BTCTU-BNCTU", "QC/BTCTU-BNCTU", CodeForm.PARTY),
        ("Số … – CTr/ĐU", "Số 07– CTr/ĐU", "CTr/ĐU", CodeForm.PARTY),
        ("Số: …/2026/QĐ-UBND", "Số: 07/2026/QĐ-UBND", "QĐ-UBND", CodeForm.STATE),
        (["Số ", ".", "..", ".", " ", "-CV/ĐU"], "Số 07-CV/ĐU", "CV/ĐU", CodeForm.PARTY),
        (["S", "ố", " ", "   ", "-", "CV/", "ĐU"], "Số 07-CV/ĐU", "CV/ĐU", CodeForm.PARTY),
        (["Số", "\t", "-CV/ĐU"], "Số 07-CV/ĐU", "CV/ĐU", CodeForm.PARTY),
    ],
)
def test_a_strangers_number_slot_is_filled(
    line: str, filled: str, notation: str, form: CodeForm
) -> None:
    draft = docx("ĐẢNG UỶ SỞ XÂY DỰNG", line, OPEN_DATE, "Kính gửi: Các chi bộ")
    slot = find_slots(draft).number
    assert slot is not None
    assert (slot.notation, slot.form, slot.number, slot.how) == (notation, form, "", "text")
    assert texts(fill(draft, number="07", day=DAY))[1] == filled


@pytest.mark.parametrize(
    ("line", "filled"),
    [
        ("An Bình, ngày    tháng   năm 2026", "An Bình, ngày 22 tháng 11 năm 2026"),
        ("An Bình, ngày … tháng … năm …", "An Bình, ngày 22 tháng 11 năm 2026"),
        ("An Bình, ngày … tháng 11 năm 2026", "An Bình, ngày 22 tháng 11 năm 2026"),
        ("An Bình, ngày ..... tháng ..... năm 20.....", "An Bình, ngày 22 tháng 11 năm 2026"),
        ("An Bình, ngày___tháng___năm___", "An Bình, ngày 22 tháng 11 năm 2026"),
        ("An Bình, ngày\ttháng\tnăm\t", "An Bình, ngày 22 tháng 11 năm 2026"),
        ("An Bình, ngày tháng năm", "An Bình, ngày 22 tháng 11 năm 2026"),
        ("Phường Ngô Quyền, Ngày … tháng … năm …", "Phường Ngô Quyền, Ngày 22 tháng 11 năm 2026"),
        ("……, ngày … tháng … năm …", "……, ngày 22 tháng 11 năm 2026"),
        ("An Bình, ngày 22 tháng 11 năm 2026", "An Bình, ngày 22 tháng 11 năm 2026"),
        ("An Bình, ngày 22/11/2026", "An Bình, ngày 22/11/2026"),
        (["An Bình, ngày", " … ", "tháng", " ", "…", " năm", " …"], f"An Bình, {in_words(DAY)}"),
    ],
)
def test_a_date_slot_is_filled_and_what_fits_stays(line: str, filled: str) -> None:
    draft = docx("ĐẢNG UỶ SỞ XÂY DỰNG", OPEN_NUMBER, line, "Kính gửi: Các chi bộ")
    assert texts(fill(draft, number="01", day=DAY))[2] == filled


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 3), "ngày 03 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2027, 12, 31), "ngày 31 tháng 12 năm 2027"),
    ],
)
def test_the_date_is_printed_by_the_rule_of_leading_zeros(day: date, words: str) -> None:
    filled = fill(docx(OPEN_NUMBER, OPEN_DATE), number="01", day=day)
    assert texts(filled)[1] == f"An Bình, {words}"


@pytest.mark.parametrize(
    ("paragraphs", "code"),
    [
        (["ĐẢNG UỶ", OPEN_DATE, "Kính gửi: A"], "draft.no-slot"),
        (["ĐẢNG UỶ", OPEN_NUMBER, "Kính gửi: A"], "draft.no-slot"),
        (["ĐẢNG UỶ", "Số 05-CV/ĐU", OPEN_DATE], "draft.number-typed"),
        (["ĐẢNG UỶ", OPEN_NUMBER, "An Bình, ngày 21 tháng 11 năm 2026"], "draft.date-differs"),
        (["ĐẢNG UỶ", OPEN_NUMBER, "An Bình, ngày … tháng 10 năm 2026"], "draft.date-differs"),
        (["ĐẢNG UỶ", OPEN_NUMBER, "An Bình, ngày … tháng … năm 2025"], "draft.date-differs"),
        (["Số …-CV/ĐU", "Số …-QĐ/ĐU", OPEN_DATE], "draft.slot-doubtful"),
        (["ĐẢNG UỶ", "Kính gửi: A", OPEN_NUMBER, OPEN_DATE], "draft.no-slot"),
        (["Căn cứ Điều lệ Đảng;", OPEN_NUMBER, OPEN_DATE], "draft.no-slot"),
    ],
)
def test_a_draft_without_clear_slots_is_refused_and_told_why(
    paragraphs: list[str], code: str
) -> None:
    draft = docx(*paragraphs)
    with pytest.raises(RefusedInput) as caught:
        fill(draft, number="01", day=DAY)
    assert caught.value.code == code
    assert caught.value.remedy
    with pytest.raises(RefusedInput) as early:
        find_slots(draft).check(DAY)
    assert early.value.code == code


def test_what_is_already_typed_is_told() -> None:
    slots = find_slots(docx("Số: 26 -CV/ĐU", "An Bình, ngày 12 tháng 02 năm 2026"))
    assert slots.number is not None
    assert slots.date is not None
    assert (slots.number.number, slots.number.notation) == ("26", "CV/ĐU")
    assert slots.date.date == date(2026, 2, 12)
    assert Slots.from_json(slots.to_json()) == slots


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(RefusedInput):
        fill(docx(OPEN_NUMBER, OPEN_DATE), number="1; 2", day=DAY)


def test_the_quoted_number_line_in_the_body_is_left_alone() -> None:
    body = ["Kính gửi: Các chi bộ", "Mẫu số, ký hiệu như sau:", "Số …-CV/CB", OPEN_DATE]
    filled = texts(fill(docx(OPEN_NUMBER, OPEN_DATE, *body), number="01", day=DAY))
    assert filled == ["Số 01-CV/ĐU", f"An Bình, {in_words(DAY)}", *body]


def test_a_number_quoted_in_a_broken_subject_is_not_the_slot() -> None:
    draft = docx(OPEN_NUMBER, OPEN_DATE, "Về việc sao gửi Quy định", "Số 213-QĐ/TW", "Kính gửi: A")
    assert texts(fill(draft, number="01", day=DAY))[0] == "Số 01-CV/ĐU"


def test_every_other_member_and_byte_stays() -> None:
    draft = docx("ĐẢNG UỶ", ["Số ", "…", "-CV/ĐU"], ["An Bình, ", "ngày … tháng … năm …"])
    before, after = members(draft), members(fill(draft, number="01", day=DAY))
    assert [item[0] for item in after] == [item[0] for item in before]
    changed = [new[0] for old, new in zip(before, after, strict=True) if old != new]
    assert changed == ["word/document.xml"]
    old, new = (content(item)["word/document.xml"] for item in (before, after))
    blank, filled = "<w:t>…</w:t>", '<w:t xml:space="preserve">01</w:t>'
    dates = "<w:t>ngày … tháng … năm …</w:t>", f'<w:t xml:space="preserve">{in_words(DAY)}</w:t>'
    assert old.decode().replace(blank, filled).replace(*dates) == new.decode()


def test_filling_twice_gives_the_same_bytes() -> None:
    draft = docx(OPEN_NUMBER, OPEN_DATE)
    assert fill(draft, number="01", day=DAY) == fill(draft, number="01", day=DAY)


def test_the_value_takes_the_format_of_the_blank() -> None:
    bold = "<w:rPr><w:b/></w:rPr>"
    draft = with_xml(p(t("Số ") + t("…", bold) + t("-CV/ĐU")), p(t(OPEN_DATE)))
    filled = Document(io.BytesIO(fill(draft, number="01", day=DAY)))
    runs = [(run.text, run.bold) for run in filled.paragraphs[0].runs]
    assert runs == [("Số ", None), ("01", True), ("-CV/ĐU", None)]


NUMBER = "congvan_so"
DATES = "congvan_ngay"
DATE_LINE = p(t("An Bình, ") + marked(DATES, t("ngày … tháng … năm …"), 8))


@pytest.mark.parametrize(
    ("line", "how"),
    [
        (t("Số ") + marked(NUMBER, t("…")) + t("-CV/ĐU"), "bookmark"),
        (t("Số ") + marked(NUMBER, t("…") + t("…")) + t("-CV/ĐU"), "bookmark"),
        (t("Số ") + marked(NUMBER, "") + t("…-CV/ĐU"), "bookmark"),
        (t("Số …-CV/ĐU") + marked(NUMBER, ""), "text"),
        (t("Số ") + marked(NUMBER, t("…")) + marked(NUMBER, "", 9) + t("-CV/ĐU"), "bookmark"),
        (t("Số …-CV/ĐU"), "text"),
        (t("Số ") + f'<w:bookmarkStart w:id="7" w:name="{NUMBER}"/>' + t("…-CV/ĐU"), "text"),
    ],
)
def test_a_bookmark_helps_and_its_damage_does_not_matter(line: str, how: str) -> None:
    draft = with_xml(p(line), DATE_LINE)
    slot = find_slots(draft).number
    assert slot is not None
    assert slot.how == how
    filled = texts(fill(draft, number="01", day=DAY))
    assert filled[:2] == ["Số 01-CV/ĐU", f"An Bình, {in_words(DAY)}"]


def test_a_bookmark_tells_which_of_two_open_lines_is_meant() -> None:
    mine = p(t("Số ") + marked(NUMBER, t("…")) + t("-CV/ĐU"))
    draft = with_xml(p(t("Số …-CV/TU")), mine, DATE_LINE)
    assert texts(fill(draft, number="01", day=DAY))[:2] == ["Số …-CV/TU", "Số 01-CV/ĐU"]


def test_a_bookmark_moved_into_the_body_does_not_lead_there() -> None:
    document = Document()
    for text in (OPEN_NUMBER, OPEN_DATE, "Kính gửi: Các chi bộ"):
        document.add_paragraph(text)
    moved = p(t("Số ") + marked(NUMBER, t("…")) + t("-CV/CB"))
    document.element.body.insert(3, parse_xml(moved))
    filled = texts(fill(saved(document), number="01", day=DAY))
    assert (filled[0], filled[3]) == ("Số 01-CV/ĐU", "Số …-CV/CB")


def test_the_header_may_stand_in_a_table() -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "ĐẢNG BỘ TỈNH AN BÌNH\nĐẢNG UỶ SỞ XÂY DỰNG\n*"
    table.cell(0, 1).text = "ĐẢNG CỘNG SẢN VIỆT NAM"
    table.cell(1, 0).text = "Số      -CV/ĐU\nvề việc rà soát đảng viên"
    table.cell(1, 1).text = "An Bình, ngày     tháng     năm 2026"
    document.add_paragraph("Kính gửi: Các chi bộ")
    slots = find_slots(saved(document))
    assert slots.number is not None
    assert slots.number.place == "table/0/1/0/0"
    filled = "\n".join(texts(fill(saved(document), number="01", day=DAY)))
    assert "Số 01-CV/ĐU\nvề việc rà soát đảng viên\n" in filled
    assert "An Bình, ngày 22 tháng 11 năm 2026" in filled


def test_the_header_may_be_laid_out_with_tabs_and_spaces() -> None:
    draft = docx(
        "ĐẢNG UỶ SỞ XÂY DỰNG\t\tĐẢNG CỘNG SẢN VIỆT NAM",
        "Số      -CV/ĐU\t\tAn Bình, ngày    tháng    năm 2026",
        "Kính gửi: Các chi bộ",
    )
    filled = texts(fill(draft, number="01", day=DAY))
    assert filled[1] == "Số 01-CV/ĐU\t\tAn Bình, ngày 22 tháng 11 năm 2026"


def test_number_and_subject_may_share_a_paragraph() -> None:
    line = p(t("ĐẢNG UỶ") + "<w:r><w:br/></w:r>" + t("Số …-CV/ĐU") + "<w:r><w:br/></w:r>" + t("về"))
    filled = texts(fill(with_xml(line, p(t(OPEN_DATE))), number="01", day=DAY))
    assert filled[:3] == ["ĐẢNG UỶ", "Số 01-CV/ĐU", "về"]


def test_both_texts_of_a_text_box_are_filled() -> None:
    inner = f"<w:p>{t(OPEN_NUMBER)}</w:p><w:p>{t(OPEN_DATE)}</w:p>"
    draft = with_xml(TEXT_BOX.format(ns=nsdecls("w"), first=inner, second=inner))
    xml = content(members(fill(draft, number="01", day=DAY)))
    assert xml["word/document.xml"].decode().count("Số 01-CV/ĐU") == 2
    assert xml["word/document.xml"].decode().count(in_words(DAY)) == 2


def test_a_text_box_whose_two_texts_differ_is_refused() -> None:
    first = f"<w:p>{t(OPEN_NUMBER)}</w:p><w:p>{t(OPEN_DATE)}</w:p>"
    second = f"<w:p>{t('Số 03-CV/ĐU')}</w:p><w:p>{t(OPEN_DATE)}</w:p>"
    draft = with_xml(TEXT_BOX.format(ns=nsdecls("w"), first=first, second=second))
    with pytest.raises(NoSlot, match="hộp chữ"):
        fill(draft, number="01", day=DAY)


def test_content_controls_and_tracked_changes_are_seen_through() -> None:
    sdt = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{t('Số …-CV/ĐU')}</w:p></w:sdtContent></w:sdt>"
    tracked = p(
        t("An Bình, ngày ")
        + '<w:del w:id="1" w:author="a"><w:r><w:delText>9</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2" w:author="a">{t("…")}</w:ins>'
        + t(" tháng … năm …")
    )
    filled = texts(fill(with_xml(sdt, tracked), number="01", day=DAY))
    assert filled[:2] == ["Số 01-CV/ĐU", f"An Bình, {in_words(DAY)}"]


def test_decomposed_letters_do_not_shift_the_slot() -> None:
    number, day = (unicodedata.normalize("NFD", text) for text in (OPEN_NUMBER, OPEN_DATE))
    filled = fill(docx(number, day), number="01", day=DAY)
    assert texts(filled) == ["Số 01-CV/ĐU", f"An Bình, {in_words(DAY)}"]


def cut(text: str, places: list[int]) -> list[str]:
    edges = sorted({0, len(text), *(place % (len(text) + 1) for place in places)})
    return [text[a:b] for a, b in pairwise(edges)]


blanks = st.text(st.sampled_from(" \u00a0….\t_"), min_size=1, max_size=12)
splits = st.lists(st.integers(0, 60), max_size=6)


@settings(max_examples=60, deadline=None)
@given(blanks, st.tuples(blanks, blanks, blanks), splits, splits)
def test_any_blank_in_any_runs_is_filled(
    number: str, dates: tuple[str, str, str], cuts: list[int], more: list[int]
) -> None:
    line = f"Số{number}-CV/ĐU"
    dated = "An Bình, ngày{}tháng{}năm{}".format(*dates)
    draft = docx("ĐẢNG UỶ", cut(line, cuts), cut(dated, more), "Kính gửi: A")
    filled = texts(fill(draft, number="12", day=DAY))
    assert filled[1].replace("\u00a0", " ") == "Số 12-CV/ĐU"
    assert filled[2].replace("\u00a0", " ") == f"An Bình, {in_words(DAY)}"
    assert (filled[0], filled[3]) == ("ĐẢNG UỶ", "Kính gửi: A")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_filled_or_refused_with_a_remedy(first: str, second: str) -> None:
    printable = [
        re.sub(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff]", "", item) for item in (first, second)
    ]
    draft = docx(*printable)
    try:
        fill(draft, number="01", day=DAY)
    except CongvanError as error:
        assert error.remedy  # noqa: PT017 - text that happens to hold slots is filled


@pytest.mark.parametrize("key", ["cong-van", "giay-gioi-thieu"])
def test_the_slots_of_our_own_drafts_are_found_by_their_bookmarks(
    key: str, draft: Callable[..., bytes]
) -> None:
    docx_bytes = draft(key)
    slots = find_slots(docx_bytes)
    assert slots.number is not None
    assert slots.date is not None
    assert (slots.number.how, slots.date.how) == ("bookmark", "bookmark")
    before, after = texts(docx_bytes), texts(fill(docx_bytes, number="05", day=DAY))
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [
        (f"Số …-{slots.number.notation}", f"Số 05-{slots.number.notation}"),
        (OPEN_DATE, f"An Bình, {in_words(DAY)}"),
    ]


@pytest.mark.office_suite
def test_a_draft_saved_by_libreoffice_is_filled(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "ĐẢNG UỶ SỞ XÂY DỰNG"
    table.cell(0, 0)._element.append(parse_xml(p(t("Số ") + marked(NUMBER, t("…")) + t("-CV/ĐU"))))
    table.cell(0, 1)._element.append(parse_xml(DATE_LINE))
    document.add_paragraph("Kính gửi: Các chi bộ")
    document.add_paragraph("Câu được thêm bằng tay trước khi ký.")
    (tmp_path / "du-thao.docx").write_bytes(saved(document))
    program = shutil.which("soffice")
    assert program
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless",
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "ra"),
         str(tmp_path / "du-thao.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    edited = (tmp_path / "ra" / "du-thao.docx").read_bytes()
    filled = texts(fill(edited, number="01", day=DAY))
    assert "Số 01-CV/ĐU" in filled
    assert f"An Bình, {in_words(DAY)}" in filled
    assert "Câu được thêm bằng tay trước khi ký." in filled
