"""A member's exemption out of a row (33-HD/BTCTW, mục 1): neither it nor its end is automatic."""

from __future__ import annotations

from typing import Final

from congvan.membership.exemptions import Kinds, code_in, level_in, says_none
from congvan.membership.fields import RowFields
from congvan.model.dates import short
from congvan.model.person import Exemption, ExemptionKind, ExemptionLevel

_SPEAKING: Final = ("exemption", "exemption_reason", "exemption_from", "exemption_to")


def exemption(fields: RowFields, kinds: Kinds) -> Exemption | None:
    """The exemption in force; one that has ended, or not begun, counts as none and is told."""
    if all(fields.cell(name) is None for name in _SPEAKING):
        return None
    said, reason = fields.text("exemption"), fields.text("exemption_reason")
    reason = "" if says_none(reason) else reason
    start, end = fields.day("exemption_from"), fields.day("exemption_to")
    if says_none(said) and not (reason or start or end):
        return None
    kind = _kind(fields, kinds, said, reason)
    level = _level(said, kind)
    if level is None and not _unknown(fields):
        fields.problem(
            "exemption.unclear",
            "exemption",
            "không rõ miễn sinh hoạt hay miễn giới thiệu",
            f"Ghi mã diện ({_codes(kinds)}), hoặc “giới thiệu nhưng miễn sinh hoạt”, “miễn giới "
            "thiệu” kèm lý do; không miễn thì để trống mọi cột về miễn.",
        )
    if level is None:
        return None
    if kind is None and not reason:
        remedy = f"Ghi lý do, hoặc mã diện ({_codes(kinds)})."
        fields.problem("exemption.no-reason", "exemption_reason", "thiếu lý do miễn", remedy)
    if start and end and end < start:
        why = "trước ngày bắt đầu miễn"
        fields.problem("exemption.dates", "exemption_to", why, "Sửa lại hai ngày.")
    found = Exemption(
        level=level,
        kind=kind,
        reason=reason,
        decided_by=fields.text("exemption_by"),
        start=start,
        end=end,
    )
    return found if _in_force(fields, found) else None


def _kind(fields: RowFields, kinds: Kinds, said: str, reason: str) -> ExemptionKind | None:
    code = code_in(said) or code_in(reason)
    if code is None:
        return None
    kind = kinds.get(code)
    if kind is None:
        fields.problem(
            "exemption.unknown-kind",
            "exemption",
            f"không có diện {code.upper()} trong danh mục",
            f"Chọn một trong: {_codes(kinds)}; hoặc khai thêm vào danh mục diện miễn.",
        )
    elif not kind.confirmed:
        message = f"diện {kind.code} chưa được đối chiếu với văn bản gốc"
        fields.caution("exemption.unconfirmed", message)
    return kind


def _unknown(fields: RowFields) -> bool:
    """Whether a code nobody knows was already told of."""
    return any(item.code == "exemption.unknown-kind" for item in fields.problems)


def _level(said: str, kind: ExemptionKind | None) -> ExemptionLevel | None:
    """Of the code or of the words; None when they contradict one another."""
    spoken = level_in(said)
    if kind is None:
        return spoken
    return kind.level if spoken in {None, kind.level} else None


def _in_force(fields: RowFields, found: Exemption) -> bool:
    if found.covers(fields.on):
        if found.end is None:
            message = "diện miễn không ghi ngày hết hạn; rà soát hằng năm"
            fields.caution("exemption.open-ended", message)
        return True
    if found.end and found.end < fields.on:
        message = f"diện miễn đã hết hạn ngày {short(found.end)}: coi như không miễn"
        fields.caution("exemption.expired", message)
    elif found.start:
        message = f"diện miễn chỉ bắt đầu từ ngày {short(found.start)}: coi như chưa miễn"
        fields.caution("exemption.not-begun", message)
    return False


def _codes(kinds: Kinds) -> str:
    return ", ".join(kind.code for kind in kinds.values())
