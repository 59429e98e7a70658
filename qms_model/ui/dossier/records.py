"""What is recorded of the agency: its time line, papers, findings, procedures, objectives."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from qms_model import narrative, story
from qms_model.figures import procedures, time_line
from qms_model.figures.story import LOOK_OF_EVENT
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.ui.blocks import block
from qms_model.ui.dossier.lists import listed
from qms_model.ui.scope import Here
from qms_model.ui.text import literal


def time_line_block(at: Here, code: str, name: str) -> None:
    """What happened, a lane for each kind."""
    day, language = at.view.day, at.language
    events, until = story.events(at.registry, code, day), story.told_until(at.registry, code, day)
    if not events:
        st.info(literal(at.say("Nothing is recorded about this agency by this day.")))
        return
    causes = {cause.code: cause.label(language) for cause in at.registry.rules.causes}
    rows = [
        {
            "lane": event.lane,
            "label": said.lane_name(event.lane, language),
            "on": event.on,
            "until": max(event.on, min(event.until or (day if event.lasts else event.on), until)),
            "look": LOOK_OF_EVENT.get(event.grade) or LOOK_OF_EVENT.get(event.kind, "event"),
            "text": said.event_text(event, causes, language),
        }
        for event in sorted(events, key=lambda event: (story.LANES.index(event.lane), event.on))
    ]
    words = said.time_line(name, events, story.findings_of(at.registry, code, day), language)
    block(at, f"story-{code}", lambda _: (time_line(pd.DataFrame(rows), day, words, language), name))


def papers_list(at: Here, code: str) -> None:
    """Certificates and declarations by edition."""
    language = at.language
    rows = [
        (
            f"TCVN ISO 9001:{one.paper.edition}",
            f"{said.code_name(one.paper.kind, language)} {one.paper.number}".strip(),
            said.recorded(one.paper.issued_on, language),
            day_text(one.last_day, language) if one.last_day else NOTHING,
            narrative.state_name(one.state, language),
            one.paper.body,
        )
        for one in story.attestations_of(at.registry, code, at.view.day)
    ]
    names = ("Edition", "Evidence", "Issued on", "In force until", "State", "Certification body")
    listed(at, "papers", at.say("Certificates and declarations"), names, rows)


def findings_list(at: Here, code: str) -> None:
    """Every finding from open to close."""
    language = at.language
    causes = {cause.code: cause.label(language) for cause in at.registry.rules.causes}
    rows = [
        (
            one.finding,
            said.code_name(one.grade, language),
            one.clause or NOTHING,
            one.description,
            causes.get(one.cause, NOTHING),
            day_text(one.held_on, language),
            day_text(one.due_on, language) if one.due_on else NOTHING,
            said.recorded(one.closed_on, language) if one.closed_on else said.code_name(one.status, language),
        )
        for one in story.findings_of(at.registry, code, at.view.day)
    ]
    names = ("Code", "Grade", "Clause", "Content", "Cause", "Raised on", "Due on", "Closed on")
    listed(at, "findings", at.say("Findings"), names, rows)


def procedures_block(at: Here, code: str, name: str) -> None:
    """Procedures by kind over time."""
    counts = story.procedures_of(at.registry, code, at.view.day)
    if not counts:
        return
    last = {count.counted_on.year: count for count in counts}
    rows = [
        {"year": year, "kind": kind, "count": n}
        for year, count in last.items()
        for kind, n in (("operational", count.operational), ("system", count.system))
        if n is not None
    ]
    now = counts[-1]
    scope = at.say(
        "administrative procedures in scope: {n} of {total}",
        n=NOTHING if now.tthc_in_scope is None else number_text(now.tthc_in_scope, at.language),
        total=NOTHING if now.tthc_total is None else number_text(now.tthc_total, at.language),
    )
    frame = pd.DataFrame(rows, columns=["year", "kind", "count"])
    words = said.procedures(name, counts, at.language)
    block(at, f"procedures-{code}", lambda _: (procedures(frame, words, at.language), scope))


def objectives_list(at: Here, code: str) -> None:
    """Targets against results, the newest year first."""
    rows = story.objectives_of(at.registry, code, at.view.day)
    if not rows:
        return
    language = at.language
    lines = [
        (
            str(row.year),
            row.objective,
            _measured(row.target, row.unit, language),
            NOTHING if row.actual is None else _measured(row.actual, row.unit, language),
            said.code_name(row.status, language),
        )
        for row in sorted(rows, key=lambda row: (-row.year, row.objective))
    ]
    names = ("Year", "Quality objective", "Target", "Actual", "Result")
    listed(at, "objectives", said.objectives(rows, language), names, lines)


def _measured(value: float, unit: str, language: str) -> str:
    text = f"{value:g}"
    return f"{text.replace('.', ',') if language == 'vi' else text} {unit}".strip()
