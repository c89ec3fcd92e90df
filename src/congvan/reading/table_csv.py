"""Comma-separated lists as Vietnamese offices have them: encodings, delimiters, quotes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Final

from congvan.errors import RefusedInput
from congvan.model.text import nfc
from congvan.reading.table_guard import guard_extent
from congvan.reading.table_kinds import Sheet

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DELIMITERS: Final = (",", ";", "\t")
_SEPARATOR_LINE: Final = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LEGACY: Final = re.compile(r"[\u00a1-\u00bf]")  # where TCVN3 and VNI fonts keep their letters
_MAX_CELL: Final = 32_767  # as in Excel
_SAVE_UTF8: Final = "Mở bằng Excel rồi lưu thành “CSV UTF-8” hoặc .xlsx."


def read_csv(name: str, data: bytes) -> Sheet:
    """The rows of the file, every cell text."""
    text = _decode(name, data)
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        text = text[declared.end() :]
    delimiter = declared[1] if declared else _sniff(text)
    rows: list[list[object]] = [list(row) for row in _parse(name, text, delimiter)]
    guard_extent(name, len(rows), max(map(len, rows), default=0))
    return Sheet("", rows, ragged=True)


def _parse(name: str, text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise RefusedInput(
            f"“{name}”: dấu nháy kép sai chỗ hoặc chưa đóng, ở khoảng dòng {reader.line_num}.",
            remedy='Giá trị có dấu nháy thì gõ hai lần (“""”); hoặc lưu danh sách thành .xlsx.',
            code="table.csv-quotes",
        ) from error


def _sniff(text: str) -> str:
    """The delimiter that cuts most lines of the beginning into the same number of cells."""
    head = text[:65_536]
    best, most = _DELIMITERS[0], 0
    for delimiter in _DELIMITERS:
        try:
            widths = [
                len(row)
                for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
                if any(row)
            ][:200]
        except csv.Error:
            continue
        width, lines = (
            Counter(item for item in widths if item > 1).most_common(1)[0]
            if any(item > 1 for item in widths)
            else (0, 0)
        )
        if lines * 10_000 + width > most:
            best, most = delimiter, lines * 10_000 + width
    return best


def _decode(name: str, data: bytes) -> str:
    """The text with its control characters, which are the row's to answer for; NFC."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(name, data, encoding)
    sample = data[:4096]
    if sample.count(0) * 5 > len(sample):  # UTF-16 without its mark
        return _strictly(name, data, "utf-16-le" if sample[1::2].count(0) else "utf-16-be")
    try:
        return _checked(name, data.decode("utf-8"))
    except UnicodeDecodeError:
        return _windows(name, data)


def _strictly(name: str, data: bytes, encoding: str) -> str:
    try:
        return _checked(name, data.decode(encoding))
    except UnicodeDecodeError as error:
        raise _not_text(name) from error


def _checked(name: str, text: str) -> str:
    if len(_CONTROL.findall(text)) * 20 > len(text):
        raise _not_text(name)
    return text


def _windows(name: str, data: bytes) -> str:
    """Windows-1258; what a font's own alphabet leaves behind is refused."""
    text = nfc(_strictly(name, data, "cp1258"))
    foreign = sum(1 for char in text if char > "\x7f")
    if len(_LEGACY.findall(text)) > 0.15 * foreign:
        raise RefusedInput(
            f"“{name}” dùng bảng mã cũ (TCVN3, VNI…), không phải Unicode.",
            remedy=f"Chuyển sang Unicode dựng sẵn. {_SAVE_UTF8}",
            code="table.legacy-encoding",
        )
    return text


def _not_text(name: str) -> RefusedInput:
    return RefusedInput(
        f"“{name}” mang đuôi danh sách chữ nhưng nội dung không phải là chữ.",
        remedy=_SAVE_UTF8,
        code="table.not-text",
    )
