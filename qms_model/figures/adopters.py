"""New adopters of each year, and their running total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import accumulate

import pandas as pd

from qms_model.figures.groups import group_label, place_among
from qms_model.figures.spec import Figure, Kind, Series
from qms_model.figures.theme import HIGHLIGHT, RAMP, REST
from qms_model.i18n import translate

OTHERS = "others"  # the series that the smaller groups share


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
        kind=Kind.STEPS,
        frame=pd.DataFrame({"year": years, "agencies": totals}, dtype="int64"),
        encodings={"row": "year", "count": "agencies"},
        series=(Series("total", label, HIGHLIGHT),),
        title=label,
        alt=label,
        language=language,
        axis=translate("Year", language),
        measure=translate("Agencies that apply the system, running total", language),
    )


def _largest(
    known: list[tuple[int, str, int]], labels: Mapping[str, str], language: str
) -> tuple[Series, ...]:
    """At most five series: the largest groups in the order of `labels`, then the others."""
    totals: Counter[str] = Counter()
    for _, group, n in known:
        totals[group] += n
    place = place_among(labels)
    ranked = sorted(totals, key=lambda code: (-totals[code], place(code)))
    everything = len(ranked) <= len(RAMP) + 1
    kept = sorted(ranked if everything else ranked[: len(RAMP)], key=place)
    marks = (HIGHLIGHT,) if len(kept) == 1 else (*RAMP, REST)
    named = [Series(code, group_label(code, labels), mark) for code, mark in zip(kept, marks, strict=False)]
    others = [] if everything else [Series(OTHERS, translate("Other types", language), REST)]
    return tuple(named + others)
