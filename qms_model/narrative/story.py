"""The sentences of the page Hồ sơ: what happened to one agency."""

from __future__ import annotations

from collections.abc import Mapping

from qms_model.facts import VIETNAMESE
from qms_model.i18n import translate
from qms_model.narrative.words import Words, alt_of
from qms_model.numbers import NOTHING, RecordedDate, day_text, number_text
from qms_model.story import Event, Finding, Objective, Peers, Procedures, Standing

_VI = {code: label for labels in VIETNAMESE.values() for code, label in labels.items()}
_WORDS = {
    "major": "major nonconformity",
    "minor": "minor nonconformity",
    "issue": "issue from an inspection",
    "internal": "internal audit",
    "certification": "certification audit",
    "surveillance": "surveillance audit",
    "recertification": "recertification audit",
    "inspection_file": "inspection by file",
    "inspection_onsite": "inspection on site",
    "started": "began to build the system",
    "applied": "issued the documents",
    "confirmed": "head confirmed effectiveness",
    "suspended": "suspended",
    "ended": "ended",
    "scope_changed": "scope changed",
    "followup": "urged",
    "exemption": "exempt",
    "open": "open",
    "overdue": "overdue",
    "closed": "closed",
    "left": "not closed when the agency ceased",
    "met": "met",
    "missed": "missed",
    "no_result": "no result yet",
    "operational": "operational",
    "system": "system",
    "new": "recorded",
    "changed": "corrected",
    "removed": "removed",
    "load": "load",
    "edit": "correction",
    "undo": "undo",
    "config": "rules",
}
_LANES = {
    "adoption": "Adoption",
    "attestation": "Certificates and declarations",
    "audit": "Audits and inspections",
    "finding": "Findings, from open to close",
    "follow-up": "Follow-ups",
    "exemption": "Exemptions",
    "reorganisation": "Reorganisations",
}


def code_name(code: str, language: str) -> str:
    """What a code is called within a sentence."""
    if code in _WORDS:
        return translate(_WORDS[code], language)
    return _VI.get(code, code) if language == "vi" else code.replace("_", " ")


def lane_name(lane: str, language: str) -> str:
    """What a lane of the time line is called."""
    return translate(_LANES[lane], language)


def event_text(event: Event, causes: Mapping[str, str], language: str) -> str:
    """One event in a few words: its day as recorded, what it was, its papers.

    `causes` are the names of the causes by code.
    """
    when = recorded(event.recorded, language)
    if event.until is not None and event.until > event.on:
        when = f"{when} – {day_text(event.until, language)}"
    said = ", ".join(code_name(code, language) for code in (event.grade, event.kind) if code)
    if event.edition:
        said += f" TCVN ISO 9001:{event.edition}"
    code = causes.get(event.code, event.code) if event.lane == "follow-up" else event.code
    papers = [part for part in (event.number, code, event.note) if part]
    return f"{when}: {said}" + (f" ({'; '.join(papers)})" if papers else "")


def time_line(name: str, events: tuple[Event, ...], findings: tuple[Finding, ...], language: str) -> Words:
    """How often the agency was audited, and what is still open."""
    audits = sum(event.lane == "audit" for event in events)
    opened = sum(finding.status in ("open", "overdue") for finding in findings)
    left = sum(finding.status == "left" for finding in findings)
    overdue = sum(finding.status == "overdue" for finding in findings)
    text = (
        "{audits} audits, inspections and reviews, no finding"
        if not findings
        else "{audits} audits, inspections and reviews, {findings} findings, {left} not closed when it ceased"
        if left
        else "{audits} audits, inspections and reviews, {findings} findings, all closed"
        if not opened
        else "{audits} audits, inspections and reviews, {findings} findings, {open} open, {overdue} overdue"
    )
    counts = {"audits": audits, "findings": len(findings), "open": opened, "overdue": overdue}
    counts["left"] = left
    title = translate(text, language, **{k: number_text(n, language) for k, n in counts.items()})
    return Words(title, alt_of("Time line of one agency", f"{name}: {title}", language))


def procedures(name: str, counts: tuple[Procedures, ...], language: str) -> Words:
    """How many procedures the newest count has; a total of which a part is not known is not known."""
    last = counts[-1]
    operational, system = last.operational, last.system
    total = None if operational is None or system is None else operational + system
    title = translate(
        "{total} procedures: {operational} operational, {system} system ({day})",
        language,
        total=_known(total, language),
        operational=_known(operational, language),
        system=_known(system, language),
        day=day_text(last.counted_on, language),
    )
    return Words(title, alt_of("Columns of procedures by kind and year", f"{name}: {title}", language))


def _known(n: int | None, language: str) -> str:
    return NOTHING if n is None else number_text(n, language)


def objectives(rows: tuple[Objective, ...], language: str) -> str:
    """How many quality objectives with a result were met."""
    done = [row for row in rows if row.status != "no_result"]
    if not done:
        return translate("No quality objective has a result yet", language)
    met = sum(row.status == "met" for row in done)
    return translate(
        "{met} of {n} quality objectives with a result were met",
        language,
        met=number_text(met, language),
        n=number_text(len(done), language),
    )


def peers(peers: Peers, kind: str, language: str) -> str:
    """Where the agency stands among those of its type."""
    others = peers.higher + peers.level + peers.lower
    if not others:
        return translate("No other agency of the type {kind} is counted", language, kind=kind)
    return translate(
        "Of the other {n} agencies of the type {kind}: {higher} on a higher rung,"
        " {level} on the same, {lower} lower",
        language,
        n=number_text(others, language),
        kind=kind,
        higher=number_text(peers.higher, language),
        level=number_text(peers.level, language),
        lower=number_text(peers.lower, language),
    )


def lacks(standing: Standing, lacking: int, language: str) -> str:
    """What is missing to the fourth rung."""
    if not standing.audits_collected:
        return translate("No audit is recorded by this day, so the effective rung is not known", language)
    if not lacking:
        return translate("All conditions are met: the system is run in substance", language)
    return translate("What lacks to be effective: {n} conditions", language, n=lacking)


def span(start: str, end: str, language: str) -> str:
    """From when to when a name held; dates as recorded."""
    first = recorded(start, language) if start else "…"
    return f"{first} – {recorded(end, language) if end else '…'}"


def recorded(text: str, language: str) -> str:
    """A date as recorded, with its precision: 15/03/2009, 03/2009 or 2009."""
    return RecordedDate(text).text(language)
