"""What the first page of the day tells: what waits, what is due, what runs, how months went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from congvan.archiving.waiting import waiting
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.documents import Direction, Document, Event, EventKind
from congvan.model.job import Job, JobKind, JobState
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.model.run import Run
from congvan.office import Office
from congvan.office.overview import SHOWN, overview, system
from congvan.office.waiting_room import ARRIVAL, ROSTER, hold

TODAY = date(2026, 11, 20)
NOW = "2026-11-20T08:00:00+07:00"


def lay_draft(office: Office, state: DraftState, subject: str = "về việc thử") -> str:
    with office.store.write() as records:
        draft = DeskDraft(
            id=records.next_desk_draft_id(),
            type_key="cong-van",
            subject=subject,
            values={},
            docx="",
            name="cong-van.docx",
            ours=True,
            by="van-thu",
            at=NOW,
            state=state,
        )
        records.add_desk_draft(draft)
    return draft.id


def arrive(office: Office, number: int, due: date | None, *events: EventKind) -> str:
    with office.store.write() as records:
        document = Document(
            id=records.next_document_id(),
            direction=Direction.INCOMING,
            code=f"{number}-CV/TU",
            type="Công văn",
            organ="TỈNH UỶ AN BÌNH",
            promulgation_date=TODAY - timedelta(days=5),
            subject="v/v báo cáo",
            due_date=due,
            arrival_number=number,
            arrival_date=TODAY,
            events=tuple(Event(kind, TODAY, "van-thu", NOW) for kind in events),
        )
        records.add_document(document, Series("chinh", "den", "2026"))
    return document.id


def issue(office: Office, number: int, on: date, *events: EventKind) -> str:
    with office.store.write() as records:
        entry = records.reserve(
            RegisterEntry(
                series=Series("chinh", "CV", "2025-2030"),
                number=number,
                code=f"{number:02}-CV/ĐU",
                state=EntryState.RESERVED,
                type_key="cong-van",
                promulgation_date=on,
                subject="về việc thử",
                request_id=f"thử:{number}",
            )
        )
        document = Document(
            id=records.next_document_id(),
            direction=Direction.OUTGOING,
            code=entry.code,
            type="Công văn",
            organ="ĐẢNG UỶ SỞ",
            promulgation_date=on,
            subject="về việc thử",
            number=number,
            events=tuple(Event(kind, on, "van-thu", NOW) for kind in events),
        )
        records.add_document(document)
        done = replace(entry, state=EntryState.ISSUED, document_id=document.id)
        records.update_entry(done)
    return document.id


def ask(office: Office, job: Job) -> Job:
    with office.store.write() as records:
        return records.add_job(job)


def job(kind: JobKind, subject: str, state: JobState, asked_at: str = NOW) -> Job:
    return Job(0, kind, subject, "van-thu", asked_at, state)


def run(office: Office, run_id: str, begun_at: str = NOW) -> None:
    with office.store.write() as records:
        records.add_run(
            Run(run_id, "giay-gioi-thieu", TODAY, "0" * 64, "ds.xlsx", "van-thu", begun_at)
        )


def test_an_empty_office_has_nothing_to_tell(office: Office) -> None:
    seen = overview(office)
    assert (seen.to_sign.count, seen.unsigned_count, seen.reserved_count) == (0, 0, 0)
    assert (seen.live, seen.failed, seen.runs) == ((), (), ())
    assert [month.month for month in seen.months][::11] == ["2025-12", "2026-11"]
    assert {(month.outgoing, month.incoming) for month in seen.months} == {(0, 0)}


def test_drafts_lie_in_the_pile_of_their_state(office: Office) -> None:
    to_sign = lay_draft(office, DraftState.SUBMITTED)
    returned = lay_draft(office, DraftState.RETURNED)
    signed = lay_draft(office, DraftState.SIGNED)
    for state in (DraftState.OPEN, DraftState.ISSUED, DraftState.DROPPED):
        lay_draft(office, state)
    seen = overview(office)
    piles = (seen.to_sign, seen.returned, seen.to_number)
    assert [[draft.id for draft in pile.drafts] for pile in piles] == [
        [to_sign],
        [returned],
        [signed],
    ]


def test_of_many_drafts_the_first_are_shown_and_all_are_counted(office: Office) -> None:
    for _ in range(SHOWN + 2):
        lay_draft(office, DraftState.SUBMITTED)
    pile = overview(office).to_sign
    assert (len(pile.drafts), pile.count, pile.is_more) == (SHOWN, SHOWN + 2, False)


@pytest.mark.parametrize(
    ("days", "where"),
    [(-40, "overdue"), (-1, "overdue"), (0, "soon"), (3, "soon"), (4, "later"), (90, "later")],
)
def test_an_arrival_stands_where_its_due_date_puts_it(
    office: Office, days: int, where: str
) -> None:
    document_id = arrive(office, 1, TODAY + timedelta(days=days), EventKind.RECEIVED)
    dues = overview(office).dues
    found = {name: getattr(dues, name) for name in ("overdue", "soon", "later")}
    assert [(name, due.document.id, due.days_left) for name in found for due in found[name]] == [
        (where, document_id, days)
    ]


def test_what_was_handled_or_has_no_due_date_is_not_due(office: Office) -> None:
    arrive(office, 1, None, EventKind.RECEIVED)
    arrive(office, 2, TODAY, EventKind.RECEIVED, EventKind.HANDLED)
    dues = overview(office).dues
    assert (dues.overdue, dues.soon, dues.later) == ((), (), ())


def test_an_issued_document_waits_until_it_is_marked_signed(office: Office) -> None:
    waiting_one = issue(office, 1, TODAY, EventKind.NUMBERED)
    issue(office, 2, TODAY, EventKind.SIGNED, EventKind.NUMBERED)
    seen = overview(office)
    assert ([item.id for item in seen.unsigned], seen.unsigned_count) == ([waiting_one], 1)


def test_a_number_still_reserved_is_told(office: Office) -> None:
    with office.store.write() as records:
        records.reserve(
            RegisterEntry(
                series=Series("chinh", "CV", "2025-2030"),
                number=7,
                code="07-CV/ĐU",
                state=EntryState.RESERVED,
                type_key="cong-van",
                promulgation_date=TODAY,
                subject="về việc thử",
                request_id="thử",
            )
        )
    seen = overview(office)
    assert ([entry.code for entry in seen.reserved], seen.reserved_count) == (["07-CV/ĐU"], 1)


def test_months_count_both_directions(office: Office) -> None:
    issue(office, 1, date(2026, 1, 31), EventKind.NUMBERED)
    issue(office, 2, date(2026, 2, 1), EventKind.NUMBERED)
    issue(office, 3, date(2025, 11, 30), EventKind.NUMBERED)  # thirteen months ago
    arrive(office, 1, None, EventKind.RECEIVED)
    months = {month.month: (month.outgoing, month.incoming) for month in overview(office).months}
    assert len(months) == 12
    assert months["2026-01"] == (1, 0)
    assert months["2026-02"] == (1, 0)
    assert months["2026-11"] == (0, 1)
    assert sum(sum(counts) for counts in months.values()) == 3


def test_live_jobs_and_the_last_runs_are_told(office: Office) -> None:
    for number in range(7):
        run(office, f"{number:064x}", f"2026-11-{number + 1:02}T08:00:00+07:00")
    ask(office, job(JobKind.RUN, f"{6:064x}", JobState.RUNNING))
    ask(office, job(JobKind.RUN, f"{5:064x}", JobState.STOPPED))
    ask(office, job(JobKind.PDF, "VB-000001", JobState.DONE))
    seen = overview(office)
    assert [work.run.id[-1] for work in seen.live if work.run] == ["6"]
    assert [work.run.id[-1] for work in seen.runs if work.run] == ["5", "4", "3", "2"]
    assert [work.job.state for work in seen.runs if work.job] == [JobState.STOPPED]


def test_a_failure_is_told_until_it_is_tried_again_or_old(office: Office) -> None:
    ask(office, job(JobKind.PDF, "VB-000001", JobState.FAILED))
    ask(office, job(JobKind.PDF, "VB-000002", JobState.FAILED))
    ask(office, job(JobKind.PDF, "VB-000002", JobState.DONE))
    ask(office, job(JobKind.PDF, "VB-000003", JobState.FAILED, "2026-10-01T08:00:00+07:00"))
    assert [work.job.subject for work in overview(office).failed if work.job] == ["VB-000001"]


def test_what_lies_in_the_waiting_folder_is_counted_by_kind(office: Office) -> None:
    hold(office, ARRIVAL, "a.pdf", b"a")
    hold(office, ROSTER, "b.xlsx", b"b")
    with pytest.raises(RuntimeError), waiting(office.settings.archive, "c.pdf", b"c"):
        raise RuntimeError
    seen = overview(office)
    assert (seen.arrivals_waiting, seen.rosters_waiting, seen.left_waiting) == (1, 1, 1)
    assert system(office).waiting_files == 3


def test_the_system_facts_name_no_document(office: Office, tmp_path: Path) -> None:
    hold(office, ARRIVAL, "bí mật.pdf", b"a")
    issue(office, 1, TODAY, EventKind.NUMBERED)
    seen = system(office)
    assert all(isinstance(getattr(seen, name), int) for name in seen.__slots__)
    assert seen.unconfirmed > 0


def test_a_type_file_that_cannot_be_read_does_not_hide_the_system(
    office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "hong.toml").write_text("không phải toml = [", "utf-8")
    assert system(office).unconfirmed == 0
