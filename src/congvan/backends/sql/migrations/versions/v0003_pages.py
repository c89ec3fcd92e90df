"""What the pages need: users, sessions, the desk, jobs; columns the registers are sorted by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from congvan.model.text import fold, squeeze

revision = "0003"
down_revision = "0002"

_CHUNK = 1000


def upgrade() -> None:
    """Four tables, and columns worked out from what is there."""
    _make_tables()
    _add_columns()
    _fill_documents()
    _fill_entries()
    _fill_events()
    _mark("entries", "document_id", "signed", "signed")
    _mark("documents", "id", "handled", "handled")
    _make_indexes()


def _string(name: str, *, key: bool = False, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, primary_key=key, nullable=null)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _integer(name: str, *, unique: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, unique=unique)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _make_tables() -> None:
    op.create_table(
        "users",
        _string("name", key=True),
        _text("full_name"),
        _text("roles"),
        _text("password"),
        sa.Column("enabled", sa.Boolean, nullable=False),
    )
    op.create_table(
        "sessions",
        _string("token", key=True),
        sa.Column("user", sa.String, sa.ForeignKey("users.name"), nullable=False),
        _string("begun_at"),
        _string("seen_at"),
    )
    op.create_table(
        "desk_drafts",
        _string("id", key=True),
        _integer("serial", unique=True),
        _string("state"),
        _integer("version"),
        _string("docx"),
        sa.Column("document_id", sa.String, sa.ForeignKey("documents.id")),
        _string("at"),
        _text("draft"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _string("kind"),
        _string("subject"),
        _text("by"),
        _string("asked_at"),
        _string("state"),
        _text("phase"),
        _integer("done"),
        _integer("total"),
        _text("message"),
        _string("owner"),
    )


def _add_columns() -> None:
    for table in ("documents", "entries"):
        for name in ("folded_subject", "folded_rest"):
            op.add_column(table, sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("documents", _string("arrival_date", null=True))
    op.add_column("documents", _string("due_date", null=True))
    op.add_column("documents", _flag("handled"))
    op.add_column("entries", _flag("signed"))
    op.add_column("events", sa.Column("kind", sa.String, nullable=False, server_default=""))


def _folded(*parts: str) -> str:
    return "\n".join(fold(squeeze(part)) for part in parts)


def _chunks(query: str) -> Iterator[list[dict[str, Any]]]:
    """The rows in memory a chunk at a time: they are read before any is written over."""
    rows = [dict(row) for row in op.get_bind().execute(sa.text(query)).mappings()]
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]


def _fill_documents() -> None:
    change = sa.text(
        "UPDATE documents SET folded_subject = :folded_subject, folded_rest = :folded_rest,"
        " arrival_date = :arrival_date, due_date = :due_date WHERE id = :id"
    )
    find = sa.text(
        "SELECT serial, id, code, subject, organ, snapshot FROM documents"
        " WHERE serial > :after ORDER BY serial LIMIT :chunk"
    )
    bind, after = op.get_bind(), -1
    while rows := bind.execute(find, {"after": after, "chunk": _CHUNK}).mappings().all():
        bind.execute(change, [_of_document(row) for row in rows])
        after = rows[-1]["serial"]


def _of_document(row: sa.RowMapping) -> dict[str, Any]:
    snapshot = json.loads(row["snapshot"])
    return {
        "id": row["id"],
        "folded_subject": _folded(row["subject"]),
        "folded_rest": _folded(row["code"], row["organ"]),
        "arrival_date": snapshot.get("arrival_date"),
        "due_date": snapshot.get("due_date"),
    }


def _fill_entries() -> None:
    change = sa.text(
        "UPDATE entries SET folded_subject = :folded_subject, folded_rest = :folded_rest"
        ' WHERE organ_id = :organ_id AND "group" = :group AND span = :span AND number = :number'
    )
    found = _chunks(
        'SELECT e.organ_id, e."group", e.span, e.number, e.code, e.subject, d.organ'
        " FROM entries e LEFT JOIN documents d ON d.id = e.document_id"
    )
    for rows in found:
        for row in rows:
            names = (row["code"], row["organ"]) if row["organ"] is not None else (row["code"],)
            row["folded_subject"] = _folded(row["subject"])
            row["folded_rest"] = _folded(*names)
        op.get_bind().execute(change, rows)


def _fill_events() -> None:
    change = sa.text(
        "UPDATE events SET kind = :kind WHERE document_id = :document_id AND position = :position"
    )
    for rows in _chunks("SELECT document_id, position, event FROM events"):
        values = [row | {"kind": json.loads(row["event"])["kind"]} for row in rows]
        op.get_bind().execute(change, values)


def _mark(table: str, key: str, flag: str, kind: str) -> None:
    """Set the flag where an event of that kind befell the document."""
    rows = sa.table(table, sa.column(key), sa.column(flag, sa.Boolean))
    events = sa.table("events", sa.column("document_id"), sa.column("kind"))
    found = sa.select(events.c.document_id).where(events.c.kind == kind)
    op.execute(rows.update().where(rows.c[key].in_(found)).values({flag: True}))


def _make_indexes() -> None:
    op.drop_index("ix_entries_state")  # made anew below, with what the months are counted by
    number, arrival = "span number group organ_id", "arrival_span arrival_number id"
    for name, table, columns in (
        ("ix_sessions_user", "sessions", "user"),
        ("ix_desk_drafts_state", "desk_drafts", "state"),
        ("ix_desk_drafts_docx", "desk_drafts", "docx"),
        ("ix_jobs_subject", "jobs", "subject"),
        ("ix_jobs_state", "jobs", "state"),
        ("ix_events_kind", "events", "kind document_id"),
        ("ix_entries_state", "entries", "state promulgation_date document_id"),
        ("ix_entries_document", "entries", "document_id state"),
        ("ix_entries_number", "entries", f"{number} state promulgation_date"),
        ("ix_entries_date", "entries", f"promulgation_date {number} state"),
        (
            "ix_entries_subject",
            "entries",
            f"folded_subject {number} state promulgation_date folded_rest",
        ),
        ("ix_documents_recent", "documents", "direction serial"),
    ):
        op.create_index(name, table, columns.split())
    _index_where(
        "ix_entries_unsigned",
        "entries",
        f"state promulgation_date {number} document_id",
        sqlite="signed = 0",
        postgresql="NOT signed",
    )
    _index_where(
        "ix_documents_due",
        "documents",
        "direction due_date serial id",
        sqlite="due_date IS NOT NULL AND handled = 0",
        postgresql="due_date IS NOT NULL AND NOT handled",
    )
    for name, columns in (
        ("ix_documents_arrival_number", f"{arrival} arrival_date"),
        ("ix_documents_arrival_date", f"arrival_date {arrival}"),
        ("ix_documents_arrival_subject", f"folded_subject {arrival} arrival_date folded_rest"),
    ):
        there = "arrival_number IS NOT NULL"
        _index_where(name, "documents", columns, sqlite=there, postgresql=there)


def _index_where(name: str, table: str, columns: str, *, sqlite: str, postgresql: str) -> None:
    """An index of some rows, in the words of each database."""
    op.create_index(
        name,
        table,
        columns.split(),
        sqlite_where=sa.text(sqlite),
        postgresql_where=sa.text(postgresql),
    )
