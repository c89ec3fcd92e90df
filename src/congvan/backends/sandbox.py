"""Our own jobs in a confined child process (D12)."""

from __future__ import annotations

import json
import os
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

import congvan
from congvan import errors
from congvan.backends.confined import Finished, Running, bubblewrap_works, start_confined
from congvan.errors import CongvanError, MissingProgram, UnsafeFile
from congvan.ports import Limits

# -I -S: no site, no user's variables; the paths are given, and site's start-up is saved.
_BOOT: Final = (
    "import sys; sys.path[:0] = sys.argv[2:]; from congvan.backends.child import main; main()"
)


class ConfinedSandbox:
    """Implements ``ports.Sandbox``: a fresh Python with limits, walled in where bubblewrap works.

    Without bubblewrap the limits still hold; ``congvan doctor`` says so. The guard has looked at
    the file either way, for every job that reads one begins with it. Of the jobs to ``keep`` one
    child always waits, loaded, and the next is started once it is used. Any thread may ask.
    """

    boot = _BOOT

    def __init__(self, *, walls: bool | None = None, keep: Sequence[str] = ()) -> None:
        self._walls = walls
        self._ready = _Ready()  # those whose job has not come yet
        self._keeper = _Keeper(self._ready, keep, walls) if keep else None
        self._end = weakref.finalize(self, _end, self._ready, self._keeper)

    def warm(self, job: str) -> None:
        """Start the child for a job that comes soon, so that it loads while we do too."""
        if not self._ready.has(job):
            with suppress(MissingProgram):  # told when the job comes
                self._ready.add(job, start_child(self.boot, job, None, self._walls))

    def run(
        self,
        job: str,
        data: bytes,
        options: Mapping[str, object] | None = None,
        *,
        limits: Limits | None = None,
    ) -> bytes:
        """The job's output; its CongvanError again; UnsafeFile when it did not survive."""
        warm = self._ready.take(job) if limits is None else None
        if self._keeper is not None and limits is None:
            self._keeper.again(job)
        running = warm or start_child(self.boot, job, limits, self._walls)
        return _output(running.finish(encode_options(options) + b"\n" + data))

    def close(self) -> None:
        """End every child that waits; jobs that come later start their own."""
        self._end()


def start_child(boot: str, job: str, limits: Limits | None, walls: bool | None) -> Running:
    """A child that loads what the job needs and waits for its input."""
    walled = bubblewrap_works() is None if walls is None else walls
    paths = _python_paths()
    command = [sys.executable, "-I", "-S", "-B", "-c", boot, job, *map(str, paths)]
    readable = [*paths, Path(sys.prefix), Path(sys.base_prefix)]
    try:
        return start_confined(command, readable=readable, limits=limits, walls=walled)
    except OSError as error:
        raise MissingProgram(
            f"Không khởi động được tiến trình đọc tệp: {error.strerror}.",
            remedy="Kiểm tra máy: congvan doctor",
            code="program.sandbox",
        ) from error


class _Ready:
    """Children that wait, at most one for each job; each is given out once."""

    def __init__(self) -> None:
        self._waiting: dict[str, Running] = {}
        self._lock = threading.Lock()
        self._closed = False

    def has(self, job: str) -> bool:
        """Whether one waits and lives."""
        with self._lock:
            running = self._waiting.get(job)
            return running is not None and _lives(running)

    def add(self, job: str, running: Running) -> None:
        """Let it wait, in the place of one that died; one too many is ended."""
        with self._lock:
            surplus = running if self._closed else self._waiting.get(job)
            if not self._closed:
                self._waiting[job] = running
        if surplus is not None:
            surplus.stop()

    def take(self, job: str) -> Running | None:
        """One that waits, if it still lives."""
        with self._lock:
            running = self._waiting.pop(job, None)
        if running is None or _lives(running):
            return running
        running.stop()
        return None

    def close(self) -> None:
        """End them all, and whoever is added later."""
        with self._lock:
            self._closed = True
            waiting = list(self._waiting.values())
            self._waiting.clear()
        for running in waiting:
            running.stop()


def _lives(running: Running) -> bool:
    """Looks without reaping: whoever ends the child still needs its process id."""
    seen = os.waitid(os.P_PID, running.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return seen is None


class _Keeper:
    """Starts the next child once one was used.

    One thread does it for as long as the sandbox lives: bubblewrap ends its child when the thread
    that started it ends (PR_SET_PDEATHSIG).
    """

    def __init__(self, ready: _Ready, jobs: Sequence[str], walls: bool | None) -> None:
        self._jobs = frozenset(jobs)
        self._asked: SimpleQueue[str | None] = SimpleQueue()
        for job in jobs:
            self._asked.put(job)
        arguments = (self._asked, ready, walls)
        self._thread = threading.Thread(target=_keep, args=arguments, daemon=True)
        self._thread.start()

    def again(self, job: str) -> None:
        """One of that job was used."""
        if job in self._jobs:
            self._asked.put(job)

    def end(self) -> None:
        """Start no more; what was begun is finished first."""
        self._asked.put(None)
        self._thread.join(10)


def _keep(asked: SimpleQueue[str | None], ready: _Ready, walls: bool | None) -> None:
    while (job := asked.get()) is not None:
        if not ready.has(job):
            with suppress(MissingProgram):  # told to whoever brings the job
                ready.add(job, start_child(_BOOT, job, None, walls))


def _end(ready: _Ready, keeper: _Keeper | None) -> None:
    ready.close()
    if keeper is not None:
        keeper.end()


def _python_paths() -> list[Path]:
    """Where this package and its libraries lie: the package's parent, and the site folders."""
    here = Path(congvan.__file__).parent.parent
    sites = [Path(item) for item in sys.path if item.endswith(("site-packages", "dist-packages"))]
    return list(dict.fromkeys([here, *(site for site in sites if site.is_dir())]))


def encode_options(options: Mapping[str, object] | None) -> bytes:
    """One line of JSON; dataclasses, enums and dates as plain values."""
    return json.dumps(dict(options or {}), ensure_ascii=False, default=_plain).encode()


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"không chuyển được sang JSON: {type(value).__name__}")


def _output(finished: Finished) -> bytes:
    if finished.timed_out or finished.status in {-9, -24, 137, 152}:  # killed, out of CPU time
        raise UnsafeFile(
            "Đọc tệp quá lâu nên đã dừng.",
            remedy="Tệp quá nặng hoặc bị hỏng: mở bằng Word hay LibreOffice và lưu lại.",
            code="file.too-slow",
        )
    line, newline, out = finished.out.partition(b"\n")
    said = _said(line) if newline else {"crash": "no reply"}
    if "error" in said:
        raise _again(said)
    if said.get("crash") == "memory":
        raise UnsafeFile(
            "Tệp cần quá nhiều bộ nhớ để đọc nên đã dừng.",
            remedy="Tách văn bản, hoặc mở bằng Word hay LibreOffice và lưu lại.",
            code="file.too-heavy",
        )
    if said or finished.status:
        raise UnsafeFile(
            "Không đọc được tệp: bộ đọc dừng giữa chừng.",
            remedy="Tệp có thể bị hỏng: mở bằng Word hay LibreOffice và lưu lại.",
            code="file.unreadable",
        )
    return out


def _said(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {"crash": "bad reply"}
    return said if isinstance(said, dict) else {"crash": "bad reply"}


def _again(said: Mapping[str, Any]) -> CongvanError:
    """The child's error as one of ours; a name that is not in the tree is a plain refusal."""
    kind = getattr(errors, str(said["error"]), None)
    if not (isinstance(kind, type) and issubclass(kind, CongvanError)):
        kind = errors.RefusedInput
    error = kind.__new__(kind)
    CongvanError.__init__(
        error,
        str(said.get("message", "")),
        remedy=str(said.get("remedy", "")),
        code=str(said.get("code", kind.code)),
    )
    return error
