"""The next line of a register, with what the rules warn about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from congvan.model.code import DocumentCode
from congvan.model.document_type import DocumentType
from congvan.model.findings import Finding
from congvan.model.organs import Organ
from congvan.model.register import Series
from congvan.office import Office
from congvan.ports import StoreReader
from congvan.registering.cautions import cautions
from congvan.registering.notation import code_for
from congvan.registering.series import outgoing_series


@dataclass(frozen=True, slots=True)
class NextLine:
    """The number that would be given now."""

    series: Series
    number: int
    document_type: DocumentType
    organ: Organ
    findings: tuple[Finding, ...]

    def code(self, printed_notation: str = "") -> DocumentCode:
        """The whole code, with the notation a draft prints if it prints one."""
        return code_for(self.document_type, self.organ, self.number, printed_notation)


def next_line(
    office: Office,
    records: StoreReader,
    document_type: DocumentType,
    organ: Organ,
    on: date,
    *,
    typed: bool,
) -> NextLine:
    """Number follows number: the highest of the series plus one, void lines counted."""
    terms = records.terms()
    series = outgoing_series(document_type, organ, terms, on, office.settings.numbering)
    last = records.last_entry(series)
    findings = cautions(
        on,
        organ=organ,
        terms=terms,
        last=last,
        numbering=office.settings.numbering,
        typed=typed,
    )
    return NextLine(series, last.number + 1 if last else 1, document_type, organ, tuple(findings))
