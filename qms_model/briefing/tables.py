"""The tables of a briefing: headings in its language, counts as numbers, everything else as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from qms_model import coverage, findings, inspections, laggards, narrative, progress, views
from qms_model import quality as doubts
from qms_model.briefing.report import Listed
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, day_text, number_text, percentage_text
from qms_model.views import At

_ON_PAPER = 60  # rows of a long table on paper; workbook, page and CSV have all
RUNGS = ("applied", "attested", "in_force", "effective")
_PROPOSED = 20  # agencies on the proposed list


def sentence(text: str, at: At) -> str:
    """A sentence of a report: it begins with the day that it speaks of."""
    day, said = day_text(at.view.day, at.language), text[:1].lower() + text[1:]
    if said[:1].isdigit():
        return at.say("As of {day}, {said}.", day=day, said=said)
    return at.say("As of {day}: {said}.", day=day, said=said)


def headline(at: At) -> Listed:
    """The figures that leadership looks at first, with what they were."""
    tiles = views.tiles(at, paths=False)
    frame = pd.DataFrame(
        {
            at.say("Figure"): [tile.name for tile in tiles],
            at.say("Number"): [tile.value for tile in tiles],
            at.say("Share, and on the day compared with"): [tile.said for tile in tiles],
        }
    )
    return Listed("headline", at.say("Key figures"), frame)


def by_type(at: At) -> Listed:
    """The rungs of each type, with N and the exempt."""
    rows, labels = at.ask(coverage.coverage, by="type"), at.labels("type")
    rows = _in_order(rows[(rows["agencies"] + rows["exempt"] > 0).to_numpy(bool)], "group", labels)
    counts = {narrative.rung_name(rung, at.language): _counts(rows[rung]) for rung in RUNGS}
    pairs = zip(rows["in_force"], rows["agencies"], strict=True)
    shares = [percentage_text(int(n), int(total), at.language) for n, total in pairs]
    frame = pd.DataFrame(
        {
            at.say("Type"): [_label(labels, group) for group in rows["group"]],
            at.say("Agencies"): _counts(rows["agencies"]),
            at.say("Exempt"): _counts(rows["exempt"]),
            **counts,
            at.say("In force, share"): shares,
        }
    )
    return Listed("by-type", views.lead(at), frame)


def covered(at: At) -> Listed:
    """The agencies with a certificate or declaration in force, and which."""
    types = at.labels("type")
    rows = coverage.standing(at.registry, at.view.day, at.view.filters)
    counted = ~rows["exempt"].to_numpy(bool) & rows["rung"].isin(["in_force", "effective"]).to_numpy(bool)
    found = rows[counted]
    frame = pd.DataFrame(
        {
            at.say("Code"): found["agency"].astype(str).tolist(),
            at.say("Agency"): views.names_of(found, at.language),
            at.say("Type"): [_label(types, kind) for kind in found["type"]],
            at.say("Evidence"): [said.code_name(str(kind), at.language) for kind in found["kind"]],
            at.say("Edition"): found["edition"].astype(str).tolist(),
            at.say("Issued on"): [_recorded(day, at.language) for day in found["issued_on"]],
            at.say("In force until"): [_recorded(day, at.language) for day in found["expires_on"]],
        }
    )
    n = number_text(len(frame), at.language)
    return Listed("covered", at.say("{n} agencies with a certificate or declaration in force", n=n), frame)


def late(at: At) -> Listed:
    """Who is late, with cause and what is proposed."""
    rows, causes = views.late_rows(at), at.labels("cause")
    frame = pd.DataFrame(
        {
            at.say("Agency"): rows["name"].tolist(),
            at.say("What is missing"): _missing(at, rows),
            at.say("Days late"): _counts(rows["days_late"]),
            at.say("Cause"): [_label(causes, cause) for cause in rows["cause"]],
            at.say("Promised for"): [_day(day, at.language) for day in rows["promised_on"]],
            at.say("Next action"): rows["action"].tolist(),
        }
    )
    return Listed("late", views.worst(at)[0], frame, brief=_ON_PAPER)


def _missing(at: At, late: pd.DataFrame) -> list[str]:
    """The evidence of the first rule of each late agency, and the names of its other rules."""
    texts = []
    for proof, rule, rules in zip(views.proofs(at, late), late["rule"], late["rules"], strict=True):
        others = [code for code in str(rules).split(", ") if code != rule]
        names = "; ".join(laggards.rule_name(code).text(at.language) for code in others)
        texts.append(at.say("{proof} Late as well: {rules}.", proof=proof, rules=names) if others else proof)
    return texts


def worst(at: At) -> Listed:
    """The ten to push first."""
    title, frame = views.worst(at)
    if len(frame) < len(views.late_rows(at)):
        title = at.say(
            "{title} (the first {n} of the list)", title=title, n=number_text(len(frame), at.language)
        )
    return Listed("worst", title, frame.reset_index(drop=True))


def expiring(at: At) -> Listed:
    """What lapses within 90 days."""
    title, frame = views.expiring(at)
    return Listed("expiring", title, frame.reset_index(drop=True), brief=_ON_PAPER)


def open_findings(at: At) -> Listed:
    """The findings that are open on the day."""
    rows = at.ask(findings.listed)
    rows = rows[(rows["status"] != "closed").to_numpy(bool)]
    grades, clauses, causes = (at.labels(by) for by in ("grade", "clause", "cause"))
    agencies = coverage.standing(at.registry, at.view.day, at.view.filters, ("agency", "name", "name_en"))
    names = dict(zip(agencies["agency"].astype(str), views.names_of(agencies, at.language), strict=True))
    frame = pd.DataFrame(
        {
            at.say("Code"): rows["finding"].astype(str).tolist(),
            at.say("Agency"): [names[str(code)] for code in rows["agency"]],
            at.say("Grade"): [_label(grades, grade) for grade in rows["grade"]],
            at.say("Clause"): [_label(clauses, code) for code in rows["common"]],
            at.say("Cause"): [_label(causes, code) for code in rows["cause"]],
            at.say("Raised on"): [_recorded(day, at.language) for day in rows["held_on"]],
            at.say("Due on"): [_recorded(day, at.language) for day in rows["due_on"]],
            at.say("Days overdue"): _counts(rows["days_overdue"]),
        }
    )
    return Listed("open-findings", views.findings_measure(at), frame, brief=_ON_PAPER)


def proposed_inspections(at: At) -> Listed:
    """Whom to inspect next, by risk."""
    listed = inspections.proposed(at.registry, at.view.day, _PROPOSED, at.view.filters)
    headings, rows = inspections.annex_rows(at.registry, listed, at.language)
    title = narrative.proposed_inspections(listed, at.language).title
    frame = pd.DataFrame(rows, columns=headings)
    for heading, counts in ((at.say("No."), listed["place"]), (at.say("Points"), listed["total"])):
        frame[heading] = _counts(counts)
    return Listed("proposed-inspections", title, frame)


def plan(at: At) -> Listed:
    """Each type's plan beside what is reached."""
    labels = at.labels("type")
    rows = _in_order(at.ask(progress.plan), "type", labels)
    frame = pd.DataFrame(
        {
            at.say("Type"): [_label(labels, kind) for kind in rows["type"]],
            at.say("Time limit"): [_recorded(str(day)[:10], at.language) for day in rows["due_on"]],
            at.say("Plan"): _counts(rows["planned"]),
            at.say("Reached"): _counts(rows["reached"]),
            at.say("Short of the plan"): _counts((rows["planned"] - rows["reached"]).clip(lower=0)),
            at.say("Agencies"): _counts(rows["agencies"]),
            at.say("Decision"): [_text(decision) for decision in rows["decision"]],
        }
    )
    title = narrative.adoption(rows, at.ask(coverage.coverage), at.language).title
    return Listed("plan", title if len(rows) else at.say("There is no plan for this day"), frame)


def register(at: At) -> Listed:
    """Every certificate and declaration with why it is in its state."""
    frame = views.registered(at).reset_index(drop=True)
    n = number_text(len(frame), at.language)
    return Listed(
        "register", at.say("Register: {n} certificates and declarations", n=n), frame, brief=_ON_PAPER
    )


def quality(at: At) -> Listed:
    """The recorded facts that are doubtful on the day, of the agencies of the view."""
    rows = doubts.issues(at.registry, at.view.day)
    if at.view.is_filtered():
        shown = coverage.standing(at.registry, at.view.day, at.view.filters, ("agency",))["agency"]
        rows = rows[rows["agency"].isin(shown).to_numpy(bool)]
    frame = pd.DataFrame(
        {
            at.say("Rule"): [doubts.rule_name(str(rule)).text(at.language) for rule in rows["rule"]],
            at.say("Code"): [_text(agency) for agency in rows["agency"]],
            at.say("What to look at"): [doubts.sentence(row).text(at.language) for row in rows.itertuples()],
        }
    )
    n = number_text(len(frame), at.language)
    return Listed("quality", at.say("Data quality: {n} doubtful facts", n=n), frame)


def _in_order(rows: pd.DataFrame, by: str, labels: Mapping[str, str]) -> pd.DataFrame:
    """The rows in the order of the labels of their group, those without one last."""
    places = {code: place for place, code in enumerate(labels)}
    order = [places.get(str(code), len(places)) for code in rows[by]]
    return rows.iloc[np.argsort(order, kind="stable")]


def _counts(column: pd.Series[Any]) -> Any:
    """Counts, those not known missing."""
    return pd.array(column.array, dtype="Int64")


def _label(labels: Mapping[str, str], code: object) -> str:
    return labels.get(code, code) if isinstance(code, str) and code else NOTHING


def _recorded(day: object, language: str) -> str:
    return said.recorded(day, language) if isinstance(day, str) and day else NOTHING


def _day(day: Any, language: str) -> str:
    return NOTHING if pd.isna(day) else day_text(day, language)


def _text(value: object) -> str:
    return value if isinstance(value, str) and value else NOTHING
