"""The table behind a figure: the same numbers, for those who read or reuse them."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from qms_model.figures.spec import Figure, Kind
from qms_model.i18n import translate
from qms_model.numbers import day_text


def as_table(figure: Figure) -> pd.DataFrame:
    """One line a row of the figure: its name, what belongs to it, its counts by series.

    Headings are in the figure's language; a count that is not known is missing.
    With a panel below, its rows are the lines, and a total and the panel's counts
    stand last. A figure of rows by columns has one line a cell.
    """
    if figure.kind is Kind.LANES:
        return _events(figure)
    if figure.kind is Kind.STRIP:
        return _things(figure)
    return _cells(figure) if "column" in figure.encodings else _lines(figure)


def _events(figure: Figure) -> pd.DataFrame:
    language = figure.language
    starts, ends = figure.column("start"), figure.column("end")
    return pd.DataFrame(
        {
            translate("Day", language): [day_text(day, language) for day in starts],
            translate("Until", language): [
                day_text(end, language) if end > start else ""
                for start, end in zip(starts, ends, strict=True)
            ],
            figure.axis: figure.column("name"),
            translate("What happened", language): figure.column("text"),
        }
    )


def _things(figure: Figure) -> pd.DataFrame:
    """One line a mark."""
    names = {series.code: series.label for series in figure.series}
    columns = {figure.axis: figure.column("name")}
    columns |= {heading: figure.frame[column] for column, heading in figure.also.items()}
    columns[figure.parts] = figure.column("series").map(names)
    columns[figure.measure] = figure.column("value")
    return pd.DataFrame(columns)


def _lines(figure: Figure) -> pd.DataFrame:
    rows = figure.column("row").tolist()
    lines = list(dict.fromkeys(rows if figure.below is None else figure.below.column("row")))
    names = dict(zip(rows, figure.column("name"), strict=True)) if "name" in figure.encodings else {}
    columns: dict[str, list[object]] = {figure.axis: [names.get(line, line) for line in lines]}
    for column, heading in figure.also.items():
        values = dict(zip(rows, figure.frame[column], strict=True))
        columns[heading] = [values[line] for line in lines]
    counts = _counts(figure)
    # In a bar, and over a running total, what does not stand there is none; else it is not known.
    blank = 0 if figure.kind in (Kind.SHARE_BARS, Kind.BARS) or figure.below is not None else pd.NA
    for code, heading in _headings(figure).items():
        columns[heading] = [counts.get((line, code), blank) for line in lines]
    if figure.below is not None:
        columns[translate("Total", figure.language)] = [
            sum(counts.get((line, entry.code), 0) for entry in figure.series) for line in lines
        ]
        columns[figure.below.title] = figure.below.column("count").tolist()
    return pd.DataFrame(columns)


def _cells(figure: Figure) -> pd.DataFrame:
    language = figure.language
    columns = {figure.axis: figure.column("name"), translate("Year", language): figure.column("column")}
    if figure.series:
        names = {entry.code: entry.label for entry in figure.series}
        columns[translate("Series", language)] = figure.column("series").map(names)
    columns[translate("Agencies counted", language)] = figure.column("count").astype("Int64")
    columns |= {heading: figure.frame[column].astype("Int64") for column, heading in figure.also.items()}
    return pd.DataFrame(columns)


def _counts(figure: Figure) -> dict[tuple[object, object], int]:
    parts = (figure.column(part) for part in ("row", "series", "count"))
    return {(row, series): int(n) for row, series, n in zip(*parts, strict=True) if not pd.isna(n)}


def _headings(figure: Figure) -> dict[str, str]:
    """The heading of each series; where two have one name, the code tells them apart."""
    seen = Counter(entry.label for entry in figure.series)
    return {e.code: e.label if seen[e.label] == 1 else f"{e.label} ({e.code})" for e in figure.series}
