"""Codes and dates in any writing: ``213-QĐ/TW``, ``213 qd tw``, ``213qdtw``, ``Quy định số 213``.

Two readers give the same ``Mention``: a lenient one for what a clerk types and for a document's own
code, and a fast one for running text, where only what looks like a code is taken for one.
Whatever the writing, mentions meet in tokens without separators, marks or leading zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from congvan.model.text import fold
from congvan.searching.kinds import ABBREVIATIONS, LONGEST_NAME, NAMES, ORGANS, UNITS

_DASHES: Final = r"\-\u2010-\u2015\u2212/"
_SEPARATOR: Final = re.compile(rf"\s{{0,2}}[{_DASHES}]\s{{0,2}}")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_SYLLABLE: Final = re.compile(
    r"(?:ngh?|gh?|gi|ch|kh|nh|ph|th|tr|qu|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_REPEATED: Final = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Mention:
    """One code as somebody wrote it: ``groups`` are its folded letters, ``kinds`` its type."""

    start: int
    end: int
    number: int
    year: int | None = None
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        """All letters run together: ``qdtw``; empty when only a type or a number is known."""
        known = self.groups
        if len(known) == 1 and self.kinds and known[0] not in self.kinds and known[0].isalpha():
            known = (self.kinds[0], *known)  # "Quy định 213/TW", but not "Luật 117/2025/QH15"
        return "".join(known) if len(known) > 1 or self._is_glued else ""

    @property
    def _is_glued(self) -> bool:
        return bool(self.groups) and self.groups[0] not in ABBREVIATIONS | ORGANS

    @property
    def parts(self) -> tuple[str, ...]:
        """Every type or organ abbreviation known of it, a doubled letter (``QĐĐ``) also single."""
        parts = (*self.kinds, *self.groups)
        if len(self.groups) == 1 and self._is_glued:
            heads = (self.groups[0][:size] for size in (2, 3))
            parts += tuple(head for head in heads if head in ABBREVIATIONS)
        return tuple(dict.fromkeys((*parts, *(_squash(part) for part in parts))))


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date as somebody wrote it."""

    start: int
    end: int
    day: date

    @property
    def token(self) -> str:
        """``d20200102``, the same for every writing."""
        return f"d{self.day:%Y%m%d}"


def index_tokens(mention: Mention) -> tuple[str, ...]:
    """The tokens a code is found by; the first letter tells how much of it is known."""
    return _tokens(replace(mention, start=0, end=0))


@lru_cache(maxsize=16_384)  # an archive cites the same few thousand codes
def _tokens(mention: Mention) -> tuple[str, ...]:
    number, year = str(mention.number), mention.year
    tokens = [f"n{number}", *(f"t{number}{part}" for part in mention.parts)]
    if year:
        tokens += [f"y{number}.{year}", *(f"t{number}.{year}{part}" for part in mention.parts)]
    letters = mention.letters
    if letters:
        tokens.append(f"s{number}{_squash(letters)}")
        tokens += [f"s{number}.{year}{_squash(letters)}"] if year else []
        for known in {letters, *_beginnings(mention.groups)}:
            tokens.append(f"f{number}{known}")
            tokens.append(f"f{number}.{year}{known}" if year else f"g{number}{known}")
    elif mention.parts:
        tokens += [f"b{number}{part}" for part in mention.parts]
    else:
        tokens.append(f"b{number}")
    return tuple(tokens)


def query_tokens(mention: Mention) -> list[tuple[str, float]]:
    """The tokens that answer a typed code, with how surely each one does (1 is the code itself).

    A code typed in full also meets texts that give less of it (``Quy định 213``, ``số 213``) and
    texts that double a letter (``213-QĐĐ/TW``, as a scan had it).
    """
    number, year, letters = str(mention.number), mention.year, mention.letters
    dated = f"{number}.{year}" if year else number
    bare = [(f"b{number}{part}", 0.4) for part in mention.parts] + [(f"b{number}", 0.25)]
    if letters:
        exact = [(f"f{dated}{letters}", 1.0)]
        exact += [(f"g{number}{letters}", 0.5)] if year else []
        exact += _split_year(number, letters) if not year else []
        return [*exact, (f"s{dated}{_squash(letters)}", 0.5), *bare]
    if mention.parts:
        return [*((f"t{dated}{part}", 1.0) for part in mention.parts), *bare]
    return [(f"y{dated}" if year else f"n{number}", 1.0)]


def _split_year(number: str, letters: str) -> list[tuple[str, float]]:
    """``302020ndcp`` may be 30/2020/NĐ-CP with its separators left out."""
    head, tail = number[:-4], number[-4:]
    return [(f"f{head}.{tail}{letters}", 1.0)] if head and _YEAR.fullmatch(tail) else []


def _squash(letters: str) -> str:
    return _REPEATED.sub(r"\1", letters)


def _beginnings(groups: Sequence[str]) -> Iterator[str]:
    """``3294-CV/VPTW/nb`` is also known as ``3294-CV/VPTW``."""
    for size in range(2, len(groups)):
        yield "".join(groups[:size])


# --- what a clerk types ----------------------------------------------------------------------

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
        if not groups and not said and _YEAR.fullmatch(word):
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
        if not _YEAR.fullmatch(word):
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
            return known or (not _is_syllable(word) and _begins_with_kind(word))
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


def _begins_with_kind(word: str) -> bool:
    return any(word[:size] in ABBREVIATIONS | ORGANS for size in range(2, 7))


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


# --- running text ----------------------------------------------------------------------------

_GROUP: Final = r"[^\W\d_]{1,16}(?:(?<=QH)[0-9]{1,2})?"
_IN_TEXT: Final = re.compile(
    r"(?P<n>[0-9](?<![\w/.][0-9])[0-9]{0,5})(?![0-9])"
    r"(?:\s?[/.\-]\s?(?P<m>[0-9]{1,2})\s?[/.\-]\s?(?P<y>[0-9]{4})(?![0-9])"
    r"|\s+th[áa]ng\s+(?P<m2>[0-9]{1,2})\s+n[ăa]m\s+(?P<y2>[0-9]{4})(?![0-9])"
    r"|(?:\s?/\s?(?P<year>(?:19|20)[0-9]{2}))?"
    rf"(?:(?P<sep>\s{{0,2}}[{_DASHES}]\s{{0,2}}|\s?)"
    rf"(?P<groups>{_GROUP}(?:(?:\s?/\s?|[{_DASHES}]){_GROUP}){{0,3}}))?)"
)
_LAST_OF_NAMES: Final = frozenset(name.split()[-1] for name in NAMES) | ABBREVIATIONS | {"so"}
_BETWEEN_GROUPS: Final = re.compile(rf"\s?[{_DASHES}]\s?")
_BEFORE: Final = 40


def read_text(text: str) -> Iterator[Mention | DateMention]:
    """The codes and dates cited in running NFC text, in order."""
    for found in _IN_TEXT.finditer(text):
        if found["m"] or found["m2"]:
            day = _text_day(found)
            if day:
                yield DateMention(found.start(), found.end(), day)
            continue
        mention = _text_mention(text, found)
        if mention:
            yield mention


def _text_day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"] or found["y2"]), int(found["m"] or found["m2"]), int(found["n"]))
    except ValueError:
        return None


def _text_mention(text: str, found: re.Match[str]) -> Mention | None:
    number, year, separator, letters = found.group("n", "year", "sep", "groups")
    groups = _trusted_groups(letters, separator, bool(year)) if letters else ()
    kinds, said = _named_before(text, found.start())
    if not groups and (not said and (not kinds or (letters and _fold_word(letters) in UNITS))):
        return None
    end = found.end() if groups else found.end("n")
    return Mention(found.start(), end, int(number), int(year) if year else None, groups, kinds)


@lru_cache(maxsize=4_096)
def _trusted_groups(letters: str, separator: str, dated: bool) -> tuple[str, ...]:
    """The letters after a number when they are a code: joined groups, or a type in capitals."""
    written = _BETWEEN_GROUPS.split(letters)
    groups = tuple(fold(group) for group in written)
    if len(groups) > 1 and (separator.strip() or written[0].isupper()):
        return groups
    if not written[0].isupper():
        return ()
    if dated or groups[0] in ABBREVIATIONS:
        return groups
    return groups if not separator and _begins_with_kind(groups[0]) else ()


@lru_cache(maxsize=4_096)
def _fold_word(word: str) -> str:
    return fold(word.lstrip("(“\"'*[-–"))


def _named_before(text: str, start: int) -> tuple[tuple[str, ...], bool]:
    """The type named just before a number, and whether ``số`` stands between."""
    words = text[max(0, start - _BEFORE) : start].rstrip(" :\u00a0\n").split()
    if not words or _fold_word(words[-1]) not in _LAST_OF_NAMES:
        return (), False
    folded = [_fold_word(word) for word in words[-LONGEST_NAME - 1 :]]
    said = folded[-1] == "so"
    if said:
        folded.pop()
    for size in range(min(LONGEST_NAME, len(folded)), 0, -1):
        kinds = NAMES.get(" ".join(folded[-size:]))
        if kinds:
            return kinds, said
    if folded and folded[-1] in ABBREVIATIONS and words[-1 - said].isupper():
        return (folded[-1],), said
    return (), said
