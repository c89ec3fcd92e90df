"""Đợt in: every run, one run while it is made and after, its files."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Response

from congvan.errors import RefusedInput
from congvan.model import dates, labels
from congvan.model.account import Duty
from congvan.model.job import JobState
from congvan.office.jobs import ask_run, job_of, stop
from congvan.office.results import REFUSED, export_file, files_of
from congvan.office.run_board import RunBoard, RunBrief, run_called, sign_run
from congvan.office.waiting_room import ROSTER, held
from congvan.web.page import Form, Pages, View, Visit, download, go

pages = Pages()
BOARD: Final = RunBoard()
_KINDS: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pages.show("/dot-in", "dot-in.html", Duty.READ)
def every(visit: Visit) -> View:
    """Every run, the newest first, with how far it is."""
    briefs = BOARD.briefs(visit.office)
    clerk = visit.may(Duty.CLERICAL)
    waiting = held(visit.office, ROSTER) if clerk else []
    data = {"runs": [_plain(brief) for brief in briefs], "total": len(briefs)}
    return View(data, {"waiting": list(reversed(waiting)), "any_live": any(b.live for b in briefs)})


@pages.show("/dot-in/{run_id}", "dot-in-mot.html", Duty.READ)
def one(visit: Visit, run_id: str) -> View:
    """One run: how far it is, its numbers, its files."""
    view = BOARD.view(visit.office, run_id)
    brief, run = view.brief, view.brief.run
    data = _plain(brief) | {
        "by": run.by,
        "reason": run.options.get("reason", ""),
        "sheet": run.options.get("sheet", ""),
        "limit": run.options.get("limit", ""),
        "numbers": [
            {"type": item.type_name, "first": item.first, "last": item.last, "count": item.count}
            for item in view.numbers
        ],
        "signed_on": view.signed_on.isoformat() if view.signed_on else None,
        "files": [{"name": name, "size": size} for name, size in files_of(visit.office, run)],
    }
    more = {
        "complete": brief.complete,
        "stopping": brief.job is not None and brief.job.state is JobState.STOPPING,
        "failed": brief.job is not None and brief.job.state is JobState.FAILED,
        "can_sign": brief.complete and not brief.live and view.signed_on is None,
        "signer": view.signer,
        "today": dates.short(visit.office.today()),
        "refused_file": REFUSED,
    }
    return View(data, more)


@pages.act("/dot-in/{run_id}/dung", Duty.CLERICAL)
def halt(visit: Visit, run_id: str, form: Form) -> Response:  # noqa: ARG001
    """Stop after the papers in hand."""
    job = job_of(visit.office, _known(visit, run_id))
    if job is not None:
        stop(visit.office, job.id)
    return go(f"/dot-in/{run_id}", told="dot-in-dung")


@pages.act("/dot-in/{run_id}/lam-tiep", Duty.CLERICAL)
def go_on(visit: Visit, run_id: str, form: Form) -> Response:  # noqa: ARG001
    """Go on where it stands; a finished one is printed anew."""
    ask_run(visit.office, _known(visit, run_id))
    return go(f"/dot-in/{run_id}", told="dot-in-lam-tiep")


@pages.act("/dot-in/{run_id}/ky", Duty.SIGN, Duty.CLERICAL)
def sign(visit: Visit, run_id: str, form: Form) -> Response:
    """Every paper of the run was signed."""
    typed = form.text("ngay")
    on = dates.parse(typed) if typed else visit.office.today()
    if on is None:
        raise RefusedInput(
            f"Ngày ký “{typed}” không phải là ngày.",
            remedy="Quay lại, ghi như 20/11/2026.",
            code="run.bad-date",
        )
    sign_run(visit.office, BOARD, run_id, on=on, by=form.text("nguoi_ky"))
    return go(f"/dot-in/{run_id}", told="dot-in-da-ky")


@pages.file("/dot-in/{run_id}/tep/{name}", Duty.READ)
def file(visit: Visit, run_id: str, name: str) -> Response:
    """One file of the run."""
    with visit.office.store.read() as records:
        run = run_called(records, run_id)
    data = export_file(visit.office, run, name)
    return download(
        data,
        f"{run.type_key}-{run.id}-{name}",
        kind=_KINDS.get(name.rpartition(".")[2], "application/octet-stream"),
    )


def _known(visit: Visit, run_id: str) -> str:
    with visit.office.store.read() as records:
        return run_called(records, run_id).id


def _plain(brief: RunBrief) -> dict[str, Any]:
    run, job = brief.run, brief.job
    return {
        "id": run.id,
        "type": run.type_key,
        "type_name": brief.type_name,
        "date": run.on.isoformat(),
        "roster": run.roster_name,
        "begun_at": run.begun_at,
        "papers": brief.papers,
        "refused": brief.refused,
        "filed": brief.filed,
        "state": _state(brief),
        "live": brief.live,
        "job": None
        if job is None
        else {
            "id": job.id,
            "state": job.state.value,
            "phase": job.phase,
            "done": job.done,
            "total": job.total,
            "message": job.message,
        },
    }


def _state(brief: RunBrief) -> str:
    """In words: what the job says, else what is filed."""
    if brief.job is not None and brief.job.state is not JobState.DONE:
        return labels.JOBS[brief.job.state]
    return labels.JOBS[JobState.DONE] if brief.complete else "còn dở"
