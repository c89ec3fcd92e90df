"""What the pages keep in memory: users, sessions, drafts on the desk, jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from congvan.backends.memory_state import Holding
from congvan.backends.store_promises import draft_changed, user_exists
from congvan.model.account import Session, User
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.job import Job, JobState

# what may still be signed or issued
NEEDED: Final = tuple(set(DraftState) - {DraftState.ISSUED, DraftState.DROPPED})


class DeskReader(Holding):
    """What ``ports.StoreReader`` asks of them."""

    def users(self) -> list[User]:
        return sorted(self._state.users.values(), key=lambda user: user.name)

    def user(self, name: str) -> User | None:
        return self._state.users.get(name)

    def session(self, token: str) -> Session | None:
        return self._state.sessions.get(token)

    def desk_draft(self, draft_id: str) -> DeskDraft | None:
        return self._state.drafts.get(draft_id)

    def desk_drafts(self, *states: DraftState, limit: int = 100) -> list[DeskDraft]:
        drafts = reversed(self._state.drafts.values())  # of equal times the newer first
        found = [draft for draft in drafts if not states or draft.state in states]
        return sorted(found, key=lambda draft: draft.at, reverse=True)[:limit]

    def job(self, job_id: int) -> Job | None:
        return self._state.jobs.get(job_id)

    def jobs(self, *states: JobState, subject: str | None = None, limit: int = 100) -> list[Job]:
        found = [
            job
            for job in reversed(self._state.jobs.values())
            if (not states or job.state in states) and subject in (None, job.subject)
        ]
        return found[:limit]


class DeskWriter(DeskReader):
    """What ``ports.StoreTransaction`` writes of them."""

    def add_user(self, user: User) -> None:
        if user.name in self._state.users:
            raise user_exists(user.name)
        self._state.users[user.name] = user

    def update_user(self, user: User) -> None:
        self._state.users[user.name] = user

    def add_session(self, session: Session) -> None:
        self._state.sessions[session.token] = session

    def update_session(self, session: Session) -> None:
        if session.token in self._state.sessions:  # it may have ended meanwhile
            self._state.sessions[session.token] = session

    def end_sessions(self, *, token: str | None = None, user: str | None = None) -> None:
        self._state.sessions = {
            key: session
            for key, session in self._state.sessions.items()
            if key != token and session.user != user
        }

    def next_desk_draft_id(self) -> str:
        return f"DT-{len(self._state.drafts) + 1:06}"

    def add_desk_draft(self, draft: DeskDraft) -> None:
        self._state.drafts[draft.id] = draft

    def update_desk_draft(self, draft: DeskDraft) -> None:
        before = self._state.drafts.get(draft.id)
        if before is None or before.version != draft.version - 1:
            raise draft_changed(draft.id)
        self._state.drafts[draft.id] = draft

    def add_job(self, job: Job) -> Job:
        kept = replace(job, id=len(self._state.jobs) + 1)
        self._state.jobs[kept.id] = kept
        return kept

    def update_job(self, job: Job) -> None:
        self._state.jobs[job.id] = job
