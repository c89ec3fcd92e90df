"""A run: one roster made into papers, a chunk at a time; stopped anywhere, it goes on (design §3).

The roster is kept as a blob and the plan is made anew from it, always the same: so a run needs no
other memory than the papers it has filed. Numbers are reserved a chunk at a time in print order.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from congvan.drafting.context import context
from congvan.drafting.layout import fitted
from congvan.errors import RefusedInput, WrongUse
from congvan.membership.roster import VOCABULARY, Roster, read_roster
from congvan.model.code import DocumentCode
from congvan.model.documents import ArchivedFile, Direction, Document, Event, EventKind, FileRole
from congvan.model.organs import Organ, Signer
from congvan.model.register import EntryState, RegisterEntry
from congvan.model.run import Run, RunItem
from congvan.office import Office
from congvan.office.drafts import choose_signer
from congvan.office.issuing import demand_reason, file_name
from congvan.office.numbering import next_line
from congvan.office.papers import Paper, Papers, plan_papers
from congvan.office.runs import find_run
from congvan.ports import Attempt, Limits, StoreTransaction
from congvan.reading.lines import Reading
from congvan.reading.table_json import from_json
from congvan.reading.table_kinds import Table
from congvan.standards.profile import load

CHUNK: Final = 48
_LIMITS: Final = Limits(seconds=300, memory_mib=2048)


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


def read_list(office: Office, name: str, data: bytes, on: date, sheet: str) -> tuple[Table, Roster]:
    """The roster of a file, read in the confined child and validated as of that day."""
    options = {"name": name, "sheet": sheet or None, "words": VOCABULARY}
    table = from_json(office.sandbox.run("table", data, options, limits=_LIMITS))
    return table, read_roster(table, on=on)


def plan(office: Office, name: str, data: bytes, asked: Asked) -> Planned:
    """What the run would be; nothing is written. RefusedInput for a list that is none."""
    table, roster = read_list(office, name, data, asked.on, asked.sheet)
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
    papers = plan_papers(office, type_key, roster, asked.limit)
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
    worker = _Worker(office, planned.run)
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


class _Worker:
    """What stays the same over a run: organ, signer, templates."""

    def __init__(self, office: Office, run: Run) -> None:
        self._office, self._run = office, run
        with office.store.read() as records:
            self._organ: Organ = records.organ(run.on)
            wanted = run.options.get("signer") or None
            self._signer: Signer = choose_signer(records.signers(run.on), wanted)
        self._templates: dict[str, bytes] = {}

    def make(self, papers: Sequence[Paper]) -> None:
        """Reserve, render, file: two short transactions with the work between them."""
        entries = self._reserve(papers)
        wanted = [paper for paper in papers if self._open(entries.get(paper.key))]
        rendered = self._render(wanted, entries)
        with self._office.blobs.attempt() as attempt:
            files = [self._files(attempt, paper, entries, docx) for paper, docx in rendered]
            with self._office.store.write() as records:
                attempt.ensure()
                self._file(records, wanted, entries, files)

    def render_one(self, paper: Paper) -> bytes:
        """One paper without a number, for looking at."""
        return self._render_same([paper], {})[0]

    @staticmethod
    def _open(entry: RegisterEntry | None) -> bool:
        """A number that was made void meanwhile gets no paper."""
        return entry is None or entry.state is EntryState.RESERVED

    def _reserve(self, papers: Sequence[Paper]) -> dict[str, RegisterEntry]:
        run, entries = self._run, {}
        with self._office.store.write() as records:
            for paper in papers:
                if paper.document_type.numbered:
                    request = f"{run.id}:{paper.key}"
                    known = records.entry_of_request(request)
                    entries[paper.key] = known or self._new_entry(records, paper, request)
            details = {"codes": [entry.code for entry in entries.values()]}
            if entries:
                records.record("run.reserve", run.id, details, by=self._office.actor)
        return entries

    def _new_entry(self, records: StoreTransaction, paper: Paper, request: str) -> RegisterEntry:
        run, office = self._run, self._office
        line = next_line(office, records, paper.document_type, self._organ, run.on, typed=False)
        code = line.code()
        return records.reserve(
            RegisterEntry(
                series=line.series,
                number=code.number,
                code=str(code),
                state=EntryState.RESERVED,
                type_key=paper.document_type.key,
                promulgation_date=run.on,
                subject=paper.subject,
                request_id=request,
                reason=run.options.get("reason", ""),
                by=run.by,
                owner=office.owner,
                plan={"run": run.id, "key": paper.key},
            )
        )

    def _render(
        self, papers: Sequence[Paper], entries: Mapping[str, RegisterEntry]
    ) -> list[tuple[Paper, bytes]]:
        """In confined children, as many as there are cores, each type by itself."""
        jobs: list[list[Paper]] = []
        workers = os.cpu_count() or 1
        for key in dict.fromkeys(paper.document_type.key for paper in papers):
            same = [paper for paper in papers if paper.document_type.key == key]
            size = -(-len(same) // workers)
            jobs += [same[start : start + size] for start in range(0, len(same), size)]
        with ThreadPoolExecutor(max_workers=workers) as pool:
            made = list(pool.map(lambda job: self._render_same(job, entries), jobs))
        by_key = {
            paper.key: docx
            for job, files in zip(jobs, made, strict=True)
            for paper, docx in zip(job, files, strict=True)
        }
        return [(paper, by_key[paper.key]) for paper in papers]

    def _render_same(
        self, papers: Sequence[Paper], entries: Mapping[str, RegisterEntry]
    ) -> list[bytes]:
        office, run = self._office, self._run
        document_type = papers[0].document_type
        profile, layout = load(document_type.profile), office.settings.layout
        template = self._template(document_type.key)
        contexts = [
            context(document_type, paper.values, self._organ, self._signer, profile, layout, run.on)
            for paper in papers
        ]
        numbers = [
            f"{entries[paper.key].number:02}" if paper.key in entries else "" for paper in papers
        ]
        options = {
            "contexts": contexts,
            "numbers": numbers,
            "day": run.on.isoformat(),
            "document_type": document_type,
        }
        out = office.sandbox.run("papers", template, options, limits=_LIMITS)
        return unpack(out)

    def _template(self, key: str) -> bytes:
        if key not in self._templates:
            office = self._office
            document_type = office.catalogue.get(key)
            self._templates[key] = fitted(
                office.catalogue.template(key),
                office.settings.layout,
                load(document_type.profile),
                self._organ.place,
            )
        return self._templates[key]

    def _files(
        self,
        attempt: Attempt,
        paper: Paper,
        entries: Mapping[str, RegisterEntry],
        docx: bytes,
    ) -> tuple[ArchivedFile, ...]:
        entry = entries.get(paper.key)
        stem = file_name(entry.code) if entry else f"{paper.document_type.key}-{paper.row}"
        text = paper.text.encode()
        return (
            ArchivedFile(FileRole.TEXT, attempt.put(text), "noi-dung.txt", len(text)),
            ArchivedFile(FileRole.ISSUED, attempt.put(docx), f"{stem}.docx", len(docx)),
        )

    def _file(
        self,
        records: StoreTransaction,
        papers: Sequence[Paper],
        entries: Mapping[str, RegisterEntry],
        files: Sequence[tuple[ArchivedFile, ...]],
    ) -> None:
        filed = records.run_items(self._run.id)
        ids = {key: item.document_id for key, item in filed.items()}
        made = {}
        for paper, kept in zip(papers, files, strict=True):
            if paper.key in ids:
                continue
            entry = entries.get(paper.key)
            if entry is not None and not self._open(records.entry(entry.series, entry.number)):
                continue
            document = self._document(paper, entry, kept, records.next_document_id(), ids)
            records.add_document(document)
            records.add_run_item(self._run.id, RunItem(paper.key, document.id, paper.parent))
            ids[paper.key] = made[paper.key] = document.id
            if entry is not None:
                done = replace(
                    entry, state=EntryState.ISSUED, document_id=document.id, owner="", plan={}
                )
                records.update_entry(done)
        if made:
            records.record("run.file", self._run.id, {"papers": made}, by=self._office.actor)

    def _document(
        self,
        paper: Paper,
        entry: RegisterEntry | None,
        files: tuple[ArchivedFile, ...],
        document_id: str,
        ids: Mapping[str, str],
    ) -> Document:
        run, organ, signer = self._run, self._organ, self._signer
        kinds = [EventKind.DRAFTED, EventKind.NUMBERED] if entry else [EventKind.DRAFTED]
        code = DocumentCode.parse(entry.code) if entry else None
        return Document(
            id=document_id,
            direction=Direction.OUTGOING,
            code=entry.code if entry else "",
            number=code.number if code else None,
            notation=code.notation if code else "",
            type=paper.document_type.name,
            type_key=paper.document_type.key,
            organ=organ.name,
            organ_id=organ.id,
            parent_organ=organ.parent_name,
            place=organ.place,
            promulgation_date=run.on if entry else None,
            subject=paper.subject,
            addressees=paper.addressees,
            competence=signer.competence if entry else "",
            signer_post=signer.post if entry else "",
            signer_name=signer.name if entry else "",
            enclosed_in=ids.get(paper.parent, ""),
            files=files,
            events=tuple(Event(kind, run.on, run.by, self._office.now()) for kind in kinds),
        )


def unpack(data: bytes) -> list[bytes]:
    """The files of the ``papers`` job: a line of lengths, then the bytes."""
    line, _, rest = data.partition(b"\n")
    files, start = [], 0
    for length in json.loads(line):
        files.append(rest[start : start + length])
        start += length
    return files


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


def first_paper(office: Office, planned: Planned) -> str:
    """The text of the first paper of a row, rendered but neither numbered nor kept."""
    paper = next(item for item in planned.papers.papers if item.row is not None)
    docx = _Worker(office, planned.run).render_one(paper)
    reading = Reading.from_json(office.sandbox.run("read", docx, {"name": "to-dau.docx"}))
    lines = (line for line in reading.lines if line.part == "body" and line.text.strip())
    return "\n".join(line.text for line in lines)
