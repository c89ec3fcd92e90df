"""The content taken apart: blocks in the order they were written, their letters and tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from congvan.model.findings import Finding


class Kind(StrEnum):
    """What a block is, by its own mark (HD36 PL3 lines 6 to 6.7; HD05 6.2.3)."""

    GROUND = "ground"  # Căn cứ …
    PART = "part"  # Phần I
    CHAPTER = "chapter"  # Chương I
    SECTION = "section"  # Mục 1
    NAME = "name"  # of the part, chapter or section above it
    ARTICLE = "article"  # Điều 1. …
    ROMAN = "roman"  # I- …
    CLAUSE = "clause"  # 1. …
    POINT = "point"  # a) …
    DASH = "dash"  # - …
    TEXT = "text"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look."""

    text: str
    bold: bool = False
    italic: bool = False


Runs: TypeAlias = tuple[Run, ...]
Cell: TypeAlias = tuple[Runs, ...]  # lines; at least one, which may be empty


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; ``head`` is repeated on every page."""

    cells: tuple[Cell, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table with as many cells in every row."""

    kind: Kind
    runs: Runs = ()
    rows: tuple[Row, ...] = ()
    mark: int = 0  # of an article, how many letters "Điều 1." takes

    @property
    def text(self) -> str:
        """Its letters as they were typed; a table one row a line."""
        if self.kind is Kind.TABLE:
            return "\n".join(row_text(row) for row in self.rows)
        return plain(self.runs)


@dataclass(frozen=True, slots=True)
class Body:
    """Everything that was written, in its order, and what was doubtful about it."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """The blocks as plain text, one a line."""
        return "\n".join(block.text for block in self.blocks)


def plain(runs: Runs) -> str:
    """The letters without their look."""
    return "".join(run.text for run in runs)


def row_text(row: Row) -> str:
    """``| a | b |``."""
    cells = (" ".join(plain(line) for line in cell) for cell in row.cells)
    return f"| {' | '.join(cells)} |"


def cut(runs: Runs, at: int) -> tuple[Runs, Runs]:
    """The letters before a place and from it on."""
    before: list[Run] = []
    after: list[Run] = []
    for run in runs:
        kept, rest = run.text[:at], run.text[at:]
        at = max(at - len(run.text), 0)
        if kept:
            before.append(Run(kept, run.bold, run.italic))
        if rest:
            after.append(Run(rest, run.bold, run.italic))
    return tuple(before), tuple(after)


def trimmed(runs: Runs) -> Runs:
    """The letters without blanks at either end."""
    text = plain(runs)
    ends = len(text.rstrip())
    kept, _ = cut(runs, ends)
    return cut(kept, len(text[:ends]) - len(text[:ends].lstrip()))[1]
