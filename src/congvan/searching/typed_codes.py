"""Codes and dates as a clerk types them: ``213 qd tw``, ``qđ 213``, ``213qdtw``, ``2/1/2020``."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from congvan.model.text import fold
from congvan.searching.codes import SEPARATORS, YEAR, DateMention, Mention, begins_with_kind
from congvan.searching.kinds import ABBREVIATIONS, LONGEST_NAME, NAMES, ORGANS, UNITS

_SEPARATOR: Final = re.compile(rf"\s{{0,2}}[{SEPARATORS}]\s{{0,2}}")
_SYLLABLE: Final = re.compile(
    r"(?:ngh?|gh?|gi|ch|kh|nh|ph|th|tr|qu|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_PIECE: Final = re.compile(r"[0-9]+|(?:ubtv)?qh[0-9]{1,2}(?![0-9])|[^\W\d_]+")
_TYPED_DATES: Final = (
    re.compile(r"(?P<y>(?:19|20)[0-9]{2})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?![0-9])"),
    re.compile(
        r"(?:ngay\s+)?(?P<d>[0-9]{1,2})\s?[/.\-]\s?(?P<m>[0-9]{1,2})\s?[/.\-]\s?"
        r"(?P<y>[0-9]{4})(?![0-9])"
    ),
    re.compile(
        r"(?:ngay\s+)?(?P<d>[0-9]{1,2})\s+thang\s+(?P<m>[0-9]{1,2})\s+nam\s+(?P<y>[0-9]{4})(?![0-9])"
    ),
)


def read_typed(text: str) -> list[Mention | DateMention]:
    """The codes and dates in a query line or a code field, in order; takes NFC text."""
    return _TypedReader(text).read()


class _TypedReader:
    """Walks over the pieces (runs of digits, runs of letters) of one short text."""

    def __init__(self, text: str) -> None:
        self._folded = fold(text)
        same = len(self._folded) == len(text)
        self._original = text if same else self._folded
        self._pieces = [(m[0], m.start(), m.end()) for m in _PIECE.finditer(self._folded)]

    def read(self) -> list[Mention | DateMention]:
        found: list[Mention | DateMention] = []
        at = 0
        while at < len(self._pieces):
            mention = self._date(at) or self._mention(at)
            if mention is None:
                at += 1
                continue
            found.append(mention)
            while at < len(self._pieces) and self._pieces[at][1] < mention.end:
                at += 1
        return found

    def _word(self, at: int) -> str:
        return self._pieces[at][0] if at < len(self._pieces) else ""

    def _gap(self, at: int) -> str:
        """What stands between the piece before and this one."""
        return self._folded[self._pieces[at - 1][2] : self._pieces[at][1]]

    def _joins(self, at: int) -> bool:
        return bool(_SEPARATOR.fullmatch(self._gap(at)))

    def _date(self, at: int) -> DateMention | None:
        start = self._pieces[at][1]
        for pattern in _TYPED_DATES:
            found = pattern.match(self._folded, start)
            day = _day(found) if found else None
            if found and day:
                return DateMention(start, found.end(), day)
        return None

    def _mention(self, at: int) -> Mention | None:
        kinds, here = self._kind(at)
        said = self._word(here) == "so" and here + 1 < len(self._pieces)
        here += said
        word = self._word(here)
        if not word.isdecimal() or len(word) > 12 or (here > at and not self._close(here)):
            return None
        if said and not kinds and here > at + 1:
            return None
        year, after = self._year(here + 1, bool(kinds))
        groups, after = self._groups(after)
        if not groups and not said and (not kinds or self._word(after) in UNITS):
            return None
        if not groups and not said and YEAR.fullmatch(word):
            return None  # "kế hoạch 2025" asks for a year
        end = self._pieces[after - 1][2]
        return Mention(self._pieces[at][1], end, int(word), year, groups, kinds)

    def _close(self, at: int) -> bool:
        gap = self._gap(at)
        return len(gap) <= 4 and not gap.strip(" \t\u00a0:.-/")

    def _kind(self, at: int) -> tuple[tuple[str, ...], int]:
        """The type named here and where the number may follow."""
        for size in range(LONGEST_NAME, 0, -1):
            words = [self._word(at + step) for step in range(size)]
            kinds = NAMES.get(" ".join(words))
            if kinds and all(self._gap(at + step).isspace() for step in range(1, size)):
                return kinds, at + size
        word = self._word(at)
        return ((word,), at + 1) if self._is_kind(at) else ((), at)

    def _is_kind(self, at: int) -> bool:
        """An abbreviation; one that looks like a syllable (``đa``, ``pa``) only in capitals."""
        word = self._word(at)
        if word in ABBREVIATIONS:
            return not _is_syllable(word) or self._in_capitals(at)
        return word[-1:].isdecimal() and not word.isdecimal()  # QH15

    def _in_capitals(self, at: int) -> bool:
        _, start, end = self._pieces[at]
        return self._original[start:end].isupper()

    def _year(self, at: int, kind_known: bool) -> tuple[int | None, int]:
        word = self._word(at)
        if not YEAR.fullmatch(word):
            return None, at
        if self._joins(at) or kind_known or (self._gap(at) == " " and self._is_kind(at + 1)):
            return int(word), at + 1
        return None, at

    def _groups(self, at: int) -> tuple[tuple[str, ...], int]:
        if not self._begins_letters(at):
            return (), at
        groups = [self._word(at)]
        while len(groups) < 4 and self._continues_letters(at + len(groups)):
            groups.append(self._word(at + len(groups)))
        return tuple(groups), at + len(groups)

    def _begins_letters(self, at: int) -> bool:
        word = self._word(at)
        if not word or word.isdecimal() or len(word) > 16:
            return False
        known = self._is_kind(at) or (word in ORGANS and not _is_syllable(word))
        if self._joins(at):
            if known or not _is_syllable(word):
                return True
            return at + 1 < len(self._pieces) and self._joins(at + 1) and not self._excludes(at)
        if not self._gap(at):
            return known or (not _is_syllable(word) and begins_with_kind(word))
        return known and self._gap(at).isspace() and len(self._gap(at)) <= 2

    def _excludes(self, at: int) -> bool:
        """`` -từ``: a minus after a space belongs to the word behind it."""
        return bool(re.fullmatch(r"\s+-", self._gap(at))) and "/" not in self._gap(at + 1)

    def _continues_letters(self, at: int) -> bool:
        word = self._word(at)
        if not word or word.isdecimal() or len(word) > 16:
            return False
        if self._joins(at):
            return not re.fullmatch(r"\s+-\s*", self._gap(at))
        spaced = bool(re.fullmatch(r"\s{1,2}", self._gap(at)))
        if word in ABBREVIATIONS and self._word(at + 1).isdecimal():
            return False  # "qđ 213 cv 26" is two codes
        return spaced and (word in ORGANS or not _is_syllable(word))


def _is_syllable(word: str) -> bool:
    return _SYLLABLE.fullmatch(word) is not None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None
