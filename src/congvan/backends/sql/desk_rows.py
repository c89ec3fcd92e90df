"""Users, drafts on the desk and jobs as rows, and rows as model values."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any, Final

from sqlalchemy import RowMapping

from congvan.model.account import Role, Session, User
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.job import Job, JobKind, JobState
from congvan.model.snapshot import event_from_plain, to_plain

_OWN_COLUMNS: Final = ("id", "state", "version", "docx", "document_id", "at")


def user_row(user: User) -> dict[str, Any]:
    """A row of ``users``."""
    return {
        "name": user.name,
        "full_name": user.full_name,
        "roles": json.dumps([role.value for role in user.roles]),
        "password": user.password,
        "enabled": user.enabled,
    }


def user_of(row: RowMapping) -> User:
    """The user of a row."""
    roles = tuple(Role(role) for role in json.loads(row["roles"]))
    return User(row["name"], row["full_name"], roles, row["password"], row["enabled"])


def session_row(session: Session) -> dict[str, Any]:
    """A row of ``sessions``."""
    return _columns(session)


def session_of(row: RowMapping) -> Session:
    """The session of a row."""
    return Session(**row)


def draft_row(draft: DeskDraft) -> dict[str, Any]:
    """A row of ``desk_drafts`` without its serial."""
    rest = _columns(draft) | {
        "values": dict(draft.values),
        "on": draft.on.isoformat() if draft.on else None,
        "events": [to_plain(event) for event in draft.events],
    }
    own = {key: rest.pop(key) for key in _OWN_COLUMNS}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True)
    return own | {"state": draft.state.value, "draft": text}


def draft_of(row: RowMapping) -> DeskDraft:
    """The draft of a row."""
    values = json.loads(row["draft"]) | {key: row[key] for key in _OWN_COLUMNS}
    values["state"] = DraftState(values["state"])
    values["on"] = date.fromisoformat(values["on"]) if values["on"] else None
    values["events"] = tuple(event_from_plain(event) for event in values["events"])
    return DeskDraft(**values)


def job_row(job: Job) -> dict[str, Any]:
    """A row of ``jobs``."""
    return _columns(job) | {"kind": job.kind.value, "state": job.state.value}


def job_of(row: RowMapping) -> Job:
    """The job of a row."""
    return Job(**dict(row) | {"kind": JobKind(row["kind"]), "state": JobState(row["state"])})


def _columns(value: Session | DeskDraft | Job) -> dict[str, Any]:
    return {item.name: getattr(value, item.name) for item in fields(value)}
