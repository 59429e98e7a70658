"""The sentences of the page Hồ sơ: what happened to one agency."""

from __future__ import annotations

from qms_model.facts import VIETNAMESE
from qms_model.i18n import translate
from qms_model.narrative.words import Words, alt_of
from qms_model.numbers import RecordedDate, day_text, number_text
from qms_model.story import Event, Finding, Objective, Peers, Procedures, Standing

_VI = {code: label for labels in VIETNAMESE.values() for code, label in labels.items()}
_WORDS = {
    "issue": "issue from an inspection",
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


def event_text(event: Event, language: str) -> str:
    """One event in a few words: its day, what it was, its papers."""
    when = day_text(event.on, language)
    if event.until is not None and event.until > event.on:
        when = f"{when} – {day_text(event.until, language)}"
    words = [code_name(event.grade, language) if event.grade else "", code_name(event.kind, language)]
    if event.edition:
        words.append(f"TCVN ISO 9001:{event.edition}")
    papers = [part for part in (event.number, event.code, event.note) if part]
    said = " ".join(word for word in dict.fromkeys(words) if word)
    return f"{when}: {said}" + (f" ({'; '.join(papers)})" if papers else "")


def time_line(name: str, events: tuple[Event, ...], findings: tuple[Finding, ...], language: str) -> Words:
    """How often the agency was audited, and what is still open."""
    audits = sum(event.lane == "audit" for event in events)
    opened = sum(finding.status != "closed" for finding in findings)
    overdue = sum(finding.status == "overdue" for finding in findings)
    text = (
        "{audits} audits, inspections and reviews, {findings} findings, all closed"
        if not opened
        else "{audits} audits, inspections and reviews, {findings} findings, {open} open, {overdue} overdue"
    )
    counts = {"audits": audits, "findings": len(findings), "open": opened, "overdue": overdue}
    title = translate(text, language, **{k: number_text(n, language) for k, n in counts.items()})
    return Words(title, alt_of("Time line of one agency", f"{name}: {title}", language))


def procedures(name: str, counts: tuple[Procedures, ...], language: str) -> Words:
    """How many procedures the newest count has, and how much of the TTHC is in scope."""
    last = counts[-1]
    known = [n for n in (last.operational, last.system) if n is not None]
    title = translate(
        "{total} procedures: {operational} operational, {system} system ({day})",
        language,
        total=number_text(sum(known), language),
        operational="—" if last.operational is None else number_text(last.operational, language),
        system="—" if last.system is None else number_text(last.system, language),
        day=day_text(last.counted_on, language),
    )
    return Words(title, alt_of("Columns of procedures by kind and year", f"{name}: {title}", language))


def objectives(rows: tuple[Objective, ...], language: str) -> str:
    """How many quality objectives with a result were met."""
    done = [row for row in rows if row.status != "no_result"]
    met = sum(row.status == "met" for row in done)
    return translate(
        "{met} of {n} quality objectives with a result were met",
        language,
        met=number_text(met, language),
        n=number_text(len(done), language),
    )


def peers(peers: Peers, kind: str, language: str) -> str:
    """Where the agency stands among those of its type."""
    return translate(
        "Of the other {n} agencies of the type {kind}: {higher} on a higher rung,"
        " {level} on the same, {lower} lower",
        language,
        n=number_text(peers.higher + peers.level + peers.lower, language),
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
        return translate("Nothing lacks: the system is run in substance", language)
    return translate("What lacks to be effective: {n} conditions", language, n=lacking)


def span(start: str, end: str, language: str) -> str:
    """From when to when a name held; dates as recorded."""
    first = recorded(start, language) if start else "…"
    return f"{first} – {recorded(end, language) if end else '…'}"


def recorded(text: str, language: str) -> str:
    """A date as recorded, with its precision: 15/03/2009, 03/2009 or 2009."""
    return RecordedDate(text).text(language)
