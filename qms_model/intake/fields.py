"""What a person fills in: the columns of a table, as a form and the blank workbook ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qms_model.config import Rules
from qms_model.facts import LABELS_VI, REFERENCES, SPECS, VIETNAMESE, AuditKind, ColumnSpec, Kind
from qms_model.i18n import Message, message
from qms_model.numbers import NOTHING, RecordedDate

_HINTS: dict[Kind, Message] = {
    Kind.DAY: message("a date, dd/mm/yyyy"),
    Kind.PARTIAL: message("a date, dd/mm/yyyy; also mm/yyyy or yyyy"),
    Kind.YEAR: message("a year, yyyy"),
    Kind.COUNT: message("a whole number"),
    Kind.NUMBER: message("a number"),
    Kind.SHARE: message("a percentage from 0 to 100"),
}
# How a date may be written, as a form says it; files may have ISO dates too.
_FORMS = {
    "YYYY-MM-DD, d/m/yyyy": "dd/mm/yyyy",
    "YYYY-MM-DD, d/m/yyyy, YYYY-MM, mm/yyyy, YYYY": "dd/mm/yyyy, mm/yyyy, yyyy",
}
_ISO = re.compile("[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_YES_NO = {"vi": {"yes": "có", "no": "không"}, "en": {"yes": "yes", "no": "no"}}
_ABBREVIATED = {"qms": "QMS", "par": "PAR", "tthc": "TTHC"}


@dataclass(frozen=True)
class Field:
    """One column of a table, in the words of a language."""

    name: str
    heading: str  # as over the column of the blank workbook; in English the format's name in words
    kind: Kind
    required: bool
    key: bool  # part of what identifies the row
    choices: Mapping[str, str]  # code -> label, in the order of the rules; empty: free entry
    refers: str | None  # the table whose code it holds
    note: str  # as in the blank workbook


@dataclass(frozen=True)
class Label(Message):
    """A name of the format, which brings its own Vietnamese."""

    vi: str = ""

    def text(self, language: str) -> str:
        """The Vietnamese name, or the English one."""
        return self.vi if language == "vi" else self.msgid


def fields(table: str, rules: Rules, language: str) -> tuple[Field, ...]:
    """The columns of `table`, in the order of the format."""
    return tuple(
        Field(
            name=spec.name,
            heading=heading_of(spec).text(language),
            kind=spec.kind,
            required=spec.required,
            key=spec.key,
            choices=choices_of(spec, rules, language),
            refers=spec.refers,
            note=note_of(spec, language),
        )
        for spec in SPECS[table]
    )


def heading_of(spec: ColumnSpec) -> Message:
    """What stands over a column."""
    return Label(_in_words(spec.name), vi=spec.vi)


def label_of(table: str) -> Message:
    """What a table is called."""
    return Label(_in_words(table), vi=LABELS_VI[table])


def choices_of(spec: ColumnSpec, rules: Rules, language: str) -> dict[str, str]:
    """The codes that a column may hold, with their labels; nothing where it has no list."""
    if spec.codes is not None:
        labels = VIETNAMESE[spec.codes]
        return {code: labels[code] if language == "vi" else code.replace("_", " ") for code in labels}
    if spec.kind is Kind.EDITION:
        return {edition.code: edition.code for edition in rules.editions if edition.enabled}
    if spec.kind is Kind.YES_NO:
        return _YES_NO[language]
    listed = {Kind.TYPE: rules.types, Kind.DISTRICT: rules.districts, Kind.CAUSE: rules.causes}
    return {entry.code: entry.label(language) for entry in listed.get(spec.kind, ())}


def cell_text(spec: ColumnSpec, text: str, rules: Rules, language: str) -> str:
    """A cell of the column as it is read: dates as the language writes them, labels instead of codes;
    "—" where it is blank."""
    if spec.is_date and text:
        return RecordedDate(text).text(language)
    return choices_of(spec, rules, language).get(text, text) or NOTHING


def note_of(spec: ColumnSpec, language: str) -> str:
    """Whether a cell of the column must be filled, and with what."""
    asked = message("Required.") if spec.required else message("May stay blank.")
    hint = _HINTS.get(spec.kind)
    return " ".join([asked.text(language), *([hint.text(language).capitalize() + "."] if hint else [])])


def in_form(why: Message, table: str, column: str) -> Message:
    """A sentence about a cell of `table` in the words of its form: the headings of columns and the
    labels of codes instead of their names, and dates as the reader writes them."""
    is_date = any(spec.name == column and spec.kind in (Kind.DAY, Kind.PARTIAL) for spec in SPECS[table])

    def worded(key: str, said: object) -> object:
        if key == "column":
            return _heading(table, str(said))
        if key == "kind" and said in VIETNAMESE[AuditKind]:
            return Label(str(said).replace("_", " "), vi=VIETNAMESE[AuditKind][str(said)])
        if key == "forms":
            return _FORMS.get(str(said), said)
        return RecordedDate(str(said)) if is_date and _ISO.fullmatch(str(said)) else said

    return Message(why.msgid, tuple((key, worded(key, said)) for key, said in why.values))


def _heading(table: str, column: str) -> object:
    """The heading of a column of this table, or of the nearest one that has it."""
    near = [table, *(target for name, _, target in REFERENCES if name == table)]
    near += [name for name, _, target in REFERENCES if target == table]
    specs: Iterator[ColumnSpec] = (spec for name in [*near, *SPECS] for spec in SPECS[name])
    return next((heading_of(spec) for spec in specs if spec.name == column), column)


def _in_words(name: str) -> str:
    words = " ".join(_ABBREVIATED.get(word, word) for word in name.split("_"))
    return words[0].upper() + words[1:]
