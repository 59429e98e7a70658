"""The options that the reading commands share, and what they are checked against."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from qms_model.config import Rules
from qms_model.coverage import Filters
from qms_model.facts import ColumnSpec, Kind, Obligation
from qms_model.i18n import message
from qms_model.intake.cells import Bad, Parser
from qms_model.refusal import Refused


def parse_day(text: str) -> date:
    """A day of the command line. Raises a usage error."""
    try:
        return date.fromisoformat(Parser.day(text))
    except Bad as error:
        raise typer.BadParameter(error.why.text("en")) from error


Day = Annotated[date, typer.Option("--day", parser=parse_day, metavar="D", help="YYYY-MM-DD or d/m/yyyy")]
UntilDay = Annotated[
    date | None, typer.Option("--day", parser=parse_day, metavar="D", help="only records dated until D")
]
From = Annotated[date, typer.Option("--from", parser=parse_day, metavar="D", help="YYYY-MM-DD or d/m/yyyy")]
To = Annotated[date, typer.Option("--to", parser=parse_day, metavar="D", help="YYYY-MM-DD or d/m/yyyy")]
Known = Annotated[str | None, typer.Option("--known", metavar="N", help="change number, or YYYY-MM-DD")]
ObligationIs = Annotated[str, typer.Option("--obligation", metavar="mandatory|encouraged|all")]
TypeIs = Annotated[str | None, typer.Option("--type", metavar="T")]
DistrictIs = Annotated[str | None, typer.Option("--district", metavar="X")]
ParentIs = Annotated[str | None, typer.Option("--parent", metavar="A")]
ProvinceIs = Annotated[str | None, typer.Option("--province", metavar="P")]
EditionIs = Annotated[
    str | None, typer.Option("--edition", metavar="E", help="only these attestations count")
]
Structure = Annotated[str, typer.Option("--structure", metavar="as_it_was|today")]

AS_IT_WAS, TODAY = "as_it_was", "today"


def one_of(option: str, value: str, allowed: tuple[str, ...]) -> Any:
    """`value` if it is allowed; else a usage error that says what is."""
    if value not in allowed:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(allowed)}", param_hint=option)
    return value


def filters_of(
    rules: Rules,
    obligation: str,
    type_: str | None,
    district: str | None,
    parent: str | None,
    province: str | None,
    edition: str | None,
) -> Filters:
    """The filters that these options say; codes and labels are taken as in a registry."""
    one_of("--obligation", obligation, (*Obligation, "all"))
    return Filters(
        obligation=None if obligation == "all" else obligation,
        type=_code(rules, "--type", Kind.TYPE, type_),
        district=_code(rules, "--district", Kind.DISTRICT, district),
        parent=parent,
        province=province,
        edition=_code(rules, "--edition", Kind.EDITION, edition),
    )


def refuse_todays_structure(structure: str) -> None:
    """The regrouping by successors is not built yet; it is never answered with other numbers."""
    if one_of("--structure", structure, (AS_IT_WAS, TODAY)) == TODAY:
        raise Refused(
            message("Coverage in today's structure is not available yet; use --structure as_it_was.")
        )


def _code(rules: Rules, option: str, kind: Kind, text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return Parser(rules).of(ColumnSpec(option, option, kind))(text)
    except Bad as error:
        raise typer.BadParameter(error.why.text("en"), param_hint=option) from error
