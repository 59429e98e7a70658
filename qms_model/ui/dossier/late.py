"""Whether the agency is late, with what, and what was said and promised about it."""

from __future__ import annotations

from typing import Any

from qms_model import laggards, story
from qms_model.coverage import Filters
from qms_model.dates import last_day
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.ui.answers import ask
from qms_model.ui.dossier.lists import listed
from qms_model.ui.scope import Here


def lateness_list(at: Here, code: str, standing: story.Standing) -> None:
    """The rules by which it is late on the day, with the proof, and its place among the late of its type."""
    peers = Filters(type=standing.type, district=standing.district or None)
    found = ask(at, laggards.laggards, filters=peers)
    mine: list[Any] = list(found[(found["agency"] == code).to_numpy(bool)].itertuples())
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
    title = (
        at.say(
            "Late by {n} rules, {days} days at most",
            n=number_text(len(late), at.language),
            days=number_text(max(int(row.days_late) for row in late), at.language),
        )
        if late
        else at.say("Not late; to be watched")
    )
    listed(at, "lateness", title, ("Late with", "Deadline", "Days late", "Proof"), rows)


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
