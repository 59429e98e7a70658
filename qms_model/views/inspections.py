"""The figure of Kế hoạch kiểm tra: what was inspected in the year."""

from __future__ import annotations

import pandas as pd

from qms_model import figures, inspections, narrative
from qms_model.numbers import fraction_text, percentage_text
from qms_model.views.view import At, Measured


def inspected_by_type(at: At) -> Measured:
    """Inspected by file or on site of the mandatory, by type."""
    year, by_type, labels = at.ask(inspections.done), at.ask(inspections.done, by="type"), at.labels("type")
    words = narrative.inspected_by_type(year, by_type, labels, at.view.day, at.language)
    figure = figures.inspected_by_type(by_type, labels, words, at.language)
    row = year.iloc[0]
    total, n = int(row["agencies"]), None if pd.isna(row["inspected"]) else int(row["inspected"])
    share = f"{fraction_text(n, total, at.language)} ({percentage_text(n, total, at.language)})"
    return figure, at.say("Mandatory agencies inspected in the year: {share}", share=share)
