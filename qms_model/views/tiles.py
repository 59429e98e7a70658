"""The four figures that leadership looks at first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from qms_model import attestations, coverage, narrative, progress
from qms_model.coverage import Filters
from qms_model.numbers import day_text, fraction_text, number_text, percentage_text
from qms_model.views.kept import kept
from qms_model.views.late import late_of
from qms_model.views.view import At

_PROVINCE = 5_000  # agencies: more are those of a nation


@dataclass(frozen=True)
class Tile:
    """A figure in words, its share and its difference to the compared day (in words), its path."""

    name: str
    value: str
    said: str
    path: list[float] | list[int]


Days = tuple[date, ...]  # of the path of a figure; the last one is the day looked at


def tiles(at: At, *, paths: bool = True) -> list[Tile]:
    """The four of the view, year by year; without a plan three. Without `paths` on its day alone, which
    is quicker by far."""
    days = tuple(at.year_ends()) if paths else (at.view.day,)
    return kept(at.registry, ("headline", at.view, days), lambda: _tiles(at, days))


def _tiles(at: At, days: Days) -> list[Tile]:
    planned = [_plan(at, days)] if len(at.ask(progress.plan)) else []
    return [_in_force(at, days), *planned, _late(at, days), _expiring(at, days)]


def _in_force(at: At, days: Days) -> Tile:
    """In force of the obligation looked at, else of the mandatory; of all where none is mandatory."""
    chosen = at.view.filters.obligation or "mandatory"
    filters = replace(at.view.filters, obligation=chosen)
    name = at.say("In force, {obligation}", obligation=at.labels("obligation")[chosen].lower())
    if not int(at.ask(coverage.coverage, filters=filters).iloc[0]["agencies"]):
        filters, name = at.view.filters, narrative.rung_name("in_force", at.language)
    return _rung(at, name, "in_force", filters, days)


def _rung(at: At, name: str, rung: str, filters: Filters, days: Days) -> Tile:
    """n/N on a rung, its share, the difference to the compared day, its path."""
    trend = at.ask(coverage.on_days, days, filters=filters)
    now = trend.iloc[-1]
    before = at.ask(coverage.coverage, at.view.compare, filters=filters).iloc[0]
    shares = [
        100 * n / total if total else 0.0 for n, total in zip(trend[rung], trend["agencies"], strict=True)
    ]
    n, total = int(now[rung]), int(now["agencies"])
    share = percentage_text(n, total, at.language)
    was = _fraction(int(before[rung]), int(before["agencies"]), at.language)
    return _tile(at, name, fraction_text(n, total, at.language), share, was, shares)


def _plan(at: At, days: Days) -> Tile:
    """Agencies reached of those that the plan asks for by the day."""
    path = at.ask(progress.path, days)
    path = path[path["types"] > 0]
    now = path.iloc[-1]
    before = at.ask(progress.path, (at.view.compare,)).iloc[0]
    planned, reached = int(now["planned"]), int(now["reached"])
    share = percentage_text(reached, planned, at.language) if reached <= planned else ""
    was = fraction_text(int(before["reached"]), int(before["planned"]), at.language)
    shares = [100 * n / p for n, p in zip(path["reached"], path["planned"], strict=True) if p]
    name = at.say("Plan reached")
    return _tile(at, name, fraction_text(reached, planned, at.language), share, was, shares)


def _late(at: At, days: Days) -> Tile:
    """Late agencies, each counted once. Of a nation without its path, which would take seconds."""
    looked_at = days if len(at.registry.tables["agencies"]) <= _PROVINCE else days[-1:]
    counts = [late_of(at, day) for day in looked_at]
    n, total = counts[-1]
    before = _fraction(*late_of(at, at.view.compare), at.language)
    share, value = percentage_text(n, total, at.language), fraction_text(n, total, at.language)
    return _tile(at, at.say("Behind schedule"), value, share, before, [late for late, _ in counts])


def _expiring(at: At, days: Days) -> Tile:
    """Agencies that lapse within 90 days."""
    counts = [at.ask(attestations.expiring_count, day) for day in days]
    before = number_text(at.ask(attestations.expiring_count, at.view.compare), at.language)
    name = at.say("Lapse within {n} days", n=attestations.WITHIN_DAYS)
    return _tile(at, name, number_text(counts[-1], at.language), "", before, counts)


def _tile(at: At, name: str, value: str, share: str, was: str, path: list[float] | list[int]) -> Tile:
    """A tile of a figure and of what it was: both n/N, since the agencies counted change too."""
    before = at.say("{day}: {was}", day=day_text(at.view.compare, at.language), was=was)
    return Tile(name, value, " · ".join([share, before] if share else [before]), path)


def _fraction(n: int, total: int, language: str) -> str:
    """n/N and its share."""
    if not total:
        return fraction_text(n, total, language)
    return f"{fraction_text(n, total, language)} ({percentage_text(n, total, language)})"
