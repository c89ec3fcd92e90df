"""Long work the pages ask for, done by a worker beside the server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class JobKind(Enum):
    """What is to be done with the subject."""

    RUN = "run"  # carry out and print a run; subject: its id
    PDF = "pdf"  # make the PDF of a document; subject: its id


class JobState(Enum):
    """A stopped job goes on when asked for again; a worker that died is followed by another."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


LIVE = (JobState.WAITING, JobState.RUNNING, JobState.STOPPING)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work and how far it has come."""

    id: int
    kind: JobKind
    subject: str
    by: str
    asked_at: str  # ISO instant
    state: JobState = JobState.WAITING
    phase: str = ""  # what is being done: "Soạn và cấp số", "Chuyển PDF"
    done: int = 0
    total: int = 0
    message: str = ""  # why it failed, what to do
    owner: str = ""  # the process at work on it
