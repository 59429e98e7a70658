"""The figures and the register of Chứng nhận: what is in force, what lapses when, which edition."""

from __future__ import annotations

import pandas as pd

from qms_model import attestations, coverage, figures, narrative
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, day_text
from qms_model.views.coverage import measure
from qms_model.views.names import names_of
from qms_model.views.view import At, Measured


def editions_by_type(at: At) -> Measured:
    """What each type's attestations are worth today, by edition."""
    asked, current, labels = at.ask(attestations.by_edition), _current(at), at.labels("type")
    words = narrative.editions_by_type(asked, current, labels, at.language)
    return figures.editions_by_type(asked, current, labels, words, at.language), measure(at, "in_force")


def expiry_calendar(at: At) -> Measured:
    """How many lapse in each of the next 24 months."""
    asked = at.ask(attestations.calendar)
    words = narrative.expiry_calendar(asked, at.language)
    also = f"{measure(at, 'in_force')} · {narrative.beyond(asked, at.language)}"
    return figures.expiry_calendar(asked, words, at.language), also


def transition(at: At) -> Measured:
    """The agencies in force by edition over the years, with the deadlines of the editions."""
    asked, deadlines = (
        at.ask(attestations.transition, tuple(at.year_ends())),
        attestations.deadlines(at.registry.rules),
    )
    words = narrative.transition(asked, deadlines, _current(at), at.language)
    return figures.transition(asked, deadlines, words, at.language), measure(at, "in_force")


def registered(at: At, past: bool = False) -> pd.DataFrame:
    """The register as it is shown, one row a certificate or declaration with why it is in its
    state; `past` ones that were replaced too. Headings are in the language of the view."""
    language, types = at.language, at.labels("type")
    rows = attestations.register(at.registry, at.view.day, at.view.filters, past)

    def text(value: object) -> str:
        return value if isinstance(value, str) and value else NOTHING

    return pd.DataFrame(
        {
            at.say("Code"): rows["agency"].astype(str),
            at.say("Agency"): names_of(rows, language),
            at.say("Type"): [types.get(code, code) for code in rows["type"]],
            at.say("Evidence"): [said.code_name(kind, language) for kind in rows["kind"]],
            at.say("Edition"): rows["edition"].astype(str),
            at.say("Number"): [text(number) for number in rows["number"]],
            at.say("Issued on"): [said.recorded(day, language) for day in rows["issued_on"]],
            at.say("In force until"): [
                NOTHING if pd.isna(day) else day_text(day, language) for day in rows["last_day"]
            ],
            at.say("State"): [narrative.state_name(state, language) for state in rows["state"]],
            at.say("Why"): [why.text(language) for why in rows["why"]],
            at.say("Certification body"): [text(body) for body in rows["body"]],
        }
    )


def _current(at: At) -> str | None:
    """The edition that new certificates are of on the day."""
    return coverage.current_edition(at.registry.rules, at.view.day)
