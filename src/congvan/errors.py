"""What can go wrong, as one tree.

    CongvanError
    ├── WrongUse            the command or the field is not one we know
    ├── RefusedInput        a file, a value or a date we will not take as it is
    │   ├── UnsafeFile      the guard or the confined reader turned it away
    │   ├── SecretDocument  marked MẬT: it may not enter
    │   ├── BadTemplate     a template that is wrong or reaches too far
    │   ├── NoSlot          a docx without a place for number or date
    │   └── NeedsReason     allowed, but only with a reason somebody stands for
    ├── MissingProgram      an outside program is absent or failed
    ├── Conflict            it collides with what is already recorded
    │   └── NumberAlreadyIssued
    └── StorageFailure      disk full, read-only, damaged

Messages are Vietnamese and say what to do next (``remedy``); ``code`` is stable English for
logs and tests. The command line maps the branches to exit codes, the web to statuses.
"""

from __future__ import annotations

import errno
from pathlib import Path


class CongvanError(Exception):
    """An error a clerk may meet: a Vietnamese message and what to do about it."""

    code = "error"

    def __init__(self, message: str, *, remedy: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        if code is not None:
            self.code = code


class WrongUse(CongvanError):
    """An unknown type, field, command or option value."""

    code = "use.wrong"


class RefusedInput(CongvanError):
    """A file or value that cannot be taken; nothing was stored."""

    code = "input.refused"


class UnsafeFile(RefusedInput):
    """A file the guard refused before any parser saw it, or that its reader could not survive."""

    code = "file.unsafe"


class SecretDocument(RefusedInput):
    """A document marked as a state secret; it stays in the waiting folder (Law 117/2025/QH15)."""

    code = "document.secret"


class BadTemplate(RefusedInput):
    """A template with a syntax error, an unknown placeholder, or a reach for Python internals."""

    code = "template.bad"


class NoSlot(RefusedInput):
    """A docx in which the place for the number or the date cannot be found, or is taken."""

    code = "draft.no-slot"


class NeedsReason(RefusedInput):
    """Something the rules warn about; it goes on only with a recorded reason."""

    code = "override.reason-needed"


class MissingProgram(CongvanError):
    """LibreOffice, bubblewrap or a font is missing, or the program failed or hung."""

    code = "program.missing"


class Conflict(CongvanError):
    """What is asked collides with what is recorded, or the office is locked by another."""

    code = "conflict"


class NumberAlreadyIssued(Conflict):
    """A number is asked for a second time by another request."""

    code = "register.number-already-issued"

    def __init__(self, register: str, number: int) -> None:
        super().__init__(
            f"Số {number:02} trong sổ “{register}” đã được cấp.",
            remedy=f"Xem dòng đang giữ số này: congvan register show {register} {number}",
        )


class StorageFailure(CongvanError):
    """The archive could not be written or read: disk full, read-only, damaged."""

    code = "storage.failure"


def storage_failure(error: OSError, where: Path | str) -> CongvanError:
    """What the clerk is told when the disk says no."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StorageFailure(
            f"Ổ đĩa chứa “{where}” đã đầy; chưa có gì bị ghi dở.",
            remedy="Giải phóng chỗ rồi chạy lại đúng lệnh vừa rồi: số đã giữ sẽ được dùng tiếp.",
            code="storage.full",
        )
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return StorageFailure(
            f"Không ghi được vào “{where}” (chỉ đọc hoặc thiếu quyền).",
            remedy="Kiểm tra quyền ghi của thư mục archive rồi chạy lại.",
            code="storage.read-only",
        )
    return StorageFailure(
        f"Lỗi đọc/ghi tại “{where}”: {error.strerror}.", remedy="Kiểm tra ổ đĩa: congvan doctor"
    )
