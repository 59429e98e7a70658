"""The figures of the page Hồ sơ: the time line of one agency, and its procedures."""

from __future__ import annotations

from datetime import date

import pandas as pd

from qms_model.figures.spec import Figure, Kind, Series
from qms_model.figures.theme import EVENTS, HIGHLIGHT, RAMP
from qms_model.i18n import translate

# What an event looks like, by the grade of a finding or the kind of any event.
LOOK_OF_EVENT = {
    "major": "major",
    "issue": "major",
    "minor": "finding",
    "observation": "finding",
    "certificate": "valid",
    "declaration": "valid",
    "suspended": "stopped",
    "withdrawn": "stopped",
    "cancelled": "stopped",
    "ended": "stopped",
}
_NAMES = {
    "valid": "In force",
    "stopped": "Suspended or ended",
    "major": "Major nonconformity, issue",
    "finding": "Other finding",
    "event": "Event",
}


def time_line(events: pd.DataFrame, day: date, words: tuple[str, str], language: str) -> Figure:
    """What happened to an agency, a lane for each kind, up to `day`.

    `events`: lane and label (its name), on and until (days; until is on for what
    does not last), look (of EVENTS), text. The frame has them as they are.
    """
    used = set(events["look"])
    return Figure(
        kind=Kind.LANES,
        frame=events.assign(count=1),
        encodings={
            "row": "lane",
            "name": "label",
            "series": "look",
            "count": "count",
            "start": "on",
            "end": "until",
            "text": "text",
        },
        series=tuple(
            Series(code, translate(_NAMES[code], language), mark)
            for code, mark in EVENTS.items()
            if code in used
        ),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Event", language),
        until=day,
    )


def procedures(counts: pd.DataFrame, words: tuple[str, str], language: str) -> Figure:
    """Operational and system procedures at each count, stacked. `counts`: year, kind
    (operational, system), count."""
    series = (
        Series("operational", translate("Operational procedures", language), HIGHLIGHT),
        Series("system", translate("System procedures", language), RAMP[2]),
    )
    return Figure(
        kind=Kind.COLUMNS,
        frame=counts,
        encodings={"row": "year", "series": "kind", "count": "count"},
        series=series,
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Year", language),
        measure=translate("Procedures, as counted last in the year", language),
    )
