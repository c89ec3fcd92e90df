"""Runs: one roster made into papers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Two tables; nothing that was there changes."""
    op.create_table(
        "runs",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("serial", sa.Integer, nullable=False, unique=True),
        sa.Column("type_key", sa.String, nullable=False),
        sa.Column("on", sa.String, nullable=False),
        sa.Column("roster", sa.String, nullable=False),
        sa.Column("roster_name", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("begun_at", sa.String, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
    )
    op.create_table(
        "run_items",
        sa.Column("run_id", sa.String, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("document_id", sa.String, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("parent", sa.String, nullable=False),
    )
