"""The rows of the letters as CSV, for an office that merges them into a letter of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qms_model.briefing.selection import LateAgency, Letter
from qms_model.csvfile import BOM, csv_rows, guarded
from qms_model.i18n import translate
from qms_model.numbers import day_text

HEADINGS = (
    "Letter", "Recipient", "Recipient's address", "Agency code", "Agency", "Type", "Person in charge",
    "Contact", "Rule", "What is missing", "Time limit", "Days late", "Cause", "Promised on", "Answer by",
    "As of", "Change", "Filters", "Source", "Note",
)  # fmt: skip


def mail_merge(letters: Sequence[Letter]) -> bytes:
    """CSV with a BOM, one line an agency in the order of the letters, headings in their language.

    Where an agency has several rows, the line has all that is missing, the
    earliest time limit and the most days late. No text can become a formula.
    """
    language = letters[0].language if letters else "vi"
    lines = [
        _line(number, letter, rows)
        for number, letter in enumerate(letters, start=1)
        for rows in letter.agencies()
    ]
    return (BOM + csv_rows([guarded(translate(heading, language)) for heading in HEADINGS], lines)).encode()


def _line(number: int, letter: Letter, rows: Sequence[LateAgency]) -> list[str]:
    first, facts, language = rows[0], letter.provenance, letter.language
    since = [row.since for row in rows if row.since is not None]
    promised = [row.promised_on for row in rows if row.promised_on is not None]
    days = max(row.days_late for row in rows)
    texts = {
        "Letter": str(number),
        "Recipient": letter.recipient,
        "Recipient's address": letter.address,
        "Agency code": first.agency,
        "Agency": first.name,
        "Type": first.kind,
        "Person in charge": first.owner,
        "Contact": first.contact,
        "Rule": _joined(row.rule for row in rows),
        "What is missing": _joined(row.what for row in rows),
        "Time limit": day_text(min(since), language) if since else "",
        "Cause": _joined(row.cause for row in rows),
        "Promised on": day_text(min(promised), language) if promised else "",
        "Answer by": day_text(letter.deadline, language),
        "As of": day_text(letter.day, language),
        "Change": str(facts.known),
        "Filters": "; ".join(facts.filters),
        "Source": facts.source,
        "Note": translate("Illustrative figures", language) if facts.illustrative else "",
    }
    return [str(days) if heading == "Days late" else guarded(texts[heading]) for heading in HEADINGS]


def _joined(texts: Iterable[str]) -> str:
    """The different texts, each once, in their order, as sentences or as a list."""
    joined = ""
    for text in dict.fromkeys(text for text in texts if text):
        joined += f"{'' if not joined else ' ' if joined.endswith('.') else '; '}{text}"
    return joined
