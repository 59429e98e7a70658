"""A change may name the request that it was recorded for, once: a form sent again is harmless.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("changes", sa.Column("request", sa.String(36)))
    op.create_index("ix_changes_request", "changes", ["request"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_changes_request", "changes")
    op.drop_column("changes", "request")
