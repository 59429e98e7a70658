"""CSV as this product writes it: no text cell can become a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

BOM = "\ufeff"

# What a spreadsheet takes for a formula; and what would read as one once the
# reader has taken off the apostrophe that we put before it.
_ARMED = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """`text` with one apostrophe more where a spreadsheet would run it as a formula."""
    return f"'{text}" if _ARMED.match(text) else text


def unguarded(text: str) -> str:
    """`text` without the apostrophe that `guarded` put before it."""
    return text[1:] if text.startswith("'") and _ARMED.match(text) else text


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV text of rows whose cells are written as they are: guard them first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def csv_file(table: pd.DataFrame, said: Mapping[str, str]) -> bytes:
    """The table as CSV with a BOM, every line with what is `said` of all, by heading; no text cell of it
    can become a formula."""
    lines = [[*line, *said.values()] for line in table.itertuples(index=False)]
    cells = [["" if pd.isna(cell) else _cell(cell) for cell in line] for line in lines]
    return (BOM + csv_rows([guarded(name) for name in (*table.columns, *said)], cells)).encode()


def csv_text(frame: pd.DataFrame) -> str:
    """The frame as CSV: text guarded, numbers as they are, missing cells empty."""
    texts = {str(name): _guarded(frame[name]) for name in frame if _is_text(frame[name])}
    answers = {str(name): _yes_no(frame[name]) for name in frame if frame[name].dtype == bool}
    return frame.assign(**texts, **answers).to_csv(index=False, lineterminator="\n")


def _cell(cell: object) -> str:
    return guarded(cell) if isinstance(cell, str) else str(cell)


def _is_text(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.CategoricalDtype) or column.dtype in (object, "str")


def _guarded(column: pd.Series) -> pd.Series:
    """Each different text is looked at once."""
    codes, texts = pd.factorize(column.astype(object))
    spelled = [guarded(text) if isinstance(text, str) else text for text in texts]
    return pd.Series(pd.Series([*spelled, None], dtype=object).to_numpy()[codes], index=column.index)


def _yes_no(column: pd.Series) -> pd.Series:
    return column.map({True: "true", False: "false"})
