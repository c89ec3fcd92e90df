"""Which counter a document takes its number from (HD05 3.1.1; NĐ 30/2020 Điều 15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from congvan.config import Numbering
from congvan.errors import RefusedInput
from congvan.model.document_type import DocumentType
from congvan.model.organs import Organ, Standard, Term
from congvan.model.register import Series

ARRIVALS: Final = "den"


def term_on(terms: Sequence[Term], on: date) -> Term | None:
    """The term of that day; a later start wins where two touch."""
    covering = [term for term in terms if term.covers(on)]
    return max(covering, key=lambda term: term.start, default=None)


def outgoing_series(
    document_type: DocumentType,
    organ: Organ,
    terms: Sequence[Term],
    on: date,
    numbering: Numbering,
) -> Series:
    """Organ × type × nhiệm kỳ for a Party organ, organ × type × year for a State one.

    A day outside every term counts in the nearest term; ``cautions`` says so and asks a reason.
    RefusedInput when a Party organ has no term at all.
    """
    group = group_of(document_type, numbering)
    if organ.standard is Standard.STATE:
        return Series(organ.id, group, str(on.year))
    if not terms:
        raise RefusedInput(
            "Chưa khai nhiệm kỳ nên chưa có dãy số nào.",
            remedy="Khai nhiệm kỳ khi lập văn phòng: congvan init",
            code="register.no-term",
        )
    term = term_on(terms, on) or min(terms, key=lambda term: _distance(term, on))
    return Series(organ.id, group, term.name)


def arrivals_series(organ: Organ, numbering: Numbering, terms: Sequence[Term], on: date) -> Series:
    """Số đến: one counter over all types, restarting each year unless set otherwise."""
    term = term_on(terms, on) if numbering.arrival_restart == "term" else None
    return Series(organ.id, ARRIVALS, term.name if term else str(on.year))


def group_of(document_type: DocumentType, numbering: Numbering) -> str:
    """Quyết định and Quy định carry one symbol; whether they share a counter is a setting."""
    if document_type.key == "quy-dinh" and not numbering.shared_decision_counter:
        return f"{document_type.group}.quy-dinh"
    return document_type.group


def _distance(term: Term, on: date) -> int:
    if on < term.start:
        return (term.start - on).days
    return (on - term.end).days if term.end else 0
