"""A real server over a real office folder, as a clerk's machine has it: for tests and measures."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

PASSWORD = "mật khẩu để thử 2026"
USERS = {
    "van-thu": ("Lê Thị Thu Hằng", ("van-thu",)),
    "van-thu-hai": ("Phạm Quốc Việt", ("van-thu",)),
    "lanh-dao": ("Nguyễn Đức Thắng", ("lanh-dao",)),
    "quan-tri": ("Đỗ Minh Khôi", ("quan-tri",)),
    "xem": ("Vũ Ngọc Ánh", ("xem",)),
}
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class Server:
    """Where it answers, the office it serves, its process, what it says on standard error."""

    address: str
    root: Path
    process: subprocess.Popen[bytes]
    said: Path

    def resident(self) -> int:
        """MiB of memory the server's own process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) // 1024

    def log(self) -> str:
        """What the server wrote for whoever looks after it."""
        file = self.root / "archive" / "nhat-ky" / "web.log"
        return file.read_text("utf-8") if file.exists() else ""


def congvan(*arguments: object, typed: str = "") -> str:
    """One command line of the program; it must succeed."""
    command = [sys.executable, "-m", "congvan", *map(str, arguments)]
    done = subprocess.run(command, input=typed, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_office(root: Path) -> Path:
    """The demonstration office with a user for each role, and a second clerk."""
    congvan("init", root, "--demo")
    for name, (full_name, roles) in USERS.items():
        chosen = [word for role in roles for word in ("--role", role)]
        congvan("--office", root, "user", "add", name, *chosen, "--full-name", full_name,
                "--password-stdin", typed=f"{PASSWORD}\n")  # fmt: skip
    return root


@contextmanager
def serving(root: Path) -> Iterator[Server]:
    """The pages of that office on a free port, until the block ends."""
    port, said = free_port(), root / "server.txt"
    command = [sys.executable, "-m", "congvan", "--office", str(root), "serve", "--port", str(port)]
    environment = {**os.environ, "CONGVAN_OFFICE": str(root), "PYTHONUNBUFFERED": "1"}
    with (
        said.open("wb") as out,
        subprocess.Popen(command, stdout=out, stderr=out, env=environment) as process,
    ):
        server = Server(f"http://127.0.0.1:{port}", root, process, said)
        try:
            _wait(server)
            yield server
        finally:
            _end(process)


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def launch(playwright: Any) -> Any:
    """Debian's Chromium without a window."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)


def _wait(server: Server) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert server.process.poll() is None, server.said.read_text("utf-8")
        try:
            with urlopen(f"{server.address}/dang-nhap", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer: {server.said.read_text('utf-8')}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
