"""The tables as they are today; ``migrations/`` holds how they came to be."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

HEAD: Final = "0002"  # the newest migration

metadata = MetaData()

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
    Column("state", String, nullable=False, index=True),
    Column("type_key", String, nullable=False),
    Column("promulgation_date", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("request_id", String, nullable=False, unique=True),
    Column("document_id", String, ForeignKey("documents.id")),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("owner", String, nullable=False),
    Column("plan", Text, nullable=False),
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
    UniqueConstraint("arrival_span", "arrival_number"),
)

events = Table(
    "events",
    metadata,
    Column("document_id", String, ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("event", Text, nullable=False),
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
