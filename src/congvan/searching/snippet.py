"""The passage of a text that answers a question best, in its own spelling, matches told apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from congvan.model.text import fold, nfc
from congvan.ports import Query
from congvan.searching.analysis import FOLDED, TONED, WORD
from congvan.searching.codes import DateMention, Mention
from congvan.searching.typed_codes import read_typed

_WIDTH: Final = 200
_MOST_MATCHES: Final = 500  # of one word
_STRETCH: Final = 40_000  # characters looked through at a time
_MOST_WORDS: Final = 48
_ELLIPSIS: Final = "…"
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """Plain text on one line, and where in it the matches are."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def marked(
        self, before: str, after: str, escape: Callable[[str], str] = lambda text: text
    ) -> str:
        """The text with ``before`` and ``after`` around each match.

        ``escape`` is applied to every piece of the text and never to the markers: a page passes
        ``html.escape`` and nothing in a document becomes markup.
        """
        parts: list[str] = []
        position = 0
        for start, end in self.marks:
            parts += [escape(self.text[position:start]), before]
            parts += [escape(self.text[start:end]), after]
            position = end
        return "".join((*parts, escape(self.text[position:])))


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    what: int  # which of the things asked for


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One thing asked for: a pattern on folded text, and the marks it was typed with."""

    pattern: re.Pattern[str]
    toned: str = ""


def snippet(text: str, query: Query, *, width: int = _WIDTH) -> Snippet:
    """The best window of about ``width`` characters; the beginning when nothing matches."""
    text = nfc(text)
    matches = _matches(text, list(_wanted(nfc(query.text))))
    start, end = _window(text, matches, width)
    return _cut(text, start, end, [match for match in matches if start <= match.start < end])


def _matches(text: str, wanted: list[_Wanted]) -> list[_Match]:
    """The matches of the first stretch of the text that has all, else of the one that has most."""
    best: list[_Match] = []
    most = 0
    for start in range(0, len(text), _STRETCH):
        found = _matches_in(text[start : start + _STRETCH], wanted)
        different = len({match.what for match in found})
        if different > most:
            most = different
            best = [_Match(one.start + start, one.end + start, one.what) for one in found]
        if most == len(wanted):
            break
    return best


def _matches_in(text: str, wanted: list[_Wanted]) -> list[_Match]:
    folded = fold(text)
    if len(folded) != len(text):  # stray marks: positions would not hold
        folded = "".join(fold(char)[:1] or " " for char in text)
    found = [
        match for what, one in enumerate(wanted) for match in _matches_of(text, folded, what, one)
    ]
    return sorted(found, key=lambda match: match.start)


def _matches_of(text: str, folded: str, what: int, wanted: _Wanted) -> list[_Match]:
    """Whole words only; of a word typed with marks those that have them, if there are any."""
    found = [
        _Match(match.start(), match.end(), what)
        for match in islice(wanted.pattern.finditer(folded), _MOST_MATCHES)
        if not _is_within(folded, match.start(), match.end())
    ]
    if not wanted.toned:
        return found
    right = [match for match in found if TONED[text[match.start : match.end]] == wanted.toned]
    return right or found


def _is_within(text: str, start: int, end: int) -> bool:
    """Whether the stretch is only part of a longer word."""
    return (start > 0 and text[start - 1].isalnum()) or text[end : end + 1].isalnum()


def _wanted(asked: str) -> Iterator[_Wanted]:
    """What to look for: the codes and dates of the question, then its words."""
    position = 0
    words: list[str] = []
    for mention in read_typed(asked):
        words += WORD.findall(asked[position : mention.start])
        written = _date(mention) if isinstance(mention, DateMention) else _code(mention)
        yield _Wanted(re.compile(written))
        position = mention.end
    words += WORD.findall(asked[position:])
    for word in list(dict.fromkeys(words))[:_MOST_WORDS]:
        yield _Wanted(re.compile(_word(FOLDED[word])), TONED[word])


def _word(folded: str) -> str:
    if folded.isdecimal():
        return f"0*{re.escape(folded)}"
    if re.fullmatch(r"(?:[hklmst]|qu)i", folded):
        return f"{folded[:-1]}[iy]"
    return re.escape(folded)


def _date(mention: DateMention) -> str:
    day = mention.day
    return rf"0?{day.day}\W*(?:thang\W*)?0?{day.month}\W*(?:nam\W*)?{day.year}"


def _code(mention: Mention) -> str:
    number = f"0*{mention.number}"
    letters = mention.letters or "".join(mention.groups)
    between = r"[\s/\-\u2010-\u2015\u2212]{0,3}"
    year = rf"(?:{between}[0-9]{{4}})?"
    if not letters:
        return number + year
    return number + year + "".join(between + re.escape(letter) for letter in letters)


def _window(text: str, matches: list[_Match], width: int) -> tuple[int, int]:
    """Where the most different matches stand together, and then the most of them."""
    best, best_score = (0, 0), (0, 0, 0)
    starts = [match.start for match in matches]
    for first, match in enumerate(matches):
        inside = matches[first : bisect_left(starts, match.start + max(1, width * 3 // 4))]
        score = (len({one.what for one in inside}), len(inside), -(inside[-1].end - match.start))
        if score > best_score:
            best, best_score = (match.start, inside[-1].end), score
    spare = max(0, width - (best[1] - best[0]))
    start = max(0, best[0] - spare // 3)
    end = min(len(text), max(best[1], start + width))
    return _word_start(text, start), _word_end(text, end)


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at, at + 12)
    return space + 1 if at and space >= 0 and not text[at - 1].isspace() else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text) or text[at].isspace():
        return at
    space = text.rfind(" ", max(0, at - 12), at)
    return space if space > 0 else at


def _cut(text: str, start: int, end: int, matches: list[_Match]) -> Snippet:
    """The window on one line, without anything a terminal or a page would obey."""
    written = _Line(_ELLIPSIS if text[:start].strip() else "")
    position = start
    marks: list[tuple[int, int]] = []
    for match in matches:
        if match.start < position:
            continue  # inside a code already marked
        written.add(text[position : match.start])
        marks.append(written.add_marked(text[match.start : match.end]))
        position = match.end
    written.add(text[position:end])
    rest = _ELLIPSIS if text[max(end, position) :].strip() else ""
    return Snippet(written.text.rstrip() + rest, tuple(_joined(written.text, marks)))


def _joined(text: str, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring matches as one: ``nơi cư trú``, not three words."""
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        elif start < end:
            joined.append((start, end))
    return joined


class _Line:
    """One line being written: white space becomes single spaces, unprintable characters go."""

    def __init__(self, text: str) -> None:
        self.text = text

    def add(self, text: str) -> None:
        text = _UNPRINTABLE.sub("", text)
        clean = " ".join(f"{text}|".split())[:-1]  # keeps a final space
        if text[:1].isspace() and self.text and self.text[-1:] not in {" ", _ELLIPSIS}:
            clean = f" {clean}"
        self.text += clean

    def add_marked(self, text: str) -> tuple[int, int]:
        start = len(self.text)
        self.text += " ".join(_UNPRINTABLE.sub("", text).split())
        return start, len(self.text)
