"""The table of findings: what audits raised, and what was found again."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date

from data.illustrate.agencies import SERVICE_UNITS
from data.illustrate.dice import chance, dice, pick
from data.illustrate.files import Row, cell, invented
from data.illustrate.model import Audit, Finding, System, number_in_year
from data.illustrate.settling import settle
from data.illustrate.workdays import add_months

NONCONFORMITIES, ISSUES = invented("nonconformities"), invented("issues")
# A text with one of these is about administrative procedures.
OF_PROCEDURES = ("hành chính", "một cửa", "trả kết quả", "niêm yết", "dịch vụ công", "hẹn")
# kind: shares of the audits with none, one, two, three findings
HOW_MANY = {
    "internal": (0.28, 0.40, 0.22, 0.10),
    "management_review": (0.95, 0.05, 0.0, 0.0),
    "certification": (0.15, 0.45, 0.30, 0.10),
    "recertification": (0.25, 0.45, 0.25, 0.05),
    "surveillance": (0.25, 0.45, 0.24, 0.06),
    "inspection_file": (0.35, 0.45, 0.20, 0.0),
    "inspection_onsite": (0.10, 0.35, 0.35, 0.20),
}
# kind: shares of major and of minor; the rest are observations
GRADES = {
    "internal": (0.08, 0.58),
    "management_review": (0.0, 0.0),
    "certification": (0.0, 0.60),
    "recertification": (0.0, 0.60),
    "surveillance": (0.10, 0.56),
}


def all_findings(
    systems: list[System], audits: list[Audit], agencies: dict[str, Row], last: date
) -> list[Finding]:
    """What all audits found, in their order and coded PH-2014-0001."""
    by_code = {owner.agency: owner for owner in systems}
    clauses = sorted({row["clause"] for row in NONCONFORMITIES})
    findings: list[Finding] = []
    for audit in audits:
        owner = by_code.get(audit.agency) or by_code.get(agencies[audit.agency]["shares_qms_of"])
        weak = pick(dice(audit.agency, "weak"), clauses)
        kind = agencies[audit.agency]["type"]
        findings += raised(audit, kind, weak, owner.first if owner else None)
    for finding in findings:
        settle(finding, care_of(finding, by_code), last)
    again = list(reopened(findings, audits))
    for finding in again:
        settle(finding, care_of(finding, by_code), last)
    findings += again
    findings.sort(key=lambda f: f.audit.code)
    number_in_year([(f.audit.held.year, f) for f in findings], "PH")
    return findings


def care_of(finding: Finding, by_code: dict[str, System]) -> str:
    owner = by_code.get(finding.audit.agency)
    return owner.care if owner else "fair"


def raised(audit: Audit, agency_type: str, weak: str, first_attested: date | None) -> Iterator[Finding]:
    """The findings of one audit; some of them about the clause that the agency is weak in."""
    throw = dice(audit.agency, audit.kind, audit.held, "findings")
    nonconformities = wordings(NONCONFORMITIES, agency_type)
    issues = wordings(ISSUES, agency_type)
    used: set[str] = set()
    for _ in range(drawn_count(throw.random(), HOW_MANY[audit.kind])):
        grade = grade_of(throw, audit.kind)
        choice = nonconformities if grade else issues
        known = [row for row in choice if row["clause"] == weak]
        wording = pick(throw, known if known and chance(throw, 0.3) else choice)
        if wording["text"] in used:
            continue
        used.add(wording["text"])
        clause, cause = wording["clause"], "R0" if chance(throw, 0.06) else wording["cause"]
        if clause and (first_attested is None or audit.held < first_attested):
            # nothing is attested yet, so the edition has to be named
            clause = ("2000:" if audit.held < date(2008, 11, 15) else "2008:") + clause
        yield Finding(audit, grade, clause, cause, wording["text"])


def wordings(table: list[Row], agency_type: str) -> list[Row]:
    """Those on administrative procedures are not for service units."""
    if agency_type not in SERVICE_UNITS:
        return table
    return [row for row in table if not any(word in row["text"] for word in OF_PROCEDURES)]


def drawn_count(fall: float, shares: Sequence[float]) -> int:
    """How many, where the dice fell within these shares."""
    for count, share in enumerate(shares):
        if fall < share:
            return count
        fall -= share
    return len(shares) - 1


def grade_of(throw: random.Random, kind: str) -> str:
    """Inspections leave most of their findings ungraded ("")."""
    if kind.startswith("inspection"):
        return "" if chance(throw, 0.9) else "minor"
    major, minor = GRADES[kind]
    fall = throw.random()
    return "major" if fall < major else "minor" if fall < major + minor else "observation"


def reopened(findings: list[Finding], audits: list[Audit]) -> Iterator[Finding]:
    """A few closed ones found again: a new finding that names the old one."""
    by_agency: dict[str, list[Audit]] = {}
    for audit in audits:
        if audit.kind in ("internal", "surveillance") or audit.kind.startswith("inspection"):
            by_agency.setdefault(audit.agency, []).append(audit)
    for old in findings:
        throw = dice(old.audit.code, old.text, "reopened")
        if old.closed is None or old.grade == "observation" or not chance(throw, 0.03):
            continue
        closed, limit = old.closed, add_months(old.closed, 14)
        later = [a for a in by_agency[old.audit.agency] if closed < a.held <= limit]
        if later:
            inspected = later[0].kind.startswith("inspection")
            grade = "" if inspected else old.grade or "minor"
            words = f"Tái diễn sau khi đã đóng: {old.text[0].lower()}{old.text[1:]}"
            yield Finding(later[0], grade, old.clause, old.cause, words, reopens=old)


def finding_row(f: Finding) -> Row:
    return {
        "finding": f.code,
        "audit": f.audit.code,
        "grade": f.grade,
        "clause": f.clause,
        "cause": f.cause,
        "description": f.text,
        "due_on": cell(f.due),
        "corrected_on": cell(f.corrected),
        "verified_on": cell(f.verified),
        "verified_by_evidence": f.evidence,
        "closed_on": cell(f.closed),
        "reopens": f.reopens.code if f.reopens else "",
    }
