"""A search engine in memory: the reference the others are held against, and the one tests use."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from congvan.ports import Answer, Hit, IndexedDocument, Query
from congvan.searching.analysis import FIELDS, analyse_document, key
from congvan.searching.plan import Clause, Filters, Plan, Term, day_number, plan

_K1: Final = 1.2
_B: Final = 0.75


@dataclass(frozen=True, slots=True)
class _Entry:
    document: IndexedDocument
    counts: dict[str, Counter[str]]  # field -> token -> how often
    lengths: dict[str, int]
    day: int
    type: str
    organ: str


def _entry(document: IndexedDocument) -> _Entry:
    analysed = analyse_document(document)
    counts = {name: Counter[str](getattr(analysed, name).split()) for name in FIELDS}
    return _Entry(
        document=document,
        counts=counts,
        lengths={name: count.total() for name, count in counts.items()},
        day=day_number(document.promulgation_date, missing=0),
        type=key(document.type),
        organ=key(document.organ),
    )


class MemoryEngine:
    """BM25 over the analysed fields, in plain Python."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._position = 0

    def position(self) -> int:
        return self._position

    def update(self, documents: Iterable[IndexedDocument], position: int) -> None:
        taken = {document.id: _entry(document) for document in documents}
        self._entries.update(taken)
        self._position = position

    def clear(self) -> None:
        self._entries.clear()
        self._position = 0

    def search(self, query: Query) -> Answer:
        found = self._found(plan(query)) or self._found(plan(query, relaxed=True))
        ranked = sorted(found, key=lambda pair: (-pair[1], -pair[0].day, pair[0].document.id))
        page = ranked[query.offset : query.offset + query.limit]
        return Answer(
            hits=[Hit(entry.document, score) for entry, score in page],
            total=len(found),
            facets=_facets([entry.document for entry, _ in found]),
        )

    def _found(self, asked: Plan) -> list[tuple[_Entry, float]]:
        scorer = _Scorer(list(self._entries.values()))
        return [
            (entry, scorer.score(entry, asked))
            for entry in self._entries.values()
            if _passes(entry, asked.filters) and _answers(entry, asked)
        ]


class _Scorer:
    """Scores entries with the statistics of all of them."""

    def __init__(self, entries: list[_Entry]) -> None:
        self._entries = entries
        self._rarity: dict[Term, float] = {}
        count = max(1, len(entries))
        self._average = {
            name: sum(entry.lengths[name] for entry in entries) / count or 1.0 for name in FIELDS
        }

    def score(self, entry: _Entry, asked: Plan) -> float:
        if asked.everything:
            return 0.0
        met = [clause for clause in asked.clauses if _meets(entry, clause)]
        score = sum(max(self._term(entry, term) for term in clause.terms) for clause in met)
        score += sum(self._term(entry, term) for term in asked.extras)
        return score + (asked.all_bonus if len(met) == len(asked.clauses) else 0.0)

    def _term(self, entry: _Entry, term: Term) -> float:
        often = entry.counts[term.field][term.token]
        if not often or term.fixed:
            return term.weight if often else 0.0
        length = entry.lengths[term.field] / self._average[term.field]
        return (
            term.weight
            * self._rare(term)
            * often
            * (_K1 + 1)
            / (often + _K1 * (1 - _B + _B * length))
        )

    def _rare(self, term: Term) -> float:
        if term not in self._rarity:
            having = sum(term.token in entry.counts[term.field] for entry in self._entries)
            self._rarity[term] = math.log1p((len(self._entries) - having + 0.5) / (having + 0.5))
        return self._rarity[term]


def _meets(entry: _Entry, clause: Clause) -> bool:
    return any(entry.counts[term.field][term.token] for term in clause.terms)


def _answers(entry: _Entry, asked: Plan) -> bool:
    for terms in asked.excluded:
        if all(entry.counts[term.field][term.token] for term in terms):
            return False
    if asked.everything:
        return True
    met = sum(_meets(entry, clause) for clause in asked.clauses)
    return bool(asked.clauses) and met >= asked.needed


def _passes(entry: _Entry, filters: Filters) -> bool:
    return (
        filters.type in {None, entry.type}
        and (filters.organ is None or filters.organ in entry.organ)
        and filters.direction in {None, entry.document.direction}
        and (filters.day_from is None or entry.day >= filters.day_from)
        and (filters.day_to is None or 0 < entry.day <= filters.day_to)
    )


_FACETS: Final[dict[str, Callable[[IndexedDocument], str]]] = {
    "type": lambda document: document.type,
    "organ": lambda document: document.organ,
    "year": lambda document: document.promulgation_date[:4],
    "direction": lambda document: document.direction,
}


def _facets(documents: list[IndexedDocument]) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    for name, value_of in _FACETS.items():
        counts = Counter(value for document in documents if (value := value_of(document)))
        facets[name] = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    return facets
