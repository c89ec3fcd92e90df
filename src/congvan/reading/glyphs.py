"""The letters of a PDF page with their boxes, gathered into words and rows."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from congvan.reading.columns import Row, Word

_SAME_ROW: Final = 0.35  # letters' sizes between baselines
_SPACE_GAP: Final = 0.25  # letters' sizes between words
_NAME_SIZE: Final = 128
_FLAG_ITALIC: Final = 1 << 6
_FLAG_BOLD: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter: where it stands on the page and in the text."""

    index: int
    char: str
    left: float
    right: float
    baseline: float
    size: float


def rows_of(text: pdfium.PdfTextPage) -> list[Row]:
    """The rows of a page from the top."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(_glyphs(text), key=lambda item: -item.baseline):
        if rows and rows[-1][0].baseline - glyph.baseline < _SAME_ROW * glyph.size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [Row(tuple(_words(text, row)), row[0].baseline) for row in rows]


def _glyphs(text: pdfium.PdfTextPage) -> Iterator[Glyph]:
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if raw.FPDFText_IsGenerated(text, index) or code <= 0x20 or code in {0xA0, 0xFFFE}:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        size = abs(box.top - box.bottom) / 1.15 or 1.0
        yield Glyph(index, chr(code), box.left, box.right, y.value, size)


def _words(text: pdfium.PdfTextPage, row: Sequence[Glyph]) -> Iterator[Word]:
    letters: list[Glyph] = []
    for glyph in sorted(row, key=lambda item: item.left):
        if letters and _drawn_twice(letters[-1], glyph):
            continue
        if letters and _parted(letters[-1], glyph):
            yield _word(text, letters)
            letters = []
        letters.append(glyph)
    yield _word(text, letters)


def _parted(before: Glyph, glyph: Glyph) -> bool:
    """By room, or by a space between them in the text: ``ơ`` and ``ư`` reach into the room."""
    gap = glyph.left - before.right
    return gap > _SPACE_GAP * glyph.size or (glyph.index == before.index + 2 and gap > 0)


def _drawn_twice(before: Glyph, glyph: Glyph) -> bool:
    """Bold made by printing a letter twice, a hair apart."""
    return before.char == glyph.char and glyph.left - before.left < 0.1 * glyph.size


def _word(text: pdfium.PdfTextPage, letters: Sequence[Glyph]) -> Word:
    first = letters[0]
    name = ctypes.create_string_buffer(_NAME_SIZE)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, first.index, name, _NAME_SIZE, flags)
    face = name.value.decode("utf-8", "replace").lower()
    return Word(
        text="".join(glyph.char for glyph in letters),
        left=first.left,
        right=letters[-1].right,
        size=_size(text, first),
        bold="bold" in face or bool(flags.value & _FLAG_BOLD),
        italic="italic" in face or "oblique" in face or bool(flags.value & _FLAG_ITALIC),
    )


def _size(text: pdfium.PdfTextPage, glyph: Glyph) -> float:
    """The letter's size on the page: some programs write size 1 and scale the matrix."""
    said = float(raw.FPDFText_GetFontSize(text, glyph.index))
    return said if said > 2 else glyph.size
