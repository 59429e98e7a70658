"""What agencies report of themselves: procedures in scope (L11), figures at all (L12)."""

from __future__ import annotations

from typing import Any

import numpy as np

from qms_model.i18n import message
from qms_model.laggards.evidence import audit, cells, either, hosts, iso
from qms_model.laggards.look import Look
from qms_model.laggards.rule import Due, rule, silent
from qms_model.timeline import ALWAYS, NEVER, NONE, Days, Flags, Positions, in_one, months_after


@rule(
    "L11",
    name=message("Scope does not cover all procedures"),
    says={
        "": message(
            "{value} of {total} administrative procedures are in scope, as counted {on};"
            " not all of them since the count of {deadline}"
        )
    },
    lacks=message("Administrative procedures are not counted"),
    shows="from",
)
def scope_incomplete(look: Look) -> Due:
    """The last count has fewer administrative procedures in scope than in total; since the first count of
    the unbroken run of such. A count without both numbers says nothing. Its own and its host's counts
    together; on one day the one that covers everything decides."""
    table = look.tables["procedures"]
    total, scope = table["tthc_total"], table["tthc_in_scope"]
    said = (total.notna() & scope.notna()).to_numpy(np.bool_)
    less = said & (scope < total).to_numpy(np.bool_, na_value=False)
    agency, days = look.agencies("procedures"), look.days("procedures", "counted_on")
    run = _first_after(look, agency, np.where(less, days, NEVER), _whole_on(look, agency, days, said & ~less))
    last = look.latest(agency, np.where(less, days, NEVER))
    known = look.latest(agency, np.where(said, days, NEVER)) != NONE

    def evidence(places: Positions) -> dict[str, Any]:
        rows = last[places]
        return {
            "dated_on": cells(look, "procedures", "counted_on", rows),
            "value": cells(look, "procedures", "tthc_in_scope", rows),
            "total": cells(look, "procedures", "tthc_total", rows),
            "host": hosts(look, places, agency[rows]),
        }

    return Due(run, look.reached("applied") & ~known, evidence)


@rule(
    "L12",
    name=message("No figures reported"),
    says={
        "procedures": message("The last count of procedures is of {on}; figures were due by {deadline}"),
        "audit": message(
            "The last record is the {kind} held {on} ({document}); figures were due by {deadline}"
        ),
        "never": message("No figures since the system was applied {on}; they were due by {deadline}"),
    },
    lacks=message("Audits are not recorded yet"),
)
def no_figures(look: Look) -> Due:
    """Has applied, and so many months are over since the last count of procedures, audit of any kind or
    review or, where there is none, since the first day on rung 1. Where audits are not collected it is
    silent."""
    applied = look.reached("applied")
    if not look.collected:
        return silent(look, applied)
    counts, counted_on = look.agencies("procedures"), look.days("procedures", "counted_on")
    count, held = look.latest(counts, counted_on), look.latest(look.agencies("audits"), look.held)
    of_count, of_audit = np.append(counted_on, ALWAYS)[count], np.append(look.held, ALWAYS)[held]
    last = np.maximum(of_count, of_audit)
    never = last == ALWAYS
    since = np.where(never, look.applied_on, last)
    deadline = np.where(applied, months_after(since, look.limits.L12.months), NEVER)

    def evidence(places: Positions) -> dict[str, Any]:
        counted = {"case": "procedures", "host": hosts(look, places, np.append(counts, NONE)[count[places]])}
        audited = {"case": "audit", **audit(look, places, held[places])}
        some = either((of_count > of_audit)[places], counted, audited)
        return {**either(never[places], {"case": "never"}, some), "dated_on": iso(since[places])}

    return Due(deadline, look.nothing, evidence)


def _whole_on(look: Look, agency: Positions, days: Days, whole: Flags) -> Days:
    """Of every place the last day up to the day on which a count covered everything; else ALWAYS."""
    row = look.latest(agency, np.where(whole, days, NEVER))
    return np.append(days, ALWAYS)[row]


def _first_after(look: Look, agency: Positions, days: Days, after: Days) -> Days:
    """Of every place the first of its `days`, its own or its host's, that is later than `after` and not
    later than the day; NEVER where there is none."""
    rows = np.flatnonzero(days <= look.day)
    keys = np.append(np.sort(in_one(agency[rows], days[rows])), np.iinfo(np.int64).max)
    found = look.never
    for whose in (look.scene.agency, look.scene.host):
        first = in_one(whose, np.full(len(whose), ALWAYS))
        key = keys[np.searchsorted(keys, in_one(whose, after), side="right")]
        there = (whose != NONE) & (key < in_one(whose + 1, np.full(len(whose), ALWAYS)))
        found = np.minimum(found, np.where(there, key - first + ALWAYS, NEVER))
    return found.astype(np.int32)
