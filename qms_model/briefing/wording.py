"""The sentences of an official letter, in the order of the page (NĐ 30/2020/NĐ-CP, appendix I)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from qms_model.briefing.selection import LateAgency, Letter, Provenance
from qms_model.i18n import Message, Spoken, message, translate
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.office import LegalBasis, Office
from qms_model.vietnamese import clean, same

HEADINGS = ("No.", "Agency", "What is missing", "Time limit", "Days late", "Cause, promise")
STANDARD = "TCVN\u00a0ISO\u00a09001"  # stays on one line
CHECK = "Check the titles and days of the papers cited before signing."
_FOOT_LENGTH = 300  # characters of the source and of the filters at the foot of a page
_HASH_LENGTH = 12


class _Voice(NamedTuple):
    """How a letter speaks to its recipient."""

    overdue: str
    due_soon: str  # as well
    asks: tuple[str, ...]


# To a body that supervises the agencies.
_TO_A_BODY = _Voice(
    "as of {day}, work on the quality management system of TCVN ISO 9001 is overdue in {agencies}"
    " under {recipient}, as follows:",
    "as of {day}, work on the quality management system of TCVN ISO 9001 is overdue or due soon in {agencies}"
    " under {recipient}, as follows:",
    (
        "The {office} asks {recipient} to direct these agencies to complete this work before {deadline};"
        " where that cannot be done, to state the cause, who answers for it, and when it will be done.",
        "Please report the results in writing to the {office} before {deadline}, for its report to the"
        " {reports_to}.",
        "{recipient} is asked to see to this.",
    ),
)
# To the body that the office itself reports to: a department does not urge the province.
_TO_THE_SUPERIOR = _TO_A_BODY._replace(
    asks=(
        "The {office} respectfully asks {recipient} to direct these agencies to complete this work before"
        " {deadline}, and to report the results in writing to the {office}, for its report to {recipient};"
        " where that cannot be done, to state the cause, who answers for it, and when it will be done.",
        "The {office} submits this to {recipient} for consideration and direction.",
    ),
)
# To the agencies themselves, where the registry names nobody above them.
_TO_THE_AGENCIES = _Voice(
    "as of {day}, work on the quality management system of TCVN ISO 9001 is overdue in {agencies},"
    " as follows:",
    "as of {day}, work on the quality management system of TCVN ISO 9001 is overdue or due soon in"
    " {agencies}, as follows:",
    (
        "The {office} asks the heads of these agencies to complete this work before {deadline}; where that"
        " cannot be done, to state the cause, who answers for it, and when it will be done.",
        "Please report the results in writing to the {office} before {deadline}, for its report to the"
        " {reports_to}.",
        "These agencies are asked to see to this.",
    ),
)

# Where an agency in the letter has promised a day that is not before the letter's deadline.
_PROMISED = "An agency that has promised a later day, as the table says, is asked to keep that day."


def subject(letter: Letter) -> str:
    """What the letter is about, in the words that stand below its number."""
    return translate(
        "Re: urging work on the quality management system of {standard}",
        letter.language,
        standard=STANDARD,
    )


def recipient(letter: Letter) -> str:
    """Whom the letter is addressed to."""
    return clean(letter.recipient) or translate("The agencies listed below", letter.language)


def opening(letter: Letter, office: Office) -> str:
    """On what basis, as of when, how many agencies are late: the sentence before the table."""
    voice = _voice(letter, office)
    soon = any(row.days_late <= 0 for row in letter.rows)
    found = translate(voice.due_soon if soon else voice.overdue, letter.language, **_values(letter, office))
    basis = "; ".join(basis.label(letter.language) for basis in office.basis_on(letter.day))
    if not basis:
        return found[:1].upper() + found[1:]
    return translate("Pursuant to {basis}: {found}", letter.language, basis=basis, found=found)


def asks(letter: Letter, office: Office) -> tuple[str, ...]:
    """The paragraphs after the table; the last ends as an official letter does."""
    first, *others = _voice(letter, office).asks
    promised = [_PROMISED] if any(map(letter.promised_later, letter.rows)) else []
    values = _values(letter, office)
    *before, last = (translate(text, letter.language, **values) for text in (first, *promised, *others))
    return (*before, f"{last.removesuffix('.')}./.")


def cells(row: LateAgency, letter: Letter) -> tuple[str, str, str, str]:
    """What is missing, its time limit, the days late, the cause with the promise."""
    language = letter.language
    since = translate("not recorded", language) if row.since is None else day_text(row.since, language)
    return clean(row.what) or NOTHING, since, _days(row, language), _cause(row, letter)


def copies(letter: Letter, office: Office) -> tuple[str, ...]:
    """Who gets the letter, as listed at its foot; a recipient gets no second copy."""
    return (translate("As above;", letter.language), *_others(office, letter.recipient, letter.language))


def copies_of_report(office: Office, language: str, *, addressed: bool) -> tuple[str, ...]:
    """Who gets a report, as listed at its foot; with `addressed` it says above whom it is for."""
    if not addressed:
        return _others(office, "", language)
    return (translate("As above;", language), *_others(office, office.reports_to.label(language), language))


def _others(office: Office, recipient: str, language: str) -> tuple[str, ...]:
    """Who gets a copy besides the recipient, and where it is filed."""
    listed, to = (copy.label(language) for copy in office.copies), same(recipient)
    others = [copy for copy in listed if not (to and same(copy.partition("(")[0]) == to)]
    filed = translate("Filed: {symbol}.", language, symbol=office.filed_under)
    return (*(f"{copy};" for copy in others), filed)


def provenance(
    facts: Provenance, on: date, language: str, cited: Iterable[LegalBasis] = ()
) -> tuple[str, str]:
    """The foot of every page: the draft, both clocks, filters and source, a word of the papers `cited`
    that nobody has confirmed; and what must not be missed."""
    head = message(", hash {hash}", hash=facts.head[:_HASH_LENGTH]) if facts.head else ""
    day, known = day_text(on, language), number_text(facts.known, language)
    said = [message("Draft. As of {day}, change {known}{head}.", day=day, known=known, head=head)]
    if facts.filters:
        said.append(message("Filters: {filters}.", filters=_short("; ".join(facts.filters))))
    if facts.source:
        said.append(message("Source: {source}.", source=_short(facts.source).rstrip(".")))
    if not all(basis.verified for basis in cited):
        said.append(message(CHECK))
    illustrative = translate("Illustrative figures", language) if facts.illustrative else ""
    return " ".join(part.text(language) for part in said), illustrative


def _voice(letter: Letter, office: Office) -> _Voice:
    above = {same(text) for words in (office.reports_to, office.parent_body) for text in (words.vi, words.en)}
    to = same(letter.recipient)
    if not to:
        return _TO_THE_AGENCIES
    return _TO_THE_SUPERIOR if to in above else _TO_A_BODY


def _values(letter: Letter, office: Office) -> dict[str, str | Spoken]:
    return {
        "agencies": _agencies(len(letter.agencies()), letter.language),
        "day": day_text(letter.day, letter.language),
        "deadline": day_text(letter.deadline, letter.language),
        "office": office.body.label(letter.language),
        "recipient": recipient(letter),
        "reports_to": office.reports_to.label(letter.language),
    }


def _agencies(n: int, language: str) -> Message:
    number = number_text(n, language)
    return message("{n} agency", n=number) if n == 1 else message("{n} agencies", n=number)


def _days(row: LateAgency, language: str) -> str:
    if row.days_late > 0:
        return number_text(row.days_late, language)
    return translate("{n} left", language, n=number_text(-row.days_late, language))


def _cause(row: LateAgency, letter: Letter) -> str:
    cause = clean(row.cause) or translate("Not known", letter.language)
    if row.promised_on is None:
        return cause
    day = day_text(row.promised_on, letter.language)
    if letter.promised_later(row):
        text = "{cause}; deadline as promised: {day}"
        return translate(text, letter.language, cause=cause, day=day)
    if row.promised_on < letter.day:
        return translate("{cause}; promised for {day}, not kept", letter.language, cause=cause, day=day)
    return translate("{cause}; promised for {day}", letter.language, cause=cause, day=day)


def _short(text: str) -> str:
    return textwrap.shorten(clean(text), _FOOT_LENGTH, placeholder="…")
