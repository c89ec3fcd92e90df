"""Our own jobs in a confined child process (D12)."""

from __future__ import annotations

import json
import sys
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
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
    the file either way, for every job that reads one begins with it.
    """

    boot = _BOOT

    def __init__(self, *, walls: bool | None = None) -> None:
        self._walls = walls
        self._warm: dict[str, Running] = {}
        weakref.finalize(self, _stop, self._warm)  # those whose job never came

    def warm(self, job: str) -> None:
        """Start the child for a job that comes soon, so that it loads while we do too."""
        with suppress(MissingProgram):  # told when the job comes
            self._warm[job] = self._start(job, None)

    def run(
        self,
        job: str,
        data: bytes,
        options: Mapping[str, object] | None = None,
        *,
        limits: Limits | None = None,
    ) -> bytes:
        """The job's output; its CongvanError again; UnsafeFile when it did not survive."""
        warm = self._warm.pop(job, None) if limits is None else None
        running = warm or self._start(job, limits)
        return _output(running.finish(encode_options(options) + b"\n" + data))

    def _start(self, job: str, limits: Limits | None) -> Running:
        walls = bubblewrap_works() is None if self._walls is None else self._walls
        paths = _python_paths()
        command = [sys.executable, "-I", "-S", "-B", "-c", self.boot, job, *map(str, paths)]
        readable = [*paths, Path(sys.prefix), Path(sys.base_prefix)]
        try:
            return start_confined(command, readable=readable, limits=limits, walls=walls)
        except OSError as error:
            raise MissingProgram(
                f"Không khởi động được tiến trình đọc tệp: {error.strerror}.",
                remedy="Kiểm tra máy: congvan doctor",
                code="program.sandbox",
            ) from error


def _stop(warm: dict[str, Running]) -> None:
    for running in warm.values():
        running.stop()


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
