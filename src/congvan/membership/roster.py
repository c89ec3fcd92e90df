"""The roster: who is accepted, which rows are refused and why, what is odd but may go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from congvan.membership.doubts import doubts
from congvan.membership.exemptions import Kinds, shipped
from congvan.membership.fields import RowFields
from congvan.membership.member import Caution, CommuneKey, Member, Problem, RefusedRow
from congvan.membership.rows import read_row
from congvan.reading.table_header import ColumnMap, map_headers, vocabulary
from congvan.reading.table_kinds import Table
from congvan.reading.table_pause import without_collection

VOCABULARY: Final = "roster"
__all__ = ["VOCABULARY", "Caution", "Member", "Problem", "RefusedRow", "Roster", "read_roster"]


@dataclass(frozen=True, slots=True)
class Roster:
    """All of a table: every row of it is in ``members`` or in ``refused``."""

    columns: ColumnMap
    members: tuple[Member, ...]
    refused: tuple[RefusedRow, ...]
    cautions: tuple[Caution, ...]

    def by_commune(self) -> Iterator[tuple[str, tuple[Member, ...]]]:
        """The members introduced, a commune at a time, in print order; named as first written."""
        groups: dict[CommuneKey, list[Member]] = {}
        ordered = (member for member in self.members if member.introduced)
        for member in sorted(ordered, key=lambda item: item.print_order):
            groups.setdefault(member.print_order[0], []).append(member)
        for members in groups.values():
            yield members[0].residence.commune, tuple(members)


def read_roster(table: Table, *, on: date, kinds: Kinds | None = None) -> Roster:
    """Every row validated as it stands on that day (regulation 213; 33-HD/BTCTW, mục 1).

    RefusedInput when a column that must be there is missing, or two columns are one field.
    """
    columns = map_headers(table.header, vocabulary(VOCABULARY))
    columns.require(table.name)
    with without_collection():
        return _read(table, columns, on, kinds or shipped())


def _read(table: Table, columns: ColumnMap, on: date, kinds: Kinds) -> Roster:
    members: list[Member] = []
    refused: list[RefusedRow] = []
    cautions: list[Caution] = []
    for row in table.rows:
        fields = RowFields(row, columns.found, on=on, from_1904=table.from_1904)
        member = read_row(fields, kinds)
        if member is None:
            refused.append(RefusedRow(row.number, row.cells, tuple(fields.problems)))
        else:
            members.append(member)
            cautions += fields.cautions
    cautions += doubts(members, set(table.hidden_rows))
    cautions.sort(key=lambda item: item.row)
    return Roster(columns, tuple(members), tuple(refused), tuple(cautions))
