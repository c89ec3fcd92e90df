"""Printing a run: one PDF of all, one for each commune, every paper on pages of its own (D4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Final

from congvan.drafting.merging import merge
from congvan.drafting.pages import PageRange, assemble, ranges
from congvan.errors import Conflict
from congvan.model.documents import FileRole
from congvan.model.run import RunItem
from congvan.model.text import fold
from congvan.office import Office
from congvan.office.papers import Paper
from congvan.office.running import Planned

MERGED: Final = 250  # papers a conversion


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDFs by file name, and the first page of each paper in the whole one, from 1.

    ``overlong``: keys of forms that did not fit their one sheet.
    """

    files: Mapping[str, bytes]
    pages: Mapping[str, int]
    overlong: tuple[str, ...]


def print_run(
    office: Office, planned: Planned, progress: Callable[[int, int], None], *, each: bool = False
) -> Printed:
    """Convert what is filed, in print order. Papers of one type are merged before conversion.

    MissingProgram when LibreOffice is missing or lost a page; the records are not touched.
    """
    with office.store.read() as records:
        items = records.run_items(planned.run.id)
    papers = [paper for paper in planned.papers.papers if paper.key in items]
    if not papers:
        raise Conflict("Đợt in chưa có tờ nào.", remedy=f"congvan run resume {planned.run.id}")
    batches = _batches(papers)
    progress(0, len(papers))
    done = 0
    sources: list[bytes] = []
    where: dict[str, PageRange] = {}
    with ThreadPoolExecutor(max_workers=cpu_count() or 1) as pool:
        converted = pool.map(lambda batch: _convert(office, batch, items), batches)
        try:
            for batch, pdf in zip(batches, converted, strict=True):
                found = ranges(pdf, len(batch), len(sources))
                where |= {paper.key: at for paper, at in zip(batch, found, strict=True)}
                sources.append(pdf)
                done += len(batch)
                progress(done, len(papers))
        except BaseException:
            pool.shutdown(cancel_futures=True)  # a print that is given up converts no further
            raise
    return _bind(papers, sources, where, each=each)


def _batches(papers: Sequence[Paper]) -> list[list[Paper]]:
    batches = []
    for key in dict.fromkeys(paper.document_type.key for paper in papers):
        same = [paper for paper in papers if paper.document_type.key == key]
        batches += [same[start : start + MERGED] for start in range(0, len(same), MERGED)]
    return batches


def _convert(office: Office, papers: Sequence[Paper], items: Mapping[str, RunItem]) -> bytes:
    docx = []
    with office.store.read() as records:
        for paper in papers:
            document = records.document(items[paper.key].document_id)
            issued = document.file(FileRole.ISSUED) if document else None
            assert issued is not None  # filed with its docx
            docx.append(office.blobs.read(issued.digest))
    return office.converter.convert(merge(docx), ours=True)


def _bind(
    papers: Sequence[Paper],
    sources: Sequence[bytes],
    where: Mapping[str, PageRange],
    *,
    each: bool,
) -> Printed:
    pages, page = {}, 1
    for paper in papers:
        pages[paper.key] = page
        page += where[paper.key].count
    files = {"tat-ca.pdf": assemble(sources, (where[paper.key] for paper in papers))}
    communes = dict.fromkeys(_commune_of(paper) for paper in papers)
    for number, commune in enumerate(communes, start=1):
        own = [where[paper.key] for paper in papers if _commune_of(paper) == commune]
        name = next(paper.commune for paper in papers if _commune_of(paper) == commune)
        files[f"{number:03}-{_slug(name)}.pdf"] = assemble(sources, own)
    if each:
        for paper in papers:
            name = f"tung-to/{paper.key.replace(':', '-')}.pdf"
            files[name] = assemble(sources, [where[paper.key]])
    overlong = [
        paper.key
        for paper in papers
        if not paper.document_type.numbered and where[paper.key].count > 1
    ]
    return Printed(files, pages, tuple(overlong))


def _commune_of(paper: Paper) -> str:
    """Its covering letter tells the commune, whatever way a row writes its name."""
    return paper.parent or paper.key


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60] or "xa"
