"""Writes number and date into the slots: in their runs only, every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from congvan.drafting.slot_finder import Gap, Located, locate
from congvan.drafting.slot_references import references
from congvan.errors import NoSlot, RefusedInput
from congvan.model.dates import in_words, short
from congvan.reading.package import replace_member
from congvan.reading.surgery import rewrite
from congvan.reading.wordml import Element, local, pieces

_NUMBER: Final = re.compile(r"\d{1,6}[a-zđ]?")
_KEPT_SPACE: Final = " \u00a0"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace a range of a paragraph's text; the value goes where ``anchor`` stands."""

    paragraph: Element
    start: int
    end: int
    value: str
    anchor: int


def write(docx: bytes, *, number: str, day: date) -> bytes:
    """See ``slots.fill``; what was written is read back before it is handed out."""
    if not _NUMBER.fullmatch(number):
        raise RefusedInput(f"“{number}” không phải là số văn bản.", remedy="Ví dụ: 01, 26, 105.")
    located = locate(docx)
    located.slots.check(day)
    texts = _texts(list(_edits(located, number, day)))
    draft = located.draft
    filled = replace_member(draft.package, draft.member, rewrite(draft.xml, draft.root, texts))
    _read_back(filled, located, number, day)
    return filled


def _read_back(filled: bytes, located: Located, number: str, day: date) -> None:
    before, after = located.slots, locate(filled)
    assert before.number is not None  # checked before writing
    assert before.date is not None
    numbers = {slot.place: slot.number for slot in after.numbers}
    dates = {slot.place: slot.date for slot in after.dates}
    if numbers.get(before.number.place) != number or dates.get(before.date.place) != day:
        raise NoSlot(
            "Ghi số và ngày vào dự thảo không thành.",
            remedy="Gõ lại dòng số và dòng ngày tháng trong dự thảo, hoặc soạn từ mẫu.",
            code="draft.slot-doubtful",
        )


def _edits(located: Located, number: str, day: date) -> Iterator[Edit]:
    for (slot,) in located.number:
        yield _number_edit(slot, number)
    _, day_word, _, month_word, _, year_word = in_words(day).split()
    for gaps in located.date:
        for gap, word, last in zip(
            gaps, (day_word, month_word, year_word), (False, False, True), strict=False
        ):
            if not _is_said(gap, last=last):
                yield _date_edit(gap, word, last=last)
    for found in references(located):
        yield _whole(found.number, number)
        if found.day:
            yield _whole(found.day, short(day))


def _whole(gap: Gap, value: str) -> Edit:
    return Edit(gap.paragraph, gap.start, gap.end, value, gap.start)


def _is_said(gap: Gap, *, last: bool) -> bool:
    """Typed in full; ``năm 20…`` is not."""
    digits = re.sub(r"\D", "", gap.text)
    return len(digits) == 4 if last else bool(digits)


def _number_edit(gap: Gap, number: str) -> Edit:
    """``Số 01-CV/ĐU``: one space kept or set before, none after."""
    kept = 1 if gap.text[:1] and gap.text[0] in _KEPT_SPACE else 0
    return _edit(gap, kept, 0, number if kept else f" {number}")


def _date_edit(gap: Gap, word: str, *, last: bool) -> Edit:
    """One space kept or set on both sides of day and month, before the year."""
    text = gap.text
    before = 1 if text[:1] and text[0] in _KEPT_SPACE else 0
    after = 1 if not last and len(text) > before and text[-1] in _KEPT_SPACE else 0
    head = "" if before else " "
    tail = "" if after or last else " "
    return _edit(gap, before, after, f"{head}{word}{tail}")


def _edit(gap: Gap, before: int, after: int, value: str) -> Edit:
    """White blanks take the format of where they begin; dots and the like, their own."""
    start, end = gap.start + before, gap.end - after
    white = not gap.text.strip()
    anchor = gap.start if white else start
    return Edit(gap.paragraph, start, end, value, anchor)


def _texts(edits: Sequence[Edit]) -> dict[Element, str | None]:
    """The new text of every touched element; None for a tab that goes."""
    texts: dict[Element, str | None] = {}
    for paragraph in dict.fromkeys(edit.paragraph for edit in edits):
        found = pieces(paragraph)[0]
        shown = [piece.text for piece in found]
        touched: set[int] = set()
        mine = [edit for edit in edits if edit.paragraph is paragraph]
        for edit in sorted(mine, key=lambda item: -item.start):
            touched |= _apply(shown, edit)
        for index in touched:
            element = found[index].element
            is_text = local(element) == "t"
            texts[element] = shown[index] if shown[index] or is_text else None
    return texts


def _apply(shown: list[str], edit: Edit) -> set[int]:
    """Take the range out of the pieces, put the value into the anchor's piece."""
    touched: set[int] = set()
    home, at = _home(shown, edit)
    position = 0
    for index, text in enumerate(list(shown)):
        start, end = position, position + len(text)
        position = end
        left, right = max(edit.start, start), min(edit.end, end)
        kept = text[: left - start] + text[right - start :] if left < right else text
        if index == home:
            cut = min(max(at - start, 0), len(text)) if left >= right else left - start
            kept = kept[:cut] + edit.value + kept[cut:]
        if kept != text:
            shown[index] = kept
            touched.add(index)
    return touched


def _home(shown: Sequence[str], edit: Edit) -> tuple[int, int]:
    """The piece the value goes into, and where: that of the anchor, or the one ending there."""
    position = 0
    best = 0
    for index, text in enumerate(shown):
        end = position + len(text)
        if text and position <= edit.anchor and (edit.anchor < end or edit.start == end):
            best = index
            if edit.anchor < end:
                return index, edit.start
        position = end
    return best, edit.start
