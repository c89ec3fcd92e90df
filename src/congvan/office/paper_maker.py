"""Making the papers of a run: numbers reserved, docx rendered in confined children, all filed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from congvan.drafting.context import context
from congvan.drafting.layout import fitted
from congvan.model.code import DocumentCode
from congvan.model.documents import ArchivedFile, Direction, Document, Event, EventKind, FileRole
from congvan.model.organs import Organ, Signer
from congvan.model.register import EntryState, RegisterEntry
from congvan.model.run import Run, RunItem
from congvan.office import Office
from congvan.office.drafts import choose_signer
from congvan.office.issuing import file_name
from congvan.office.numbering import next_line
from congvan.office.papers import Paper
from congvan.ports import Attempt, Limits, StoreTransaction
from congvan.standards.profile_settings import profile_of

LIMITS: Final = Limits(seconds=300, memory_mib=2048)


class PaperMaker:
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
        profile = profile_of(office.settings, document_type.profile)
        layout = office.settings.layout
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
            "shipped": office.catalogue.is_shipped(document_type.key),
        }
        out = office.sandbox.run("papers", template, options, limits=LIMITS)
        return unpack(out)

    def _template(self, key: str) -> bytes:
        if key not in self._templates:
            office = self._office
            document_type = office.catalogue.get(key)
            self._templates[key] = fitted(
                office.catalogue.template(key),
                office.settings.layout,
                profile_of(office.settings, document_type.profile),
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
