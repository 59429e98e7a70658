"""Choosing one agency: by name without diacritics, or by code; and going to its page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st

from qms_model import narrative
from qms_model.numbers import number_text
from qms_model.ui.address import AGENCY, DAY
from qms_model.ui.scope import Here, address
from qms_model.ui.text import literal, quiet
from qms_model.vietnamese import fold, order
from qms_model.views import kept, names_of

AGENCY_PAGE = "pages/act/agency.py"
OFFERED = 1_000  # lines of a list: the agencies of a province; of a nation nobody reads all

_folded = lru_cache(100_000)(fold)


def agency_names(at: Here) -> Mapping[str, str]:
    """The newest name of every agency that the registry knows, by code, in Vietnamese order."""

    def named() -> dict[str, str]:
        table = at.registry.tables["agencies"]
        rows = table[["agency", "name", "name_en"]].itertuples()
        names = {str(row.agency): narrative.agency_name(row, at.language) for row in rows}
        return dict(sorted(names.items(), key=lambda item: order(item[1])))

    return kept(at.registry, ("agency names", at.language), named)


def in_order(at: Here, frame: pd.DataFrame) -> pd.DataFrame:
    """The agencies of a frame as a Vietnamese dictionary sorts their names."""

    def placed() -> dict[str, int]:
        names = {*names_of(at.registry.tables["agencies"], at.language)}
        return {name: place for place, name in enumerate(sorted(names, key=order))}

    places = kept(at.registry, ("places of names", at.language), placed)
    return frame.iloc[np.argsort([places[name] for name in names_of(frame, at.language)], kind="stable")]


def matching(names: Mapping[str, str], wanted: str) -> list[str]:
    """The codes whose name or code holds every word of what is wanted, diacritics and case
    ignored; the likest first: the code itself, a name that begins so, one that holds the
    words together, one that holds them as whole words; among equals in the order of `names`."""
    text = fold(wanted).strip()
    words = text.split()

    def unlike(code: str) -> int:
        name = _folded(names[code])
        tests = (_folded(code) == text, name == text, name.startswith(text), f" {text}" in f" {name}")
        whole = set(words) <= set(name.split())
        return next((place for place, holds in enumerate((*tests, whole)) if holds), len(tests) + 1)

    found = [code for code, name in names.items() if all(word in _folded(f"{code} {name}") for word in words)]
    return sorted(found, key=unlike)


def choose_agency(at: Here) -> str | None:
    """The agency of the address, chosen by searching; None while none is chosen."""
    names = agency_names(at)
    asked = address().get(AGENCY, "")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(
            at.say("Search (without diacritics)"), key="agency-search", placeholder=at.say("name or code")
        )
        found = matching(names, wanted) if wanted else list(names)
        options = ["", *dict.fromkeys([*([asked] if asked in names else []), *found[:OFFERED]])]
        st.session_state["agency-choice"] = asked if asked in names else ""
        st.selectbox(
            at.say("Agency ({n} found, with those that ceased)", n=number_text(len(found), at.language)),
            options,
            format_func=lambda code: f"{names[code]} ({code})" if code else at.say("Choose an agency"),
            key="agency-choice",
            on_change=_go,
            args=(at,),
        )
    if len(found) > OFFERED:
        first = number_text(OFFERED, at.language)
        st.markdown(quiet(at.say("The list offers the first {n}: search for the others.", n=first)))
    if asked and asked not in names:
        _unknown(at, asked, names)
        return None
    return asked or None


def agency_address(at: Here, code: str) -> str:
    """The address of the page of an agency that keeps the view, as seen from any other page."""
    return f"{Path(AGENCY_PAGE).stem}?{urlencode(_parts(at, code))}"


def agency_link(at: Here, code: str, label: str) -> None:
    """A link to the page of an agency that keeps the view."""
    parts = _parts(at, code)
    st.page_link(AGENCY_PAGE, label=literal(label), query_params=parts, icon=":material/arrow_forward:")


def _go(at: Here) -> None:
    parts = _parts(at, st.session_state["agency-choice"])
    st.query_params.from_dict({name: value for name, value in parts.items() if value})


def _parts(at: Here, code: str) -> dict[str, str]:
    return {**address(), DAY: at.view.day.isoformat(), AGENCY: code}


def _unknown(at: Here, asked: str, names: Mapping[str, str]) -> None:
    """The code is not in the registry: which are like it."""
    st.warning(literal(at.say("The registry has no agency with the code “{code}”.", code=asked[:40])))
    for code in matching(names, asked[:40])[:5]:
        agency_link(at, code, f"{names[code]} ({code})")
