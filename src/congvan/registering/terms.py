"""What is said of a term of office before it is entered or ended (HD05 3.1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from congvan.errors import Conflict
from congvan.model.dates import short
from congvan.model.findings import Finding
from congvan.model.organs import Term
from congvan.model.text import fold

_DAY: Final = timedelta(days=1)


def refuse_overlap(term: Term, others: Sequence[Term]) -> None:
    """Conflict when the name is taken or the days are another term's.

    Two terms may share the day of the congress, no more: the later start then counts.
    """
    for other in others:
        if fold(other.name) == fold(term.name):
            raise Conflict(
                f"Đã có nhiệm kỳ {other.name}, {span(other.start, other.end)}.",
                remedy="Đặt tên khác, hoặc không cần khai thêm.",
                code="term.exists",
            )
        before_end = other.end is None or term.start < other.end
        after_start = term.end is None or other.start < term.end
        if (before_end and after_start) or other.start == term.start:
            mend = "Ghi ngày kết thúc nhiệm kỳ ấy trước." if other.end is None else "Sửa lại ngày."
            raise Conflict(
                f"Nhiệm kỳ {term.name} chồng lên nhiệm kỳ {other.name}, "
                f"{span(other.start, other.end)}.",
                remedy=mend,
                code="term.overlap",
            )


def before(term: Term, others: Sequence[Term]) -> Term | None:
    """The term that began last before this one."""
    earlier = [item for item in others if item.start < term.start]
    return max(earlier, key=lambda item: item.start, default=None)


def numbers_restart(term: Term) -> Finding:
    """Every series begins again with a term."""
    return _warning(
        "term.numbers-restart",
        f"Văn bản đề từ ngày {short(term.start)} lấy số của nhiệm kỳ {term.name}: "
        "số của mọi loại văn bản bắt đầu lại từ 01. Số đã cấp không thay đổi.",
    )


def gap_before(term: Term, others: Sequence[Term]) -> list[Finding]:
    """Days between the term before and this one belong to none."""
    ends = [other.end for other in others if other.end and other.end <= term.start]
    if not ends or term.start - max(ends) <= _DAY:
        return []
    return [
        _warning(
            "term.gap",
            f"Từ sau ngày {short(max(ends))} đến trước ngày {short(term.start)} không thuộc "
            "nhiệm kỳ nào; văn bản đề ngày ấy phải kèm lý do khi cấp số.",
        )
    ]


def numbered_late(term: Term, since: date, count: int) -> list[Finding]:
    """Numbers of a term that bear a day after it keep their place."""
    if not count:
        return []
    return [
        _warning(
            "term.numbered-late",
            f"Sổ nhiệm kỳ {term.name} đã có {count} số đề từ ngày {short(since)}; các số ấy giữ "
            "nguyên.",
        )
    ]


def none_follows(term: Term, others: Sequence[Term]) -> list[Finding]:
    """A term that ends leaves the days after it to a term not yet entered."""
    if term.end is None or any(item.start > term.start for item in others):
        return []
    return [
        _warning(
            "term.none-follows",
            f"Sau ngày {short(term.end)} chưa khai nhiệm kỳ nào; khai nhiệm kỳ mới trước khi cấp "
            "số cho văn bản đề sau ngày ấy.",
        )
    ]


def span(start: date, end: date | None) -> str:
    """``từ 15/7/2025 đến nay``."""
    return f"từ {short(start)} " + (f"đến {short(end)}" if end else "đến nay")


def _warning(code: str, message: str) -> Finding:
    return Finding(code, "warning", message, place="nhiệm kỳ", source="HD05 3.1.1")
