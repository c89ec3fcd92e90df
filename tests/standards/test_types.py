"""The type table of the Party standard."""

from __future__ import annotations

import pytest

from congvan.drafting.catalogue import type_key
from congvan.model.organs import Standard
from congvan.standards.types import party_types, types_of


@pytest.mark.parametrize(
    ("name", "abbreviation", "confirmed"),
    [
        ("Nghị quyết", "NQ", True),
        ("Quyết định", "QĐ", True),
        ("Quy định", "QĐ", True),
        ("Chương trình", "CTr", True),
        ("Tờ trình", "TTr", True),
        ("Công văn", "CV", True),
        ("Đề án", "ĐA", False),
        ("Giấy giới thiệu", "GGT", False),
        ("Giấy đi đường", "GĐĐ", False),
    ],
)
def test_types_carry_the_abbreviation_of_the_list(
    name: str, abbreviation: str, confirmed: bool
) -> None:
    found = next(item for item in party_types() if item.name == name)
    assert (found.abbreviation, found.confirmed) == (abbreviation, confirmed)


def test_keys_are_the_names_without_marks_and_each_stands_once() -> None:
    types = party_types()
    assert [item.key for item in types] == [type_key(item.name) for item in types]
    assert len({item.key for item in types}) == len(types) == 31


def test_decisions_and_regulations_share_a_counter() -> None:
    groups = {item.key: item.group for item in party_types()}
    assert groups["quyet-dinh"] == groups["quy-dinh"] == "QĐ"


def test_the_state_table_is_empty_until_it_is_written() -> None:
    assert types_of(Standard.STATE) == ()
