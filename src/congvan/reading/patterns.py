"""The number line and the date line, filled in or open, as offices print and damage them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from congvan.model.code import CodeForm, DocumentCode
from congvan.model.text import squeeze

# What people leave for a number to be written on: spaces, tabs, dots, ellipses, rules.
BLANK: Final = r"[\s\u00a0\u200b\u2007.\u2024\u2025\u2026\u00b7_\uff3f]"
_ROOM: Final = rf"{BLANK}{{0,120}}"
MAX_LINE: Final = 1000  # letters; no header line is longer, and patterns need not try
_HYPHEN: Final = r"[-\u2010-\u2015\u2212]"
_WORD: Final = r"[A-ZĐƯƠÂÊÔĂ][A-Za-zĐđƯưƠơÂâÊêÔôĂă]*\d*"
_JOINED: Final = rf"{_WORD}(?:[ \t]*{_HYPHEN}[ \t]*{_WORD}|\.{_WORD})*"
_NOTATION: Final = (
    rf"(?:{_HYPHEN}[ \t]*(?P<party>{_JOINED}[ \t]*/[ \t]*{_JOINED}(?:/nb)?)"
    rf"|/[ \t]*(?:(?P<year>(?:19|20)\d\d)[ \t]*/[ \t]*)?(?P<state>{_JOINED}))"
)
_LABEL: Final = r"[\s*]*S[ốôỐÔ](?:\s*:)?"
NUMBER: Final = re.compile(
    rf"(?P<label>{_LABEL})(?P<slot>{_ROOM}(?P<number>\d{{1,6}}[a-zđ]?)?{_ROOM}){_NOTATION}"
)
_TAIL: Final = re.compile(r"[\s.;,*]*")
DATE: Final = re.compile(
    rf"ngày(?P<d>{_ROOM}\d{{0,2}}{_ROOM})tháng(?P<m>{_ROOM}\d{{0,2}}{_ROOM})năm"
    rf"(?P<y>{_ROOM}\d{{0,4}}{_ROOM})[\s.*)_]*$",
    re.IGNORECASE,
)
_FIGURES: Final = re.compile(
    r"ngày\s+(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})[\s.*)]*$",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r"[\s*]*(?P<place>[^\W\d_][^/:\n]{0,60}?)?[\s.…_]{0,120}[,;.]?[\s*]*")


@dataclass(frozen=True, slots=True)
class NumberLine:
    """Số và ký hiệu as printed; ``number`` is empty while the slot is open."""

    text: str
    number: str
    notation: str  # "CV/ĐU", "QĐ-UBND": spaces taken out, hyphens plain
    form: CodeForm
    year: int | None = None
    at: str = ""

    @property
    def code(self) -> DocumentCode | None:
        """As a value; None while open, or for a number with a letter."""
        if not self.number.isdigit() or int(self.number) == 0:
            return None
        return DocumentCode(int(self.number), self.notation, self.form, self.year)


@dataclass(frozen=True, slots=True)
class DateLine:
    """Địa danh, ngày, tháng, năm; each None while open."""

    text: str
    place: str
    day: int | None
    month: int | None
    year: int | None
    at: str = ""

    @property
    def date(self) -> date | None:
        """The date when all of it is there and it exists."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


def number_line(text: str, at: str = "") -> NumberLine | None:
    """The text as a number line and nothing else; None when it is not one."""
    found = NUMBER.match(text) if len(text) <= MAX_LINE else None
    if not found or not _TAIL.fullmatch(text, found.end()):
        return None
    return number_of(found, at)


def number_of(found: re.Match[str], at: str = "") -> NumberLine:
    """What a match of ``NUMBER`` says."""
    party = found["party"]
    return NumberLine(
        text=squeeze(found[0].strip("* \t")),
        number=found["number"] or "",
        notation=_plain(party or found["state"]),
        form=CodeForm.PARTY if party else CodeForm.STATE,
        year=int(found["year"]) if found["year"] else None,
        at=at,
    )


def _plain(notation: str) -> str:
    return re.sub(_HYPHEN, "-", re.sub(r"\s", "", notation))


def date_line(text: str, at: str = "") -> DateLine | None:
    """The text as place and date and nothing else; None when it is not so."""
    found = (DATE.search(text) or _FIGURES.search(text)) if len(text) <= MAX_LINE else None
    if not found:
        return None
    before = _PLACE.fullmatch(text[: found.start()])
    if not before or (before["place"] or "A")[0].islower():
        return None
    day, month, year = (_digits(found[key]) for key in "dmy")
    return DateLine(
        text=squeeze(text.strip("* \t")),
        place=squeeze((before["place"] or "").strip(" *,;")),
        day=day,
        month=month,
        year=year if year is not None and year > 999 else None,
        at=at,
    )


def _digits(slot: str) -> int | None:
    digits = re.sub(r"\D", "", slot)
    return int(digits) if digits else None
