"""The head of a document: everything before its addressees or its text (HD05 1-5, NĐ 30 I)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from congvan.reading.organs import parent_and_organ
from congvan.reading.part import NOTHING, Part, part
from congvan.reading.patterns import DateLine, NumberLine, date_line, number_line
from congvan.reading.spans import Span
from congvan.reading.words import (
    ADDRESS_LABEL,
    BODY_START,
    CIRCULATION,
    MOTTOS,
    SECRECY,
    TYPES,
    URGENCY,
    is_upper,
    known,
    mark_of,
    starts_with_any,
)

_MAX_HEADER: Final = 80  # lines looked at
_LONG: Final = 160  # letters: a paragraph, not a header line
_WRAPPED: Final = 62  # letters: two such lines in a row are a paragraph cut into lines
_MARK_REACH: Final = 6  # lines after the header in which a secrecy mark still counts
_RULE: Final = re.compile(r"[-_*=.…\s]*")
_AUTHOR: Final = re.compile(r"cua (?:ban|bo|uy|hoi|dang|tinh|thanh|chi|van|dai|quan|tieu|so)\b")


@dataclass(frozen=True, slots=True)
class Header:
    """What the head says; ``end`` is the first span after it."""

    end: int
    number: NumberLine | None = None
    date: DateLine | None = None
    motto: Part = NOTHING
    parent_organ: Part = NOTHING
    organ: Part = NOTHING
    type_name: Part = NOTHING
    subject: Part = NOTHING
    secrecy: Part = NOTHING
    urgency: Part = NOTHING

    @property
    def found(self) -> bool:
        """Whether this begins an official document at all."""
        return bool(self.number or self.motto or (self.type_name and (self.date or self.organ)))


def header_end(found: Sequence[Span]) -> int:
    """The index of the first span that belongs to addressees or text."""
    for index, span in enumerate(found[:_MAX_HEADER]):
        if ADDRESS_LABEL.match(known(span.text)) or _is_body(found, index):
            return index
    return min(len(found), _MAX_HEADER)


def _is_body(found: Sequence[Span], index: int) -> bool:
    span = found[index]
    text = span.text
    if span.column or not text or is_upper(text) or number_line(text) or date_line(text):
        return False
    if BODY_START.match(known(text)):
        return True
    if span.line.bold or span.line.centred:
        return False
    if len(text) > _LONG:
        return True
    after = found[index + 1] if index + 1 < len(found) else None
    return len(text) > _WRAPPED and after is not None and _continues(after)


def _continues(span: Span) -> bool:
    return span.column == 0 and len(span.text) > _WRAPPED and not is_upper(span.text)


def find_header(found: Sequence[Span]) -> Header:
    """The parts of the head of the first document."""
    end = header_end(found)
    head = found[:end]
    at_number, number = _number(head)
    at_type = _type(head, at_number)
    named = head[at_type : at_type + 1]
    parent, organ = parent_and_organ(_above(head, at_number, at_type))
    return Header(
        end=end,
        number=number,
        date=_date(head),
        motto=part(_mottos(head)),
        parent_organ=parent,
        organ=organ,
        type_name=_type_name(named),
        subject=_subject(head, named, at_type, at_number),
        secrecy=_mark(found[: end + _MARK_REACH], SECRECY),
        urgency=_mark(head, URGENCY),
    )


def _number(head: Sequence[Span]) -> tuple[int, NumberLine | None]:
    for index, span in enumerate(head):
        line = number_line(span.text, span.place)
        if line:
            return index, line
    return -1, None


def _date(head: Sequence[Span]) -> DateLine | None:
    """The date line, which a narrow column may have broken in two."""
    for index, span in enumerate(head):
        line = date_line(span.text, span.place)
        if line and line.year is None and line.day is not None:
            after = _next_of_column(head, index)
            joined = date_line(f"{span.text} {after.text}", span.place) if after else None
            line = joined or line
        if line:
            return line
    return None


def _next_of_column(head: Sequence[Span], index: int) -> Span | None:
    return next((span for span in head[index + 1 :] if span.column == head[index].column), None)


def _mottos(head: Sequence[Span]) -> list[Span]:
    """Tiêu đề, or Quốc hiệu and Tiêu ngữ, each perhaps on two lines."""
    mottos: list[Span] = []
    for index, span in enumerate(head):
        text = known(span.text)
        if text in MOTTOS:
            mottos.append(span)
            continue
        after = _next_of_column(head, index)
        if after and len(text) > 10 and f"{text} {known(after.text)}" in MOTTOS:
            mottos += [span, after]
    return mottos


def _is_decoration(span: Span) -> bool:
    text = span.text
    return bool(
        not text
        or _RULE.fullmatch(text)
        or mark_of(text, SECRECY)
        or mark_of(text, URGENCY)
        or starts_with_any(known(text).strip("()[] "), CIRCULATION)
        or known(text).startswith("du thao")
    )


def _above(head: Sequence[Span], at_number: int, at_type: int) -> list[Span]:
    """The lines in capitals at the left above the number: the organs."""
    stop = at_number if at_number >= 0 else (at_type if at_type >= 0 else len(head))
    mottos = _mottos(head)
    return [
        span
        for span in head[:stop]
        if span.column < 2
        and span.line.part == "body"
        and is_upper(span.text)
        and span not in mottos
        and not _is_decoration(span)
    ]


def _type(head: Sequence[Span], at_number: int) -> int:
    """The line of tên loại: in capitals, across the page."""
    for index in range(max(at_number, 0), len(head)):
        span = head[index]
        if span.column == 0 and starts_with_any(known(_capitals(span.text)), TYPES):
            return index
    return len(head)


def _type_name(named: Sequence[Span]) -> Part:
    """Only the name, when the subject follows on its line."""
    if not named:
        return NOTHING
    return Part(_capitals(named[0].text), (named[0].place,))


def _capitals(text: str) -> str:
    """The words in capitals it begins with."""
    return " ".join(takewhile(str.isupper, text.split()))


def _subject(head: Sequence[Span], named: Sequence[Span], at_type: int, at_number: int) -> Part:
    """Trích yếu: under tên loại, or under the number in the left column of a công văn."""
    if named:
        rest = named[0].text[len(_type_name(named).text) :].strip()
        below = part(_subject_lines(head[at_type + 1 :], {0, 1, 2}))
        if rest:
            return Part(f"{rest} {below.text}".strip(), (named[0].place, *below.at))
        return below
    if at_number < 0:
        return NOTHING
    number = head[at_number]
    flattened = {0} if number.line.column == 0 else set()
    return part(_subject_lines(head[at_number + 1 :], {number.column} | flattened))


_LONGEST_SUBJECT: Final = 400  # characters; the longest real ones seen have about 250
_BODY: Final = re.compile(r"-?\s*Căn cứ|Kính (?:gửi|trình)|Điều \d|[IVX]+[.\-] |\d+[.)] ")


def _subject_lines(below: Sequence[Span], columns: set[int]) -> list[Span]:
    """The block of lines in those columns, up to a rule, a mark, an organ or an empty line."""
    across = 0 in columns
    mottos = _mottos(below)
    lines: list[Span] = []
    for span in below:
        if span.column not in columns:
            continue
        if not span.text and lines:
            break
        text = known(span.text)
        if span in mottos or date_line(span.text) or _continues_date(span, lines):
            if lines and across:
                break
            continue
        if _is_decoration(span) or (not lines and _AUTHOR.match(text) and is_upper(span.text)):
            if lines:
                break
            continue
        if not lines and is_upper(span.text) and across:
            continue
        if lines and _leaves_subject(span, lines):
            break
        lines.append(span)
    return lines


def _leaves_subject(span: Span, lines: Sequence[Span]) -> bool:
    """Whether the content has begun, where nothing was drawn between it and the trích yếu."""
    longer = sum(len(line.text) for line in lines) + len(span.text) > _LONGEST_SUBJECT
    lighter = lines[0].line.bold and not span.line.bold
    return longer or lighter or _BODY.match(known(span.text)) is not None


def _continues_date(span: Span, lines: Sequence[Span]) -> bool:
    return not lines and re.fullmatch(r"(?:19|20)\d\d", span.text) is not None


def _mark(near: Sequence[Span], marks: dict[str, str]) -> Part:
    for span in near:
        found = mark_of(span.text, marks)
        if found:
            return Part(found, (span.place,))
    return NOTHING
