"""Codes and dates as tokens: ``213-QĐ/TW``, ``213 qd tw`` and ``Quy định số 213`` meet in them.

Two readers give the same ``Mention``: ``typed_codes`` for what a clerk types and for a document's
own code, ``cited_codes`` for running text, where only what looks like a code is taken for one.
Whatever the writing, mentions meet in tokens without separators, marks or leading zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from congvan.searching.kinds import ABBREVIATIONS, ORGANS

SEPARATORS: Final = r"\-\u2010-\u2015\u2212/"  # inside a character class
YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
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
    return [(f"f{head}.{tail}{letters}", 1.0)] if head and YEAR.fullmatch(tail) else []


def _squash(letters: str) -> str:
    return _REPEATED.sub(r"\1", letters)


def _beginnings(groups: Sequence[str]) -> Iterator[str]:
    """``3294-CV/VPTW/nb`` is also known as ``3294-CV/VPTW``."""
    for size in range(2, len(groups)):
        yield "".join(groups[:size])


def begins_with_kind(word: str) -> bool:
    """Whether folded letters begin like a code: ``qdtw``, ``ubndvp``."""
    return any(word[:size] in ABBREVIATIONS | ORGANS for size in range(2, 7))
