"""Doubts about audits, findings and figures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from qms_model.clauses import clauses_of
from qms_model.dates import earliest_within
from qms_model.i18n import message
from qms_model.quality.records import Records, as_dates, of_agencies
from qms_model.quality.rule import rule
from qms_model.state import RUNGS, state
from qms_model.timeline import ALWAYS, NONE, Positions, months_after, number_of


@rule(
    name=message("Minor nonconformity closed without verification"),
    says=message(
        "{agency}: minor nonconformity {code} of audit {other} was closed {dated_on} without verification."
        " Enter the day and the evidence of the verification, or take the day of closing out."
    ),
)
def minor_unverified(records: Records) -> Iterator[pd.DataFrame]:
    """Closed by the day without both `verified_on` and its evidence, which a major must have
    (domain §6)."""
    verified = records.given("findings", "verified_on") & records.given("findings", "verified_by_evidence")
    closed = records.happened("findings", "closed_on")
    doubtful = records.says("findings", "grade", "minor") & closed & ~verified
    yield from records.found(
        "findings", doubtful, _audited(records), document="finding", other="audit", dated_on="closed_on"
    )


@rule(
    name=message("Clause that its edition does not have"),
    says=message(
        "{agency}: finding {code}, raised {dated_on}, names clause {other}, which edition {edition} does not"
        " have. Compare the clause with the minutes; where it is of another edition, write that edition"
        " before it, as in 2008:8.2.2."
    ),
)
def clause_not_listed(records: Records) -> Iterator[pd.DataFrame]:
    """Names a clause that is not in the table of its edition (`clauses` in config.yaml), read as
    `qms_model.clauses` reads it; a lettered item is part of its clause."""
    said, audit = clauses_of(records.registry), _audit_of(records)
    raised = np.append(records.happened("audits", "held_on"), False)[audit]
    held = records.tables["audits"]["held_on"].array
    yield from records.found(
        "findings",
        said.unlisted & raised,
        _audited(records),
        document="finding",
        other="clause",
        edition=said.edition.take,
        dated_on=lambda rows: held.take(audit[rows]),
    )


@rule(
    name=message("Audit without findings"),
    says=message(
        "{agency}: no finding is recorded of the {kind} {code} held {dated_on}. Enter the findings from"
        " the minutes; leave it if the minutes name none."
    ),
)
def audit_without_findings(records: Records) -> Iterator[pd.DataFrame]:
    """Held by the day, and nothing was found: no nonconformity, no observation, no issue.

    Of every kind but the management review. Domain §6 has findings come out of audits (internal,
    certification, surveillance, recertification: ISO 19011, ISO/IEC 17021-1) and of inspections, on
    file or on site (TT 26/2014); a review decides, it does not find. Findings carry no day of their
    own and count from their audit's.
    """
    found = np.zeros(len(records.tables["audits"]) + 1, dtype=np.bool_)
    found[_audit_of(records)] = True
    doubtful = records.happened("audits", "held_on") & ~found[:NONE]
    doubtful &= ~records.says("audits", "kind", "management_review")
    yield from records.found(
        "audits", doubtful, records.agency("audits"), document="audit", kind="kind", dated_on="held_on"
    )


@rule(
    name=message("Figures that are too old"),
    says=message(
        "{agency}: its newest figures are of {dated}; newer ones were due by {limit}. Ask for the procedures,"
        " audits and reviews since."
    ),
)
def figures_too_old(records: Records) -> Iterator[pd.DataFrame]:
    """Has applied by the day, and its newest count of procedures, audit or review up to the day, its
    own or its host's, is older than the months allowed. Who has none at all has no old ones: what is
    missing is told elsewhere (domain §7)."""
    newest = np.maximum(_newest(records, "procedures", "counted_on"), _newest(records, "audits", "held_on"))
    known = np.maximum(newest[records.scene.agency], newest[records.scene.host])
    months = records.rules.quality.figures_months
    old = (known != ALWAYS) & (known < number_of(earliest_within(records.date, months)))
    rung = state(records.registry, records.date, columns={"rung"})["rung"].cat.codes.to_numpy()
    due = months_after(np.where(known == ALWAYS, records.day, known), months)
    yield from records.found_agencies(
        old & (rung >= RUNGS.index("applied")), dated_on=as_dates(known), limit_on=as_dates(due)
    )


def _audit_of(records: Records) -> Positions:
    """Where in `audits` the audit of each finding stands, NONE where it is not there."""
    return records.tables["findings"]["audit_at"].to_numpy().astype(np.intp)


def _audited(records: Records) -> Positions:
    """The agency that each finding was raised at."""
    return np.append(records.agency("audits"), NONE)[_audit_of(records)]


def _newest(records: Records, table: str, column: str) -> np.ndarray:
    """Of every agency the last such day up to the day, else ALWAYS."""
    days = records.last(table, column)
    past = days <= records.day
    return of_agencies(records.agency(table)[past], days[past], records.line.agencies)
