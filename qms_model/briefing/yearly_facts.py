"""What the yearly report of the province says of each agency, as codes and dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from qms_model.attestations.holders import names
from qms_model.coverage import Filters, standing
from qms_model.findings.raised import raised
from qms_model.laggards.evidence import cells, iso
from qms_model.laggards.look import Look, look_of
from qms_model.registry import Registry
from qms_model.state.attested import attested_of
from qms_model.timeline import ALWAYS, NEVER, NONE, Flags, Positions, last_rows, number_of, positions
from qms_model.vietnamese import order

_INSPECTIONS = ("inspection_file", "inspection_onsite")
_AS_ON_THE_DAY = ["agency", "name", "name_en", "type", "kind", "edition", "issued_on"]
_FORMS = {"in_force": "in_force", "building": "building", "no_plan": "none", "not_started": "none"}
_COLUMNS = (
    "agency", "name", "name_en", "type", "obligation", "exempt", "state", "rung", "kind", "edition",
    "issued_on",
)  # fmt: skip


def yearly_facts(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """One row per agency that exists at the end of `day` and matches, the exempt included: types in
    the order of config.yaml, within a type the order of a Vietnamese dictionary. Columns:

    agency, name, name_en, type; kind, edition, issued_on: as `state.state`
    form: certificate or declaration (in force), building, none (not begun), else the state
    number: of the attestation that `state` shows
    tthc_in_scope, tthc_total, count: Int64; of the last count up to the day that says both, and its row
    internal_audit, management_review: ISO text, the last up to the day
    inspection, inspected_on: kind and ISO text of the last one in the calendar year up to the day
    applied: on rung 1; asked: whether an inspection is asked of it (mandatory, not exempt)
    open, overdue, closed: Int64; its own findings, the overdue also among the open, closed in that
        year; missing where no audit is recorded by the day
    exempt_until, exempt_basis: of the exemption that holds on the day and lasts longest
    host, host_en: name of the agency whose QMS it shares on the day

    Audits and counts are its own and its host's together (domain §5), of one day its own first;
    findings are its own. `attrs["audits_collected"]` as in `state.state`.
    """
    look = look_of(registry, day, filters)
    frame = standing(registry, day, filters, _COLUMNS)
    places = frame.index.to_numpy()
    mandatory = (frame["obligation"] == "mandatory").to_numpy(np.bool_)
    facts = {
        "form": _form(frame),
        "number": cells(look, "attestations", "number", _shown(look, filters)[places]),
        **_counts(look, places),
        **_audits(look, places),
        "applied": (frame["rung"] != "none").to_numpy(np.bool_),
        "asked": mandatory & ~frame["exempt"].to_numpy(np.bool_),
        **_remedies(look, filters, places),
        **_exemptions(look, places),
        **_hosts(look, places),
    }
    found = frame[_AS_ON_THE_DAY].assign(**facts)
    found.attrs["audits_collected"] = look.collected
    return found.iloc[_in_order(registry, found)].reset_index(drop=True)


def _in_order(registry: Registry, frame: pd.DataFrame) -> list[int]:
    place = {one.code: at for at, one in enumerate(registry.rules.types)}
    keys = [
        (place.get(kind, len(place)), order(name))
        for kind, name in zip(frame["type"], frame["name"], strict=True)
    ]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _form(frame: pd.DataFrame) -> list[str]:
    """In what form each applies a system; the state where no word of the report says it."""
    forms = [_FORMS.get(state, state) for state in frame["state"]]
    pairs = zip(forms, frame["kind"], strict=True)
    return [str(kind) if form == "in_force" else form for form, kind in pairs]


def _shown(look: Look, filters: Filters) -> Positions:
    """Of every place the row of the attestation that `state` shows; NONE where there is none."""
    return attested_of(look.line, look.scene, filters.edition).shown


def _counts(look: Look, places: Positions) -> dict[str, Any]:
    table = look.tables["procedures"]
    both = (table["tthc_total"].notna() & table["tthc_in_scope"].notna()).to_numpy(np.bool_)
    days = np.where(both, look.days("procedures", "counted_on"), NEVER)
    rows = look.latest(look.agencies("procedures"), days)[places]
    numbers = {name: _taken(table[name], rows) for name in ("tthc_in_scope", "tthc_total")}
    return {**numbers, "count": pd.arrays.IntegerArray(rows.astype(np.int64), rows == NONE)}


def _taken(column: pd.Series, rows: Positions) -> Any:
    return column.array.take(rows, allow_fill=True)


def _audits(look: Look, places: Positions) -> dict[str, Any]:
    new_year = number_of(date(look.date.year, 1, 1))
    inspected = _last(look, look.audits(*_INSPECTIONS) & (look.held >= new_year))[places]
    return {
        "internal_audit": _held(look, _last(look, look.audits("internal")))[places],
        "management_review": _held(look, _last(look, look.audits("management_review")))[places],
        "inspection": cells(look, "audits", "kind", inspected),
        "inspected_on": _held(look, inspected),
    }


def _last(look: Look, chosen: Flags) -> Positions:
    """Of every place the last of the chosen audits up to the day; NONE where there is none."""
    return look.latest(look.agencies("audits"), np.where(chosen, look.held, NEVER))


def _held(look: Look, rows: Positions) -> Any:
    return iso(np.append(look.held, ALWAYS)[rows])


def _remedies(look: Look, filters: Filters, places: Positions) -> dict[str, Any]:
    """How many findings of its own are open, overdue, and were closed in the year."""
    found = raised(look.registry, look.date, filters)
    new_year = number_of(date(look.date.year, 1, 1))
    chosen = {
        "open": ~found.closed,
        "overdue": found.days_overdue > 0,
        "closed": found.closed & (found.over >= new_year),
    }
    agency, unknown = look.scene.agency[places], np.full(len(places), not look.collected)
    return {
        name: pd.arrays.IntegerArray(
            np.bincount(found.agency[which], minlength=look.line.agencies)[agency].astype(np.int64),
            unknown.copy(),
        )
        for name, which in chosen.items()
    }


def _exemptions(look: Look, places: Positions) -> dict[str, Any]:
    starts, until = look.days("exemptions", "starts_on"), look.days("exemptions", "until")
    rows = np.flatnonzero((starts <= look.day) & (look.day <= until))
    rows = rows[np.argsort(until[rows], kind="stable")]
    agency = positions(look.tables["exemptions"]["agency"])
    last = last_rows(agency, rows, look.line.agencies)[look.scene.agency[places]]
    named = {"exempt_until": "until", "exempt_basis": "basis"}
    return {name: cells(look, "exemptions", column, last) for name, column in named.items()}


def _hosts(look: Look, places: Positions) -> dict[str, Any]:
    host = look.scene.host[places]
    shared = host != NONE
    found = {name: np.full(len(host), None, dtype=object) for name in ("host", "host_en")}
    of_hosts = names(look.registry, look.date, host[shared])
    for cells_, (_, texts) in zip(found.values(), of_hosts, strict=True):
        cells_[shared] = pd.Series(texts).astype(object).where(pd.notna(texts), None).to_numpy()
    return found
