"""The audits that a finding may be of, to choose among by kind and date instead of by code."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from qms_model.dates import last_day
from qms_model.intake.fields import fields
from qms_model.numbers import RecordedDate
from qms_model.ui.agencies import OFFERED, agency_names
from qms_model.ui.scope import Here


def audits_offered(at: Here, agency: str | None, cells: Mapping[str, str]) -> dict[str, str]:
    """Kind, date and code of an agency's audits by their code, the newest first. The agency is that
    of the audit or of the reopened finding in the cells, where none is given; else those of all
    agencies are offered, the newest `OFFERED`, each with its agency's name."""
    whose = agency or _agency_of(at, cells)
    table = at.registry.tables["audits"]
    if whose is not None:
        table = table[(table["agency"] == whose).to_numpy(bool)]
    lines = table[["audit", "agency", "kind", "held_on"]].astype(str).to_dict("records")
    lines.sort(key=lambda line: (last_day(line["held_on"]), line["audit"]), reverse=True)
    (kinds,) = (
        entry.choices for entry in fields("audits", at.registry.rules, at.language) if entry.name == "kind"
    )
    names = agency_names(at) if whose is None else {}
    offered = {}
    for line in lines[:OFFERED]:
        day = RecordedDate(line["held_on"]).text(at.language)
        parts = [names.get(line["agency"]), kinds[line["kind"]], day, line["audit"]]
        offered[line["audit"]] = " · ".join(part for part in parts if part)
    return offered


def _agency_of(at: Here, cells: Mapping[str, str]) -> str | None:
    findings, audits = at.registry.tables["findings"], at.registry.tables["audits"]
    audit = cells.get("audit") or _value(findings, "finding", cells.get("reopens", ""), "audit")
    return _value(audits, "audit", audit or "", "agency")


def _value(table: pd.DataFrame, key: str, code: str, column: str) -> str | None:
    found = table.loc[(table[key] == code).to_numpy(bool), column]
    return None if found.empty else str(found.iloc[-1])
