"""Numbers under load: ours beside SQLite without the queue, in one run; and how commands start.

    python benchmarks/issuing.py [--writers 16] [--numbers 400] [--json]

Every writer is a process; each number is one write transaction with an audit row. The peer does
the same statements with SQLite's own busy waiting instead of our queue.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from congvan.backends.sqlite import SqliteStore
from congvan.model.register import EntryState, RegisterEntry, Series

SERIES = Series("chinh", "CV", "2025-2030")
DAY = date(2026, 11, 20)
LINE = RegisterEntry(SERIES, 0, "", EntryState.ISSUED, "cong-van", DAY, "về việc đo", "")


class WithoutQueue(SqliteStore):
    """The same store, its writers waiting as SQLite waits."""

    @contextmanager
    def _queue(self):
        yield


def give(store: SqliteStore, request: str) -> None:
    """One number."""
    with store.write() as records:
        last = records.last_entry(SERIES)
        number = last.number + 1 if last else 1
        records.reserve(replace(LINE, number=number, code=f"{number:02}-CV/ĐU", request_id=request))
        records.record("register.reserve", str(number), {"request": request}, by="đo")


def load(kind: type[SqliteStore], writers: int, numbers: int) -> dict[str, float]:
    """All writers at once; latencies of every number, errors, gaps."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "congvan.db"
        kind(path, lambda: "bây giờ", create=True)
        begun = time.monotonic()
        children = [fork(lambda w=w: work(kind, path, w, writers, numbers)) for w in range(writers)]
        for pid in children:
            os.waitpid(pid, 0)
        elapsed = time.monotonic() - begun
        told = [json.loads(file.read_text()) for file in Path(folder).glob("*.json")]
        with sqlite3.connect(path) as db:
            given = db.execute("SELECT count(*), max(number) FROM entries").fetchone()
    waits = sorted(wait for one in told for wait in one["waits"])
    shares = [len(one["waits"]) for one in told]
    return {
        "numbers_per_second": round(given[0] / elapsed, 1),
        "p50_ms": round(1000 * statistics.median(waits), 1),
        "p99_ms": round(1000 * waits[int(len(waits) * 0.99) - 1], 1),
        "errors": sum(one["errors"] for one in told),
        "gaps": given[1] - given[0],
        "fewest_and_most_by_one_writer": [min(shares), max(shares)],
    }


def work(kind: type[SqliteStore], path: Path, writer: int, writers: int, numbers: int) -> None:
    """What one writer does; it leaves its latencies beside the database."""
    store = kind(path, lambda: "bây giờ")
    waits, errors = [], 0
    for number in range(writer, numbers, writers):
        begun = time.monotonic()
        try:
            give(store, f"yêu cầu {number}")
            waits.append(time.monotonic() - begun)
        except Exception:
            errors += 1
    told = {"waits": waits, "errors": errors}
    (path.parent / f"{writer}.json").write_text(json.dumps(told))


def fork(work: Callable[[], None]) -> int:
    """A child process with everything loaded."""
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    return pid


def starts() -> dict[str, float]:
    """Seconds from start to end of whole commands, the fastest of seven."""
    with tempfile.TemporaryDirectory() as folder:
        office = ["--office", folder]
        run("init", folder, "--demo")
        run(*office, "draft", "cong-van", "--sample", "-o", f"{folder}/a.docx")
        run(*office, "find", "đảng viên")
        commands = {
            "--help": ["--help"],
            "find": [*office, "find", "đảng viên"],
            "issue": [*office, "issue", f"{folder}/a.docx", "--again", "--date", "2026-11-20",
                      "-o", folder],
        }  # fmt: skip
        return {
            name: round(min(run(*args) for _ in range(7)), 3) for name, args in commands.items()
        }


def run(*arguments: str) -> float:
    """One command; the pause lets the index of the one before settle."""
    time.sleep(0.5)
    begun = time.monotonic()
    command = [sys.executable, "-m", "congvan", *arguments]
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--numbers", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    ours = load(SqliteStore, asked.writers, asked.numbers)
    peer = load(WithoutQueue, asked.writers, asked.numbers)
    result = {
        "congvan": ours,
        "without_queue": peer,
        "ratio_p99": round(peer["p99_ms"] / ours["p99_ms"], 1),
        "start_seconds": starts(),
    }
    print(json.dumps(result, ensure_ascii=False, indent=None if asked.json else 2))


if __name__ == "__main__":
    main()
