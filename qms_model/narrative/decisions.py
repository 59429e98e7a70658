"""What leadership is asked to decide: sentences made by rule from the questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from qms_model.attestations import WITHIN_DAYS
from qms_model.i18n import translate
from qms_model.narrative.words import agencies_text, days_text, first_of, rows_of

MOST = 5  # decisions that are put before leadership


class Decision(NamedTuple):
    """What is to be decided, the page that shows why, and the parts of its address that narrow it."""

    text: str
    page: str  # laggards, coverage, attestations, or inspections
    filters: Mapping[str, str]


def decisions(
    late: pd.DataFrame,
    plan: pd.DataFrame,
    expiring: int,
    province: list[str],
    labels: Mapping[str, Mapping[str, str]],
    language: str,
) -> list[Decision]:
    """At most five, the gravest first: who has gone past every promise, the types furthest behind
    plan, the body with most late agencies, overdue major nonconformities, what lapses, inspections.

    `late` has one row a late agency (name, parent, rules, broken, days_late), gravest first; `plan`
    is `progress.plan`; `expiring` how many lapse soon; `province` what is said of the province;
    `labels` the names of types and bodies.
    """
    found = [
        *_promises(late, language),
        *_behind(plan, labels["type"], language),
        *_body(late, labels["parent"], language),
        *_majors(late, language),
        *_lapsing(expiring, language),
        *(_inspections(said, language) for said in province),
    ]
    return found[:MOST]


def _inspections(said: str, language: str) -> Decision:
    """What the province itself owes: `said` is a whole sentence."""
    text = translate(
        "Order the inspections that the rule asks for – {said}", language, said=said.removesuffix(".")
    )
    return Decision(text, "inspections", {})


def _promises(late: pd.DataFrame, language: str) -> Iterator[Decision]:
    broken: list[Any] = [row for row in rows_of(late) if row.broken]
    if broken:
        text = translate(
            "Call {name} to account for its broken promise (now {days} late)"
            if len(broken) == 1
            else "Call {agencies} to account for broken promises, first of all {name} (now {days} late)",
            language,
            agencies=agencies_text(len(broken), language),
            name=broken[0].name,
            days=days_text(int(broken[0].days_late), language),
        )
        yield Decision(text, "laggards", {"rule": "broken"})


def _behind(plan: pd.DataFrame, types: Mapping[str, str], language: str) -> Iterator[Decision]:
    lacking = {str(row.type): int(row.planned) - int(row.reached) for row in rows_of(plan)}
    worst = min(
        (code for code, n in lacking.items() if n > 0), key=lambda code: (-lacking[code], code), default=""
    )
    if worst:
        text = translate(
            "Decide how to bring {type} up to plan: {agencies} short",
            language,
            type=types.get(worst, worst),
            agencies=agencies_text(lacking[worst], language),
        )
        yield Decision(text, "coverage", {"type": worst})


def _body(late: pd.DataFrame, bodies: Mapping[str, str], language: str) -> Iterator[Decision]:
    counts = Counter(parent for parent in late["parent"] if isinstance(parent, str) and parent)
    if counts:
        body = first_of(counts, bodies)
        text = translate(
            "Require {agencies} under {body} to get back on schedule",
            language,
            body=bodies.get(body, body),
            agencies=agencies_text(counts[body], language),
        )
        yield Decision(text, "laggards", {"parent": body})


def _majors(late: pd.DataFrame, language: str) -> Iterator[Decision]:
    n = sum("L9" in str(rules).split(", ") for rules in late["rules"])
    if n:
        text = translate(
            "Have the overdue major nonconformities of {agencies} closed",
            language,
            agencies=agencies_text(n, language),
        )
        yield Decision(text, "laggards", {"rule": "L9"})


def _lapsing(expiring: int, language: str) -> Iterator[Decision]:
    if expiring:
        text = translate(
            "Prepare {agencies} whose certificate or declaration lapses within {days}",
            language,
            agencies=agencies_text(expiring, language),
            days=days_text(WITHIN_DAYS, language),
        )
        yield Decision(text, "attestations", {})
