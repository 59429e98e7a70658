"""The first schema: the journal, the fact tables, and what keeps them append-only.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "rules",
    "registry",
    "agencies",
    "adoptions",
    "attestations",
    "audits",
    "findings",
    "procedures",
    "objectives",
    "targets",
    "reorganisations",
    "exemptions",
    "followups",
)


def upgrade() -> None:
    _refuse_function()
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    _refuse("changes_stay", "UPDATE OR DELETE", "changes")
    _refuse_truncate("changes")
    _facts(
        "rules",
        sa.Column("content", sa.Text(), nullable=False),
    )
    _facts(
        "registry",
        sa.Column(
            "setting",
            _one_of("province", "title", "source", "as_of", "illustrative", name="setting"),
            nullable=False,
        ),
        sa.Column("value", sa.Text()),
    )
    _facts(
        "agencies",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("province", sa.Text()),
        sa.Column("district", sa.Text()),
        sa.Column("parent", sa.Text()),
        sa.Column("shares_qms_of", sa.Text()),
        sa.Column("obligation", _one_of("mandatory", "encouraged", name="obligation")),
        sa.Column("official_code", sa.Text()),
        sa.Column("in_par_index", sa.Boolean()),
        sa.Column("owner", sa.Text()),
        sa.Column("contact", sa.Text()),
        sa.Column("established_on", sa.String(10)),
        sa.Column("dissolved_on", sa.String(10)),
        sa.Column("name_en", sa.Text()),
    )
    _facts(
        "adoptions",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("planned_year", sa.Integer()),
        sa.Column("started_on", sa.String(10)),
        sa.Column("applied_on", sa.String(10)),
        sa.Column("confirmed_on", sa.String(10)),
    )
    _facts(
        "attestations",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("kind", _one_of("certificate", "declaration", name="attestationkind"), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("scope", sa.Text()),
        sa.Column("issued_on", sa.String(10), nullable=False),
        sa.Column("expires_on", sa.String(10)),
        sa.Column("suspended_on", sa.String(10)),
        sa.Column("restored_on", sa.String(10)),
        sa.Column("ended_on", sa.String(10)),
        sa.Column("ended_because", _one_of("withdrawn", "cancelled", "replaced", name="endreason")),
        sa.Column("scope_changed_on", sa.String(10)),
    )
    _facts(
        "audits",
        sa.Column("audit", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            _one_of(
                "internal",
                "certification",
                "surveillance",
                "recertification",
                "inspection_file",
                "inspection_onsite",
                "management_review",
                name="auditkind",
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.String(10), nullable=False),
        sa.Column("signed_on", sa.String(10)),
        sa.Column("period", sa.Text()),
        sa.Column("team", sa.Text()),
        sa.Column("minutes", sa.Text()),
    )
    _facts(
        "findings",
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("audit", sa.Text(), nullable=False),
        sa.Column("grade", _one_of("major", "minor", "observation", name="grade")),
        sa.Column("clause", sa.Text()),
        sa.Column("cause", sa.Text()),
        sa.Column("description", sa.Text()),
        sa.Column("due_on", sa.String(10)),
        sa.Column("corrected_on", sa.String(10)),
        sa.Column("verified_on", sa.String(10)),
        sa.Column("verified_by_evidence", sa.Text()),
        sa.Column("closed_on", sa.String(10)),
        sa.Column("reopens", sa.Text()),
    )
    _facts(
        "procedures",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("counted_on", sa.String(10), nullable=False),
        sa.Column("operational", sa.Integer()),
        sa.Column("system", sa.Integer()),
        sa.Column("tthc_total", sa.Integer()),
        sa.Column("tthc_in_scope", sa.Integer()),
        sa.Column("tthc_posted", sa.Integer()),
    )
    _facts(
        "objectives",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text()),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("actual", sa.Float()),
        sa.Column("better", _one_of("higher", "lower", name="better")),
    )
    _facts(
        "targets",
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("share", sa.Float()),
        sa.Column("agencies", sa.Integer()),
        sa.Column("rung", _one_of("applied", "attested", "in_force", "effective", name="rung")),
        sa.Column("obligation", _one_of("mandatory", "encouraged", name="obligation")),
        sa.Column("edition", sa.Text()),
        sa.Column("decision", sa.Text()),
    )
    _facts(
        "reorganisations",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            _one_of(
                "merge",
                "absorb",
                "divide",
                "separate",
                "rename",
                "transfer",
                "dissolve",
                "create",
                name="reorganisationkind",
            ),
            nullable=False,
        ),
        sa.Column("effective_on", sa.String(10), nullable=False),
        sa.Column("predecessor", sa.Text()),
        sa.Column("successor", sa.Text()),
        sa.Column("decision", sa.Text()),
    )
    _facts(
        "exemptions",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.String(10), nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text()),
    )
    _facts(
        "followups",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("on", sa.String(10), nullable=False),
        sa.Column("channel", sa.Text()),
        sa.Column("cause", sa.Text()),
        sa.Column("promised_on", sa.String(10)),
        sa.Column("by", sa.Text()),
        sa.Column("note", sa.Text()),
    )


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_table("changes")
    if _postgresql():
        op.execute("DROP FUNCTION qms_refuse()")


def _facts(name: str, *columns: sa.Column[Any]) -> None:
    """A fact table: a row is written once, then at most noted as superseded, once."""
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("recorded_in", sa.Integer(), sa.ForeignKey("changes.number"), nullable=False),
        sa.Column("superseded_in", sa.Integer(), sa.ForeignKey("changes.number")),
        *columns,
    )
    written = ", ".join(["id", "recorded_in", *(f'"{column.name}"' for column in columns)])
    _refuse(f"{name}_stay", "DELETE", name)
    _refuse(f"{name}_as_recorded", f"UPDATE OF {written}", name)
    _refuse(f"{name}_superseded_once", "UPDATE OF superseded_in", name, "OLD.superseded_in IS NOT NULL")
    _refuse(f"{name}_same_id", "UPDATE", name, "NEW.id <> OLD.id")  # SQLite calls it rowid, too
    _refuse_truncate(name)


def _refuse(trigger: str, event: str, table: str, when: str = "") -> None:
    """A trigger that refuses `event` on `table`."""
    condition = f"WHEN ({when})" if when else ""
    if _postgresql():
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} "
            f"FOR EACH ROW {condition} EXECUTE FUNCTION qms_refuse()"
        )
        return
    for number, single in enumerate(event.split(" OR ")):
        op.execute(
            f"CREATE TRIGGER {trigger}_{number} BEFORE {single} ON {table} "
            f"FOR EACH ROW {condition} BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


def _refuse_truncate(table: str) -> None:
    """TRUNCATE walks past the triggers of rows."""
    if _postgresql():
        op.execute(
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION qms_refuse()"
        )


def _refuse_function() -> None:
    if _postgresql():
        op.execute(
            "CREATE FUNCTION qms_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$"
        )


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _one_of(*codes: str, name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)
