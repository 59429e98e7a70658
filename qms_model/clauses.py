"""Which requirement each finding is about, whatever edition numbered it.

The column `clause` says `2008:8.2.2`, or `8.2.2` alone: that is read in the newest edition
attested to the agency by the day of the audit (registry format §1), its own or the host's whose
QMS it shared that day (domain §5); where nothing was attested by then, in the newest edition
published by that day. The table `clauses` of config.yaml says what is common to the editions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.config import Rules
from qms_model.once import OncePer
from qms_model.registry import Registry
from qms_model.timeline import (
    ALWAYS,
    NEVER,
    NONE,
    Days,
    Flags,
    Positions,
    Timeline,
    day_numbers,
    last_days,
    number_of,
    positions,
    timeline,
)

_WRITTEN = re.compile(r"(?:(\w+) ?: ?)?(\d+(?:\.\d+)*)")  # what follows the number is an item of it


@dataclass(frozen=True)
class Clauses:
    """Of every finding, in the order of their table, what its clause means.

    edition: in which it is read, missing where none is known
    common: the place of the common clause in the rules; NONE where the finding names no
        clause, or one that the table does not know
    unlisted: the edition has no clause of that number, or the edition itself is not known;
        never where the rules have no table of the edition
    """

    edition: pd.Categorical
    common: Positions
    unlisted: Flags


_MADE = OncePer(most=1)


def clauses_of(registry: Registry) -> Clauses:
    """What the clauses of all findings mean, worked out at the first call."""
    return _MADE.get(registry, None, lambda: _read(registry))


def _read(registry: Registry) -> Clauses:
    """Different clauses are few: each is looked up once for each edition that it is read in."""
    findings = registry.tables["findings"]
    written, texts = pd.factorize(findings["clause"])
    named = [_named(str(text)) for text in texts]
    known = [edition.code for edition in registry.rules.editions]
    editions = list(dict.fromkeys([*known, *(edition for edition, _ in named if edition)]))
    own = np.array([editions.index(edition) if edition else NONE for edition, _ in named] + [NONE])[written]
    edition = np.where(own == NONE, _editions_of_audits(registry)[findings["audit_at"].to_numpy()], own)

    said = np.flatnonzero((written != NONE) & (edition != NONE))
    width = len(editions)
    pairs, place = np.unique(written[said] * width + edition[said], return_inverse=True)
    asked = [(editions[pair % width], named[pair // width][1]) for pair in pairs.tolist()]
    table = _Table(registry.rules)
    common = np.full(len(findings), NONE, dtype=np.intp)
    common[said] = np.array([table.common(*one) for one in asked], dtype=np.intp)[place]
    unlisted = np.zeros(len(findings), dtype=np.bool_)
    unlisted[said] = np.array([table.lacks(*one) for one in asked], dtype=np.bool_)[place]
    kind: pd.CategoricalDtype = pd.CategoricalDtype(editions)
    return Clauses(pd.Categorical.from_codes(edition, dtype=kind), common, unlisted)


def _named(text: str) -> tuple[str, str]:
    """The edition and the number that a clause names; "" is blank."""
    found = _WRITTEN.match(text)
    return (found[1] or "", found[2]) if found else ("", "")


class _Table:
    """The table of clauses in the rules."""

    def __init__(self, rules: Rules) -> None:
        """Keep where each number stands."""
        self._place = {
            number: place for place, clause in enumerate(rules.clauses) for number in clause.numbers
        }
        self._tabled = {number.partition(":")[0] for number in self._place}
        self._untabled = {edition.code for edition in rules.editions} - self._tabled

    def common(self, edition: str, number: str) -> int:
        """The common clause of a number, or of the nearest one above it; else NONE."""
        while number:
            if (place := self._place.get(f"{edition}:{number}")) is not None:
                return place
            number = number.rpartition(".")[0]
        return NONE

    def lacks(self, edition: str, number: str) -> bool:
        """Whether the edition, which has a table or is not known, has no such number."""
        compared = bool(self._tabled) and edition not in self._untabled
        return compared and f"{edition}:{number}" not in self._place


# In which edition a clause is read ----------------------------------------------------------------


def _editions_of_audits(registry: Registry) -> Positions:
    """Of every audit the place in the rules of the edition that its clauses are read in, else
    NONE; one more, so that NONE finds NONE."""
    line, audits, editions = timeline(registry), registry.tables["audits"], registry.rules.editions
    agency, held = positions(audits["agency"]), day_numbers(audits["held_on"], last_days, NEVER)
    in_order = sorted(range(len(editions)), key=lambda place: editions[place].published)
    rank = np.full(len(editions) + 1, NONE, dtype=np.intp)
    rank[in_order] = np.arange(len(editions))
    attested = np.maximum(
        _newest_attested(line, rank, agency, held),
        _newest_attested(line, rank, _hosts(line, agency, held), held),
    )
    newest = np.where(attested == NONE, _newest_published(registry.rules, rank, held), attested)
    return np.append(np.array([*in_order, NONE], dtype=np.intp)[newest], NONE)


def _newest_attested(line: Timeline, rank: Positions, agency: Positions, day: Days) -> Positions:
    """The rank of the newest edition attested to each of these agencies by the day with it, in
    force or not; NONE where there is none."""
    facts, width = line.attestations, len(rank)
    order = np.lexsort((facts.issued, facts.agency))
    whose = facts.agency[order]
    so_far = np.maximum.accumulate(whose * width + rank[facts.edition[order]] + 1)  # starts again with each
    last = np.searchsorted(_packed(whose, facts.issued[order]), _packed(agency, day), side="right") - 1
    found = (last != NONE) & (np.append(whose, NONE)[last] == agency)
    return np.where(found, np.append(so_far, 0)[last] % width - 1, NONE)


def _newest_published(rules: Rules, rank: Positions, day: Days) -> Positions:
    """The rank of the newest edition published by each day, those switched off apart; else NONE."""
    used = [(number_of(one.published), place) for place, one in enumerate(rules.editions) if one.enabled]
    published = np.array([on for on, _ in sorted(used)], dtype=np.int32)
    ranks = np.array([*(rank[place] for _, place in sorted(used)), NONE], dtype=np.intp)
    newest: Positions = ranks[np.searchsorted(published, day, side="right") - 1]
    return newest


def _hosts(line: Timeline, agency: Positions, day: Days) -> Positions:
    """Whose QMS each agency shared on the day with it; NONE: nobody's, or one that did not exist."""
    host = np.append(line.rows.host, NONE)[_rows_on(line, agency, day)]
    return np.where(_rows_on(line, host, day) == NONE, NONE, host)


def _rows_on(line: Timeline, agency: Positions, day: Days) -> Positions:
    """The row of each agency that held on the day with it, a place in the timeline's; else NONE."""
    rows = line.rows
    last = np.searchsorted(_packed(rows.agency, rows.start), _packed(agency, day), side="right") - 1
    found = (last != NONE) & (np.append(rows.agency, NONE)[last] == agency)
    found &= day < np.append(rows.end, ALWAYS)[last]
    return np.where(found, last, NONE)


def _packed(agency: Positions, day: Days) -> npt.NDArray[np.int64]:
    """Agency and day as one number, in the order of both."""
    return (agency.astype(np.int64) << 32) + (day.astype(np.int64) - ALWAYS)
