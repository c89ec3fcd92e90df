"""A run: one roster made into papers, a chunk at a time; stopped anywhere, it goes on (design §3).

The roster is kept as a blob and the plan is made anew from it, always the same: so a run needs no
other memory than the papers it has filed. Numbers are reserved a chunk at a time in print order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from congvan.errors import RefusedInput, WrongUse
from congvan.membership.roster import VOCABULARY, Roster, read_roster
from congvan.model.run import Run, RunItem
from congvan.office import Office
from congvan.office.drafts import choose_signer
from congvan.office.issuing import demand_reason
from congvan.office.numbering import next_line
from congvan.office.paper_maker import LIMITS, PaperMaker
from congvan.office.papers import Paper, Papers, plan_papers
from congvan.office.runs import find_run
from congvan.reading.lines import Reading
from congvan.reading.table_json import from_json
from congvan.reading.table_kinds import Table

CHUNK: Final = 48  # papers between two moments at which a run may be stopped


@dataclass(frozen=True, slots=True)
class Asked:
    """What the clerk asks of a roster."""

    type_key: str
    on: date
    typed: bool = False
    sheet: str = ""
    signer: str = ""
    limit: int | None = None
    reason: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A run with everything it will print, and everything it will not."""

    run: Run
    table: Table
    roster: Roster
    papers: Papers


class Prepared(NamedTuple):
    """What a list comes to for a type and a day, whoever asks."""

    table: Table
    roster: Roster
    papers: Papers


def read_list(office: Office, name: str, data: bytes, on: date, sheet: str) -> tuple[Table, Roster]:
    """The roster of a file, read in the confined child and validated as of that day."""
    options = {"name": name, "sheet": sheet or None, "words": VOCABULARY}
    table = from_json(office.sandbox.run("table", data, options, limits=LIMITS))
    return table, read_roster(table, on=on)


def prepare(office: Office, name: str, data: bytes, asked: Asked) -> Prepared:
    """The slow part of a plan: the list read and every paper of it thought of."""
    table, roster = read_list(office, name, data, asked.on, asked.sheet)
    type_key = office.catalogue.get(asked.type_key).key
    return Prepared(table, roster, plan_papers(office, type_key, roster, asked.limit))


def plan(
    office: Office, name: str, data: bytes, asked: Asked, prepared: Prepared | None = None
) -> Planned:
    """What the run would be; nothing is written. RefusedInput for a list that is none.

    ``prepared``: from before, for the same file, type, day, sheet and limit.
    """
    table, roster, papers = prepared or prepare(office, name, data, asked)
    type_key = office.catalogue.get(asked.type_key).key
    options = {
        "sheet": asked.sheet,
        "signer": asked.signer,
        "limit": str(asked.limit or ""),
        "reason": asked.reason,
        "typed": "1" if asked.typed else "",
    }
    run = Run(
        id=_run_id(office, type_key, data, asked, options),
        type_key=type_key,
        on=asked.on,
        roster=hashlib.sha256(data).hexdigest(),
        roster_name=name,
        by=office.actor,
        begun_at=office.now(),
        options=options,
    )
    if not papers.papers:
        raise RefusedInput(
            f"Trong “{name}” không có ai cần {office.catalogue.get(type_key).name.lower()}.",
            remedy="Xem các dòng không nhận và diện miễn: congvan batch … --dry-run",
            code="batch.nobody",
        )
    return Planned(run, table, roster, papers)


def _run_id(
    office: Office, type_key: str, data: bytes, asked: Asked, options: Mapping[str, str]
) -> str:
    parts = [type_key, hashlib.sha256(data).hexdigest(), asked.on.isoformat(), dict(options)]
    with office.store.read() as records:
        for attempt in range(1_000):
            text = json.dumps([*parts, attempt] if attempt else parts, sort_keys=True)
            run_id = hashlib.sha256(text.encode()).hexdigest()[:10]
            if not asked.again or records.run(run_id) is None:
                return run_id
    raise WrongUse("Đợt in này đã chạy lại quá nhiều lần.", remedy="Bỏ --again.")


def begin(office: Office, planned: Planned, data: bytes) -> Run:
    """Write the run and its copy of the roster; the one already written when there is one."""
    with office.store.read() as records:
        known = records.run(planned.run.id)
    if known:
        return known
    _demand_reasons(office, planned)
    with office.blobs.attempt() as attempt:
        attempt.put(data)
        with office.store.write() as records:
            attempt.ensure()
            known = records.run(planned.run.id)
            if known is None:
                records.add_run(planned.run)
                details = {
                    "type": planned.run.type_key,
                    "roster": planned.run.roster,
                    "papers": len(planned.papers.papers),
                    "refused": len(planned.roster.refused),
                }
                records.record("run.begin", planned.run.id, details, by=office.actor)
    return known or planned.run


def _demand_reasons(office: Office, planned: Planned) -> None:
    """The warnings about the date, once for the whole run and before anything is written."""
    run = planned.run
    types = {paper.document_type.key: paper.document_type for paper in planned.papers.papers}
    with office.store.read() as records:
        organ = records.organ(run.on)
        choose_signer(records.signers(run.on), run.options.get("signer") or None)
        for item in types.values():
            if item.numbered:
                typed = bool(run.options.get("typed"))
                line = next_line(office, records, item, organ, run.on, typed=typed)
                demand_reason(line.findings, run.options.get("reason", ""))


def reopen(office: Office, run_id: str) -> Planned:
    """The run of that id (or its beginning), planned again from its own copy of the roster."""
    run = find_run(office, run_id)
    data = office.blobs.read(run.roster)
    sheet = run.options.get("sheet", "")
    table, roster = read_list(office, run.roster_name, data, run.on, sheet)
    limit = run.options.get("limit")
    papers = plan_papers(office, run.type_key, roster, int(limit) if limit else None)
    return Planned(run, table, roster, papers)


def carry_out(
    office: Office,
    planned: Planned,
    progress: Callable[[int, int], None],
    stop: Callable[[], bool],
) -> int:
    """Make and file every paper not filed yet; gives how many are still missing at the end."""
    worker = PaperMaker(office, planned.run)
    with office.store.read() as records:
        filed = records.run_items(planned.run.id)
    left = [paper for paper in planned.papers.papers if paper.key not in filed]
    total = len(planned.papers.papers)
    done = total - len(left)
    progress(done, total)
    for chunk in _chunks(left):
        if stop():
            break
        worker.make(chunk)
        done += len(chunk)
        progress(done, total)
    return total - done


def _chunks(papers: Sequence[Paper]) -> Iterator[Sequence[Paper]]:
    for start in range(0, len(papers), CHUNK):
        yield papers[start : start + CHUNK]


def counts(planned: Planned, items: Mapping[str, RunItem]) -> dict[str, Any]:
    """How many papers of each kind are planned and filed, and how many rows are refused."""
    papers = planned.papers.papers
    covers = [paper for paper in papers if paper.key.startswith("cover:")]
    return {
        "papers": len(papers) - len(covers),
        "covers": len(covers),
        "filed": sum(paper.key in items for paper in papers),
        "refused": len(planned.roster.refused) + len(planned.papers.unprintable),
        "cautions": len(planned.roster.cautions),
        "not_concerned": sum(not member.introduced for member in planned.roster.members),
    }


def numbers(office: Office, planned: Planned) -> dict[str, str]:
    """The numbers given, by type: the first, the last, how many."""
    with office.store.read() as records:
        items = records.run_items(planned.run.id)
        documents = [
            records.document(items[paper.key].document_id)
            for paper in planned.papers.papers
            if paper.key in items
        ]
    codes: dict[str, list[str]] = {}
    for document in documents:
        if document and document.code:
            codes.setdefault(document.type, []).append(document.code)
    return {
        name: f"{given[0]} … {given[-1]} ({len(given)} số)" if len(given) > 1 else given[0]
        for name, given in codes.items()
    }


def first_docx(office: Office, planned: Planned) -> bytes:
    """The first paper of a row, rendered but neither numbered nor kept."""
    papers = planned.papers.papers
    paper = next((item for item in papers if item.row is not None), papers[0])
    return PaperMaker(office, planned.run).render_one(paper)


def first_paper(office: Office, planned: Planned) -> str:
    """Its text."""
    docx = first_docx(office, planned)
    reading = Reading.from_json(office.sandbox.run("read", docx, {"name": "to-dau.docx"}))
    lines = (line for line in reading.lines if line.part == "body" and line.text.strip())
    return "\n".join(line.text for line in lines)
