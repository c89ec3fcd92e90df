"""The guard turns a bad file away before any parser, says why, and is quick about it."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from congvan.errors import CongvanError, UnsafeFile
from congvan.reading.guard import guard
from congvan.reading.lines import Media

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def good() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Kính gửi: Các chi bộ trực thuộc")
    document.save(out)
    return out.getvalue()


def changed(
    replace: dict[str, bytes] | None = None, add: list[tuple[str, bytes]] | None = None
) -> bytes:
    """The good document with members replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            new.writestr(item.filename, (replace or {}).get(item.filename, old.read(item)))
        for name, data in add or []:
            new.writestr(name, data)
    return out.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        return archive.read(name)


def doctype(encoding: str, mark: bytes = b"") -> bytes:
    xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return changed({"docProps/app.xml": mark + xml.encode(encoding)})


def patched(field: int, value: int, size: int) -> bytes:
    """The good document with a field of the first central record overwritten."""
    data = bytearray(good())
    at = data.index(b"PK\x01\x02") + field
    data[at : at + size] = value.to_bytes(size, "little")
    return bytes(data)


def many_parts() -> bytes:
    return changed(add=[(f"word/media/{number}.bin", b"x") for number in range(2001)])


def duplicate() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return changed(add=[("word/document.xml", part("word/document.xml"))])


def overlapping() -> bytes:
    """The second record of the directory points at the first member again."""
    data = bytearray(good())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    name = int.from_bytes(data[first + 28 : first + 30], "little")
    record = bytes(data[first : first + 46 + name])
    stop = data.index(b"PK\x01\x02", second + 4)
    out = data[:second] + record + data[stop:]
    end = out.rindex(b"PK\x05\x06")
    size = end - first
    out[end + 12 : end + 16] = size.to_bytes(4, "little")
    return bytes(out)


HOSTILE: list[tuple[str, str, Callable[[], bytes]]] = [
    ("file.bomb", "ratio", lambda: changed(add=[("word/a.xml", b"<a>" + b" " * 10**7)])),
    ("file.bomb", "lies about nothing, is large", lambda: changed(
        add=[(f"word/{n}.xml", b"<a>" + zlib.compress(bytes(range(256)) * 9) * 90000)
             for n in range(5)])),
    ("file.bomb", "declares 4 GiB", lambda: patched(24, 2**32 - 2, 4)),
    ("file.damaged", "declares less than it holds", lambda: patched(24, 9, 4)),
    ("file.too-many-parts", "2,001 media", many_parts),
    ("file.doctype", "UTF-8", lambda: doctype("utf-8")),
    ("file.doctype", "UTF-16 LE", lambda: doctype("utf-16-le", b"\xff\xfe")),
    ("file.doctype", "UTF-16 BE", lambda: doctype("utf-16-be", b"\xfe\xff")),
    ("file.doctype", "in a part with another name", lambda: changed(
        add=[("word/media/picture.png", b"  <!DOCTYPE a><a/>")])),
    ("file.xml-encoding", "UTF-32", lambda: doctype("utf-32-le", b"\xff\xfe\0\0")),
    ("file.xml-encoding", "UTF-16 without mark", lambda: doctype("utf-16-le")),
    ("file.xml-encoding", "UTF-7", lambda: changed(
        {"docProps/app.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE a+AD4-'})),
    ("file.xml-encoding", "declared far away", lambda: changed(
        {"docProps/app.xml": b'<?xml version="1.0"' + b" " * 2000 + b'encoding="UTF-7"?><a/>'})),
    ("file.path", "up and out", lambda: changed(add=[("../../etc/cron.d/x", b"x")])),
    ("file.path", "absolute", lambda: changed(add=[("/etc/passwd", b"x")])),
    ("file.path", "backslashes", lambda: changed(add=[("word\\..\\x", b"x")])),
    ("file.path", "a drive", lambda: changed(add=[("C:/x", b"x")])),
    ("file.duplicate-part", "twice the body", duplicate),
    ("file.duplicate-part", "by capitals", lambda: changed(add=[("WORD/Document.xml", b"<a/>")])),
    ("file.password", "an encrypted member", lambda: patched(8, 1, 2)),
    ("file.damaged", "an odd compression", lambda: patched(10, 14, 2)),
    ("file.damaged", "overlapping members", overlapping),
    ("file.damaged", "cut in half", lambda: good()[: len(good()) // 2]),
    ("file.damaged", "a directory that points away", lambda: patched(42, 10**6, 4)),
    ("file.macros", "vbaProject", lambda: changed(add=[("word/vbaProject.bin", b"x")])),
    ("file.macros", "by content type", lambda: changed({"[Content_Types].xml": part(
        "[Content_Types].xml").replace(b"openxmlformats-officedocument.wordprocessingml.document"
                                       b".main", b"ms-word.document.macroEnabled.main")})),
    ("file.password", "OLE with EncryptedPackage", lambda: OLE + "EncryptedPackage".encode(
        "utf-16-le")),
    ("file.old-doc", "OLE with WordDocument", lambda: OLE + "WordDocument".encode("utf-16-le")),
    ("file.old-office", "another OLE", lambda: OLE),
    ("file.empty", "nothing", lambda: b""),
    ("file.renamed", "a PDF", lambda: b"%PDF-1.7\n..."),
    ("file.renamed", "plain text", "Kính gửi".encode),
    ("file.rtf", "RTF", lambda: b"{\\rtf1 x}"),
    ("file.picture", "PNG", lambda: b"\x89PNG\r\n\x1a\n...."),
    ("file.not-docx", "a plain zip", lambda: zipped({"a.txt": b"x"})),
    ("file.not-docx", "a spreadsheet", lambda: zipped({"[Content_Types].xml": b"<a spreadsheetml/>"
                                                       })),
]  # fmt: skip


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(("code", "what", "make"), HOSTILE, ids=[item[1] for item in HOSTILE])
def test_a_hostile_docx_is_refused_with_its_own_reason(
    code: str, what: str, make: Callable[[], bytes]
) -> None:
    data = make()
    start = time.process_time()
    with pytest.raises(UnsafeFile) as caught:
        guard("van-ban.docx", data)
    assert caught.value.code == code
    assert "van-ban.docx" in caught.value.message
    assert caught.value.remedy
    assert time.process_time() - start < 2  # far from the minutes such files are made for


def test_good_files_pass_and_are_known_by_their_bytes() -> None:
    assert guard("a.docx", good()) is Media.DOCX
    assert guard("A.DOCX", good()) is Media.DOCX
    assert guard("a.pdf", b"%PDF-1.7\n") is Media.PDF
    assert guard("a.txt", "Kính gửi: Các chi bộ".encode()) is Media.TEXT
    assert guard("không đuôi", good()) is Media.DOCX


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", good(), "file.renamed"),
        ("a.txt", good(), "file.renamed"),
        ("a.txt", b"%PDF-1.4", "file.renamed"),
        ("a.docm", good(), "file.renamed"),
        ("a.pdf", b"hello", "file.renamed"),
        ("a.exe", b"hello", "file.unknown"),
        ("a.txt", bytes(range(32)) * 9, "file.not-text"),
        ("a.txt", b"\xff\xfe\x00", "file.not-text"),
        ("a.txt", b"x" * (16 * 2**20 + 1), "file.too-large"),
    ],
)
def test_a_name_that_says_something_else_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(UnsafeFile) as caught:
        guard(name, data)
    assert caught.value.code == code


@given(st.binary(max_size=300), st.sampled_from(["a.docx", "a.pdf", "a.txt"]))
def test_any_bytes_pass_or_are_refused(data: bytes, name: str) -> None:
    try:
        guard(name, data)
    except CongvanError as error:
        assert error.remedy  # noqa: PT017 - random bytes may well be text


@given(st.integers(0, 10**6), st.integers(0, 255))
def test_a_docx_with_one_byte_changed_passes_or_is_refused(place: int, value: int) -> None:
    data = bytearray(GOOD)
    data[place % len(data)] = value
    try:
        guard("a.docx", bytes(data))
    except CongvanError as error:
        assert error.remedy  # noqa: PT017 - not every byte matters


GOOD = good()
