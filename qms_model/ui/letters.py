"""The letters to the bodies that supervise late agencies, their mail merge, and the calendar of deadlines."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from qms_model import laggards, narrative
from qms_model.briefing import LateAgency, Letter, letters_of, mail_merge
from qms_model.calendarfile import calendar_file
from qms_model.numbers import number_text
from qms_model.ui.exports import file_button, origin, provenance
from qms_model.ui.scope import Here, configuration
from qms_model.views import ask_late, kept, late_rows


def letter_buttons(at: Here, chosen: Collection[str], listed: Collection[str]) -> None:
    """Download the letters to the supervising bodies of the chosen agencies, of none of all that are
    listed, and what goes with them."""
    codes = chosen or listed
    n = number_text(len(codes), at.language)
    late, bodies = late_rows(at), at.labels("parent")
    parents = late["parent"][late["agency"].isin(list(codes)).to_numpy(bool)].unique()
    ending = "docx" if len({_body(bodies, parent) for parent in parents}) == 1 else "zip"

    def letters() -> tuple[Letter, ...]:
        """Written when somebody takes them along."""
        return kept(at.registry, ("letters", at.view, *codes), lambda: letters_to(at, codes))

    with st.container(horizontal=True):
        file_button(
            at,
            at.say("Draft official letters ({n} agencies)", n=n),
            f"laggards.{ending}",
            lambda: _papers(letters()),
            "queue-letters",
            primary=True,
        )
        file_button(
            at, at.say("Mail merge (CSV)"), "mail-merge.csv", lambda: mail_merge(letters()), "queue-merge"
        )
        file_button(
            at,
            at.say("Deadlines as a calendar (ICS)"),
            "deadlines.ics",
            lambda: calendar_file(
                deadlines(at, codes, only=bool(chosen)),
                provenance(at),
                at.say("Deadlines and promises"),
                at.view.day,
            ),
            "queue-ics",
        )


def _papers(letters: tuple[Letter, ...]) -> bytes:
    from qms_model.briefing.letter import letters_zip

    return letters_zip(letters, configuration().office)[1]


def letters_to(at: Here, codes: Collection[str]) -> tuple[Letter, ...]:
    """One letter a supervising body with every row that makes these agencies late, in ranking order."""
    return letters_of(_rows(at, codes), at.view.day, configuration().office, at.language, origin(at))


def _rows(at: Here, codes: Collection[str]) -> Iterator[tuple[str, LateAgency]]:
    found = ask_late(at, laggards.laggards)
    late = found[found["severity"].isin(laggards.LATE) & found["agency"].isin(list(codes))]
    types, bodies, causes = (at.labels(by) for by in ("type", "parent", "cause"))
    known = at.registry.tables["agencies"][["agency", "contact"]]
    known = known[known["agency"].isin(list(codes)).to_numpy(bool)]
    contacts = dict(zip(known["agency"].astype(str), known["contact"].fillna("").astype(str), strict=True))
    rows: list[Any] = list(late.itertuples())
    for row in rows:
        code = str(row.agency)
        yield (
            _body(bodies, row.parent),
            LateAgency(
                code,
                narrative.agency_name(row, at.language),
                types.get(str(row.type), str(row.type)),
                laggards.evidence(row).text(at.language),
                row.deadline,
                int(row.days_late),
                str(row.rule),
                causes.get(row.cause, row.cause),
                _day(row.promised_on),
                row.owner if isinstance(row.owner, str) else "",
                contacts.get(code, ""),
            ),
        )


def _body(bodies: Mapping[str, str], parent: object) -> str:
    """What the supervising body is called; blank where the registry names none."""
    return bodies.get(parent, "") if isinstance(parent, str) else ""


def deadlines(at: Here, codes: Collection[str], only: bool = False) -> pd.DataFrame:
    """What `calendar_file` remembers: the promises of these agencies that are still to come, and
    the deadlines of the next 90 days (`only` theirs; else of everybody)."""
    late = ask_late(at, laggards.laggards)
    promised: list[Any] = list(late[late["agency"].isin(list(codes)) & late["primary"]].itertuples())
    ahead: list[Any] = [
        row for row in ask_late(at, laggards.ahead).itertuples() if not only or row.agency in codes
    ]
    events = [
        (
            "promise",
            row,
            day,
            at.say("{name}: promised for this day", name=narrative.agency_name(row, at.language)),
        )
        for row in promised
        if (day := _day(row.promised_on)) is not None and day >= at.view.day
    ]
    events += [("deadline", row, row.deadline, f"{_name(at, row)}: {_rule(at, row)}") for row in ahead]
    return pd.DataFrame(
        [
            (json.dumps([kind, str(row.agency), str(row.rule), day.isoformat()]), day, said, _rule(at, row))
            for kind, row, day, said in events
        ],
        columns=["fact", "day", "summary", "description"],
    ).drop_duplicates("fact")


def _name(at: Here, row: Any) -> str:
    return narrative.agency_name(row, at.language)


def _rule(at: Here, row: Any) -> str:
    return laggards.rule_name(str(row.rule)).text(at.language)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not pd.isna(value) else None
