"""The table of followups: who was urged, and what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from data.illustrate.dice import chance, dice, pick, whole
from data.illustrate.files import Row, cell
from data.illustrate.model import Finding, System
from data.illustrate.workdays import add_months, after, in_month, workday

CHANNELS = ("Công văn", "Điện thoại", "Họp giao ban", "Kiểm tra trực tiếp")
OFFICES = ("Phòng Cải cách hành chính, Sở Nội vụ", "Chi cục Tiêu chuẩn - Đo lường - Chất lượng")
WHY = ("R1", "R1", "R2", "R4", "R5", "R5", "R6", "R6", "R7")


def followup_rows(
    systems: list[System], begun: list[Row], findings: list[Finding], exemptions: list[Row], last: date
) -> list[Row]:
    """Everyone urged and not exempt that day, in order of time."""
    found = [
        *(row for each in begun for row in followups_of_unfinished(each, last)),
        *(row for owner in systems for row in followups_of_late(owner)),
        *(row for owner in systems for row in followups_of_lapsed(owner, last)),
        *followups_of_findings(findings, last),
    ]
    return sorted(
        (row for row in found if not is_exempt(row["agency"], row["on"], exemptions)),
        key=lambda row: (row["on"], row["agency"], row["note"]),
    )


def followups_of_unfinished(row: Row, last: date) -> Iterator[Row]:
    """Urged when the planned year draws to its end, and again: promises not kept."""
    if not row["planned_year"] or int(row["planned_year"]) >= 2015:
        return
    throw = dice(row["agency"], "followups")
    year = int(row["planned_year"])
    on = in_month(throw, f"{year}-{whole(throw, 8, 10):02d}")
    note = "Đôn đốc theo kế hoạch năm, đơn vị cam kết hoàn thành hồ sơ"
    yield urged(row["agency"], on, date(year, 12, 15), note)
    if year < last.year:
        again = in_month(throw, f"{year + 1}-{whole(throw, 2, 4):02d}")
        promised = date(year + 1, 6, 30)
        yield urged(row["agency"], again, promised, "Chưa hoàn thành năm trước, đơn vị cam kết lại")
        third = in_month(throw, f"{year + 1}-{whole(throw, 9, 11):02d}")
        yield urged(row["agency"], third, None, "Vẫn chưa hoàn thành, đề nghị thủ trưởng giải trình")


def followups_of_late(owner: System) -> Iterator[Row]:
    """Attested after the planned year: the last promise was kept."""
    if owner.first.year <= owner.planned:
        return
    throw = owner.dice("followups")
    on = workday(date(owner.planned + 1, 1, whole(throw, 8, 25)))
    if add_months(on, 3) < owner.first:
        note = "Quá năm kế hoạch, đơn vị đề nghị lùi thời hạn"
        yield urged(owner.agency, on, date(owner.planned + 1, 3, 31), note)
    on = workday(owner.first - timedelta(whole(throw, 60, 85)), -1)
    promised = date(owner.first.year, owner.first.month, 1)
    promised = add_months(promised, 1) - timedelta(1)
    yield urged(owner.agency, on, promised, "Đơn vị cam kết thời điểm hoàn thành")


def followups_of_lapsed(owner: System, last: date) -> Iterator[Row]:
    """Urged after each lapse: kept where a newer attestation came, else broken."""
    for nth, a in enumerate(owner.attestations):
        ended = a.last_day(last)
        newer = owner.attestations[nth + 1 : nth + 2]
        lapsed = ended < last and (not newer or newer[0].issued > ended + timedelta(21))
        if not lapsed:
            continue
        throw = owner.dice("lapsed", a.month)
        on = after(ended, throw, 12, 28)
        promised = newer[0].issued + timedelta(whole(throw, 3, 20)) if newer else None
        if on > last or (newer and on >= newer[0].issued):
            continue
        yield urged(owner.agency, on, promised or add_months(on, 2), "Giấy chứng nhận đã hết hiệu lực")
        again = workday(add_months(on, 4))
        if not newer and again <= last:
            note = "Chưa chứng nhận lại hoặc công bố theo cam kết"
            yield urged(owner.agency, again, add_months(again, 3), note)


def followups_of_findings(findings: list[Finding], last: date) -> Iterator[Row]:
    """Overdue majors and inspection issues: urged once a month after."""
    for f in findings:
        if f.grade in ("minor", "observation") or f.corrected or not f.due:
            continue
        on = workday(f.due + timedelta(20))
        if on <= last:
            note = f"Đôn đốc khắc phục phát hiện {f.code} đã quá hạn"
            yield urged(f.audit.agency, on, on + timedelta(30), note)


def urged(agency: str, on: date, promised: date | None, note: str) -> Row:
    throw = dice(agency, "urged", on)
    return {
        "agency": agency,
        "on": str(on),
        "channel": pick(throw, CHANNELS),
        "cause": pick(throw, WHY) if chance(throw, 0.85) else "R0",
        "promised_on": cell(promised),
        "by": pick(throw, OFFICES),
        "note": note,
    }


def is_exempt(agency: str, day: str, exemptions: list[Row]) -> bool:
    return any(e["agency"] == agency and e["starts_on"] <= day <= e["until"] for e in exemptions)
