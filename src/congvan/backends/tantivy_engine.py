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
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import tantivy

from congvan.backends.tantivy_query import answer
from congvan.errors import CongvanError, StorageFailure, storage_failure
from congvan.ports import Answer, IndexedDocument, Query
from congvan.searching.analysis import ANALYSER_VERSION, FIELDS, analyse_document, key
from congvan.searching.plan import day_number

_SCHEMA_VERSION: Final = 1
_STATE: Final = "vi-tri.json"
_LOCK: Final = "khoa"
_HEAP: Final = 64_000_000
_TRIES: Final = 5  # a reader may meet an index being replaced
_PAUSE: Final = 0.05


@dataclass(frozen=True, slots=True)
class _State:
    generation: str
    position: int
    opstamp: int  # of the commit it was written after; an index older than that is not ours
    analyser: int = ANALYSER_VERSION
    schema: int = _SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class _Shown:
    """What readers are shown: a searcher, and the commit it was opened on."""

    commit: tuple[object, ...]
    searcher: Any
    schema: Any


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


class _Told(threading.local):
    """The position each thread was told last: what it writes begins there."""

    position = 0


class TantivyEngine:
    """An index in ``folder``, made when first written to; threads may share one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shown: _Shown | None = None
        self._opening = threading.Lock()
        self._told = _Told()

    # --- the port ---

    def position(self) -> int:
        self._told.position = self._position(self._state())
        return self._told.position

    def update(self, documents: Iterable[IndexedDocument], position: int) -> None:
        with self._writing():
            state = self._state()
            known = self._position(state)
            if known < 0 or state is None:
                state = self._begin()
            opstamp = self._write(self._folder / state.generation, documents)
            # an index that went back since the caller looked must not claim what it was not given
            reached = position if known >= max(0, self._told.position) else max(0, known)
            self._remember(_State(state.generation, reached, opstamp))
            self._told.position = reached  # what comes next begins there

    def clear(self) -> None:
        with self._writing():
            self._begin()
        self._told.position = 0

    def search(self, query: Query) -> Answer:
        for attempt in range(_TRIES):
            try:
                shown = self._open()
                with _calm():
                    if shown is None:
                        return answer(None, None, query)
                    return answer(shown.searcher, shown.schema, query)
            except (OSError, ValueError) as error:
                self._shown = None
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
        with self._in_words():
            writer = tantivy.Index.open(str(folder)).writer(_HEAP, 1)
        for document in documents:
            record = _record(document)
            with self._in_words():
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(record)
        with self._in_words():
            opstamp: int = writer.commit()
            writer.wait_merging_threads()
        return opstamp

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            with _calm():
                yield
        except ValueError as error:
            raise _damaged(self._folder) from error

    # --- reading ---

    def _open(self) -> _Shown | None:
        """A searcher on the last commit; None while nothing was ever written."""
        with self._opening:  # so that no older searcher takes the place of a newer one
            state = self._state()
            if state is None:
                return None
            folder = self._folder / state.generation
            meta = (folder / "meta.json").stat()
            commit = (state.generation, meta.st_ino, meta.st_mtime_ns)
            shown = self._shown
            if shown is None or shown.commit != commit:
                with _calm():
                    index = tantivy.Index.open(str(folder))
                    shown = _Shown(commit, index.searcher(), index.schema)
                self._shown = shown
            return shown


@contextmanager
def _calm() -> Iterator[None]:
    """A damaged file may make tantivy panic, which is no ``Exception``; here it becomes one."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(str(error)) from error


def _damaged(folder: Path) -> CongvanError:
    return StorageFailure(
        f"Chỉ mục tìm kiếm trong “{folder}” bị hỏng hoặc không ghi được.",
        remedy="Lập lại chỉ mục: congvan reindex (văn bản và sổ không bị ảnh hưởng).",
        code="storage.index-damaged",
    )
