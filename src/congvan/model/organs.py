"""The organ that issues, who signs for it, and the terms its numbers run in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Standard(Enum):
    """Whose rules the organ's own documents follow."""

    PARTY = "dang"
    STATE = "nha-nuoc"


@dataclass(frozen=True, slots=True)
class Organ:
    """Cơ quan ban hành as it is from ``valid_from`` on; ``id`` stays when the name changes."""

    id: str
    name: str  # as printed: "ĐẢNG UỶ SỞ XÂY DỰNG"
    parent_name: str  # as printed above it, empty when there is none: "ĐẢNG BỘ TỈNH AN BÌNH"
    code: str  # in symbols: "ĐU"
    place: str  # địa danh
    standard: Standard
    storage: str  # what follows "Lưu" in Nơi nhận: "Văn phòng Đảng uỷ"
    valid_from: date
    valid_to: date | None = None
    name_in_text: str = ""  # inside a sentence: "Đảng uỷ Sở Xây dựng"; empty: as printed above


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who may sign, with the block printed above the name (HD05 7.1)."""

    key: str  # what a clerk types: "bi-thu"
    organ_id: str
    name: str
    post: str  # "PHÓ BÍ THƯ"; empty for a member without a title line
    competence: str  # "T/M BAN THƯỜNG VỤ"; empty when the head signs directly
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """Nhiệm kỳ cấp uỷ: an explicit record, never computed from years (HD05 3.1.1)."""

    organ_id: str
    name: str  # "2025-2030"
    start: date
    basis: str  # what fixes the start: the congress's close, the appointing decision
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether a document of this day takes its number from this term."""
        return self.start <= day and (self.end is None or day <= self.end)
