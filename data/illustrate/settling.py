"""How far a finding came: due, corrected, verified, closed."""

from __future__ import annotations

import random
from datetime import date, timedelta

from data.illustrate.dice import chance, dice, pick
from data.illustrate.model import Finding
from data.illustrate.workdays import add_months, after

EVIDENCE = (
    "Quy trình sửa đổi và hồ sơ áp dụng thực tế sau sửa đổi",
    "Biên bản kiểm tra xác nhận tại đơn vị",
    "Danh sách phân phối tài liệu ban hành lại, biên bản thu hồi bản cũ",
    "Hồ sơ đào tạo và phiếu kiểm tra sau đào tạo",
    "Kết quả đánh giá nội bộ đợt sau không còn tồn tại",
    "Báo cáo khắc phục kèm hồ sơ minh chứng",
)


def settle(finding: Finding, care: str, last: date) -> None:
    """Due, corrected, verified, closed: as far as it came by the last day."""
    throw = dice(finding.audit.code, finding.clause, finding.text)
    signed, grade = finding.audit.signed, finding.grade
    if grade == "observation":
        settle_observation(finding, throw, last)
        return
    if chance(throw, 0.75):
        finding.due = add_months(signed, 2) if not grade else signed + timedelta(90)
        if finding.audit.kind == "internal":
            finding.due = signed + timedelta(pick(throw, (30, 45, 60)))
    recent = finding.audit.held >= date(2013, 8, 1)
    stuck = {"good": 0.0, "fair": 0.05, "poor": 0.4}[care]
    if grade == "major":
        stuck = {"good": 0.0, "fair": 0.3, "poor": 0.8}[care]
    slow = {"good": (6, 32), "fair": (10, 75), "poor": (20, 170)}[care]
    if recent and chance(throw, stuck):
        return
    corrected = after(signed, throw, *slow)
    if corrected > last:
        return
    finding.corrected = corrected
    close(finding, throw, care, last)


def settle_observation(finding: Finding, throw: random.Random, last: date) -> None:
    quick = chance(throw, 0.75)
    corrected = after(finding.audit.signed, throw, *((15, 90) if quick else (120, 330)))
    finding.corrected = known_by(corrected, last)
    finding.closed = finding.corrected


def close(finding: Finding, throw: random.Random, care: str, last: date) -> None:
    """Verified and closed, after the correction."""
    assert finding.corrected
    if finding.grade == "minor" and chance(throw, 0.04):  # closed without a check: a warning
        finding.closed = known_by(finding.corrected, last)
        return
    checked = after(finding.corrected, throw, 3, {"good": 14, "fair": 25, "poor": 45}[care])
    if checked > last:
        return
    finding.verified, finding.evidence = checked, pick(throw, EVIDENCE)
    closed = after(checked, throw, 0, 7)
    finding.closed = known_by(closed, last)


def known_by(day: date, last: date) -> date | None:
    return day if day <= last else None
