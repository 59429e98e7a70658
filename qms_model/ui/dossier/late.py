"""Whether the agency is late, with what, and what was said and promised about it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from qms_model import laggards, story
from qms_model.coverage import Filters
from qms_model.dates import last_day
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.ui.dossier.lists import listed
from qms_model.ui.scope import Here


def lateness_list(at: Here, code: str, standing: story.Standing) -> None:
    """The rules by which it is late on the day, with the proof, and its place among the late of its type."""
    peers = at.ask(laggards.laggards, filters=Filters(type=standing.type))
    mine: list[Any] = list(peers[(peers["agency"] == code).to_numpy(bool)].itertuples())
    rows = [
        (
            laggards.rule_name(row.rule).text(at.language),
            day_text(row.deadline, at.language),
            number_text(int(row.days_late), at.language) if row.days_late > 0 else NOTHING,
            laggards.evidence(row).text(at.language),
        )
        for row in mine
    ]
    late = [row for row in mine if row.severity in laggards.LATE]
    title = _lateness(at, code, late, peers) if late else at.say("Not late; to be watched")
    listed(at, "lateness", title, ("Late with", "Deadline", "Days late", "Proof"), rows)


def _lateness(at: Here, code: str, late: list[Any], peers: pd.DataFrame) -> str:
    """With how much it is late, and its place in the ranking of the late of its type."""
    makes_late = (peers["severity"].isin(laggards.LATE) & peers["agency"].notna()).to_numpy(bool)
    ranked = [str(one) for one in peers["agency"][makes_late].unique()]
    days = number_text(max(int(row.days_late) for row in late), at.language)
    place, n = (number_text(count, at.language) for count in (ranked.index(code) + 1, len(ranked)))
    said = {"days": days, "place": place, "n": n}
    if len(late) == 1:
        return at.say(
            "Late by one rule, {days} days; number {place} of the {n} late agencies of its type", **said
        )
    return at.say(
        "Late by {rules} rules, {days} days at most; number {place} of the {n} late agencies of its type",
        rules=number_text(len(late), at.language),
        **said,
    )


def followups_list(at: Here, code: str) -> None:
    """What was said to it and promised by it up to the day, the newest first."""
    language, causes = at.language, at.labels("cause")
    texts = at.registry.texts("followups")
    lines = [
        {name: column[place] for name, column in texts.items()}
        for place, agency in enumerate(texts["agency"])
        if agency == code and last_day(texts["on"][place]) <= at.view.day
    ]
    rows = [
        (
            said.recorded(line["on"], language),
            line["channel"] or NOTHING,
            causes.get(line["cause"], NOTHING),
            said.recorded(line["promised_on"], language) if line["promised_on"] else NOTHING,
            line["by"] or NOTHING,
            line["note"] or NOTHING,
        )
        for line in sorted(lines, key=lambda line: last_day(line["on"]), reverse=True)
    ]
    names = ("Day", "Channel", "Cause", "Promised for", "By", "Note")
    listed(at, "followups", at.say("Contacts and promises"), names, rows)
