"""Pages of PDFs we made: where each paper begins, and taking pages out in another order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf

from congvan.drafting.merging import MARK
from congvan.errors import MissingProgram


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages of one paper in a source: ``first`` counted from 0, and how many."""

    source: int
    first: int
    count: int


def ranges(pdf: bytes, papers: int, source: int) -> list[PageRange]:
    """The pages of each paper of a merged PDF, by its named destinations.

    MissingProgram when the converter lost a paper or put two on one page.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = {page.objgen: number for number, page in enumerate(document.pages)}
        starts = dict(_destinations(document, pages))
        total = len(document.pages)
    firsts = [starts.get(number, -1) for number in range(papers)]
    if firsts[:1] != [0] or any(later <= earlier for earlier, later in pairwise(firsts)):
        raise MissingProgram(
            f"LibreOffice chuyển {papers} tờ thành {total} trang nhưng có tờ không ở trang riêng.",
            remedy="Kiểm tra mẫu: mỗi tờ phải bắt đầu một trang; congvan types check",
            code="print.page-count",
        )
    ends = [*firsts[1:], total]
    return [PageRange(source, first, end - first) for first, end in zip(firsts, ends, strict=True)]


def _destinations(document: pikepdf.Pdf, pages: dict[Any, int]) -> Iterator[tuple[int, int]]:
    """(number of the paper, page) of every mark."""
    for name, target in document.Root.get("/Dests", pikepdf.Dictionary()).items():
        if name.startswith(f"/{MARK}"):
            yield int(name[len(MARK) + 1 :]), pages[target[0].objgen]


def assemble(sources: Sequence[bytes], wanted: Iterable[PageRange]) -> bytes:
    """A PDF of the pages wanted, in that order; fonts are kept once for each source."""
    opened = [pikepdf.open(BytesIO(source)) for source in sources]
    try:
        out = pikepdf.Pdf.new()
        for item in wanted:
            pages = opened[item.source].pages
            out.pages.extend(pages[at] for at in range(item.first, item.first + item.count))
        written = BytesIO()
        out.save(written, deterministic_id=True)
        return written.getvalue()
    finally:
        for document in opened:
            document.close()
