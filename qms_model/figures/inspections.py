"""The figures of the page Kế hoạch kiểm tra: one function each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from qms_model.figures.groups import ENCODINGS, group_code, group_label, place_among, share_text
from qms_model.figures.spec import Figure, Kind, Series
from qms_model.figures.theme import INSPECTED, SCORE
from qms_model.i18n import translate
from qms_model.numbers import fraction_text, number_text
from qms_model.terms import INSPECTION_FORMS, SCORE_PARTS

FORM_NAMES = {**INSPECTION_FORMS, "not_yet": "Not inspected yet"}
_MOST = 15  # rows that can be read on one screen

_DONE = [
    "group",
    "label",
    "form",
    "agencies",
    "share",
    "total",
    "inspected",
    "required",
    "required_share",
    "required_text",
    "end",
]
_DONE_ENCODED = {"series": "form", "tick": "required_share", "tick_name": "required_text"}
_POINTS = ["agency", "label", "part", "points", "total", "form", "end"]
_POINTS_ENCODED = {
    "row": "agency",
    "name": "label",
    "series": "part",
    "count": "points",
    "length": "points",
    "end": "end",
}


def inspected_by_type(
    done: pd.DataFrame, labels: Mapping[str, str], words: tuple[str, str], language: str
) -> Figure:
    """Bars of 100%, one a type: inspected on site, by file alone, not yet; a tick where the share
    to be inspected on site lies, which the end of the first part can be compared with.

    `done` is `inspections.done` by type, `labels` names the types in the order that breaks ties,
    `words` are the narrator's. Frame: group, label, form (on_site, by_file, not_yet), agencies,
    share (percent), total (N), inspected, required (missing where the rule is not asked),
    required_share (percent), required_text, end. The types that lack most come first. Without
    rows where it is not known who was inspected.
    """
    known = done[done["inspected"].notna()]
    place = place_among(labels)
    groups: list[Any] = sorted(
        known.itertuples(),
        key=lambda row: (
            int(row.inspected) - int(row.agencies),
            -int(row.agencies),
            place(group_code(row.group)),
        ),
    )
    rows = [part for group in groups for part in _parts_of(group, labels, language)]
    asked = known["required"].notna().any()
    also = {"total": "Mandatory agencies", "inspected": "Inspected", "required": "Asked on site"}
    return Figure(
        kind=Kind.SHARE_BARS,
        frame=pd.DataFrame(rows, columns=_DONE).astype({"required": "Int64"}),
        encodings=ENCODINGS | _DONE_ENCODED,
        series=tuple(
            Series(form, translate(FORM_NAMES[form], language), mark) for form, mark in INSPECTED.items()
        ),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Type", language),
        tick=translate("Asked on site", language) if asked else "",
        also={name: translate(text, language) for name, text in also.items() if asked or name != "required"},
    )


def proposed_inspections(
    listed: pd.DataFrame, words: tuple[str, str], language: str, most: int = _MOST
) -> Figure:
    """Bars of the points of the first `most` agencies of the list, stacked by part of the score.

    `listed` is `inspections.proposed`. Frame: agency, label (place and name), part, points,
    total, form, end; in the order of the list.
    """
    shown: list[Any] = list(listed.head(most).itertuples())
    rows = [part for row in shown for part in _points_of(row, language)]
    frame = pd.DataFrame(rows, columns=_POINTS)
    scored = set(frame.loc[frame["points"] > 0, "part"])
    return Figure(
        kind=Kind.BARS,
        frame=frame,
        encodings=_POINTS_ENCODED,
        series=tuple(
            Series(part, translate(SCORE_PARTS[part], language), mark)
            for part, mark in SCORE.items()
            if part in scored
        ),
        total=len(listed),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Agency", language),
        also={"form": translate("Form of inspection", language), "total": translate("Points", language)},
    )


def _points_of(row: Any, language: str) -> list[dict[str, Any]]:
    """The parts of the score of an agency on the list."""
    whole = {
        "agency": str(row.agency),
        "label": f"{row.place}. {_name(row, language)}",
        "total": int(row.total),
        "form": translate(INSPECTION_FORMS[row.form], language),
        "end": translate("{n} points", language, n=number_text(int(row.total), language)),
    }
    points = {part: int(getattr(row, part)) for part in SCORE}
    return [{**whole, "part": part, "points": n} for part, n in points.items()]


def _parts_of(group: Any, labels: Mapping[str, str], language: str) -> list[dict[str, Any]]:
    """The parts of the bar of a type; N is above 0."""
    code, total = group_code(group.group), int(group.agencies)
    inspected, on_site = int(group.inspected), int(group.on_site)
    required = None if pd.isna(group.required) else int(group.required)
    counts = {"on_site": on_site, "by_file": inspected - on_site, "not_yet": total - inspected}
    visits = (
        translate("{n} on site", language, n=number_text(on_site, language))
        if required is None
        else translate("on site {share}", language, share=fraction_text(on_site, required, language))
    )
    whole = {
        "group": code,
        "label": group_label(code, labels),
        "total": total,
        "inspected": inspected,
        "required": required,
        "required_share": None if required is None else 100 * required / total,
        "required_text": ""
        if required is None
        else translate("at least {n} on site", language, n=number_text(required, language)),
        "end": f"{share_text(inspected, total, language)}\n{visits}",
    }
    return [{**whole, "form": form, "agencies": n, "share": 100 * n / total} for form, n in counts.items()]


def _name(row: Any, language: str) -> str:
    other = row.name_en
    return str(row.name if language == "vi" or pd.isna(other) or not other else other)
