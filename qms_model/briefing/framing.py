"""What stands around the parts of a report: its day and scope, whom it is for, on what basis, how it
ends, and the foot of its pages. Every paper of a pack takes it from here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qms_model.briefing.report import Report
from qms_model.briefing.wording import CHECK, STANDARD
from qms_model.i18n import translate

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_NUMBERED = re.compile(r".*?\d+/\d{4}/[\w-]+")  # a citation up to its number: "Quyết định số 19/2014/QĐ-TTg"


def figures(report: Report) -> str:
    """What stands under the title: the day of the figures, and what they are limited to."""
    said = "; ".join(filter(None, (report.origin.day, report.origin.scope)))
    return translate("(Figures {day})", report.language, day=said)


def to(report: Report) -> str:
    """Whom the report is addressed to."""
    recipient = report.office.reports_to.label(report.language)
    return translate("To: {recipient}", report.language, recipient=recipient)


def unbroken(title: str) -> str:
    """The title with the name of the standard on one line."""
    return title.replace(STANDARD.replace("\u00a0", " "), STANDARD)


def subject(report: Report) -> str:
    """What the title says after the word for a report; "" where it does not begin with it."""
    kind = translate("REPORT", report.language)
    title = unbroken(report.title)
    return title[len(kind) + 1 :] if title.casefold().startswith(f"{kind.casefold()} ") else ""


def heading(report: Report) -> str:
    """What stands in the title under the word for a report, with a capital; "" as `subject`."""
    about = subject(report)
    return about[:1].upper() + about[1:]


def opening(report: Report, *, short: bool = False) -> str:
    """On what basis the report is made, the papers with their numbers alone if `short`; "" where none is
    in force on the day."""
    language, office = report.language, report.office
    cited = [basis.label(language) for basis in office.basis_on(report.day)]
    if not cited:
        return ""
    numbers = [found[0] if (found := _NUMBERED.match(text)) else text for text in cited]
    basis, body = ", ".join(numbers) if short else "; ".join(cited), office.body.label(language)
    if not (about := subject(report)):
        return translate(
            "Pursuant to {basis}, the {office} reports as follows:", language, basis=basis, office=body
        )
    said = "Pursuant to {basis}, the {office} reports {about} as follows:"
    return translate(said, language, basis=basis, office=body, about=about)


def closing(report: Report) -> str:
    """The last sentence before who signs, ended as that of an official paper."""
    language, office = report.language, report.office
    body, above = office.body.label(language), office.reports_to.label(language)
    values = {"office": body, "reports_to": above}
    if about := subject(report):
        said = (
            "The above is the report {about}; the {office} submits it to the {reports_to} for consideration"
            " and direction."
        )
        text = translate(said, language, about=about, **values)
    else:
        text = translate(
            "The above is the report of the {office}, for consideration and direction by the {reports_to}.",
            language,
            **values,
        )
    return f"{text.removesuffix('.')}./."


def foot(report: Report, *, cites: bool = True) -> str:
    """Where the numbers come from; of a paper that cites what nobody has confirmed, that it must be
    checked."""
    verified = all(basis.verified for basis in report.office.basis_on(report.day))
    return report.origin.line(
        translate(CHECK, report.language).removesuffix(".") if cites and not verified else ""
    )


def attached(language: str) -> str:
    """What stands under the title of an annex."""
    return translate("(Attached to Report No.                    , date:                 20…)", language)


def ended(texts: Sequence[str]) -> list[str]:
    """The points of a list, each with its semicolon, the last with its full stop."""
    return [f"{text}{'.' if place == len(texts) else ';'}" for place, text in enumerate(texts, start=1)]


def roman(n: int) -> str:
    """A number from 1 as sections are numbered."""
    text = ""
    for value, sign in _ROMAN:
        while n >= value:
            text, n = text + sign, n - value
    return text
