"""The question: which recorded facts are doubtful on a day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from qms_model.facts import SPECS
from qms_model.i18n import Message
from qms_model.quality import agencies, attestations, audits, targets
from qms_model.quality.records import Records
from qms_model.quality.rule import Rule
from qms_model.registry import Registry
from qms_model.timeline import NONE

# In the order in which they are listed: by subject, then as written there.
RULES: dict[str, Rule] = {
    found.code: found
    for subject in (attestations, audits, agencies, targets)
    for found in vars(subject).values()
    if isinstance(found, Rule)
}
# What the sentences are made of. Dates are ISO text: `dated_on` and `expires_on` as recorded,
# `limit_on` the day that it is held against.
EVIDENCE = (
    "kind",
    "document",
    "edition",
    "dated_on",
    "limit_on",
    "expires_on",
    "other",
    "unit",
    "value",
    "earlier",
)
_NUMBERS = ("value", "earlier")
_COLUMNS = ["rule", "agency", "name", "name_en", "table", "id", *EVIDENCE]
_TABLES = pd.CategoricalDtype(list(SPECS), ordered=True)
_RULES = pd.CategoricalDtype(list(RULES), ordered=True)


def issues(registry: Registry, day: date) -> pd.DataFrame:
    """The doubtful facts at the end of `day`, by rule in the order of RULES, then agency in code
    order, then table and id. No fact is there twice under one rule and agency. Columns:

    rule: its code
    agency: missing for tables that have none
    name: of the agency on the day, or the type that a target is set for; name_en: that type in English
    table, id: the doubtful row, the agency's row of the day where something is missing
    EVIDENCE: missing where a rule has no use for it; `value` and `earlier` are numbers of `unit`
        (share in percent, or agencies), the others text
    """
    records = Records(registry, day)
    found = _found(records).reindex(columns=_COLUMNS)
    agency = found["agency"].to_numpy(np.intp)
    rule, number = found["rule"].to_numpy(np.int64), found["id"].to_numpy(np.int64)
    table = pd.Categorical(found["table"], dtype=_TABLES)
    names = pd.Series(
        registry.tables["agencies"]["name"].array.take(records.row_of_day[agency], allow_fill=True)
    )
    typed = {name: found[name].astype(float if name in _NUMBERS else "str") for name in EVIDENCE}
    listed = found.assign(
        rule=pd.Categorical.from_codes(rule, dtype=_RULES),
        agency=pd.Categorical.from_codes(agency, categories=records.codes),
        name=names.where(agency != NONE, found["name"].astype("str")),
        name_en=found["name_en"].astype("str"),
        table=table,
        id=number,
        **typed,
    )
    return listed.iloc[np.lexsort((number, table.codes, agency, rule))].reset_index(drop=True)


def _found(records: Records) -> pd.DataFrame:
    """What the rules find, one after the other; rule and agency are positions."""
    parts = [
        part.assign(rule=place) for place, rule in enumerate(RULES.values()) for part in rule.finds(records)
    ]
    nothing = pd.DataFrame({"rule": [], "agency": [], "id": []}, dtype=np.int64)
    return pd.concat(parts, ignore_index=True) if parts else nothing


def count(registry: Registry, day: date) -> int:
    """How many doubtful facts there are at the end of `day`."""
    records = Records(registry, day)
    return sum(len(part) for rule in RULES.values() for part in rule.finds(records))


def rule_name(rule: str) -> Message:
    """What a rule finds, in a few words."""
    return RULES[rule].name
