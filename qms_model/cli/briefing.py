"""Commands of the briefing: brief makes a pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from qms_model import journal
from qms_model.briefing.formats import FORMATS
from qms_model.briefing.inputs import Chosen
from qms_model.briefing.making import Making, Order, Pack, day_ahead, makers, note
from qms_model.briefing.pack import refuse_unwritable, write_pack
from qms_model.briefing.parts import PARTS
from qms_model.briefing.template import template_of
from qms_model.cli.options import (
    Day,
    DistrictIs,
    EditionIs,
    Known,
    ObligationIs,
    ParentIs,
    ProvinceIs,
    TypeIs,
    filters_of,
    one_of,
    parse_day,
)
from qms_model.cli.session import Session
from qms_model.coverage import coverage
from qms_model.dates import add_months
from qms_model.i18n import message
from qms_model.numbers import day_text
from qms_model.refusal import Refused
from qms_model.views import At, View, filters_said

commands = typer.Typer()

_ALL = ",".join(FORMATS)
Formats = Annotated[str, typer.Option("--formats", metavar=_ALL)]
Compare = Annotated[
    date | None, typer.Option("--compare", parser=parse_day, metavar="D", help="default: one year before")
]


@commands.command()
def brief(
    context: typer.Context,
    day: Day,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="a folder that is empty or not there")],
    formats: Formats = _ALL,
    template: Annotated[str, typer.Option("--template", help="name of a template")] = "briefing",
    sections: Annotated[str | None, typer.Option("--sections", help="codes; all by default")] = None,
    parts: Annotated[str, typer.Option("--parts", help="figures and tables besides")] = "",
    compare: Compare = None,
    obligation: ObligationIs = "all",
    type_: TypeIs = None,
    district: DistrictIs = None,
    parent: ParentIs = None,
    province: ProvinceIs = None,
    edition: EditionIs = None,
    known: Known = None,
    reason: Annotated[str, typer.Option("--reason", help="why, for the list of snapshots")] = "",
) -> None:
    """Make a snapshot pack: note, report, deck, workbook, page, figures, tables and manifest."""
    session: Session = context.obj
    refuse_unwritable(out)
    wanted = _codes("--formats", formats, tuple(FORMATS))
    if not wanted:
        raise Refused(message("--formats names no format; there are: {known}.", known=_ALL))
    filters = filters_of(session.config.rules, obligation, type_, district, parent, province, edition)
    view = View(session.language, day, compare or add_months(day, -12), filters)
    if view.compare >= day:
        raise Refused(message("The day to compare with must be before the day."))
    if day > journal.today(session.config.timezone):
        session.say(day_ahead(day))
    with makers(helping=True) as pool:
        pool.get_ready()
        chosen = _chosen(session, template, sections, parts)
        registry = session.registry(known)
        _refuse_nobody(At(registry, view))
        known_at = registry.known
        order = Order(session.url, known_at, view, template, chosen, session.config)
        pack = _followed(pool.start(order, wanted), session)
    write_pack(pack.files, out)
    hashes = note(pack, session.store, reason)
    rows = [(name, hash_, len(pack.files[name])) for name, hash_ in hashes.items()]
    session.answer(pd.DataFrame(rows, columns=["file", "sha256", "bytes"]), known=known_at)
    if pack.failed:
        raise typer.Exit(1)


def _refuse_nobody(at: At) -> None:
    """Raise Refused where there is no agency that a pack could be of."""
    first = at.registry.first_day
    if not len(at.registry.tables["agencies"]):
        raise Refused(message("The registry is empty: load one before you make a pack."))
    day = day_text(at.view.day, at.language)
    if first is None or at.view.day < first:
        raise Refused(message("Nothing is recorded by {day}.", day=day))
    counted = at.ask(coverage).iloc[0]
    if int(counted["agencies"]) or int(counted["exempt"]):
        return
    if said := "; ".join(filters_said(at)):
        raise Refused(message("No agency matches the filters on {day} ({filters}).", day=day, filters=said))
    raise Refused(message("Nothing is recorded by {day}.", day=day))


def _chosen(session: Session, template: str, sections: str | None, parts: str) -> Chosen:
    """The sections and parts asked for, all of which there are."""
    known = tuple(one.code for one in template_of(template, session.config).sections)
    return Chosen(
        None if sections is None else tuple(_codes("--sections", sections, known)),
        tuple(_codes("--parts", parts, tuple(PARTS))),
    )


def _codes(option: str, text: str, allowed: tuple[str, ...]) -> list[str]:
    """The codes of a list with commas, each of which is allowed."""
    return [one_of(option, code.strip(), allowed) for code in text.split(",") if code.strip()]


def _followed(making: Making, session: Session) -> Pack:
    """The pack; says on the way which format is ready and which one could not be made."""
    for n, (name, made) in enumerate(making.as_ready(), 1):
        if made:
            session.say(message("{name}: ready ({n} of {all})", name=name, n=n, all=len(making.formats)))
    pack = making.pack()
    for name, why in pack.failed.items():
        session.say(message("{name} could not be made: {why}", name=name, why=why))
    return pack
