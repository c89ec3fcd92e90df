"""Drafts, findings and outlooks as plain values, the same for page and ``.json``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from congvan.errors import CongvanError, RefusedInput
from congvan.model import dates, labels
from congvan.model.desk import DeskDraft
from congvan.model.documents import Event
from congvan.model.findings import Finding
from congvan.office.desk_issuing import Outlook
from congvan.web.errors import told_of
from congvan.web.page import Visit

Plain = dict[str, Any]


def plain_draft(draft: DeskDraft, type_name: str) -> Plain:
    """One draft without its values."""
    return {
        "id": draft.id,
        "type_key": draft.type_key,
        "type": type_name,
        "subject": draft.subject,
        "state": draft.state.value,
        "state_label": labels.DRAFTS[draft.state],
        "signer": draft.signer,
        "response_for": draft.answers,
        "promulgation_date": draft.on.isoformat() if draft.on else None,
        "by": draft.by,
        "at": draft.at,
        "version": draft.version,
        "note": draft.note,
        "edited_in_word": not draft.ours,
        "document_id": draft.document_id,
        "events": [_plain_event(event) for event in draft.events],
    }


def _plain_event(event: Event) -> Plain:
    return {
        "kind": event.kind.value,
        "kind_label": labels.EVENTS[event.kind],
        "on": event.on.isoformat(),
        "by": event.by,
        "recorded_at": event.recorded_at,
        "note": event.note,
    }


def plain_finding(finding: Finding) -> Plain:
    """One finding; the most urgent of its fields first."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "source": finding.source,
    }


def plain_outlook(outlook: Outlook) -> Plain:
    """What stands in the draft, the number it would get, what is in the way."""
    seen = outlook.inspected
    facts: Plain = {}
    if seen is not None:
        facts = {
            "type": seen.document_type.name,
            "subject": seen.subject,
            "organ": seen.organ,
            "parent_organ": seen.parent_organ,
            "competence": seen.competence,
            "signer_post": seen.signer_post,
            "signer_name": seen.signer_name,
            "addressees": list(seen.addressees),
            "to_places": list(seen.to_places),
        }
    told = told_of(outlook.refusal) if outlook.refusal else None
    return {
        "on": outlook.on.isoformat(),
        "code": outlook.code,
        "reserved": outlook.reserved is not None,
        "slots": seen is not None,
        "needs_reason": outlook.needs_reason,
        "facts": facts,
        "findings": [plain_finding(finding) for finding in outlook.findings],
        "refusal": {"code": told.code, "message": told.message, "remedy": told.remedy}
        if told
        else None,
    }


def type_names(visit: Visit) -> Callable[[str], str]:
    """The name of a type; its key when its file is gone or cannot be read."""
    known: dict[str, str] = {}

    def name(key: str) -> str:
        if key not in known:
            try:
                known[key] = visit.office.catalogue.get(key).name
            except CongvanError:
                known[key] = key
        return known[key]

    return name


def typed_day(text: str, label: str) -> Any:
    """The date somebody typed, None when nothing; RefusedInput names the box."""
    day = dates.parse(text)
    if text.strip() and day is None:
        raise RefusedInput(
            f"{label}: “{text[:60]}” không phải là một ngày.",
            remedy="Ghi ngày/tháng/năm, ví dụ 27/5/2026; hoặc bỏ trống.",
            code="date.unreadable",
        )
    return day
