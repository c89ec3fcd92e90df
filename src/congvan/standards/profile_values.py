"""The small words a layout standard is written in: spans, cases, styles, places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both included; one value when they are equal."""

    low: float
    high: float

    def covers(self, value: float) -> bool:
        """Whether the value lies inside."""
        return self.low <= value <= self.high


class Case(StrEnum):
    """How letters are written."""

    UPPER = "upper"  # chữ in hoa
    LOWER = "lower"  # chữ in thường, a lower-case first word
    MIXED = "mixed"  # chữ in thường, capitals where spelling asks for them


class Style(StrEnum):
    """Kiểu chữ."""

    UPRIGHT = "upright"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold-italic"
    UNDERLINED = "underlined"


class Align(StrEnum):
    """Where lines stand inside the place of a component."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class Place(StrEnum):
    """Where on the paper a component stands (ô số of the standard's diagram)."""

    TOP_MARGIN = "top-margin"  # between the edge and the text area
    ABOVE = "above"  # first page, above the header
    CORNER = "corner"  # top right of the first page, outside the text area
    HEAD_LEFT = "head-left"  # first page, left column
    HEAD_RIGHT = "head-right"  # first page, right column
    MIDDLE = "middle"  # first page, across the text area
    TEXT = "text"
    END_LEFT = "end-left"  # under the content, left column
    END_RIGHT = "end-right"  # under the content, right column
    SIGNATURE = "signature"  # under the signature
    COPY = "copy"  # the block a copy adds under the content
    ANNEX = "annex"  # top of the annex's first page
    FOOT = "foot"  # foot of the page the standard names


class RuleLine(StrEnum):
    """A solid line: none, or how long."""

    NONE = "none"
    TEXT = "text"  # exactly as long as the words above it
    THIRD_TO_HALF = "third-to-half"  # of the words above it
    PAGE = "page"  # across the text area

    @property
    def drawn(self) -> bool:
        """Whether there is a line at all."""
        return self is not RuleLine.NONE

    @property
    def share(self) -> Range:
        """Its length as a share of what it is measured by."""
        if not self.drawn:
            return Range(0, 0)
        return Range(1 / 3, 1 / 2) if self is RuleLine.THIRD_TO_HALF else Range(1, 1)


class LineRule(StrEnum):
    """What the line pitch counts: points, Exactly, or single lines."""

    EXACT = "exact"
    MULTIPLE = "multiple"


class Period(StrEnum):
    """When numbers begin again at 01."""

    TERM = "term"  # nhiệm kỳ cấp uỷ
    YEAR = "year"  # calendar year


class Numerals(StrEnum):
    """How parts are counted."""

    ROMAN = "roman"
    ROMAN_OR_WORDS = "roman-or-words"
    ARABIC = "arabic"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, and whether a primary source of this standard was seen."""

    text: str
    confirmed: bool
    office: bool = False  # set by the office in congvan.toml
