"""The figures and lists of Tổng quan: how far, on plan, what to decide, whom to push, what lapses."""

from __future__ import annotations

import pandas as pd

from qms_model import attestations, coverage, figures, narrative, progress
from qms_model.numbers import day_text, number_text
from qms_model.views.coverage import measure
from qms_model.views.kept import kept
from qms_model.views.late import late_rows, province_rows
from qms_model.views.names import names_of
from qms_model.views.view import At, Measured

_WORST = 10


def coverage_by_type(at: At) -> Measured:
    """Each type's agencies by state, with its plan."""
    labels, asked, plan = at.labels("type"), at.ask(coverage.coverage, by="type"), at.ask(progress.plan)
    looks = at.ask(coverage.composition, by="type")
    words = narrative.coverage_by_type(asked, plan, labels, at.language)
    return figures.coverage_by_type(asked, looks, plan, labels, words, at.language), measure(at, "attested")


def adoption(at: At) -> Measured:
    """The running total against the plan."""
    days, total = tuple(at.year_ends()), at.ask(coverage.coverage)
    words = narrative.adoption(at.ask(progress.plan), total, at.language)
    trend, path = at.ask(coverage.on_days, days), at.ask(progress.path, days)
    by_type = at.ask(coverage.coverage, by="type")
    types = int((by_type["agencies"] > 0).sum())
    return figures.adoption(trend, path, types, words, at.language), measure(at, "attested")


def decisions(at: At) -> list[narrative.Decision]:
    """At most five decisions for leadership, by rule."""

    def found() -> list[narrative.Decision]:
        return narrative.decisions(
            late_rows(at),
            at.ask(progress.plan),
            at.ask(attestations.expiring_count),
            province_rows(at),
            {"type": at.labels("type"), "parent": at.labels("parent")},
            at.language,
        )

    return kept(at.registry, ("decisions", at.view), found)


def worst(at: At) -> tuple[str, pd.DataFrame]:
    """The ten late agencies to push first: the finding, and the list; empty where nobody is late."""
    return kept(at.registry, ("worst", at.view), lambda: _worst(at, late_rows(at)))


def expiring(at: At) -> tuple[str, pd.DataFrame]:
    """What lapses soon: the finding, and the list."""
    return kept(at.registry, ("lapsing", at.view), lambda: _lapsing(at))


def _worst(at: At, late: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    first = late[:_WORST]
    table = pd.DataFrame(
        {
            at.say("Agency"): first["name"],
            at.say("Late with"): first["said"],
            at.say("Days late"): first["days_late"],
            at.say("Next action"): first["action"],
        }
    )
    if late.empty:
        return at.say("No agency is late"), table
    title = at.say(
        "{n} agency is late: {name}" if len(late) == 1 else "{n} agencies are late; to push first: {name}",
        n=number_text(len(late), at.language),
        name=first["name"].iloc[0],
    )
    return title, table


def _lapsing(at: At) -> tuple[str, pd.DataFrame]:
    found = at.ask(attestations.expiring)
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
