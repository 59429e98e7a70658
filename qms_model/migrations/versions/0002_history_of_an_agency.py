"""Indexes by agency, so that the history of one is looked up and not searched for.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INDEXED = (
    ("agencies", "agency"),
    ("adoptions", "agency"),
    ("attestations", "agency"),
    ("audits", "agency"),
    ("findings", "audit"),
    ("procedures", "agency"),
    ("objectives", "agency"),
    ("reorganisations", "predecessor"),
    ("reorganisations", "successor"),
    ("exemptions", "agency"),
    ("followups", "agency"),
)


def upgrade() -> None:
    for table, column in _INDEXED:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in reversed(_INDEXED):
        op.drop_index(f"ix_{table}_{column}", table)
