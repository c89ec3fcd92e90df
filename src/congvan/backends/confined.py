"""The only place that starts outside programs: limits, time, the whole group killed (design §2).

With bubblewrap the program also sees no network, no archive, no home: only what it is given. Where
bubblewrap cannot work the same limits hold without the walls, and callers decide whether that is
enough for the file in hand (D12).
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from congvan.ports import Limits

_SYSTEM: Final = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_CONFIGURATION: Final = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/libreoffice",
    "/etc/localtime",
    "/var/cache/fontconfig",
)
_ENVIRONMENT: Final = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "HOME": "/tmp",  # noqa: S108 - a tmpfs of its own inside the walls
}
_OPEN_FILES: Final = 1024
# A shell sets the limits between fork and exec: `preexec_fn` is not safe beside threads.
_SHELL: Final = (
    "ulimit -c 0; ulimit -t {cpu}; ulimit -v {memory}; ulimit -f {file}; ulimit -n {files}; "
    'exec "$@"'
)


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended; ``timed_out`` when it was killed for its time."""

    status: int
    out: bytes
    errors: bytes
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """A confined program that waits for its input."""

    process: subprocess.Popen[bytes]
    out: int
    errors: int
    limits: Limits

    def finish(self, stdin: bytes = b"") -> Finished:
        """Hand over the input and wait for the end; the time limit counts from here."""
        writer = threading.Thread(target=self._feed, args=(stdin,), daemon=True)
        writer.start()
        try:
            timed_out = not _ended(self.process, self.limits.seconds)
            _kill_group(self.process)
            status = self.process.wait()
            writer.join()
            return Finished(status, _content(self.out), _content(self.errors), timed_out)
        finally:
            os.close(self.out)
            os.close(self.errors)

    def stop(self) -> None:
        """End a program whose input never came."""
        _kill_group(self.process)
        self.finish()

    def _feed(self, stdin: bytes) -> None:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError), self.process.stdin as pipe:
            pipe.write(stdin)


def run_confined(
    argv: Sequence[str],
    *,
    stdin: bytes = b"",
    readable: Sequence[Path] = (),
    writable: Sequence[Path] = (),
    limits: Limits | None = None,
    walls: bool = True,
    environment: Mapping[str, str] | None = None,
) -> Finished:
    """Run a program to its end within its limits.

    ``readable`` and ``writable`` folders stand at their own paths; ``walls`` asks for bubblewrap,
    which the caller knows to work (``bubblewrap_works``). OSError when the program is absent.
    """
    running = start_confined(
        argv,
        readable=readable,
        writable=writable,
        limits=limits,
        walls=walls,
        environment=environment,
    )
    return running.finish(stdin)


def start_confined(
    argv: Sequence[str],
    *,
    readable: Sequence[Path] = (),
    writable: Sequence[Path] = (),
    limits: Limits | None = None,
    walls: bool = True,
    environment: Mapping[str, str] | None = None,
) -> Running:
    """Start a program as ``run_confined`` does; it may get ready while we do other things."""
    limits = limits or Limits()
    command = [*_walls(readable, writable), *argv] if walls else list(argv)
    shell = _SHELL.format(
        cpu=limits.seconds + 1,
        memory=limits.memory_mib * 1024,
        file=limits.output_mib * 2048,  # blocks of 512 bytes
        files=_OPEN_FILES,
    )
    out, errors = (os.memfd_create(name) for name in ("out", "err"))
    try:
        process = subprocess.Popen(  # noqa: S603 - the arguments are ours
            ["/bin/sh", "-c", shell, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=errors,
            env={**_ENVIRONMENT, **(environment or {})},
            cwd="/",
            start_new_session=True,
        )
    except OSError:
        os.close(out)
        os.close(errors)
        raise
    return Running(process, out, errors, limits)


def _content(file: int) -> bytes:
    size = os.fstat(file).st_size
    return os.pread(file, size, 0) if size < 2**30 else b""


def _ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait without polling: a child takes a tenth of a second, and so would the waiting."""
    handle = os.pidfd_open(process.pid)
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
    finally:
        os.close(handle)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Whatever the program left running ends with it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _walls(readable: Sequence[Path], writable: Sequence[Path]) -> list[str]:
    return [
        "bwrap",
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        *("--cap-drop", "ALL"),
        *_system(),
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),  # noqa: S108
        *(word for path in _outermost(readable) for word in ("--ro-bind", path, path)),
        *(word for path in _outermost(writable) for word in ("--bind", path, path)),
        *("--chdir", "/tmp", "--"),  # noqa: S108
    ]


def _system() -> Iterator[str]:
    """The system's programs and libraries, as links where the system has links."""
    for name in _SYSTEM:
        path = Path(name)
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), name)
        elif path.is_dir():
            yield from ("--ro-bind", name, name)
    for name in _CONFIGURATION:
        yield from ("--ro-bind-try", name, name)


def _outermost(paths: Sequence[Path]) -> list[str]:
    """Each folder once, those inside another or inside the system left out."""
    kept: list[Path] = [Path("/usr")]
    for path in sorted({path.absolute() for path in paths}, key=lambda item: len(item.parts)):
        if not any(path.is_relative_to(other) for other in kept):
            kept.append(path)
    return [str(path) for path in kept[1:]]


@lru_cache(maxsize=1)
def bubblewrap_works() -> str | None:
    """None when programs can be walled in; else the reason, for ``congvan doctor``."""
    if shutil.which("bwrap") is None:
        return "chưa cài bubblewrap (apt install bubblewrap)"
    try:
        tried = run_confined(["/bin/true"], limits=Limits(seconds=5))
    except OSError as error:
        return f"không chạy được bubblewrap: {error.strerror}"
    if tried.status == 0:
        return None
    reason = tried.errors.decode("utf-8", "replace").strip().splitlines()
    return f"bubblewrap bị hệ thống từ chối: {reason[-1] if reason else tried.status}"
