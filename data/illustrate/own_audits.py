"""What an agency does itself: internal audits and management reviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from data.illustrate.dice import chance, dice, whole
from data.illustrate.files import Row
from data.illustrate.model import Audit, System
from data.illustrate.workdays import add_months, after, in_month, workday

TWICE_A_YEAR = ("so_ban_nganh", "ubnd_huyen")  # some of these audit themselves again in November


def own_audits(owner: System, last: date) -> Iterator[Audit]:
    """Internal audits and management reviews: before the first attestation, then yearly."""
    held = workday(owner.confirmed - timedelta(whole(owner.dice("first"), 24, 30)), -1)
    yield from (
        replace(a, signed=min(a.signed, owner.confirmed))
        for a in audit_pair(owner, held, "Lần đầu", review=False)
    )
    yield review_on(owner, workday(owner.confirmed - timedelta(4), -1), "Lần đầu")
    usual = whole(owner.dice("month"), 3, 10)
    for year in range(owner.first.year + 1, last.year + 1):
        yield from audits_of_year(owner, year, usual)


def audits_of_year(owner: System, year: int, usual: int) -> Iterator[Audit]:
    throw = owner.dice("year", year)
    month = min(max(usual + whole(throw, -1, 1), 1), 11)
    held = in_month(throw, f"{year}-{month:02d}")
    living = owner.in_force(held) or owner.in_force(add_months(held, 6))
    weight = 1.0 if living else 0.45
    if year <= 2011:  # the formal years
        weight *= 0.84
    audited = chance(throw, weight * owner.by_care(0.995, 0.9, 0.5))
    reviewed = chance(throw, weight * owner.by_care(0.99, 0.86, 0.42))
    if audited:
        yield from audit_pair(owner, held, f"Năm {year}", reviewed)
    elif reviewed:
        yield review_on(owner, in_month(throw, f"{year}-12"), f"Năm {year}")
    twice = owner.type in TWICE_A_YEAR and chance(throw, owner.by_care(0.9, 0.35, 0.0))
    if audited and twice and month <= 7 and year >= 2010:
        yield from audit_pair(owner, in_month(throw, f"{year}-11"), f"Đợt 2 năm {year}", False)


def audit_pair(owner: System, held: date, period: str, review: bool) -> Iterator[Audit]:
    """An internal audit and, perhaps, the management review that follows it."""
    throw = owner.dice("pair", held)
    signed = after(held, throw, 0, 6)
    minutes = f"{whole(throw, 1, 40):02d}/BB-ĐGNB"
    yield Audit(owner.agency, "internal", held, signed, period, internal_team(owner.name), minutes)
    if review:
        met = after(signed, throw, 8, 30)
        yield review_on(owner, met, f"Năm {held.year}")


def review_on(owner: System, held: date, period: str) -> Audit:
    throw = owner.dice("review", held)
    minutes = f"{whole(throw, 1, 60):02d}/BB-XXLĐ"
    signed = after(held, throw, 0, 3)
    return Audit(owner.agency, "management_review", held, signed, period, f"Lãnh đạo {owner.name}", minutes)


def unfinished_audits(row: Row, name: str) -> Iterator[Audit]:
    """Those that confirmed did both; some of those that apply did the first."""
    applied = row["applied_on"]
    if not applied:
        return
    code, throw = row["agency"], dice(row["agency"], "audit")
    confirmed = row["confirmed_on"]
    if confirmed:
        met = workday(date.fromisoformat(confirmed) - timedelta(3), -1)
        team = f"Lãnh đạo {name}"
        yield Audit(code, "management_review", met, met, "Lần đầu", team, "01/BB-XXLĐ")
    if confirmed or chance(throw, 0.5):
        held = workday(date.fromisoformat(applied) + timedelta(45))
        signed, team = after(held, throw, 0, 4), internal_team(name)
        yield Audit(code, "internal", held, signed, "Lần đầu", team, "01/BB-ĐGNB")


def internal_team(name: str) -> str:
    return f"Đoàn đánh giá nội bộ {name}"
