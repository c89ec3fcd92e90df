"""A table as bytes and back: how it leaves the confined child that read it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from congvan.reading.table_kinds import BadCell, Cell, HeaderCell, Row, Table


def to_json(table: Table) -> bytes:
    """UTF-8 JSON; dates and bad cells as one-key objects."""
    plain = {
        "name": table.name,
        "sheet": table.sheet,
        "header": [[cell.column, cell.printed, cell.compared] for cell in table.header],
        "header_row": table.header_row,
        "rows": [[row.number, row.cells] for row in table.rows],
        "hidden_rows": table.hidden_rows,
        "from_1904": table.from_1904,
    }
    return json.dumps(plain, ensure_ascii=False, default=_plain).encode()


def from_json(data: bytes) -> Table:
    """The table ``to_json`` was given."""
    plain = json.loads(data, object_hook=_cell)
    return Table(
        plain["name"],
        plain["sheet"],
        tuple(HeaderCell(*cell) for cell in plain["header"]),
        plain["header_row"],
        tuple(Row(number, tuple(cells)) for number, cells in plain["rows"]),
        tuple(plain["hidden_rows"]),
        plain["from_1904"],
    )


def _plain(value: object) -> dict[str, Any]:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, BadCell):
        return {"bad": [value.code, value.shown, value.reason, value.remedy]}
    raise TypeError(type(value))


def _cell(plain: dict[str, Any]) -> dict[str, Any] | Cell:
    if "on" in plain:
        return date.fromisoformat(plain["on"])
    if "at" in plain:
        return datetime.fromisoformat(plain["at"])
    if "bad" in plain:
        return BadCell(*plain["bad"])
    return plain
