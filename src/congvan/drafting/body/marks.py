"""The marks by which a line shows what it is: Phần, Chương, Mục, Điều, I-, 1., a), a dash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from congvan.drafting.body.values import Kind

POINT_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"  # HD36 PL3 6.7: the Vietnamese alphabet
_WORDS: Final = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_FORM: Final = re.compile(r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_DIVISION: Final = re.compile(
    r"(?P<word>Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC) +"
    rf"(?P<number>(?i:thứ (?:{'|'.join(_WORDS)}))|[IVXLC]+|\d{{1,3}})(?!\w)"
    r"(?P<mark> ?[.:–—-])?(?P<name> *\S.*)?"
)
_ARTICLE: Final = re.compile(
    r"(?:Điều|ĐIỀU) +(?P<number>\d{1,3})(?P<letter>[a-zđ])?(?!\w)(?P<mark> ?[.:)–—-])?(?P<rest>.*)"
)
_ROMAN_LINE: Final = re.compile(r"(?P<number>[IVX]+)(?: ?(?P<dash>[-–—]) ?|\. )(?P<rest>\S.*)")
_CLAUSE: Final = re.compile(r"(?P<number>\d{1,3})\. \S.*")
_POINT: Final = re.compile(rf"(?P<letter>[{POINT_LETTERS}])\) ?\S.*")
_DASH: Final = re.compile(r"[-–—+•] \S.*")
_BARE: Final = re.compile(r"(?:Phần|Chương|Mục|Điều)(?: ?[.:…–—-]+)?", re.IGNORECASE)
_HALF: Final = (  # a mark the standard does not have, and the one it has; a capital follows
    (re.compile(r"\d{1,2}(?:\.\d{1,2})+\.? (\S).*"), "1."),
    (re.compile(r"\d{1,3}(?: ?\) ?| ?[/-] )(\S).*"), "1."),
    (re.compile(r"\d{1,3}\.(\S).*"), "1."),
    (re.compile(rf"[{POINT_LETTERS}] ?[./] (\S).*"), "a)"),
    (re.compile(r"[IVX]+ ?[)/] ?(\S).*"), "I-"),
)
_KINDS: Final = {"phần": Kind.PART, "chương": Kind.CHAPTER, "mục": Kind.SECTION}


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line is. ``number`` counts among its kind; ``name_at`` is where the rest begins."""

    kind: Kind
    number: int = 0
    name_at: int = 0
    doubt: str = ""  # what the standard would have written


@dataclass(frozen=True, slots=True)
class Half:
    """A mark that was begun and is none; ``expected`` is the whole one."""

    expected: str
    bare: bool = False  # the word alone, without a number


def mark_of(text: str) -> Mark | Half | None:
    """What the line's own beginning says; None where it says nothing."""
    for read in (_division, _article, _roman, _clause, _point):
        found = read(text)
        if found is not None:
            return found
    if _DASH.fullmatch(text):
        return Mark(Kind.DASH)
    if _BARE.fullmatch(text):
        return Half(f"{text.split(maxsplit=1)[0].rstrip('.:…–—-').capitalize()} 1", bare=True)
    for form, whole in _HALF:
        begun = form.fullmatch(text)
        if begun and begun[1].isupper():
            return Half(whole)
    return None


def number_of(text: str) -> int:
    """``III`` → 3, ``12`` → 12, ``thứ tư`` → 4; 0 for what is no number."""
    if text.isdecimal():
        return int(text)
    word = text.lower().removeprefix("thứ ")
    if word in _WORDS:
        return _WORDS.index(word) + 1
    if not text or not _ROMAN_FORM.fullmatch(text):
        return 0
    values = [_ROMAN[letter] for letter in text]
    following = [*values[1:], 0]
    pairs = zip(values, following, strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def _division(text: str) -> Mark | Half | None:
    found = _DIVISION.fullmatch(text)
    if found is None:
        return None
    kind, number = _KINDS[found["word"].lower()], number_of(found["number"])
    name = found["name"] or ""
    whole = f"{found['word']} {found['number']}"
    if not number:
        return Half(whole)
    if not name.strip():
        return Mark(kind, number)
    if not found["mark"] and not name.isupper():  # Phần I của báo cáo nêu rõ …
        return Half(whole)
    return Mark(kind, number, name_at=found.start("name"))


def _article(text: str) -> Mark | Half | None:
    found = _ARTICLE.fullmatch(text)
    if found is None:
        return None
    number, rest = int(found["number"]), found["rest"]
    whole = f"Điều {found['number']}{found['letter'] or ''}."
    if not found["mark"] and rest.strip():
        return None if rest[0] in ",;" else Half(whole)  # Điều 5, Điều 6 Quy định số …
    end = found.end("mark") if found["mark"] else found.start("rest")
    return Mark(Kind.ARTICLE, number, end, "" if text[:end] == whole else whole)


def _roman(text: str) -> Mark | Half | None:
    found = _ROMAN_LINE.fullmatch(text)
    number = number_of(found["number"]) if found else 0
    if found is None or not number:
        return None
    return Mark(Kind.ROMAN, number)


def _clause(text: str) -> Mark | None:
    found = _CLAUSE.fullmatch(text)
    return Mark(Kind.CLAUSE, int(found["number"])) if found else None


def _point(text: str) -> Mark | None:
    found = _POINT.fullmatch(text)
    return Mark(Kind.POINT, POINT_LETTERS.index(found["letter"]) + 1) if found else None
