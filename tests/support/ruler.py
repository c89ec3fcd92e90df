"""A printed page as lines and strokes in millimetres, for tests that measure paper."""

from __future__ import annotations

import ctypes
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Char:
    """One printed character; millimetres from the top left corner of the paper."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one baseline, from left to right, without a wide gap between them."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    fonts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its lines from the top, and the strokes drawn on it (left, right, height)."""

    lines: list[Line]
    strokes: list[tuple[float, float, float]]

    def find(self, start: str) -> Line:
        return next(line for line in self.lines if line.text.startswith(start))


def printed(drafts: Mapping[str, bytes], folder: Path) -> dict[str, list[Sheet]]:
    """Every draft as measured pages; LibreOffice is started once."""
    for name, docx in drafts.items():
        (folder / f"{name}.docx").write_bytes(docx)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    return {path.stem: list(sheets(path)) for path in sorted(folder.glob("*.pdf"))}


def sheets(path: Path) -> Iterator[Sheet]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            chars = list(characters(page))
            yield Sheet(sorted(lines(chars), key=lambda line: line.baseline), list(strokes(page)))


def characters(page: pypdfium2.PdfPage) -> Iterator[Char]:
    text, height = page.get_textpage(), page.get_height()
    name = ctypes.create_string_buffer(100)
    for index in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, index))
        if char in "\r\n" or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        left, _, right, _ = text.get_charbox(index, loose=True)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetFontInfo(text, index, name, 100, None)
        yield Char(
            char,
            left / MM,
            right / MM,
            (height - y.value) / MM,
            pdfium.FPDFText_GetFontSize(text, index),
            name.value.decode(),
        )


def lines(chars: list[Char]) -> Iterator[Line]:
    rows: dict[int, list[Char]] = {}
    for char in chars:
        rows.setdefault(round(char.baseline * 5), []).append(char)
    for row in rows.values():
        row.sort(key=lambda char: char.left)
        start = 0
        for index in range(1, len(row) + 1):
            if index == len(row) or row[index].left - row[index - 1].right > 8:
                yield line_of(row[start:index])
                start = index


def line_of(chars: list[Char]) -> Line:
    inked = [char for char in chars if char.text.strip()] or chars
    return Line(
        "".join(char.text for char in chars).strip(),
        inked[0].left,
        inked[-1].right,
        inked[0].baseline,
        max(char.size for char in inked),
        frozenset(char.font for char in inked),
    )


def strokes(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float]]:
    """Each once: LibreOffice writes a border a second time as its own clip."""
    seen = set()
    for found in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,)):
        left, bottom, right, _ = found.get_bounds()
        seen.add((left / MM, right / MM, (page.get_height() - bottom) / MM))
    yield from sorted(seen)
