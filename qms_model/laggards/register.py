"""The rules in their order, and the words and columns that their rows have."""

from __future__ import annotations

import pandas as pd

from qms_model.config.lateness import Severity
from qms_model.i18n import Message
from qms_model.laggards import attestations, audits, findings, plan, province, reporting
from qms_model.laggards.rule import Rule
from qms_model.state import OBLIGATIONS

# In the order of their numbers.
RULES: dict[str, Rule] = {
    found.code: found
    for found in (
        plan.behind_plan,
        attestations.not_renewed,
        attestations.expires_soon,
        attestations.edition_over,
        audits.no_internal_audit,
        audits.no_management_review,
        audits.no_surveillance,
        findings.issue_overdue,
        findings.major_overdue,
        attestations.not_declared_again,
        reporting.scope_incomplete,
        reporting.no_figures,
        province.inspections_short,
    )
}
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
LATE: tuple[Severity, ...] = ("high", "medium")  # a row of these makes an agency late
# What the sentences are made of: NUMBERS, else text; dates are ISO text, as precise as they were recorded.
EVIDENCE = (
    "case",
    "kind",
    "document",
    "edition",
    "dated_on",
    "limit_on",
    "other",
    "host",
    "value",
    "on_site",
    "total",
    "least",
)
NUMBERS = ("value", "on_site", "total", "least")
CATEGORIES = {
    "rule": pd.CategoricalDtype(list(RULES), ordered=True),
    "severity": pd.CategoricalDtype(list(SEVERITIES), ordered=True),
    "obligation": pd.CategoricalDtype(list(OBLIGATIONS), ordered=True),
}


def rule_name(rule: str) -> Message:
    """What a rule finds, in a few words."""
    return RULES[rule].name


def lacking(rule: str) -> Message | None:
    """What is not known where a rule is silent; None for a rule that is never silent so."""
    return RULES[rule].lacks
