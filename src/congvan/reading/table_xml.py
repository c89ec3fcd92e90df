"""What a sheet's own XML tells and its reader does not: how far it reaches, cells gone wrong.

The reader of workbooks lays out the whole box between the first cell and the last before it gives
a single value, and shows a formula error, or a formula never calculated, as an empty cell. Both
must be seen first. Plain sheets take two quick searches (patterns begin with a plain letter: it is
what makes them quick); only the others are walked cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from congvan.reading.table_kinds import BadCell

_Q: Final = rb"[\"']"
_FAR: Final = re.compile(
    rb"r\s*=\s*" + _Q + rb"(?:[A-Za-z]{2,}\d+|[A-Za-z]\d{6,})" + _Q + rb"[^>]*(?<!/)>"
)
_BARE: Final = re.compile(rb"c(?<=[<:]c)(?:[>/]|\s+(?!r\s*=))")  # it may not say its place
_FORMULA: Final = re.compile(rb"f(?<=[<:]f)[\s>/]")
_TOKEN: Final = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>")
_REF: Final = re.compile(rb"(?:^|\s)r\s*=\s*" + _Q + rb"([A-Za-z]*)(\d+)" + _Q)
_ERROR: Final = re.compile(rb"(?:^|\s)t\s*=\s*" + _Q + rb"e" + _Q)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_UNCALCULATED: Final = re.compile(rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*</(?:\w+:)?c>")
_HIDDEN: Final = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\shidden\s*=\s*[\"'](?:1|true))[^>]*>")


_HEAVY: Final = 4_000


class Place(NamedTuple):
    """A filled cell: row from 1, column from 0, its attributes, where its content begins."""

    row: int
    column: int
    attributes: bytes
    content: int


def extent(xml: bytes) -> tuple[int, int]:
    """Rows and columns of the box around the filled cells; a bound when it is small anyway."""
    if _FAR.search(xml) is None and _BARE.search(xml) is None:
        return 99_999, 26
    rows = columns = 0
    for place in cells(xml):
        rows, columns = max(rows, place.row), max(columns, place.column + 1)
    return rows, columns


def cells(xml: bytes) -> Iterator[Place]:
    """Every cell that is not self-closed, counted on where it does not say its place."""
    row = column = 0
    for token in _TOKEN.finditer(xml):
        kind, attributes = token.groups()
        ref = _REF.search(attributes)
        if kind == b"row":
            row, column = (int(ref[2]) if ref else row + 1), 0
            continue
        if ref and ref[1]:
            row, column = int(ref[2]), _number(ref[1])
        if not attributes.endswith(b"/"):
            yield Place(row, column, attributes, token.end())
        column += 1


def _number(name: bytes) -> int:
    number = 0
    for letter in name[:6].upper():
        number = number * 26 + letter - 64
    return number - 1


def flaws(xml: bytes) -> dict[tuple[int, int], BadCell]:
    """The formula errors and the formulas never calculated, by (row, column)."""
    formulas = _FORMULA.search(xml) is not None
    if b'"e"' not in xml and b"'e'" not in xml and not (formulas and _UNCALCULATED.search(xml)):
        return {}
    found: dict[tuple[int, int], BadCell] = {}
    for place in cells(xml):
        if _ERROR.search(place.attributes):
            value = _VALUE.search(xml, place.content, place.content + 9000)
            found[place.row, place.column] = formula_error(
                value[1].decode(errors="replace") if value else "#?"
            )
        elif _UNCALCULATED.match(xml, place.content):
            found[place.row, place.column] = BadCell(
                "table.formula-not-calculated",
                "(công thức)",
                "công thức chưa được tính, ô không có giá trị",
                "Mở tệp bằng Excel, lưu lại để tính công thức; hoặc thay công thức bằng giá trị.",
            )
    return found


def heavy_strings(shared: bytes) -> dict[bytes, int]:
    """Size by number of the shared strings so long that repeating them would fill the memory."""
    pieces = re.split(rb"<(?:\w+:)?si[\s/>]", shared)[1:]
    return {b"%d" % at: len(piece) for at, piece in enumerate(pieces) if len(piece) > _HEAVY}


def unfolded(xml: bytes, heavy: dict[bytes, int]) -> int:
    """Bytes the cells of a sheet take when each has its own copy of a heavy string."""
    return sum(heavy.get(found[1], 0) for found in _VALUE.finditer(xml))


def formula_error(value: str) -> BadCell:
    """``#N/A``, ``#DIV/0!`` …"""
    return BadCell(
        "table.formula-error",
        value,
        f"công thức báo lỗi {value}",
        "Sửa công thức, hoặc thay bằng giá trị (Chép > Dán giá trị).",
    )


def hidden_rows(xml: bytes) -> frozenset[int]:
    """Rows a filter or a hand has hidden."""
    if b"hidden" not in xml:
        return frozenset()
    refs = (_REF.search(token[0]) for token in _HIDDEN.finditer(xml))
    return frozenset(int(ref[2]) for ref in refs if ref)
