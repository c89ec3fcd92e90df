"""Plain text in the encodings Vietnamese offices have used, as NFC lines."""

from __future__ import annotations

import re
from typing import Final

from congvan.errors import UnsafeFile
from congvan.model.text import nfc
from congvan.reading.lines import Line, Media, Reading

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LEGACY: Final = re.compile(r"[\u00a1-\u00bf]")  # where TCVN3 and VNI fonts keep their letters
_LEGACY_SHARE: Final = 0.15


def decode(name: str, data: bytes) -> str:
    """The text in NFC; UnsafeFile when it is not text, or is in a font's own alphabet."""
    text = _decode(name, data)
    if len(_CONTROL.findall(text)) * 1000 > len(text):
        raise _not_text(name)
    return nfc(_CONTROL.sub("", text))


def _decode(name: str, data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(name, data, encoding)
    sample = data[:4096]
    if sample.count(0) * 5 > len(sample):  # UTF-16 without its mark
        return _strictly(name, data, "utf-16-le" if sample[1::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(name, data)


def _strictly(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(name) from error


def _legacy(name: str, data: bytes) -> str:
    text = _strictly(name, data, "cp1258")
    foreign = sum(1 for char in text if char > "\x7f")
    if len(_CONTROL.findall(text)) * 1000 <= len(text) and (
        len(_LEGACY.findall(text)) > _LEGACY_SHARE * foreign
    ):
        raise UnsafeFile(
            f"“{name}” dùng bảng mã cũ (TCVN3, VNI…), không phải Unicode.",
            remedy="Chuyển sang Unicode (dựng sẵn) rồi đưa lại; hoặc mở trong Word và lưu .docx.",
            code="file.legacy-encoding",
        )
    return text


def _not_text(name: str) -> UnsafeFile:
    return UnsafeFile(
        f"“{name}” mang đuôi văn bản thường nhưng nội dung không phải là chữ.",
        remedy="Kiểm tra lại tệp; chương trình đọc .docx, .pdf và .txt.",
        code="file.not-text",
    )


def read_text(name: str, data: bytes) -> Reading:
    """One line of the neutral form for each line of the file."""
    pages = decode(name, data).split("\f")
    lines: list[Line] = []
    for page, text in enumerate(pages, start=1):
        for row in text.splitlines():
            place = f"body/{len(lines)}"
            lines.append(Line(row, place, page=page if len(pages) > 1 else None))
    return Reading(Media.TEXT, tuple(lines), pages=len(pages) if len(pages) > 1 else None)
