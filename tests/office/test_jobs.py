"""Long work: asked for once, carried out by whoever lives, stopped and gone on with."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from rosters import row, xlsx

from congvan.errors import MissingProgram, StorageFailure, WrongUse
from congvan.model.documents import FileRole
from congvan.model.job import Job, JobKind, JobState
from congvan.office import Office, jobs, running
from congvan.office.jobs import ask_pdf, ask_run, job_of, stop, work_once
from congvan.office.results import file_of, files_of
from congvan.office.running import Asked, begin, plan
from congvan.office.runs import find_run

DAY = date(2026, 11, 20)
NEVER = bool  # bool() is False


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)


def begun(office: Office, rows: int = 6) -> str:
    data = xlsx([*[row(f"Lê Văn {letter}") for letter in "ABCDEGHIKL"[:rows]],
                 row("Ngô Sai", birth="31/02/1984")])  # fmt: skip
    planned = plan(office, "danh sách.xlsx", data, Asked("giay-gioi-thieu", DAY))
    return begin(office, planned, data).id


def job_now(office: Office, job: Job) -> Job:
    with office.store.read() as records:
        found = records.job(job.id)
    assert found is not None
    return found


def filed(office: Office, run_id: str) -> int:
    with office.store.read() as records:
        return len(records.run_items(run_id))


def after(calls: int) -> Callable[[], bool]:
    """True from that call on."""
    left = [calls]

    def is_time() -> bool:
        left[0] -= 1
        return left[0] < 0

    return is_time


def printed(monkeypatch: pytest.MonkeyPatch, then: Callable[[], None] = lambda: None) -> None:
    """A print without LibreOffice."""

    def made(office, planned, progress, *, each):
        from congvan.office.printing_run import Printed

        progress(0, 1)
        then()
        progress(1, 1)
        return Printed({"tat-ca.pdf": b"%PDF", "001-tan-hoa.pdf": b"%PDF-1"}, {}, ())

    monkeypatch.setattr("congvan.office.results.print_run", made)


def test_a_run_is_carried_out_and_its_files_lie_ready(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(monkeypatch)
    run_id = begun(office)
    asked = ask_run(office, run_id)
    assert (asked.state, asked.kind, asked.subject) == (JobState.WAITING, JobKind.RUN, run_id)
    assert work_once(office, {JobKind.RUN}, should_stop=NEVER)
    done = job_now(office, asked)
    assert (done.state, done.message, done.owner) == (JobState.DONE, "", "")
    assert (done.phase, done.done, done.total) == ("Chuyển PDF", 1, 1)
    assert filed(office, run_id) == 7
    run = find_run(office, run_id)
    assert [name for name, _ in files_of(office, run)] == [
        "tat-ca.pdf", "001-tan-hoa.pdf", "bao-cao.xlsx", "khong-nhan.xlsx",
    ]  # fmt: skip
    assert file_of(office, run, "tat-ca.pdf") == b"%PDF"
    assert (office.settings.archive / "ket-qua").stat().st_mode & 0o777 == 0o700
    assert not work_once(office, {JobKind.RUN}, should_stop=NEVER)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../../congvan.db", "tat-ca.pdf/", "/etc/passwd", ".tat-ca.pdf.moi"]
)
def test_only_what_stands_in_the_folder_is_given(
    office: Office, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    printed(monkeypatch)
    run_id = begun(office, 1)
    ask_run(office, run_id)
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    with pytest.raises(WrongUse):
        file_of(office, find_run(office, run_id), name)


def test_who_asked_for_it_did_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    printed(monkeypatch)
    run_id = begun(office, 1)
    ask_run(replace(office, actor="hoa"), run_id)
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    with office.store.read() as records:
        rows = records.audit(subject=run_id)
    assert {row.by for row in rows if row.action in {"job.ask", "run.reserve", "run.file"}} == {
        "hoa"
    }


def test_a_run_asked_for_twice_is_one_job_while_it_lives(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(monkeypatch)
    run_id = begun(office)
    first = ask_run(office, run_id)
    assert ask_run(office, run_id[:6]) == first
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    again = ask_run(office, run_id)
    assert again.id != first.id, "what is done can be printed anew"
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    assert filed(office, run_id) == 7
    assert job_of(office, run_id) == job_now(office, again)


def test_an_unknown_run_or_document_makes_no_job(office: Office) -> None:
    with pytest.raises(WrongUse):
        ask_run(office, "abcdef")
    with pytest.raises(WrongUse):
        ask_pdf(office, "VB-000009")
    assert job_of(office, "abcdef") is None


def test_a_process_that_ends_leaves_the_job_for_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(monkeypatch)
    run_id = begun(office)
    job = ask_run(office, run_id)
    assert work_once(office, {JobKind.RUN}, should_stop=after(3))
    assert 0 < filed(office, run_id) < 7
    left = job_now(office, job)
    assert (left.state, left.owner) == (JobState.WAITING, "")
    assert work_once(office, {JobKind.RUN}, should_stop=NEVER)
    assert job_now(office, job).state is JobState.DONE
    assert filed(office, run_id) == 7


def test_a_stopped_run_goes_on_when_asked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    printed(monkeypatch)
    run_id = begun(office)
    job = ask_run(office, run_id)
    made = running.PaperMaker.make

    def then_stop(self, papers):
        made(self, papers)
        stop(office, job.id)

    monkeypatch.setattr(running.PaperMaker, "make", then_stop)
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    assert job_now(office, job).state is JobState.STOPPED
    assert filed(office, run_id) == 2
    monkeypatch.setattr(running.PaperMaker, "make", made)
    again = ask_run(office, run_id)
    assert again.id != job.id
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    assert filed(office, run_id) == 7


def test_a_stop_taken_back_in_time_is_none(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    printed(monkeypatch)
    run_id = begun(office)
    job = ask_run(office, run_id)
    made = running.PaperMaker.make

    def hesitates(self, papers):
        stop(office, job.id)
        made(self, papers)
        assert ask_run(office, run_id).id == job.id

    monkeypatch.setattr(running.PaperMaker, "make", hesitates)
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    assert job_now(office, job).state is JobState.DONE


def test_a_print_can_be_stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = begun(office, 1)
    job = ask_run(office, run_id)
    printed(monkeypatch, lambda: stop(office, job.id) and None)
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    assert job_now(office, job).state is JobState.STOPPED


def test_what_waits_stops_at_once(office: Office) -> None:
    job = ask_run(office, begun(office))
    assert stop(office, job.id) == job_now(office, job)
    assert job_now(office, job).state is JobState.STOPPED
    assert stop(office, job.id) == job_now(office, job), "a second time changes nothing"
    assert stop(office, 99) is None
    assert not work_once(office, {JobKind.RUN}, should_stop=NEVER)


def test_the_next_morning_goes_on_with_what_a_dead_process_held(
    office: Office, next_morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(monkeypatch)
    run_id = begun(office)
    job = ask_run(office, run_id)

    def dies(self, papers):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(running.PaperMaker, "make", dies)
        work_once(office, {JobKind.RUN}, should_stop=NEVER)
    assert job_now(office, job).state is JobState.RUNNING
    other = replace(office, owner="máy khác", is_alive=lambda owner: True)
    assert not work_once(other, {JobKind.RUN}, should_stop=NEVER), "its owner lives"
    assert work_once(next_morning(office), {JobKind.RUN}, should_stop=NEVER)
    assert filed(office, run_id) == 7


def test_a_job_told_to_stop_whose_process_died_has_stopped(office: Office, next_morning) -> None:
    job = ask_run(office, begun(office))
    with office.store.write() as records:
        records.update_job(replace(job, state=JobState.STOPPING, owner=office.owner))
    assert not work_once(next_morning(office), {JobKind.RUN}, should_stop=NEVER)
    assert job_now(office, job).state is JobState.STOPPED


def test_the_oldest_of_the_kinds_asked_for_comes_first(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(monkeypatch)
    run_id = begun(office, 1)
    ask_run(office, run_id)
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    with office.store.read() as records:
        ids = [item.document_id for item in records.run_items(run_id).values()]
    run_job, first, second = ask_run(office, run_id), *(ask_pdf(office, key) for key in ids)
    assert work_once(office, {JobKind.PDF}, should_stop=NEVER)
    states = [job_now(office, job).state for job in (first, second, run_job)]
    assert states == [JobState.DONE, JobState.WAITING, JobState.WAITING]
    with office.store.read() as records:
        document = records.document(ids[0])
    assert document is not None
    assert document.file(FileRole.PDF) is not None


def test_a_missing_program_costs_only_the_print(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise MissingProgram("Chưa cài LibreOffice.", remedy="Cài: apt install libreoffice")

    monkeypatch.setattr("congvan.office.results.print_run", missing)
    run_id = begun(office)
    job = ask_run(office, run_id)
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    failed = job_now(office, job)
    assert failed.state is JobState.FAILED
    assert "Chưa cài LibreOffice. Cài: apt install" in failed.message
    assert filed(office, run_id) == 7
    names = [name for name, _ in files_of(office, find_run(office, run_id))]
    assert names == ["bao-cao.xlsx", "khong-nhan.xlsx"]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (StorageFailure("Đĩa đầy.", remedy="Dọn đĩa."), "Đĩa đầy. Dọn đĩa."),
        (WrongUse("Không rõ.", remedy="Xem: congvan run list"), "Không rõ."),
        (RuntimeError("họ tên: Nguyễn Văn Bí Mật"), jobs._WRONG),
    ],
)
def test_what_fails_says_why_without_details(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    says: str,
) -> None:
    def fails(self, papers):
        raise error

    monkeypatch.setattr(running.PaperMaker, "make", fails)
    job = ask_run(office, begun(office))
    with caplog.at_level(logging.INFO, "congvan"):
        assert work_once(office, {JobKind.RUN}, should_stop=NEVER)
    failed = job_now(office, job)
    assert (failed.state, failed.message, failed.owner) == (JobState.FAILED, says, "")
    assert bool(caplog.records) == isinstance(error, RuntimeError)
    assert "Bí Mật" not in caplog.text


def test_progress_is_written_once_a_second_and_at_the_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(monkeypatch)
    job = ask_run(office, begun(office, 10))
    monkeypatch.setattr(jobs, "_PAUSE", 600.0)  # however slow this machine is
    noted = []
    update = jobs.Working.note

    def note(self, done, total):
        noted.append((self._phase, done, total))
        update(self, done, total)

    monkeypatch.setattr(jobs.Working, "note", note)
    work_once(office, {JobKind.RUN}, should_stop=NEVER)
    assert noted == [
        ("Soạn và cấp số", 0, 11), ("Soạn và cấp số", 11, 11), ("Chuyển PDF", 0, 1),
        ("Chuyển PDF", 1, 1),
    ]  # fmt: skip
    assert job_now(office, job).state is JobState.DONE
