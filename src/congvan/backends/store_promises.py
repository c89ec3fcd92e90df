"""What every store compares and says alike: folded text of a line, orders, conflicts."""

from __future__ import annotations

from typing import Final

from congvan.errors import Conflict, WrongUse
from congvan.model.text import fold, squeeze

SORTS: Final = ("number", "date", "subject")
_LONGEST: Final = 1000  # what is sought is cut here; a database has a limit of its own


def folded(*parts: str) -> str:
    """The parts one under another, without marks and capitals, as a register is searched."""
    return "\n".join(fold(squeeze(part)) for part in parts)


def sought(text: str) -> str:
    """What a clerk typed, as it is looked for in ``folded`` text."""
    return folded(text.replace("\0", " "))[:_LONGEST]


def check_sort(sort: str) -> None:
    """WrongUse for an order no register has."""
    if sort not in SORTS:
        raise WrongUse(
            f"Sổ không sắp theo “{sort}” được.", remedy=f"Chọn một trong: {', '.join(SORTS)}."
        )


def user_exists(name: str) -> Conflict:
    """The name is taken."""
    return Conflict(
        f"Đã có người dùng “{name}”.",
        remedy="Chọn tên khác, hoặc xem các tên đã có: congvan user list",
        code="user.exists",
    )


def draft_changed(draft_id: str) -> Conflict:
    """Somebody wrote the draft since it was read."""
    return Conflict(
        f"Dự thảo {draft_id} vừa được người khác thay đổi; thay đổi này chưa được ghi.",
        remedy="Mở lại dự thảo để xem bản mới nhất rồi làm lại.",
        code="draft.changed",
    )
