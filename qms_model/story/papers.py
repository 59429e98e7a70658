"""Certificates and declarations: how each is named in a sentence, and on which day it stands how."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from qms_model.config import Rules
from qms_model.dates import add_months, last_day
from qms_model.i18n import Message, message
from qms_model.numbers import dated
from qms_model.registry import Registry
from qms_model.story.subject import Subject, subject_of, texts, up_to
from qms_model.timeline import Positions, number_of, timeline

_ONE_DAY = timedelta(days=1)
# What a paper is called; with its number where it has one.
_NAMES = {
    ("certificate", True): "Certificate {number} (TCVN ISO 9001:{edition}) issued {issued}",
    ("certificate", False): "The certificate (TCVN ISO 9001:{edition}) issued {issued}",
    ("declaration", True): "Declaration {number} (TCVN ISO 9001:{edition}) made {issued}",
    ("declaration", False): "The declaration (TCVN ISO 9001:{edition}) made {issued}",
}


def paper_name(kind: str, edition: str, number: str, issued_on: str) -> Message:
    """What a certificate or declaration is called; its number "" is blank."""
    return message(_NAMES[kind, bool(number)], number=number, edition=edition, issued=dated(issued_on))


class Paper(NamedTuple):
    """A certificate or declaration as recorded; "" is blank."""

    agency: str
    kind: str
    edition: str
    number: str
    issued_on: str
    expires_on: str
    suspended_on: str
    restored_on: str
    ended_on: str
    ended_because: str
    body: str
    scope: str
    scope_changed_on: str

    @property
    def name(self) -> Message:
        """What it is called; every sentence about it begins with that."""
        return paper_name(self.kind, self.edition, self.number, self.issued_on)

    @property
    def expiry_assumed(self) -> bool:
        """Whether it is a certificate that names no expiry."""
        return self.kind == "certificate" and not self.expires_on

    def expiry(self, rules: Rules) -> date | None:
        """Its last day by its own term, recorded or assumed; None: no term."""
        if self.expiry_assumed:
            return add_months(last_day(self.issued_on), rules.regimes.certificate_term_months) - _ONE_DAY
        return last_day(self.expires_on) if self.expires_on else None

    def invalid_from(self, rules: Rules) -> date | None:
        """The first day on which its edition counts no more; None: not set."""
        edition = next((one for one in rules.editions if one.code == self.edition), None)
        if edition is None:
            return None
        return edition.invalid_from if self.kind == "certificate" else edition.declarations_invalid_from

    def ends(self, rules: Rules) -> Mapping[str, date]:
        """The first day on which it counts no more, by what stops it: "ended", "expired", "edition"."""
        expiry, invalid = self.expiry(rules), self.invalid_from(rules)
        return {
            **({"ended": last_day(self.ended_on)} if self.ended_on else {}),
            **({"expired": expiry + _ONE_DAY} if expiry else {}),
            **({"edition": invalid} if invalid else {}),
        }

    def stopped_by(self, rules: Rules) -> tuple[str, date]:
        """What stopped it first, and the first day without it. On the same day its own
        end comes before its expiry, and that before its edition's (domain §5, rule L4)."""
        return min(self.ends(rules).items(), key=lambda end: end[1])

    def last_day_known(self, rules: Rules, day: date) -> date | None:
        """Its last valid day as known on `day`: an end announced for later is not. None: none by date."""
        known = [end for why, end in self.ends(rules).items() if why != "ended" or end <= day]
        return min(known) - _ONE_DAY if known else None


class Attestation(NamedTuple):
    """A certificate or declaration as known on a day; dates as recorded, "" is blank."""

    agency: str
    own: bool  # not its host's
    paper: Paper
    state: str  # in_force, suspended, lapsed, withdrawn
    last_day: date | None  # by term, edition or end; None: none by date


def papers_at(registry: Registry, rows: Positions) -> list[Paper]:
    """The papers in these rows of the attestations table."""
    return [Paper(*cells) for cells in texts(registry.tables["attestations"], Paper._fields, rows)]


def attestations_of(registry: Registry, agency: str, day: date) -> tuple[Attestation, ...]:
    """The certificates and declarations up to `day`, the agency's and its host's, by day of issue."""
    return attestations_told(registry, subject_of(registry, agency, day), day)


def attestations_told(registry: Registry, subject: Subject, day: date) -> tuple[Attestation, ...]:
    """The same of a subject. The state is read from the timeline that `state` reads."""
    facts, on = timeline(registry).attestations, number_of(day)
    places = subject.rows(facts.agency)
    held, over = facts.suspended_on(on), facts.past_from <= on
    words = np.select(
        [over & facts.withdrawn[:-1], over, held], ["withdrawn", "lapsed", "suspended"], "in_force"
    )
    return tuple(
        Attestation(
            paper.agency,
            paper.agency == subject.code,
            known,
            str(words[place]),
            known.last_day_known(registry.rules, day),
        )
        for place, paper in zip(places, papers_at(registry, facts.row[places]), strict=True)
        if subject.told(paper.agency, last_day(paper.issued_on), day)
        for known in [_known(paper, day)]
    )


def _known(paper: Paper, day: date) -> Paper:
    """The paper with what had come by the day."""
    dates = ("suspended_on", "restored_on", "ended_on", "scope_changed_on")
    known = paper._replace(**{name: up_to(getattr(paper, name), day) for name in dates})
    return known if known.ended_on else known._replace(ended_because="")
