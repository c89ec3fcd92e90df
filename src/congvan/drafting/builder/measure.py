"""Lengths: millimetres and points in Word's units, and how wide a line of bold capitals is."""

from __future__ import annotations

from typing import Final

from congvan.model.text import fold

# Advance widths in thousandths of an em: Adobe's font metrics of Times-Bold (the core 14 fonts),
# which Times New Roman Bold and Liberation Serif Bold share. A mark does not widen its letter.
TIMES_BOLD: Final = {
    **dict.fromkeys("ACDNRUVXY", 722),
    **dict.fromkeys("BELTZ", 667),
    **dict.fromkeys("GHKOQ", 778),
    **dict.fromkeys("FP", 611),
    **{"I": 389, "J": 500, "M": 944, "S": 556, "W": 1000, " ": 250},
}


def dxa(millimetres: float) -> int:
    """Twentieths of a point, in which Word measures lengths."""
    return round(millimetres * 1440 / 25.4)


def twips(points: float) -> int:
    """Twentieths of a point, from points."""
    return round(points * 20)


def bold_width(text: str, size: float) -> float:
    """The width in millimetres of capitals set in Times New Roman Bold."""
    units = sum(TIMES_BOLD[fold(letter).upper()] for letter in text)
    return units / 1000 * size * 25.4 / 72
