"""The figures of Phát hiện: what audits find, whether it is fixed, of which clause and cause."""

from __future__ import annotations

from qms_model import figures, findings, narrative
from qms_model.numbers import number_text
from qms_model.views.view import At, Measured


def findings_flow(at: At) -> Measured:
    """Opened and closed by quarter, with the stock."""
    flow = at.ask(findings.flow)
    return figures.findings_flow(
        flow, narrative.findings_flow(flow, at.language), at.language
    ), findings_measure(at)


def findings_ageing(at: At) -> Measured:
    """The open ones by grade and by how long they are past their day."""
    asked = at.ask(findings.ageing)
    words = narrative.findings_ageing(asked, at.language)
    return figures.findings_ageing(asked, at.labels("grade"), words, at.language), findings_measure(at)


def findings_by_clause(at: At) -> Measured:
    """By common clause, most first."""
    return _by(at, "clause", at.say("Clause"))


def findings_by_cause(at: At) -> Measured:
    """By cause, most first."""
    return _by(at, "cause", at.say("Cause"))


def findings_measure(at: At) -> str:
    """What the figures measure: open of raised."""
    return narrative.findings_lead(at.ask(findings.findings), at.language)


def findings_notes(at: At) -> list[str]:
    """How long mending takes, and how many came back."""
    days = narrative.days_to_fix(at.ask(findings.days_to_fix), at.labels("grade"), at.language)
    back = len(at.ask(findings.recurrence))
    months = number_text(at.registry.rules.limits.recurrence_months, at.language)
    n = number_text(back, at.language)
    again = at.say("{n} came back within {months} months", n=n, months=months) if back else ""
    return [note for note in (days, again) if note]


def _by(at: At, by: findings.By, heading: str) -> Measured:
    counts, labels = at.ask(findings.findings, by=by), at.labels(by)
    words = narrative.findings_by(counts, labels, heading, at.language)
    return figures.findings_by(counts, labels, heading, words, at.language), findings_measure(at)
