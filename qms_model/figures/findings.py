"""The figures of the page Phát hiện: one function each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from qms_model.figures.groups import group_label
from qms_model.figures.spec import Figure, Kind, Series
from qms_model.figures.theme import AGES, HIGHLIGHT, PLAN, REST, Mark
from qms_model.i18n import translate
from qms_model.numbers import number_text
from qms_model.terms import AGE_NAMES

_NOT_DUE = Mark("#D5E5F4", "#1E4C77", "#2073BC", "#8CBDEB")
_FLOW = (
    ("opened", "Raised in the quarter", Mark("#8F1D14", "#E8776A", dash="dot")),
    ("closed", "Closed in the quarter", PLAN),
    ("stock", "Open at its end", HIGHLIGHT),
)
_BARS = {"row": "group", "name": "label", "series": "series", "count": "n", "length": "n", "end": "end"}


def findings_flow(flow: pd.DataFrame, words: tuple[str, str], language: str, most: int = 8) -> Figure:
    """Raised, closed and open findings by quarter, the last `most` quarters.

    `flow` is the question. Frame: quarter (such as Q3/14), series, n.
    """
    last = flow.tail(most)
    rows = [
        (f"Q{(day.month + 2) // 3}/{day.year % 100:02}", code, int(n))
        for code, _, _ in _FLOW
        for day, n in zip(last["day"], last[code], strict=True)
    ]
    return Figure(
        kind=Kind.STEPS,
        frame=pd.DataFrame(rows, columns=["quarter", "series", "n"]),
        encodings={"row": "quarter", "series": "series", "count": "n"},
        series=tuple(Series(code, translate(name, language), mark) for code, name, mark in _FLOW),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Quarter", language),
        measure=translate("Findings", language),
    )


def findings_by(
    counts: pd.DataFrame,
    labels: Mapping[str, str],
    heading: str,
    words: tuple[str, str],
    language: str,
    most: int = 12,
) -> Figure:
    """Open and closed findings by clause or cause, the most frequent first (Pareto), what is not
    known or not set last, at most `most` of them. `counts` is `findings.findings` by group.
    Frame: group, label, series, n, end.
    """
    groups = [
        ("" if pd.isna(group) else str(group), int(overdue), int(open_) - int(overdue), int(closed))
        for group, open_, overdue, closed in zip(
            counts["group"], counts["open"], counts["overdue"], counts["closed"], strict=True
        )
    ]
    groups.sort(key=lambda row: (row[0] == "", row[0] == "R0", -sum(row[1:]), row[0]))
    rows = [
        (code, group_label(code, labels), series, n, number_text(sum(parts), language))
        for code, *parts in groups[:most]
        for (series, _, _), n in zip(_STATUSES, parts, strict=True)
    ]
    return _bars(rows, _STATUSES, heading, words, language, len(groups))


def findings_ageing(
    ageing: pd.DataFrame, grades: Mapping[str, str], words: tuple[str, str], language: str
) -> Figure:
    """Open findings by grade, stacked by how long they are past their due day.

    `ageing` is the question. Frame: group (grade), label, series (age), n, end.
    """
    totals = ageing.groupby("grade", sort=False, observed=True)["open"].sum()
    rows = [
        (
            str(grade),
            grades.get(str(grade), str(grade)),
            str(age),
            int(n),
            number_text(int(totals[grade]), language),
        )
        for grade, age, n in zip(ageing["grade"], ageing["age"], ageing["open"], strict=True)
        if totals[grade]
    ]
    ages = [(code, AGE_NAMES[code], mark) for code, mark in {"not_due": _NOT_DUE, **AGES}.items()]
    return _bars(rows, ages, translate("Grade", language), words, language)


_STATUSES = (
    ("overdue", "Overdue", Mark("#8F1D14", "#E8776A", pattern="x", sign="✕")),
    ("open", "Open, not overdue", Mark("#BF8A0D", "#E3B341", pattern=".", sign="◔")),
    ("closed", "Closed", REST),
)


def _bars(
    rows: Sequence[tuple[str, str, str, int, str]],
    series: Sequence[tuple[str, str, Mark]],
    axis: str,
    words: tuple[str, str],
    language: str,
    total: int = 0,
) -> Figure:
    used = {row[2] for row in rows if row[3]}
    return Figure(
        kind=Kind.BARS,
        frame=pd.DataFrame(rows, columns=["group", "label", "series", "n", "end"]),
        encodings=_BARS,
        series=tuple(
            Series(code, translate(name, language), mark) for code, name, mark in series if code in used
        ),
        title=words[0],
        alt=words[1],
        language=language,
        axis=axis,
        total=total,
    )
