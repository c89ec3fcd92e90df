"""Tables in light plain text: lines that begin with ``|``, the first a header above ``|---|``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from congvan.drafting.body.emphasis import read_emphasis, write_emphasis
from congvan.drafting.body.values import Block, Cell, Kind, Row, Runs, plain

WIDEST: Final = 10  # columns that can be read on standing paper
_BAR: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r"\s*:?-{3,}:?\s*")
_BREAK: Final = re.compile(r"\s*(?<!\\)<br>\s*")


def is_row(line: str) -> bool:
    """Whether the line is a table's: it begins with a bar and has another."""
    return line.startswith("|") and len(_BAR.findall(line)) > 1


def tables_of(lines: Sequence[str]) -> list[tuple[Block, list[int]]]:
    """The tables in lines without a blank between, each with the numbers of its ragged rows.

    A rule below a later row begins another table there.
    """
    rules = [index for index, line in enumerate(lines) if index and _is_rule(line)]
    starts = [0, *(index - 1 for index in rules if index - 1 > 0 and index - 2 not in rules)]
    ends = [*starts[1:], len(lines)]
    return [_table(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def write_row(cells: Iterable[Sequence[Runs]]) -> tuple[str, bool]:
    """One row as a line, and whether the look of its letters is whole."""
    whole = True
    written: list[str] = []
    for cell in cells:
        lines = []
        for runs in cell:
            line, kept = write_emphasis(runs)
            lines.append(line.replace("<br>", r"\<br>"))
            whole = whole and kept
        written.append("<br>".join(line for line in lines if line))
    return f"| {' | '.join(written)} |", whole


def write_rule(columns: int) -> str:
    """The line under a header."""
    return f"|{'---|' * columns}"


def _table(lines: Sequence[str]) -> tuple[Block, list[int]]:
    headed = len(lines) > 1 and _is_rule(lines[1])
    kept = [lines[0], *lines[2:]] if headed else lines
    cells = [_cells(line) for line in kept]
    columns = max(map(len, cells))
    ragged = [number for number, row in enumerate(cells, start=1) if len(row) != columns]
    empty: Cell = ((),)
    rows = tuple(
        Row((*row, *[empty] * (columns - len(row))), head=headed and not index)
        for index, row in enumerate(cells)
    )
    return Block(Kind.TABLE, rows=rows), ragged


def _is_rule(line: str) -> bool:
    return all(_RULE.fullmatch(item) for item in _split(line))


def _cells(line: str) -> list[Cell]:
    return [_cell(item) for item in _split(line)]


def _split(line: str) -> list[str]:
    """What stands between the bars; the last one may be missing."""
    _, *items = _BAR.split(line)
    return items[:-1] if len(items) > 1 and not items[-1].strip() else items


def _cell(text: str) -> Cell:
    lines = (part.replace(r"\<br>", "<br>").strip() for part in _BREAK.split(text))
    return tuple(map(read_emphasis, lines))


def is_empty(block: Block) -> bool:
    """Whether no cell of the table says anything."""
    return not any(plain(line).strip() for row in block.rows for cell in row.cells for line in cell)
