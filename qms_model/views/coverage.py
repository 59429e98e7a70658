"""The figures of Độ phủ: which types and which years, on which rung."""

from __future__ import annotations

from qms_model import coverage, figures, narrative, progress
from qms_model.views.view import At, Measured


def coverage_by_year(at: At) -> Measured:
    """The types by year-ends: who has been certified or has declared."""
    days, labels = tuple(at.year_ends()), at.labels("type")
    trend = at.ask(coverage.on_days, days, by="type")
    words = narrative.coverage_by_year(at.ask(coverage.on_days, days), at.language)
    return figures.coverage_by_year(trend, "attested", labels, words, at.language), measure(at, "attested")


def adopters_by_year(at: At) -> Measured:
    """Who applied in which year, by type, and the running total."""
    found = at.ask(coverage.adopters, by="type")
    words = narrative.adopters(found, at.ask(coverage.coverage), at.language)
    figure = figures.adopters_by_year(found, at.view.day, at.labels("type"), words, at.language)
    return figure, measure(at, "applied")


def rungs_by_type(at: At) -> Measured:
    """The four rungs of each type."""
    labels, by_type = at.labels("type"), at.ask(coverage.coverage, by="type")
    words = narrative.rungs_by_group(at.ask(coverage.coverage), by_type, labels, at.language)
    return figures.rungs_by_group(by_type, labels, words, at.language), measure(at, "in_force")


def paths_by_type(at: At) -> Measured:
    """Each type's own path beside its plan."""
    days, labels = tuple(at.year_ends()), at.labels("type")
    trend = at.ask(coverage.on_days, days, by="type")
    planned = {day: at.ask(progress.plan, day) for day in days}
    words = narrative.paths_by_group(at.ask(progress.plan), at.language)
    return figures.paths_by_group(trend, planned, labels, words, at.language), measure(at, "attested")


def lead(at: At) -> str:
    """The one sentence that says how far it is."""
    by_obligation = at.ask(coverage.coverage, by="obligation")
    return narrative.rungs(at.ask(coverage.coverage), by_obligation, at.language)


def measure(at: At, rung: str) -> str:
    """n/N and percent of a rung, over the agencies of the view."""
    return narrative.measure(at.ask(coverage.coverage), rung, at.language)
