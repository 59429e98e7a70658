"""Commands that take in and give out registries: load, undo, template, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from qms_model.cli.options import Known, UntilDay
from qms_model.cli.session import Session
from qms_model.export import export as export_registry
from qms_model.i18n import message
from qms_model.intake.plan import Plan, apply
from qms_model.intake.plan import plan as plan_of
from qms_model.intake.problems import RegistryError
from qms_model.intake.template import write_template
from qms_model.intake.undo import undo as undo_change
from qms_model.journal import author

PLAN_COLUMNS = ["table", "new", "changed", "unchanged", "rejected", "conflict"]
commands = typer.Typer()


@commands.command()
def load(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="folder of CSV files, or a workbook")],
    apply_: Annotated[bool, typer.Option("--apply", help="record the plan as one change")] = False,
    note: Annotated[str, typer.Option("--note")] = "",
) -> None:
    """Show what a registry would change; with --apply record it."""
    session: Session = context.obj
    plan = plan_of(path, session.store, session.config.rules)
    session.answer(_planned(plan), known=plan.known)
    if plan.problems:
        raise RegistryError(plan.problems)
    for conflict in plan.conflicts:
        session.say(message("{line}", line=conflict.line(session.language)))
    if not apply_:
        if not plan.conflicts:
            session.say(message("Nothing is recorded yet: add --apply to record this plan."))
        return
    change = apply(plan, session.store, session.config.rules, by=author(), note=note)
    if change is None:
        session.say(message("Nothing differs from what is recorded: no change was made."))
    else:
        session.say(message("Recorded as change {number}.", number=change))


@commands.command()
def undo(
    context: typer.Context,
    change: Annotated[int, typer.Argument(metavar="CHANGE")],
    note: Annotated[str, typer.Option("--note", help="why")],
) -> None:
    """Record the reverse of a change."""
    session: Session = context.obj
    restored = undo_change(change, session.store, session.config.rules, by=author(), note=note)
    session.answer(pd.DataFrame(restored.items(), columns=["table", "restored"]))


@commands.command()
def template(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Write a blank workbook to fill: all tables, Vietnamese headers, lists, notes."""
    session: Session = context.obj
    size = write_template(file, session.config.rules)
    session.answer(pd.DataFrame([(str(file), size)], columns=["file", "bytes"]))


@commands.command()
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    day: UntilDay = None,
    known: Known = None,
) -> None:
    """Write the registry as CSV files; loading them again changes nothing."""
    session: Session = context.obj
    registry = session.registry(known)
    session.answer(export_registry(registry, folder, day), known=registry.known)


def _planned(plan: Plan) -> pd.DataFrame:
    rows = [
        (t.table, len(t.new), len(t.changed), t.unchanged, t.rejected, len(t.conflicts)) for t in plan.tables
    ]
    return pd.DataFrame(rows, columns=PLAN_COLUMNS)
