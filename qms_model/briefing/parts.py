"""The parts that a briefing is put together of, by the names that templates call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qms_model import narrative, views
from qms_model.briefing import tables
from qms_model.briefing.report import Asked, Drawn, Listed, Part, Said
from qms_model.views import At, Measured

Make = Callable[[At], tuple[Part, ...]]


def _drawn(key: str, view: Callable[[At], Measured], definition: Callable[[At], str]) -> Make:
    """A figure of the screens with what it measures; nothing where there is nothing to draw."""

    def make(at: At) -> tuple[Part, ...]:
        figure, measure = view(at)
        return () if figure.is_empty() else (Drawn(key, figure, measure, definition(at)),)

    return make


def _listed(table: Callable[[At], Listed]) -> Make:
    """A table; only its title as a sentence where it has no rows."""

    def make(at: At) -> tuple[Part, ...]:
        listed = table(at)
        return (Said(f"{listed.title}."),) if listed.frame.empty else (listed,)

    return make


def _rung(rung: str) -> Callable[[At], str]:
    return lambda at: narrative.rung_definition(rung, at.language)


def _late(at: At) -> str:
    return at.say("Late by a rule of high or medium severity, each agency counted once; the exempt are not.")


def _findings(at: At) -> str:
    return at.say("Raised by audits and inspections up to the day; open until the day before it was closed.")


def _inspections(at: At) -> str:
    return at.say("Mandatory agencies inspected in the year of the day, by file or on site.")


def _lead(at: At) -> tuple[Part, ...]:
    return (Said(tables.sentence(views.lead(at), at)),)


def _opening(counted: Callable[[At], str], notes: Callable[[At], list[str]]) -> Make:
    """A paragraph: what is counted on the day, and what else is known of it."""

    def make(at: At) -> tuple[Part, ...]:
        known = (f"{note.removesuffix('.')}." for note in notes(at))
        return (Said(" ".join([tables.sentence(counted(at), at), *known])),)

    return make


def _of_late(at: At) -> list[str]:
    return [*views.province_rows(at), *filter(None, [views.not_known(at)])]


def _decisions(at: At) -> tuple[Part, ...]:
    found = views.decisions(at)
    return (Asked(tuple(decision.text for decision in found)),) if found else ()


PARTS: Mapping[str, Make] = {
    "lead": _lead,
    "late-lead": _opening(views.late_measure, _of_late),
    "findings-lead": _opening(views.findings_measure, views.findings_notes),
    "headline": _listed(tables.headline),
    "decisions": _decisions,
    "coverage-by-type": _drawn("coverage-by-type", views.coverage_by_type, _rung("attested")),
    "adoption": _drawn("adoption", views.adoption, _rung("attested")),
    "coverage-by-year": _drawn("coverage-by-year", views.coverage_by_year, _rung("attested")),
    "adopters-by-year": _drawn("adopters-by-year", views.adopters_by_year, _rung("applied")),
    "rungs-by-type": _drawn("rungs-by-type", views.rungs_by_type, _rung("in_force")),
    "paths-by-type": _drawn("paths-by-type", views.paths_by_type, _rung("attested")),
    "editions-by-type": _drawn("editions-by-type", views.editions_by_type, _rung("in_force")),
    "expiry-calendar": _drawn("expiry-calendar", views.expiry_calendar, _rung("in_force")),
    "transition": _drawn("transition", views.transition, _rung("in_force")),
    "days-late": _drawn("days-late", views.days_late, _late),
    "causes": _drawn("causes", views.causes, _late),
    "ageing": _drawn("ageing", views.ageing, _late),
    "findings-flow": _drawn("findings-flow", views.findings_flow, _findings),
    "findings-ageing": _drawn("findings-ageing", views.findings_ageing, _findings),
    "findings-by-clause": _drawn("findings-by-clause", views.findings_by_clause, _findings),
    "findings-by-cause": _drawn("findings-by-cause", views.findings_by_cause, _findings),
    "inspected-by-type": _drawn("inspected-by-type", views.inspected_by_type, _inspections),
    "worst": _listed(tables.worst),
    "expiring": _listed(tables.expiring),
    "by-type": _listed(tables.by_type),
    "covered": _listed(tables.covered),
    "late": _listed(tables.late),
    "open-findings": _listed(tables.open_findings),
    "proposed-inspections": _listed(tables.proposed_inspections),
    "plan": _listed(tables.plan),
    "register": _listed(tables.register),
}
