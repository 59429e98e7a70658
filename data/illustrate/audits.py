"""The table of audits, of all who audit."""

from __future__ import annotations

from datetime import date

from data.illustrate.agencies import MANDATORY, sharing
from data.illustrate.certification import certification_audits
from data.illustrate.files import Row
from data.illustrate.inspections import inspections
from data.illustrate.model import Audit, System, number_in_year
from data.illustrate.own_audits import own_audits, unfinished_audits


def all_audits(systems: list[System], agencies: dict[str, Row], begun: list[Row], last: date) -> list[Audit]:
    """Those signed by the last day, in order and coded DG-2014-0001."""
    audits: list[Audit] = []
    for owner in systems:
        audits += own_audits(owner, last)
        audits += certification_audits(owner, last)
        audits += inspections(owner.agency, owner.type, owner.applied, last)
    for code, host in sharing(systems, agencies):
        kind = agencies[code]["type"]
        if kind in MANDATORY:
            audits += inspections(code, kind, max(host.applied, date(2012, 1, 1)), last)
    for row in begun:
        audits += unfinished_audits(row, agencies[row["agency"]]["name"])
    audits = [a for a in audits if a.signed <= last]
    audits.sort(key=lambda a: (a.held, a.agency, a.kind))
    number_in_year([(a.held.year, a) for a in audits], "DG")
    return audits


def audit_row(a: Audit) -> Row:
    return {
        "audit": a.code,
        "agency": a.agency,
        "kind": a.kind,
        "held_on": str(a.held),
        "signed_on": str(a.signed),
        "period": a.period,
        "team": a.team,
        "minutes": a.minutes,
    }
