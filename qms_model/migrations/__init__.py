"""The steps by which the schema grew, and how a database is brought up to the newest.

Alembic is loaded only here: a database that is up to date has no need of it.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory


def alembic_config() -> Config:
    """Where Alembic finds the migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def is_known(revision: str) -> bool:
    """Whether this program has the step."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return revision in {script.revision for script in scripts.walk_revisions()}


def upgrade(connection: sa.Connection) -> None:
    """Take all steps that the database lacks."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
