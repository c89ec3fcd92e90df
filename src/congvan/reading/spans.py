"""Lines taken apart where two columns were flattened into one by tabs or many spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from congvan.model.text import squeeze
from congvan.reading.lines import Line
from congvan.reading.patterns import DATE, MAX_LINE, NUMBER
from congvan.reading.words import MOTTOS, RECIPIENTS_LABEL, is_upper, known

_GAP: Final = re.compile(r"[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{3,}")
_INDENTED: Final = re.compile(r"[ \u00a0]*\t[ \u00a0]*\t|[ \u00a0]{20,}")
_EMPHASIS: Final = re.compile(r"(?<![\w*])\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?![\w*])|^\*{2,3}|\*{2,3}$")
_MAX_HALF: Final = 90  # letters of half a header line


@dataclass(frozen=True, slots=True)
class Span:
    """A line, or the part of it that belongs to one column; offsets are into the line's text."""

    line: Line
    start: int
    end: int
    column: int

    @property
    def raw(self) -> str:
        """As it stands in the line."""
        return self.line.text[self.start : self.end]

    @property
    def text(self) -> str:
        """Without emphasis marks, on one line, single spaces; a lone ``*`` stays."""
        plain = squeeze(self.raw)
        return plain if plain == "*" else squeeze(_EMPHASIS.sub("", plain))

    @property
    def place(self) -> str:
        """Where the line stands."""
        return self.line.place


def spans(lines: Sequence[Line]) -> list[Span]:
    """All lines in order, the flattened ones in parts."""
    return [span for line in lines for span in spans_of(line)]


def spans_of(line: Line) -> Iterator[Span]:
    """The parts of one line from left to right."""
    cuts = _parts(line.text) if len(line.text) <= MAX_LINE else [(0, len(line.text))]
    if len(cuts) == 1:
        column = line.column or (2 if _INDENTED.match(line.text) else 0)
        yield Span(line, 0, len(line.text), column)
        return
    for number, (start, end) in enumerate(cuts):
        inside = 1 if number == 0 else 2
        yield Span(line, start, end, line.column or inside)


def _parts(text: str) -> list[tuple[int, int]]:
    whole = [(0, len(text))]
    number = NUMBER.match(text)
    if number:
        gap = _GAP.match(text, number.end())
        if gap and text[gap.end() :].strip():
            return [(0, number.end()), (gap.end(), len(text))]
        return whole
    date = DATE.search(text)
    if date:
        return _before_date(text, date.start())
    cuts = _gaps(text)
    if len(cuts) > 1 and _is_flattened([text[start:end] for start, end in cuts]):
        return cuts
    return whole


def _before_date(text: str, found: int) -> list[tuple[int, int]]:
    """Place and date are one part, however wide the room before ``ngày``."""
    head = text[:found].rstrip(" \t\u00a0,.…")
    gaps = [gap for gap in _GAP.finditer(head) if head[: gap.start()].strip()]
    if not gaps:
        return [(0, len(text))]
    return [(0, gaps[-1].start()), (gaps[-1].end(), len(text))]


def _gaps(text: str) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    start = 0
    for gap in _GAP.finditer(text):
        parts.append((start, gap.start()))
        start = gap.end()
    parts.append((start, len(text)))
    return [(start, end) for start, end in parts if text[start:end].strip()]


def _is_flattened(parts: Sequence[str]) -> bool:
    """Two columns on one line, and not a body line with wide spaces."""
    if any(len(part) > _MAX_HALF for part in parts):
        return False
    first, last = parts[0].strip(), parts[-1].strip()
    if known(last) in MOTTOS or known(first) in MOTTOS:
        return True
    left_list = first.startswith("-") or RECIPIENTS_LABEL.match(known(first)) is not None
    return left_list or is_upper(last) or (is_upper(first) and first != "*" and len(first) > 3)
