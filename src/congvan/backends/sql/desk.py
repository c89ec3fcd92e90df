"""What the pages keep in SQL: users, sessions, drafts on the desk, jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from congvan.backends.sql import desk_rows, schema
from congvan.backends.sql.asking import Asking
from congvan.backends.store_promises import draft_changed, user_exists
from congvan.model.account import Session, User
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.job import Job, JobState

ID_PREFIX: Final = "DT"
_NEEDS_NO_BLOB: Final = (DraftState.ISSUED.value, DraftState.DROPPED.value)


class DeskReader(Asking):
    """What ``ports.StoreReader`` asks of them."""

    def users(self) -> list[User]:
        query = select(schema.users).order_by(schema.users.c.name)
        return [desk_rows.user_of(row) for row in self._all(query)]

    def user(self, name: str) -> User | None:
        row = self._one(select(schema.users).where(schema.users.c.name == name))
        return desk_rows.user_of(row) if row else None

    def session(self, token: str) -> Session | None:
        row = self._one(select(schema.sessions).where(schema.sessions.c.token == token))
        return desk_rows.session_of(row) if row else None

    def desk_draft(self, draft_id: str) -> DeskDraft | None:
        row = self._one(select(schema.desk_drafts).where(schema.desk_drafts.c.id == draft_id))
        return desk_rows.draft_of(row) if row else None

    def desk_drafts(self, *states: DraftState, limit: int = 100) -> list[DeskDraft]:
        table = schema.desk_drafts
        query = select(table).order_by(table.c.at.desc(), table.c.serial.desc()).limit(limit)
        if states:
            query = query.where(table.c.state.in_([state.value for state in states]))
        return [desk_rows.draft_of(row) for row in self._all(query)]

    def _is_on_desk(self, digest: str) -> bool:
        """Whether a draft that may still be signed or issued is this blob."""
        table = schema.desk_drafts
        open_drafts = table.c.state.not_in(_NEEDS_NO_BLOB)
        return self._one(select(table.c.id).where(table.c.docx == digest, open_drafts)) is not None

    def job(self, job_id: int) -> Job | None:
        row = self._one(select(schema.jobs).where(schema.jobs.c.id == job_id))
        return desk_rows.job_of(row) if row else None

    def jobs(self, *states: JobState, subject: str | None = None, limit: int = 100) -> list[Job]:
        table = schema.jobs
        query = select(table).order_by(table.c.id.desc()).limit(limit)
        if states:
            query = query.where(table.c.state.in_([state.value for state in states]))
        if subject is not None:
            query = query.where(table.c.subject == subject)
        return [desk_rows.job_of(row) for row in self._all(query)]


class DeskWriter(DeskReader):
    """What ``ports.StoreTransaction`` writes of them."""

    def add_user(self, user: User) -> None:
        try:
            self._db.execute(insert(schema.users), desk_rows.user_row(user))
        except IntegrityError as error:
            raise user_exists(user.name) from error

    def update_user(self, user: User) -> None:
        table = schema.users
        self._db.execute(
            update(table).where(table.c.name == user.name).values(desk_rows.user_row(user))
        )

    def add_session(self, session: Session) -> None:
        self._db.execute(insert(schema.sessions), desk_rows.session_row(session))

    def update_session(self, session: Session) -> None:
        table, row = schema.sessions, desk_rows.session_row(session)
        self._db.execute(update(table).where(table.c.token == session.token).values(row))

    def end_sessions(self, *, token: str | None = None, user: str | None = None) -> None:
        table = schema.sessions
        self._db.execute(delete(table).where(or_(table.c.token == token, table.c.user == user)))

    def next_desk_draft_id(self) -> str:
        return f"{ID_PREFIX}-{self._number(select(func.max(schema.desk_drafts.c.serial))) + 1:06}"

    def add_desk_draft(self, draft: DeskDraft) -> None:
        serial = int(draft.id.rsplit("-", 1)[1])
        row = desk_rows.draft_row(draft) | {"serial": serial}
        self._db.execute(insert(schema.desk_drafts), row)

    def update_desk_draft(self, draft: DeskDraft) -> None:
        table = schema.desk_drafts
        written = self._db.execute(
            update(table)
            .where(table.c.id == draft.id, table.c.version == draft.version - 1)
            .values(desk_rows.draft_row(draft))
        )
        if written.rowcount == 0:
            raise draft_changed(draft.id)

    def add_job(self, job: Job) -> Job:
        table = schema.jobs
        kept = replace(job, id=self._number(select(func.max(table.c.id))) + 1)
        self._db.execute(insert(table), desk_rows.job_row(kept))
        return kept

    def update_job(self, job: Job) -> None:
        table = schema.jobs
        self._db.execute(update(table).where(table.c.id == job.id).values(desk_rows.job_row(job)))
