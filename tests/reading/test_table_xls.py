"""Old workbooks: a small one is built here record by record, read by the reader and by us."""

from __future__ import annotations

import random
import struct
from contextlib import suppress
from datetime import date

import pytest

from congvan.errors import CongvanError
from congvan.reading.table import read_table
from congvan.reading.table_header import Column, Vocabulary
from congvan.reading.table_kinds import BadCell
from congvan.reading.table_xls import flaws, workbook_stream

WORDS = Vocabulary((Column("name", "Họ và tên"), Column("birth", "Ngày sinh")))


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return record(0x0204, struct.pack("<3HHB", row, column, 0, len(text), 1) + raw)


def number(row: int, column: int, value: float, form: int = 0) -> bytes:
    return record(0x0203, struct.pack("<3Hd", row, column, form, value))


def error(row: int, column: int, code: int) -> bytes:
    return record(0x0205, struct.pack("<3HBB", row, column, 0, code, 1))


def formula_error(row: int, column: int, code: int) -> bytes:
    result = bytes((2, 0, code, 0, 0, 0, 0xFF, 0xFF))
    return record(0x0006, struct.pack("<3H", row, column, 0) + result + bytes(6) + b"\0\0")


def stream(*cells: bytes, sheet: str = "Danh sách", date_1904: bool = False) -> bytes:
    bof = struct.pack("<2HHHLL", 0x0600, 0x0005, 0, 0, 0, 6)
    forms = record(0x00E0, bytes(20)) + record(0x00E0, struct.pack("<2H", 0, 14) + bytes(16))
    head = record(0x0809, bof) + record(0x0022, struct.pack("<H", date_1904)) + forms
    raw = sheet.encode("utf-16-le")
    tail = struct.pack("<H", 0) + bytes((len(sheet), 1)) + raw
    start = len(head) + 4 + 4 + len(tail) + 4
    head += record(0x0085, struct.pack("<L", start) + tail) + record(0x000A)
    body = record(0x0809, struct.pack("<2HHHLL", 0x0600, 0x0010, 0, 0, 0, 6))
    return head + body + b"".join(cells) + record(0x000A)


def compound(content: bytes) -> bytes:
    """A compound file of one stream in sectors of 512 bytes."""
    content = content.ljust(4096, b"\0")
    sectors = -(-len(content) // 512)
    content = content.ljust(sectors * 512, b"\0")
    table = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]
    table += [0xFFFFFFFF] * (128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6s", 0x3E, 3, 0xFFFE, 9, 6, bytes(6))
    head += struct.pack("<LLLLLLLLL", 0, 1, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109L", sectors + 1, *[0xFFFFFFFF] * 108)
    root = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    book = entry("Workbook", 2, 0xFFFFFFFF, 0, len(content))
    return head + content + root + book + bytes(256) + struct.pack("<128L", *table)


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    none = 0xFFFFFFFF
    raw = (name + "\0").encode("utf-16-le")
    body = raw.ljust(64, b"\0") + struct.pack("<HBB3L", len(raw), kind, 1, none, none, child)
    return body + bytes(36) + struct.pack("<LQ", start, size)


HEADER = (label(0, 0, "Họ và tên"), label(0, 1, "Ngày sinh"))
BOOK = compound(
    stream(
        *HEADER,
        label(1, 0, "Nguyễn Thị Hoà"),
        number(1, 1, 29254, form=1),
        error(2, 0, 0x2A),
        formula_error(2, 1, 0x07),
        label(3, 0, "Bình"),
        number(3, 1, 1980),
    )
)


def test_an_old_workbook_is_read_with_its_dates_and_formula_errors() -> None:
    table = read_table("ds.xls", BOOK, words=WORDS)
    assert table.sheet == "Danh sách"
    first, second, third = (list(row.cells) for row in table.rows)
    assert first == ["Nguyễn Thị Hoà", date(1980, 2, 3)]
    assert third == ["Bình", 1980]
    assert [cell.shown for cell in second if isinstance(cell, BadCell)] == ["#N/A", "#DIV/0!"]


def test_bare_numbers_of_a_1904_workbook_are_told() -> None:
    data = compound(stream(*HEADER, label(1, 0, "An"), number(1, 1, 1), date_1904=True))
    assert read_table("ds.xls", data, words=WORDS).from_1904


def test_a_compound_file_without_a_workbook_has_no_flaws() -> None:
    assert workbook_stream(BOOK[:600]) == b""
    assert flaws(BOOK[:600], "Danh sách") == {}


def test_an_xls_renamed_is_refused() -> None:
    with pytest.raises(CongvanError) as caught:
        read_table("ds.xlsx", BOOK, words=WORDS)
    assert caught.value.code == "table.renamed"


def test_a_damaged_old_workbook_gives_a_table_or_a_message() -> None:
    chance = random.Random(1)
    for _ in range(300):
        data = bytearray(BOOK)
        for _ in range(3):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        with suppress(CongvanError):
            read_table("ds.xls", bytes(data), words=WORDS)
