"""A Party member as the papers about the place of residence need them (213-QĐ/TW)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import total_ordering

from congvan.model import dates


def _or(part: int | None, otherwise: int) -> int:
    return otherwise if part is None else part  # 0 is no day and must be seen


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or day and month, may not be known; never filled up."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("có ngày mà không có tháng")
        date(self.year, _or(self.month, 1), _or(self.day, 1))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The whole date."""
        return cls(day.year, day.month, day.day)

    @property
    def whole(self) -> date | None:
        """The date when all of it is known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def earliest(self) -> date:
        """The first day it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """``03/02/1980``, ``02/1980``, ``1980``: padded like the date line (HD05 4.2)."""
        if self.month is None:
            return f"{self.year:04}"
        whole = dates.short(date(self.year, self.month, self.day or 1))
        return whole if self.day is not None else whole.partition("/")[2]

    def __lt__(self, other: PartialDate) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[int, int, int]:
        """What is not known comes before what is."""
        return self.year, self.month or 0, self.day or 0


class Gender(Enum):
    """Giới tính, as printed."""

    MALE = "Nam"
    FEMALE = "Nữ"


class ResidenceKind(Enum):
    """Thường trú, tạm trú."""

    PERMANENT = "thường trú"
    TEMPORARY = "tạm trú"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Đảng viên; what is empty is not known. ``official_date`` is empty for a đảng viên dự bị."""

    full_name: str
    gender: Gender
    birth: PartialDate
    party_join_date: date
    cell: str  # chi bộ where the member's Party life is, as written
    official_date: date | None = None
    other_name: str = ""
    party_card_no: str = ""
    member_record_no: str = ""
    cell_list_no: str = ""
    citizen_id: str = ""  # twelve digits; masked on screens and in logs
    phone: str = ""
    email: str = ""
    party_post: str = ""
    job_post: str = ""
    note: str = ""

    @property
    def probationary(self) -> bool:
        """Đảng viên dự bị."""
        return self.official_date is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence:
    """Nơi cư trú, in the parts the papers print; no district since 01/7/2025."""

    commune: str  # "phường Tân Hoà"
    province: str  # "tỉnh An Bình"
    house_street: str = ""
    hamlet: str = ""  # thôn, bản, ấp, khóm, khu phố, tổ dân phố
    cell: str = ""  # chi bộ nơi cư trú, where it is known
    kind: ResidenceKind | None = None

    def __str__(self) -> str:
        parts = (self.house_street, self.hamlet, self.commune, self.province)
        return ", ".join(part for part in parts if part)


class ExemptionLevel(Enum):
    """The two levels behave differently (33-HD/BTCTW, mục 1)."""

    INTRODUCED = "giới thiệu nhưng được miễn sinh hoạt"  # a letter, no yearly review (1.1)
    NOT_INTRODUCED = "miễn giới thiệu"  # no letter, no review (1.2)


@dataclass(frozen=True, slots=True)
class ExemptionKind:
    """One category of exemption; data, since part of the list has not been seen."""

    code: str  # E1, E2a, E2b, E3a, E3b, N1 …
    level: ExemptionLevel
    title: str
    source: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """One member's exemption: never automatic, and it ends (33-HD/BTCTW, mục 1)."""

    level: ExemptionLevel
    kind: ExemptionKind | None = None  # None when only the reason is written
    reason: str = ""
    decided_by: str = ""
    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds that day."""
        begun = self.start is None or self.start <= day
        return begun and (self.end is None or day <= self.end)
