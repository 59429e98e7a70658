"""Every illustrative table, from the agencies and settings of a registry."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.illustrate.adoptions import adoption_rows, begun_rows
from data.illustrate.agencies import agencies_of
from data.illustrate.attestations import attestation_rows
from data.illustrate.audits import all_audits, audit_row
from data.illustrate.files import Row, read
from data.illustrate.findings import all_findings, finding_row
from data.illustrate.followups import followup_rows
from data.illustrate.objectives import objective_rows
from data.illustrate.paths import all_systems
from data.illustrate.procedures import procedure_rows


def illustrate(folder: Path) -> dict[str, list[Row]]:
    """The tables by name; the folder has those that are kept by hand."""
    settings = {row["setting"]: row["value"] for row in read(folder / "registry.csv")}
    last = date.fromisoformat(settings["as_of"])
    agencies = agencies_of(folder, last)
    exemptions = read(folder / "exemptions.csv")
    systems = all_systems(agencies)
    begun = begun_rows(systems, agencies, exempt={row["agency"] for row in exemptions})
    audits = all_audits(systems, agencies, begun, last)
    findings = all_findings(systems, audits, agencies, last)
    return {
        "adoptions": list(adoption_rows(systems, agencies, begun)),
        "attestations": list(attestation_rows(systems)),
        "audits": [audit_row(audit) for audit in audits],
        "findings": [finding_row(finding) for finding in findings],
        "procedures": [row for owner in systems for row in procedure_rows(owner, last)],
        "objectives": [row for owner in systems for row in objective_rows(owner, last)],
        "followups": followup_rows(systems, begun, findings, exemptions, last),
    }
