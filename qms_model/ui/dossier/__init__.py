"""The story of one agency, on one scroll."""

from __future__ import annotations

import streamlit as st

from qms_model import narrative, story
from qms_model.ui.dossier.changes import history_list
from qms_model.ui.dossier.late import followups_list, lateness_list
from qms_model.ui.dossier.records import (
    findings_list,
    objectives_list,
    papers_list,
    procedures_block,
    time_line_block,
)
from qms_model.ui.dossier.who import absence, names_then_and_now, peers_list, standing_and_reason
from qms_model.ui.scope import Here
from qms_model.ui.text import literal

__all__ = ["dossier"]


def dossier(at: Here, code: str) -> None:
    """Everything that is known of the agency by the day."""
    day = at.view.day
    standing = story.standing_of(at.registry, code, day)
    name = narrative.agency_name(story.naming_near(at.registry, code, day), at.language)
    st.header(literal(name), anchor=False)
    if standing is None:
        absence(at, code)
    else:
        standing_and_reason(at, code, standing)
        lateness_list(at, code, standing)
    followups_list(at, code)
    names_then_and_now(at, code)
    time_line_block(at, code, name)
    papers_list(at, code)
    findings_list(at, code)
    procedures_block(at, code, name)
    objectives_list(at, code)
    if standing is not None:
        peers_list(at, code, standing)
    history_list(at, code)
