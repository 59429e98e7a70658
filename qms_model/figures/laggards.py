"""The figures of the page Đơn vị chậm: one function each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from qms_model.figures.groups import group_label, place_among
from qms_model.figures.spec import Figure, Kind, Series
from qms_model.figures.theme import AGES, HIGHLIGHT, SEVERITIES
from qms_model.i18n import translate
from qms_model.numbers import NOTHING, number_text
from qms_model.terms import AGE_NAMES

MOST_MARKS = 1_000  # agencies: those of a province
MOST_BODIES = 25  # bars that one screen holds
OTHERS = "others"  # the supervising agencies beyond those
SEVERITY_NAMES = {"high": "High severity", "medium": "Medium severity"}


def days_late(late: pd.DataFrame, types: Mapping[str, str], words: tuple[str, str], language: str) -> Figure:
    """One mark an agency: how many days late it is, a row for each type, by severity.

    `late` has one row an agency: agency, type, severity, days_late, name (as shown),
    said (its rule in words); `types` names the types. Frame: those, and label and end (how
    many of the type); the type with the most late agencies first. Of more than `MOST_MARKS`
    the latest are drawn: a browser takes seconds for more, and nobody tells them apart.
    """
    frame = _marks(late, types, language)
    used = set(frame["severity"])
    return Figure(
        kind=Kind.STRIP,
        frame=frame,
        encodings=_STRIP,
        series=tuple(
            Series(code, translate(SEVERITY_NAMES[code], language), mark)
            for code, mark in SEVERITIES.items()
            if code in used
        ),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Type", language),
        parts=translate("Severity", language),
        measure=_measure(len(late), language),
        also={"name": translate("Agency", language), "said": translate("Late with", language)},
    )


def _marks(late: pd.DataFrame, types: Mapping[str, str], language: str) -> pd.DataFrame:
    """The frame of `days_late`: the latest `MOST_MARKS`, type by type."""
    counts = Counter(late["type"].astype(str))
    place = place_among(types)
    drawn = late.sort_values(["days_late", "agency"], ascending=[False, True])[:MOST_MARKS]
    lines: list[Any] = list(drawn.itertuples())
    lines.sort(key=lambda row: (-counts[str(row.type)], place(str(row.type)), -row.days_late, row.agency))
    return pd.DataFrame(
        [
            (
                str(row.type), types.get(str(row.type), str(row.type)), str(row.severity), str(row.agency),
                row.name, row.said, int(row.days_late), f"{row.name}: {row.said}",
                translate("{n} late", language, n=number_text(counts[str(row.type)], language)),
            )
            for row in lines
        ],
        columns=["type", "label", "severity", "agency", "name", "said", "days_late", "text", "end"],
    )  # fmt: skip


def _measure(late: int, language: str) -> str:
    """Days late; of whom, where not everybody is drawn."""
    if late <= MOST_MARKS:
        return translate("Days late", language)
    shown, n = number_text(MOST_MARKS, language), number_text(late, language)
    return translate("Days late, of the {shown} latest of {n} agencies", language, shown=shown, n=n)


def causes(late: pd.DataFrame, labels: Mapping[str, str], words: tuple[str, str], language: str) -> Figure:
    """How many late agencies name each cause; the most frequent first, the one not known last.

    `late` has one row an agency with its `cause`. Frame: cause, label, series, agencies, end.
    """
    counts = Counter(late["cause"].astype(str))
    codes = sorted(counts, key=lambda code: (code == "R0", -counts[code], code))
    rows = [(code, group_label(code, labels), "late", counts[code]) for code in codes]
    frame = pd.DataFrame(rows, columns=["cause", "label", "series", "agencies"])
    frame["end"] = ""  # the number stands in the bar
    return Figure(
        kind=Kind.BARS,
        frame=frame,
        encodings=_BARS | {"row": "cause"},
        series=(Series("late", translate("Late agencies", language), HIGHLIGHT),),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Cause", language),
    )


def ageing(late: pd.DataFrame, bodies: Mapping[str, str], words: tuple[str, str], language: str) -> Figure:
    """How long the agencies of each supervising body are late; the most agencies first, of equal
    ones in the order of `bodies`; those beyond `MOST_BODIES` together, then those without one.

    `late` has one row an agency: parent, days_late. Frame: parent (`OTHERS`: those beyond),
    label, age (a code of AGES), agencies, end.
    """
    parents = late["parent"].astype(object).where(late["parent"].notna(), "").astype(str)
    counts = Counter(zip(parents, map(age_of, late["days_late"]), strict=True))
    totals = Counter(parents)
    lines = _lines(totals, bodies, language)
    ends = {code: number_text(sum(totals[body] for body in those), language) for code, _, those in lines}
    rows = [
        (code, label, age, sum(counts[body, age] for body in those), ends[code])
        for code, label, those in lines
        for age in AGES
    ]
    frame = pd.DataFrame(rows, columns=["parent", "label", "age", "agencies", "end"])
    used = set(frame.loc[frame["agencies"] > 0, "age"])
    return Figure(
        kind=Kind.BARS,
        frame=frame,
        encodings=_BARS | {"row": "parent", "series": "age"},
        series=tuple(
            Series(code, translate(AGE_NAMES[code], language), mark)
            for code, mark in AGES.items()
            if code in used
        ),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Supervising agency", language),
    )


def _lines(
    totals: Mapping[str, int], bodies: Mapping[str, str], language: str
) -> list[tuple[str, str, list[str]]]:
    """The bars of `ageing`: the code, the label, and the bodies in it ("" for those without one)."""
    place = place_among(bodies)
    named = sorted(filter(None, totals), key=lambda code: (-totals[code], place(code), code))
    lines = [(code, bodies.get(code, code), [code]) for code in named[:MOST_BODIES]]
    if others := named[MOST_BODIES:]:
        n = number_text(len(others), language)
        lines.append((OTHERS, translate("{n} other supervising agencies", language, n=n), others))
    return [*lines, ("", NOTHING, [""])] if "" in totals else lines


def age_of(days: int) -> str:
    """The group of so many days late (domain §6, ageing)."""
    return "d1_30" if days <= 30 else "d31_60" if days <= 60 else "d61_90" if days <= 90 else "over_90"


_STRIP = {
    "row": "type",
    "name": "label",
    "series": "severity",
    "item": "agency",
    "value": "days_late",
    "text": "text",
    "end": "end",
}
_BARS = {"name": "label", "series": "series", "count": "agencies", "length": "agencies", "end": "end"}
