"""The worker beside the server: killed at any moment, every row is printed once, numbers once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rosters import row, xlsx

from congvan.archiving.audit import first_break
from congvan.errors import StorageFailure
from congvan.model.job import JobState
from congvan.model.register import EntryState
from congvan.office import Office
from congvan.office.founding import demonstration, found, lay_out
from congvan.office.jobs import ask_run, job_of, stop
from congvan.office.running import Asked, begin, plan
from congvan.web import worker as worker_module
from congvan.web.worker import Housekeeping, Worker
from congvan.wiring import load, open_office, open_store

DAY = date(2026, 11, 20)
ROWS = 200
COMMUNES = ("phường Ánh Dương", "xã Long Khê", "đặc khu Hòn Ngư", "phường Tân Hoà")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    lay_out(tmp_path)
    found(open_store(load(tmp_path), create=True), demonstration(), by="thử")
    return open_office(tmp_path)


def begun(office: Office, rows: int = ROWS) -> str:
    """A run somebody asked for at a page."""
    letters = "AÁBCDĐEGHIKLMNOÔ"
    names = [f"Nguyễn Văn {a}{b}n" for a in letters for b in "aâăeêioôơuưyáàảã"][:rows]
    data = xlsx([row(name, commune=COMMUNES[at % 4]) for at, name in enumerate(names)])
    planned = plan(office, "danh sách.xlsx", data, Asked("giay-gioi-thieu", DAY))
    run = begin(office, planned, data)
    ask_run(office, run.id)
    return run.id


def until(what: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def filed(office: Office, run_id: str) -> int:
    with office.store.read() as records:
        return len(records.run_items(run_id))


def check(office: Office, run_id: str, rows: int) -> None:
    """Every paper once, numbers without a gap, nothing orphaned."""
    with office.store.read() as records:
        items = records.run_items(run_id)
        assert sum(key.startswith("row:") for key in items) == rows
        assert len({item.document_id for item in items.values()}) == len(items)
        for group, count in (("GGT", rows), ("CV", 4)):
            entries = records.entries(group=group)
            assert [entry.number for entry in entries] == list(range(1, count + 1))
            assert all(entry.state is EntryState.ISSUED for entry in entries)
        assert first_break(records.audit()) is None


@pytest.mark.confinement
def test_a_worker_killed_at_random_moments_prints_every_row_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "_LONGEST_PAUSE", 0.3)
    run_id = begun(office)
    seed = random.Random(4)
    killed = set()
    with Worker(office.settings.root, grace=0.2) as worker:
        while filed(office, run_id) < ROWS + 4:
            until(lambda: worker.pid not in {None, *killed} or filed(office, run_id) >= ROWS + 4)
            time.sleep(seed.uniform(0.4, 1.6))
            if worker.pid and len(killed) < 6:
                os.kill(worker.pid, signal.SIGKILL)
                killed.add(worker.pid)
    assert len(killed) >= 2
    check(office, run_id, ROWS)


@pytest.mark.confinement
def test_a_killed_server_takes_its_worker_along_and_the_next_goes_on(office: Office) -> None:
    run_id = begun(office, 100)
    program = (
        "import sys, time; from pathlib import Path; from congvan.web.worker import Worker\n"
        "if __name__ == '__main__':\n"
        "    with Worker(Path(sys.argv[1])) as worker:\n"
        "        while not worker.pid: time.sleep(0.01)\n"
        "        print(worker.pid, flush=True); time.sleep(60)\n"
    )
    script = office.settings.root / "may-chu.py"
    script.write_text(program, "utf-8")
    server = subprocess.Popen(
        [sys.executable, str(script), str(office.settings.root)], stdout=-1, stderr=-1, text=True
    )
    assert server.stdout is not None
    pid = int(server.stdout.readline())
    until(lambda: filed(office, run_id) > 0)
    server.kill()
    _, said = server.communicate(timeout=30)
    assert said == ""
    until(lambda: not is_running(pid))
    job = job_of(office, run_id)
    assert job is not None
    assert job.state in {JobState.WAITING, JobState.DONE, JobState.FAILED}
    with Worker(office.settings.root, grace=0.2):
        until(lambda: filed(office, run_id) == 104)
    check(office, run_id, 100)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.confinement
def test_what_is_stopped_at_a_page_stops_after_the_papers_in_hand(office: Office) -> None:
    run_id = begun(office, 120)
    with Worker(office.settings.root, grace=0.2) as worker:
        until(lambda: filed(office, run_id) > 0)
        job = job_of(office, run_id)
        assert job is not None
        stop(office, job.id)
        until(lambda: (job_of(office, run_id) or job).state is JobState.STOPPED)
        first = worker.pid
        before = filed(office, run_id)
        assert 0 < before < 124
        time.sleep(1)
        assert filed(office, run_id) == before
        ask_run(office, run_id)
        until(lambda: filed(office, run_id) == 124)
        assert worker.pid == first, "it did not have to die for that"
    check(office, run_id, 120)


def test_the_worker_leaves_when_told(office: Office) -> None:
    with Worker(office.settings.root, grace=10) as worker:
        until((office.settings.archive / "nhat-ky" / "cong-viec.log").exists)
        pid = worker.pid
        assert pid
        assert os.getpriority(os.PRIO_PROCESS, pid) >= 10
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    assert not is_running(pid)


def test_an_office_that_cannot_be_opened_does_not_end_the_server(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Worker(tmp_path, grace=0.2) as worker:
        seen = set()
        until(lambda: len(seen) >= 2 or bool(seen.add(worker.pid)))  # type: ignore[func-returns-value]
    assert "Traceback" not in "".join(capfd.readouterr())


def test_housekeeping_lets_the_index_follow(office: Office) -> None:
    house = Housekeeping(office)
    assert house() is False
    assert office.engine().position() == 0
    planned = plan(office, "a.xlsx", xlsx([row("Lê An")]), Asked("phieu-nhan-xet", DAY))
    begin(office, planned, xlsx([row("Lê An")]))
    from congvan.office.running import carry_out

    carry_out(office, planned, lambda done, total: None, lambda: False)
    house()
    with office.store.read() as records:
        assert office.engine().position() == records.changes(0, 100)[-1][0]


def test_a_damaged_index_is_no_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_office: Office) -> int:
        raise StorageFailure("hỏng", code="storage.index-damaged")

    monkeypatch.setattr("congvan.web.worker.catch_up", broken)
    monkeypatch.setattr("congvan.web.worker.records_position", lambda _settings: 9)
    with pytest.raises(StorageFailure):
        Housekeeping(office)()
