"""The agencies behind a figure: those counted, those not, each with its reason, the exempt apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar

import pandas as pd
import streamlit as st

from qms_model import narrative, story
from qms_model.coverage import By, standing
from qms_model.csvfile import csv_file
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.state import RUNGS
from qms_model.ui.agencies import OFFERED, in_order
from qms_model.ui.exports import file_button, provenance
from qms_model.ui.links import copy_link, unfolded
from qms_model.ui.scope import Here
from qms_model.ui.text import literal, quiet
from qms_model.views import LATE, kept, late_rows, proofs

_Option = TypeVar("_Option", str, str | None)
_SHOWN = 360  # pixels of the list before it scrolls


@dataclass(frozen=True)
class Behind:
    """What a figure counts: agencies on `rung` (or those that are `LATE`), its rows being the
    groups of `by`, its columns the days of `days` by their headings (none: the day of the view)."""

    rung: str
    by: By | None = None
    days: Mapping[str, date] = field(default_factory=dict)


def choose_rows(at: Here, behind: Behind, key: str, title: str) -> None:
    """Choose a group (and a day) of the figure of this title, and see its agencies. A
    click on the figure chooses too."""
    group, column = _chosen(at, behind, key)
    day = behind.days.get(column, at.view.day)
    frame = members(at, behind, group, day)
    counted, others, exempt = (int((frame["part"] == part).sum()) for part in (0, 1, 2))
    st.markdown(f"**{literal(_sum(at, behind.rung, counted, others, exempt))}**")
    table = written(at, frame[:OFFERED], day, behind.rung)
    if len(frame) > OFFERED:
        first = number_text(OFFERED, at.language)
        st.markdown(quiet(at.say("The first {n} are listed; the CSV has all.", n=first)))
    high: Literal["content"] | int = "content" if len(table) < 9 else _SHOWN
    alt = f"{at.say('Agencies behind the figure')}: {title}"
    st.dataframe(table, hide_index=True, height=high, key=f"{key}-list", alt=alt)
    with st.container(horizontal=True):
        file_button(
            at,
            at.say("Download these agencies (CSV)"),
            f"{key}-agencies.csv",
            lambda: csv_file(
                written(at, members(at, behind, group, day), day, behind.rung), provenance(at, day)
            ),
            f"{key}-rows-csv",
            day,
        )
        copy_link(at, f"{key}-link", unfolded(key, group, column))


def members(at: Here, behind: Behind, group: str | None, day: date) -> pd.DataFrame:
    """The agencies of the view on `day` (of `group`, "" the one not set; None of all) as
    `state.state`, and `part`: 0 counted, 1 not counted, 2 exempt; the not counted first,
    in Vietnamese order within each part."""
    frame = standing(at.registry, day, at.view.filters)
    if group is not None and behind.by is not None:
        of_group = frame[behind.by].isna() if group == "" else frame[behind.by].astype(str) == group
        frame = frame[of_group.to_numpy(bool)]
    if behind.rung == LATE:
        reached = frame["agency"].astype(str).isin(late_rows(at, day)["agency"]).to_numpy(bool)
    else:
        reached = frame["rung"].cat.codes.to_numpy() >= RUNGS.index(behind.rung)
    part = pd.Series(1, index=frame.index).mask(reached, 0).mask(frame["exempt"], 2)
    parts = in_order(at, frame.assign(part=part))
    return parts.sort_values("part", key=lambda p: p.map({1: 0, 0: 1, 2: 2}), kind="stable")


def written(at: Here, frame: pd.DataFrame, day: date, rung: str = "") -> pd.DataFrame:
    """The agencies as the list shows them; of those that are `LATE` why they are."""
    late_or_not = [at.say("late"), at.say("not late")]
    counted = [at.say("counted"), at.say("not counted")]
    parts = [*(late_or_not if rung == LATE else counted), at.say("exempt")]
    types, districts, bodies = (at.labels(by) for by in ("type", "district", "parent"))
    rows = list(frame.itertuples())
    said = story.reasons(at.registry, frame, day, at.view.filters.edition)
    reasons = dict(zip(frame["agency"].astype(str), (one.text(at.language) for one in said), strict=True))
    if rung == LATE:
        late = late_rows(at, day)
        late = late[late["agency"].isin(list(reasons)).to_numpy(bool)]
        reasons |= dict(zip(late["agency"], proofs(at, late, day), strict=True))
    columns: dict[str, Callable[[Any], object]] = {
        at.say("Result"): lambda row: parts[row.part],
        at.say("Code"): lambda row: row.agency,
        at.say("Agency"): lambda row: narrative.agency_name(row, at.language),
        at.say("Type"): lambda row: types.get(row.type, row.type),
        at.say("District"): lambda row: districts.get(row.district, NOTHING),
        at.say("Supervising agency"): lambda row: bodies.get(row.parent, NOTHING),
        at.say("State"): lambda row: narrative.state_name(row.state, at.language),
        at.say("Why"): lambda row: reasons[row.agency],
    }
    return pd.DataFrame({heading: [of(row) for row in rows] for heading, of in columns.items()})


def _sum(at: Here, rung: str, counted: int, others: int, exempt: int) -> str:
    """counted + not counted = N, and the exempt beside it."""
    n, m, total = (number_text(number, at.language) for number in (counted, others, counted + others))
    if rung == LATE:
        text = at.say("{n} late + {m} not late = {total} agencies", n=n, m=m, total=total)
    else:
        text = at.say(
            "{rung}: {n} counted + {m} not counted = {total} agencies",
            rung=narrative.rung_name(rung, at.language),
            n=n,
            m=m,
            total=total,
        )
    if not exempt:
        return text
    return f"{text}; {at.say('{n} exempt, listed apart', n=number_text(exempt, at.language))}"


def _chosen(at: Here, behind: Behind, key: str) -> tuple[str | None, str]:
    """The group and the heading of the column ("" where there is none) chosen by the select
    boxes, which a click on the figure sets."""
    group: str | None = None
    column = ""
    with st.container(horizontal=True):
        if (by := behind.by) is not None:
            labels = at.labels(by)
            there = kept(at.registry, ("groups", by, at.view.day, at.view.filters), lambda: _groups(at, by))
            options: list[str | None] = [None, *(code for code in [*labels, ""] if code in there)]
            options += sorted(there - set(options) - {""})
            group = select_among(
                at.say("Group"), options, lambda code: group_name(at, labels, code), f"{key}-group"
            )
        if behind.days:
            column = select_among(
                at.say("Day"),
                list(behind.days)[::-1],
                lambda text: day_text(behind.days[text], at.language),
                f"{key}-day",
            )
    return group, column


def select_among(label: str, options: Sequence[_Option], name: Callable[[_Option], str], key: str) -> _Option:
    """A select box that keeps its choice in the session, which a click on a figure may set too."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    return st.selectbox(label, options, format_func=name, key=key)


def group_name(at: Here, labels: Mapping[str, str], code: str | None) -> str:
    """What a group is called; None is all of them, "" the one not set."""
    if code is None:
        return at.say("All groups")
    return labels.get(code, code or NOTHING)


def _groups(at: Here, by: By) -> set[str]:
    """The codes of the groups that have an agency in the view."""
    column = standing(at.registry, at.view.day, at.view.filters, {by})[by]
    return {"" if pd.isna(code) else str(code) for code in column.unique()}
