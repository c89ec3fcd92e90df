"""Model values as rows and rows as model values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from congvan.backends.store_promises import folded
from congvan.model.documents import ArchivedFile, Document
from congvan.model.organs import Organ, Signer, Standard, Term
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.model.run import Run
from congvan.model.snapshot import document_from_plain, to_plain


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def organ_row(organ: Organ) -> dict[str, Any]:
    """A row of ``organs``."""
    return {
        "id": organ.id,
        "valid_from": organ.valid_from.isoformat(),
        "valid_to": _iso(organ.valid_to),
        "name": organ.name,
        "parent_name": organ.parent_name,
        "code": organ.code,
        "place": organ.place,
        "standard": organ.standard.value,
        "storage": organ.storage,
        "name_in_text": organ.name_in_text,
    }


def organ_of(row: RowMapping) -> Organ:
    """The organ of a row."""
    values = dict(row)
    values["standard"] = Standard(values["standard"])
    values["valid_from"] = date.fromisoformat(values["valid_from"])
    values["valid_to"] = _day(values["valid_to"])
    return Organ(**values)


def signer_row(signer: Signer, position: int) -> dict[str, Any]:
    """A row of ``signers``."""
    return {
        "organ_id": signer.organ_id,
        "key": signer.key,
        "valid_from": signer.valid_from.isoformat(),
        "valid_to": _iso(signer.valid_to),
        "name": signer.name,
        "post": signer.post,
        "competence": signer.competence,
        "position": position,
    }


def signer_of(row: RowMapping) -> Signer:
    """The signer of a row."""
    return Signer(
        key=row["key"],
        organ_id=row["organ_id"],
        name=row["name"],
        post=row["post"],
        competence=row["competence"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
    )


def term_row(term: Term) -> dict[str, Any]:
    """A row of ``terms``."""
    return {
        "organ_id": term.organ_id,
        "name": term.name,
        "start": term.start.isoformat(),
        "end": _iso(term.end),
        "basis": term.basis,
    }


def term_of(row: RowMapping) -> Term:
    """The term of a row."""
    return Term(
        organ_id=row["organ_id"],
        name=row["name"],
        start=date.fromisoformat(row["start"]),
        basis=row["basis"],
        end=_day(row["end"]),
    )


def entry_row(entry: RegisterEntry) -> dict[str, Any]:
    """A row of ``entries``."""
    return {
        "organ_id": entry.series.organ_id,
        "group": entry.series.group,
        "span": entry.series.span,
        "number": entry.number,
        "code": entry.code,
        "state": entry.state.value,
        "type_key": entry.type_key,
        "promulgation_date": entry.promulgation_date.isoformat(),
        "subject": entry.subject,
        "request_id": entry.request_id,
        "document_id": entry.document_id,
        "reason": entry.reason,
        "by": entry.by,
        "owner": entry.owner,
        "plan": json.dumps(dict(entry.plan), ensure_ascii=False, sort_keys=True),
        "folded_subject": folded(entry.subject),
        "folded_rest": folded(entry.code),
    }


def entry_of(row: RowMapping) -> RegisterEntry:
    """The register line of a row."""
    return RegisterEntry(
        series=Series(row["organ_id"], row["group"], row["span"]),
        number=row["number"],
        code=row["code"],
        state=EntryState(row["state"]),
        type_key=row["type_key"],
        promulgation_date=date.fromisoformat(row["promulgation_date"]),
        subject=row["subject"],
        request_id=row["request_id"],
        document_id=row["document_id"],
        reason=row["reason"],
        by=row["by"],
        owner=row["owner"],
        plan=json.loads(row["plan"]),
    )


def document_row(document: Document, serial: int, arrivals: Series | None) -> dict[str, Any]:
    """A row of ``documents``; files and events have tables of their own."""
    snapshot = to_plain(document)
    for key in ("files", "events", "status"):
        del snapshot[key]
    return {
        "id": document.id,
        "serial": serial,
        "direction": document.direction.value,
        "code": document.code,
        "type": document.type,
        "organ": document.organ,
        "promulgation_date": _iso(document.promulgation_date),
        "subject": document.subject,
        "arrival_span": str(arrivals) if arrivals else None,
        "arrival_number": document.arrival_number if arrivals else None,
        "snapshot": json.dumps(snapshot, ensure_ascii=False, sort_keys=True),
        "arrival_date": _iso(document.arrival_date),
        "due_date": _iso(document.due_date),
        "folded_subject": folded(document.subject),
        "folded_rest": folded(document.code, document.organ),
    }


def document_of(
    snapshot: str, files: Sequence[RowMapping], events: Sequence[RowMapping]
) -> Document:
    """The document of its snapshot and the rows that hang on it."""
    plain = json.loads(snapshot)
    plain["files"] = [{key: row[key] for key in ArchivedFile.__slots__} for row in files]
    plain["events"] = [json.loads(row["event"]) for row in events]
    return document_from_plain(plain)


def run_row(run: Run, serial: int) -> dict[str, Any]:
    """A row of ``runs``."""
    return {
        "id": run.id,
        "serial": serial,
        "type_key": run.type_key,
        "on": run.on.isoformat(),
        "roster": run.roster,
        "roster_name": run.roster_name,
        "by": run.by,
        "begun_at": run.begun_at,
        "options": json.dumps(dict(run.options), ensure_ascii=False, sort_keys=True),
    }


def run_of(row: RowMapping) -> Run:
    """The run of a row."""
    return Run(
        id=row["id"],
        type_key=row["type_key"],
        on=date.fromisoformat(row["on"]),
        roster=row["roster"],
        roster_name=row["roster_name"],
        by=row["by"],
        begun_at=row["begun_at"],
        options=json.loads(row["options"]),
    )
