"""What is looked at before any parser sees a stranger's file (D12, design §7).

It reads signatures, the zip's directory and the first bytes of parts, so a file made to exhaust
memory or time is turned away within a tenth of a second. Media is decided by the bytes; a name
that says otherwise is refused, for the clerk is being told something untrue.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from congvan.errors import UnsafeFile
from congvan.reading.lines import Media
from congvan.reading.package import DamagedPackage
from congvan.reading.parts import guard_package
from congvan.reading.text import decode

MAX_BYTES: Final = 128 * 2**20
MAX_TEXT_BYTES: Final = 16 * 2**20
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUFFIXES: Final = {
    Media.DOCX: {".docx", ""},
    Media.PDF: {".pdf", ""},
    Media.TEXT: {".txt", ".text", ".md", ""},
}
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")


def guard(name: str, data: bytes) -> Media:
    """What the file is; UnsafeFile, with a code for each reason, when no parser may see it."""
    if not data:
        raise UnsafeFile(
            f"“{name}” là tệp rỗng.", remedy="Chép lại tệp từ nơi gửi.", code="file.empty"
        )
    if len(data) > MAX_BYTES:
        raise UnsafeFile(
            f"“{name}” lớn hơn {MAX_BYTES // 2**20} MiB.",
            remedy="Tách tệp, hoặc quét lại ở độ phân giải thấp hơn.",
            code="file.too-large",
        )
    if data.startswith(_OLE):
        raise _compound(name, data)
    if data.startswith(b"PK"):
        _guard_docx(name, data)
        _agree(name, Media.DOCX)
        return Media.DOCX
    if b"%PDF-" in data[:1024]:
        _agree(name, Media.PDF)
        return Media.PDF
    return _guard_text(name, data)


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _agree(name: str, media: Media) -> None:
    suffix = _suffix(name)
    if suffix not in _SUFFIXES[media]:
        raise UnsafeFile(
            f"“{name}” mang đuôi {suffix} nhưng nội dung là {media.value.upper()}.",
            remedy=f"Nếu đúng là tệp cần đưa vào, đổi đuôi thành .{media.value} rồi đưa lại.",
            code="file.renamed",
        )


def _guard_docx(name: str, data: bytes) -> None:
    try:
        guard_package(name, data)
    except DamagedPackage as error:
        raise UnsafeFile(
            f"“{name}” là tệp Word bị hỏng hoặc bị cắt ({error}).",
            remedy="Chép lại tệp; hoặc mở bằng Word hay LibreOffice và lưu lại.",
            code="file.damaged",
        ) from error


def _guard_text(name: str, data: bytes) -> Media:
    suffix = _suffix(name)
    if data.startswith(b"{\\rtf"):
        raise UnsafeFile(
            f"“{name}” là tệp RTF.",
            remedy="Mở bằng Word hay LibreOffice và lưu thành .docx.",
            code="file.rtf",
        )
    if data.startswith(_PICTURES):
        raise UnsafeFile(
            f"“{name}” là ảnh; chương trình chưa đọc được ảnh.",
            remedy="Đưa bản .pdf, .docx hoặc .txt.",
            code="file.picture",
        )
    if suffix in {".docx", ".pdf"}:
        raise UnsafeFile(
            f"“{name}” mang đuôi {suffix} nhưng nội dung không phải {suffix[1:].upper()}.",
            remedy="Kiểm tra lại tệp; mở bằng chương trình đã tạo ra nó và lưu lại.",
            code="file.renamed",
        )
    if suffix not in _SUFFIXES[Media.TEXT]:
        raise UnsafeFile(
            f"Chưa đọc được loại tệp {suffix} (“{name}”).",
            remedy="Chương trình đọc .docx, .pdf và .txt; lưu lại thành một trong các loại đó.",
            code="file.unknown",
        )
    if len(data) > MAX_TEXT_BYTES:
        raise UnsafeFile(
            f"“{name}” là văn bản thường mà lớn hơn {MAX_TEXT_BYTES // 2**20} MiB.",
            remedy="Kiểm tra lại tệp, hoặc tách ra.",
            code="file.too-large",
        )
    decode(name, data)
    return Media.TEXT


def _compound(name: str, data: bytes) -> UnsafeFile:
    """An OLE compound file: an encrypted docx, an old .doc, or something else of that age."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnsafeFile(
            f"“{name}” được đặt mật khẩu.",
            remedy="Mở bằng Word, bỏ mật khẩu, lưu lại rồi đưa lại.",
            code="file.password",
        )
    if "WordDocument".encode("utf-16-le") in data:
        return UnsafeFile(
            f"“{name}” là tệp Word đời cũ (.doc).",
            remedy="Mở bằng Word hay LibreOffice và lưu thành .docx.",
            code="file.old-doc",
        )
    return UnsafeFile(
        f"“{name}” là tệp Office đời cũ, không phải văn bản Word đọc được.",
        remedy="Mở bằng chương trình đã tạo ra nó và lưu thành .docx hoặc .pdf.",
        code="file.old-office",
    )
