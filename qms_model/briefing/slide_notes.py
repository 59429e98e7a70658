"""What the notes of a slide say: the rows behind it as text."""

from __future__ import annotations

import pandas as pd

from qms_model.briefing.report import text_of
from qms_model.figures import Figure, as_table


def rows_said(figure: Figure) -> list[str]:
    """The rows behind a figure as text: each name with its n/N, then its counts."""
    if "text" in figure.encodings and "series" in figure.encodings and "column" not in figure.encodings:
        names = {series.code: series.label for series in figure.series}
        parts = (figure.column(part) for part in ("name", "series", "text"))
        return [f"{name}: {names.get(code, code)} {text}" for name, code, text in zip(*parts, strict=True)]
    return lines_of(as_table(figure), figure.language)


def lines_of(frame: pd.DataFrame, language: str) -> list[str]:
    """Each row of a frame as one line: its first cell, then the others under their headings."""
    found = []
    for row in frame.itertuples(index=False):
        first, *others = (text_of(value, language) for value in row)
        said = "; ".join(
            f"{head} {text}" for head, text in zip(frame.columns[1:], others, strict=True) if text
        )
        found.append(f"{first}: {said}")
    return found
