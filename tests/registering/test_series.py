"""Which counter, which number, which symbol, which warning."""

from __future__ import annotations

from datetime import date

import pytest
from store_contract import entry, organ

from congvan.config import Numbering
from congvan.errors import RefusedInput
from congvan.model.document_type import DocumentType
from congvan.model.organs import Standard, Term
from congvan.registering.cautions import cautions
from congvan.registering.notation import code_for, notation_findings
from congvan.registering.series import arrivals_series, outgoing_series

OLD = Term("chinh", "2020-2025", date(2020, 7, 20), "Đại hội", date(2025, 7, 14))
NEW = Term("chinh", "2025-2030", date(2025, 7, 15), "Đại hội")
TERMS = (OLD, NEW)
LETTER = DocumentType("cong-van", "Công văn", "CV", "hd05")
DECISION = DocumentType("quyet-dinh", "Quyết định", "QĐ", "hd05")
RULE = DocumentType("quy-dinh", "Quy định", "QĐ", "hd05")
STATE = organ(standard=Standard.STATE, code="UBND", id="uy-ban")
NUMBERING = Numbering()


@pytest.mark.parametrize(
    ("on", "span"),
    [
        (date(2025, 7, 14), "2020-2025"),
        (date(2025, 7, 15), "2025-2030"),  # HD05 3.1.1: from the close of the congress
        (date(2025, 12, 31), "2025-2030"),
        (date(2026, 1, 1), "2025-2030"),  # never restarts with the calendar year
        (date(2019, 1, 1), "2020-2025"),  # outside every term: the nearest, with a warning
        (date(2031, 1, 1), "2025-2030"),
    ],
)
def test_a_party_number_runs_per_term(on: date, span: str) -> None:
    assert outgoing_series(LETTER, organ(), TERMS, on, NUMBERING).span == span


def test_where_two_terms_touch_the_later_counts() -> None:
    overlapping = (Term("chinh", "cũ", date(2020, 1, 1), "x", date(2025, 7, 15)), NEW)
    series = outgoing_series(LETTER, organ(), overlapping, date(2025, 7, 15), NUMBERING)
    assert series.span == "2025-2030"


@pytest.mark.parametrize(("on", "span"), [(date(2025, 12, 31), "2025"), (date(2026, 1, 1), "2026")])
def test_a_state_number_runs_per_year(on: date, span: str) -> None:
    assert outgoing_series(LETTER, STATE, (), on, NUMBERING).span == span


def test_a_party_organ_without_a_term_is_told() -> None:
    with pytest.raises(RefusedInput, match="nhiệm kỳ"):
        outgoing_series(LETTER, organ(), (), date(2026, 1, 1), NUMBERING)


def test_decisions_and_rules_share_a_counter_unless_set_otherwise() -> None:
    on = date(2026, 3, 2)
    apart = Numbering(shared_decision_counter=False)
    decision, rule = (
        outgoing_series(kind, organ(), TERMS, on, NUMBERING) for kind in (DECISION, RULE)
    )
    assert decision == rule
    decision, rule = (outgoing_series(kind, organ(), TERMS, on, apart) for kind in (DECISION, RULE))
    assert decision != rule


def test_two_organs_with_one_symbol_have_two_counters() -> None:
    on = date(2026, 3, 2)
    other = organ(id="khac")
    assert outgoing_series(LETTER, organ(), TERMS, on, NUMBERING) != outgoing_series(
        LETTER, other, TERMS, on, NUMBERING
    )


@pytest.mark.parametrize(("restart", "span"), [("year", "2026"), ("term", "2025-2030")])
def test_arrivals_restart_as_the_office_has_set(restart: str, span: str) -> None:
    series = arrivals_series(organ(), Numbering(arrival_restart=restart), TERMS, date(2026, 1, 2))
    assert series.span == span


@pytest.mark.parametrize(
    ("kind", "of", "number", "printed", "code"),
    [
        (LETTER, organ(), 1, "", "01-CV/ĐU"),
        (LETTER, organ(code="BTCTU"), 138, "", "138-CV/BTCTU"),
        (DECISION, STATE, 5, "", "05/QĐ-UBND"),
        (LETTER, STATE, 12, "UBND-VX", "12/UBND-VX"),
    ],
)
def test_codes_are_written_by_the_book(
    kind: DocumentType, of: object, number: int, printed: str, code: str
) -> None:
    assert str(code_for(kind, of, number, printed)) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "of", "printed", "wrong"),
    [
        (LETTER, organ(), "CV/ĐU", False),
        (LETTER, organ(), "", False),
        (LETTER, organ(), "CV/ĐUSTP", True),  # its own initials: not the Party's way
        (LETTER, organ(), "CV/DU", True),
        (LETTER, STATE, "UBND-VP", False),
        (LETTER, STATE, "UBND", True),  # the unit is missing
        (LETTER, STATE, "UBNDX-VP", True),
        (DECISION, STATE, "QĐ-UBND", False),
    ],
)
def test_a_printed_symbol_is_held_against_the_register(
    kind: DocumentType, of: object, printed: str, wrong: bool
) -> None:
    assert bool(notation_findings(kind, of, printed)) is wrong  # type: ignore[arg-type]


def codes(on: date, *, typed: bool = True, numbering: Numbering = NUMBERING) -> dict[str, str]:
    last = entry(promulgation_date=date(2026, 11, 18))
    found = cautions(on, organ=organ(), terms=TERMS, last=last, numbering=numbering, typed=typed)
    return {finding.code: finding.severity for finding in found}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 11, 18), {}),  # the same day as the last number
        (date(2026, 11, 20), {}),
        (date(2026, 11, 17), {"date.before-last": "error"}),
        (date(2026, 11, 21), {"date.day-off": "error"}),  # a Saturday
        (date(2020, 7, 17), {"date.before-last": "error", "date.outside-term": "error"}),
    ],
)
def test_odd_dates_are_warned_about(on: date, expected: dict[str, str]) -> None:
    assert codes(on) == expected


def test_working_on_a_day_off_only_warns() -> None:
    assert codes(date(2026, 11, 22), typed=False) == {"date.day-off": "warning"}


def test_declared_holidays_are_days_off() -> None:
    assert codes(date(2027, 1, 1), numbering=Numbering(holidays=(date(2027, 1, 1),))) == {
        "date.day-off": "error"
    }


def test_a_state_organ_has_no_term_to_fall_out_of() -> None:
    found = cautions(
        date(2026, 11, 20), organ=STATE, terms=(), last=None, numbering=NUMBERING, typed=True
    )
    assert found == []
