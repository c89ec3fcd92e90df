"""Finding a run among the runs."""

from __future__ import annotations

import re
from typing import Final

from congvan.errors import WrongUse
from congvan.model.run import Run
from congvan.office import Office

_ID: Final = re.compile(r"[0-9a-f]{6,10}")


def find_run(office: Office, run_id: str) -> Run:
    """The run whose id begins so; WrongUse when there is none, or more than one."""
    with office.store.read() as records:
        found = [run for run in records.runs() if run_id and run.id.startswith(run_id.lower())]
    if len(found) == 1:
        return found[0]
    raise WrongUse(
        f"Không có đợt in “{run_id}”." if not found else f"Có nhiều đợt in bắt đầu bằng {run_id}.",
        remedy="Xem các đợt: congvan run list",
        code="run.unknown",
    )


def run_of(office: Office, reference: str) -> Run | None:
    """The run a reference names, when it looks like a run's id; None when it names a document."""
    return find_run(office, reference) if _ID.fullmatch(reference) else None
