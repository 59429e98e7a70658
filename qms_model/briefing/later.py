"""What was recorded after a pack was made, as an office reads it: whose record, which column, old and new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from qms_model import journal
from qms_model.config import Config
from qms_model.facts import SPECS, key_of
from qms_model.i18n import Bilingual, Message, Spoken, message
from qms_model.intake.fields import cell_text, heading_of, label_of
from qms_model.journal import Check, Difference, Entry
from qms_model.narrative.story import code_name
from qms_model.numbers import Moment
from qms_model.registry import Registry, open_registry
from qms_model.store import Store

_TOLD = 20  # cells told of a change
_SHORT = 60  # characters of a cell
_WHOSE = ("agency", "predecessor")  # the columns that say whose a record is


def later_changes(store: Store, known: int, config: Config) -> tuple[Check, ...]:
    """One check that holds for each change after `known`: when, by whom, why, and what it did."""
    with store.reading() as connection:
        entries = journal.since(connection, known)
    names = _Names(open_registry(store, config.rules))
    return tuple(
        Check(f"change {entry.number}", ok=True, reason=_told(entry, names, config.timezone))
        for entry in entries
    )


def _told(entry: Entry, names: _Names, timezone: str) -> Message:
    done = [_Did(names, one, n) for one in entry.differences for n in range(_lines(one))]
    more = message(" and {n} more", n=len(done) - _TOLD) if len(done) > _TOLD else ""
    return message(
        "recorded after the pack on {when} by {by} ({why}): {cells}{more}",
        when=Moment(entry.at, timezone),
        by=entry.by,
        why=entry.note or _Kind(entry.kind),
        cells=_Lines(tuple(done[:_TOLD])),
        more=more,
    )


def _lines(one: Difference) -> int:
    """How many lines tell of it: one a corrected cell, one of a record as a whole."""
    return len(one.cells) if one.what == "changed" else 1


@dataclass(frozen=True)
class _Kind(Spoken):
    """The kind of a change that gives no reason."""

    code: str

    def text(self, language: str) -> str:
        return code_name(self.code, language)


class _Names:
    """The names of the agencies, and whose each audit and finding is, as known now."""

    def __init__(self, registry: Registry) -> None:
        self.rules = registry.rules
        self._registry = registry

    def agency(self, code: str) -> Bilingual:
        """Its newest name with its code; the code alone where it has no name."""
        vi, en = self._named.get(code, ("", ""))
        return Bilingual(f"{vi} ({code})" if vi else code, f"{en} ({code})" if en else code)

    def whose(self, one: Difference) -> str:
        """The code of the agency that the record is of; "" where it is of none."""
        key = dict(zip(key_of(one.table), one.key, strict=True))
        said = {cell.column: cell.new or cell.old for cell in one.cells} | key
        if found := next((said[name] for name in _WHOSE if said.get(name)), ""):
            return found
        audit = said.get("audit") or self._audit_of.get(said.get("finding", ""), "")
        return self._audited.get(audit, "")

    @cached_property
    def _named(self) -> Mapping[str, tuple[str, str]]:
        table = self._registry.tables["agencies"]
        english = table["name_en"].fillna("").where(lambda text: text != "", table["name"])
        pairs = zip(table["name"].astype(str), english.astype(str), strict=True)
        return dict(zip(table["agency"].astype(str), pairs, strict=True))

    @cached_property
    def _audited(self) -> Mapping[str, str]:
        table = self._registry.tables["audits"]
        return dict(zip(table["audit"].astype(str), table["agency"].astype(str), strict=True))

    @cached_property
    def _audit_of(self) -> Mapping[str, str]:
        table = self._registry.tables["findings"]
        return dict(zip(table["finding"].astype(str), table["audit"].astype(str), strict=True))


@dataclass(frozen=True)
class _Did(Spoken):
    """A cell that was corrected, or a record that came or went."""

    names: _Names
    one: Difference
    cell: int

    def text(self, language: str) -> str:
        """Such as "Sở Y tế (A1), Chứng nhận (…), Hết hạn: — → 30/06/2014"."""
        whose = self.names.whose(self.one)
        record = label_of(self.one.table).text(language)
        if key := self._key(language):
            record += f" ({key})"
        parts = [self.names.agency(whose).text(language) if whose else "", record]
        where = ", ".join(part for part in parts if part)
        if self.one.what != "changed":
            return f"{where}: {code_name(self.one.what, language)}"
        cell = self.one.cells[self.cell]
        spec = next(spec for spec in SPECS[self.one.table] if spec.name == cell.column)
        old, new = (self._cell(cell.column, text, language) for text in (cell.old, cell.new))
        return f"{where}, {heading_of(spec).text(language)}: {old} → {new}"

    def _key(self, language: str) -> str:
        """What tells the record from the others of the agency."""
        cells = zip(key_of(self.one.table), self.one.key, strict=True)
        return ", ".join(
            self._cell(name, text, language) for name, text in cells if text and name not in _WHOSE
        )

    def _cell(self, column: str, text: str, language: str) -> str:
        spec = next(spec for spec in SPECS[self.one.table] if spec.name == column)
        if spec.refers == "agencies" and text:
            return self.names.agency(text).text(language)
        said = cell_text(spec, text, self.names.rules, language)
        return said if len(said) <= _SHORT else said[: _SHORT - 1] + "…"


@dataclass(frozen=True)
class _Lines(Spoken):
    """What a change did, one after the other."""

    done: tuple[_Did, ...]

    def text(self, language: str) -> str:
        return "; ".join(one.text(language) for one in self.done)
