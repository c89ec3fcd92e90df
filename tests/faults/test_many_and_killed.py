"""Many processes at once, and processes killed at any moment: no double, no gap, nothing lost.

Children are forked from a process that has everything loaded, so that hundreds fit in seconds;
they run the same use case as the command line, on the real database and folder.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from congvan.archiving.audit import first_break
from congvan.model.documents import FileRole
from congvan.model.register import EntryState
from congvan.office import Office
from congvan.office.drafts import Draft, draft_from_data
from congvan.office.founding import demonstration, found, lay_out
from congvan.office.issuing import Wish, issue
from congvan.office.opening import recover
from congvan.wiring import load, open_office, open_store

DAY = date(2026, 11, 20)
KILLS = 500
WRITERS = 16
NUMBERS = 500


@pytest.fixture
def founded(tmp_path: Path) -> Path:
    lay_out(tmp_path)
    found(open_store(load(tmp_path), create=True), demonstration(), by="thử")
    return tmp_path


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """One rendered draft, issued many times under different requests."""
    folder = tmp_path_factory.mktemp("mau")
    lay_out(folder)
    found(open_store(load(folder), create=True), demonstration(), by="thử")
    office = open_office(folder)
    sample = office.catalogue.get("cong-van").sample
    return draft_from_data(office, "cong-van", sample, on=DAY, signer=None)


def child(work: Callable[[], None]) -> int:
    """Fork; the child does the work and leaves without pytest noticing."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    except BaseException as error:  # the exit code tells the parent
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)


def ended(pid: int) -> int:
    return os.waitpid(pid, 0)[1]


def check_register(office: Office, expected: int | None = None) -> list[str]:
    """No gap, no double, every issued line filed with its bytes; gives the codes."""
    with office.store.read() as records:
        entries = records.entries()
        numbers = [entry.number for entry in entries]
        assert numbers == list(range(1, len(numbers) + 1))
        if expected is not None:
            assert len(numbers) == expected
        for entry in entries:
            assert entry.state is EntryState.ISSUED
            document = records.document(entry.document_id or "")
            assert document is not None
            assert document.code == entry.code
            issued = document.file(FileRole.ISSUED)
            assert issued is not None
            assert office.blobs.read(issued.digest)
        assert first_break(records.audit()) is None
        return [entry.code for entry in entries]


def kept_blobs(office: Office) -> set[str]:
    return {path.name for path in (office.settings.archive / "blobs").glob("*/*")}


def referenced_blobs(office: Office) -> set[str]:
    with office.store.read() as records:
        entries = records.entries()
        documents = [records.document(entry.document_id or "") for entry in entries]
    return {file.digest for document in documents if document for file in document.files}


def test_sixteen_processes_take_five_hundred_numbers_without_gap_or_double(
    founded: Path, letter: Draft
) -> None:
    def work(writer: int) -> None:
        office = open_office(founded)
        for number in range(writer, NUMBERS, WRITERS):
            issue(office, letter, Wish(DAY, request_id=f"yêu cầu {number}"))

    children = [child(lambda writer=writer: work(writer)) for writer in range(WRITERS)]
    assert [ended(pid) for pid in children] == [0] * WRITERS
    check_register(open_office(founded), NUMBERS)


def test_a_process_killed_at_any_moment_costs_no_number(founded: Path, letter: Draft) -> None:
    seed = random.Random(20261120)
    acknowledged = founded / "da-bao"
    pace = _pace(founded, letter)

    def work(number: int) -> None:
        office = open_office(founded)
        recover(office)
        issued = issue(office, letter, Wish(DAY, request_id=f"yêu cầu {number}"))
        with acknowledged.open("a", encoding="utf-8") as file:
            file.write(f"{number}\t{issued.entry.code}\n")

    killed = 0
    for number in range(KILLS):
        pid = child(lambda number=number: work(number))
        time.sleep(seed.uniform(0, pace * 1.2))
        os.kill(pid, signal.SIGKILL)
        killed += os.WIFSIGNALED(ended(pid))
    assert killed > KILLS // 4, "too few were killed in the middle to prove anything"

    office = open_office(founded)
    assert recover(office).stuck == []
    check_register(office)
    told = dict(line.split("\t") for line in acknowledged.read_text("utf-8").splitlines())
    for number, code in told.items():
        again = issue(office, letter, Wish(DAY, request_id=f"yêu cầu {number}"))
        assert again.repeated
        assert again.entry.code == code
    assert kept_blobs(office) == referenced_blobs(office)
    assert not office.blobs.has_leftovers()


def _pace(founded: Path, letter: Draft) -> float:
    """How long one such child takes here, so that the kills fall all over it."""
    begun = time.monotonic()
    for number in range(3):
        ended(child(lambda number=number: _once(founded, letter, number)))
    return (time.monotonic() - begun) / 3


def _once(founded: Path, letter: Draft, number: int) -> None:
    office = open_office(founded)
    recover(office)
    issue(office, letter, Wish(DAY, request_id=f"đo {number}"))
