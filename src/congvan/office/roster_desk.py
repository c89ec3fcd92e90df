"""From a roster that waits to a run: planned once, looked at several times, begun once."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from congvan.errors import Conflict, CongvanError, WrongUse
from congvan.model.dates import short
from congvan.model.run import Run
from congvan.office import Office
from congvan.office.jobs import ask_run
from congvan.office.running import Asked, Planned, Prepared, begin, plan, prepare
from congvan.office.waiting_room import ROSTER, discard, take

_KEPT: Final = 4  # lists of thousands of rows
_SECONDS: Final = 900.0  # then it is read anew: a template may have changed
_REMEMBERED: Final = 200

_Key: TypeAlias = tuple[str, str, str, str, date, str, int | None]


@dataclass(frozen=True, slots=True)
class _Shelved:
    prepared: Future[Prepared] = field(default_factory=Future)
    at: float = field(default_factory=time.monotonic)


class RosterDesk:
    """What several requests about one roster share, in this process; may be lost at any time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._shelf: OrderedDict[_Key, _Shelved] = OrderedDict()
        self._begun: OrderedDict[str, Run] = OrderedDict()

    def prepared(self, office: Office, token: str, asked: Asked) -> Prepared:
        """What the list comes to. Only the first asker reads it; the others wait for him."""
        name, data, _ = take(office, token, ROSTER)
        return self._prepare(office, name, data, asked)

    def planned(self, office: Office, token: str, asked: Asked) -> Planned:
        """What the run would be."""
        name, data, _ = take(office, token, ROSTER)
        return plan(office, name, data, asked, self._prepare(office, name, data, asked))

    def start(self, office: Office, token: str, asked: Asked) -> Run:
        """Begin the run, have it carried out, take the roster from the waiting room.

        Twice (a double click) is once. Conflict (``run.twin``) when this very list was made into
        papers of this type before, unless ``again``; if day and choice are the same too, it is
        that run which goes on.
        """
        with self._starting:
            if token in self._begun:
                return self._begun[token]
            name, data, _ = take(office, token, ROSTER)
            run = self._start(office, name, data, asked)
            self._begun[token] = run
            while len(self._begun) > _REMEMBERED:
                self._begun.popitem(last=False)
            with suppress(WrongUse):  # thrown away at another page meanwhile
                discard(office, token)
        return run

    def _start(self, office: Office, name: str, data: bytes, asked: Asked) -> Run:
        planned = plan(office, name, data, asked, self._prepare(office, name, data, asked))
        others = twins(office, planned.run) if not asked.again else []
        run = next((other for other in others if _same(other, planned.run)), None)
        if run is None:
            if others:
                raise _twin(others[-1])
            run = begin(office, planned, data)
        ask_run(office, run.id)
        return run

    def _prepare(self, office: Office, name: str, data: bytes, asked: Asked) -> Prepared:
        digest = hashlib.sha256(data).hexdigest()
        type_key = office.catalogue.get(asked.type_key).key
        root = str(office.settings.root)
        key = (root, name, digest, type_key, asked.on, asked.sheet, asked.limit)
        shelved, ours = self._take_from_shelf(key)
        if ours:
            try:
                shelved.prepared.set_result(prepare(office, name, data, asked))
            except BaseException as error:
                shelved.prepared.set_exception(error)
                with self._lock:
                    self._shelf.pop(key, None)
        return _outcome(shelved.prepared)

    def _take_from_shelf(self, key: _Key) -> tuple[_Shelved, bool]:
        """What lies there, or a place of ours to put it."""
        with self._lock:
            known = self._shelf.get(key)
            if known and time.monotonic() - known.at < _SECONDS:
                self._shelf.move_to_end(key)
                return known, False
            made = self._shelf[key] = _Shelved()
            self._shelf.move_to_end(key)
            while len(self._shelf) > _KEPT:
                self._shelf.popitem(last=False)
            return made, True


def _outcome(prepared: Future[Prepared]) -> Prepared:
    """Its result; an error as one of this thread's own, for it may be raised in several."""
    error = prepared.exception()
    if isinstance(error, CongvanError):
        again = type(error).__new__(type(error))
        CongvanError.__init__(again, error.message, remedy=error.remedy, code=error.code)
        raise again from error
    return prepared.result()


def twins(office: Office, run: Run) -> list[Run]:
    """Runs of the same type from the same list, oldest first: whoever is on it has papers."""
    with office.store.read() as records:
        return [
            other
            for other in records.runs()
            if (other.type_key, other.roster) == (run.type_key, run.roster)
        ]


def _same(one: Run, other: Run) -> bool:
    """Whether they print the same papers; reason and signer make no other run of it here."""
    choice = ("sheet", "limit")
    return one.on == other.on and all(one.options.get(k) == other.options.get(k) for k in choice)


def same_run(office: Office, planned: Planned) -> Run | None:
    """The run this list was made into for that day already."""
    return next((one for one in twins(office, planned.run) if _same(one, planned.run)), None)


def _twin(run: Run) -> Conflict:
    return Conflict(
        f"Danh sách này đã in ở đợt {run.id} ngày {short(run.on)}; in nữa sẽ cấp thêm số mới cho "
        "cả những người đã có giấy.",
        remedy="Mở đợt ấy để làm tiếp, hoặc đánh dấu “Cố ý làm thành đợt mới” rồi bấm Bắt đầu.",
        code="run.twin",
    )
