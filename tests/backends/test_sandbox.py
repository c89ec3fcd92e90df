"""The confined child: what it may not see, what it may not use up, how it ends."""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from congvan.backends import confined
from congvan.backends.confined import Finished, bubblewrap_works, run_confined
from congvan.backends.sandbox import ConfinedSandbox, encode_options
from congvan.errors import Conflict, MissingProgram, RefusedInput, UnsafeFile
from congvan.ports import Limits

PYTHON = [sys.executable, "-I", "-S", "-c"]
READABLE = [Path(sys.prefix), Path(sys.base_prefix)]


def python(code: str, limits: Limits | None = None, *, walls: bool = True) -> Finished:
    return run_confined([*PYTHON, code], readable=READABLE, limits=limits, walls=walls)


def with_boot(code: str, *, walls: bool) -> ConfinedSandbox:
    """A sandbox whose child runs this instead of our jobs."""
    sandbox = ConfinedSandbox(walls=walls)
    sandbox.boot = code  # type: ignore[misc]
    return sandbox


WALLS = [
    pytest.param(True, marks=pytest.mark.confinement, id="walls"),
    pytest.param(False, id="limits"),
]


@pytest.mark.parametrize("walls", WALLS)
def test_an_endless_job_is_stopped_for_its_time(walls: bool) -> None:
    sandbox = with_boot("while True: pass", walls=walls)
    start = time.monotonic()
    with pytest.raises(UnsafeFile) as caught:
        sandbox.run("read", b"", limits=Limits(seconds=1))
    assert caught.value.code == "file.too-slow"
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("walls", WALLS)
def test_a_job_that_waits_for_ever_is_stopped_too(walls: bool) -> None:
    sandbox = with_boot("import time; time.sleep(600)", walls=walls)
    with pytest.raises(UnsafeFile) as caught:
        sandbox.run("read", b"", limits=Limits(seconds=1))
    assert caught.value.code == "file.too-slow"


@pytest.mark.parametrize("walls", WALLS)
def test_a_job_gets_no_more_memory_than_its_limit(walls: bool) -> None:
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from congvan.backends import child\n"
        "child.JOBS['read'] = lambda data, options: bytes(2**31)\n"
        "child.main()"
    )
    with pytest.raises(UnsafeFile) as caught:
        with_boot(code, walls=walls).run("read", b"", limits=Limits(memory_mib=256))
    assert caught.value.code == "file.too-heavy"


@pytest.mark.parametrize("walls", WALLS)
def test_a_job_writes_no_more_than_its_limit(walls: bool) -> None:
    done = python("print('x' * 5_000_000)", Limits(output_mib=1), walls=walls)
    assert done.status != 0
    assert len(done.out) <= 2**20


@pytest.mark.parametrize(
    "code",
    ["import os; os.abort()", "print('nonsense')", "", "print('[1]')", "import sys; sys.exit(3)"],
)
def test_a_child_that_breaks_down_is_an_unsafe_file(code: str) -> None:
    with pytest.raises(UnsafeFile) as caught:
        with_boot(code, walls=False).run("read", b"")
    assert caught.value.code == "file.unreadable"


def test_a_child_cannot_make_us_raise_anything_but_our_errors() -> None:
    said = {"error": "os", "message": "m", "remedy": "r", "code": "c"}
    with pytest.raises(RefusedInput) as caught:
        with_boot(f"print({json.dumps(said)!r})", walls=False).run("read", b"")
    assert type(caught.value) is RefusedInput
    number = {**said, "error": "NumberAlreadyIssued"}  # its own signature differs
    with pytest.raises(Conflict, match="m"):
        with_boot(f"print({json.dumps(number)!r})", walls=False).run("read", b"")


@pytest.mark.confinement
def test_the_walls_hide_network_home_archive_and_processes(tmp_path: Path) -> None:
    secret = tmp_path / "mat.txt"
    secret.write_text("x")
    server = socket.create_server(("127.0.0.1", 0))
    code = f"""
import os, socket
print(os.path.exists({str(secret)!r}), os.path.exists({str(Path.home() / ".bashrc")!r}))
print(sorted(name for name in os.listdir("/proc") if name.isdigit())[:9])
try:
    socket.create_connection(("127.0.0.1", {server.getsockname()[1]}), 1)
    print("reached")
except OSError:
    print("unreachable")
try:
    open("/usr/x", "w")
    print("written")
except OSError:
    print("read-only")
print(sorted(os.environ))
"""
    done = python(code)
    server.close()
    seen, processes, network, disk, environment = done.out.decode().splitlines()
    assert seen == "False False"
    assert len(json.loads(processes.replace("'", '"'))) <= 2
    assert (network, disk) == ("unreachable", "read-only")
    assert "CONGVAN_OFFICE" not in environment


@pytest.mark.confinement
def test_a_given_folder_can_be_written_and_nothing_beside_it(tmp_path: Path) -> None:
    given = tmp_path / "cho-ghi"
    given.mkdir()
    code = (
        f"open({str(given / 'a')!r}, 'w').write('x')\n"
        f"import os; print(os.listdir({str(tmp_path)!r}))"
    )
    done = run_confined([*PYTHON, code], readable=READABLE, writable=[given])
    assert done.out.decode().strip() == "['cho-ghi']"
    assert (given / "a").read_text() == "x"


@pytest.mark.parametrize("walls", WALLS)
def test_what_the_program_leaves_running_ends_with_it(walls: bool) -> None:
    code = "import os, time\nif os.fork() == 0:\n    time.sleep(60)\nprint('con', flush=True)"
    start = time.monotonic()
    assert python(code, walls=walls).out == b"con\n"
    assert time.monotonic() - start < 10


def test_the_reason_is_told_where_bubblewrap_does_not_work(monkeypatch: pytest.MonkeyPatch) -> None:
    bubblewrap_works.cache_clear()
    monkeypatch.setattr(confined.shutil, "which", lambda _name: None)
    assert "bubblewrap" in (bubblewrap_works() or "")
    monkeypatch.undo()
    bubblewrap_works.cache_clear()
    refused = Finished(1, b"", b"bwrap: No permissions to create new namespace\n")
    monkeypatch.setattr(confined.shutil, "which", lambda _name: "/usr/bin/bwrap")
    monkeypatch.setattr(confined, "run_confined", lambda *_a, **_k: refused)
    assert "No permissions" in (bubblewrap_works() or "")
    bubblewrap_works.cache_clear()


def test_a_machine_that_cannot_start_a_process_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_fork(*_a: object, **_k: object) -> subprocess.Popen[bytes]:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(confined.subprocess, "Popen", no_fork)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(MissingProgram):
        ConfinedSandbox(walls=False).run("read", b"x", {"name": "a.txt"})
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_fill_imports_only_what_it_needs() -> None:
    code = (
        "import sys\n"
        "import congvan.backends.child, congvan.drafting.slot_writer\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True
    ).stdout.decode()
    for heavy in (
        "sqlalchemy",
        "jinja2",
        "docx",
        "docxtpl",
        "pypdfium2",
        "tantivy",
        "http",
        "click",
    ):
        assert f"'{heavy}'" not in out


def test_what_is_no_plain_value_does_not_go_to_the_child() -> None:
    with pytest.raises(TypeError):
        encode_options({"x": object()})


def children() -> set[int]:
    """Every child process this one has now."""
    tasks = Path("/proc/self/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split()}


@pytest.mark.parametrize("walls", WALLS)
def test_kept_children_serve_many_threads_and_none_is_left(walls: bool) -> None:
    before = children()
    sandbox = ConfinedSandbox(walls=walls, keep=("fill", "inspect"))
    text = "văn bản".encode()

    def ask(number: int) -> str:
        if number % 4 == 0:  # a refusal comes back from a kept child too
            with pytest.raises(UnsafeFile):
                sandbox.run("fill", text, {"number": "01", "day": "2026-11-20"})
        return json.loads(sandbox.run("read", text, {"name": "a.txt"}))["lines"][0]["text"]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(16))) == {"văn bản"}
    sandbox.close()
    assert children() <= before


def test_a_kept_child_outlives_the_thread_that_used_the_one_before() -> None:
    sandbox = ConfinedSandbox(keep=("fill",))

    def ask() -> None:
        with pytest.raises(UnsafeFile):
            sandbox.run("fill", b"")

    for _ in range(3):
        user = threading.Thread(target=ask)
        user.start()
        user.join()
        time.sleep(0.2)
    waiting = sandbox._ready.take("fill")
    assert waiting is not None
    waiting.stop()
    sandbox.close()


def test_a_kept_child_that_died_costs_nobody_his_file() -> None:
    sandbox = ConfinedSandbox(walls=False)
    sandbox.warm("read")
    (running,) = sandbox._ready._waiting.values()
    running.process.kill()
    os.waitid(os.P_PID, running.process.pid, os.WEXITED | os.WNOWAIT)
    assert b"x" in sandbox.run("read", b"x", {"name": "a.txt"})


def test_a_second_hint_starts_no_second_child() -> None:
    before = children()
    sandbox = ConfinedSandbox(walls=False)
    sandbox.warm("read")
    sandbox.warm("read")
    assert len(children() - before) == 1
    del sandbox
    gc.collect()
    assert children() <= before


@pytest.mark.parametrize("walls", WALLS)
def test_nothing_is_left_when_the_program_ends(walls: bool) -> None:
    code = (
        "import time\n"
        "from congvan.backends.sandbox import ConfinedSandbox\n"
        f"kept = ConfinedSandbox(walls={walls}, keep=('fill', 'draft'))\n"
        "time.sleep(0.3)\n"
        "print(*(item.process.pid for item in kept._ready._waiting.values()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split()
    assert done.stderr == ""
    assert not [pid for pid in done.stdout.split() if Path(f"/proc/{pid}").exists()]
