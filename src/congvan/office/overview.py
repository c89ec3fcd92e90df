"""What waits and what was done: the first page of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from congvan.archiving.waiting import items, waiting_files
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.documents import Direction, Document
from congvan.model.job import LIVE, Job, JobKind, JobState
from congvan.model.register import EntryState, RegisterEntry
from congvan.model.run import Run
from congvan.office import Office
from congvan.office.managing import facts_to_confirm
from congvan.office.waiting_room import ARRIVAL, ROSTER
from congvan.ports import MonthCount, StoreReader

SHOWN: Final = 10  # of each kind; the count tells the rest
SOON: Final = 3  # days
MONTHS: Final = 12
_MOST: Final = 100  # drafts looked at for a count; the page then says "từ 100 trở lên"
_DUES: Final = 30
_RUNS: Final = 5
_REMEMBERED: Final = timedelta(days=14)  # a failure is shown so long


@dataclass(frozen=True, slots=True)
class Pile:
    """Drafts in one state: the first ones, how many there are, whether there are still more."""

    drafts: tuple[DeskDraft, ...] = ()
    count: int = 0

    @property
    def is_more(self) -> bool:
        """Whether counting stopped before the end."""
        return self.count >= _MOST


@dataclass(frozen=True, slots=True)
class Due:
    """What came in and has a day by which it is to be dealt with."""

    document: Document
    days_left: int  # negative: overdue


@dataclass(frozen=True, slots=True)
class Dues:
    """Arrivals with a due date, the most urgent first."""

    overdue: tuple[Due, ...] = ()
    soon: tuple[Due, ...] = ()  # within three days
    later: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A run with the job last asked for it, or a job of another kind; one of them is there."""

    job: Job | None
    run: Run | None


@dataclass(frozen=True, slots=True)
class Month:
    """How many documents left and came in a month: ``2026-11``."""

    month: str
    outgoing: int
    incoming: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What the office has on its hands today; it names documents, so only readers may see it."""

    to_sign: Pile
    returned: Pile
    to_number: Pile
    reserved: tuple[RegisterEntry, ...]
    reserved_count: int
    unsigned: tuple[Document, ...]
    unsigned_count: int
    dues: Dues
    live: tuple[Work, ...]
    failed: tuple[Work, ...]
    runs: tuple[Work, ...]  # the last ones not live, newest first
    months: tuple[Month, ...]
    arrivals_waiting: int  # files to be confirmed
    rosters_waiting: int
    left_waiting: int  # what was turned away and still lies there


@dataclass(frozen=True, slots=True)
class System:
    """How the system stands, without a word of any document: for who manages and does not read."""

    users: int
    disabled_users: int
    live_jobs: int
    waiting_files: int
    unconfirmed: int


def overview(office: Office) -> Overview:
    """What waits today and how the last twelve months went; every question asks for little."""
    today, archive = office.today(), office.settings.archive
    arrivals, rosters = len(items(archive, ARRIVAL)), len(items(archive, ROSTER))
    with office.store.read() as records:
        reserved = records.entries(state=EntryState.RESERVED)
        unsigned, unsigned_count = records.unsigned(SHOWN)
        return Overview(
            to_sign=_pile(records, DraftState.SUBMITTED),
            returned=_pile(records, DraftState.RETURNED),
            to_number=_pile(records, DraftState.SIGNED),
            reserved=tuple(reserved[:SHOWN]),
            reserved_count=len(reserved),
            unsigned=tuple(unsigned),
            unsigned_count=unsigned_count,
            dues=_dues(records.due(_DUES), today),
            live=_work(records, records.jobs(*LIVE, limit=SHOWN)),
            failed=_work(records, _failed(records, today)),
            runs=_last_runs(records),
            months=_twelve(records.months(_first_month(today)), today),
            arrivals_waiting=arrivals,
            rosters_waiting=rosters,
            left_waiting=max(0, len(waiting_files(archive)) - arrivals - rosters),
        )


def system(office: Office) -> System:
    """How many users, jobs and unconfirmed facts there are; nothing of what documents say."""
    with office.store.read() as records:
        users = records.users()
        live = records.jobs(*LIVE)
    return System(
        users=len(users),
        disabled_users=sum(not user.enabled for user in users),
        live_jobs=len(live),
        waiting_files=len(waiting_files(office.settings.archive)),
        unconfirmed=len(facts_to_confirm(office)[0]),
    )


def _pile(records: StoreReader, state: DraftState) -> Pile:
    found = records.desk_drafts(state, limit=_MOST)
    return Pile(tuple(found[:SHOWN]), len(found))


def _dues(documents: Sequence[Document], today: date) -> Dues:
    found = [Due(item, (item.due_date - today).days) for item in documents if item.due_date]
    return Dues(
        tuple(due for due in found if due.days_left < 0),
        tuple(due for due in found if 0 <= due.days_left <= SOON),
        tuple(due for due in found if due.days_left > SOON),
    )


def _failed(records: StoreReader, today: date) -> list[Job]:
    """Jobs that failed lately and were not asked for again."""
    since = (today - _REMEMBERED).isoformat()
    late = [job for job in records.jobs(JobState.FAILED, limit=SHOWN) if job.asked_at >= since]
    return [job for job in late if records.jobs(subject=job.subject, limit=1)[0].id == job.id]


def _last_runs(records: StoreReader) -> tuple[Work, ...]:
    """Runs are few, some of a year; their papers are not looked at."""
    last = records.runs()[: -_RUNS - 1 : -1]
    jobs = [next(iter(records.jobs(subject=run.id, limit=1)), None) for run in last]
    return tuple(
        Work(job, run)
        for run, job in zip(last, jobs, strict=True)
        if job is None or job.state not in LIVE  # those stand among the live ones
    )


def _work(records: StoreReader, jobs: Sequence[Job]) -> tuple[Work, ...]:
    return tuple(
        Work(job, records.run(job.subject) if job.kind is JobKind.RUN else None) for job in jobs
    )


def _first_month(today: date) -> date:
    """The first day of the month eleven months ago."""
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _twelve(counts: Sequence[MonthCount], today: date) -> tuple[Month, ...]:
    """Twelve months up to this one, those without a document too."""
    known: Mapping[tuple[str, Direction], int] = {
        (count.month, count.direction): count.count for count in counts
    }
    first = _first_month(today)
    names = [
        f"{first.year + (first.month - 1 + turn) // 12}-{(first.month - 1 + turn) % 12 + 1:02}"
        for turn in range(MONTHS)
    ]
    return tuple(
        Month(
            name,
            known.get((name, Direction.OUTGOING), 0),
            known.get((name, Direction.INCOMING), 0),
        )
        for name in names
    )
