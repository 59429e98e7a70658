"""The frame of every page, and the one list of pages."""

import streamlit as st

from qms_model import ui
from qms_model.i18n import translate

# Section, page, file. The first page opens by default.
PAGES = [
    ("Overview", "Summary", "pages/overview/summary.py"),
    ("Monitor", "Coverage", "pages/monitor/coverage.py"),
    ("Monitor", "Certificates", "pages/monitor/attestations.py"),
    ("Act", "Laggards", "pages/act/laggards.py"),
    ("Act", "Findings", "pages/act/findings.py"),
    ("Act", "Inspection plan", "pages/act/inspections.py"),
    ("Act", "Agency story", "pages/act/agency.py"),
    ("Brief", "Snapshots", "pages/brief/snapshots.py"),
    ("Registry", "Records", "pages/registry/records.py"),
]


def menu(language: str) -> dict[str, list[st.Page]]:
    """The pages by section, named in the language of the reader; the first one opens at / too."""
    first = st.Page(
        PAGES[0][2],
        title=translate(PAGES[0][1], language),
        url_path="home",
        default=True,
        visibility="hidden",
    )
    sections: dict[str, list[st.Page]] = {"": [first]}
    for section, name, file in PAGES:
        sections.setdefault(translate(section, language), []).append(
            st.Page(file, title=translate(name, language))
        )
    return sections


st.set_page_config(page_icon=ui.ICON, layout="wide", initial_sidebar_state="auto")
with ui.guarded():
    page = st.navigation(menu(ui.language()), position="top")
    ui.keep_address(page.url_path)
    ui.frame(ui.arrive(), page.title)
    page.run()
