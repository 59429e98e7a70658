"""What is known of each agency that makes an inspection more or less urgent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qms_model.dates import earliest_within
from qms_model.findings.recurrence import earlier_of
from qms_model.registry import Registry
from qms_model.state.scene import Scene
from qms_model.timeline import (
    ALWAYS,
    NEVER,
    NONE,
    Days,
    Flags,
    Positions,
    Timeline,
    day_numbers,
    last_days,
    number_of,
    positions,
    timeline,
)

_INSPECTIONS = ("inspection_file", "inspection_onsite")
REPORTS = 3  # kinds: figures (counts of procedures), internal audits, management reviews


@dataclass(frozen=True)
class Risks:
    """Of every agency of a scene, its own records and its host's together (domain §5).

    inspected: the last inspection up to the day, ALWAYS where there is none
    majors_open, majors_overdue: major nonconformities, the overdue also among the open
    valid_until: the last valid day of the attestation in force that lasts longest (expiry or the
        edition's end; an expiry that is only assumed counts too, as it does for rung 3), NEVER
        where that has no end, ALWAYS where nothing is in force
    recurrences: findings raised within the months of config.yaml that came back (`findings.recurrence`)
    reports_missing: kinds of REPORTS that are missing
    """

    inspected: Days
    majors_open: Positions
    majors_overdue: Positions
    valid_until: Days
    recurrences: Positions
    reports_missing: Positions


def risks_of(registry: Registry, scene: Scene) -> Risks:
    """The risks of every agency of the scene by the end of its day."""
    line = timeline(registry)
    facts = line.findings
    major = (registry.tables["findings"]["grade"] == "major").to_numpy(np.bool_)
    open_ = major & facts.open_on(scene.day)
    months = registry.rules.inspections.months.recurrence
    lately = (number_of(earliest_within(scene.date, months)) <= facts.held) & (facts.held <= scene.day)
    return Risks(
        inspected=_last_audit(line, scene, *_INSPECTIONS),
        majors_open=_findings(line, scene, open_),
        majors_overdue=_findings(line, scene, open_ & (facts.due < scene.day)),
        valid_until=_valid_until(line, scene),
        recurrences=_findings(line, scene, lately & (earlier_of(registry) != NONE)),
        reports_missing=_reports_missing(registry, scene),
    )


def _last_audit(line: Timeline, scene: Scene, *kinds: str) -> Days:
    """The last such audit of each or its host up to the day, else ALWAYS."""
    return scene.latest(line.audits(*kinds).last_until(scene.day, line.agencies))


def _findings(line: Timeline, scene: Scene, chosen: Flags) -> Positions:
    """How many of the chosen findings each and its host have."""
    of_each = np.bincount(line.findings.agency[chosen], minlength=line.agencies)
    found = of_each[scene.agency]
    found[scene.hosted] += of_each[scene.host[scene.hosted]]
    return found


def _valid_until(line: Timeline, scene: Scene) -> Days:
    facts = line.attestations
    in_force = facts.in_force_on(scene.day)
    runs_out = np.full(line.agencies, ALWAYS, dtype=np.int32)
    np.maximum.at(runs_out, facts.agency[in_force], facts.runs_out[in_force])
    found = scene.latest(runs_out)
    ends = (found != ALWAYS) & (found != NEVER)
    return np.where(ends, found - 1, found)


def _reports_missing(registry: Registry, scene: Scene) -> Positions:
    """How many kinds of reports are missing: it has applied so many months ago or earlier, and
    nothing of the kind is newer. Kinds that the registry does not collect on the day are not held
    against anybody (domain §7)."""
    line = timeline(registry)
    limit = number_of(earliest_within(scene.date, registry.rules.inspections.months.reports))
    old = scene.earliest(line.first_adopted) < limit
    counts = _last_counts(registry, scene)
    collected = (bool((counts != ALWAYS).any()), *[bool(line.first_audit <= scene.day)] * 2)
    last = (
        scene.latest(counts),
        _last_audit(line, scene, "internal"),
        _last_audit(line, scene, "management_review"),
    )
    missing = np.zeros(len(scene.agency), dtype=np.intp)
    for days, kind_collected in zip(last, collected, strict=True):
        missing += (days < limit) & old & kind_collected
    return missing


def _last_counts(registry: Registry, scene: Scene) -> Days:
    """Of every agency of the registry the last count of its procedures up to the day, else ALWAYS."""
    table = registry.tables["procedures"]
    counted = day_numbers(table["counted_on"], last_days, NEVER)
    past = counted <= scene.day
    last = np.full(timeline(registry).agencies, ALWAYS, dtype=np.int32)
    np.maximum.at(last, positions(table["agency"])[past], counted[past])
    return last
