"""tantivy behind the search port (D9): an index in a folder, derived, thrown away at will.

``vi-tri.json`` names the generation in use, how far it has taken the records in, and which analyser
fed it; it is replaced atomically after each commit, so a writer killed at any moment leaves the
last acknowledged state. Writers queue on a lock beside it; readers take no lock.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import tantivy

from congvan.errors import CongvanError, StorageFailure, storage_failure
from congvan.ports import Answer, Hit, IndexedDocument, Query
from congvan.searching.analysis import ANALYSER_VERSION, FIELDS, analyse_document, key
from congvan.searching.plan import Clause, Filters, Plan, Term, day_number, plan

_SCHEMA_VERSION: Final = 1
_STATE: Final = "vi-tri.json"
_LOCK: Final = "khoa"
_HEAP: Final = 64_000_000
_MOST_VALUES: Final = 200  # values shown of one facet
_TRIES: Final = 5  # a reader may meet an index being replaced
_PAUSE: Final = 0.05


@dataclass(frozen=True, slots=True)
class _State:
    generation: str
    position: int
    opstamp: int  # of the commit it was written after; an index older than that is not ours
    analyser: int = ANALYSER_VERSION
    schema: int = _SCHEMA_VERSION


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("id", "type_key", "organ_key"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("type", "organ", "direction"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("day", "year"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def _record(document: IndexedDocument) -> tantivy.Document:
    analysed = analyse_document(document)
    record = tantivy.Document()
    for name in FIELDS:
        record.add_text(name, getattr(analysed, name))
    record.add_text("id", document.id)
    record.add_text("type_key", key(document.type))
    record.add_text("organ_key", key(document.organ))
    for name in ("type", "organ", "direction"):
        value = getattr(document, name).encode("utf-8", "replace").decode()
        if value:
            record.add_text(name, value)
    day = day_number(document.promulgation_date, missing=0)
    record.add_integer("day", day)
    if day:
        record.add_integer("year", day // 10_000)
    record.add_bytes(
        "record", json.dumps(asdict(document), ensure_ascii=False).encode("utf-8", "replace")
    )
    return record


class TantivyEngine:
    """An index in ``folder``, made when first written to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[str, int] | None = None  # generation and meta.json inode of the searcher
        self._searcher: Any = None
        self._schema: Any = None
        self._told = 0

    # --- the port ---

    def position(self) -> int:
        self._told = self._position(self._state())
        return self._told

    def update(self, documents: Iterable[IndexedDocument], position: int) -> None:
        with self._writing():
            state = self._state()
            known = self._position(state)
            if known < 0 or state is None:
                state = self._begin()
            opstamp = self._write(self._folder / state.generation, documents)
            # an index that went back since the caller looked must not claim what it was not given
            reached = position if known >= max(0, self._told) else max(0, known)
            self._remember(_State(state.generation, reached, opstamp))

    def clear(self) -> None:
        with self._writing():
            self._begin()
        self._told = 0

    def search(self, query: Query) -> Answer:
        for attempt in range(_TRIES):
            try:
                searcher = self._open()
                return _answer(searcher, self._schema, query)
            except (OSError, ValueError) as error:
                self._seen = None
                if attempt == _TRIES - 1:
                    raise _damaged(self._folder) from error
                time.sleep(_PAUSE)
        raise AssertionError

    # --- state ---

    def _state(self) -> _State | None:
        """What the state file says; None when there is none or it makes no sense."""
        try:
            return _State(**json.loads((self._folder / _STATE).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _position(self, state: _State | None) -> int:
        if state is None:
            return -1 if self._has_remains() else 0
        if (state.analyser, state.schema) != (ANALYSER_VERSION, _SCHEMA_VERSION):
            return -1
        try:
            meta = json.loads((self._folder / state.generation / "meta.json").read_text("utf-8"))
            self._open()
            return state.position if meta["opstamp"] >= state.opstamp else -1
        except (OSError, ValueError, TypeError, KeyError):
            return -1

    def _has_remains(self) -> bool:
        return self._folder.is_dir() and any(self._folder.glob("chi-muc-*"))

    def _remember(self, state: _State) -> None:
        beside = self._folder / f"{_STATE}.tmp"
        with beside.open("w", encoding="utf-8") as file:
            json.dump(asdict(state), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._folder / _STATE)

    # --- writing ---

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Alone among writers; what goes wrong on the disk is told in words."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise storage_failure(error, self._folder) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        except OSError as error:
            raise storage_failure(error, self._folder) from error
        finally:
            os.close(lock)

    def _begin(self) -> _State:
        """A new empty generation; the old ones go, readers keep what they have open."""
        generation = f"chi-muc-{uuid.uuid4().hex[:12]}"
        (self._folder / generation).mkdir()
        tantivy.Index(_schema(), path=str(self._folder / generation), reuse=False)
        state = _State(generation, 0, 0)
        self._remember(state)
        for old in self._folder.glob("chi-muc-*"):
            if old.name != generation:
                shutil.rmtree(old, ignore_errors=True)
        return state

    def _write(self, folder: Path, documents: Iterable[IndexedDocument]) -> int:
        """One commit with a fresh index object, which holds on to no memory afterwards."""
        index = tantivy.Index.open(str(folder))
        writer = index.writer(_HEAP, 1)
        try:
            for document in documents:
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(_record(document))
            opstamp: int = writer.commit()
        except ValueError as error:
            raise _damaged(self._folder) from error
        writer.wait_merging_threads()
        return opstamp

    # --- reading ---

    def _open(self) -> Any:
        """A searcher on the last commit; None while nothing was ever written."""
        state = self._state()
        if state is None:
            return None
        folder = self._folder / state.generation
        seen = (state.generation, (folder / "meta.json").stat().st_ino)
        if seen != self._seen:
            index = tantivy.Index.open(str(folder))
            self._schema, self._searcher = index.schema, index.searcher()
            self._seen = seen
        return self._searcher


def _damaged(folder: Path) -> CongvanError:
    return StorageFailure(
        f"Chỉ mục tìm kiếm trong “{folder}” bị hỏng hoặc không ghi được.",
        remedy="Lập lại chỉ mục: congvan reindex (văn bản và sổ không bị ảnh hưởng).",
        code="storage.index-damaged",
    )


# --- from a plan to tantivy ------------------------------------------------------------------

_Q: Final = tantivy.Query
_MUST: Final = tantivy.Occur.Must
_SHOULD: Final = tantivy.Occur.Should
_NOT: Final = tantivy.Occur.MustNot


def _answer(searcher: Any, schema: Any, query: Query) -> Answer:
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
