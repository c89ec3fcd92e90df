"""The worker beside the server: long jobs, the index, what was left unfinished."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from logging.handlers import RotatingFileHandler
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from congvan.config import load
from congvan.errors import CongvanError
from congvan.model.job import JobKind
from congvan.office import Office
from congvan.office.finding import catch_up
from congvan.office.jobs import without_values, work_once
from congvan.office.opening import recover
from congvan.wiring import open_engine, open_office, records_position

LOG: Final = logging.getLogger("congvan.worker")
_NICE: Final = 10  # pages stay quick beside it
_LOOK: Final = 0.2  # seconds between two looks for work
_RECOVER: Final = 60.0
_AFTER_ERROR: Final = 5.0
_FIRST_PAUSE: Final = 0.2  # before a worker that died is followed by another; doubles
_LONGEST_PAUSE: Final = 30.0
_HEALTHY: Final = 60.0  # seconds of life after which the pause begins small again


class Worker:
    """Keeps one worker process running while the block lasts.

    It has no other tie to us than a pipe: when that closes, because we end or were killed, it
    leaves after the papers in hand. ``grace``: seconds it gets before it is killed; nothing is
    lost then, the next one goes on.
    """

    def __init__(self, root: Path, *, grace: float = 15.0) -> None:
        self._root, self._grace = root, grace
        self._processes = get_context("spawn")
        self._ended, self._end = self._processes.Pipe(duplex=False)
        self._keeper = threading.Thread(target=self._keep, name="worker", daemon=True)
        self.pid: int | None = None  # of the process now at work

    def __enter__(self) -> Worker:
        self._keeper.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ask it to leave, wait, end it."""
        self._end.close()
        self._keeper.join()

    def _keep(self) -> None:
        # what Ctrl-C sends to the whole terminal is not for the child: it inherits this mask
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        pause = _FIRST_PAUSE
        while not self._ended.poll(0):
            begun = time.monotonic()
            if self._one_life():
                return
            pause = _FIRST_PAUSE if time.monotonic() - begun > _HEALTHY else pause
            LOG.warning("the worker ended by itself; another follows in %.1f s", pause)
            wait([self._ended], pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _one_life(self) -> bool:
        """Start a process and wait for its end, or for ours: then True."""
        theirs, ours = self._processes.Pipe(duplex=False)
        process = self._processes.Process(
            target=serve_jobs, args=(self._root, theirs), name="congvan-worker", daemon=True
        )
        try:
            process.start()
        except OSError:
            LOG.exception("the worker could not be started")
            return False
        finally:
            theirs.close()
        self.pid = process.pid
        asked = self._ended in wait([self._ended, process.sentinel])
        ours.close()
        process.join(self._grace)
        if process.is_alive():
            process.kill()
            process.join()
        self.pid = None
        return asked


def serve_jobs(root: Path, parent: Connection | None = None) -> None:
    """Work until the parent's end of the pipe closes; what is in hand is brought to its end."""
    leaving = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: leaving.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.nice(_NICE)
    _speak_to_nobody()
    try:
        office = _open(root)
    except CongvanError as error:
        LOG.error("the office cannot be opened: %s", error.message)
        time.sleep(_FIRST_PAUSE)
        return
    rounds = [
        _round(lambda: work_once(office, {JobKind.RUN}, should_stop=leaving.is_set), leaving),
        _round(lambda: work_once(office, {JobKind.PDF}, should_stop=leaving.is_set), leaving),
        _round(Housekeeping(office), leaving),
    ]
    _until_told(parent, leaving)
    for thread in rounds:
        thread.join()


def _open(root: Path) -> Office:
    """The office with one search engine, for the one thread that feeds it."""
    settings = load(root)
    _log_to(settings.archive / "nhat-ky")
    engine = open_engine(settings)
    return replace(open_office(root), engine=lambda: engine)


def _until_told(parent: Connection | None, leaving: threading.Event) -> None:
    while not leaving.is_set():
        if parent is None:
            leaving.wait(_LOOK)
        elif parent.poll(_LOOK):  # nothing is ever sent: the other end is closed
            leaving.set()


def _round(work: Callable[[], bool], leaving: threading.Event) -> threading.Thread:
    """Do that again and again, at once while there is more; an error is logged and waited out."""

    def rounds() -> None:
        while not leaving.is_set():
            pause = 0.0
            try:
                pause = 0.0 if work() else _LOOK
            except CongvanError as error:
                LOG.warning("%s: %s", error.code, error.message)
                pause = _AFTER_ERROR
            except Exception as error:
                LOG.error("a round failed: %s", without_values(error))
                pause = _AFTER_ERROR
            leaving.wait(pause)

    thread = threading.Thread(target=rounds, daemon=True)
    thread.start()
    return thread


class Housekeeping:
    """The index follows the records; once a minute what a dead process left is put right."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._recovered: float | None = None

    def __call__(self) -> bool:
        """One look; never more to do at once."""
        if self._office.engine().position() != records_position(self._office.settings):
            catch_up(self._office)
        now = time.monotonic()
        if self._recovered is None or now - self._recovered >= _RECOVER:
            self._recovered = now
            self._recover()
        return False

    def _recover(self) -> None:
        recovered = recover(self._office)
        for entry in recovered.finished:
            LOG.info("finished %s, left by a process that is gone", entry.code)
        for entry, error in recovered.stuck:
            LOG.warning("%s stays reserved: %s", entry.code, error.code)


def _speak_to_nobody() -> None:
    """Whatever is printed here, by us or by a library, is not for the clerk at the terminal."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _log_to(folder: Path) -> None:
    """A log of its own: two processes cannot turn over one file."""
    folder.mkdir(mode=0o700, exist_ok=True)
    handler: Any = RotatingFileHandler(
        folder / "cong-viec.log", maxBytes=5_000_000, backupCount=5, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("congvan")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
