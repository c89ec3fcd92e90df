"""What a layout standard says, one frozen value a subject; None: the standard leaves it open.

Lengths are millimetres, sizes and spacing points. A field may be absent from a profile only where
its type has ``None``; what stands in ``standards/data`` has a source for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from congvan.standards.profile_values import (
    LineRule,
    Numerals,
    Period,
    Place,
    Range,
    RuleLine,
)


@dataclass(frozen=True, slots=True)
class Page:
    """Paper, margins, page number (HD05 IV; N30-I.I)."""

    width: float
    height: float
    small_width: float | None  # of giấy tờ hành chính, which may be smaller
    small_height: float | None
    landscape: bool  # allowed for tables; no standard gives margins for it
    margin_top: float
    margin_bottom: float
    margin_left: float
    margin_right: float
    reverse_left: float | None  # on the back of a sheet printed on both sides
    reverse_right: float | None
    number_from_top: float
    number_on_first: bool
    numerals: Numerals
    font: str
    charset: str
    colour: str
    header_left_column: float
    header_right_column: float

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - self.margin_left - self.margin_right

    @property
    def text_height(self) -> float:
        """The height between the margins."""
        return self.height - self.margin_top - self.margin_bottom


@dataclass(frozen=True, slots=True)
class Body:
    """Paragraphs of the content (HD05 6.2.2; N30-I.II.6e)."""

    first_line_indent: float
    indent_accepted: Range
    space_between: float  # at least
    line_pitch: float
    line_rule: LineRule
    signature_space: float  # left for the signature


@dataclass(frozen=True, slots=True)
class Words:
    """What is printed word for word."""

    title: str  # ĐẢNG CỘNG SẢN VIỆT NAM, Quốc hiệu
    motto: str | None  # Tiêu ngữ
    star: str | None  # under the organ's name
    subject_prefix: str | None  # before the trích yếu of a công văn
    addressee_label: str
    petition_label: str  # the same in a tờ trình
    recipients_label: str
    as_above: str
    as_article: str | None  # first recipient of a document in articles
    storage: str
    storage_unit: str | None  # the registry, printed right after it
    proposal: str | None  # begins the line that closes the grounds of a decision


@dataclass(frozen=True, slots=True)
class Marks:
    """How lists, grounds and the content are punctuated."""

    item_dash: str
    item_end: str
    last_recipient_end: str
    last_addressee_end: str
    single_addressee_end: str
    ground_dash: str | None
    ground_end: str
    last_ground_end: str
    content_end: str
    subject_hyphens: str | None


@dataclass(frozen=True, slots=True)
class Divisions:
    """How phần, mục, điều, khoản, điểm are counted, and what follows their number."""

    part: Numerals
    section: Numerals
    article: Numerals
    article_end: str
    clause_end: str
    point_letters: tuple[str, ...]  # the first ones: the Vietnamese alphabet, đ after d
    point_end: str
    roman_heading_end: str  # of a heading "I-"


@dataclass(frozen=True, slots=True)
class DateGrammar:
    """Địa danh, ngày tháng năm (HD05 4; N30-I.II.4)."""

    day_word: str
    month_word: str
    year_word: str
    after_place: str
    day_padded_below: int
    month_padded_below: int
    place_abbreviations: tuple[str, ...] | None
    level_kept_before: tuple[str, ...]  # names that keep "Phường", "Thành phố" before them

    def line(self, place: str, day: date) -> str:
        """``Hà Nội, ngày 03 tháng 02 năm 2026``: which figures get a zero is the standard's."""
        return (
            f"{place}{self.after_place}{self.day_word} {_padded(day.day, self.day_padded_below)} "
            f"{self.month_word} {_padded(day.month, self.month_padded_below)} "
            f"{self.year_word} {day.year}"
        )


@dataclass(frozen=True, slots=True)
class NumberGrammar:
    """Số và ký hiệu (HD05 3; N30-I.II.3, Đ15)."""

    label: str
    label_end: str
    separator: str  # between the number and what follows
    inner: str  # between the type and the organ
    joint: str | None  # between the organs of a joint document
    min_digits: int
    first: int
    restarts: Period
    one_series_per_type: bool | None
    secret_in_same_series: bool
    letter_type: str | None  # what a công văn carries as its type
    regulation_type: str  # Quy định
    congress_code: str | None
    read_only_suffix: str | None  # seen in real numbers: read, never printed

    def line(self, number: int, notation: str) -> str:
        """``Số 05-CV/ĐU``, ``Số: 05/QĐ-UBND``."""
        return f"{self.label}{self.label_end} {number:0{self.min_digits}}{self.separator}{notation}"


@dataclass(frozen=True, slots=True)
class Rules:
    """Where a line is drawn, and how long; nowhere else."""

    title: RuleLine
    motto: RuleLine
    organ: RuleLine
    subject: RuleLine
    recipients: RuleLine
    contact: RuleLine
    copy: RuleLine


@dataclass(frozen=True, slots=True)
class Annex:
    """Phụ lục: its own page, what stands at its top, how its pages are counted."""

    label: str
    numerals: Numerals
    numbered_from: int | None  # annexes in all, from which on each has a number
    own_page: bool
    own_page_numbers: bool | None
    reference: str | None  # the line that names the document, with {name} {code} {date} {organ}


@dataclass(frozen=True, slots=True)
class Stamps:
    """Urgency, secrecy, circulation and draft marks: their words, frames and measures."""

    urgency_levels: tuple[str, ...]
    urgency_framed: bool
    urgency_widths: tuple[float, ...] | None  # of the frames, in the order of the levels
    urgency_height: float | None
    urgency_colour: str | None
    urgency_below_secrecy: bool | None
    secrecy_levels: tuple[str, ...]
    secrecy_colour: str | None
    circulation: tuple[str, ...]
    circulation_framed: bool
    circulation_from_top: float | None
    no_media: str | None  # không phổ biến trên phương tiện thông tin đại chúng
    no_media_place: Place | None
    no_media_from_bottom: float | None
    draft: str | None  # with {n}


@dataclass(frozen=True, slots=True)
class Copies:
    """The block that makes a copy one (HD05 III; HD36 3; N30-I.P2)."""

    kinds: tuple[str, ...]
    symbols: tuple[str, ...] | None  # in the numbers of copies, for all kinds or kind by kind
    numbered: bool
    restarts: Period | None
    one_series_for_kinds: bool | None
    left: tuple[str, ...]  # what stands in the left column, from the top
    right: tuple[str, ...]
    electronic_place: Place | None  # where signatures of an electronic copy are shown


@dataclass(frozen=True, slots=True)
class Contact:
    """Thông tin liên hệ."""

    page: str  # first or last
    items: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Signing:
    """Signature and seal, on paper and as images."""

    ink: str
    image_colour: str | None
    image_format: str | None
    image_transparent: bool | None
    seal_colour: str
    seal_share: float  # of the signature it covers, on its left
    titles_before_name: bool  # học hàm, học vị
    joint_lead: Place | None
    page_seal_sheets: int | None  # at most, under one giáp lai imprint


def _padded(number: int, below: int) -> str:
    return f"{number:02}" if number < below else str(number)
