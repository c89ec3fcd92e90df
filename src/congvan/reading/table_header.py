"""Finds the header of a table by the words a clerk puts there, and maps columns to fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from congvan.errors import RefusedInput
from congvan.model.text import fold, squeeze
from congvan.reading.table_kinds import BadCell, Cell, HeaderCell, Range

_WORDS_FILE: Final = Path(__file__).with_name("table_words.toml")
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")
_NUMBERING: Final = re.compile(r"\(?(\d{1,2}|[A-Z])\)?")
SEARCHED: Final = 40  # rows in which a header may begin


def key(printed: str) -> str:
    """What two headers are compared by: no marks, capitals, punctuation or words in brackets."""
    return _bare(_ASIDE.sub(" ", fold(squeeze(printed)))) or _bare(fold(squeeze(printed)))


def _bare(folded: str) -> str:
    return _NOT_A_WORD.sub(" ", folded).strip()


@dataclass(frozen=True, slots=True)
class Column:
    """One field a table may have; ``instead`` are fields that together stand for it."""

    key: str
    label: str
    words: tuple[str, ...] = ()
    required: bool = False
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The fields of one kind of table and every word they go by."""

    columns: tuple[Column, ...]
    groups: tuple[str, ...] = ()  # titles over several columns that leave their words' meaning

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """Field by compared header."""
        return {
            key(word): column.key
            for column in self.columns
            for word in (column.label, *column.words)
        }

    def field(self, header: HeaderCell) -> str | None:
        """The field a column holds; “Nơi cư trú Tỉnh” is “Tỉnh”, “Quê quán Tỉnh” is not."""
        if header.compared in self.fields:
            return self.fields[header.compared]
        for group in self.groups:
            rest = header.compared.removeprefix(f"{key(group)} ")
            if rest != header.compared and rest in self.fields:
                return self.fields[rest]
        return None

    def column(self, name: str) -> Column:
        """The column of that key."""
        return next(column for column in self.columns if column.key == name)


@cache
def vocabulary(table: str) -> Vocabulary:
    """The vocabulary shipped under that name in ``table_words.toml``."""
    fields = tomllib.loads(_WORDS_FILE.read_text("utf-8"))[table]
    groups = tuple(fields.pop("groups", ()))
    return Vocabulary(
        tuple(
            Column(
                name,
                values["label"],
                tuple(values.get("words", ())),
                values.get("required", False),
                tuple(values.get("instead", ())),
            )
            for name, values in fields.items()
        ),
        groups,
    )


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what it says; ``score`` is how many fields it names."""

    cells: tuple[HeaderCell, ...]
    first: int  # its rows, from 1
    last: int
    score: int

    @property
    def rank(self) -> tuple[int, int]:
        """More fields first, one row before two; the first found keeps its place."""
        return self.score, self.first - self.last


def find_header(
    rows: Sequence[Sequence[Cell]], merges: Sequence[Range], words: Vocabulary
) -> Header | None:
    """The row (or two rows) naming most fields; None when no row names any two."""
    best: Header | None = None
    for at in range(min(len(rows), SEARCHED)):
        for header in _candidates(rows, at, merges, words):
            if best is None or header.rank > best.rank:
                best = header
    enough = min(2, len(words.columns))
    return best if best and best.score >= enough else None


def _candidates(
    rows: Sequence[Sequence[Cell]], at: int, merges: Sequence[Range], words: Vocabulary
) -> Iterable[Header]:
    upper = _texts(rows[at])
    if not upper:
        return
    yield _header(upper, (at + 1, at + 1), words)
    if at + 1 == len(rows):
        return
    lower = _texts(rows[at + 1])
    if any(column not in upper for column in lower):
        yield _header(_joined(upper, lower, at + 1, merges), (at + 1, at + 2), words)


def _texts(row: Sequence[Cell]) -> dict[int, str]:
    """The texts of a row by column; empty when something in it is not text."""
    if any(not isinstance(cell, str | None | BadCell) for cell in row):
        return {}
    return {column: cell for column, cell in enumerate(row) if isinstance(cell, str)}


def _joined(
    upper: Mapping[int, str], lower: Mapping[int, str], row: int, merges: Sequence[Range]
) -> dict[int, str]:
    """Two header rows as one: a merged title reaches over the columns below it."""
    reach = dict(upper)
    for merge in merges:
        if merge.top <= row <= merge.bottom and merge.left in upper:
            for column in range(merge.left, merge.right + 1):
                reach.setdefault(column, upper[merge.left])
    joined: dict[int, str] = {}
    for column in sorted({*reach, *lower}):
        over, under = reach.get(column), lower.get(column)
        if over and under:
            joined[column] = f"{over} {under}"
        elif text := over or under:
            joined[column] = text
    return joined


def _header(texts: Mapping[int, str], rows: tuple[int, int], words: Vocabulary) -> Header:
    cells = tuple(HeaderCell(column, text, key(text)) for column, text in sorted(texts.items()))
    fields = [words.field(cell) for cell in cells]
    return Header(cells, *rows, len({field for field in fields if field}))


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: ``(1) (2) (3) …`` or ``A B 1 2``."""
    filled = [cell for cell in cells if cell is not None]
    if len(filled) < 3 or not all(_NUMBERING.fullmatch(str(cell)) for cell in filled):
        return False
    numbers = [int(item) for item in (str(cell).strip("()") for cell in filled) if item.isdigit()]
    return numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 2


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column holds which field; shown to the clerk before any work."""

    found: Mapping[str, HeaderCell]
    unknown: tuple[HeaderCell, ...]
    missing: tuple[Column, ...]

    def require(self, name: str) -> None:
        """RefusedInput naming the columns that are missing from the file of that name."""
        if not self.missing:
            return
        labels = ", ".join(f"“{column.label}”" for column in self.missing)
        others = ", ".join(f"{cell.letter} “{cell.printed}”" for cell in self.unknown[:8])
        raise RefusedInput(
            f"“{name}” thiếu cột bắt buộc: {labels}.",
            remedy="Thêm cột, hoặc đặt tên cột đúng như trên ở dòng tiêu đề."
            + (f" Các cột chưa hiểu: {others}." if others else ""),
            code="table.missing-columns",
        )


def map_headers(header: Sequence[HeaderCell], words: Vocabulary) -> ColumnMap:
    """Fields by column, in the order of the vocabulary; two columns for one field are refused."""
    found: dict[str, HeaderCell] = {}
    unknown: list[HeaderCell] = []
    for cell in header:
        field = words.field(cell)
        if field is None:
            unknown.append(cell)
        elif field in found:
            raise _twice(words.column(field), found[field], cell)
        else:
            found[field] = cell
    order = [column.key for column in words.columns if column.key in found]
    missing = [column for column in words.columns if column.required and _absent(column, found)]
    return ColumnMap({name: found[name] for name in order}, tuple(unknown), tuple(missing))


def _absent(column: Column, found: Mapping[str, HeaderCell]) -> bool:
    stands = bool(column.instead) and all(name in found for name in column.instead)
    return column.key not in found and not stands


def _twice(column: Column, first: HeaderCell, second: HeaderCell) -> RefusedInput:
    return RefusedInput(
        f"Hai cột cùng là “{column.label}”: {first.letter} “{first.printed}” và "
        f"{second.letter} “{second.printed}”.",
        remedy="Bỏ hoặc đổi tên một trong hai cột; họ tên tách hai cột thì đặt tên “Họ và tên "
        "đệm” và “Tên”.",
        code="table.column-twice",
    )
