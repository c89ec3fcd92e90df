"""Plain text in the encodings offices have used comes out as NFC; what is not text is refused."""

from __future__ import annotations

import unicodedata

import pytest

from congvan.errors import UnsafeFile
from congvan.reading.lines import Media, Reading
from congvan.reading.read import read

TEXT = "Đảng uỷ Sở Xây dựng\nKính gửi: Các chi bộ trực thuộc\nnghiệp vụ, đường, ươm, quỹ"


def cp1258(text: str) -> bytes:
    """As Windows wrote it: precomposed where the page has the letter, else base and tone."""
    out = bytearray()
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = (
                unicodedata.normalize("NFD", char)[:-1],
                unicodedata.normalize("NFD", char)[-1],
            )
            for piece in (base, tone) if len(base) == 1 else _pair(char):
                out += piece.encode("cp1258")
    return bytes(out)


def _pair(char: str) -> tuple[str, str]:
    """``ệ`` as ``ê`` and the dot below: the page has no third part."""
    marks = unicodedata.normalize("NFD", char)
    tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", marks.replace(tone, "")), tone


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        cp1258(TEXT),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "cp1258", "nfd", "crlf"],
)
def test_every_encoding_gives_the_same_lines(data: bytes) -> None:
    reading = read("van-ban.txt", data)
    assert reading.media is Media.TEXT
    assert reading.text == TEXT
    assert [line.place for line in reading.lines] == ["body/0", "body/1", "body/2"]


def test_utf_16_without_its_mark_is_read_when_it_is_mostly_latin() -> None:
    assert read("a.txt", "So 05 CV DU, ngay 03".encode("utf-16-le")).text == "So 05 CV DU, ngay 03"


def test_form_feeds_part_pages() -> None:
    reading = read("a.txt", b"mot\fhai\nba")
    assert reading.pages == 2
    assert [(line.text, line.page) for line in reading.lines] == [("mot", 1), ("hai", 2), ("ba", 2)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x00\x01\x02\x03\x04" * 50, "file.not-text"),
        (b"\x7fELF\x02\x01\x01" + bytes(90) + b"abc", "file.not-text"),
        (
            b"C\xebng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca \xa7\xb6\xb5\xb8\xb9\xae\xaa",
            "file.legacy-encoding",
        ),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnsafeFile) as caught:
        read("a.txt", data)
    assert caught.value.code == code


def test_a_reading_goes_through_json() -> None:
    reading = read("a.txt", TEXT.encode())
    assert Reading.from_json(reading.to_json()) == reading
