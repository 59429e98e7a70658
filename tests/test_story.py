"""The story of one agency: its state and the reason, what it lacks, what happened to it, whence it came."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model import story
from qms_model.config import Rules
from qms_model.i18n import Message
from qms_model.refusal import Refused
from qms_model.registry import Registry
from qms_model.state import CONDITIONS, STATES, failed_conditions, state
from qms_model.story.papers import papers_at
from qms_model.timeline import NEVER, timeline
from tests.build import registry_of
from tests.registries import Tables, questions, rule_sets

thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

DAY = date(2014, 12, 31)
A: dict[str, str] = {"agency": "A", "name": "Chi cục A", "type": "chi_cuc"}
DEPARTMENT = {"agency": "A", "name": "Sở A", "type": "so_ban_nganh"}
HOST = {"agency": "H", "name": "UBND huyện H", "type": "ubnd_huyen"}
GUEST = {**A, "shares_qms_of": "H"}
CERTIFICATE = {
    "agency": "A",
    "kind": "certificate",
    "edition": "2008",
    "number": "12/GCN",
    "issued_on": "2013-03-05",
    "expires_on": "2016-03-04",
}
DECLARATION = {
    "agency": "A",
    "kind": "declaration",
    "edition": "2008",
    "number": "7/QĐ",
    "issued_on": "2014-09-30",
}
GCN = "Giấy chứng nhận số 12/GCN cấp ngày 05/03/2013 (TCVN ISO 9001:2008)"


def tables(*agencies: dict[str, str], **others: list[dict[str, str]]) -> Tables:
    """A registry of these agencies with rows of other tables."""
    return {"agencies": list(agencies), **others}


def said(text: Message | None) -> str:
    """The sentence as an office reads it."""
    return "" if text is None else text.text("vi")


# Why an agency is in its state ---------------------------------------------------------------------------


class Case(NamedTuple):
    """An agency, a day, and the state and sentence that it should have."""

    why: str
    tables: Tables
    expected: str | None
    sentence: str
    day: date = DAY
    agency: str = "A"


REASONS = [
    Case(
        "encouraged, nothing planned and nothing begun",
        tables(A),
        "no_plan",
        "Thuộc diện khuyến khích; tính đến ngày 31/12/2014 chưa có kế hoạch và chưa triển khai.",
    ),
    Case(
        "obliged by type, nothing planned",
        tables(DEPARTMENT),
        "not_started",
        "Thuộc diện bắt buộc từ ngày 20/06/2006 theo loại cơ quan (Sở, ban, ngành;"
        " QĐ 144/2006/QĐ-TTg, Đ. 1);"
        " tính đến ngày 31/12/2014 chưa có kế hoạch và chưa triển khai.",
    ),
    Case(
        "obliged by its own entry",
        tables({**A, "obligation": "mandatory"}),
        "not_started",
        "Thuộc diện bắt buộc, xác định riêng cho cơ quan này;"
        " tính đến ngày 31/12/2014 chưa có kế hoạch và chưa triển khai.",
    ),
    Case(
        "planned, a year written without a point",
        tables(A, adoptions=[{"agency": "A", "planned_year": "2015"}]),
        "not_started",
        "Có kế hoạch áp dụng năm 2015; tính đến ngày 31/12/2014 chưa triển khai.",
    ),
    Case(
        "planned by its host",
        tables(GUEST, HOST, adoptions=[{"agency": "H", "planned_year": "2015"}]),
        "not_started",
        "Có kế hoạch áp dụng năm 2015; tính đến ngày 31/12/2014 chưa triển khai"
        " (dùng chung HTQLCL với UBND huyện H).",
    ),
    Case(
        "started in a month",
        tables(A, adoptions=[{"agency": "A", "started_on": "2014-09"}]),
        "building",
        "Đang xây dựng HTQLCL từ tháng 09/2014; chưa ban hành hệ thống tài liệu.",
    ),
    Case(
        "applied in a year",
        tables(A, adoptions=[{"agency": "A", "applied_on": "2013"}]),
        "applying",
        "Đã ban hành hệ thống tài liệu và áp dụng từ năm 2013; chưa xác nhận hiệu lực.",
    ),
    Case(
        "a year that has not ended has not come",
        tables(A, adoptions=[{"agency": "A", "applied_on": "2015"}]),
        "no_plan",
        "Thuộc diện khuyến khích; tính đến ngày 30/12/2015 chưa có kế hoạch và chưa triển khai.",
        date(2015, 12, 30),
    ),
    Case(
        "confirmed on the day",
        tables(A, adoptions=[{"agency": "A", "confirmed_on": "2014-12-31"}]),
        "confirmed",
        "Người đứng đầu đã xác nhận hiệu lực của HTQLCL ngày 31/12/2014;"
        " chưa được chứng nhận hoặc công bố phù hợp.",
    ),
    Case(
        "applied by its host, started itself",
        tables(
            GUEST,
            HOST,
            adoptions=[
                {"agency": "A", "started_on": "2010-01-01"},
                {"agency": "H", "applied_on": "2011-02-03"},
            ],
        ),
        "applying",
        "Đã ban hành hệ thống tài liệu và áp dụng từ ngày 03/02/2011; chưa xác nhận hiệu lực"
        " (dùng chung HTQLCL với UBND huyện H).",
    ),
    Case(
        "in force on its last day",
        tables(A, attestations=[CERTIFICATE]),
        "in_force",
        f"{GCN} còn hiệu lực đến hết ngày 04/03/2016.",
        date(2016, 3, 4),
    ),
    Case(
        "in force until its edition ends",
        tables(
            A, attestations=[{**CERTIFICATE, "edition": "2000", "issued_on": "2008-05", "expires_on": "2011"}]
        ),
        "in_force",
        "Giấy chứng nhận số 12/GCN cấp tháng 05/2008 (TCVN ISO 9001:2000) còn hiệu lực đến hết"
        " ngày 14/11/2010, khi phiên bản 2000 hết giá trị.",
        date(2010, 11, 14),
    ),
    Case(
        "no expiry written: three years to the day before",
        tables(A, attestations=[{**CERTIFICATE, "expires_on": ""}]),
        "in_force",
        f"{GCN} không ghi thời hạn, tạm tính còn hiệu lực đến hết ngày 04/03/2016.",
    ),
    Case(
        "a declaration has no expiry",
        tables(A, attestations=[DECLARATION]),
        "in_force",
        "Bản công bố số 7/QĐ ngày 30/09/2014 (TCVN ISO 9001:2008) đang có hiệu lực, không quy định thời hạn.",
    ),
    Case(
        "neither number",
        tables(A, attestations=[{**DECLARATION, "number": ""}]),
        "in_force",
        "Bản công bố ngày 30/09/2014 (TCVN ISO 9001:2008) đang có hiệu lực, không quy định thời hạn.",
    ),
    Case(
        "an end announced for later is not known",
        tables(A, attestations=[{**CERTIFICATE, "ended_on": "2015-01-01", "ended_because": "withdrawn"}]),
        "in_force",
        f"{GCN} còn hiệu lực đến hết ngày 04/03/2016.",
    ),
    Case(
        "in force by its host",
        tables(GUEST, HOST, attestations=[{**CERTIFICATE, "agency": "H"}]),
        "in_force",
        f"{GCN} còn hiệu lực đến hết ngày 04/03/2016 (dùng chung HTQLCL với UBND huyện H).",
    ),
    Case(
        "its own before its host's, though the host's is newer",
        tables(GUEST, HOST, attestations=[CERTIFICATE, {**DECLARATION, "agency": "H"}]),
        "in_force",
        f"{GCN} còn hiệu lực đến hết ngày 04/03/2016.",
    ),
    Case(
        "a host that is gone lends nothing",
        tables(GUEST, {**HOST, "dissolved_on": "2014-12-31"}, attestations=[{**CERTIFICATE, "agency": "H"}]),
        "no_plan",
        "Thuộc diện khuyến khích; tính đến ngày 31/12/2014 chưa có kế hoạch và chưa triển khai.",
    ),
    Case(
        "suspended on the first day",
        tables(A, attestations=[{**CERTIFICATE, "suspended_on": "2014-12-31"}]),
        "suspended",
        f"{GCN} bị đình chỉ từ ngày 31/12/2014, chưa được khôi phục.",
    ),
    Case(
        "restored on the day",
        tables(A, attestations=[{**CERTIFICATE, "suspended_on": "2014-01-01", "restored_on": "2014-12-31"}]),
        "in_force",
        f"{GCN} còn hiệu lực đến hết ngày 04/03/2016.",
    ),
    Case(
        "its host's is suspended, its own is past",
        tables(
            GUEST,
            HOST,
            attestations=[
                {**CERTIFICATE, "number": "1", "expires_on": "2013-12-31"},
                {**CERTIFICATE, "agency": "H", "suspended_on": "2014-06-01"},
            ],
        ),
        "suspended",
        f"{GCN} bị đình chỉ từ ngày 01/06/2014, chưa được khôi phục (dùng chung HTQLCL với UBND huyện H).",
    ),
    Case(
        "expired the day before",
        tables(A, attestations=[CERTIFICATE]),
        "lapsed",
        f"{GCN} chỉ có hiệu lực đến hết ngày 04/03/2016; sau đó chưa được chứng nhận hoặc công bố lại.",
        date(2016, 3, 5),
    ),
    Case(
        "expired, no expiry written",
        tables(A, attestations=[{**CERTIFICATE, "expires_on": ""}]),
        "lapsed",
        f"{GCN} không ghi thời hạn, tạm tính có hiệu lực đến hết ngày 04/03/2016;"
        " sau đó chưa được chứng nhận hoặc công bố lại.",
        date(2016, 3, 5),
    ),
    Case(
        "its edition is invalid",
        tables(
            A, attestations=[{**CERTIFICATE, "edition": "2000", "issued_on": "2008", "expires_on": "2011"}]
        ),
        "lapsed",
        "Giấy chứng nhận số 12/GCN cấp năm 2008 (TCVN ISO 9001:2000) không còn hiệu lực từ"
        " ngày 15/11/2010 do phiên bản 2000 hết giá trị; sau đó chưa được chứng nhận hoặc công bố lại.",
        date(2010, 11, 15),
    ),
    Case(
        "expiry and edition on the same day: the expiry is named",
        tables(
            A,
            attestations=[
                {**CERTIFICATE, "edition": "2000", "issued_on": "2008", "expires_on": "2010-11-14"}
            ],
        ),
        "lapsed",
        "Giấy chứng nhận số 12/GCN cấp năm 2008 (TCVN ISO 9001:2000) chỉ có hiệu lực đến hết ngày 14/11/2010;"
        " sau đó chưa được chứng nhận hoặc công bố lại.",
        date(2010, 11, 15),
    ),
    Case(
        "replaced by nothing",
        tables(A, attestations=[{**CERTIFICATE, "ended_on": "2014-12-31", "ended_because": "replaced"}]),
        "lapsed",
        f"{GCN} bị thay thế từ ngày 31/12/2014, nhưng sau đó không có giấy chứng nhận hoặc bản công bố nào"
        " còn hiệu lực.",
    ),
    Case(
        "ended for no recorded reason",
        tables(A, attestations=[{**CERTIFICATE, "ended_on": "2014-12-31"}]),
        "lapsed",
        f"{GCN} chấm dứt hiệu lực từ ngày 31/12/2014, không ghi lý do; sau đó không có"
        " giấy chứng nhận hoặc bản công bố nào còn hiệu lực.",
    ),
    Case(
        "withdrawn",
        tables(A, attestations=[{**CERTIFICATE, "ended_on": "2014-12-31", "ended_because": "withdrawn"}]),
        "withdrawn",
        f"{GCN} bị thu hồi từ ngày 31/12/2014.",
    ),
    Case(
        "cancelled",
        tables(A, attestations=[{**CERTIFICATE, "ended_on": "2014-12-31", "ended_because": "cancelled"}]),
        "withdrawn",
        f"{GCN} bị hủy bỏ từ ngày 31/12/2014.",
    ),
    Case(
        "withdrawn after it had expired: it expired",
        tables(
            A,
            attestations=[
                {
                    **CERTIFICATE,
                    "expires_on": "2014-03-04",
                    "ended_on": "2014-12-31",
                    "ended_because": "withdrawn",
                }
            ],
        ),
        "lapsed",
        f"{GCN} chỉ có hiệu lực đến hết ngày 04/03/2014; sau đó chưa được chứng nhận hoặc công bố lại.",
    ),
    Case(
        "not established yet",
        tables({**A, "established_on": "2015-01"}),
        None,
        "Tính đến ngày 31/12/2014 chưa thành lập; được thành lập tháng 01/2015.",
    ),
    Case(
        "gone, and nobody wrote why",
        tables({**A, "dissolved_on": "2014-12-31"}),
        None,
        "Đã chấm dứt hoạt động từ ngày 31/12/2014.",
    ),
    Case(
        "dissolved",
        tables(
            {**A, "dissolved_on": "2014-06-01"},
            reorganisations=[
                {
                    "event": "1",
                    "kind": "dissolve",
                    "effective_on": "2014-06-01",
                    "predecessor": "A",
                    "decision": "Quyết định 5/QĐ-UBND",
                }
            ],
        ),
        None,
        "Đã chấm dứt hoạt động từ ngày 01/06/2014 (giải thể theo Quyết định 5/QĐ-UBND).",
    ),
    Case(
        "divided between two",
        tables(
            {**A, "dissolved_on": "2014-06-01"},
            {**HOST, "agency": "X", "name": "Phòng X"},
            {**HOST, "agency": "Y", "name": "Phòng Y"},
            reorganisations=[
                {
                    "event": "1",
                    "kind": "divide",
                    "effective_on": "2014-06-01",
                    "predecessor": "A",
                    "successor": "X",
                },
                {
                    "event": "1",
                    "kind": "divide",
                    "effective_on": "2014-06-01",
                    "predecessor": "A",
                    "successor": "Y",
                },
            ],
        ),
        None,
        "Đã chấm dứt hoạt động từ ngày 01/06/2014 (chia); cơ quan kế thừa: Phòng X, Phòng Y.",
    ),
    Case(
        "gone between two of its rows",
        tables({**A, "dissolved_on": "2010-01-01"}, {**A, "established_on": "2015-01-01"}),
        None,
        "Đã chấm dứt hoạt động từ ngày 01/01/2010.",
    ),
]


@pytest.mark.parametrize("case", REASONS, ids=[case.why for case in REASONS])
def test_the_reason_says_what_the_row_says(case: Case) -> None:
    registry = registry_of(case.tables)
    standing = story.standing_of(registry, case.agency, case.day)
    assert (standing.state if standing else None) == case.expected
    assert said(story.reason(registry, case.agency, case.day)) == case.sentence


def test_the_rows_above_name_every_state_and_absence() -> None:
    assert {case.expected for case in REASONS} == {*STATES, None}


# On which msgid a state may rest: a sentence of another state would be a lie.
_SAYS = {
    "no_plan": ("Encouraged to apply",),
    "not_started": ("Planned for", "{basis};"),
    "building": ("The system has been built up",),
    "applying": ("The documents were issued",),
    "confirmed": ("The head confirmed",),
    "in_force": ("{paper} is in force", "{paper} names no expiry and is taken to be in force"),
    "suspended": ("{paper} has been suspended",),
    "lapsed": (
        "{paper} was in force until",
        "{paper} names no expiry and is taken to have been",
        "{paper} has been invalid",
        "{paper} was replaced",
        "{paper} ended",
    ),
    "withdrawn": ("{paper} was withdrawn", "{paper} was cancelled"),
}


@thorough
@given(questions(), rule_sets(), st.sampled_from([None, "2000", "2008", "2015"]))
def test_every_agency_has_a_reason_of_its_state(
    question: tuple[Tables, date], rules: dict[str, Any], edition: str | None
) -> None:
    rows, day = question
    registry = registry_of(rows, Rules.model_validate(rules))
    frame = state(registry, day, edition).iloc[::-1]
    reasons = story.reasons(registry, frame, day, edition)
    for name, text in zip(frame["state"], reasons, strict=True):
        ground = dict(text.values)["reason"]
        assert isinstance(ground, Message)
        assert ground.msgid.startswith(_SAYS[name])
        assert said(text)[-1] == "."
        assert text.text("en") != said(text)
    absent = {row["agency"] for row in rows["agencies"]} - set(frame["agency"])
    for code in absent:
        assert said(story.reason(registry, code, day)).startswith(("Đã chấm dứt", "Tính đến"))
        assert story.standing_of(registry, code, day) is None
        assert story.lacking(registry, code, day) == []


@thorough
@given(questions(), rule_sets())
def test_a_paper_ends_on_the_day_by_which_the_state_is(
    question: tuple[Tables, date], rules: dict[str, Any]
) -> None:
    registry = registry_of(question[0], Rules.model_validate(rules))
    facts = timeline(registry).attestations
    for paper, past_from in zip(papers_at(registry, facts.row), facts.past_from, strict=True):
        ends = paper.ends(registry.rules)
        assert (min(ends.values()) if ends else None) == (
            None if past_from == NEVER else date(1970, 1, 1) + timedelta(days=int(past_from))
        )


# Obligation ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "day", "sentence"),
    [
        (A, DAY, "Thuộc diện khuyến khích theo loại cơ quan (Chi cục)"),
        ({**A, "obligation": "mandatory"}, DAY, "Thuộc diện bắt buộc, xác định riêng cho cơ quan này"),
        (
            {**DEPARTMENT, "obligation": "encouraged"},
            DAY,
            "Thuộc diện khuyến khích, xác định riêng cho cơ quan này",
        ),
        (
            {**A, "type": "phong_noi_vu"},
            date(2014, 5, 17),  # the day before
            "Thuộc diện khuyến khích theo loại cơ quan (Phòng Nội vụ), bắt buộc từ ngày 18/05/2014",
        ),
        (
            {**A, "type": "phong_noi_vu"},
            date(2014, 5, 18),
            "Thuộc diện bắt buộc từ ngày 18/05/2014 theo loại cơ quan (Phòng Nội vụ;"
            " QĐ 19/2014/QĐ-TTg, Đ. 1)",
        ),
        ({**A, "dissolved_on": "2014-12-31"}, DAY, ""),
    ],
)
def test_the_obligation_names_its_basis(row: dict[str, str], day: date, sentence: str) -> None:
    assert said(story.obligation_basis(registry_of(tables(row)), "A", day)) == sentence


# What rung 4 lacks ---------------------------------------------------------------------------------------


def audit(code: str, kind: str, held: str, **cells: str) -> dict[str, str]:
    """A row of audits of the agency A."""
    return {"audit": code, "agency": "A", "kind": kind, "held_on": held, **cells}


def test_each_condition_is_proved_by_a_fact() -> None:
    rows = tables(
        {**DEPARTMENT, "shares_qms_of": "H"},
        HOST,
        attestations=[{**CERTIFICATE, "suspended_on": "2016-02-01"}],
        audits=[
            audit("1", "internal", "2014-12-30"),
            audit("2", "inspection_onsite", "2014-12-31", signed_on="2015-12-31"),
            {**audit("3", "surveillance", "2015-06-01"), "agency": "H"},
        ],
        findings=[
            {"finding": "T1", "audit": "2"},  # two months after signing: 29 February
            {"finding": "N2", "audit": "3", "grade": "major", "due_on": "2015-12-30"},
            {"finding": "N1", "audit": "3", "grade": "major"},  # 90 days: 30 August 2015
            {"finding": "N0", "audit": "3", "grade": "minor"},
        ],
    )
    registry, day = registry_of(rows), date(2016, 3, 1)
    assert list(map(said, story.lacking(registry, "A", day))) == [
        "Không có giấy chứng nhận hoặc bản công bố còn hiệu lực từ ngày 01/02/2016",
        "Đánh giá nội bộ gần nhất ngày 30/12/2014, đã quá 12 tháng (hạn thực hiện ngày 30/12/2015)",
        "Chưa ghi nhận lần xem xét của lãnh đạo nào",
        "Điểm không phù hợp nặng quá hạn khắc phục: N1 (hạn ngày 30/08/2015), N2 (hạn ngày 30/12/2015)",
        "Vấn đề tồn tại quá hạn khắc phục: T1 (hạn ngày 29/02/2016)",
        "Lần kiểm tra gần nhất ngày 31/12/2014; phải được kiểm tra ít nhất một lần từ ngày 01/01/2015",
    ]


def test_where_audits_are_not_collected_only_the_attestation_is_lacking() -> None:
    registry = registry_of(tables(A))
    assert list(map(said, story.lacking(registry, "A", DAY))) == ["Chưa được chứng nhận hoặc công bố lần nào"]


_LACKS = {
    "Never certified": "not_in_force",
    "No certificate": "not_in_force",
    "The last internal": "internal_audit",
    "No internal": "internal_audit",
    "The last management": "management_review",
    "No management": "management_review",
    "Major": "major_overdue",
    "Inspection issues": "issue_overdue",
    "No inspection": "inspection",
    "The last inspection": "inspection",
}


def condition(text: Message) -> str:
    """The condition that a sentence is about."""
    return next(name for start, name in _LACKS.items() if text.msgid.startswith(start))


@thorough
@given(questions(), rule_sets())
def test_an_agency_lacks_exactly_the_conditions_that_fail(
    question: tuple[Tables, date], rules: dict[str, Any]
) -> None:
    rows, day = question
    registry = registry_of(rows, Rules.model_validate(rules))
    frame = state(registry, day)
    for code, bits in zip(frame["agency"], frame["failed"], strict=True):
        lacking = story.lacking(registry, code, day)
        assert tuple(map(condition, lacking)) == failed_conditions(int(bits))
        assert all(said(text)[-19:] != "quá hạn khắc phục: " for text in lacking)  # some are named
        for text in lacking:
            if isinstance(limit := dict(text.values).get("limit"), Message):
                assert _day(limit) < day
            if isinstance(since := dict(text.values).get("since"), Message):
                assert _day(since) <= day


def _day(text: Message) -> date:
    day, month, year = text.text("vi").removeprefix("ngày ").split("/")
    return date(int(year), int(month), int(day))


# Findings, attestations, events --------------------------------------------------------------------------


@thorough
@given(questions(), rule_sets())
def test_findings_and_attestations_agree_with_the_state(
    question: tuple[Tables, date], rules: dict[str, Any]
) -> None:
    rows, day = question
    registry = registry_of(rows, Rules.model_validate(rules))
    frame = state(registry, day)
    for code, bits, word in zip(frame["agency"], frame["failed"], frame["state"], strict=True):
        failed = failed_conditions(int(bits))
        late = {one.grade for one in story.findings_of(registry, code, day) if one.status == "overdue"}
        if frame.attrs["audits_collected"]:
            assert {"major_overdue": "major" in late, "issue_overdue": "issue" in late} == {
                name: name in failed for name in CONDITIONS[3:5]
            }
        words = {one.state for one in story.attestations_of(registry, code, day)}
        best = next((w for w in ("in_force", "suspended") if w in words), None)
        assert word == best if best else (word in words if words else word in STATES[:5])


@thorough
@given(questions())
def test_events_are_in_their_order_and_none_is_of_a_later_day(question: tuple[Tables, date]) -> None:
    rows, day = question
    registry = registry_of(rows)
    for code in {row["agency"] for row in rows["agencies"]}:
        told = story.events(registry, code, day)
        assert [one.on for one in told] == sorted(one.on for one in told)
        assert all(one.on <= day and one.lane in story.LANES for one in told)
        assert all(one.until is None or one.until >= one.on for one in told)
        assert sum(one.lane == "finding" for one in told) == len(story.findings_of(registry, code, day))
        assert sum(one.lane == "audit" for one in told) == len(story.audits_of(registry, code, day))


def finding_rows(**cells: str) -> Registry:
    """One inspection with one issue, signed on 31 December 2013: due on 28 February 2014."""
    return registry_of(
        tables(
            A,
            audits=[audit("1", "inspection_file", "2013-12-20", signed_on="2013-12-31")],
            findings=[{"finding": "T", "audit": "1", **cells}],
        )
    )


@pytest.mark.parametrize(
    ("cells", "day", "status"),
    [
        ({}, date(2013, 12, 20), "open"),  # from the day of the audit
        ({}, date(2014, 2, 28), "open"),  # the last day to correct it
        ({}, date(2014, 3, 1), "overdue"),
        ({"corrected_on": "2014-03-05"}, date(2014, 3, 4), "overdue"),
        ({"corrected_on": "2014-03-05"}, date(2014, 3, 5), "closed"),  # an ungraded one closes so
        (
            {"grade": "major", "corrected_on": "2014-01-05"},
            date(2014, 3, 31),
            "open",
        ),  # a graded one does not
        ({"grade": "major", "corrected_on": "2014-01-05"}, date(2014, 4, 1), "overdue"),  # 90 days
        ({"grade": "minor", "due_on": "2014-01-01"}, date(2014, 1, 2), "overdue"),
        ({"grade": "observation"}, date(2020, 1, 1), "open"),  # none is asked
    ],
)
def test_a_finding_is_open_overdue_or_closed(cells: dict[str, str], day: date, status: str) -> None:
    (found,) = story.findings_of(finding_rows(**cells), "A", day)
    assert found.status == status
    assert found.corrected_on == (cells["corrected_on"] if status == "closed" else found.corrected_on)


def test_a_finding_that_nobody_closed_stays_behind_with_the_agency() -> None:
    """Open to its last day, and neither open nor overdue on the days after."""
    rows = tables(
        {**A, "dissolved_on": "2014-01-15"},
        audits=[audit("1", "inspection_file", "2013-12-20", signed_on="2013-12-31")],
        findings=[{"finding": "T", "audit": "1"}],
    )
    registry = registry_of(rows)
    (last,) = story.findings_of(registry, "A", date(2014, 1, 14))
    assert (last.status, last.open_until) == ("open", None)
    (after,) = story.findings_of(registry, "A", date(2014, 4, 1))
    assert (after.status, after.open_until) == ("left", date(2014, 1, 14))
    assert story.told_until(registry, "A", date(2014, 4, 1)) == date(2014, 1, 14)


def test_a_finding_of_a_later_audit_and_a_correction_of_a_later_day_are_not_told() -> None:
    registry = finding_rows(corrected_on="2014-03-05")
    assert story.findings_of(registry, "A", date(2013, 12, 19)) == ()
    (before,) = story.findings_of(registry, "A", date(2014, 3, 4))
    assert (before.corrected_on, before.open_until, before.due_on) == ("", None, date(2014, 2, 28))
    (after,) = story.findings_of(registry, "A", date(2014, 3, 5))
    assert (after.corrected_on, after.open_until) == ("2014-03-05", date(2014, 3, 4))


def test_the_time_line_tells_what_happened_in_every_lane() -> None:
    rows = tables(
        {**GUEST, "dissolved_on": "2014-06-01"},
        HOST,
        adoptions=[{"agency": "H", "started_on": "2009", "applied_on": "2010-03"}],
        attestations=[
            {
                **CERTIFICATE,
                "suspended_on": "2013-07-01",
                "restored_on": "2013-08-01",
                "ended_on": "2014-05-01",
                "ended_because": "replaced",
            },
            {**DECLARATION, "agency": "H"},  # after the agency was gone: not its story
        ],
        audits=[audit("1", "internal", "2012-05-05", minutes="8/BB")],
        findings=[{"finding": "P", "audit": "1", "grade": "minor", "closed_on": "2012-06-01"}],
        exemptions=[{"agency": "A", "starts_on": "2011-01-01", "until": "2011-12-31", "basis": "Công văn 3"}],
        followups=[{"agency": "A", "on": "2012-02-01", "channel": "Công văn", "promised_on": "2012-04-01"}],
        reorganisations=[
            {
                "event": "E",
                "kind": "absorb",
                "effective_on": "2014-06-01",
                "predecessor": "A",
                "successor": "H",
            }
        ],
    )
    told = story.events(registry_of(rows), "A", DAY)
    assert [(str(one.on), one.lane, one.kind, str(one.until or ""), one.own) for one in told] == [
        ("2009-12-31", "adoption", "started", "", False),
        ("2010-03-31", "adoption", "applied", "", False),
        ("2011-01-01", "exemption", "exemption", "2011-12-31", True),
        ("2012-02-01", "follow-up", "followup", "", True),
        ("2012-05-05", "audit", "internal", "", True),
        ("2012-05-05", "finding", "internal", "2012-05-31", True),
        ("2013-03-05", "attestation", "certificate", "2014-04-30", True),
        ("2013-07-01", "attestation", "suspended", "2013-07-31", True),
        ("2014-05-01", "attestation", "replaced", "", True),
        ("2014-06-01", "reorganisation", "absorb", "", True),
    ]
    assert (told[0].recorded, told[4].number, told[-1].note) == ("2009", "8/BB", "UBND huyện H")


# Records -------------------------------------------------------------------------------------------------


def test_an_objective_is_met_missed_or_without_result() -> None:
    rows = [
        {"agency": "A", "year": "2013", "objective": "a", "target": "90", "actual": "90"},
        {"agency": "A", "year": "2013", "objective": "b", "target": "90", "actual": "89.9"},
        {"agency": "A", "year": "2013", "objective": "c", "target": "5", "actual": "5", "better": "lower"},
        {"agency": "A", "year": "2013", "objective": "d", "target": "5", "actual": "6", "better": "lower"},
        {"agency": "A", "year": "2013", "objective": "e", "target": "5"},
        {"agency": "A", "year": "2014", "objective": "f", "target": "5", "actual": "6"},  # not ended
        {"agency": "A", "year": "2015", "objective": "g", "target": "5", "actual": "6"},  # not begun
    ]
    told = story.objectives_of(registry_of(tables(A, objectives=rows)), "A", date(2014, 12, 30))
    assert [(one.objective, one.status) for one in told] == [
        ("a", "met"),
        ("b", "missed"),
        ("c", "met"),
        ("d", "missed"),
        ("e", "no_result"),
        ("f", "no_result"),
    ]


def test_procedures_are_told_as_counted_up_to_the_day() -> None:
    rows = [
        {"agency": "A", "counted_on": "2014-12-31", "operational": "34", "system": "7"},
        {"agency": "A", "counted_on": "2015-01-01", "operational": "35"},
        {"agency": "H", "counted_on": "2013-12-31", "system": "6"},
    ]
    told = story.procedures_of(registry_of(tables(GUEST, HOST, procedures=rows)), "A", DAY)
    assert [(one.agency, one.own, one.operational, one.system) for one in told] == [
        ("H", False, None, 6),
        ("A", True, 34, 7),
    ]


def test_peers_are_counted_higher_level_and_lower_without_the_exempt() -> None:
    others = [{**A, "agency": code} for code in ("B", "C", "D", "E")]
    rows = tables(
        A,
        *others,
        DEPARTMENT | {"agency": "S"},  # of another type
        attestations=[{**CERTIFICATE, "agency": "B"}],
        adoptions=[{"agency": code, "applied_on": "2012"} for code in ("A", "C", "E")],
        exemptions=[{"agency": "E", "starts_on": "2014-01-01", "until": "2014-12-31", "basis": "x"}],
    )
    found = story.peers(registry_of(rows), "A", DAY)
    assert found is not None
    assert (found.higher, found.level, found.lower) == (1, 1, 1)
    assert [(one.agency, one.adoption_year) for one in found.rows] == [
        ("B", 2013),
        ("A", 2012),
        ("C", 2012),
        ("E", 2012),
        ("D", None),
    ]


# Names and lineage ---------------------------------------------------------------------------------------


def test_every_name_is_told_in_the_order_of_its_days() -> None:
    registry = registry_of(
        tables(
            {**A, "name": "Mới", "established_on": "2012-05"},
            {**A, "name": "Cũ", "dissolved_on": "2012-05-01"},
        )
    )
    assert [(one.name, one.established_on, one.dissolved_on) for one in story.names(registry, "A")] == [
        ("Cũ", "", "2012-05-01"),
        ("Mới", "2012-05", ""),
    ]
    assert story.name_near(registry, "A", date(2012, 4, 30)) == "Cũ"
    assert story.name_near(registry, "A", date(2012, 5, 1)) == "Mới"


def lineage_of(*edges: tuple[str, str, str, str], gone: str = "") -> Registry:
    """A registry of agencies that these (kind, day, predecessor, successor) concern; `gone` have ended."""
    codes = sorted({code for edge in edges for code in edge[2:] if code} | set(gone) | {"A"})
    return registry_of(
        tables(
            *(
                {**A, "agency": code, "name": f"Tên {code}", "dissolved_on": "2020" if code in gone else ""}
                for code in codes
            ),
            reorganisations=[
                {"event": str(n), "kind": kind, "effective_on": on, "predecessor": before, "successor": after}
                for n, (kind, on, before, after) in enumerate(edges)
            ],
        )
    )


@pytest.mark.parametrize(
    ("registry", "expected"),
    [
        pytest.param(lineage_of(), ("A",), id="it goes on"),
        pytest.param(lineage_of(gone="A"), (), id="it ended without a successor"),
        pytest.param(lineage_of(("merge", "2010-01-01", "A", "B"), gone="A"), ("B",), id="merged"),
        pytest.param(
            lineage_of(("merge", "2010-01-01", "A", "B"), ("absorb", "2012-01-01", "B", "C"), gone="AB"),
            ("C",),
            id="the last of a chain",
        ),
        pytest.param(
            lineage_of(("divide", "2010-01-01", "A", "B"), ("divide", "2010-01-01", "A", "C"), gone="A"),
            ("B", "C"),
            id="divided between two",
        ),
        pytest.param(
            lineage_of(("separate", "2010-01-01", "A", "B")), ("A", "B"), id="separated, it goes on itself"
        ),
        pytest.param(
            lineage_of(("absorb", "2012-01-01", "A", "B"), ("separate", "2010-01-01", "B", "C"), gone="A"),
            ("B",),
            id="what the heir gave away before is no heir",
        ),
        pytest.param(lineage_of(("rename", "2010-01-01", "A", "A")), ("A",), id="renamed"),
        pytest.param(
            lineage_of(("merge", "2010-01-01", "A", "B"), ("merge", "2010-01-01", "B", "A"), gone="AB"),
            (),
            id="a circle, which no check lets in, ends",
        ),
    ],
)
def test_the_last_successors_are_found(registry: Registry, expected: tuple[str, ...]) -> None:
    assert story.successors_now(registry, "A") == expected


def test_lineage_tells_who_came_before_and_after_up_to_the_day() -> None:
    registry = lineage_of(
        ("create", "2005-01-01", "", "A"),
        ("absorb", "2008-01-01", "X", "A"),
        ("rename", "2009-01-01", "A", "A"),
        ("merge", "2014-12-31", "A", "Z"),
        ("merge", "2015-01-01", "A", "Y"),  # later than the day
    )
    assert [(one.role, one.agency, one.name, one.kind) for one in story.lineage(registry, "A", DAY)] == [
        ("predecessor", "", "", "create"),
        ("predecessor", "X", "Tên X", "absorb"),
        ("itself", "A", "Tên A", "rename"),
        ("successor", "Z", "Tên Z", "merge"),
    ]


# An agency that is not there -----------------------------------------------------------------------------


@pytest.mark.parametrize("question", [story.names, story.successors_now])
def test_what_is_asked_of_no_day_refuses_an_unknown_agency(question: Any) -> None:
    with pytest.raises(Refused, match="“B” is not the code of an agency"):
        question(registry_of(tables(A)), "B")


@pytest.mark.parametrize(
    "question",
    [
        story.attestations_of,
        story.audits_of,
        story.events,
        story.findings_of,
        story.lacking,
        story.lineage,
        story.objectives_of,
        story.obligation_basis,
        story.peers,
        story.procedures_of,
        story.reason,
        story.standing_of,
    ],
)
def test_an_unknown_agency_is_refused(question: Any) -> None:
    with pytest.raises(Refused, match="“B” is not the code of an agency"):
        question(registry_of(tables(A)), "B", DAY)
