"""Finds where an annex names its own document: ``(Kèm theo … số …-NQ/ĐU, ngày … của …)``.

The number and the date of such a line are those of the head, and are written with them. Only a
blank before the document's own symbol, in a line that begins with a bracket, is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from congvan.drafting.slot_finder import Gap, Located
from congvan.drafting.slots import BLANK
from congvan.model.text import nfc
from congvan.reading.docx import body_of
from congvan.reading.wordml import Element, paragraphs, pieces


@dataclass(frozen=True, slots=True)
class Reference:
    """The blanks of one line; ``day`` is None where the line gives no date."""

    number: Gap
    day: Gap | None


def references(located: Located) -> Iterator[Reference]:
    """The lines that name the document by the symbol of its head, their blanks still open."""
    slot = located.slots.number
    if slot is None:
        return
    line = re.compile(
        rf"\([^()]*?(?P<number>{BLANK})[-/]{re.escape(slot.notation)}(?![\w/-])"
        rf"(?:[^()]*?ngày (?P<day>{BLANK})(?![\w…]))?"
    )
    for item in paragraphs(body_of(located.draft.root), twins=True):
        text = "".join(piece.text for piece in pieces(item.element)[0])
        found = line.match(text) if nfc(text) == text else None
        if found:
            yield Reference(_gap(item.element, found, "number"), _day(item.element, found))


def _day(element: Element, found: re.Match[str]) -> Gap | None:
    return _gap(element, found, "day") if found["day"] else None


def _gap(element: Element, found: re.Match[str], name: str) -> Gap:
    return Gap(element, found.start(name), found.end(name), found[name])
