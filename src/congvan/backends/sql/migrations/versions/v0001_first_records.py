"""The first records: organs, signers, terms, register, documents, audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _string(name: str, *, null: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=null, primary_key=key)


def _document(name: str = "document_id", *, key: bool = True, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, sa.ForeignKey("documents.id"), primary_key=key, nullable=null)


def upgrade() -> None:
    """Make every table; released migrations are never edited."""
    op.create_table(
        "organs",
        _string("id", key=True),
        _string("valid_from", key=True),
        _string("valid_to", null=True),
        _text("name"),
        _text("parent_name"),
        _string("code"),
        _text("place"),
        _string("standard"),
        _text("storage"),
        _text("name_in_text"),
    )
    op.create_table(
        "signers",
        _string("organ_id", key=True),
        _string("key", key=True),
        _string("valid_from", key=True),
        _string("valid_to", null=True),
        _text("name"),
        _text("post"),
        _text("competence"),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_table(
        "terms",
        _string("organ_id", key=True),
        _string("name", key=True),
        _string("start"),
        _string("end", null=True),
        _text("basis"),
    )
    op.create_table(
        "documents",
        _string("id", key=True),
        sa.Column("serial", sa.Integer, nullable=False, unique=True),
        _string("direction"),
        _string("code"),
        _text("type"),
        _text("organ"),
        _string("promulgation_date", null=True),
        _text("subject"),
        _string("arrival_span", null=True),
        sa.Column("arrival_number", sa.Integer),
        _text("snapshot"),
        sa.UniqueConstraint("arrival_span", "arrival_number"),
    )
    op.create_index("ix_documents_code", "documents", ["code"])
    op.create_table(
        "entries",
        _string("organ_id", key=True),
        _string("group", key=True),
        _string("span", key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        _string("code"),
        _string("state"),
        _string("type_key"),
        _string("promulgation_date"),
        _text("subject"),
        sa.Column("request_id", sa.String, nullable=False, unique=True),
        _document(key=False, null=True),
        _text("reason"),
        _text("by"),
        _string("owner"),
        _text("plan"),
    )
    op.create_index("ix_entries_state", "entries", ["state"])
    op.create_table(
        "events",
        _document(),
        sa.Column("position", sa.Integer, primary_key=True),
        _text("event"),
    )
    op.create_table(
        "files",
        _document(),
        sa.Column("position", sa.Integer, primary_key=True),
        _string("role"),
        _string("digest"),
        _text("name"),
        sa.Column("size", sa.Integer, nullable=False),
    )
    op.create_index("ix_files_digest", "files", ["digest"])
    op.create_table("answers", _document(), _document("answers_id"))
    op.create_index("ix_answers_answers_id", "answers", ["answers_id"])
    op.create_table(
        "changes",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        _string("document_id"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        _string("at"),
        _text("by"),
        _string("action"),
        _string("subject"),
        _text("details"),
        _string("previous"),
        _string("hash"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
