"""Long work the pages ask for: asked for once, carried out beside the server, gone on with."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from congvan.errors import CongvanError
from congvan.model.job import LIVE, Job, JobKind, JobState
from congvan.office import Office
from congvan.office.printing import add_pdf
from congvan.office.results import folder_of, make_private, write_refused, write_results
from congvan.office.running import carry_out, reopen
from congvan.office.runs import find_run
from congvan.office.story import find_document
from congvan.ports import StoreReader, StoreTransaction

LOG: Final = logging.getLogger("congvan.jobs")
MAKING: Final = "Soạn và cấp số"
PRINTING: Final = "Chuyển PDF"
_MANY: Final = 100_000
_PAUSE: Final = 1.0  # seconds between two notes of how far the work has come
_WRONG: Final = (
    "Có lỗi trong chương trình; số đã cấp và giấy tờ đã lưu vẫn còn nguyên. "
    "Bấm “Làm tiếp”; nếu vẫn vậy, báo người phụ trách kỹ thuật."
)


class Stopped(Exception):
    """The work is to be left where it stands."""


# --- asking ----------------------------------------------------------------------------------


def ask_run(office: Office, run_id: str) -> Job:
    """Have a run carried out and printed: its live job when there is one, a new one otherwise."""
    return _ask(office, JobKind.RUN, find_run(office, run_id).id)


def ask_pdf(office: Office, document_id: str) -> Job:
    """Have the PDF of a document made and filed with it."""
    with office.store.read() as records:
        document = find_document(records, document_id)
    return _ask(office, JobKind.PDF, document.id)


def _ask(office: Office, kind: JobKind, subject: str) -> Job:
    with office.store.write() as records:
        live = [job for job in records.jobs(*LIVE, subject=subject) if job.kind is kind]
        if live and live[0].state is not JobState.STOPPING:
            return live[0]
        if live:  # it was told to stop and has not yet: it goes on
            job = replace(live[0], state=JobState.RUNNING)
            records.update_job(job)
        else:
            job = records.add_job(Job(0, kind, subject, office.actor, office.now()))
        records.record("job.ask", subject, {"kind": kind.value, "job": job.id}, by=office.actor)
    return job


def stop(office: Office, job_id: int) -> Job | None:
    """Have the work end after the papers in hand; what waits ends at once. Gives the job."""
    with office.store.write() as records:
        job = records.job(job_id)
        if job is None or job.state not in {JobState.WAITING, JobState.RUNNING}:
            return job
        at_work = job.state is JobState.RUNNING and office.is_alive(job.owner)
        job = replace(job, state=JobState.STOPPING if at_work else JobState.STOPPED)
        records.update_job(job)
        details = {"kind": job.kind.value, "job": job.id}
        records.record("job.stop", job.subject, details, by=office.actor)
    return job


def job_of(office: Office, subject: str) -> Job | None:
    """The last job that was asked for a run or a document."""
    with office.store.read() as records:
        return next(iter(records.jobs(subject=subject, limit=1)), None)


# --- working ---------------------------------------------------------------------------------


def work_once(
    office: Office, kinds: Collection[JobKind], *, should_stop: Callable[[], bool]
) -> bool:
    """Carry out the oldest waiting job of these kinds; False when there is none.

    One caller per process and kind at a time. ``should_stop`` ends the work after the papers in
    hand and lets the job wait for whoever comes next. What a dead process left is taken over.
    """
    job = _claim(office, kinds)
    if job is None:
        return False
    working = Working(replace(office, actor=job.by), job, should_stop)
    try:
        message = _WORK[job.kind](working)
    except Stopped:
        _left(office, job)
    except CongvanError as error:
        if should_stop():  # what ends this process may have ended what it waited for
            _left(office, job)
        else:
            _end(office, job, JobState.FAILED, _told(error))
    except Exception as error:
        LOG.error("job %s (%s): %s", job.id, job.kind.value, without_values(error))
        _end(office, job, JobState.FAILED, _WRONG)
    else:
        _end(office, job, JobState.FAILED if message else JobState.DONE, message)
    return True


def _claim(office: Office, kinds: Collection[JobKind]) -> Job | None:
    """The oldest one nobody works at, written down as ours; asked without a lock first."""
    with office.store.read() as records:
        if not _free(office, records, kinds):
            return None
    with office.store.write() as records:
        for job in _free(office, records, kinds):
            if job.state is JobState.STOPPING:  # whoever was to stop it is gone: it has stopped
                records.update_job(replace(job, state=JobState.STOPPED, owner=""))
                continue
            claimed = replace(job, state=JobState.RUNNING, owner=office.owner, message="")
            records.update_job(claimed)
            return claimed
    return None


def _free(office: Office, records: StoreReader, kinds: Collection[JobKind]) -> list[Job]:
    jobs = [job for job in records.jobs(*LIVE, limit=_MANY) if job.kind in kinds]
    return [job for job in reversed(jobs) if _is_free(office, job)]


def _is_free(office: Office, job: Job) -> bool:
    ours = job.owner == office.owner  # we are not at it, or we would not ask: left by an error
    return job.state is JobState.WAITING or ours or not office.is_alive(job.owner)


class Working:
    """One job under way: how far it has come is written down, and whether it is to stop is read."""

    def __init__(self, office: Office, job: Job, should_stop: Callable[[], bool]) -> None:
        self.office, self.job = office, job
        self._should_stop = should_stop
        self._phase = ""
        self._noted: float | None = None

    def phase(self, name: str) -> Callable[[int, int], None]:
        """Begin a part of the work; gives what it tells its progress to."""
        self._phase, self._noted = name, None
        return self._progress

    def stopped(self) -> bool:
        """Whether to leave off: the process ends, somebody said so, or another took the job."""
        if self._should_stop():
            return True
        with self.office.store.read() as records:
            job = records.job(self.job.id)
        return job is None or job.state is not JobState.RUNNING or job.owner != self.job.owner

    def _progress(self, done: int, total: int) -> None:
        if self.stopped():
            raise Stopped
        now = time.monotonic()
        if self._noted is None or done >= total or now - self._noted >= _PAUSE:
            self._noted = now
            self.note(done, total)

    def note(self, done: int, total: int) -> None:
        """Write down how far it has come, unless the job is another's by now."""
        with self.office.store.write() as records:
            job = _still_ours(records, self.job)
            if job is not None:
                records.update_job(replace(job, phase=self._phase, done=done, total=total))


def _still_ours(records: StoreTransaction, job: Job) -> Job | None:
    current = records.job(job.id)
    return current if current is not None and current.owner == job.owner else None


def _end(office: Office, job: Job, state: JobState, message: str) -> None:
    with office.store.write() as records:
        current = _still_ours(records, job)
        if current is not None:
            records.update_job(replace(current, state=state, message=message, owner=""))


def without_values(error: BaseException) -> str:
    """What a technician needs of an error; its message may name people and is left out."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"


def _told(error: CongvanError) -> str:
    """What happened and what to do; the words of the command line are left out."""
    remedy = "" if "congvan " in error.remedy else error.remedy
    return f"{error.message} {remedy}".strip()


def _left(office: Office, job: Job) -> None:
    """Stopped when somebody said so; else it waits for whoever goes on with it."""
    with office.store.write() as records:
        current = _still_ours(records, job)
        if current is not None:
            told = current.state is JobState.STOPPING
            state = JobState.STOPPED if told else JobState.WAITING
            records.update_job(replace(current, state=state, owner=""))


def _carry_out_run(working: Working) -> str:
    """Every paper not filed yet, then the files; gives why there is no print, if there is none."""
    office = working.office
    planned = reopen(office, working.job.subject)
    if carry_out(office, planned, working.phase(MAKING), working.stopped):
        raise Stopped
    folder = folder_of(office, planned.run)
    make_private(folder.parent)
    write_refused(planned, folder)
    results = write_results(office, planned, folder, working.phase(PRINTING))
    if results.error is not None:
        return f"Giấy tờ đã cấp số và lưu đủ, nhưng chưa có bản PDF. {_told(results.error)}"
    return ""


def _make_pdf(working: Working) -> str:
    office = working.office
    progress = working.phase(PRINTING)
    with office.store.read() as records:
        document = find_document(records, working.job.subject)
    progress(0, 1)
    add_pdf(office, document, ours=document.rendered_here)
    progress(1, 1)
    return ""


_WORK: Final[dict[JobKind, Callable[[Working], str]]] = {
    JobKind.RUN: _carry_out_run,
    JobKind.PDF: _make_pdf,
}
