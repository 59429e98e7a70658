"""Who the agency is and how it stands: state, reason, names, peers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from qms_model import narrative, story
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, day_text
from qms_model.ui.agencies import agency_link, agency_names
from qms_model.ui.blocks import listing
from qms_model.ui.dossier.lists import listed
from qms_model.ui.scope import Here
from qms_model.ui.text import literal, quiet


def standing_and_reason(at: Here, code: str, standing: story.Standing) -> None:
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


def absence(at: Here, code: str) -> None:
    """It does not exist on the day: since when, and who took over."""
    st.info(literal(story.reason(at.registry, code, at.view.day).text(at.language)))
    names = agency_names(at)
    for heir in story.successors_now(at.registry, code):
        if heir != code:
            agency_link(at, heir, at.say("Its successor: {name}", name=names[heir]))


def names_then_and_now(at: Here, code: str) -> None:
    """Its names then and now, and the reorganisations it went through."""
    rows, edges = story.names(at.registry, code), story.lineage(at.registry, code, at.view.day)
    if len(rows) < 2 and not edges:
        return
    types, bodies, language = at.labels("type"), at.labels("parent"), at.language
    lines = [
        (
            said.span(row.established_on, row.dissolved_on, language),
            narrative.agency_name(row, language),
            " · ".join(part for part in (types.get(row.type, row.type), bodies.get(row.parent, "")) if part),
        )
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


def peers_list(at: Here, code: str, standing: story.Standing) -> None:
    """Where it stands among those of its type."""
    peers = story.peers(at.registry, code, at.view.day)
    if peers is None or len(peers.rows) < 2:
        return
    kind = at.labels("type").get(standing.type, standing.type)
    rows = [
        (
            ("→ " if peer.agency == code else "") + narrative.agency_name(peer, at.language),
            narrative.state_name(peer.state, at.language),
            NOTHING if peer.rung == "none" else narrative.rung_name(peer.rung, at.language),
            str(peer.adoption_year or NOTHING),
        )
        for peer in peers.rows
    ]
    listed(
        at, "peers", said.peers(peers, kind, at.language), ("Agency", "State", "Rung", "Adoption year"), rows
    )
