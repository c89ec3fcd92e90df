"""A PDF as lines, by where its letters stand: the two-column header is not interleaved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from congvan.errors import UnsafeFile
from congvan.model.text import fold, nfc
from congvan.reading.columns import Row, gutter, split_row
from congvan.reading.glyphs import rows_of
from congvan.reading.lines import Line, Media, Reading
from congvan.reading.words import COMPETENCE, is_upper, known

MAX_PAGES: Final = 2000
_CENTRE_TOLERANCE: Final = 8.0  # points
_SIGNATURE: Final = "noi nhan"
_COLUMN: Final = 150.0  # points: what begins so far right of Nơi nhận is the other column


def read_pdf(name: str, data: bytes) -> Reading:
    """The neutral form; no lines when the pages are pictures. UnsafeFile when locked or broken."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise refused(name, error) from error
    with document:
        count = len(document)
        if count > MAX_PAGES:
            raise UnsafeFile(
                f"“{name}” có {count} trang, quá {MAX_PAGES}.",
                remedy="Tách tệp thành từng văn bản.",
                code="file.too-many-pages",
            )
        try:
            lines = tuple(line for page in range(count) for line in _page(document, page))
        except pdfium.PdfiumError as error:
            raise refused(name, error) from error
        return Reading(Media.PDF, lines, pages=count)


def refused(name: str, error: pdfium.PdfiumError) -> UnsafeFile:
    """What the clerk is told of a PDF that does not open."""
    if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
        return UnsafeFile(
            f"“{name}” được đặt mật khẩu.",
            remedy="Xin bản không có mật khẩu, hoặc bỏ mật khẩu rồi đưa lại.",
            code="file.password",
        )
    return UnsafeFile(
        f"“{name}” là tệp PDF bị hỏng.",
        remedy="Chép lại tệp; hoặc mở ra, in lại thành PDF.",
        code="file.damaged",
    )


def _page(document: pdfium.PdfDocument, index: int) -> Iterator[Line]:
    page = document[index]
    text = page.get_textpage()
    try:
        rows = rows_of(text)
        width = float(page.get_width())
    finally:
        text.close()
        page.close()
    for number, (row, column) in enumerate(_in_reading_order(rows, width)):
        yield _line(row, column, f"page/{index + 1}/{number}", index + 1, rows)


def _in_reading_order(rows: Sequence[Row], width: float) -> Iterator[tuple[Row, int]]:
    """Header: left column, then right; so the signature block; between them row by row."""
    start = _signature_start(rows)
    first = gutter(rows[:start], width)
    yield from _columns(rows[: first.rows], first.x) if first else ()
    done = first.rows if first else 0
    yield from ((row, 0) for row in rows[done:start])
    last = gutter(rows[start:], width)
    yield from _columns(rows[start : start + last.rows], last.x) if last else ()
    yield from ((row, 0) for row in rows[start + (last.rows if last else 0) :])


def _signature_start(rows: Sequence[Row]) -> int:
    """The row of ``Nơi nhận``, or the rows of the right column that reach above it."""
    for number, row in enumerate(rows):
        if fold(nfc(row.text)).startswith(_SIGNATURE):
            edge = row[0].left + _COLUMN
            while number and rows[number - 1][0].left > edge and _near(rows, number):
                number -= 1  # noqa: PLW2901 - walks back from where it was found
            return number
    for number, row in enumerate(rows):  # a form without recipients: two blocks side by side
        left, _, right = nfc(row.text).rpartition("\t")
        if left and is_upper(right) and COMPETENCE.match(known(right)):
            return number
    return len(rows)


def _near(rows: Sequence[Row], number: int) -> bool:
    return rows[number - 1].baseline - rows[number].baseline < 2.5 * rows[number][0].size


def _columns(rows: Sequence[Row], x: float) -> Iterator[tuple[Row, int]]:
    halves = [split_row(row, x) for row in rows]
    yield from ((left, 1) for left, _ in halves if left)
    yield from ((right, 2) for _, right in halves if right)


def _line(row: Row, column: int, place: str, page: int, rows: Sequence[Row]) -> Line:
    return Line(
        text=nfc(row.text),
        place=place,
        page=page,
        bold=all(word.bold for word in row.words),
        italic=all(word.italic for word in row.words),
        size=round(max(word.size for word in row.words), 1),
        align="" if column else _align(row, rows),
        column=column,
    )


def _align(row: Row, rows: Sequence[Row]) -> str:
    left = min(item[0].left for item in rows)
    right = max(item[-1].right for item in rows)
    before, after = row[0].left - left, right - row[-1].right
    centred = abs(before - after) < _CENTRE_TOLERANCE and before > 3 * _CENTRE_TOLERANCE
    return "center" if centred else ""
