"""Every run and how far it is: what the pages show of it, without reading its list again."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from congvan.errors import Conflict, RefusedInput, WrongUse
from congvan.model.dates import short
from congvan.model.documents import Document, EventKind
from congvan.model.job import LIVE, Job, JobKind, JobState
from congvan.model.run import Run, RunItem
from congvan.office import Office
from congvan.office.marking import Mark, mark_run
from congvan.ports import StoreReader

V = TypeVar("V")
_REMEMBERED: Final = 2_000


@dataclass(frozen=True, slots=True)
class Planning:
    """What the run was begun with; it never changes."""

    papers: int
    refused: int


@dataclass(frozen=True, slots=True)
class RunBrief:
    """One run: ``filed`` of ``papers`` papers, and the last job that was asked for it."""

    run: Run
    type_name: str
    papers: int
    refused: int
    filed: int
    job: Job | None

    @property
    def live(self) -> bool:
        """Whether somebody is at it or will be."""
        return self.job is not None and self.job.state in LIVE

    @property
    def complete(self) -> bool:
        """Whether every paper is filed."""
        return self.filed >= self.papers


@dataclass(frozen=True, slots=True)
class Given:
    """The numbers a kind of paper got: first, last, how many."""

    type_name: str
    first: str
    last: str
    count: int


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with its numbers, who is to sign, and since when it is marked signed."""

    brief: RunBrief
    numbers: tuple[Given, ...]
    signer: str
    signed_on: date | None


class RunBoard:
    """Remembers what is constant of each run; may be lost at any time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plans: OrderedDict[tuple[str, str], Planning] = OrderedDict()
        self._filed: OrderedDict[tuple[str, str], int] = OrderedDict()

    def briefs(self, office: Office) -> list[RunBrief]:
        """Every run, the newest first."""
        with office.store.read() as records:
            jobs = {
                job.subject: job
                for job in reversed(records.jobs(limit=_REMEMBERED))
                if job.kind is JobKind.RUN
            }
            runs = records.runs()
            return [self._brief(office, records, run, jobs.get(run.id)) for run in reversed(runs)]

    def view(self, office: Office, run_id: str) -> RunView:
        """One run as it stands; WrongUse when there is none with exactly that id."""
        with office.store.read() as records:
            run = run_called(records, run_id)
            job = next(iter(records.jobs(subject=run.id, limit=1)), None)
            items = records.run_items(run.id)
            brief = self._brief(office, records, run, job, len(items))
            ends = {
                kind: sorted(own, key=lambda item: item.document_id)
                for kind, own in _by_kind(items).items()
            }
            documents = {
                kind: (records.document(own[0].document_id), records.document(own[-1].document_id))
                for kind, own in ends.items()
            }
        shown = [(kind, *pair) for kind, pair in documents.items() if pair[0] and pair[1]]
        given = tuple(
            Given(first.type, first.code, last.code, len(ends[kind]))
            for kind, first, last in shown
            if first and last and first.code
        )
        any_first = next((first for _, first, _ in shown if first and first.signer_name), None)
        ended = [document for _, *pair in shown for document in pair if document]
        return RunView(brief, given, any_first.signer_name if any_first else "", _signed_on(ended))

    def _brief(
        self,
        office: Office,
        records: StoreReader,
        run: Run,
        job: Job | None,
        filed: int | None = None,
    ) -> RunBrief:
        key = (str(office.settings.root), run.id)
        planning = self._known(self._plans, key)
        if planning is None:
            planning = _planning(records, run)
            self._remember(self._plans, key, planning)
        if filed is None:
            filed = self._known(self._filed, key)
        if filed is None:
            filed = len(records.run_items(run.id))
            if filed >= planning.papers or (job and job.state is JobState.DONE):
                self._remember(self._filed, key, filed)
        kind = office.catalogue.get(run.type_key)
        return RunBrief(run, kind.name, planning.papers, planning.refused, filed, job)

    def _known(self, shelf: OrderedDict[tuple[str, str], V], key: tuple[str, str]) -> V | None:
        with self._lock:
            return shelf.get(key)

    def _remember(
        self, shelf: OrderedDict[tuple[str, str], V], key: tuple[str, str], value: V
    ) -> None:
        with self._lock:
            shelf[key] = value
            while len(shelf) > _REMEMBERED:
                shelf.popitem(last=False)


def run_called(records: StoreReader, run_id: str) -> Run:
    """The run of exactly that id."""
    run = records.run(run_id)
    if run is None:
        raise WrongUse(
            "Không có đợt in này.", remedy="Xem các đợt ở trang Đợt in.", code="run.unknown"
        )
    return run


def _planning(records: StoreReader, run: Run) -> Planning:
    """From the audit row that was written with the run."""
    for row in records.audit(subject=run.id):
        if row.action == "run.begin":
            details = json.loads(row.details)
            return Planning(int(details.get("papers", 0)), int(details.get("refused", 0)))
    return Planning(0, 0)


def _by_kind(items: dict[str, RunItem]) -> dict[str, list[RunItem]]:
    kinds: dict[str, list[RunItem]] = {}
    for key, item in items.items():
        kinds.setdefault(key.partition(":")[0], []).append(item)
    return kinds


def _signed_on(documents: Sequence[Document]) -> date | None:
    """The day, when the first and the last paper of every kind are marked signed."""
    days = [
        next((event.on for event in document.events if event.kind is EventKind.SIGNED), None)
        for document in documents
        if document.number is not None
    ]
    return days[-1] if days and all(days) else None


def sign_run(office: Office, board: RunBoard, run_id: str, *, on: date, by: str) -> int:
    """Mark every paper of a finished run as signed that is not yet; gives how many.

    Conflict while it is being made or when it is marked already; RefusedInput for a day to come.
    """
    view = board.view(office, run_id)
    if view.brief.live or not view.brief.complete:
        raise Conflict(
            "Đợt in chưa làm xong nên chưa đánh dấu đã ký được.",
            remedy="Đợi đợt in xong (hoặc bấm “Làm tiếp”), rồi đánh dấu.",
            code="run.unfinished",
        )
    if on > office.today():
        raise RefusedInput(
            f"Ngày ký {short(on)} ở tương lai.",
            remedy="Ghi ngày đã ký trên giấy.",
            code="run.signed-future",
        )
    marked = mark_run(office, view.brief.run, Mark(EventKind.SIGNED, on, by=by))
    if not marked:
        raise Conflict(
            "Mọi tờ của đợt in này đã được ghi là đã ký.",
            remedy="Tờ nào ký lại hay ký ngày khác thì ghi ở trang của văn bản ấy.",
            code="run.signed",
        )
    return marked
