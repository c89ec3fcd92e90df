"""Documents as JSON and back: the keys of design §8, ISO dates, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any, Final

from congvan.model.documents import ArchivedFile, Direction, Document, Event, EventKind, FileRole

_DATES: Final = {"promulgation_date", "due_date", "arrival_date", "on"}
_TUPLES: Final = {"addressees", "to_places", "response_for", "to"}
_ENUMS: Final[Mapping[str, type[Enum]]] = {
    "direction": Direction,
    "kind": EventKind,
    "role": FileRole,
}


def to_plain(value: Document | Event | ArchivedFile) -> dict[str, Any]:
    """A dict of plain JSON values, one key for each field; a document's ``status`` beside them."""
    plain = {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Document):
        plain["status"] = value.status
    return plain


def document_from_plain(plain: Mapping[str, Any]) -> Document:
    """The document ``to_plain`` was given."""
    values = {key: _value(key, item) for key, item in plain.items() if key != "status"}
    values["files"] = tuple(file_from_plain(item) for item in plain.get("files", ()))
    values["events"] = tuple(event_from_plain(item) for item in plain.get("events", ()))
    return Document(**values)


def event_from_plain(plain: Mapping[str, Any]) -> Event:
    """The event ``to_plain`` was given."""
    return Event(**{key: _value(key, item) for key, item in plain.items()})


def file_from_plain(plain: Mapping[str, Any]) -> ArchivedFile:
    """The file ``to_plain`` was given."""
    return ArchivedFile(**{key: _value(key, item) for key, item in plain.items()})


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Event | ArchivedFile):
        return to_plain(value)
    return value


def _value(key: str, item: Any) -> Any:
    if item is None:
        return None
    if key in _DATES:
        return date.fromisoformat(item)
    if key in _TUPLES:
        return tuple(item)
    if key in _ENUMS:
        return _ENUMS[key](item)
    return item
