"""What every store promises of users, sessions, drafts on the desk and jobs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from store_contract import document

from congvan.errors import Conflict
from congvan.model.account import Role, Session, User
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.documents import Event, EventKind
from congvan.model.job import LIVE, Job, JobKind, JobState
from congvan.ports import Store

CLERK = User("thu.nguyen", "Nguyễn Thị Thư", (Role.CLERK, Role.VIEWER), "$argon2id$…")
ADMIN = User("an", "Đỗ Ân", (Role.ADMIN,), "$argon2id$…", enabled=False)
DRAFT = DeskDraft(
    id="DT-000001",
    type_key="cong-van",
    subject="về việc rà soát",
    values={"kinh_gui": ["Các chi bộ"], "kem": True, "bang": [{"ten": "Đỗ Ý"}], "trich": "“A”"},
    docx="a" * 64,
    name="công văn.docx",
    ours=True,
    by="thu.nguyen",
    at="2026-11-20T08:00:00+07:00",
)
JOB = Job(99, JobKind.RUN, "r1", "thu.nguyen", "2026-11-20T08:00:00+07:00")


class DeskContract:
    @pytest.fixture
    def store(self) -> Store:
        raise NotImplementedError

    def test_users_come_back_by_name(self, store: Store) -> None:
        with store.write() as records:
            records.add_user(CLERK)
            records.add_user(ADMIN)
        with store.read() as records:
            assert records.users() == [ADMIN, CLERK]
            assert records.user("thu.nguyen") == CLERK
            assert records.user("khác") is None

    def test_a_name_is_taken_once(self, store: Store) -> None:
        with store.write() as records:
            records.add_user(CLERK)
        with pytest.raises(Conflict) as told, store.write() as records:
            records.add_user(replace(ADMIN, name=CLERK.name))
        assert told.value.code == "user.exists"
        with store.read() as records:
            assert records.users() == [CLERK]

    def test_a_user_is_changed(self, store: Store) -> None:
        changed = replace(CLERK, roles=(Role.LEADER,), enabled=False, password="khác")
        with store.write() as records:
            records.add_user(CLERK)
            records.add_user(ADMIN)
            records.update_user(changed)
        with store.read() as records:
            assert records.users() == [ADMIN, changed]

    def test_a_session_is_found_by_its_token_and_moves_on(self, store: Store) -> None:
        session = Session("t1", CLERK.name, "2026-11-20T08:00", "2026-11-20T08:00")
        seen = replace(session, seen_at="2026-11-20T09:00")
        with store.write() as records:
            records.add_user(CLERK)
            records.add_session(session)
        with store.read() as records:
            assert records.session("t1") == session
            assert records.session("t2") is None
        with store.write() as records:
            records.update_session(seen)
        with store.read() as records:
            assert records.session("t1") == seen

    @pytest.mark.parametrize(
        ("ended", "left"),
        [
            ({"token": "t1"}, "t2 t3"),
            ({"user": "thu.nguyen"}, "t3"),
            ({"user": "an"}, "t1 t2"),
            ({"token": "t1", "user": "an"}, "t2"),
            ({"token": "không có"}, "t1 t2 t3"),
            ({}, "t1 t2 t3"),
        ],
    )
    def test_sessions_end_by_browser_or_by_user(
        self, store: Store, ended: dict[str, str], left: str
    ) -> None:
        with store.write() as records:
            records.add_user(CLERK)
            records.add_user(ADMIN)
            for token, user in (("t1", CLERK), ("t2", CLERK), ("t3", ADMIN)):
                records.add_session(Session(token, user.name, "bây giờ", "bây giờ"))
            records.end_sessions(**ended)  # type: ignore[arg-type]
        with store.read() as records:
            assert [token for token in ("t1", "t2", "t3") if records.session(token)] == left.split()

    def test_an_ended_session_does_not_come_back(self, store: Store) -> None:
        session = Session("t1", CLERK.name, "bây giờ", "bây giờ")
        with store.write() as records:
            records.add_user(CLERK)
            records.add_session(session)
            records.end_sessions(token="t1")
            records.update_session(replace(session, seen_at="sau"))
        with store.read() as records:
            assert records.session("t1") is None

    def test_a_draft_comes_back_as_it_was(self, store: Store) -> None:
        signed = Event(EventKind.SIGNED, date(2026, 11, 20), "bi-thu", "bây giờ", note="đồng ý")
        full = replace(
            DRAFT,
            id="DT-000002",
            signer="bi-thu",
            answers="VB-000009",
            on=date(2026, 11, 21),
            state=DraftState.SIGNED,
            note="xem lại trích yếu",
            version=7,
            events=(signed,),
            document_id="VB-000001",
            ours=False,
        )
        with store.write() as records:
            assert records.next_desk_draft_id() == "DT-000001"
            records.add_desk_draft(DRAFT)
            assert records.next_desk_draft_id() == "DT-000002"
            records.add_document(document())
            records.add_desk_draft(full)
        with store.read() as records:
            assert records.desk_draft("DT-000001") == DRAFT
            assert records.desk_draft("DT-000002") == full
            assert records.desk_draft("DT-000003") is None

    def test_drafts_come_last_changed_first(self, store: Store) -> None:
        states = (DraftState.OPEN, DraftState.SUBMITTED, DraftState.OPEN, DraftState.DROPPED)
        with store.write() as records:
            for serial, (state, hour) in enumerate(zip(states, (9, 8, 8, 8), strict=True), start=1):
                records.add_desk_draft(
                    replace(DRAFT, id=f"DT-{serial:06}", state=state, at=f"2026-11-20T{hour:02}")
                )
            moved = replace(DRAFT, id="DT-000002", state=DraftState.SUBMITTED, version=2)
            records.update_desk_draft(replace(moved, at="2026-11-20T10"))
        with store.read() as records:

            def ids(*states: DraftState, limit: int = 100) -> list[int]:
                return [int(found.id[3:]) for found in records.desk_drafts(*states, limit=limit)]

            assert ids() == [2, 1, 4, 3]
            assert ids(limit=2) == [2, 1]
            assert ids(DraftState.OPEN) == [1, 3]
            assert ids(DraftState.DROPPED, DraftState.SUBMITTED) == [2, 4]
            assert ids(DraftState.SIGNED) == []

    def test_two_clerks_do_not_undo_one_another(self, store: Store) -> None:
        mine = replace(DRAFT, subject="của tôi", version=2)
        with store.write() as records:
            records.add_desk_draft(DRAFT)
            records.update_desk_draft(mine)
        for late in (
            replace(DRAFT, subject="của bạn", version=2),
            DRAFT,
            replace(DRAFT, version=4),
        ):
            with pytest.raises(Conflict) as told, store.write() as records:
                records.update_desk_draft(late)
            assert told.value.code == "draft.changed"
        with store.read() as records:
            assert records.desk_draft(DRAFT.id) == mine

    def test_a_draft_never_written_cannot_be_changed(self, store: Store) -> None:
        with pytest.raises(Conflict), store.write() as records:
            records.update_desk_draft(replace(DRAFT, version=2))

    @pytest.mark.parametrize("state", DraftState)
    def test_the_blob_of_a_draft_is_needed_until_it_is_issued_or_dropped(
        self, store: Store, state: DraftState
    ) -> None:
        with store.write() as records:
            records.add_desk_draft(replace(DRAFT, state=state))
        with store.read() as records:
            done = state in {DraftState.ISSUED, DraftState.DROPPED}
            assert records.is_referenced("a" * 64) is not done
            assert not records.is_referenced("b" * 64)

    def test_a_job_gets_the_next_id_and_moves_on(self, store: Store) -> None:
        with store.write() as records:
            first, second = records.add_job(JOB), records.add_job(JOB)
        assert (first, second) == (replace(JOB, id=1), replace(JOB, id=2))
        running = replace(
            second,
            state=JobState.RUNNING,
            phase="Chuyển PDF",
            done=3,
            total=9,
            message="…",
            owner="máy:1",
        )
        with store.write() as records:
            records.update_job(running)
        with store.read() as records:
            assert [records.job(number) for number in (1, 2, 3)] == [first, running, None]

    def test_jobs_come_last_asked_first(self, store: Store) -> None:
        states = (JobState.DONE, JobState.WAITING, JobState.RUNNING, JobState.FAILED)
        with store.write() as records:
            for subject, state in zip(("r1", "r1", "r2", "r2"), states, strict=True):
                records.add_job(replace(JOB, subject=subject, state=state))
        with store.read() as records:

            def ids(*states: JobState, subject: str | None = None, limit: int = 100) -> list[int]:
                return [job.id for job in records.jobs(*states, subject=subject, limit=limit)]

            assert ids() == [4, 3, 2, 1]
            assert ids(limit=1) == [4]
            assert ids(*LIVE) == [3, 2]
            assert ids(subject="r1") == [2, 1]
            assert ids(*LIVE, subject="r1") == [2]
            assert ids(JobState.STOPPED) == []
