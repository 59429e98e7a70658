"""The figures of the page Độ phủ: one function each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from typing import Any

import pandas as pd

from qms_model.figures.spec import Figure, Kind, Series
from qms_model.figures.theme import HIGHLIGHT, LOOKS, RAMP, REST
from qms_model.i18n import translate
from qms_model.numbers import fraction_text, percentage_text

OTHERS = "others"  # the series that the smaller groups share

LOOK_NAMES = {
    "in_force_current": "In force, current edition",
    "in_force_previous": "In force, previous edition",
    "in_progress": "In progress",
    "lapsed": "No longer in force",
    "not_started": "Not started",
    "no_plan": "No plan yet",
    "exempt": "Exempt",
}


_UNSET = "—"
_BAR_COLUMNS = ["group", "label", "look", "agencies", "share", "total", "in_force", "exempt", "end"]
_BAR_ENCODINGS = {
    "row": "group",
    "name": "label",
    "series": "look",
    "count": "agencies",
    "length": "share",
    "end": "end",
}
_COUNTS = {"total": "Agencies", "in_force": "In force", "exempt": "Exempt"}


def coverage_by_group(
    coverage: pd.DataFrame,
    composition: pd.DataFrame,
    labels: Mapping[str, str],
    words: tuple[str, str],
    language: str,
) -> Figure:
    """Bars of 100%, one a group, stacked by look, n/N in force at each end.

    `coverage` and `composition` are the questions' frames by the same `by`;
    `labels` names the groups, in the order that breaks ties. The exempt are in
    no bar (they are in no N): the end of the bar counts them. `words` are the
    narrator's title and alternative text. Frame: group,
    label, look, agencies, share (percent), total, in_force, exempt, end.
    Groups that are furthest come first, then larger ones.
    """
    parts = {
        (str(group), str(look)): int(agencies)
        for group, look, agencies in zip(
            composition["group"], composition["look"], composition["agencies"], strict=True
        )
    }
    rows = [
        {**group, "look": look, "agencies": n, "share": 100 * n / group["total"] if group["total"] else None}
        for group in _sorted_groups(coverage, labels, language)
        for look in LOOKS
        if look != "exempt"
        for n in [parts.get((group["group"], look), 0)]
    ]
    used = {row["look"] for row in rows if row["agencies"]}
    return Figure(
        kind=Kind.SHARE_BARS,
        frame=pd.DataFrame(rows, columns=_BAR_COLUMNS),
        encodings=_BAR_ENCODINGS,
        series=tuple(_look(code, language) for code in LOOKS if code in used),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Type", language),
        also={text: translate(name, language) for text, name in _COUNTS.items()},
    )


def adopters_by_year(
    adopters: pd.DataFrame, day: date, labels: Mapping[str, str], words: tuple[str, str], language: str
) -> Figure:
    """New adopters of each year by group, and their running total below.

    `adopters` is the question's frame on `day`. Frame: year, series, agencies;
    the panel below: year, agencies (cumulative), for every year from the first
    adopter's to that of `day`. At most five series: the four groups
    with most adopters and, where there are more, the others together.
    """
    known = [
        (int(year), str(group), int(n))
        for year, group, n in zip(adopters["year"], adopters["group"], adopters["agencies"], strict=True)
        if n > 0
    ]
    series = _largest(known, labels, language)
    named = {entry.code for entry in series}
    parts: Counter[tuple[int, str]] = Counter()
    for year, group, n in known:
        parts[year, group if group in named else OTHERS] += n
    rows = [(year, code, n) for (year, code), n in sorted(parts.items())]
    frame = pd.DataFrame(rows, columns=["year", "series", "agencies"])
    return Figure(
        kind=Kind.COLUMNS,
        frame=frame,
        encodings={"row": "year", "series": "series", "count": "agencies"},
        series=series,
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Year", language),
        measure=translate("New adopters in the year", language),
        below=_running_total(known, day, language),
    )


def _running_total(known: list[tuple[int, str, int]], day: date, language: str) -> Figure:
    """The cumulative curve of the adopters, over every year from the first to that of `day`."""
    per_year: Counter[int] = Counter()
    for year, _, n in known:
        per_year[year] += n
    years = list(range(min(per_year), day.year + 1)) if per_year else []
    totals = list(accumulate(per_year[year] for year in years))
    label = translate("Running total", language)
    return Figure(
        kind=Kind.STEP,
        frame=pd.DataFrame({"year": years, "agencies": totals}, dtype="int64"),
        encodings={"row": "year", "count": "agencies"},
        series=(Series("total", label, HIGHLIGHT),),
        title=label,
        alt=label,
        language=language,
        axis=translate("Year", language),
        measure=translate("Agencies that apply the system, running total", language),
    )


def _sorted_groups(coverage: pd.DataFrame, labels: Mapping[str, str], language: str) -> list[dict[str, Any]]:
    """The groups to draw: group, label, total, in_force, exempt, end; furthest first."""
    order = {code: place for place, code in enumerate(labels)}
    groups = []
    for row in coverage.itertuples():
        code = _code(row.group)
        counts = {"total": row.agencies, "in_force": row.in_force, "exempt": row.exempt}
        group = {name: int(str(n)) for name, n in counts.items()}
        groups.append(
            {
                "group": code,
                "label": labels.get(code, code or _UNSET),
                **group,
                "end": _end(**group, language=language),
            }
        )

    def place(group: dict[str, Any]) -> tuple[float, int, int]:
        share = group["in_force"] / group["total"] if group["total"] else -1
        return -share, -group["total"], order.get(group["group"], len(order))

    return sorted(groups, key=place)


def _code(group: object) -> str:
    """The code of a group; "" where it is not set."""
    return group if isinstance(group, str) else ""


def _end(total: int, in_force: int, exempt: int, language: str) -> str:
    """What stands at the end of a bar: n/N in force and percent; on a second line the exempt."""
    text = fraction_text(in_force, total, language)
    if total:
        text = f"{text} · {percentage_text(in_force, total, language)}"
    return f"{text}\n{translate('{n} exempt', language, n=exempt)}" if exempt else text


def _look(code: str, language: str) -> Series:
    return Series(code, translate(LOOK_NAMES[code], language), LOOKS[code])


def _largest(
    known: list[tuple[int, str, int]], labels: Mapping[str, str], language: str
) -> tuple[Series, ...]:
    """At most five series: the largest groups in the order of `labels`, then the others."""
    totals: Counter[str] = Counter()
    for _, group, n in known:
        totals[group] += n
    order = {code: place for place, code in enumerate(labels)}

    def place(code: str) -> int:
        return order.get(code, len(order))

    ranked = sorted(totals, key=lambda code: (-totals[code], place(code)))
    everything = len(ranked) <= len(RAMP) + 1
    kept = sorted(ranked if everything else ranked[: len(RAMP)], key=place)
    marks = (HIGHLIGHT,) if len(kept) == 1 else (*RAMP, REST)
    named = [
        Series(code, labels.get(code, code or _UNSET), mark) for code, mark in zip(kept, marks, strict=False)
    ]
    others = [] if everything else [Series(OTHERS, translate("Other types", language), REST)]
    return tuple(named + others)
