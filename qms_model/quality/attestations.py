"""Doubts about certificates and declarations."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from qms_model.i18n import message
from qms_model.quality.records import Records, as_dates, the_day
from qms_model.quality.rule import rule
from qms_model.timeline import ALWAYS, NEVER, NONE, Days, Flags, months_after, number_of

_TABLE = "attestations"
_PAPER = {"document": "number", "edition": "edition", "dated_on": "issued_on"}


@rule(
    name=message("Certificate of an edition that was closed"),
    says=message(
        "{agency}: certificate {document} of edition {edition} was issued {dated_on}, although no new ones"
        " were allowed from {limit} on. Compare edition and day of issue with the paper."
    ),
)
def certificate_too_late(records: Records) -> Iterator[pd.DataFrame]:
    """Issued on or after the day from which its edition allows no new certificates (domain §3)."""
    closed = _closed_from(records)
    late = _certificates(records) & (records.first(_TABLE, "issued_on") >= closed)
    yield from records.found(_TABLE, late, records.agency(_TABLE), **_PAPER, limit_on=as_dates(closed))


@rule(
    name=message("Certificate of a state agency since declarations began"),
    says=message(
        "{agency}: certificate {document} was issued {dated_on}, but since {limit} a state agency declares"
        " conformity itself and hires no certification body. Compare kind and day with the paper, and the"
        " type of the agency with its decision of establishment."
    ),
)
def certificate_of_state_agency(records: Records) -> Iterator[pd.DataFrame]:
    """Issued after declarations began, to an agency that is no service unit on the day (QĐ 19/2014,
    Art. 4; domain §3: one in force that day keeps covering, service units may still certify)."""
    since = records.rules.regimes.declarations_from
    after = _certificates(records) & (records.first(_TABLE, "issued_on") > number_of(since))
    agency = records.agency(_TABLE)
    doubtful = after & ~_service_units(records)[agency]
    yield from records.found(_TABLE, doubtful, agency, **_PAPER, limit_on=the_day(since))


@rule(
    name=message("Certificate that runs too long"),
    says=message(
        "{agency}: certificate {document}, issued {dated_on}, is said to run until {expires}; the longest"
        " usual is until {limit}. Compare both days with the paper."
    ),
)
def certificate_too_long(records: Records) -> Iterator[pd.DataFrame]:
    """Valid for longer than the usual term and the months allowed on top (3 years + 6 months)."""
    months = records.rules.regimes.certificate_term_months + records.rules.quality.certificate_extra_months
    longest = months_after(records.last(_TABLE, "issued_on"), months) - np.int32(1)
    expires = records.first(_TABLE, "expires_on", blank=ALWAYS)
    doubtful = _certificates(records) & (expires > longest)
    yield from records.found(
        _TABLE,
        doubtful,
        records.agency(_TABLE),
        **_PAPER,
        expires_on="expires_on",
        limit_on=as_dates(longest),
    )


@rule(
    name=message("Certificate without a day of expiry"),
    says=message(
        "{agency}: certificate {document}, issued {dated_on}, names no day of expiry and is taken to run"
        " until {limit}. Enter the day of expiry from the paper."
    ),
)
def certificate_without_expiry(records: Records) -> Iterator[pd.DataFrame]:
    """No `expires_on`: the term is assumed (domain §5), up to the day before it ends."""
    term = records.rules.regimes.certificate_term_months
    assumed = months_after(records.last(_TABLE, "issued_on"), term) - np.int32(1)
    doubtful = _certificates(records) & ~records.given(_TABLE, "expires_on")
    yield from records.found(_TABLE, doubtful, records.agency(_TABLE), **_PAPER, limit_on=as_dates(assumed))


@rule(
    name=message("Attested before it applied the system"),
    says=message(
        "{agency}: {kind} {document} was issued {dated_on}, before the agency began to apply the system"
        " {limit_on}. Compare the day of issue with the paper and the day of application with the decision"
        " that issued the documents."
    ),
)
def attested_before_applied(records: Records) -> Iterator[pd.DataFrame]:
    """Certificate or declaration issued before the agency's own `applied_on`."""
    adopter = records.agency("adoptions")
    place = np.full(records.line.agencies + 1, NONE, dtype=np.intp)
    place[adopter] = np.arange(len(adopter))
    place[NONE] = NONE
    applied = np.where(
        records.happened("adoptions", "applied_on"),
        records.first("adoptions", "applied_on", blank=ALWAYS),
        ALWAYS,
    )
    agency = records.agency(_TABLE)
    issued = records.last(_TABLE, "issued_on")
    doubtful = (issued <= records.day) & (issued < np.append(applied, ALWAYS)[place[agency]])
    recorded = records.tables["adoptions"]["applied_on"].array
    yield from records.found(
        _TABLE,
        doubtful,
        agency,
        **_PAPER,
        kind="kind",
        limit_on=lambda rows: recorded.take(place[agency[rows]]),
    )


def _certificates(records: Records) -> Flags:
    """The certificates issued by the day."""
    return records.says(_TABLE, "kind", "certificate") & records.happened(_TABLE, "issued_on")


def _closed_from(records: Records) -> Days:
    """From when each attestation's edition allows no new certificates; NEVER where no day is set."""
    limit = {edition.code: edition.no_new_from for edition in records.rules.editions}
    column = records.tables[_TABLE]["edition"].cat
    days = [NEVER if (day := limit.get(code)) is None else number_of(day) for code in column.categories]
    return np.array([*days, NEVER], dtype=np.int32)[column.codes.to_numpy()]


def _service_units(records: Records) -> Flags:
    """Whether each agency's type on the day is one of service units; NONE finds False."""
    units = {one.code for one in records.rules.types if one.service_unit}
    column = records.tables["agencies"]["type"].cat
    is_unit = np.array([code in units for code in column.categories] + [False])[column.codes.to_numpy()]
    return np.append(is_unit, False)[records.row_of_day]
