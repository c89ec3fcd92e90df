"""The demonstration roster is what its script makes, and shows what it promises."""

from __future__ import annotations

import importlib.util
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from congvan.membership.refusals import write_refusals
from congvan.membership.roster import Roster, read_roster
from congvan.reading.table import read_table
from congvan.reading.table_header import vocabulary
from congvan.reading.table_kinds import Table

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "archive" / "samples" / "danh-sach-dang-vien.xlsx"
ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo_roster", ROOT / "docs/demo/roster.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def table() -> Table:
    return read_table(SAMPLE.name, SAMPLE.read_bytes(), words=vocabulary("roster"))


@pytest.fixture(scope="module")
def roster(table: Table) -> Roster:
    return read_roster(table, on=ON)


def test_the_script_makes_the_same_table_again(script: ModuleType, table: Table) -> None:
    assert read_table(SAMPLE.name, script.workbook(), words=vocabulary("roster")) == table
    assert script.workbook() == script.workbook()


def test_three_hundred_members_in_twelve_communes_and_fifteen_bad_rows(roster: Roster) -> None:
    assert (len(roster.members), len(roster.refused)) == (300, 15)
    assert len(list(roster.by_commune())) == 12
    codes = [row.problems[0].code for row in roster.refused]
    assert all(len(row.problems) == 1 for row in roster.refused)
    assert len(set(codes)) >= 10


def test_every_special_case_is_there(roster: Roster) -> None:
    kinds = Counter(
        item.exemption.kind.code if item.exemption.kind else "?"
        for item in roster.members
        if item.exemption
    )
    assert set(kinds) == {"E1", "E2a", "E2b", "E3a", "E3b", "N1", "N2", "?"}
    told = {item.code for item in roster.cautions}
    assert {
        "exemption.expired",
        "person.namesake",
        "person.duplicate",
        "residence.spelling",
    } <= told
    assert any(item.person.birth.month is None for item in roster.members)
    assert any(item.person.probationary for item in roster.members)
    assert any(len(str(item.residence)) > 200 for item in roster.members)
    assert [cell.printed for cell in roster.columns.unknown] == ["Quê quán"]


def test_the_refused_rows_are_refused_again_when_given_back(table: Table, roster: Roster) -> None:
    again = read_table(
        "lai.xlsx", write_refusals(table, roster.refused), words=vocabulary("roster")
    )
    second = read_roster(again, on=ON)
    assert len(second.refused) == 15
    assert not second.members
