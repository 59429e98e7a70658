"""Files that readers take along: every line says where its numbers come from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from qms_model.briefing import Provenance
from qms_model.csvfile import csv_file
from qms_model.ui.scope import Here
from qms_model.views import HEADINGS, chosen_filters, filters_said

_KINDS = {
    "csv": "text/csv",
    "pdf": "application/pdf",
    "ics": "text/calendar",
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_button(
    at: Here,
    label: str,
    file: str,
    make: Callable[[], bytes],
    key: str,
    day: date | None = None,
    primary: bool = False,
) -> None:
    """A button that saves a file, made when it is asked for. `file` is its name and ending; the
    day (`day` where it is not that of the view) and the change come between the two."""
    name, _, ending = file.rpartition(".")
    st.download_button(
        label,
        make,
        file_name=f"{name}_{(day or at.view.day).isoformat()}_{at.registry.known}.{ending}",
        mime=_KINDS[ending],
        key=key,
        type="primary" if primary else "secondary",
        on_click="ignore",
    )


def csv_button(
    at: Here,
    file: str,
    make: Callable[[], pd.DataFrame],
    key: str,
    label: str | None = None,
    day: date | None = None,
) -> None:
    """A button that saves the table of `make` as CSV; of another `day` than that of the view."""
    said = label or at.say("Download CSV")
    file_button(at, said, file, lambda: csv_file(make(), provenance(at, day)), key, day)


def provenance(at: Here, day: date | None = None) -> dict[str, str]:
    """What every line of an export says of itself; `day` where it is not that of the view."""
    said = {
        at.say("As of"): (day or at.view.day).isoformat(),
        at.say("Change"): str(at.registry.known),
        at.say("Source"): at.registry.settings.get("source", ""),
        **{at.say(HEADINGS[name]): text for name, text in chosen_filters(at).items()},
    }
    return {**said, at.say("Note"): at.say("Illustrative figures")} if at.registry.illustrative else said


def source_sheet(at: Here) -> pd.DataFrame:
    """The same as a sheet of a workbook."""
    return pd.DataFrame(provenance(at).items(), columns=[at.say("What"), at.say("Value")])


def origin(at: Here) -> Provenance:
    """The same for the foot of a paper."""
    registry = at.registry
    source = registry.settings.get("source", "")
    return Provenance(registry.known, filters_said(at), source, registry.illustrative, registry.head)
