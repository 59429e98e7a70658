"""What the province inspects, on site or by file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data.illustrate.agencies import MANDATORY
from data.illustrate.dice import dice, whole
from data.illustrate.model import Audit
from data.illustrate.workdays import after, in_month


def inspections(agency: str, kind: str, since: date, last: date) -> Iterator[Audit]:
    """The province's own inspections: few at first, nearly all the mandatory in 2014."""
    for year in range(max(since.year + 1, 2009), last.year + 1):
        throw = dice(agency, "inspected", year)
        on_site, by_file = (0.16, 0.14 + 0.07 * (year - 2008))
        if kind not in MANDATORY:
            on_site, by_file = 0.08, 0.12
        if year == 2014 and kind in MANDATORY:
            on_site, by_file = 0.44, 0.49
        fall = throw.random()
        if fall < on_site + by_file:
            first = 6 if year == 2014 else 4
            held = in_month(throw, f"{year}-{whole(throw, first, 11):02d}")
            yield inspection(agency, held, fall < on_site)


def inspection(agency: str, held: date, on_site: bool) -> Audit:
    throw = dice(agency, "inspection", held)
    return Audit(
        agency,
        "inspection_onsite" if on_site else "inspection_file",
        held,
        after(held, throw, 2, 14),
        f"Năm {held.year}",
        "Đoàn kiểm tra của Ban Chỉ đạo ISO tỉnh" if on_site else "Chi cục Tiêu chuẩn - Đo lường - Chất lượng",
        f"{whole(throw, 3, 95):02d}/BB-" + ("ĐKT" if on_site else "KTHS"),
    )
