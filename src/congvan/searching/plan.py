"""What an engine is asked to do for a question: terms with weights, the same for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from congvan.model.text import nfc
from congvan.ports import Query
from congvan.searching.analysis import FOLDED, TONED, WORD, analyse, key
from congvan.searching.codes import DateMention, Mention, query_tokens
from congvan.searching.typed_codes import read_typed

_OWN: Final = 200.0  # a document's own code stands above anything its words can score
_OWN_AMONG_WORDS: Final = 40.0  # but a title that names a code asks for the title
_FEW_WORDS: Final = 3
_CITED: Final = 12.0
_SUBJECT: Final = 2.0
_ALL_WORDS: Final = 4.0  # for each thing asked for, when all of them are there
_MOST: Final = 48  # clauses of one question; a longer one is cut


@dataclass(frozen=True, slots=True)
class Term:
    """One token in one field; ``fixed`` scores its weight, otherwise weight times BM25."""

    field: str
    token: str
    weight: float = 1.0
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: a word or a code. Any of its terms answers it."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions every hit meets; dates as ``yyyymmdd``, keys as of ``analysis.key``."""

    type: str | None = None
    organ: str | None = None
    direction: str | None = None
    day_from: int | None = None
    day_to: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A document is found when it answers ``needed`` clauses, no exclusion, and the filters."""

    clauses: tuple[Clause, ...]
    needed: int
    extras: tuple[Term, ...]
    excluded: tuple[tuple[Term, ...], ...]  # each excludes what has all of its terms
    filters: Filters
    everything: bool = False  # nothing was asked for: all documents, newest first
    all_bonus: float = 0.0


def plan(query: Query, *, relaxed: bool = False) -> Plan:
    """The plan of a question.

    Of the things asked for more than half must be there, so of two both. ``relaxed`` is for a
    question that found nothing: any word will do, and a code is met by its number and type.
    """
    text = nfc(query.text)
    clauses, words = _clauses(text, relaxed=relaxed)
    asked = len(clauses)
    return Plan(
        clauses=clauses,
        needed=1 if relaxed else min(asked, asked // 2 + 1),
        extras=(*_code_extras(text), *_extras(words)),
        excluded=tuple(terms for text in query.excluded for terms in _exclusions(nfc(text))),
        filters=_filters(query),
        everything=not text.strip(),
        all_bonus=_ALL_WORDS * asked if asked > 1 else 0.0,
    )


def _clauses(text: str, *, relaxed: bool) -> tuple[tuple[Clause, ...], list[str]]:
    """The clauses, and the plain words in order."""
    mentions = read_typed(text)
    words: list[str] = []
    position = 0
    for mention in mentions:
        words += WORD.findall(text[position : mention.start])
        if relaxed and isinstance(mention, Mention) and not mention.groups:
            words += WORD.findall(text[mention.start : mention.end])  # perhaps no code at all
        position = mention.end
    words += WORD.findall(text[position:])
    own = _OWN if len(words) <= _FEW_WORDS else _OWN_AMONG_WORDS
    clauses = [_mention_clause(mention, own, relaxed=relaxed) for mention in mentions]
    clauses += [
        _word_clause(folded, own) for folded in dict.fromkeys(FOLDED[word] for word in words)
    ]
    return tuple(clauses[:_MOST]), words[:_MOST]


def _mention_clause(mention: Mention | DateMention, own: float, *, relaxed: bool) -> Clause:
    if isinstance(mention, DateMention):
        return Clause((*_fixed(mention.token, own * 0.1, 0.5),))
    sure = [*query_tokens(mention)]
    if relaxed:
        sure += [(f"t{mention.number}{part}", 0.1) for part in mention.parts]
    return Clause(tuple(term for token, at in sure for term in _fixed(token, own * at, at)))


def _fixed(token: str, own: float, cited: float) -> Iterable[Term]:
    yield Term("code", token, own, fixed=True)
    yield Term("cited", token, _CITED * cited, fixed=True)


def _word_clause(folded: str, own: float) -> Clause:
    terms = [Term("body", folded)]
    if folded.isdecimal():
        terms += _fixed(f"n{folded}", own * 0.15, 0.15)
    return Clause(tuple(terms))


def _code_extras(text: str) -> Iterable[Term]:
    """Among documents that cite a code, the one that speaks of it most comes first."""
    for mention in read_typed(text):
        exact = mention.token if isinstance(mention, DateMention) else query_tokens(mention)[0][0]
        yield Term("cited", exact)


def _extras(words: Sequence[str]) -> Iterable[Term]:
    """What lifts a document without finding it: its subject, neighbours, marks typed with care."""
    folded = [FOLDED[word] for word in words]
    for token in dict.fromkeys(folded):
        yield Term("subject", token, _SUBJECT)
    for token in dict.fromkeys(f"{first}_{second}" for first, second in pairwise(folded)):
        yield Term("body_pairs", token)
        yield Term("subject_pairs", token, _SUBJECT)
    for token in dict.fromkeys(TONED[word] for word in words):
        if token:
            yield Term("body_toned", token)
            yield Term("subject_toned", token, _SUBJECT / 2)


def _exclusions(text: str) -> Iterable[tuple[Term, ...]]:
    """A word typed with marks excludes only that word, one without marks all its spellings."""
    mentions = [mention for mention in read_typed(text) if isinstance(mention, Mention)]
    for mention in mentions:
        token = query_tokens(mention)[0][0]
        yield (Term("code", token),)
        yield (Term("cited", token),)
    if mentions:
        return
    words = analyse(text)
    terms = [
        Term("body_toned", TONED[word]) if TONED[word] else Term("body", FOLDED[word])
        for word in WORD.findall(text)
    ]
    if terms:
        yield (*terms, *(Term("body_pairs", pair) for pair in words.pairs.split()))


def _filters(query: Query) -> Filters:
    return Filters(
        type=key(query.type) if query.type else None,
        organ=key(query.organ) if query.organ else None,
        direction=key(query.direction) if query.direction else None,
        day_from=day_number(query.date_from) if query.date_from else None,
        day_to=day_number(query.date_to, missing=0) if query.date_to else None,
    )


def day_number(day: str, *, missing: int = 99_999_999) -> int:
    """``2026-02-03`` as 20260203, to compare; ``missing`` for what is not an ISO date."""
    digits = day.replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isascii() and digits.isdecimal() else missing
