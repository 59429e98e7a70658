"""Which editions are held, in which state, and how one gives way to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.config import Rules
from qms_model.coverage import Filters, standing
from qms_model.registry import Registry
from qms_model.state import RUNGS

DEADLINES = ("no_new_from", "invalid_from", "declarations_invalid_from")


def by_edition(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """Agencies by type, edition and state: type, edition, state, agencies; pairs that
    nobody has left out.

    The edition is that of the attestation which `state` shows of the agency, its own or
    its host's ("the" attestation of domain §5): a category in the order in which they
    were published, then "" for those never attested. The exempt are not counted, so
    that the agencies of a type add up to its N. Types in code order, states in theirs.
    """
    frame = standing(registry, day, filters, ("type", "edition", "state", "exempt"))
    frame = frame[~frame["exempt"].to_numpy(np.bool_)]
    cells = frame[["type", "state"]].assign(edition=_ordered(registry.rules, frame["edition"]))
    counted = cells.groupby(["type", "edition", "state"], observed=True).size()
    named = pd.DataFrame({"agencies": counted}).reset_index()
    return named.astype({"type": "str", "state": "str", "agencies": "int64"})


def transition(registry: Registry, days: Sequence[date], filters: Filters = Filters()) -> pd.DataFrame:
    """Agencies in force at the end of each day by the edition of their attestation, as in
    `by_edition`: day, edition, agencies.

    Every day has every edition that is held on one of them, 0 where nobody holds it;
    the agencies of a day add up to those in force. The exempt are not counted.
    """
    counts = [_held(registry, day, filters) for day in days]
    held = [code for code in _order(registry.rules, counts) if any(found.get(code) for found in counts)]
    return pd.DataFrame(
        {
            "day": np.repeat(np.array(days, dtype=object), len(held)),
            "edition": pd.Categorical(held * len(days), categories=held, ordered=True),
            "agencies": np.array([found.get(code, 0) for found in counts for code in held], dtype=np.int64),
        }
    )


def deadlines(rules: Rules) -> pd.DataFrame:
    """The days that bind an edition: edition, what (of DEADLINES), day, source; the first day
    comes first. `no_new_from` and `invalid_from` bind certificates (domain §3); a day
    that is not set is not listed, nor is an edition that is not in use."""
    rows: list[tuple[str, str, date, str]] = [
        (edition.code, what, day, edition.source)
        for edition in rules.editions
        for what in DEADLINES
        if edition.enabled and (day := getattr(edition, what)) is not None
    ]
    rows.sort(key=lambda row: row[2])
    return pd.DataFrame(rows, columns=["edition", "what", "day", "source"])


def _held(registry: Registry, day: date, filters: Filters) -> dict[str, int]:
    """By edition the agencies in force that are not exempt."""
    frame = standing(registry, day, filters, ("edition", "rung", "exempt"))
    counted = frame["rung"].cat.codes.to_numpy() >= RUNGS.index("in_force")
    counted &= ~frame["exempt"].to_numpy(np.bool_)
    editions = frame["edition"].cat
    codes: npt.NDArray[np.integer] = editions.codes.to_numpy()[counted]
    counts = np.bincount(codes, minlength=len(editions.categories))
    return {str(code): int(n) for code, n in zip(editions.categories, counts, strict=True)}


def _ordered(rules: Rules, column: pd.Series) -> pd.Categorical:
    """The editions in their order, "" last where there is none."""
    known = pd.Categorical(column, categories=_order(rules, [column.cat.categories]), ordered=True)
    return known.add_categories([""]).fillna("")


def _order(rules: Rules, recorded: Iterable[Iterable[str]]) -> list[str]:
    """The editions in the order in which they were published; then those that the rules
    do not have any more."""
    published = sorted(rules.editions, key=lambda edition: edition.published)
    others = (str(code) for codes in recorded for code in codes)
    return list(dict.fromkeys([*(edition.code for edition in published), *others]))
