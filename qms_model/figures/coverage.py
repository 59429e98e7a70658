"""The figures of the page Độ phủ: one function each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from qms_model.figures.groups import group_code, group_label, in_order
from qms_model.figures.spec import Figure, Kind, Series, day_heading
from qms_model.figures.theme import HIGHLIGHT, PLAN, RUNGS
from qms_model.i18n import translate
from qms_model.numbers import NOTHING, fraction_text, number_text
from qms_model.terms import RUNG_NAMES


def coverage_by_year(
    trend: pd.DataFrame, rung: str, labels: Mapping[str, str], words: tuple[str, str], language: str
) -> Figure:
    """A table of groups by years, each cell n/N on `rung`, shaded by its share.

    `trend` is the question by group. Frame: group, label, day (ISO), year (as it is
    headed), agencies (n), total (N), share (percent, missing where N is 0), text, end;
    groups in the order of `labels`, those in none last.
    """
    days = list(dict.fromkeys(trend["day"]))
    counted = _by_day_and_group(trend)
    rows = []
    for group in in_order({code for _, code in counted}, labels):
        for day in days:
            row: Any = counted.get((day, group))
            n, total = (_count(row, rung), int(row.agencies)) if row is not None else (None, 0)
            rows.append(
                {
                    "group": group,
                    "label": group_label(group, labels),
                    "day": day.isoformat(),
                    "year": day_heading(day),
                    "agencies": n,
                    "total": total,
                    "share": None if n is None or not total else 100 * n / total,
                    "text": fraction_text(n, total, language),
                    "end": "",
                }
            )
    return Figure(
        kind=Kind.HEAT,
        frame=pd.DataFrame(rows),
        encodings={
            "row": "group",
            "name": "label",
            "column": "year",
            "count": "agencies",
            "length": "share",
            "text": "text",
            "end": "end",
        },
        series=(),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Type", language),
        also={"total": translate("Agencies", language)},
    )


def rungs_by_group(
    coverage: pd.DataFrame, labels: Mapping[str, str], words: tuple[str, str], language: str
) -> Figure:
    """The four rungs of each group on an axis of shares.

    `coverage` is the question by group. Frame: group, label, rung, agencies (n,
    missing where not known), share (percent), text (n/N), total, end; groups whose
    share in force is greatest come first, those without an agency left out.
    """
    rows: list[dict[str, Any]] = []
    for group in coverage[coverage["agencies"] > 0].itertuples():
        code, total = group_code(group.group), int(str(group.agencies))
        counts = {rung: _count(group, rung) for rung in RUNGS}
        written = " · ".join(NOTHING if n is None else number_text(n, language) for n in counts.values())
        for rung, n in counts.items():
            rows.append(
                {
                    "group": code,
                    "label": group_label(code, labels),
                    "rung": rung,
                    "agencies": n,
                    "share": None if n is None else 100 * n / total,
                    "text": fraction_text(n, total, language),
                    "total": total,
                    "end": f"{written}\n{translate('of {n}', language, n=number_text(total, language))}",
                    "place": (-(counts["in_force"] or 0) / total, -total),
                }
            )
    rows.sort(key=lambda row: row["place"])
    known = {row["rung"] for row in rows if row["agencies"] is not None}
    columns = ["group", "label", "rung", "agencies", "share", "text", "total", "end"]
    return Figure(
        kind=Kind.DOTS,
        frame=pd.DataFrame(rows, columns=columns).astype({"agencies": "Int64"}),
        encodings={
            "row": "group",
            "name": "label",
            "series": "rung",
            "count": "agencies",
            "length": "share",
            "text": "text",
            "end": "end",
        },
        series=tuple(
            Series(rung, translate(RUNG_NAMES[rung], language), mark)
            for rung, mark in RUNGS.items()
            if rung in known
        ),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Type", language),
        also={"total": translate("Agencies", language)},
    )


def paths_by_group(
    trend: pd.DataFrame,
    plans: Mapping[date, pd.DataFrame],
    labels: Mapping[str, str],
    words: tuple[str, str],
    language: str,
) -> Figure:
    """A small panel for each group: its share attested over time, and its plan.

    `trend` is the question by type, `plans` the plan of `progress.plan` on each day.
    Frame: group, label, year, series (attested, planned), agencies, share, text, end.
    """
    days = list(dict.fromkeys(trend["day"]))
    counted = _by_day_and_group(trend)
    planned = {
        (day, str(kind)): (int(n), int(total))
        for day, plan in plans.items()
        for kind, n, total in zip(plan["type"], plan["planned"], plan["agencies"], strict=True)
    }
    rows = []
    for group in in_order({code for day, code in counted if day == days[-1]}, labels):
        last = counted[days[-1], group]
        end = fraction_text(int(last.attested), int(last.agencies), language)
        for day in days:
            row = counted.get((day, group))
            reached = None if row is None else (int(row.attested), int(row.agencies))
            for series, pair in (("attested", reached), ("planned", planned.get((day, group)))):
                if pair is None or not pair[1]:
                    continue
                rows.append(
                    {
                        "group": group,
                        "label": group_label(group, labels),
                        "year": day_heading(day),
                        "series": series,
                        "agencies": pair[0],
                        "share": min(100.0, 100 * pair[0] / pair[1]),
                        "total": pair[1],
                        "text": fraction_text(*pair, language),
                        "end": end,
                    }
                )
    return Figure(
        kind=Kind.PANELS,
        frame=pd.DataFrame(
            rows, columns=["group", "label", "year", "series", "agencies", "total", "share", "text", "end"]
        ),
        encodings={
            "row": "group",
            "name": "label",
            "column": "year",
            "series": "series",
            "count": "agencies",
            "length": "share",
            "text": "text",
            "end": "end",
        },
        series=(
            Series("attested", translate(RUNG_NAMES["attested"], language), HIGHLIGHT),
            *((Series("planned", translate("Plan", language), PLAN),) if planned else ()),
        ),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Type", language),
        also={"total": translate("Agencies", language)},
    )


def _by_day_and_group(trend: pd.DataFrame) -> dict[tuple[date, str], Any]:
    """The row of each day and group."""
    rows: list[Any] = list(trend.itertuples())
    return {(row.day, group_code(row.group)): row for row in rows}


def _count(row: Any, rung: str) -> int | None:
    n = getattr(row, rung)
    return None if pd.isna(n) else int(n)
