"""The figures of the page Độ phủ: one function each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from qms_model.figures.groups import ENCODINGS, group_code, group_label, in_order
from qms_model.figures.spec import Figure, Kind, Series, day_heading
from qms_model.figures.theme import HIGHLIGHT, PLAN, RUNGS
from qms_model.i18n import translate
from qms_model.numbers import NOTHING, fraction_text, number_text
from qms_model.terms import RUNG_NAMES

_POINTS = ["group", "label", "year", "series", "agencies", "total", "share", "text", "end"]
_MARKS = ["group", "label", "rung", "agencies", "share", "text", "total", "end"]
_Reached = Mapping[tuple[date, str], tuple[int, int]]  # n of N by day and group


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
    rows = [
        _cell(group, day, counted.get((day, group)), rung, labels, language)
        for group in in_order({code for _, code in counted}, labels)
        for day in days
    ]
    return _of_types(Kind.HEAT, pd.DataFrame(rows), {"column": "year"}, (), words, language)


def rungs_by_group(
    coverage: pd.DataFrame, labels: Mapping[str, str], words: tuple[str, str], language: str
) -> Figure:
    """The four rungs of each group on an axis of shares.

    `coverage` is the question by group. Frame: group, label, rung, agencies (n,
    missing where not known), share (percent), text (n/N), total, end; groups whose
    share in force is greatest come first, those without an agency left out.
    """
    groups: list[Any] = sorted(coverage[coverage["agencies"] > 0].itertuples(), key=_most_in_force)
    rows = [mark for group in groups for mark in _marks_of(group, labels, language)]
    known = {row["rung"] for row in rows if row["agencies"] is not None}
    series = tuple(
        Series(rung, translate(RUNG_NAMES[rung], language), mark)
        for rung, mark in RUNGS.items()
        if rung in known
    )
    frame = pd.DataFrame(rows, columns=_MARKS).astype({"agencies": "Int64"})
    return _of_types(Kind.DOTS, frame, {"series": "rung"}, series, words, language)


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
    attested = {key: (int(row.attested), int(row.agencies)) for key, row in counted.items()}
    planned = _planned(plans)
    groups = in_order({code for day, code in counted if day == days[-1]}, labels)
    rows = [
        point for group in groups for point in _points_of(group, days, attested, planned, labels, language)
    ]
    series = (
        Series("attested", translate(RUNG_NAMES["attested"], language), HIGHLIGHT),
        *((Series("planned", translate("Plan", language), PLAN),) if planned else ()),
    )
    frame = pd.DataFrame(rows, columns=_POINTS)
    return _of_types(Kind.PANELS, frame, {"column": "year", "series": "series"}, series, words, language)


def _of_types(
    kind: Kind,
    frame: pd.DataFrame,
    encodings: Mapping[str, str],
    series: tuple[Series, ...],
    words: tuple[str, str],
    language: str,
) -> Figure:
    """A figure whose rows are types and whose numbers are n/N; `encodings` are those of its own."""
    return Figure(
        kind=kind,
        frame=frame,
        encodings={**ENCODINGS, "text": "text", **encodings},
        series=series,
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Type", language),
        also={"total": translate("Agencies", language)},
    )


def _cell(
    group: str, day: date, row: Any, rung: str, labels: Mapping[str, str], language: str
) -> dict[str, Any]:
    """A group on a day; `row` is that of the question, None where the group had no agency."""
    n, total = (None, 0) if row is None else (_count(row, rung), int(row.agencies))
    return {
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


def _most_in_force(group: Any) -> tuple[float, int]:
    """The rank of a group by its share in force, of equal ones by its agencies; N is above 0."""
    return -(_count(group, "in_force") or 0) / int(group.agencies), -int(group.agencies)


def _marks_of(group: Any, labels: Mapping[str, str], language: str) -> list[dict[str, Any]]:
    """The four rungs of a group, whose N is above 0."""
    code, total = group_code(group.group), int(group.agencies)
    counts = {rung: _count(group, rung) for rung in RUNGS}
    written = " · ".join(NOTHING if n is None else number_text(n, language) for n in counts.values())
    whole = {
        "group": code,
        "label": group_label(code, labels),
        "total": total,
        "end": f"{written}\n{translate('of {n}', language, n=number_text(total, language))}",
    }
    return [
        {
            **whole,
            "rung": rung,
            "agencies": n,
            "share": None if n is None else 100 * n / total,
            "text": fraction_text(n, total, language),
        }
        for rung, n in counts.items()
    ]


def _planned(plans: Mapping[date, pd.DataFrame]) -> _Reached:
    """How many of a type the plan of each day asks for, of how many."""
    return {
        (day, str(kind)): (int(n), int(total))
        for day, plan in plans.items()
        for kind, n, total in zip(plan["type"], plan["planned"], plan["agencies"], strict=True)
    }


def _points_of(
    group: str,
    days: Sequence[date],
    attested: _Reached,
    planned: _Reached,
    labels: Mapping[str, str],
    language: str,
) -> list[dict[str, Any]]:
    """The two lines of a panel, without the days on which N is 0."""
    whole = {
        "group": group,
        "label": group_label(group, labels),
        "end": fraction_text(*attested[days[-1], group], language),
    }
    return [
        {
            **whole,
            "year": day_heading(day),
            "series": series,
            "agencies": n,
            "share": min(100.0, 100 * n / total),
            "total": total,
            "text": fraction_text(n, total, language),
        }
        for day in days
        for series, reached in (("attested", attested), ("planned", planned))
        for n, total in [reached.get((day, group), (0, 0))]
        if total
    ]


def _by_day_and_group(trend: pd.DataFrame) -> dict[tuple[date, str], Any]:
    """The row of each day and group."""
    rows: list[Any] = list(trend.itertuples())
    return {(row.day, group_code(row.group)): row for row in rows}


def _count(row: Any, rung: str) -> int | None:
    n = getattr(row, rung)
    return None if pd.isna(n) else int(n)
