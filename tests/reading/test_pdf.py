"""A PDF is read column by column in its head and its signature block."""

from __future__ import annotations

import io

import pikepdf
import pytest

from congvan.errors import UnsafeFile
from congvan.reading.columns import Row, Word, gutter
from congvan.reading.read import read

FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"


def pdf(*texts: tuple[float, float, str, str]) -> bytes:
    """A page with texts at (x, y) in Times-Roman or Times-Bold, ASCII only."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    fonts = {
        name: document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name(f"/{face}"),
            )
        )
        for name, face in (("/R", "Times-Roman"), ("/B", "Times-Bold"))
    }
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
    content = "".join(f"BT /{font} 14 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, font, text in texts)
    page.Contents = document.make_stream(content.encode())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


HEAD = pdf(
    (60, 780, "R", "DANG BO TINH AN BINH"),
    (320, 781, "B", "DANG CONG SAN VIET NAM"),
    (60, 762, "B", "DANG UY SO XAY DUNG"),
    (100, 744, "R", "So 05-CV/DU"),
    (320, 744, "R", "An Binh, ngay 03 thang 11 nam 2026"),
    (60, 726, "R", "ve viec ra soat"),
    (200, 690, "R", "Kinh gui: Cac chi bo truc thuoc Dang uy"),
    (60, 670, "R", "Dang uy de nghi cac chi bo truc thuoc quan triet va thuc hien nghiem tuc."),
    (60, 640, "R", "Noi nhan:"),
    (360, 644, "B", "T/M DANG UY"),
    (60, 624, "R", "- Nhu tren;"),
    (370, 626, "R", "BI THU"),
)


def test_the_two_columns_of_the_head_are_not_interleaved() -> None:
    reading = read("a.pdf", HEAD)
    assert reading.pages == 1
    assert [(line.text, line.column) for line in reading.lines] == [
        ("DANG BO TINH AN BINH", 1),
        ("DANG UY SO XAY DUNG", 1),
        ("So 05-CV/DU", 1),
        ("ve viec ra soat", 1),
        ("DANG CONG SAN VIET NAM", 2),
        ("An Binh, ngay 03 thang 11 nam 2026", 2),
        ("Kinh gui: Cac chi bo truc thuoc Dang uy", 0),
        ("Dang uy de nghi cac chi bo truc thuoc quan triet va thuc hien nghiem tuc.", 0),
        ("Noi nhan:", 1),
        ("- Nhu tren;", 1),
        ("T/M DANG UY", 2),
        ("BI THU", 2),
    ]
    assert [line.bold for line in reading.lines[:3]] == [False, True, False]
    assert reading.lines[0].size == 14


def test_a_page_of_pictures_has_no_lines() -> None:
    reading = read("a.pdf", pdf())
    assert (reading.lines, reading.pages) == ((), 1)


def test_a_locked_pdf_and_a_broken_one_say_so() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(HEAD)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UnsafeFile) as locked:
        read("a.pdf", out.getvalue())
    assert locked.value.code == "file.password"
    with pytest.raises(UnsafeFile) as broken:
        read("a.pdf", b"%PDF-1.7\nnothing")
    assert broken.value.code == "file.damaged"


def test_a_pdf_whose_pages_cannot_be_loaded_is_damaged() -> None:
    with pytest.raises(UnsafeFile) as caught:
        read("a.pdf", HEAD.replace(b"/Type /Page\n", b"/Type /Pagx\n").replace(b"/Kids", b"/Kads"))
    assert caught.value.code == "file.damaged"


def row(*words: tuple[float, float]) -> Row:
    return Row(tuple(Word("x", a, b, 14, False, False) for a, b in words), 0)


def test_text_across_the_page_has_no_gutter() -> None:
    body = [row((60, 200), (204, 350), (354, 540)), row((60, 310), (314, 540))]
    assert gutter(body, 595) is None


def test_the_gutter_ends_where_a_line_crosses_it() -> None:
    head = [row((60, 250), (330, 520)), row((60, 250)), row((350, 500)), row((60, 540))]
    found = gutter(head, 595)
    assert found is not None
    assert found.rows == 3
    assert 250 < found.x < 330
