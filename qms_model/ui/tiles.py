"""The four figures that leadership looks at first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from qms_model import attestations, coverage, narrative, progress
from qms_model.coverage import Filters
from qms_model.numbers import day_text, fraction_text, number_text, percentage_text
from qms_model.ui.agencies import names_of
from qms_model.ui.answers import ask
from qms_model.ui.kept import kept
from qms_model.ui.late import late_of
from qms_model.ui.scope import Here
from qms_model.ui.text import literal

_PROVINCE = 5_000  # agencies: more are those of a nation


@dataclass(frozen=True)
class Tile:
    """A figure in words, its share and its difference to the compared day (in words), its path."""

    name: str
    value: str
    said: str
    path: list[float] | list[int]


def headline(at: Here) -> None:
    """In force among the mandatory, against the plan, who is late, and what lapses soon."""
    with st.grid(4, min_column_width=170, gap="small", key="headline"):
        for tile in kept(at.registry, ("headline", at.view), lambda: tiles(at)):
            _drawn(tile)


def tiles(at: Here) -> list[Tile]:
    """The four; without a plan three."""
    planned = [_plan(at)] if len(ask(at, progress.plan)) else []
    return [_in_force(at), *planned, _late(at), _expiring(at)]


def _in_force(at: Here) -> Tile:
    """In force of the obligation looked at, else of the mandatory; of all where none is mandatory."""
    chosen = at.view.filters.obligation or "mandatory"
    filters = replace(at.view.filters, obligation=chosen)
    name = at.say("In force, {obligation}", obligation=at.labels("obligation")[chosen].lower())
    if not int(ask(at, coverage.coverage, filters=filters).iloc[0]["agencies"]):
        filters, name = at.view.filters, narrative.rung_name("in_force", at.language)
    return _rung(at, name, "in_force", filters)


def _rung(at: Here, name: str, rung: str, filters: Filters) -> Tile:
    """n/N on a rung, its share, the difference to the compared day, year by year."""
    trend = ask(at, coverage.on_days, tuple(at.year_ends()), filters=filters)
    now = trend.iloc[-1]
    before = ask(at, coverage.coverage, at.view.compare, filters=filters).iloc[0]
    shares = [
        100 * n / total if total else 0.0 for n, total in zip(trend[rung], trend["agencies"], strict=True)
    ]
    n, total = int(now[rung]), int(now["agencies"])
    share = percentage_text(n, total, at.language)
    was = _fraction(int(before[rung]), int(before["agencies"]), at.language)
    return _tile(at, name, fraction_text(n, total, at.language), share, was, shares)


def _plan(at: Here) -> Tile:
    """Agencies reached of those that the plan asks for by the day."""
    path = ask(at, progress.path, tuple(at.year_ends()))
    path = path[path["types"] > 0]
    now = path.iloc[-1]
    before = ask(at, progress.path, (at.view.compare,)).iloc[0]
    planned, reached = int(now["planned"]), int(now["reached"])
    share = percentage_text(reached, planned, at.language) if reached <= planned else ""
    was = fraction_text(int(before["reached"]), int(before["planned"]), at.language)
    shares = [100 * n / p for n, p in zip(path["reached"], path["planned"], strict=True) if p]
    name = at.say("Plan reached")
    return _tile(at, name, fraction_text(reached, planned, at.language), share, was, shares)


def _late(at: Here) -> Tile:
    """Late agencies, each counted once. Of a nation without its path, which would take seconds."""
    days = at.year_ends() if len(at.registry.tables["agencies"]) <= _PROVINCE else [at.view.day]
    counts = [late_of(at, day) for day in days]
    n, total = counts[-1]
    before = _fraction(*late_of(at, at.view.compare), at.language)
    share, value = percentage_text(n, total, at.language), fraction_text(n, total, at.language)
    return _tile(at, at.say("Behind schedule"), value, share, before, [late for late, _ in counts])


def _expiring(at: Here) -> Tile:
    """Agencies that lapse within 90 days."""
    counts = [ask(at, attestations.expiring_count, day) for day in at.year_ends()]
    before = number_text(ask(at, attestations.expiring_count, at.view.compare), at.language)
    name = at.say("Lapse within {n} days", n=attestations.WITHIN_DAYS)
    return _tile(at, name, number_text(counts[-1], at.language), "", before, counts)


def _tile(at: Here, name: str, value: str, share: str, was: str, path: list[float] | list[int]) -> Tile:
    """A tile of a figure and of what it was: both n/N, since the agencies counted change too."""
    before = at.say("{day}: {was}", day=day_text(at.view.compare, at.language), was=was)
    return Tile(name, value, " · ".join([share, before] if share else [before]), path)


def _fraction(n: int, total: int, language: str) -> str:
    """n/N and its share."""
    if not total:
        return fraction_text(n, total, language)
    return f"{fraction_text(n, total, language)} ({percentage_text(n, total, language)})"


def _drawn(tile: Tile) -> None:
    st.metric(
        literal(tile.name),
        tile.value,
        tile.said,
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
        chart_data=tile.path if len(tile.path) > 1 else None,
        chart_type="bar" if all(isinstance(n, int) for n in tile.path) else "line",
    )


def expiring(at: Here) -> tuple[str, pd.DataFrame]:
    """What lapses soon, as the page shows it: the finding, and the list."""
    return kept(at.registry, ("lapsing", at.view), lambda: _lapsing(at))


def _lapsing(at: Here) -> tuple[str, pd.DataFrame]:
    found = ask(at, attestations.expiring)
    title = narrative.expiring(found, attestations.WITHIN_DAYS, at.language)
    kinds = {"certificate": at.say("Certificate"), "declaration": at.say("Declaration")}
    papers = zip(found["kind"], found["edition"], found["number"], strict=True)
    table = pd.DataFrame(
        {
            at.say("Agency"): names_of(found, at.language),
            at.say("Evidence"): [
                f"{kinds[kind]} {edition}{'' if pd.isna(number) else f': {number}'}"
                for kind, edition, number in papers
            ],
            at.say("In force until"): [day_text(day, at.language) for day in found["last_day"]],
            at.say("Days left"): found["days_left"],
        }
    )
    return title, table
