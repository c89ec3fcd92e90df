"""The tables as they are today; ``migrations/`` holds how they came to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

HEAD: Final = "0003"  # the newest migration

metadata = MetaData()


# An index of what has come in costs nothing to what goes out.
_ARRIVED: Final[Mapping[str, Any]] = {
    "sqlite_where": text("arrival_number IS NOT NULL"),
    "postgresql_where": text("arrival_number IS NOT NULL"),
}
# A register is sorted, filtered and searched in its indexes alone: rows hold whole snapshots.
_NUMBER: Final = ("span", "number", "group", "organ_id")
_ARRIVAL: Final = ("arrival_span", "arrival_number", "id")

organs = Table(
    "organs",
    metadata,
    Column("id", String, primary_key=True),
    Column("valid_from", String, primary_key=True),
    Column("valid_to", String),
    Column("name", Text, nullable=False),
    Column("parent_name", Text, nullable=False),
    Column("code", String, nullable=False),
    Column("place", Text, nullable=False),
    Column("standard", String, nullable=False),
    Column("storage", Text, nullable=False),
    Column("name_in_text", Text, nullable=False),
)

signers = Table(
    "signers",
    metadata,
    Column("organ_id", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("valid_from", String, primary_key=True),
    Column("valid_to", String),
    Column("name", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("competence", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

terms = Table(
    "terms",
    metadata,
    Column("organ_id", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("start", String, nullable=False),
    Column("end", String),
    Column("basis", Text, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("organ_id", String, primary_key=True),
    Column("group", String, primary_key=True),
    Column("span", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("code", String, nullable=False),
    Column("state", String, nullable=False),
    Column("type_key", String, nullable=False),
    Column("promulgation_date", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("request_id", String, nullable=False, unique=True),
    Column("document_id", String, ForeignKey("documents.id")),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("owner", String, nullable=False),
    Column("plan", Text, nullable=False),
    Column("folded_subject", Text, nullable=False, server_default=""),
    Column("folded_rest", Text, nullable=False, server_default=""),  # code; organ once filed
    Column("signed", Boolean, nullable=False, server_default=false()),  # its document is
    Index("ix_entries_state", "state", "promulgation_date", "document_id"),
    Index("ix_entries_document", "document_id", "state"),
    Index("ix_entries_number", *_NUMBER, "state", "promulgation_date"),
    Index("ix_entries_date", "promulgation_date", *_NUMBER, "state"),
    Index(
        "ix_entries_subject",
        "folded_subject",
        *_NUMBER,
        "state",
        "promulgation_date",
        "folded_rest",
    ),
    Index(
        "ix_entries_unsigned",
        "state",
        "promulgation_date",
        *_NUMBER,
        "document_id",
        sqlite_where=text("signed = 0"),
        postgresql_where=text("NOT signed"),
    ),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("serial", Integer, nullable=False, unique=True),
    Column("direction", String, nullable=False),
    Column("code", String, nullable=False, index=True),
    Column("type", Text, nullable=False),
    Column("organ", Text, nullable=False),
    Column("promulgation_date", String),
    Column("subject", Text, nullable=False),
    Column("arrival_span", String),
    Column("arrival_number", Integer),
    Column("snapshot", Text, nullable=False),
    Column("arrival_date", String),
    Column("due_date", String),
    Column("folded_subject", Text, nullable=False, server_default=""),
    Column("folded_rest", Text, nullable=False, server_default=""),  # code, organ
    Column("handled", Boolean, nullable=False, server_default=false()),  # by its event
    UniqueConstraint("arrival_span", "arrival_number"),
    Index("ix_documents_recent", "direction", "serial"),
    Index(
        "ix_documents_due",
        "direction",
        "due_date",
        "serial",
        "id",
        sqlite_where=text("due_date IS NOT NULL AND handled = 0"),
        postgresql_where=text("due_date IS NOT NULL AND NOT handled"),
    ),
    Index("ix_documents_arrival_number", *_ARRIVAL, "arrival_date", **_ARRIVED),
    Index("ix_documents_arrival_date", "arrival_date", *_ARRIVAL, **_ARRIVED),
    Index(
        "ix_documents_arrival_subject",
        "folded_subject",
        *_ARRIVAL,
        "arrival_date",
        "folded_rest",
        **_ARRIVED,
    ),
)

events = Table(
    "events",
    metadata,
    Column("document_id", String, ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("event", Text, nullable=False),
    Column("kind", String, nullable=False, server_default=""),
    Index("ix_events_kind", "kind", "document_id"),
)

files = Table(
    "files",
    metadata,
    Column("document_id", String, ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("role", String, nullable=False),
    Column("digest", String, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("document_id", String, ForeignKey("documents.id"), primary_key=True),
    Column("answers_id", String, ForeignKey("documents.id"), primary_key=True, index=True),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String, primary_key=True),
    Column("serial", Integer, nullable=False, unique=True),
    Column("type_key", String, nullable=False),
    Column("on", String, nullable=False),
    Column("roster", String, nullable=False),
    Column("roster_name", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("begun_at", String, nullable=False),
    Column("options", Text, nullable=False),
)

run_items = Table(
    "run_items",
    metadata,
    Column("run_id", String, ForeignKey("runs.id"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("document_id", String, ForeignKey("documents.id"), nullable=False),
    Column("parent", String, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("details", Text, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("name", String, primary_key=True),
    Column("full_name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String, primary_key=True),
    Column("user", String, ForeignKey("users.name"), nullable=False, index=True),
    Column("begun_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
)

desk_drafts = Table(
    "desk_drafts",
    metadata,
    Column("id", String, primary_key=True),
    Column("serial", Integer, nullable=False, unique=True),
    Column("state", String, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("docx", String, nullable=False, index=True),
    Column("document_id", String, ForeignKey("documents.id")),
    Column("at", String, nullable=False),
    Column("draft", Text, nullable=False),  # the rest, as JSON
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("asked_at", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("phase", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("owner", String, nullable=False),
)
