"""What is looked at before any reader of tables sees the bytes (D12, design §7).

The limits of a workbook differ from those of a text: more XML, but never a box of cells so wide or
so long that two far-off cells in five kilobytes make the reader ask for a hundred gigabytes.
"""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePath
from typing import Final

from congvan.errors import RefusedInput, UnsafeFile
from congvan.reading import parts
from congvan.reading.package import DamagedPackage, Package, open_package
from congvan.reading.table_xls import is_sound
from congvan.reading.table_xml import extent, heavy_strings, unfolded

MAX_BYTES: Final = 128 * 2**20
MAX_XML: Final = 256 * 2**20
MAX_COLUMNS: Final = 256
MAX_BOX: Final = 6_000_000  # cells in the box around all that is filled
MAX_COUNT: Final = 10_000_000  # cells naming a shared text; a real list repeats few texts often
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN: Final = b"spreadsheetml.sheet.main+xml"
_FORBIDDEN: Final = (b"<!DOCTYPE", b"<!ENTITY")
_COUNT: Final = re.compile(rb"ount\s*=\s*[\"']\s*\+?(\d+)")  # count, uniqueCount
_SAVE_AS: Final = "Mở bằng Excel hay LibreOffice rồi lưu thành .xlsx."


class TableKind(Enum):
    """What the bytes are."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


_SUFFIXES: Final = {
    TableKind.XLSX: {".xlsx", ""},
    TableKind.XLS: {".xls", ""},
    TableKind.CSV: {".csv", ".tsv", ".txt", ""},
}
_OTHERS: Final = (
    (b"%PDF-", "tệp PDF"),
    (b"{\\rtf", "tệp RTF"),
    (b"\x89PNG", "ảnh"),
    (b"\xff\xd8\xff", "ảnh"),
)
_ZIPPED: Final = (
    (b"wordprocessingml", "văn bản Word"),
    (b"presentationml", "bản trình chiếu"),
    (b"sheet.binary", "bảng tính Excel nhị phân (.xlsb)"),
    (b"opendocument", "tệp OpenDocument"),
)


def guard_table(name: str, data: bytes) -> tuple[TableKind, Package | None]:
    """What the file is (with its package when zipped); UnsafeFile or RefusedInput when refused."""
    if not data:
        raise RefusedInput(
            f"“{name}” là tệp rỗng.", remedy="Chép lại tệp từ nơi gửi.", code="table.empty-file"
        )
    if len(data) > MAX_BYTES:
        raise UnsafeFile(
            f"“{name}” lớn hơn {MAX_BYTES // 2**20} MiB.",
            remedy="Tách danh sách thành nhiều tệp.",
            code="file.too-large",
        )
    if data.startswith(b"PK"):
        package = _package(name, data)
        _agree(name, TableKind.XLSX)
        return TableKind.XLSX, package
    if data.startswith(_OLE):
        _agree_old(name, data)
        if not is_sound(data):
            raise damaged(name)
        return TableKind.XLS, None
    _guard_plain(name, data)
    return TableKind.CSV, None


def _agree(name: str, kind: TableKind) -> None:
    suffix = PurePath(name).suffix.lower()
    if suffix not in _SUFFIXES[kind]:
        raise _renamed(name, f"bảng tính .{kind.value}", f"Đổi đuôi thành .{kind.value}.")


def _renamed(name: str, what: str, remedy: str) -> UnsafeFile:
    suffix = PurePath(name).suffix.lower()
    return UnsafeFile(
        f"“{name}” mang đuôi {suffix or '(không có)'} nhưng nội dung là {what}.",
        remedy=remedy,
        code="table.renamed",
    )


def _guard_plain(name: str, data: bytes) -> None:
    suffix = PurePath(name).suffix.lower()
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    what = next((label for mark, label in _OTHERS if mark in head), None)
    if what is None and head[:15].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        what = "trang web hoặc XML"
    if what:
        raise _renamed(name, what, f"Đưa đúng tệp danh sách. {_SAVE_AS}")
    if suffix in {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}:
        raise _renamed(name, "thứ khác", _SAVE_AS)
    if suffix not in _SUFFIXES[TableKind.CSV]:
        raise RefusedInput(
            f"Chưa đọc được danh sách từ loại tệp {suffix} (“{name}”).",
            remedy="Chương trình đọc .xlsx, .xls và .csv; lưu lại thành một trong các loại đó.",
            code="table.unknown-kind",
        )


def _agree_old(name: str, data: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise password(name)
    if not any(mark.encode("utf-16-le") in data for mark in ("Workbook", "Book")):
        raise _renamed(name, "tệp Office đời cũ, không phải bảng tính", _SAVE_AS)
    _agree(name, TableKind.XLS)


def password(name: str) -> UnsafeFile:
    """What is told of a workbook that asks for a password."""
    return UnsafeFile(
        f"“{name}” được đặt mật khẩu mở tệp.",
        remedy="Mở bằng Excel, vào Tệp > Thông tin > Bảo vệ sổ làm việc, bỏ mật khẩu rồi lưu lại.",
        code="table.password",
    )


def damaged(name: str) -> UnsafeFile:
    """What is told of a workbook its reader cannot read."""
    return UnsafeFile(
        f"“{name}” bị hỏng hoặc bị cắt, không đọc được.",
        remedy=f"Chép lại tệp từ nơi gửi. {_SAVE_AS}",
        code="table.damaged",
    )


def _package(name: str, data: bytes) -> Package:
    try:
        parts.guard_count(name, data)
        package = open_package(data)
        for member in package.members:
            parts.guard_member(name, member)
        parts.guard_names(name, package)
        if sum(member.size for member in package.members) > MAX_XML:
            raise UnsafeFile(
                f"“{name}” bung ra quá {MAX_XML // 2**20} MiB.",
                remedy="Tách danh sách; nếu tệp vốn nhỏ thì đừng mở và hỏi lại nơi gửi.",
                code="file.bomb",
            )
        _guard_kind(name, package)
        for member in package.members:
            if parts.is_xml(package, member):
                _guard_part(name, member.name, package.read(member))
        _guard_repetition(name, package)
    except DamagedPackage as error:
        raise damaged(name) from error
    return package


def _guard_kind(name: str, package: Package) -> None:
    types = package.get(parts.CONTENT_TYPES)
    listed = package.read(types) if types else b""
    if b"macroenabled" in listed.lower() or any(
        member.name.lower().endswith("vbaproject.bin") for member in package.members
    ):
        raise UnsafeFile(
            f"“{name}” chứa macro.",
            remedy="Lưu lại thành .xlsx (không có macro) rồi đưa lại.",
            code="file.macros",
        )
    if _MAIN in listed:
        return
    mimetype = package.get("mimetype")
    hints = listed + (package.peek(mimetype) if mimetype else b"")
    what = next((label for mark, label in _ZIPPED if mark in hints), "một tệp nén")
    raise _renamed(name, what, f"Đưa đúng tệp danh sách. {_SAVE_AS}")


def _guard_part(name: str, part: str, data: bytes) -> None:
    parts.xml_text(f"{name}: {part}", data[:4096])  # refuses an encoding that hides a declaration
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsafeFile(
            f"“{name}”: phần {part} không phải UTF-8.", remedy=_SAVE_AS, code="file.xml-encoding"
        )
    if any(mark in data for mark in _FORBIDDEN):
        raise UnsafeFile(
            f"“{name}” có khai báo DOCTYPE trong {part}: dấu hiệu của tệp phá hoại.",
            remedy="Không mở tệp này; hỏi lại nơi gửi.",
            code="file.doctype",
        )
    most = max(len(data), MAX_COUNT)
    if any(int(found[1]) > most for found in _COUNT.finditer(data)):
        raise damaged(name)  # the reader makes room for as many as the file claims
    if b"<sheetData" in data or b":sheetData" in data:
        guard_extent(name, *extent(data))


def _guard_repetition(name: str, package: Package) -> None:
    """One long text named by a million cells is a million texts for the reader."""
    texts = [member for member in package.members if b"<sst" in package.peek(member, 400)]
    heavy: dict[bytes, int] = {}
    for member in texts:
        heavy.update(heavy_strings(package.read(member)))
    if not heavy:
        return
    total = sum(unfolded(package.read(item), heavy) for item in package.members)
    if total > MAX_XML:
        raise UnsafeFile(
            f"“{name}” lặp lại những đoạn chữ rất dài ở quá nhiều ô.",
            remedy="Không mở tệp này; hỏi lại nơi gửi.",
            code="file.bomb",
        )


def guard_extent(name: str, rows: int, columns: int) -> None:
    """RefusedInput when the filled cells reach too far right, or span too large a box."""
    if columns > MAX_COLUMNS:
        raise RefusedInput(
            f"“{name}” có {columns} cột, quá {MAX_COLUMNS}.",
            remedy="Xoá các cột thừa bên phải danh sách rồi lưu lại.",
            code="table.too-wide",
        )
    if rows * columns > MAX_BOX:
        raise RefusedInput(
            f"“{name}” có ô ghi tới dòng {rows}, cột thứ {columns}: vùng quá lớn để đọc.",
            remedy="Xoá những ô lạc ở xa, hoặc tách danh sách thành nhiều tệp.",
            code="table.too-long",
        )
