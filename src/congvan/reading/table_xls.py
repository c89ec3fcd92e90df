"""What an old workbook's own records tell and its reader does not: cells gone wrong.

An .xls is a compound file; its "Workbook" stream is a run of records. The reader gives a formula
error as an empty cell, so the few records that say so are looked up here ([MS-XLS] 2.4).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from congvan.reading.table_kinds import BadCell
from congvan.reading.table_xml import formula_error

_FREE: Final = 0xFFFFFFFA  # and above: not a sector
_BOF, _EOF, _SHEET, _DATE1904 = 0x0809, 0x000A, 0x0085, 0x0022
_ERROR_CELL, _FORMULA = 0x0205, 0x0006
_SHARED, _BOX = 0x00FC, 0x0200
_CELLS: Final = frozenset({0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_MANY: Final = 0x00BD  # numbers side by side
_ROWS, _COLUMNS = 65_536, 256
_NAMES: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def is_sound(data: bytes) -> bool:
    """Whether no count in it makes the reader ask for room the file cannot fill."""
    sectors = len(data) // 512
    if any(struct.unpack_from("<L", data, at)[0] > sectors for at in (40, 44, 64, 72)):
        return False
    stream = workbook_stream(data)
    if not stream:
        return False
    try:
        starts = {0, *_sheets(stream).values()}
        return all(
            _is_modest(kind, body, len(stream))
            for start in starts
            for kind, body in _records(stream, start, to_end=True)
        )
    except struct.error:
        return False


def _is_modest(kind: int, body: bytes, size: int) -> bool:
    if kind == _SHARED:
        return bool(struct.unpack_from("<L", body, 4)[0] <= size)
    if kind == _BOX:
        form = "<2L2H" if len(body) >= 14 else "<4H"
        top, bottom, left, right = struct.unpack_from(form, body)
        return bool(top <= bottom <= _ROWS and left <= right <= _COLUMNS)
    if kind in _CELLS:
        return bool(struct.unpack_from("<H", body, 2)[0] < _COLUMNS)
    if kind == _MANY:
        first, last = struct.unpack_from("<H", body, 2)[0], struct.unpack("<H", body[-2:])[0]
        return bool(first <= last < _COLUMNS)
    return True


def flaws(data: bytes, sheet: str) -> dict[tuple[int, int], BadCell]:
    """The formula errors of that sheet, by (row from 1, column from 0)."""
    stream = workbook_stream(data)
    start = _sheets(stream).get(sheet)
    found: dict[tuple[int, int], BadCell] = {}
    if start is None:
        return found
    for kind, body in _records(stream, start):
        if kind == _ERROR_CELL and len(body) >= 8 and body[7] == 1:
            code = body[6]
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6:7] == b"\x02":
            code = body[8]
        else:
            continue
        row, column = struct.unpack_from("<2H", body)
        found[row + 1, column] = formula_error(_NAMES.get(code, "#?"))
    return found


def from_1904(data: bytes) -> bool:
    """Whether bare numbers count days from 1904."""
    records = _records(workbook_stream(data), 0)
    return any(kind == _DATE1904 and body[:1] == b"\x01" for kind, body in records)


def _records(stream: bytes, start: int, *, to_end: bool = False) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, or all that follow."""
    position = start
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<2H", stream, position)
        yield kind, stream[position + 4 : position + 4 + size]
        if kind == _EOF and not to_end:
            return
        position += 4 + size


def _sheets(stream: bytes) -> dict[str, int]:
    """Where each sheet begins, by name."""
    found: dict[str, int] = {}
    for kind, body in _records(stream, 0):
        if kind == _SHEET and len(body) >= 8:
            wide = body[7] & 1
            raw = body[8 : 8 + body[6] * (2 if wide else 1)]
            name = raw.decode("utf-16-le" if wide else "latin-1", "replace")
            found[name] = struct.unpack_from("<L", body)[0]
    return found


def workbook_stream(data: bytes) -> bytes:
    """The bytes of the "Workbook" (or "Book") stream; empty when there is none to be found."""
    try:
        return _Compound(data).stream(("Workbook", "Book"))
    except (struct.error, IndexError, ValueError):
        return b""


class _Compound:
    """Just enough of a compound file ([MS-CFB]) to follow one stream."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << struct.unpack_from("<H", data, 30)[0]
        if self._size not in {512, 4096}:
            raise ValueError("sector size")
        self._small_size = 1 << (struct.unpack_from("<H", data, 32)[0] & 15)
        self._cutoff = struct.unpack_from("<L", data, 56)[0]
        self._table = self._allocation()

    def stream(self, names: tuple[str, ...]) -> bytes:
        """The first stream with one of these names."""
        directory = self._chain(struct.unpack_from("<L", self._data, 48)[0])
        entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
        for entry in entries:
            length = struct.unpack_from("<H", entry, 64)[0]
            name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
            if entry[66] == 2 and name in names:
                start, size = struct.unpack_from("<LL", entry, 116)
                if size >= self._cutoff:
                    return self._chain(start)[:size]
                return self._small(entries[0], start)[:size]
        return b""

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if number >= _FREE or at >= len(self._data):
            raise ValueError("sector")
        return self._data[at : at + self._size]

    def _allocation(self) -> list[int]:
        numbers = list(struct.unpack_from("<109L", self._data, 76))
        following = struct.unpack_from("<L", self._data, 68)[0]
        per = self._size // 4
        while following < _FREE and len(numbers) * self._size < len(self._data):
            more = struct.unpack(f"<{per}L", self._sector(following))
            numbers += more[:-1]
            following = more[-1]
        table: list[int] = []
        for number in numbers:
            if number < _FREE:
                table += struct.unpack(f"<{per}L", self._sector(number))
        return table

    def _chain(self, start: int) -> bytes:
        taken: list[bytes] = []
        while start < _FREE:
            taken.append(self._sector(start))
            if len(taken) * self._size > len(self._data):
                raise ValueError("loop")
            start = self._table[start]
        return b"".join(taken)

    def _small(self, root: bytes, start: int) -> bytes:
        pool = self._chain(struct.unpack_from("<L", root, 116)[0])
        chain = self._chain(struct.unpack_from("<L", self._data, 60)[0])
        table = struct.unpack(f"<{len(chain) // 4}L", chain)
        taken: list[bytes] = []
        while start < _FREE and len(taken) <= len(table):
            taken.append(pool[start * self._small_size : (start + 1) * self._small_size])
            start = table[start]
        return b"".join(taken)
