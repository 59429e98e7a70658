"""Commands that answer a question: coverage, trend, status, laggards, findings, journal, verify."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, get_args

import pandas as pd
import typer

from qms_model import coverage as questions
from qms_model import findings as found
from qms_model import journal as journals
from qms_model import laggards as lateness
from qms_model.briefing.making import makers
from qms_model.briefing.pack import read_pack
from qms_model.briefing.verifying import Proof, verify_pack
from qms_model.cli.options import (
    AS_IT_WAS,
    Day,
    DistrictIs,
    EditionIs,
    From,
    Known,
    ObligationIs,
    ParentIs,
    ProvinceIs,
    Structure,
    To,
    TypeIs,
    filters_of,
    one_of,
    refuse_todays_structure,
)
from qms_model.cli.session import Session
from qms_model.coverage import By, Every, Filters
from qms_model.i18n import Message

LAGGARD_COLUMNS = [
    "agency",
    "name",
    "type",
    "obligation",
    "parent",
    "rule",
    "severity",
    "deadline",
    "days_late",
    "cause",
    "owner",
    "promised_on",
    "evidence",
]
CHANGE_COLUMNS = ["change", "at", "by", "kind", "note", "rows", "hash"]
ByGroup = Annotated[str | None, typer.Option("--by", metavar="|".join(get_args(By)))]
commands = typer.Typer()


@commands.command()
def coverage(
    context: typer.Context,
    day: Day,
    by: ByGroup = None,
    obligation: ObligationIs = "all",
    type_: TypeIs = None,
    district: DistrictIs = None,
    parent: ParentIs = None,
    province: ProvinceIs = None,
    edition: EditionIs = None,
    structure: Structure = AS_IT_WAS,
    known: Known = None,
) -> None:
    """The four rungs at the end of a day, by group."""
    session: Session = context.obj
    refuse_todays_structure(structure)
    filters = filters_of(session.config.rules, obligation, type_, district, parent, province, edition)
    registry = session.registry(known)
    frame = questions.coverage(registry, day, _group(by), filters)
    session.answer(frame, day=day.isoformat(), known=registry.known, filters=_said(filters, by=by))


@commands.command()
def trend(
    context: typer.Context,
    start: From,
    end: To,
    every: Annotated[str, typer.Option("--every", metavar="|".join(get_args(Every)))] = "year",
    by: ByGroup = None,
    obligation: ObligationIs = "all",
    type_: TypeIs = None,
    district: DistrictIs = None,
    parent: ParentIs = None,
    province: ProvinceIs = None,
    edition: EditionIs = None,
    structure: Structure = AS_IT_WAS,
    known: Known = None,
) -> None:
    """The four rungs at the last day of each period, and at --to."""
    session: Session = context.obj
    refuse_todays_structure(structure)
    filters = filters_of(session.config.rules, obligation, type_, district, parent, province, edition)
    step: Every = one_of("--every", every, get_args(Every))
    if end < start:
        raise typer.BadParameter(f"{end} is before {start}", param_hint="--to")
    registry = session.registry(known)
    frame = questions.trend(registry, start, end, step, _group(by), filters)
    said = _said(filters, by=by, every=every) | {"from": start.isoformat(), "to": end.isoformat()}
    session.answer(frame, day=end.isoformat(), known=registry.known, filters=said)


@commands.command()
def status(
    context: typer.Context,
    day: Day,
    obligation: ObligationIs = "all",
    type_: TypeIs = None,
    district: DistrictIs = None,
    parent: ParentIs = None,
    province: ProvinceIs = None,
    edition: EditionIs = None,
    structure: Structure = AS_IT_WAS,
    known: Known = None,
) -> None:
    """How every agency stands at the end of a day."""
    session: Session = context.obj
    refuse_todays_structure(structure)
    filters = filters_of(session.config.rules, obligation, type_, district, parent, province, edition)
    registry = session.registry(known)
    frame = questions.status(registry, day, filters)
    session.answer(frame, day=day.isoformat(), known=registry.known, filters=_said(filters))


@commands.command()
def laggards(
    context: typer.Context,
    day: Day,
    obligation: ObligationIs = "all",
    type_: TypeIs = None,
    district: DistrictIs = None,
    parent: ParentIs = None,
    province: ProvinceIs = None,
    edition: EditionIs = None,
    structure: Structure = AS_IT_WAS,
    known: Known = None,
) -> None:
    """Who is late at the end of a day, why, and who owns it: one row per agency and rule."""
    session: Session = context.obj
    refuse_todays_structure(structure)
    filters = filters_of(session.config.rules, obligation, type_, district, parent, province, edition)
    registry = session.registry(known)
    frame = lateness.laggards(registry, day, filters)
    said = [lateness.evidence(row).text(session.language) for row in frame.itertuples()]
    answer = frame.assign(evidence=pd.Series(said, dtype="str"))[LAGGARD_COLUMNS]
    session.answer(answer, day=day.isoformat(), known=registry.known, filters=_said(filters))


@commands.command()
def findings(
    context: typer.Context,
    day: Day,
    by: Annotated[str | None, typer.Option("--by", metavar="|".join(get_args(found.By)))] = None,
    obligation: ObligationIs = "all",
    type_: TypeIs = None,
    district: DistrictIs = None,
    parent: ParentIs = None,
    province: ProvinceIs = None,
    edition: EditionIs = None,
    structure: Structure = AS_IT_WAS,
    known: Known = None,
) -> None:
    """Open, overdue and closed findings at the end of a day, by group."""
    session: Session = context.obj
    refuse_todays_structure(structure)
    filters = filters_of(session.config.rules, obligation, type_, district, parent, province, edition)
    group: found.By | None = None if by is None else one_of("--by", by, get_args(found.By))
    registry = session.registry(known)
    frame = found.findings(registry, day, filters, group)
    session.answer(frame, day=day.isoformat(), known=registry.known, filters=_said(filters, by=by))


@commands.command()
def journal(
    context: typer.Context,
    last: Annotated[int | None, typer.Option("--last", metavar="N", min=1)] = None,
) -> None:
    """The changes, oldest first."""
    session: Session = context.obj
    with session.store.reading() as connection:
        changes = journals.changes(connection, last)
        newest = journals.newest(connection)
    rows = [(c.number, c.at, c.by, c.kind, c.note, c.rows, c.hash) for c in changes]
    session.answer(pd.DataFrame(rows, columns=CHANGE_COLUMNS), known=newest)


@commands.command()
def verify(
    context: typer.Context,
    pack: Annotated[
        Path | None, typer.Argument(metavar="[PACK]", help="folder or zip file of a pack")
    ] = None,
) -> None:
    """Check the journal: the hash of every change, computed again from the facts; or a pack
    against the registry: rebuilt and compared."""
    session: Session = context.obj
    if pack is not None:
        proof = _proved(session, pack)
        session.say(*(check.reason for check in proof.withdrawn if check.reason))
        _answer_checks(session, proof.checks(), session.registry(None).newest, proof.verdict())
        return
    with session.database.reading() as connection:  # nothing is recorded in a journal that may be broken
        checks = journals.verify(connection)
        newest = journals.newest(connection)
    _answer_checks(session, checks, newest)


def _proved(session: Session, place: Path) -> Proof:
    """The proof of a pack, which is rebuilt."""
    files = read_pack(place)
    with makers(helping=True) as pool:
        pool.get_ready()
        return verify_pack(
            files,
            session.store,
            session.url,
            session.config,
            lambda order, formats: pool.start(order, formats).pack(),
        )


def _answer_checks(session: Session, checks: list[journals.Check], newest: int, *verdict: Message) -> None:
    """Print the checks, then the verdict; exit 1 when anything is wrong."""
    rows = [(c.item, c.ok, c.reason.text(session.language) if c.reason else "") for c in checks]
    session.answer(pd.DataFrame(rows, columns=["item", "ok", "reason"]).astype({"ok": bool}), known=newest)
    session.say(*verdict)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def _group(by: str | None) -> By | None:
    group: By | None = None if by is None else one_of("--by", by, get_args(By))
    return group


def _said(filters: Filters, **more: str | date | None) -> dict[str, object]:
    """The filters that are set."""
    return {name: value for name, value in (asdict(filters) | more).items() if value not in (None, False)}
