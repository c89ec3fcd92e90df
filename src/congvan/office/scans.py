"""A scan that comes with an event: looked at before it is kept (design §7)."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from congvan.errors import UnsafeFile
from congvan.office import Office
from congvan.office.desk_files import plain_name
from congvan.office.inspection import refuse_secret
from congvan.reading.anatomy import Anatomy
from congvan.reading.guard import MAX_BYTES, guard
from congvan.reading.lines import Media

_PICTURES: Final[dict[bytes, tuple[str, ...]]] = {
    b"\x89PNG\r\n\x1a\n": (".png",),
    b"\xff\xd8\xff": (".jpg", ".jpeg"),
    b"II*\x00": (".tif", ".tiff"),
    b"MM\x00*": (".tif", ".tiff"),
}


def accept_scan(office: Office, name: str, data: bytes) -> tuple[str, bytes]:
    """Name and bytes of a PDF or a picture that may be kept with a document.

    UnsafeFile for anything else, a renamed file, a PDF that does not open; SecretDocument when
    its text is marked MẬT. A picture is kept as it is: nothing of ours ever opens it.
    """
    name = plain_name(name)
    suffixes = next((said for magic, said in _PICTURES.items() if data.startswith(magic)), ())
    if suffixes:
        _check_picture(name, data, suffixes)
        return name, data
    if guard(name, data) is not Media.PDF:
        raise UnsafeFile(
            f"“{name}” không phải là bản quét.",
            remedy="Đính bản quét dạng PDF, hoặc ảnh JPEG, PNG, TIFF.",
            code="scan.not-one",
        )
    parts = Anatomy.from_json(office.sandbox.run("anatomy", data, {"name": name}))
    refuse_secret(parts.secrecy.text)
    return name, data


def _check_picture(name: str, data: bytes, suffixes: tuple[str, ...]) -> None:
    if len(data) > MAX_BYTES:
        raise UnsafeFile(
            f"“{name}” lớn hơn {MAX_BYTES // 2**20} MiB.",
            remedy="Quét lại ở độ phân giải thấp hơn.",
            code="file.too-large",
        )
    if PurePath(name).suffix.lower() not in suffixes:
        raise UnsafeFile(
            f"“{name}” mang đuôi không đúng với nội dung ({suffixes[0][1:].upper()}).",
            remedy=f"Nếu đúng là tệp cần đưa vào, đổi đuôi thành {suffixes[0]} rồi đưa lại.",
            code="file.renamed",
        )
