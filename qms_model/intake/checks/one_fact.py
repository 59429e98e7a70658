"""One fact that a person corrects or removes: what a load, which only adds and completes, cannot break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qms_model.facts import REFERENCES, SPECS, code_of
from qms_model.i18n import Message, message
from qms_model.intake.book import Book
from qms_model.intake.fields import label_of
from qms_model.intake.problems import shown

Cells = Mapping[str, str]  # column -> canonical text; none for a row that is not there
Fault = tuple[str, Message]  # the column, and what is wrong

# What names a row of another table; a parent is an agency or a body outside the registry.
_NAMES = (*REFERENCES, ("agencies", "parent", "agencies"))


def agency_codes_stay(table: str, was: Cells, row: Cells) -> Iterator[Fault]:
    """The code is the agency: all its records and other offices' files name it."""
    if table == "agencies" and was and row and row["agency"] not in ("", was["agency"]):
        why = message(
            "“{value}” cannot become “{other}”: its code is what identifies an agency",
            value=shown(was["agency"]),
            other=shown(row["agency"]),
        )
        yield "agency", why


def what_is_named_stays(table: str, was: Cells, book: Book) -> Iterator[Fault]:
    """A code that other rows name does not go."""
    column = code_of(table)
    code = was.get(column, "")
    if not code or code in book[table].columns[column]:
        return
    for name, naming, target in _NAMES:
        rows = book[name].columns[naming].count(code) if target == table else 0
        if rows:
            why = message(
                "{rows} rows of the table {table} name “{value}”: correct or remove those first",
                rows=rows,
                table=label_of(name),
                value=shown(code),
            )
            yield column, why


def keys_stay_unique(table: str, was: Cells, row: Cells) -> Fault:
    """The fault of a row whose key another one has."""
    key = [spec.name for spec in SPECS[table] if spec.key]
    changed = [name for name in key if was and was[name] != row[name]]
    value = ", ".join(row[name] for name in key if row[name])
    return (changed or key)[0], message("“{value}” is recorded already", value=shown(value))
