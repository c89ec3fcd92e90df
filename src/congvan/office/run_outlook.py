"""What a clerk looks at before a run: how the list was read, what it will print and number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from congvan.membership.roster import VOCABULARY, Roster
from congvan.model.findings import Finding
from congvan.model.organs import Signer
from congvan.model.register import Series
from congvan.office import Office
from congvan.office.drafts import choose_signer
from congvan.office.numbering import NextLine, next_line
from congvan.office.running import Planned, Prepared
from congvan.reading.table_header import vocabulary
from congvan.registering.notation import code_for


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list and the field it was taken for; no label: it is not used."""

    letter: str
    header: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row gives no paper."""

    row: int
    column: str
    header: str
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one register that would be given now."""

    types: tuple[str, ...]
    first: str
    last: str
    count: int


@dataclass(frozen=True, slots=True)
class RunOutlook:
    """What would be numbered, who signs, what the rules warn about."""

    numbers: tuple[Numbers, ...]
    signer: Signer
    findings: tuple[Finding, ...]

    @property
    def needs_reason(self) -> bool:
        """Whether it may begin only with a reason."""
        return any(finding.severity == "error" for finding in self.findings)


def columns(roster: Roster) -> list[Column]:
    """Every column in the order of the sheet."""
    labels = {column.key: column.label for column in vocabulary(VOCABULARY).columns}
    found = [(cell, labels[field]) for field, cell in roster.columns.found.items()]
    found += [(cell, "") for cell in roster.columns.unknown]
    found.sort(key=lambda item: item[0].column)
    return [Column(cell.letter, cell.printed, label) for cell, label in found]


def problems(prepared: Prepared) -> Iterator[Problem]:
    """Every refused value, and every accepted row whose paper cannot be printed."""
    for row in prepared.roster.refused:
        for item in row.problems:
            yield Problem(row.row, item.column, item.header, item.value, item.reason, item.remedy)
    for number, error in prepared.papers.unprintable.items():
        yield Problem(number, "", "", "", error.message, error.remedy)


def run_outlook(office: Office, planned: Planned) -> RunOutlook:
    """The numbers as they stand now; others may take some before the run begins.

    WrongUse when nobody signs on that day, or not who was asked for.
    """
    run = planned.run
    typed = bool(run.options.get("typed"))
    numbered = [
        paper.document_type for paper in planned.papers.papers if paper.document_type.numbered
    ]
    lines: dict[Series, NextLine] = {}
    counts: dict[Series, Counter[str]] = {}
    with office.store.read() as records:
        organ = records.organ(run.on)
        signer = choose_signer(records.signers(run.on), run.options.get("signer") or None)
        for kind in {item.key: item for item in numbered}.values():
            line = next_line(office, records, kind, organ, run.on, typed=typed)
            lines.setdefault(line.series, line)
            own = sum(item.key == kind.key for item in numbered)
            counts.setdefault(line.series, Counter())[kind.name] += own
    findings = {finding.message: finding for line in lines.values() for finding in line.findings}
    numbers = tuple(_numbers(line, counts[series]) for series, line in lines.items())
    return RunOutlook(numbers, signer, tuple(findings.values()))


def _numbers(line: NextLine, types: Counter[str]) -> Numbers:
    count = types.total()
    last = code_for(line.document_type, line.organ, line.number + count - 1)
    return Numbers(tuple(types), str(line.code()), str(last), count)
