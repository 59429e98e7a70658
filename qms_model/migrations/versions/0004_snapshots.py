"""Packs that were made: never deleted, withdrawn at most once.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MADE = ("number", "snapshot", "made_at", "by", "reason", "inputs", "files")


def upgrade() -> None:
    op.create_table(
        "snapshots",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("snapshot", sa.String(12), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.String()),
        sa.Column("withdrawn_by", sa.String()),
        sa.Column("withdrawn_because", sa.String()),
    )
    op.create_index("ix_snapshots_snapshot", "snapshots", ["snapshot"])
    made = ", ".join(f'"{name}"' for name in _MADE)
    _refuse("snapshots_stay", "DELETE")
    _refuse("snapshots_as_made", f"UPDATE OF {made}")
    _refuse("snapshots_withdrawn_once", "UPDATE", "OLD.withdrawn_at IS NOT NULL")
    if _postgresql():
        op.execute(
            "CREATE TRIGGER snapshots_truncate BEFORE TRUNCATE ON snapshots "
            "FOR EACH STATEMENT EXECUTE FUNCTION qms_refuse()"
        )


def downgrade() -> None:
    op.drop_table("snapshots")


def _refuse(trigger: str, event: str, when: str = "") -> None:
    """A trigger that refuses `event`."""
    condition = f"WHEN ({when})" if when else ""
    does = (
        "EXECUTE FUNCTION qms_refuse()"
        if _postgresql()
        else "BEGIN SELECT RAISE(ABORT, 'snapshots are never deleted'); END"
    )
    op.execute(f"CREATE TRIGGER {trigger} BEFORE {event} ON snapshots FOR EACH ROW {condition} {does}")


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
