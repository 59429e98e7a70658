"""Runs the migrations on the connection that the store hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import qms_model.facts  # noqa: F401  the tables register themselves

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, transactional_ddl=True
)
context.run_migrations()
