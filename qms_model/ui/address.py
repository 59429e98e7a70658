"""What the address of a page asks for: the view, by stable codes.

A link shows the same in either language, and a link that asks for something
that is not there says so and shows the nearest thing that is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from qms_model import laggards
from qms_model.coverage import Filters
from qms_model.dates import add_months
from qms_model.facts import Obligation
from qms_model.i18n import LANGUAGES, Message, message
from qms_model.numbers import day_text
from qms_model.registry import Registry
from qms_model.views import View, parents

LANGUAGE, DAY, COMPARE, KNOWN, AGENCY = "lang", "day", "compare", "known", "agency"
TYPE, OBLIGATION, DISTRICT, PARENT, EDITION = "type", "obligation", "district", "parent", "edition"
PAR_INDEX = "par_index"
CHOICES = (TYPE, OBLIGATION, DISTRICT, PARENT, EDITION)  # filters with one code each
FILTERS = (*CHOICES, PAR_INDEX)
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
PARTS = (LANGUAGE, DAY, COMPARE, KNOWN, *FILTERS)
# Which of the late agencies the queue lists: the code of a rule, or those that broke a promise.
RULE, BROKEN = "rule", "broken"

_LISTED = 20  # codes in a message
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)


def asked_language(asked: Mapping[str, str], default: str) -> str:
    """The language asked for, or the default one."""
    return asked[LANGUAGE] if asked.get(LANGUAGE) in LANGUAGES else default


def asked_change(asked: Mapping[str, str], newest: int) -> tuple[int | None, Message | None]:
    """The change number asked for (None: the newest), and what is wrong with it."""
    text = asked.get(KNOWN, "")
    if not text:
        return None, None
    if text.isascii() and text.isdigit() and int(text[:9]) <= newest:
        return int(text), None
    problem = message(
        "The address asks for change “{value}”, which does not exist (0 to {newest} do);"
        " the newest is shown.",
        value=_short(text),
        newest=newest,
    )
    return None, problem


def asked_view(asked: Mapping[str, str], registry: Registry, default_language: str) -> View:
    """The view asked for; its `problems` name each value that could not be used."""
    language = asked_language(asked, default_language)
    problems: list[Message] = []
    if asked.get(LANGUAGE, language) != language:
        problems.append(
            message(
                "The address asks for the language “{value}”, which is not known; allowed: {allowed}."
                " {shown} is shown.",
                value=_short(asked[LANGUAGE]),
                allowed=", ".join(LANGUAGES),
                shown=LANGUAGE_NAMES[language],
            )
        )
    day = _day(asked.get(DAY, ""), registry.default_day or FIRST_DAY, language, problems)
    compare = _day(asked.get(COMPARE, ""), add_months(day, -12), language, problems)
    allowed: dict[str, Collection[str]] = {
        TYPE: [entry.code for entry in registry.rules.types],
        OBLIGATION: [entry.value for entry in Obligation],
        DISTRICT: [entry.code for entry in registry.rules.districts],
        PARENT: parents(registry, LANGUAGES[0]),
        EDITION: [edition.code for edition in registry.rules.editions if edition.enabled],
        PAR_INDEX: ["1"],
        RULE: [*(code for code, rule in laggards.RULES.items() if not rule.of_province), BROKEN],
    }
    codes: dict[str, str | None] = {}
    for name, known in allowed.items():
        code = asked.get(name) or None
        if code is not None and code not in known:
            problems.append(_unknown(name, code, known))
            code = None
        codes[name] = code
    filters = Filters(**{name: codes[name] for name in CHOICES}, par_index=codes[PAR_INDEX] is not None)
    return View(language, day, compare, filters, tuple(problems), codes[RULE])


def _day(text: str, default: date, language: str, problems: list[Message]) -> date:
    if not text:
        return default
    try:
        day = date.fromisoformat(text) if len(text) == len("2014-12-31") else None
    except ValueError:
        day = None
    if day is not None and FIRST_DAY <= day <= LAST_DAY:
        return day
    problems.append(
        message(
            "The address asks for the day “{value}”; a day is written 2014-12-31, from {first} to {last}."
            " {shown} is shown.",
            value=_short(text),
            first=day_text(FIRST_DAY, language),
            last=day_text(LAST_DAY, language),
            shown=day_text(default, language),
        )
    )
    return default


def _unknown(name: str, value: str, allowed: Collection[str]) -> Message:
    return message(
        "The address asks for {name} “{value}”, which is not known; allowed: {allowed}."
        " This filter is left out.",
        name=message(name),
        value=_short(value),
        allowed=_listed(allowed),
    )


def _listed(codes: Collection[str]) -> str:
    """The codes, or the first of very many."""
    few = list(codes)[:_LISTED]
    return ", ".join(few) + ("…" if len(codes) > _LISTED else "")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
