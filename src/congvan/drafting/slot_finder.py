"""Finds the number and date slots in the head of a docx, by its text and its bookmarks."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from congvan.drafting.slots import (
    DATE_BOOKMARK,
    NUMBER_BOOKMARK,
    DateSlot,
    NumberSlot,
    Slots,
)
from congvan.errors import UnsafeFile
from congvan.model.text import nfc
from congvan.reading.docx import body_of, damaged, main_part, paragraph_lines
from congvan.reading.guard import guard
from congvan.reading.header import header_end
from congvan.reading.package import DamagedPackage, Member, Package, open_package
from congvan.reading.patterns import (
    DATE,
    MAX_LINE,
    NUMBER,
    DateLine,
    NumberLine,
    date_line,
    number_line,
    number_of,
)
from congvan.reading.spans import Span, spans
from congvan.reading.styles import Styles
from congvan.reading.wordml import Element, Paragraph, paragraphs, parse, pieces

NAME: Final = "dự thảo.docx"
L = TypeVar("L", NumberLine, DateLine)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a paragraph's printed text to write in; offsets are into that text as stored."""

    paragraph: Element
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A docx taken apart as far as its slots need."""

    package: Package
    member: Member
    xml: bytes
    root: Element


@dataclass(frozen=True, slots=True)
class Located:
    """The slots, and where to write: each entry once, and again for the twin of a text box."""

    draft: Draft
    slots: Slots
    number: tuple[tuple[Gap, ...], ...] = ()  # (slot,)
    date: tuple[tuple[Gap, ...], ...] = ()  # (day, month, year)
    numbers: tuple[NumberSlot, ...] = ()  # every number line of the head
    dates: tuple[DateSlot, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate(Generic[L]):
    """A line of the head that reads as a number line or a date line."""

    line: L
    is_open: bool
    bookmarked: bool
    gaps: tuple[Gap, ...]
    place: str


# What a line says, and the ranges of its gaps; None when it is not such a line.
Reader = Callable[[str, bool], tuple[L, tuple[tuple[int, int], ...]] | None]


def locate(docx: bytes) -> Located:
    """Where the slots are; UnsafeFile when the file cannot be read."""
    draft = _open(docx)
    found = list(paragraphs(body_of(draft.root), twins=True))
    first = {item.place: item for item in found if not item.twin}
    twins = {item.place: item for item in found if item.twin}
    styles = Styles()
    lines = [line for item in first.values() for line in paragraph_lines(item, "body", styles)]
    every = spans(lines)
    head = every[: header_end(every)]
    numbers = list(_candidates(head, first, _as_number, NUMBER_BOOKMARK))
    dates = list(_candidates(head, first, _as_date, DATE_BOOKMARK))
    number, doubt = _choose(numbers, "số")
    day, other = _choose(dates, "ngày tháng")
    number_twins = _in_twin(number, twins, _as_number, NUMBER_BOOKMARK) if number else []
    date_twins = _in_twin(day, twins, _as_date, DATE_BOOKMARK) if day else []
    if number_twins is None or date_twins is None:
        other = other or "hộp chữ ở phần đầu có hai bản ghi khác nhau"
    return Located(
        draft=draft,
        slots=Slots(
            number=_number_slot(number) if number else None,
            date=_date_slot(day) if day else None,
            doubt=doubt or other,
        ),
        number=(number.gaps, *(number_twins or [])) if number else (),
        date=(day.gaps, *(date_twins or [])) if day else (),
        numbers=tuple(_number_slot(item) for item in numbers),
        dates=tuple(_date_slot(item) for item in dates),
    )


def _open(docx: bytes) -> Draft:
    guard(NAME, docx)
    try:
        package = open_package(docx)
        member = package.get(main_part(package))
        assert member is not None  # main_part has seen it
        xml = package.read(member)
    except DamagedPackage as error:
        raise damaged(NAME) from error
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsafeFile(
            "Nội dung của dự thảo ghi bằng UTF-16.",
            remedy="Mở bằng Word hay LibreOffice và lưu lại.",
            code="file.xml-encoding",
        )
    return Draft(package, member, xml, parse(xml))


def _as_number(text: str, marked: bool) -> tuple[NumberLine, tuple[tuple[int, int], ...]] | None:
    """A number line by itself; where a bookmark says so, other words may stand around it."""
    if len(text) > MAX_LINE:
        return None
    found = NUMBER.match(text) if number_line(text) else (NUMBER.search(text) if marked else None)
    return (number_of(found), (found.span("slot"),)) if found else None


def _as_date(text: str, marked: bool) -> tuple[DateLine, tuple[tuple[int, int], ...]] | None:
    line = date_line(text)
    found = DATE.search(text) if len(text) <= MAX_LINE else None
    if line is None and found and marked:
        line = date_line(found[0])
    if line is None:
        return None
    return line, tuple(found.span(key) for key in "dmy") if found else ()


def _candidates(
    head: Sequence[Span],
    first: dict[str, Paragraph],
    reader: Reader[L],
    bookmark: str,
) -> Iterator[_Candidate[L]]:
    for span in head:
        place, _, stretch = span.place.partition(":")
        candidate = _candidate(
            first[place].element, int(stretch or 0), (span.start, span.end), reader, bookmark
        )
        if candidate:
            yield _Candidate(*candidate, place=span.place)


def _candidate(
    paragraph: Element,
    stretch: int,
    within: tuple[int, int],
    reader: Reader[L],
    bookmark: str,
) -> tuple[L, bool, bool, tuple[Gap, ...]] | None:
    begin, raw = _stretch(paragraph, stretch)
    text = nfc(raw)[slice(*within)]
    base = within[0]
    reached = [
        (start - begin, end - begin)
        for start, end in _bookmarks(paragraph, bookmark)
        if begin <= start and end <= begin + len(raw)
    ]
    read = reader(text, bool(reached))
    if read is None:
        return None
    line, ranges = read
    gaps = tuple(
        Gap(
            paragraph,
            begin + _raw_offset(raw, base + start),
            begin + _raw_offset(raw, base + end),
            text[start:end],
        )
        for start, end in ranges
    )
    marked = bool(gaps) and any(
        start + begin <= gaps[-1].end and gaps[0].start <= end + begin for start, end in reached
    )
    is_open = not line.number if isinstance(line, NumberLine) else line.date is None
    return line, is_open, marked, gaps


def _stretch(paragraph: Element, number: int) -> tuple[int, str]:
    """Where the text after so many line breaks begins, and the text."""
    rows = "".join(piece.text for piece in pieces(paragraph)[0]).split("\n")
    return sum(len(row) + 1 for row in rows[:number]), rows[number]


def _raw_offset(raw: str, position: int) -> int:
    """The offset in the stored text of a position in its NFC form."""
    if len(nfc(raw)) == len(raw):
        return position
    start = reached = 0
    for index in range(1, len(raw) + 1):
        if index < len(raw) and unicodedata.combining(raw[index]):
            continue
        if reached >= position:
            break
        reached += len(nfc(raw[start:index]))
        start = index
    return start


def _bookmarks(paragraph: Element, name: str) -> list[tuple[int, int]]:
    """The ranges of text that bookmarks of that name wrap within the paragraph."""
    found, marks = pieces(paragraph)
    starts = [0]
    for piece in found:
        starts.append(starts[-1] + len(piece.text))
    ends = {mark.id: starts[mark.before] for mark in marks if not mark.name}
    return [
        (starts[mark.before], ends[mark.id])
        for mark in marks
        if mark.name == name and ends.get(mark.id, -1) >= starts[mark.before]
    ]


def _choose(found: list[_Candidate[L]], what: str) -> tuple[_Candidate[L] | None, str]:
    """The open one, the bookmarked one before others; a doubt when two are as good."""
    open_ones = [item for item in found if item.is_open]
    pool = open_ones or found[:1]
    marked = [item for item in pool if item.bookmarked]
    pool = marked or pool
    if not pool:
        return None, ""
    doubt = f"phần đầu có {len(pool)} dòng {what} để trống" if len(pool) > 1 else ""
    return pool[0], doubt


def _in_twin(
    chosen: _Candidate[L], twins: dict[str, Paragraph], reader: Reader[L], bookmark: str
) -> list[tuple[Gap, ...]] | None:
    """The same gaps in the fallback copy of a text box; None when the copy says otherwise."""
    place, _, stretch = chosen.place.partition(":")
    twin = twins.get(place)
    if twin is None:
        return []
    rows = "".join(piece.text for piece in pieces(twin.element)[0]).split("\n")
    number = int(stretch or 0)
    if number >= len(rows):
        return None
    whole = (0, len(nfc(rows[number])))
    copy = _candidate(twin.element, number, whole, reader, bookmark)
    if copy is None or copy[0] != chosen.line:
        return None
    return [copy[3]]


def _number_slot(found: _Candidate[NumberLine]) -> NumberSlot:
    line = found.line
    how = "bookmark" if found.bookmarked else "text"
    return NumberSlot(found.place, how, line.text, line.notation, line.form, line.number)


def _date_slot(found: _Candidate[DateLine]) -> DateSlot:
    line = found.line
    how = "bookmark" if found.bookmarked else "text"
    return DateSlot(found.place, how, line.text, line.day, line.month, line.year)
