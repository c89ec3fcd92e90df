"""The chain shows every row changed, taken out, put in or moved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.archiving.audit import chained, first_break
from congvan.ports import AuditRow


def chain(length: int) -> list[AuditRow]:
    rows: list[AuditRow] = []
    for number in range(length):
        rows.append(
            chained(
                rows[-1] if rows else None,
                at="2026-11-20T08:00:00+07:00",
                by="Bùi Thị Ý",
                action="register.reserve",
                subject=f"{number:02}-CV/ĐU",
                details={"số": number, "lý do": "“A & B”"},
            )
        )
    return rows


def test_an_untouched_chain_holds() -> None:
    assert first_break(chain(5)) is None
    assert first_break([]) is None


@pytest.mark.parametrize("column", ["at", "by", "action", "subject", "details", "previous", "hash"])
def test_a_changed_row_is_found(column: str) -> None:
    rows = chain(5)
    rows[2] = replace(rows[2], **{column: getattr(rows[2], column) + " "})
    assert first_break(rows) == 3


@given(st.integers(0, 6), st.integers(0, 6))
def test_rows_moved_or_missing_are_found(first: int, second: int) -> None:
    rows = chain(7)
    if first == second:
        del rows[first]
        assert first_break(rows) == (first + 1 if first < 6 else None)  # the newest has no heir
    else:
        rows[first], rows[second] = rows[second], rows[first]
        assert first_break(rows) == min(first, second) + 1
