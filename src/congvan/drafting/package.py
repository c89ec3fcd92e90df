"""Writes docx packages whose bytes depend on their content only: fixed times, fixed order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Final

from congvan.errors import BadTemplate

CONTENT_TYPES: Final = "[Content_Types].xml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can tell


def write(members: Mapping[str, bytes], *, compress: bool = True) -> bytes:
    """The package: content types first, then the members in the order given."""
    out = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", method) as package:
        for name in _content_types_first(members):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = method
            info.create_system = 0  # the same on every machine
            package.writestr(info, members[name])
    return out.getvalue()


def members(package: bytes) -> dict[str, bytes]:
    """The members of a docx in their order; BadTemplate when it is not one."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as opened:
            found = {info.filename: opened.read(info) for info in opened.infolist()}
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise not_a_docx() from error
    if CONTENT_TYPES not in found or "word/document.xml" not in found:
        raise not_a_docx()
    return found


def not_a_docx() -> BadTemplate:
    """What the clerk is told of a template that cannot be opened."""
    return BadTemplate(
        "Mẫu không phải là một tệp docx đọc được.",
        remedy="Mở mẫu bằng Word, lưu lại với kiểu “Word Document (*.docx)”.",
        code="template.not-docx",
    )


def _content_types_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: name != CONTENT_TYPES)
