"""The guard of a docx package: sizes, names, macros and declarations of its parts (design §7)."""

from __future__ import annotations

import re
from typing import Final

from congvan.errors import UnsafeFile
from congvan.reading.package import (
    DEFLATED,
    ENCRYPTED,
    STORED,
    DamagedPackage,
    Member,
    Package,
    open_package,
)

MAX_PARTS: Final = 2000
MAX_RATIO: Final = 200
MAX_XML: Final = 64 * 2**20
MAX_ALL: Final = 256 * 2**20
CONTENT_TYPES: Final = "[Content_Types].xml"
_MAIN_TYPE: Final = "wordprocessingml.document.main+xml"
_XML_NAMES: Final = (".xml", ".rels", ".vml")
_FORBIDDEN: Final = ("<!DOCTYPE", "<!ENTITY")
_DECLARED: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ENCODINGS: Final = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_KINDS: Final = (
    ("spreadsheetml", "bảng tính Excel"),
    ("presentationml", "bản trình chiếu"),
    ("opendocument", "tệp OpenDocument"),
)


def guard_package(name: str, data: bytes) -> Package:
    """The package when every limit holds; UnsafeFile or DamagedPackage when not."""
    guard_count(name, data)
    package = open_package(data)
    for member in package.members:
        guard_member(name, member)
    guard_names(name, package)
    if sum(member.size for member in package.members) > MAX_ALL:
        raise _too_large(name)
    xml = [member for member in package.members if is_xml(package, member)]
    if sum(member.size for member in xml) > MAX_XML:
        raise _too_large(name)
    _guard_kind(name, package)
    for member in xml:
        _guard_xml(name, member, package.read(member))
    return package


def guard_count(name: str, data: bytes) -> None:
    """Before the directory is walked: its own count, and how many records it can hold."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(data):
        raise DamagedPackage("không có mục lục")
    count = int.from_bytes(data[end + 10 : end + 12], "little")
    if count > MAX_PARTS:
        raise UnsafeFile(
            f"“{name}” có {count} phần, quá {MAX_PARTS}.",
            remedy="Mở bằng Word hay LibreOffice và lưu lại thành tệp mới.",
            code="file.too-many-parts",
        )


def guard_member(name: str, member: Member) -> None:
    if member.flags & ENCRYPTED:
        raise UnsafeFile(
            f"“{name}” có phần bị đặt mật khẩu.",
            remedy="Bỏ mật khẩu rồi đưa lại.",
            code="file.password",
        )
    if member.method not in {STORED, DEFLATED}:
        raise DamagedPackage("cách nén lạ")
    if member.size > MAX_RATIO * max(member.packed, 1):
        raise UnsafeFile(
            f"“{name}” có phần bung ra quá {MAX_RATIO} lần: dấu hiệu của tệp phá hoại.",
            remedy="Không mở tệp này; hỏi lại nơi gửi.",
            code="file.bomb",
        )


def guard_names(name: str, package: Package) -> None:
    seen: set[str] = set()
    for member in package.members:
        path = member.name
        steps = path.split("/")
        if "\\" in path or "\0" in path or ":" in path or path.startswith("/") or ".." in steps:
            raise UnsafeFile(
                f"“{name}” có phần mang tên đường dẫn lạ.",
                remedy="Không mở tệp này; hỏi lại nơi gửi.",
                code="file.path",
            )
        if path.casefold() in seen:
            raise UnsafeFile(
                f"“{name}” có hai phần cùng tên: mỗi chương trình sẽ đọc một nội dung khác.",
                remedy="Mở bằng Word hay LibreOffice, xem kỹ rồi lưu thành tệp mới.",
                code="file.duplicate-part",
            )
        seen.add(path.casefold())


def is_xml(package: Package, member: Member) -> bool:
    if member.name.lower().endswith(_XML_NAMES):
        return True
    head = package.peek(member)
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.lstrip(
        b"\xef\xbb\xbf \t\r\n"
    ).startswith(b"<")


def _guard_kind(name: str, package: Package) -> None:
    """A Word document without macros, and nothing else that lives in a zip."""
    types = package.get(CONTENT_TYPES)
    listed = xml_text(name, package.read(types)) if types else ""
    names = [member.name.lower() for member in package.members]
    if "macroenabled" in listed.lower() or any(
        item.endswith(("vbaproject.bin", "vbadata.xml")) for item in names
    ):
        raise UnsafeFile(
            f"“{name}” chứa macro.",
            remedy="Lưu lại thành .docx (không có macro) rồi đưa lại.",
            code="file.macros",
        )
    if _MAIN_TYPE in listed:
        return
    mimetype = package.get("mimetype")
    hints = listed + (package.peek(mimetype).decode("latin-1") if mimetype else "")
    kind = next((label for mark, label in _KINDS if mark in hints), "một tệp nén")
    raise UnsafeFile(
        f"“{name}” là {kind}, không phải văn bản Word.",
        remedy="Đưa đúng tệp .docx; tệp nén thì giải nén trước.",
        code="file.not-docx",
    )


def _guard_xml(name: str, member: Member, data: bytes) -> None:
    text = xml_text(f"{name}: {member.name}", data)
    if any(mark in text for mark in _FORBIDDEN):
        raise UnsafeFile(
            f"“{name}” có khai báo DOCTYPE trong {member.name}: dấu hiệu của tệp phá hoại.",
            remedy="Không mở tệp này; hỏi lại nơi gửi.",
            code="file.doctype",
        )


def xml_text(name: str, data: bytes) -> str:
    """XML as characters for searching; an encoding that could hide a declaration is refused."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise _encoding(name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _encoding(name) from error
    body = data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if body and not body.startswith(b"<"):
        raise _encoding(name)
    head = body[:1024]
    declared = _DECLARED.match(head)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise _encoding(name)
    if b"\0" in head or (head.startswith(b"<?xml") and b"?>" not in head):
        raise _encoding(name)
    return body.decode("latin-1")


def _encoding(name: str) -> UnsafeFile:
    return UnsafeFile(
        f"“{name}”: phần XML không phải UTF-8 hay UTF-16.",
        remedy="Mở bằng Word hay LibreOffice và lưu lại.",
        code="file.xml-encoding",
    )


def _too_large(name: str) -> UnsafeFile:
    return UnsafeFile(
        f"“{name}” bung ra quá {MAX_XML // 2**20} MiB XML (hoặc {MAX_ALL // 2**20} MiB tất cả).",
        remedy="Tách văn bản, hoặc mở bằng Word và lưu lại; nếu tệp vốn nhỏ thì đừng mở.",
        code="file.bomb",
    )


def has_outside_content(data: bytes) -> bool:
    """Whether a part would be fetched from elsewhere when the docx is opened; links are not."""
    package = open_package(data)
    for member in package.members:
        if member.name.lower().endswith(".rels"):
            text = xml_text(member.name, package.read(member))
            for relation in _RELATION.findall(text):
                if (
                    re.search(r"TargetMode\s*=\s*.External", relation)
                    and "/hyperlink" not in relation
                ):
                    return True
    return False
