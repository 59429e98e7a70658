"""The conditions of rung 4, and whom they concern."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from qms_model.dates import earliest_within
from qms_model.registry import Registry
from qms_model.state.scene import Scene
from qms_model.timeline import NONE, Flags, Timeline, number_of, timeline

_INSPECTIONS = ("inspection_file", "inspection_onsite")


def mandatory_of(registry: Registry, scene: Scene) -> Flags:
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


def failed_of(
    line: Timeline, scene: Scene, in_force: Flags, mandatory: Flags, collected: bool
) -> npt.NDArray[np.int8]:
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
            ~_within(line, scene, "internal", periods.internal_audit.months)
            & periods.internal_audit.asked_on(scene.date),
            ~_within(line, scene, "management_review", periods.management_review.months)
            & periods.management_review.asked_on(scene.date),
            scene.either(line.overdue("major").holding(scene.day, line.agencies)),
            scene.either(line.overdue("issue").holding(scene.day, line.agencies)),
            ~inspected & periods.inspection.asked_on(scene.date),
        ]
    return sum(
        (bit.astype(np.int8) << n for n, bit in enumerate(failed)), np.zeros(len(in_force), dtype=np.int8)
    )


def _within(line: Timeline, scene: Scene, kind: str, months: int) -> Flags:
    return _since(line, scene, (kind,), earliest_within(scene.date, months))


def _since(line: Timeline, scene: Scene, kinds: tuple[str, ...], first: date) -> Flags:
    """Whether the agency or its host had such an audit from `first` to the day."""
    return scene.either(line.audits(*kinds).last_until(scene.day, line.agencies) >= number_of(first))
