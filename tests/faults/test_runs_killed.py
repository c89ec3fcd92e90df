"""A run killed at any moment and gone on with: every row once, no gap, nothing orphaned; and
thousands of odd rows printed exactly or refused."""

from __future__ import annotations

import os
import random
import signal
import time
import unicodedata
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from rosters import row, xlsx

from congvan.archiving.audit import first_break
from congvan.model.documents import FileRole
from congvan.model.register import EntryState
from congvan.model.text import nfc, squeeze
from congvan.office import Office, running
from congvan.office.founding import demonstration, found, lay_out
from congvan.office.opening import recover
from congvan.office.reporting_run import report_rows
from congvan.office.running import Asked, begin, carry_out, plan, reopen
from congvan.wiring import load, open_office, open_store

DAY = date(2026, 11, 20)
KILLS = 30
COMMUNES = ("phường Ánh Dương", "xã Long Khê", "đặc khu Hòn Ngư", "phường Tân Hoà")


@pytest.fixture
def founded(tmp_path: Path) -> Path:
    lay_out(tmp_path)
    found(open_store(load(tmp_path), create=True), demonstration(), by="thử")
    return tmp_path


def go_on(folder: Path, data: bytes) -> None:
    """What the command does: plan, begin, carry out what is missing."""
    office = open_office(folder)
    recover(office)
    planned = plan(office, "danh sách.xlsx", data, Asked("giay-gioi-thieu", DAY))
    begin(office, planned, data)
    carry_out(office, planned, lambda done, total: None, lambda: False)


def test_a_run_killed_thirty_times_prints_every_row_once(
    founded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 4)
    seed = random.Random(213)
    letters = "AÁBCDĐEGHIKLMNOÔƠPQRSTUƯVXYÝẤẦẨẪẬẮẰẲẴẶÉÈ"
    people = [
        row(f"Nguyễn Văn {letter}n", commune=COMMUNES[number % 4])
        for number, letter in enumerate(letters)
    ]
    data = xlsx(people)
    for _ in range(KILLS):
        pid = os.fork()
        if pid == 0:
            try:
                os.setpgid(0, 0)
                go_on(founded, data)
            finally:
                os._exit(0)
        time.sleep(seed.uniform(0.05, 1.2))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    office = open_office(founded)
    recovered = recover(office)
    assert recovered.stuck == []
    with office.store.read() as records:
        runs = records.runs()
        held = records.entries(state=EntryState.RESERVED)
    assert recovered.runs == ([runs[0].id] if held else [])
    assert len(runs) == 1
    planned = reopen(office, runs[0].id)
    assert carry_out(office, planned, lambda done, total: None, lambda: False) == 0
    check(office, planned, len(people))


def check(office: Office, planned: running.Planned, rows: int) -> None:
    with office.store.read() as records:
        items = records.run_items(planned.run.id)
        assert sorted(items) == sorted(paper.key for paper in planned.papers.papers)
        assert len({item.document_id for item in items.values()}) == len(items)
        for group in ("GGT", "CV"):
            entries = records.entries(group=group)
            assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
            assert all(entry.state is EntryState.ISSUED for entry in entries)
            order = [paper.key for paper in planned.papers.papers
                     if paper.document_type.group == group]  # fmt: skip
            by_document = {item.document_id: key for key, item in items.items()}
            assert [by_document[entry.document_id or ""] for entry in entries] == order
        assert first_break(records.audit()) is None
        kept = {path.name for path in (office.settings.archive / "blobs").glob("*/*")}
        documents = [records.document(item.document_id) for item in items.values()]
        wanted = {file.digest for document in documents if document for file in document.files}
        assert kept == wanted | {planned.run.roster}
    report = report_rows(office, planned, {})
    assert sum(line[-1] == "Xong" and line[0] != "" for line in report) == rows


LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)
ODD = ["&", "<", ">", '"', "'", "{{", "}}", "{%", "😀", "‰", "  ", "\u00a0", "=1+1", "@", "0007"]


def odd_rows(count: int) -> Iterable[tuple[str, ...]]:
    """Rows with every letter in NFC and NFD, odd signs, long addresses, leading zeros."""
    seed = random.Random(2000)

    def word(length: int) -> str:
        return "".join(seed.choices(LETTERS, k=length)).capitalize()

    for number in range(count):
        name = f"{word(4)} {word(3)} {word(5)}"
        street = f"số {number:05} " + " ".join(
            seed.choice([word(4), seed.choice(ODD)]) for _ in range(seed.choice([3, 12, 40]))
        )
        made = row(
            name,
            street=street[:200],
            hamlet=f"tổ {seed.choice(ODD)} {word(5)}",
            cell=f"Chi bộ {word(6)} {seed.choice(ODD)}",
            commune=f"{seed.choice(['xã', 'phường'])} {word(4)} {number % 9}",
            note=seed.choice(["", word(8)]),
        )
        form = seed.choice(["NFC", "NFD"])
        yield tuple(unicodedata.normalize(form, cell) for cell in made)


def test_two_thousand_odd_rows_come_out_exactly_or_are_refused(founded: Path) -> None:
    rows = list(odd_rows(2_000))
    data = xlsx(rows)
    office = open_office(founded)
    planned = plan(office, "lạ.xlsx", data, Asked("giay-gioi-thieu", DAY))
    begin(office, planned, data)
    assert carry_out(office, planned, lambda done, total: None, lambda: False) == 0
    refused = {item.row for item in planned.roster.refused} | set(planned.papers.unprintable)
    for item in planned.roster.refused:
        assert all(problem.column and problem.reason for problem in item.problems)
    with office.store.read() as records:
        items = records.run_items(planned.run.id)
        checked = 0
        for number, cells in enumerate(rows, start=2):
            if number in refused:
                assert f"row:{number}" not in items
                continue
            document = records.document(items[f"row:{number}"].document_id)
            assert document is not None
            file = document.file(FileRole.ISSUED)
            assert file is not None
            text = words(office.blobs.read(file.digest))
            name, street, hamlet, commune = (squeeze(nfc(cells[at])) for at in (0, 6, 7, 8))
            cell = squeeze(nfc(cells[5])).removeprefix("Chi bộ ")
            for value in (name, street, hamlet, commune, cell):
                assert value in text, (number, value)
            other = squeeze(nfc(rows[(number + 3) % len(rows)][6]))
            assert other not in text
            checked += 1
    assert checked > 1_500, "too many were refused to prove anything"


def words(data: bytes) -> str:
    """All text of a docx, paragraph by paragraph."""
    body = docx.Document(BytesIO(data)).element.body
    name = f"{{{body.nsmap['w']}}}"
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(f"{name}t"))
        for paragraph in body.iter(f"{name}p")
    )
