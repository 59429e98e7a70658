"""The late agencies of a view, as the screens tell of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from qms_model import coverage, laggards
from qms_model.coverage import Filters
from qms_model.numbers import NOTHING, number_text
from qms_model.views.kept import kept
from qms_model.views.names import names_of
from qms_model.views.view import At

_Answer = TypeVar("_Answer")

LATE = "late"  # what a figure counts that counts late agencies


def ask_late(at: At, question: Callable[..., _Answer], *days: date) -> _Answer:
    """The answer to a question of lateness for the filters of the view but the edition: who holds
    none of an older edition is not late for that, and a letter must not say so."""
    return at.ask(question, *days, filters=replace(at.view.filters, edition=None))


def late_rows(at: At, day: date | None = None) -> pd.DataFrame:
    """One row an agency that is late on the day (of the view): its first rule by rank.

    agency, name, type, parent, owner, rule, said (the rule in words), severity, days_late,
    cause, promised_on, broken, last_contact, rules (codes of all its rules that make it
    late), action; in the order of the ranking. The index is that of `laggards`.
    """
    on = day or at.view.day
    return kept(at.registry, ("late", at.view, on), lambda: _told(at, on))


def proofs(at: At, late: pd.DataFrame, day: date | None = None) -> list[str]:
    """The evidence of these rows of `late_rows`: one sentence each, so only of those shown."""
    rows = ask_late(at, laggards.laggards, day or at.view.day).loc[late.index]
    return [laggards.evidence(row).text(at.language) for row in rows.itertuples()]


def late_of(at: At, day: date) -> tuple[int, int]:
    """How many agencies of the view are late on a day, of how many. Who is late is asked
    once for everybody."""
    late = at.ask(laggards.late_agencies, day, filters=Filters())
    frame = coverage.standing(at.registry, day, at.view.filters, ("agency", "exempt"))
    counted = frame["agency"].cat.codes.to_numpy()[~frame["exempt"].to_numpy(np.bool_)]
    return int(np.isin(counted, late).sum()), len(counted)


def province_rows(at: At) -> list[str]:
    """What is said of the province itself (rule P1)."""

    def said() -> list[str]:
        found = ask_late(at, laggards.laggards)
        rows = found[found["agency"].isna().to_numpy(bool)].itertuples()
        return [laggards.evidence(row).text(at.language) for row in rows]

    return kept(at.registry, ("province", at.view), said)


def not_known(at: At) -> str:
    """By which rules nobody can be late for lack of data, and how many that leaves out; or nothing."""
    missing = ask_late(at, laggards.missing)
    unknown = [
        at.say(
            "{rule}: not known of {n}",
            rule=laggards.rule_name(str(rule)).text(at.language),
            n=number_text(int(n), at.language),
        )
        for rule, n in zip(missing["rule"], missing["agencies"], strict=True)
    ]
    return f"{at.say('Held against nobody for lack of data')} – {'; '.join(unknown)}" if unknown else ""


def _told(at: At, day: date) -> pd.DataFrame:
    found = ask_late(at, laggards.laggards, day)
    found = found[(found["severity"].isin(laggards.LATE) & found["agency"].notna()).to_numpy(bool)]
    rules: dict[str, list[str]] = {}
    for agency, rule in zip(found["agency"], found["rule"], strict=True):
        rules.setdefault(str(agency), []).append(str(rule))
    first = found[~found["agency"].duplicated().to_numpy()]
    codes = first["agency"].astype(str)
    names = {rule: laggards.rule_name(rule).text(at.language) for rule in laggards.RULES}
    steps = zip(first["cause"], first["days_late"], first["broken"], strict=True)
    return first[list(_AS_ASKED)].assign(
        agency=codes,
        name=names_of(first, at.language),
        owner=first["owner"].astype(object).where(first["owner"].notna(), ""),
        said=[names[str(rule)] for rule in first["rule"]],
        rules=[", ".join(rules[code]) for code in codes],
        action=[_action(at, str(cause), int(days), int(broken)) for cause, days, broken in steps],
    )


_AS_ASKED = (
    "agency", "type", "parent", "owner", "rule", "severity", "days_late", "cause", "promised_on", "broken",
    "last_contact",
)  # fmt: skip


def _action(at: At, cause: str, days_late: int, broken: int) -> str:
    step = laggards.next_action(at.registry.rules, cause, days_late, broken)
    return step.label(at.language) if step else NOTHING
