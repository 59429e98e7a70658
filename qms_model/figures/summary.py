"""The figures of the page Tổng quan: one function each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from qms_model.figures.groups import ENCODINGS, group_code, group_label, place_among, share_text
from qms_model.figures.spec import Figure, Kind, Series, day_heading
from qms_model.figures.theme import HIGHLIGHT, LOOKS, PLAN
from qms_model.i18n import translate
from qms_model.numbers import number_text

LOOK_NAMES = {
    "in_force_current": "In force, current edition",
    "in_force_previous": "In force, previous edition",
    "in_progress": "In progress",
    "lapsed": "No longer in force",
    "not_started": "Not started",
    "no_plan": "No plan yet",
    "exempt": "Exempt",
}

_COLUMNS = [
    "group",
    "label",
    "look",
    "agencies",
    "share",
    "total",
    "attested",
    "in_force",
    "exempt",
    "planned",
    "plan_share",
    "plan_text",
    "end",
]
_COUNTS = {
    "total": "Agencies",
    "attested": "Certified or declared",
    "planned": "Plan",
    "in_force": "In force",
    "exempt": "Exempt",
}


def coverage_by_type(
    coverage: pd.DataFrame,
    composition: pd.DataFrame,
    plan: pd.DataFrame,
    labels: Mapping[str, str],
    words: tuple[str, str],
    language: str,
) -> Figure:
    """Bars of 100%, one a type, stacked by look, a tick where the plan lies, n/N at the end.

    `coverage` and `composition` are the questions' frames by type, `plan` that of
    `progress.plan`; `labels` names the types in the order that breaks ties. The
    exempt are in no bar (they are in no N): the end of the bar counts them.
    `words` are the narrator's title and alternative text. Frame: group, label,
    look, agencies, share (percent), total, attested, in_force, exempt, planned
    (missing without a plan), plan_share (percent), plan_text, end. The types that
    lack most agencies to their plan come first, then the lower share.
    """
    parts = {
        (str(group), str(look)): int(agencies)
        for group, look, agencies in zip(
            composition["group"], composition["look"], composition["agencies"], strict=True
        )
    }
    rows = [
        {**group, "look": look, "agencies": n, "share": 100 * n / group["total"] if group["total"] else None}
        for group in _groups(coverage, plan, labels, language)
        for look in LOOKS
        if look != "exempt"
        for n in [parts.get((group["group"], look), 0)]
    ]
    used = {row["look"] for row in rows if row["agencies"]}
    frame = pd.DataFrame(rows, columns=_COLUMNS).astype({"planned": "Int64"})
    also = {name: text for name, text in _COUNTS.items() if name != "planned" or len(plan)}
    return Figure(
        kind=Kind.SHARE_BARS,
        frame=frame,
        encodings=ENCODINGS | {"series": "look", "tick": "plan_share", "tick_name": "plan_text"},
        series=tuple(_look(code, language) for code in LOOKS if code in used),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Type", language),
        tick=translate("Plan", language) if len(plan) else "",
        also={name: translate(text, language) for name, text in also.items()},
    )


def adoption(
    trend: pd.DataFrame, path: pd.DataFrame, types: int, words: tuple[str, str], language: str
) -> Figure:
    """Agencies that were ever certified or declared, against the plan, day by day.

    `trend` is the question without `by`, `path` that of `progress.path`; a plan of fewer than the
    `types` there are says so. Frame: day (its year, or month and year where it ends none), series
    (attested, planned), agencies.
    """
    rows = [
        (day_heading(day), "attested", int(n)) for day, n in zip(trend["day"], trend["attested"], strict=True)
    ]
    asked = path[path["types"] > 0]
    rows += [
        (day_heading(day), "planned", int(n)) for day, n in zip(asked["day"], asked["planned"], strict=True)
    ]
    n = int(asked["types"].iloc[-1]) if len(asked) else 0
    plan = translate("Plan of {n}/{all} types" if n < types else "Plan", language, n=n, all=types)
    return Figure(
        kind=Kind.STEPS,
        frame=pd.DataFrame(rows, columns=["day", "series", "agencies"]),
        encodings={"row": "day", "series": "series", "count": "agencies"},
        series=(
            Series("attested", translate("Certified or declared", language), HIGHLIGHT),
            *((Series("planned", plan, PLAN),) if len(asked) else ()),
        ),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("As of the end of", language),
        measure=translate("Agencies, running total", language),
    )


def _groups(
    coverage: pd.DataFrame, plan: pd.DataFrame, labels: Mapping[str, str], language: str
) -> list[dict[str, Any]]:
    """What all lines of a type share; the type that lacks most to its plan first."""
    place_of = place_among(labels)
    planned = {str(row.type): row for row in plan.itertuples()}
    rows: list[Any] = list(coverage.itertuples())
    groups = [_group(row, planned.get(group_code(row.group)), labels, language) for row in rows]

    def place(group: dict[str, Any]) -> tuple[int, float, int, int]:
        share = group["attested"] / group["total"] if group["total"] else 2
        return -group["lacks"], share, -group["total"], place_of(group["group"])

    return sorted(groups, key=place)


def _group(row: Any, target: Any, labels: Mapping[str, str], language: str) -> dict[str, Any]:
    code, total, attested = group_code(row.group), int(row.agencies), int(row.attested)
    said = "" if target is None else _against(target, language)
    ends = [share_text(attested, total, language)]
    ends += [said] if said else []
    ends += [translate("{n} exempt", language, n=int(row.exempt))] if row.exempt else []
    return {
        "group": code,
        "label": group_label(code, labels),
        "total": total,
        "attested": attested,
        "in_force": int(row.in_force),
        "exempt": int(row.exempt),
        "planned": pd.NA if target is None else int(target.planned),
        "plan_share": None
        if target is None
        else min(100.0, 100 * int(target.planned) / int(target.agencies)),
        "plan_text": said,
        "end": "\n".join(ends),
        "lacks": 0 if target is None else max(0, int(target.planned) - int(target.reached)),
    }


def _against(target: Any, language: str) -> str:
    """What is asked for, and how many lack."""
    planned, lacking = int(target.planned), int(target.planned) - int(target.reached)
    asked = number_text(planned, language)
    if lacking <= 0:
        return translate("plan {n}: met", language, n=asked)
    return translate("plan {n}: {lacking} short", language, n=asked, lacking=number_text(lacking, language))


def _look(code: str, language: str) -> Series:
    return Series(code, translate(LOOK_NAMES[code], language), LOOKS[code])
