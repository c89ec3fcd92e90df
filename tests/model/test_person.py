"""Dates of which part is not known, and exemptions that end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.model.person import Exemption, ExemptionLevel, PartialDate, Residence

wholes = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(PartialDate.of)
partials = st.one_of(
    wholes,
    st.integers(1900, 2100).map(PartialDate),
    st.builds(PartialDate, st.integers(1900, 2100), st.integers(1, 12)),
)


@pytest.mark.parametrize(
    ("found", "printed"),
    [
        (PartialDate(1980, 2, 3), "03/02/1980"),
        (PartialDate(1980, 12, 3), "03/12/1980"),
        (PartialDate(1980, 5, 27), "27/5/1980"),
        (PartialDate(1980, 2), "02/1980"),
        (PartialDate(1980, 5), "5/1980"),
        (PartialDate(1980), "1980"),
    ],
)
def test_only_what_is_known_is_printed(found: PartialDate, printed: str) -> None:
    assert str(found) == printed


@pytest.mark.parametrize("parts", [(1981, 2, 29), (1980, 13), (1980, None, 3), (0,)])
def test_what_is_in_no_calendar_is_no_date(parts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate(*parts)


@given(wholes, wholes)
def test_whole_dates_are_ordered_as_days(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) == (one.earliest < other.earliest)
    assert one.whole == one.earliest == one.latest


@given(st.lists(partials))
def test_dates_can_be_sorted_and_a_year_comes_before_its_days(found: list[PartialDate]) -> None:
    ordered = sorted(found)
    assert [item.year for item in ordered] == sorted(item.year for item in found)
    assert all(item.earliest <= item.latest for item in found)
    assert PartialDate(1980) < PartialDate(1980, 1) < PartialDate(1980, 1, 1)


def test_a_february_ends_as_its_year_says() -> None:
    assert PartialDate(1980, 2).latest == date(1980, 2, 29)
    assert PartialDate(1981).latest == date(1981, 12, 31)


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        (None, None, True),
        (date(2026, 11, 22), date(2026, 11, 22), True),
        (date(2026, 11, 23), None, False),
        (None, date(2026, 11, 21), False),
    ],
)
def test_an_exemption_holds_from_its_first_day_to_its_last(
    start: date | None, end: date | None, holds: bool
) -> None:
    exemption = Exemption(level=ExemptionLevel.INTRODUCED, start=start, end=end)
    assert exemption.covers(date(2026, 11, 22)) is holds


def test_an_address_is_printed_without_what_is_not_known() -> None:
    place = Residence(commune="xã A", province="tỉnh B", hamlet="thôn 2")
    assert str(place) == "thôn 2, xã A, tỉnh B"
