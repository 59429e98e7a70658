"""The figures of the page Chứng nhận: one function each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from qms_model.figures.groups import ENCODINGS, group_label, place_among, share_text
from qms_model.figures.spec import Deadline, Figure, Kind, Series, day_heading
from qms_model.figures.theme import ATTESTATIONS, EDITIONS, LOOKS, Mark
from qms_model.i18n import translate
from qms_model.numbers import day_text, month_text
from qms_model.terms import STATE_NAMES

STOPPED = "stopped"  # had one that is not in force now
NEVER = "never"  # has had none
_IN_FORCE = "in_force"
_STOPPED_STATES = ("suspended", "lapsed", "withdrawn")
_KIND_NAMES = {
    "certificate": "Certificate",
    "assumed": "Certificate without expiry, its day assumed",
    "declaration": "Declaration",
}
_DEADLINES = {
    "no_new_from": "{day}: edition {edition} issued no more",
    "invalid_from": "{day}: certificates of edition {edition} invalid",
    "declarations_invalid_from": "{day}: declarations of edition {edition} invalid",
}
_BY_EDITION = ["group", "label", "series", "agencies", "share", "total", "in_force", "end"]
_Held = tuple[str, str]  # an edition, and the state in which it is held


def editions_by_type(
    by_edition: pd.DataFrame,
    current: str | None,
    labels: Mapping[str, str],
    words: tuple[str, str],
    language: str,
) -> Figure:
    """Bars of 100%, one a type: in force by edition, no longer in force, never attested.

    `by_edition` is the question, `current` the newest edition published by its day,
    `labels` names the types in the order that breaks ties. Frame: group, label, series
    (an edition in force, STOPPED or NEVER), agencies, share (percent), total, in_force, end, and
    a column for each edition in each state but in force: these are in the table. The
    types come first that have most agencies in force with an older edition, then the
    lower share in force.
    """
    counts = _counts(by_edition)
    editions = [code for code in reversed(by_edition["edition"].cat.categories) if code]
    held = [code for code in editions if _occurs(counts, (code, _IN_FORCE))]
    stopped = _stopped(counts, editions)
    groups = _ordered(counts, current, labels)
    rows = [part for group in groups for part in _bar(group, counts[group], held, stopped, labels, language)]
    frame = pd.DataFrame(rows, columns=[*_BY_EDITION, *stopped])
    return Figure(
        kind=Kind.SHARE_BARS,
        frame=frame,
        encodings=ENCODINGS | {"series": "series"},
        series=_parts(held, set(frame.loc[frame["agencies"] > 0, "series"]), language),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Type", language),
        also=_also(stopped, language),
    )


def expiry_calendar(calendar: pd.DataFrame, words: tuple[str, str], language: str) -> Figure:
    """Columns of agencies by the month in which they lapse, stacked by what lapses.

    `calendar` is the question; what lies beyond its months is not drawn. Frame: place (of
    the month, from 0), month, series (certificate, assumed, declaration), agencies; every
    month with every series that occurs.
    """
    ahead = calendar[calendar["lapses"] == "month"]
    months = list(dict.fromkeys(ahead["month"]))
    parts: dict[tuple[date, str], int] = {}
    lines: list[Any] = list(ahead.itertuples())
    for line in lines:
        for series, n in ((line.kind, line.agencies - line.assumed), ("assumed", line.assumed)):
            if n:
                parts[line.month, series] = parts.get((line.month, series), 0) + int(n)
    used = [series for series in ATTESTATIONS if any(series == code for _, code in parts)]
    rows = [
        (place, month_text(month, language), series, parts.get((month, series), 0))
        for place, month in enumerate(months)
        for series in used
    ]
    return Figure(
        kind=Kind.COLUMNS,
        frame=pd.DataFrame(rows, columns=["place", "month", "series", "agencies"]),
        encodings={"row": "place", "name": "month", "series": "series", "count": "agencies"},
        series=tuple(
            Series(code, translate(_KIND_NAMES[code], language), ATTESTATIONS[code]) for code in used
        ),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("Month", language),
        measure=translate("Agencies whose last valid day is in the month", language),
    )


def transition(
    transition: pd.DataFrame, deadlines: pd.DataFrame, words: tuple[str, str], language: str
) -> Figure:
    """Agencies in force over time, a line an edition, the editions' deadlines marked.

    `transition` and `deadlines` are the questions. Frame: day (its heading), series (the
    edition), agencies. A deadline outside the days is not marked.
    """
    days = list(dict.fromkeys(transition["day"]))
    rows = [
        (day_heading(day), str(edition), int(n))
        for day, edition, n in zip(
            transition["day"], transition["edition"], transition["agencies"], strict=True
        )
    ]
    held = [str(code) for code in reversed(transition["edition"].cat.categories)]
    return Figure(
        kind=Kind.STEPS,
        frame=pd.DataFrame(rows, columns=["day", "series", "agencies"]),
        encodings={"row": "day", "series": "series", "count": "agencies"},
        series=tuple(
            Series(code, translate("Edition {edition}", language, edition=code), mark)
            for code, mark in _marks(held).items()
        ),
        title=words[0],
        alt=words[1],
        language=language,
        axis=translate("As of the end of", language),
        measure=translate("Agencies in force", language),
        deadlines=_marked(days, deadlines, language),
    )


def _marked(days: Sequence[date], deadlines: pd.DataFrame, language: str) -> tuple[Deadline, ...]:
    """The deadlines within the days, where they lie between them."""
    numbers = [day.toordinal() for day in days]
    return tuple(
        Deadline(
            float(np.interp(day.toordinal(), numbers, range(len(numbers)))),
            translate(_DEADLINES[what], language, day=day_text(day, language), edition=edition),
        )
        for edition, what, day in zip(deadlines["edition"], deadlines["what"], deadlines["day"], strict=True)
        if numbers and numbers[0] <= day.toordinal() <= numbers[-1]
    )


def _marks(newest_first: Sequence[str]) -> dict[str, Mark]:
    """How each edition is drawn; the oldest of very many share one look."""
    return {code: EDITIONS[min(place, len(EDITIONS) - 1)] for place, code in enumerate(newest_first)}


def _of_edition(state: str, edition: str, language: str) -> str:
    state_name = translate(STATE_NAMES[state], language)
    return translate("{state}, edition {edition}", language, state=state_name, edition=edition)


def _counts(by_edition: pd.DataFrame) -> dict[str, dict[_Held, int]]:
    """Agencies by type, then by edition and state."""
    found: dict[str, dict[_Held, int]] = {}
    rows: list[Any] = list(by_edition.itertuples())
    for row in rows:
        found.setdefault(str(row.type), {})[str(row.edition), str(row.state)] = int(row.agencies)
    return found


def _occurs(counts: Mapping[str, Mapping[_Held, int]], pair: _Held) -> bool:
    """Whether any agency of any type has this edition in this state."""
    return any(row.get(pair) for row in counts.values())


def _stopped(counts: Mapping[str, Mapping[_Held, int]], editions: Sequence[str]) -> dict[str, _Held]:
    """The columns of what is no longer in force: each edition in each state that occurs."""
    return {
        f"{state}_{code}": (code, state)
        for code in editions
        for state in _STOPPED_STATES
        if _occurs(counts, (code, state))
    }


def _ordered(
    counts: Mapping[str, Mapping[_Held, int]], current: str | None, labels: Mapping[str, str]
) -> list[str]:
    """The types with most in force of older editions first, then those with the lower share in force."""
    place_of = place_among(labels)

    def place(group: str) -> tuple[int, float, int, int]:
        in_force = {code: n for (code, state), n in counts[group].items() if state == _IN_FORCE}
        older = sum(n for code, n in in_force.items() if code != current)
        total = sum(counts[group].values())
        return -older, sum(in_force.values()) / total, -total, place_of(group)

    return sorted(counts, key=place)


def _bar(
    group: str,
    row: Mapping[_Held, int],
    held: Sequence[str],
    stopped: Mapping[str, _Held],
    labels: Mapping[str, str],
    language: str,
) -> list[dict[str, Any]]:
    """The parts of the bar of a type: each edition in force, those that stopped, those that never were."""
    parts = {code: row.get((code, _IN_FORCE), 0) for code in held}
    total, in_force = sum(row.values()), sum(parts.values())
    parts[STOPPED] = sum(row.get(pair, 0) for pair in stopped.values())
    parts[NEVER] = total - sum(parts.values())
    whole = {
        "group": group,
        "label": group_label(group, labels),
        "total": total,
        "in_force": in_force,
        "end": share_text(in_force, total, language),
        **{name: row.get(pair, 0) for name, pair in stopped.items()},
    }
    return [{**whole, "series": code, "agencies": n, "share": 100 * n / total} for code, n in parts.items()]


def _parts(held: Sequence[str], used: Collection[str], language: str) -> tuple[Series, ...]:
    """The editions in force; no longer in force and never attested where they occur."""
    in_force = [
        Series(code, _of_edition(_IN_FORCE, code, language), mark) for code, mark in _marks(held).items()
    ]
    others = (
        Series(STOPPED, translate("No longer in force", language), LOOKS["lapsed"]),
        Series(NEVER, translate("Never certified or declared", language), LOOKS["not_started"]),
    )
    return (*in_force, *(entry for entry in others if entry.code in used))


def _also(stopped: Mapping[str, _Held], language: str) -> dict[str, str]:
    """The further columns of the table."""
    also = {"total": translate("Agencies", language), "in_force": translate("In force", language)}
    return also | {name: _of_edition(state, code, language) for name, (code, state) in stopped.items()}
