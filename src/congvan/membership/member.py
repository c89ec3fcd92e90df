"""What becomes of one row of a roster: a member, or a refusal with its problems; cautions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from congvan.membership.order import Key, commune_key, key, name_key
from congvan.model.person import Exemption, ExemptionLevel, Person, Residence
from congvan.reading.table_kinds import Cell

CommuneKey: TypeAlias = tuple[Key, str, Key]
PrintOrder: TypeAlias = tuple[CommuneKey, Key, tuple[Key, Key, Key], int]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a value of a row cannot be taken."""

    code: str
    column: str  # letter, empty when the column is absent
    header: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        where = f"cột {self.column} “{self.header}”" if self.column else f"“{self.header}”"
        value = f" “{self.value}”" if self.value else ""
        return f"{where}:{value} {self.reason}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of which nothing is printed, as it was, with everything wrong with it."""

    row: int
    cells: tuple[Cell, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Caution:
    """Something odd about a row that stops nothing."""

    code: str
    row: int
    message: str


@dataclass(frozen=True, slots=True)
class Member:
    """An accepted row; ``exemption`` is one in force on the day of the run."""

    row: int
    person: Person
    residence: Residence
    exemption: Exemption | None = None

    @property
    def introduced(self) -> bool:
        """Whether a letter is made (33-HD/BTCTW, mục 1.2 exempts from it)."""
        return self.exemption is None or self.exemption.level is ExemptionLevel.INTRODUCED

    @property
    def reviewed_yearly(self) -> bool:
        """Whether the yearly form is asked for: no exempt member's is (33-HD/BTCTW, mục 1)."""
        return self.exemption is None

    @property
    def print_order(self) -> PrintOrder:
        """Commune, hamlet, given name; numbers follow it."""
        commune = _commune(self.residence.commune, self.residence.province)
        return commune, key(self.residence.hamlet), name_key(self.person.full_name), self.row


@lru_cache(maxsize=4096)
def _commune(commune: str, province: str) -> CommuneKey:
    return commune_key(commune, province)
