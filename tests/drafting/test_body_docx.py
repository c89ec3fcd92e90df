"""A body pasted from Word: its words and emphasis, its tables and numbers; what is lost is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from congvan.drafting.body.pasted import body_from_docx
from congvan.drafting.body.pasted_text import Pasted
from congvan.drafting.body.reader import read_body
from congvan.drafting.body.values import Kind, plain
from congvan.errors import CongvanError

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pasted(write: Callable[..., object]) -> Pasted:
    document = Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return body_from_docx("noi-dung.docx", out.getvalue())


def codes(found: Pasted) -> list[str]:
    return [finding.code for finding in found.findings]


def test_bold_and_italic_are_kept_as_light_text() -> None:
    def write(document: object) -> None:
        paragraph = document.add_paragraph()  # type: ignore[attr-defined]
        paragraph.add_run("Điều 1. ").bold = True
        paragraph.add_run("Giao ")
        paragraph.add_run("Văn phòng").italic = True
        both = paragraph.add_run(" ngay")
        both.bold = both.italic = True

    found = pasted(write)
    assert found.text == "**Điều 1.** Giao *Văn phòng **ngay***"
    assert found.findings == ()


def test_asterisks_and_bars_of_the_text_stay_letters() -> None:
    line = "| 2 * 3 (*) *không nghiêng* C:\\giấy\\*"
    found = pasted(lambda document: document.add_paragraph(line))
    (block,) = read_body(found.text).blocks
    assert (block.kind, block.text) == (Kind.TEXT, line)


def test_a_table_is_kept_and_its_bold_first_row_is_the_header() -> None:
    def write(document: object) -> None:
        table = document.add_table(2, 2)  # type: ignore[attr-defined]
        for cell, text in zip(table.rows[0].cells, ("TT", "Tên"), strict=True):
            cell.paragraphs[0].add_run(text).bold = True
        table.cell(1, 0).text = "1"
        table.cell(1, 1).text = "Chi bộ 1\nChi bộ 2"
        document.add_paragraph("Hết.")  # type: ignore[attr-defined]

    found = pasted(write)
    table, last = read_body(found.text).blocks
    assert [row.head for row in table.rows] == [True, False]
    assert [[[plain(line) for line in cell] for cell in row.cells] for row in table.rows] == [
        [["TT"], ["Tên"]],
        [["1"], ["Chi bộ 1", "Chi bộ 2"]],
    ]
    assert last.text == "Hết."


def test_merged_cells_are_repeated_and_told() -> None:
    def write(document: object) -> None:
        table = document.add_table(2, 3)  # type: ignore[attr-defined]
        for at, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = "abcdef"[at]
        table.cell(0, 0).merge(table.cell(0, 1)).text = "gộp"
        table.cell(0, 2).merge(table.cell(1, 2)).text = "dọc"

    found = pasted(write)
    assert found.text.strip() == "| gộp | gộp | dọc |\n| d | e | dọc |"
    assert "body.docx-merged" in codes(found)


def test_numbers_word_sets_by_itself_are_written_out() -> None:
    def write(document: object) -> None:
        for text in ("Một", "Hai"):
            document.add_paragraph(text, style="List Number")  # type: ignore[attr-defined]
        document.add_paragraph("Gạch", style="List Bullet")  # type: ignore[attr-defined]

    found = pasted(write)
    assert found.text == "1. Một\n2. Hai\n- Gạch"
    assert codes(found) == ["body.docx-numbered"]


NUMBERING = f"""<w:numbering xmlns:w="{WORDS}"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1-"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>
<w:lvlText w:val="%1.%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/>
<w:numFmt w:val="lowerLetter"/>
<w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">
<w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>"""


def test_numbers_of_several_levels_count_as_word_counts_them() -> None:
    depths = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 0), (1, 1), (2, 0), (0, 0)]
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
        "</w:pPr><w:r><w:t>x</w:t></w:r></w:p>"
        for number, depth in depths
    )
    found = body_from_docx("a.docx", package(body, numbering=NUMBERING))
    assert found.text.split("\n") == [
        *("I- x", "1.1. x", "1.2. x", "a) x", "b) x", "II- x", "2.1. x", "V- x", "x"),
    ]


def package(body: str, **parts: str) -> bytes:
    """The smallest docx around those paragraphs."""
    kinds = "".join(
        f'<Relationship Id="r{name}" Target="{name}.xml" Type="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships/{name.rstrip("0123456789")}"/>'
        for name in parts
    )
    relation = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    related = f'<Relationships xmlns="{relation}">{kinds}</Relationships>'
    whole = f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relation}"><Relationship Id="r" Target='
        '"word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument"/></Relationships>',
        "word/document.xml": whole,
        "word/_rels/document.xml.rels": related,
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, text in members.items():
            opened.writestr(name, text)
    return out.getvalue()


def p(inside: str) -> str:
    return f"<w:p><w:r>{inside}</w:r></w:p>"


NOTE = (
    f'<w:footnotes xmlns:w="{WORDS}"><w:footnote w:id="2"><w:p><w:r><w:t>lời chú</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)
BOX = (
    "<w:t>neo</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict>"
)


@pytest.mark.parametrize(
    ("body", "text", "code"),
    [
        (p('<w:t>a</w:t><w:footnoteReference w:id="2"/>'), "a\n[Chú thích: lời chú]", "note"),
        (p(BOX), "trong khung\nneo", "text-box"),
        (p("<w:t>a</w:t><w:drawing/>"), "a", "picture"),
        (p('<w:t>a</w:t><w:sym w:char="F0FC"/>'), "a", "symbol"),
        (p('<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t>'), "2", "raised"),
        (p("<w:t>a</w:t>") + p("<w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>"), "a", "hidden"),
        (p("<w:t>a</w:t>") + "<w:p><w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p>", "a",
         "tracked"),
        (p('<w:t>a</w:t><w:commentReference w:id="1"/>'), "a", "comment"),
        (p("<w:rPr><w:caps/></w:rPr><w:t>chữ hoa</w:t>"), "CHỮ HOA", ""),
        (p("<w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t>"), "a\nb c", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_by_name_and_its_words_are_there(
    body: str, text: str, code: str
) -> None:
    found = body_from_docx("a.docx", package(body, footnotes=NOTE))
    assert found.text == text
    assert codes(found) == ([f"body.docx-{code}"] if code else [])


def test_a_table_inside_a_table_leaves_its_words_in_the_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('<w:t>trong</w:t>')}</w:tc></w:tr></w:tbl>"
    cell = f"<w:tc>{p('<w:t>ngoài</w:t>')}{inner}{p('<w:t>sau</w:t>')}</w:tc>"
    found = body_from_docx("a.docx", package(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    assert found.text.strip() == "| ngoài<br>trong<br>sau |"
    assert codes(found) == ["body.docx-nested"]


def test_what_leaves_the_child_comes_back_the_same() -> None:
    found = body_from_docx("a.docx", package(p("<w:t>a</w:t><w:drawing/>")))
    assert Pasted.from_json(found.to_json()) == found


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text", b"%PDF-1.4"])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(CongvanError):
        body_from_docx("a.docx", data)


def test_a_cell_that_says_it_covers_a_million_columns_is_no_trouble() -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>{p("<w:t>a</w:t>")}</w:tc>'
    assert body_from_docx("a.docx", package(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")).text


def test_a_header_row_word_repeats_is_a_header() -> None:
    def write(document: object) -> None:
        table = document.add_table(2, 1)  # type: ignore[attr-defined]
        table.cell(0, 0).text, table.cell(1, 0).text = "đầu", "dòng"
        properties = table.rows[0]._tr.get_or_add_trPr()
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        properties.append(mark)

    assert pasted(write).text.strip() == "| đầu |\n|---|\n| dòng |"


@pytest.mark.confinement
def test_a_pasted_body_is_read_in_the_confined_child() -> None:
    from congvan.backends.sandbox import ConfinedSandbox

    sandbox = ConfinedSandbox()
    try:
        out = sandbox.run("body", package(p("<w:t>Điều 1. Một</w:t>")), {"name": "a.docx"})
    finally:
        sandbox.close()
    assert Pasted.from_json(out) == Pasted("Điều 1. Một")
