"""Which of the lines at the upper left name the organ, and which the one above it (HD05 2.1)."""

from __future__ import annotations

from collections.abc import Sequence

from congvan.reading.part import NOTHING, Part, part
from congvan.reading.spans import Span
from congvan.reading.words import BARE_HEADS, ORGAN_HEADS, known, starts_with_any


def parent_and_organ(lines: Sequence[Span]) -> tuple[Part, Part]:
    """Told apart by weight where it differs, else by the words an organ's name begins with."""
    if not lines:
        return NOTHING, NOTHING
    units = _by_weight(lines) or _by_words(lines)
    parent = part(units[-2]) if len(units) > 1 else NOTHING
    return parent, part(units[-1])


def _by_weight(lines: Sequence[Span]) -> list[list[Span]]:
    """Upright lines above, bold lines below: parent and organ."""
    first_bold = next((n for n, span in enumerate(lines) if span.line.bold), 0)
    above, below = list(lines[:first_bold]), list(lines[first_bold:])
    if not above or not all(span.line.bold for span in below):
        return []
    return [above, below]


def _by_words(lines: Sequence[Span]) -> list[list[Span]]:
    units: list[list[Span]] = []
    for span in lines:
        if units and not _begins_unit(span, units[-1]):
            units[-1].append(span)
        else:
            units.append([span])
    return units


def _begins_unit(span: Span, before: Sequence[Span]) -> bool:
    if " ".join(known(item.text) for item in before) in BARE_HEADS:
        return False
    return starts_with_any(known(span.text), ORGAN_HEADS)
