"""A change may name the request that it was recorded for, once: a form sent again is harmless.

Revision ID: 0002_request
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_request"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("changes", sa.Column("request", sa.String(36)))
    op.create_index("ix_changes_request", "changes", ["request"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_changes_request", "changes")
    op.drop_column("changes", "request")
