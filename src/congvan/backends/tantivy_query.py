"""Carries a search plan out on a tantivy index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import tantivy

from congvan.ports import Answer, Hit, IndexedDocument, Query
from congvan.searching.plan import Clause, Filters, Plan, Term, day_number, plan

_MOST_VALUES: Final = 200  # values counted of one facet
_Q: Final = tantivy.Query
_MUST: Final = tantivy.Occur.Must
_SHOULD: Final = tantivy.Occur.Should
_NOT: Final = tantivy.Occur.MustNot


def answer(searcher: Any, schema: Any, query: Query) -> Answer:
    """The answer of an index, asked again more loosely when it has nothing."""
    if searcher is None or not searcher.num_docs:
        return Answer(hits=[], total=0, facets=_facets({}))
    asked = plan(query)
    found = _Search(searcher, schema, asked, query)
    if not found.total and not asked.everything:
        found = _Search(searcher, schema, plan(query, relaxed=True), query)
    return Answer(hits=found.hits(), total=found.total, facets=found.facets())


class _Search:
    """One plan carried out."""

    def __init__(self, searcher: Any, schema: Any, asked: Plan, query: Query) -> None:
        self._searcher = searcher
        builder = _Builder(searcher, schema)
        self._matching = builder.matching(asked)
        self._offset = min(query.offset, searcher.num_docs)
        self._limit = min(query.limit, searcher.num_docs)
        self._everything = asked.everything
        self._result = searcher.search(
            builder.ranked(asked, self._matching),
            limit=max(1, self._limit),
            offset=self._offset,
            order_by_field="day" if asked.everything else None,
        )
        self.total: int = self._result.count

    def hits(self) -> list[Hit]:
        found = []
        for score, address in self._result.hits[: self._limit]:
            record = json.loads(bytes(self._searcher.doc(address).get_first("record")))
            document = IndexedDocument(**record)
            found.append(Hit(document, 0.0 if self._everything else float(score)))
        return sorted(
            found, key=lambda hit: (-hit.score, -day_number(hit.document.promulgation_date))
        )

    def facets(self) -> dict[str, dict[str, int]]:
        if not self.total:
            return _facets({})
        asked = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in _FACETS}
        return _facets(self._searcher.aggregate(self._matching, asked))


_FACETS: Final = ("type", "organ", "year", "direction")


def _facets(counted: dict[str, Any]) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    for name in _FACETS:
        buckets = counted.get(name, {}).get("buckets", [])
        values = {_value(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
        facets[name] = dict(sorted(values.items(), key=lambda pair: (-pair[1], pair[0])))
    return facets


def _value(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


class _Builder:
    """Turns a plan into one tantivy query."""

    def __init__(self, searcher: Any, schema: Any) -> None:
        self._searcher = searcher
        self._schema = schema

    def matching(self, asked: Plan) -> Any:
        """What is found, and scored by the clauses alone."""
        parts = [(_MUST, self._asked(asked))]
        parts += [(_MUST, _Q.const_score_query(one, 0.0)) for one in self._filters(asked.filters)]
        parts += [(_NOT, self._all(terms)) for terms in asked.excluded]
        return _Q.boolean_query(parts)

    def ranked(self, asked: Plan, matching: Any) -> Any:
        """The same, lifted by what else speaks for a document."""
        parts = [(_MUST, matching)]
        if asked.all_bonus:
            every = _Q.boolean_query([(_MUST, self._clause(clause)) for clause in asked.clauses])
            parts.append((_SHOULD, _Q.const_score_query(every, asked.all_bonus)))
        parts += [(_SHOULD, self._term(term)) for term in asked.extras]
        return _Q.boolean_query(parts)

    def _asked(self, asked: Plan) -> Any:
        if asked.everything:
            return _Q.const_score_query(_Q.all_query(), 0.0)
        if not asked.clauses:
            return _Q.empty_query()
        clauses = [(_SHOULD, self._clause(clause)) for clause in asked.clauses]
        return _Q.boolean_query(clauses, minimum_number_should_match=asked.needed)

    def _clause(self, clause: Clause) -> Any:
        terms = [self._term(term) for term in clause.terms]
        return terms[0] if len(terms) == 1 else _Q.disjunction_max_query(terms)

    def _all(self, terms: tuple[Term, ...]) -> Any:
        return _Q.boolean_query([(_MUST, self._term(term)) for term in terms])

    def _term(self, term: Term) -> Any:
        query = _Q.term_query(self._schema, term.field, term.token, "freq")
        if term.fixed:
            return _Q.const_score_query(query, term.weight)
        return query if term.weight == 1.0 else _Q.boost_query(query, term.weight)

    def _filters(self, filters: Filters) -> Iterator[Any]:
        if filters.type is not None:
            yield self._exactly("type_key", filters.type)
        if filters.direction is not None:
            yield self._exactly("direction", filters.direction)
        if filters.organ is not None:
            known = self._searcher.terms_with_prefix("organ_key", "")
            wanted = [name for name, _ in known if filters.organ in name]
            yield _Q.term_set_query(self._schema, "organ_key", wanted)
        if filters.day_from is not None or filters.day_to is not None:
            yield _Q.range_query(
                self._schema,
                "day",
                tantivy.FieldType.Integer,
                filters.day_from if filters.day_from is not None else 1,
                filters.day_to if filters.day_to is not None else 99_999_998,
            )

    def _exactly(self, field: str, value: str) -> Any:
        return _Q.term_query(self._schema, field, value, "basic")
