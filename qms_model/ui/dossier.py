"""The story of one agency, on one scroll."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from qms_model import journal, narrative, story
from qms_model.figures import procedures, time_line
from qms_model.figures.story import LOOK_OF_EVENT
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.ui.agencies import agency_link, agency_names
from qms_model.ui.blocks import block, listing
from qms_model.ui.scope import Here, store
from qms_model.ui.text import literal, quiet


def dossier(at: Here, code: str) -> None:
    """Everything that is known of the agency by the day."""
    day = at.view.day
    standing = story.standing_of(at.registry, code, day)
    name = story.name_near(at.registry, code, day)
    st.header(literal(name), anchor=False)
    if standing is None:
        _absent(at, code)
    else:
        _standing(at, code, standing)
    _names(at, code)
    _time_line(at, code, name)
    _papers(at, code)
    _findings(at, code)
    _procedures(at, code, name)
    _objectives(at, code)
    if standing is not None:
        _peers(at, code, standing)
    _history(at, code)


def _standing(at: Here, code: str, standing: story.Standing) -> None:
    """State and reason, obligation and basis, and what lacks to rung 4."""
    language, day = at.language, at.view.day
    types, districts, bodies = (at.labels(by) for by in ("type", "district", "parent"))
    facts = [types.get(standing.type, standing.type), districts.get(standing.district, "")]
    facts += [at.say("under {body}", body=bodies[standing.parent]) if standing.parent else ""]
    if standing.adoption_year:
        facts.append(at.say("applies since {year}", year=standing.adoption_year))
    st.markdown(quiet(" · ".join(fact for fact in facts if fact)))
    with st.grid(2, min_column_width=280, gap="small"):
        with st.container(border=True, height="stretch"):
            state = narrative.state_name(standing.state, language)
            st.markdown(f":small[{literal(at.say('State'))}]")
            st.markdown(
                f"**{literal(state)}**" + (f" · {literal(at.say('Exempt'))}" if standing.exempt else "")
            )
            st.markdown(literal(story.reason(at.registry, code, day).text(language)))
            basis = story.obligation_basis(at.registry, code, day)
            if basis is not None:
                st.markdown(quiet(basis.text(language)))
        with st.container(border=True, height="stretch"):
            lacking = story.lacking(at.registry, code, day) if standing.audits_collected else []
            st.markdown(f":small[{literal(narrative.rung_name('effective', language))}]")
            st.markdown(f"**{literal(said.lacks(standing, len(lacking), language))}**")
            for lack in lacking:
                st.markdown(f"- {literal(lack.text(language))}")


def _absent(at: Here, code: str) -> None:
    """It does not exist on the day: since when, and who took over."""
    st.info(literal(story.reason(at.registry, code, at.view.day).text(at.language)))
    names = agency_names(at)
    for heir in story.successors_now(at.registry, code):
        if heir != code:
            agency_link(at, heir, at.say("Its successor: {name}", name=names[heir]))


def _names(at: Here, code: str) -> None:
    """Its names then and now, and the reorganisations it went through."""
    rows, edges = story.names(at.registry, code), story.lineage(at.registry, code, at.view.day)
    if len(rows) < 2 and not edges:
        return
    types, language = at.labels("type"), at.language
    lines = [
        (said.span(row.established_on, row.dissolved_on, language), row.name, types.get(row.type, row.type))
        for row in rows
    ]
    lines += [
        (
            day_text(edge.effective_on, language),
            f"{said.code_name(edge.kind, language)}: {edge.name}".rstrip(": "),
            edge.decision,
        )
        for edge in edges
    ]
    table = pd.DataFrame(lines, columns=[at.say("When"), at.say("Name or event"), at.say("Type or decision")])
    title = at.say("Names and reorganisations")
    listing(at, "names", title, table)


def _time_line(at: Here, code: str, name: str) -> None:
    """What happened, a lane for each kind."""
    day, language = at.view.day, at.language
    events = story.events(at.registry, code, day)
    if not events:
        st.info(literal(at.say("Nothing is recorded about this agency by this day.")))
        return
    rows = [
        {
            "lane": event.lane,
            "label": said.lane_name(event.lane, language),
            "on": event.on,
            "until": min(event.until or (day if event.lane in ("finding", "attestation") else event.on), day),
            "look": LOOK_OF_EVENT.get(event.grade) or LOOK_OF_EVENT.get(event.kind, "event"),
            "text": said.event_text(event, language),
        }
        for event in sorted(events, key=lambda event: (story.LANES.index(event.lane), event.on))
    ]
    words = said.time_line(name, events, story.findings_of(at.registry, code, day), language)
    figure = time_line(pd.DataFrame(rows), day, words, language)
    block(at, figure, f"story-{code}", name)


def _papers(at: Here, code: str) -> None:
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
    _list(at, "papers", at.say("Certificates and declarations"), names, rows)


def _findings(at: Here, code: str) -> None:
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
    _list(at, "findings", at.say("Findings"), names, rows)


def _procedures(at: Here, code: str, name: str) -> None:
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
    figure = procedures(pd.DataFrame(rows), said.procedures(name, counts, at.language), at.language)
    block(at, figure, f"procedures-{code}", scope)


def _objectives(at: Here, code: str) -> None:
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
    _list(at, "objectives", said.objectives(rows, language), names, lines)


def _peers(at: Here, code: str, standing: story.Standing) -> None:
    """Where it stands among those of its type."""
    peers = story.peers(at.registry, code, at.view.day)
    if peers is None or len(peers.rows) < 2:
        return
    kind = at.labels("type").get(standing.type, standing.type)
    rows = [
        (
            ("→ " if peer.agency == code else "") + peer.name,
            narrative.state_name(peer.state, at.language),
            NOTHING if peer.rung == "none" else narrative.rung_name(peer.rung, at.language),
            str(peer.adoption_year or NOTHING),
        )
        for peer in peers.rows
    ]
    _list(
        at, "peers", said.peers(peers, kind, at.language), ("Agency", "State", "Rung", "Adoption year"), rows
    )


def _history(at: Here, code: str) -> None:
    """The changes of the journal that concerned it, the newest first."""
    with store().reading() as connection:
        entries = journal.history_of(connection, code, at.registry.known)
    rows = [
        (
            number_text(entry.number, at.language),
            day_text(at.local_day(entry.at), at.language),
            entry.by,
            entry.note or said.code_name(entry.kind, at.language),
            _differences(at, entry.differences),
        )
        for entry in reversed(entries)
    ]
    _list(at, "history", at.say("Changes in the journal"), ("Change", "Day", "By", "Reason", "What"), rows)


def _differences(at: Here, differences: Sequence[journal.Difference]) -> str:
    """What one change did: cell by cell where it corrected, else how many rows."""
    corrected = [
        f"{cell.column}: {cell.old or NOTHING} → {cell.new or NOTHING}"
        for difference in differences
        if difference.what == "changed"
        for cell in difference.cells
    ]
    counts = {what: sum(one.what == what for one in differences) for what in ("new", "removed")}
    rows = [
        at.say("{n} records {what}", n=number_text(n, at.language), what=said.code_name(what, at.language))
        for what, n in counts.items()
        if n
    ]
    return "; ".join(corrected + rows)


def _measured(value: float, unit: str, language: str) -> str:
    text = f"{value:g}"
    return f"{text.replace('.', ',') if language == 'vi' else text} {unit}".strip()


def _list(at: Here, key: str, title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A list under its title; nothing where it is empty."""
    if rows:
        listing(at, key, title, pd.DataFrame(rows, columns=[at.say(name) for name in names]))
