"""A docx comes out whole: every place text can hide in, in order, with its format."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from congvan.errors import UnsafeFile
from congvan.reading.lines import Line, Reading
from congvan.reading.read import read

W = nsdecls("w")
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def read_back(document: Document) -> Reading:
    out = io.BytesIO()
    document.save(out)
    reading = read("a.docx", out.getvalue())
    assert Reading.from_json(reading.to_json()) == reading
    return reading


def with_paragraph(inner: str) -> list[Line]:
    document = Document()
    document.element.body.insert(0, parse_xml(f"<w:p {W} {MC}>{inner}</w:p>"))
    return [line for line in read_back(document).lines if line.text]


def t(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_and_nested_tables_keep_their_order_and_place() -> None:
    document = Document()
    document.add_paragraph("một")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "hai"
    table.cell(0, 1).text = "ba\nbốn"
    table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "năm"
    document.add_paragraph("sáu")
    found = [
        (line.text, line.place, line.column) for line in read_back(document).lines if line.text
    ]
    assert found == [
        ("một", "body/0", 0),
        ("hai", "table/0/0/0/0", 1),
        ("ba", "table/0/0/1/0", 2),
        ("bốn", "table/0/0/1/0:1", 2),
        ("năm", "table/0/0/1/table/0/0/0/0", 0),
        ("sáu", "body/1", 0),
    ]


def test_headers_footers_and_notes_are_not_lost() -> None:
    document = Document()
    document.add_paragraph("thân")
    section = document.sections[0]
    section.header.paragraphs[0].text = "đầu trang"
    section.footer.paragraphs[0].text = "chân trang"
    lines = read_back(document).lines
    assert [(line.text, line.part) for line in lines if line.text] == [
        ("đầu trang", "header"),
        ("thân", "body"),
        ("chân trang", "footer"),
    ]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (t("giữ ") + f'<w:del w:id="1" w:author="a">{t("xoá").replace("w:t", "w:delText")}</w:del>'
         + f'<w:ins w:id="2" w:author="a">{t("thêm")}</w:ins>', "giữ thêm"),
        (f'<w:moveFrom w:id="1" w:author="a">{t("cũ")}</w:moveFrom>'
         f'<w:moveTo w:id="2" w:author="a">{t("mới")}</w:moveTo>', "mới"),
        (f'<w:hyperlink>{t("liên kết")}</w:hyperlink>', "liên kết"),
        (f'<w:sdt><w:sdtContent>{t("ô điền")}</w:sdtContent></w:sdt>', "ô điền"),
        (f'<w:smartTag>{t("thẻ")}</w:smartTag>', "thẻ"),
        ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
         + t("2"), "2"),
        (t("a") + "<w:r><w:tab/></w:r>" + t("b") + "<w:r><w:noBreakHyphen/></w:r>" + t("c"),
         "a\tb-c"),
        (t("a") + '<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>' + t("b"), "ab"),
        (t("Số") + "<w:r><w:t>u\u031b</w:t></w:r>", "Sốư"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_it_is_printed(inner: str, text: str) -> None:
    assert [line.text for line in with_paragraph(inner)] == [text]


def test_a_text_box_is_read_once_and_before_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{t('trong hộp')}</w:p></w:txbxContent>"
    inner = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = [(line.text, line.place) for line in with_paragraph(inner + t("ngoài hộp"))]
    assert found == [("trong hộp", "body/0/box/0/0"), ("ngoài hộp", "body/0")]


def test_a_deleted_table_row_is_not_read() -> None:
    document = Document()
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "còn", "đã xoá"
    properties = table.rows[1]._tr.get_or_add_trPr()
    properties.append(parse_xml(f'<w:del {W} w:id="1" w:author="a"/>'))
    assert [line.text for line in read_back(document).lines if line.text] == ["còn"]


def test_format_comes_from_run_style_and_default() -> None:
    document = Document()
    document.styles["Normal"].font.size = Pt(13)
    style = document.styles.add_style("Trích yếu", 1)
    style.base_style = document.styles["Normal"]
    style.font.italic = True
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("về việc rà soát", style="Trích yếu")
    bold = document.add_paragraph()
    bold.add_run("đậm ").bold = True
    bold.add_run("và to").bold = True
    bold.runs[1].font.size = Pt(16)
    mixed = document.add_paragraph("thường ")
    mixed.add_run("đậm").bold = True
    lines = read_back(document).lines
    assert (lines[0].italic, lines[0].size, lines[0].centred) == (True, 13, True)
    assert (lines[1].bold, lines[1].size) == (True, 16)
    assert not lines[2].bold


def test_a_style_based_on_itself_does_not_hang() -> None:
    document = Document()
    style = document.styles.add_style("Vòng", 1)
    style.base_style = style
    document.add_paragraph("xong", style="Vòng")
    assert read_back(document).lines[0].text == "xong"


def test_broken_xml_is_told_and_not_raised() -> None:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("DAU_HIEU")
    document.save(out)
    import zipfile

    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as old, zipfile.ZipFile(broken, "w") as new:
        for item in old.infolist():
            new.writestr(item.filename, old.read(item).replace(b"DAU_HIEU", b"<w:r>"))
    with pytest.raises(UnsafeFile) as caught:
        read("a.docx", broken.getvalue())
    assert caught.value.code == "file.damaged"
