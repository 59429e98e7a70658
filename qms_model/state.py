"""How every agency stood at the end of a day: the one definition of every status.

The words are those of domain §5. Nothing here knows today's date, and nothing
is stored: the answer follows from (registry, day, edition).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.dates import earliest_within
from qms_model.registry import Registry
from qms_model.timeline import NEVER, NONE, Days, Flags, Positions, Timeline, number_of, timeline

STATES = (
    "no_plan",
    "not_started",
    "building",
    "applying",
    "confirmed",
    "in_force",
    "suspended",
    "lapsed",
    "withdrawn",
)
RUNGS = ("none", "applied", "attested", "in_force", "effective")
CONDITIONS = (
    "not_in_force",
    "internal_audit",
    "management_review",
    "major_overdue",
    "issue_overdue",
    "inspection",
)
OBLIGATIONS = ("mandatory", "encouraged")

_AS_RECORDED = ("agency", "name", "type", "district", "parent", "province", "shares_qms_of")
_OF_ATTESTATION = ("kind", "edition", "issued_on", "expires_on")
_INSPECTIONS = ("inspection_file", "inspection_onsite")


def state(registry: Registry, day: date, edition: str | None = None) -> pd.DataFrame:
    """One row per agency that exists at the end of `day`, sorted by code.

    With `edition` only attestations of that edition count; `adoption_year` and
    the number of rows do not change. Columns:

    agency, name, type, district, parent, province, shares_qms_of: as on the day
    obligation: mandatory or encouraged
    exempt: explained and dated; left out of n and N of every rung
    state: one of STATES
    rung: the highest reached of the nested RUNGS; never "effective" where
        audits are not collected on the day
    adoption_year: Int64, missing when it never adopted
    kind, edition, issued_on, expires_on: the agency's attestation, its own or
        its host's; dates as recorded
    failed: int8, bit n set when condition n of CONDITIONS fails
    qms: the position of the agency whose QMS it runs, its host or itself

    `attrs["audits_collected"]` tells whether rung 4 is known on the day.
    """
    line = timeline(registry)
    scene = _scene(line, day)
    attested = _attested(line, scene, edition)
    mandatory = _mandatory(registry, scene)
    collected = bool(line.first_audit <= scene.day)
    failed = _failed(line, scene, attested.in_force, mandatory, collected)
    applied = attested.ever | scene.reached(line, "applied_on") | scene.reached(line, "confirmed_on")
    effective = attested.in_force & (failed == 0) & collected
    rung = sum(reached.astype(np.int8) for reached in (applied, attested.ever, attested.in_force, effective))

    frame = pd.DataFrame(
        {
            **_taken(registry.tables["agencies"], _AS_RECORDED, line.rows.row[scene.rows]),
            "obligation": _category(np.where(mandatory, 0, 1), OBLIGATIONS),
            "exempt": line.exempt.holding(scene.day, line.agencies)[scene.agency],
            "state": _category(_states(line, scene, attested, mandatory), STATES),
            "rung": _category(rung, RUNGS),
            "adoption_year": _adoption_year(line, scene),
            **_taken(registry.tables["attestations"], _OF_ATTESTATION, attested.shown),
            "failed": failed,
            "qms": np.where(scene.host == NONE, scene.agency, scene.host),
        },
        copy=False,
    )
    frame.attrs["audits_collected"] = collected
    return frame


def failed_conditions(failed: int) -> tuple[str, ...]:
    """The names of the conditions whose bits are set, in the order of CONDITIONS."""
    return tuple(name for bit, name in enumerate(CONDITIONS) if failed >> bit & 1)


@dataclass(frozen=True)
class _Scene:
    """The agencies that exist on a day, and whose QMS each shares that day."""

    date: date
    day: np.int32
    rows: Positions  # into the timeline's agency rows
    agency: Positions
    host: Positions  # NONE: its own QMS, or a host that does not exist
    hosted: Positions  # into the two before: those that have a host

    def either(self, flags: Flags) -> Flags:
        """Whether it is true of the agency or of its host."""
        found = flags[self.agency]
        found[self.hosted] |= flags[self.host[self.hosted]]
        return found

    def earliest(self, days: Days) -> Days:
        """The earlier of the agency's day and its host's."""
        found = days[self.agency]
        found[self.hosted] = np.minimum(found[self.hosted], days[self.host[self.hosted]])
        return found

    def reached(self, line: Timeline, milestone: str) -> Flags:
        """Whether the agency or its host has reached the milestone."""
        return self.either(line.adopted[milestone] <= self.day)


def _scene(line: Timeline, day: date) -> _Scene:
    on = number_of(day)
    rows = np.flatnonzero((line.rows.start <= on) & (on < line.rows.end))
    agency = line.rows.agency[rows]
    exists = np.zeros(line.agencies + 1, dtype=np.bool_)  # one more, so that NONE finds False
    exists[agency] = True
    host = line.rows.host[rows]
    host = np.where(exists[host], host, NONE)
    return _Scene(day, on, rows, agency, host, np.flatnonzero(host != NONE))


@dataclass(frozen=True)
class _Attested:
    """What the attestations that count say of every agency of a scene."""

    ever: Flags
    in_force: Flags
    suspended: Flags
    withdrawn: Flags
    shown: Positions  # row in the attestations table, NONE when there is none


def _attested(line: Timeline, scene: _Scene, edition: str | None) -> _Attested:
    """Rungs 2 and 3 and the attestation shown: own in force (latest issue, then
    newest edition), else the host's, else the own past one, else the host's.

    Of several past ones the one that stopped last decides; one suspended but
    otherwise valid comes before them.
    """
    facts = line.attestations
    issued = facts.issued <= scene.day
    if edition is not None:
        issued &= facts.edition == line.edition_position(edition)
    over = facts.past_from <= scene.day
    suspended = (facts.suspended <= scene.day) & (scene.day < facts.restored)
    own_force, host_force = _best(line, scene, np.flatnonzero(issued & ~over & ~suspended))
    own_held, host_held = _best(line, scene, np.flatnonzero(issued & ~over & suspended))
    own_past, host_past = _best(line, scene, facts.order_of_end[(issued & over)[facts.order_of_end]])

    in_force = (own_force != NONE) | (host_force != NONE)
    held = (own_held != NONE) | (host_held != NONE)
    decides = np.where(facts.end_rank[own_past] > facts.end_rank[host_past], own_past, host_past)
    shown = _first(own_force, host_force, own_held, own_past, host_held, host_past)
    return _Attested(
        ever=shown != NONE,
        in_force=in_force,
        suspended=held & ~in_force,
        withdrawn=facts.withdrawn[decides] & (decides != NONE),
        shown=np.where(shown == NONE, NONE, np.append(facts.row, NONE)[shown]),
    )


def _best(line: Timeline, scene: _Scene, ascending: Positions) -> tuple[Positions, Positions]:
    """The last of `ascending` for every agency of the scene, and for its host; else NONE."""
    best = np.full(line.agencies + 1, NONE, dtype=np.intp)
    best[line.attestations.agency[ascending]] = ascending
    best[-1] = NONE
    return best[scene.agency], best[scene.host]


def _first(*choices: Positions) -> Positions:
    """For every agency the first choice that is there; else NONE."""
    chosen = choices[-1]
    for choice in reversed(choices[:-1]):
        chosen = np.where(choice == NONE, chosen, choice)
    return chosen


def _mandatory(registry: Registry, scene: _Scene) -> Flags:
    """Domain §3: by the row's override, else by its type and the day."""
    line = timeline(registry)
    table = registry.tables["agencies"]
    rows = line.rows.row[scene.rows]
    by_law = {t.code for t in registry.rules.types if t.mandatory_from and t.mandatory_from <= scene.date}
    types = table["type"].cat
    lawful = np.array([code in by_law for code in types.categories] + [False])[types.codes.to_numpy()[rows]]
    override = table["obligation"].cat
    said = np.array([code == "mandatory" for code in override.categories] + [False])
    codes = override.codes.to_numpy()[rows]
    return np.where(codes == NONE, lawful, said[codes])


def _failed(line: Timeline, scene: _Scene, in_force: Flags, mandatory: Flags, collected: bool) -> npt.NDArray[np.int8]:
    """The conditions of rung 4 that fail, as bits.

    (a) internal audit and (b) management review within 12 months, (c) no major
    nonconformity overdue, (d) no inspection issue overdue, (e) for mandatory
    agencies an inspection since 1 January of the year before. Where audits are
    not collected, what we do not know is not held against an agency.
    """
    failed = [~in_force]
    if collected:
        periods = line.rules.periods
        year_before = date(scene.date.year - 1, 1, 1)
        inspected = _since(line, scene, _INSPECTIONS, year_before) | ~mandatory
        failed += [
            ~_within(line, scene, "internal", periods.internal_audit.months) & periods.internal_audit.asked_on(scene.date),
            ~_within(line, scene, "management_review", periods.management_review.months)
            & periods.management_review.asked_on(scene.date),
            scene.either(line.overdue("major").holding(scene.day, line.agencies)),
            scene.either(line.overdue("issue").holding(scene.day, line.agencies)),
            ~inspected & periods.inspection.asked_on(scene.date),
        ]
    return sum((bit.astype(np.int8) << n for n, bit in enumerate(failed)), np.zeros(len(in_force), dtype=np.int8))


def _within(line: Timeline, scene: _Scene, kind: str, months: int) -> Flags:
    return _since(line, scene, (kind,), earliest_within(scene.date, months))


def _since(line: Timeline, scene: _Scene, kinds: tuple[str, ...], first: date) -> Flags:
    """Whether the agency or its host had such an audit from `first` to the day."""
    return scene.either(line.audits(*kinds).last_until(scene.day, line.agencies) >= number_of(first))


def _states(line: Timeline, scene: _Scene, attested: _Attested, mandatory: Flags) -> npt.NDArray[np.int8]:
    """The position in STATES of every agency's state."""
    answers = (
        (attested.in_force, "in_force"),
        (attested.suspended, "suspended"),
        (attested.withdrawn, "withdrawn"),
        (attested.ever, "lapsed"),
        (scene.reached(line, "confirmed_on"), "confirmed"),
        (scene.reached(line, "applied_on"), "applying"),
        (scene.reached(line, "started_on"), "building"),
        (mandatory | scene.either(line.planned), "not_started"),
    )
    found = np.full(len(mandatory), STATES.index("no_plan"), dtype=np.int8)
    for holds, name in reversed(answers):
        found[holds] = STATES.index(name)
    return found


def _adoption_year(line: Timeline, scene: _Scene) -> pd.array:
    """The year of the earliest application, confirmation or issue up to the day."""
    first = scene.earliest(line.first_adopted)
    years = first.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return pd.arrays.IntegerArray(years, first > scene.day)


def _taken(table: pd.DataFrame, names: tuple[str, ...], rows: Positions) -> dict[str, pd.api.extensions.ExtensionArray]:
    """The columns at these rows; missing where the row is NONE."""
    return {name: table[name].array.take(rows, allow_fill=True) for name in names}


def _category(codes: npt.NDArray[np.integer], categories: tuple[str, ...]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, list(categories), ordered=True, validate=False)
