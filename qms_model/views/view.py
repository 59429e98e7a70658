"""What is looked at: a registry, a day, the filters and the language; and every question asked of it once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from qms_model.coverage import Filters, first_adopted
from qms_model.dates import period_ends
from qms_model.figures import Figure
from qms_model.i18n import Message, translate
from qms_model.registry import Registry
from qms_model.terms import AGE_NAMES, GRADE_NAMES
from qms_model.vietnamese import order
from qms_model.views.kept import kept
from qms_model.views.names import names_of

_Answer = TypeVar("_Answer")

Measured = tuple[Figure, str]  # a figure, and what it measures: n/N in words


@dataclass(frozen=True)
class View:
    """What is looked at: the language, the day, the day to compare with, the filters; what of an
    address was not usable; and which of the late agencies a queue lists (the code of a rule, or of
    broken promises; None: all)."""

    language: str
    day: date
    compare: date
    filters: Filters
    problems: tuple[Message, ...] = ()
    rule: str | None = None

    def is_filtered(self) -> bool:
        """Whether any filter narrows the agencies."""
        return self.filters != Filters()


@dataclass(frozen=True)
class At:
    """The registry and the view that figures, sentences and lists are made for."""

    registry: Registry
    view: View

    @property
    def language(self) -> str:
        """The language of the view, "vi" or "en"."""
        return self.view.language

    def say(self, msgid: str, **values: object) -> str:
        """A text of the catalogue in the language of the view."""
        return translate(msgid, self.language, **values)

    def labels(self, by: str) -> Mapping[str, str]:
        """The names of the groups of `by`, in their order: by nature, or that of a Vietnamese dictionary."""
        rules = self.registry.rules
        if by == "obligation":
            return {"mandatory": self.say("Mandatory"), "encouraged": self.say("Encouraged")}
        if by == "parent":
            return parents(self.registry, self.language)
        if by == "edition":
            return {
                edition.code: f"TCVN ISO 9001:{edition.code}" for edition in rules.editions if edition.enabled
            }
        if by == "age":
            return {code: self.say(name) for code, name in AGE_NAMES.items()}
        if by == "grade":
            return {code: self.say(name) for code, name in GRADE_NAMES.items()}
        coded = {
            "type": rules.types,
            "district": rules.districts,
            "cause": rules.causes,
            "clause": rules.clauses,
        }
        entries: Any = coded.get(by, ())
        return {entry.code: entry.label(self.language) for entry in entries}

    def year_ends(self, last: int = 20) -> list[date]:
        """The ends of the last years since the first agency adopted, and the day looked at."""
        first = first_adopted(self.registry) or self.view.day
        return period_ends(min(first, self.view.day), self.view.day, 12)[-last:]

    def ask(
        self,
        question: Callable[..., _Answer],
        *days: Hashable,
        filters: Filters | None = None,
        **options: Any,
    ) -> _Answer:
        """The answer to `question` for the day (or `days`) and the filters of the view, or
        other `filters`. It is shared: do not change it."""
        asked = days or (self.view.day,)
        chosen = self.view.filters if filters is None else filters
        key = (question.__module__, question.__name__, asked, chosen, *sorted(options.items()))
        return kept(self.registry, key, lambda: question(self.registry, *asked, filters=chosen, **options))


def parents(registry: Registry, language: str) -> Mapping[str, str]:
    """The supervising bodies that any agency names, as recorded, with their names: the newest one of
    the agency whose code or name is recorded, or the text itself of a body outside the registry. In
    the order of a Vietnamese dictionary."""

    def named() -> dict[str, str]:
        agencies = registry.tables["agencies"]
        shown = names_of(agencies, language)
        names = dict(zip([*agencies["name"], *agencies["agency"]], [*shown, *shown], strict=True))
        bodies = {str(code): str(names.get(code, code)) for code in agencies["parent"].cat.categories}
        return dict(sorted(bodies.items(), key=lambda item: order(item[1])))

    return kept(registry, ("parents", language), named)
