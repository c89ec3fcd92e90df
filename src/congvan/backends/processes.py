"""Which process is at work on a line, and whether it still lives."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def this_process() -> str:
    """``host:pid:start``; the start time tells a process from a later one with its number."""
    pid = os.getpid()
    return f"{socket.gethostname()}:{pid}:{_start(pid)}"


def is_alive(owner: str) -> bool:
    """Whether that process may still be at work; one on another machine counts as alive."""
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    start = owner.rpartition(":")[2]
    if not rest.isdigit():
        return False
    if host != socket.gethostname():
        return True
    return bool(start) and _start(int(rest)) == start


def _start(pid: int) -> str:
    """Field 22 of ``/proc/PID/stat``, in clock ticks since boot; empty when there is none."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return text.rpartition(")")[2].split()[19]
