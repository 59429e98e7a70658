"""The time line and the procedures of one agency: names of codes, hostile texts, tables."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pandas as pd
import pytest

from qms_model import story
from qms_model.facts import (
    AttestationKind,
    AuditKind,
    ChangeKind,
    EndReason,
    Grade,
    ReorganisationKind,
)
from qms_model.figures import Figure, Kind, as_table, procedures, time_line
from qms_model.figures.plotly import draw
from qms_model.figures.plotly.lanes import _SYMBOLS
from qms_model.figures.plotly.parts import plain
from qms_model.figures.story import LOOK_OF_EVENT
from qms_model.figures.theme import BACKGROUNDS, EVENTS, contrast
from qms_model.i18n import LANGUAGES
from qms_model.narrative import story as said
from qms_model.story import LANES, Event
from tests.build import registry_of

DAY = date(2014, 12, 31)
CAUSES = {"R5": "Kinh phí chậm"}
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "=1+1",
    r"$\alpha$",
    "a<br>b &lt;i&gt;",
    "<b>đậm</b> %{y} </script>",
]
# Everything that the time line and the lists of a story may have to name.
KINDS = [
    "started", "applied", "confirmed", "suspended", "ended", "scope_changed", "followup", "exemption",
    *AttestationKind, *EndReason, *AuditKind, *ReorganisationKind,
]  # fmt: skip
GRADES = [*Grade, "issue"]
OTHERS = ["open", "overdue", "closed", "met", "missed", "no_result", "new", "changed", "removed", *ChangeKind]


def event(lane: str = "audit", kind: str = "internal", **cells: Any) -> Event:
    on = cells.pop("on", date(2012, 5, 5))
    return Event(on, lane, kind, "A", True, cells.pop("recorded", on.isoformat()), **cells)


def frame(*events: Event, text: str = "", label: str = "") -> pd.DataFrame:
    """What the page gives to the figure."""
    return pd.DataFrame(
        [
            {
                "lane": one.lane,
                "label": label or said.lane_name(one.lane, "vi"),
                "on": one.on,
                "until": one.until or one.on,
                "look": LOOK_OF_EVENT.get(one.grade) or LOOK_OF_EVENT.get(one.kind, "event"),
                "text": text or said.event_text(one, CAUSES, "vi"),
            }
            for one in events
        ]
    )


def drawn(figure: Figure, mode: str = "light") -> Any:
    return json.loads(draw(figure, mode).to_json())


EVERYTHING = (
    event("adoption", "applied"),
    event("attestation", "certificate", until=date(2014, 1, 31), number="12/GCN", edition="2008"),
    event("attestation", "withdrawn", on=date(2014, 2, 1)),
    event("audit", "surveillance", code="K1"),
    event("finding", "surveillance", grade="major", until=DAY, code="N1"),
    event("finding", "surveillance", grade="minor", code="N2"),
    event("follow-up", "followup", code="R5", number="Công văn"),
)


# Names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted({str(code) for code in [*KINDS, *GRADES, *OTHERS]}))
def test_every_code_has_a_name_in_both_languages(code: str) -> None:
    vi, en = (said.code_name(code, language) for language in LANGUAGES)
    assert vi != en
    assert vi != code, "no raw code in a Vietnamese text"
    assert "_" not in vi + en


@pytest.mark.parametrize("lane", LANES)
def test_every_lane_has_a_name_in_both_languages(lane: str) -> None:
    vi, en = (said.lane_name(lane, language) for language in LANGUAGES)
    assert lane not in vi
    assert vi != en


@pytest.mark.parametrize("code", [*KINDS, *GRADES])
def test_every_event_has_a_look_that_can_be_drawn(code: str) -> None:
    grade = code if code in GRADES else ""
    one = event("finding" if grade else "audit", "internal" if grade else code, grade=grade)
    figure = time_line(frame(one), DAY, ("t", "a"), "vi")
    assert len(figure.series) == 1
    assert not figure.series[0].label.isascii()
    assert drawn(figure)["data"][0]["name"] == plain(figure.series[0].key())


def test_every_look_has_a_mark_a_symbol_and_a_use() -> None:
    assert set(EVENTS) == set(_SYMBOLS) == {*LOOK_OF_EVENT.values(), "event"}
    assert len({mark.key() for mark in time_line(frame(*EVERYTHING), DAY, ("t", "a"), "vi").series}) == 5
    for mode, ground in BACKGROUNDS.items():
        for code, mark in EVENTS.items():
            assert contrast(mark.fill(mode), ground) >= 2.9, f"{code} on {mode}"


# Texts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "vi", "en"),
    [
        pytest.param(
            event(code="K1", number="8/BB", note="Đoàn 1"),
            "05/05/2012: đánh giá nội bộ (8/BB; K1; Đoàn 1)",
            "5 May 2012: internal audit (8/BB; K1; Đoàn 1)",
            id="an audit",
        ),
        pytest.param(
            event("finding", "inspection_onsite", grade="issue", until=date(2012, 6, 1), code="T1"),
            "05/05/2012 – 01/06/2012: vấn đề tồn tại, kiểm tra tại trụ sở (T1)",
            "5 May 2012 – 1 Jun 2012: issue from an inspection, inspection on site (T1)",
            id="a finding that was closed",
        ),
        pytest.param(
            event("finding", "internal", grade="major", code="N1"),
            "05/05/2012: điểm không phù hợp nặng, đánh giá nội bộ (N1)",
            "5 May 2012: major nonconformity, internal audit (N1)",
            id="a finding that is open",
        ),
        pytest.param(
            event("attestation", "certificate", number="12/GCN", edition="2008", until=date(2015, 5, 4)),
            "05/05/2012 – 04/05/2015: giấy chứng nhận TCVN ISO 9001:2008 (12/GCN)",
            "5 May 2012 – 4 May 2015: certificate TCVN ISO 9001:2008 (12/GCN)",
            id="a certificate",
        ),
        pytest.param(
            event("attestation", "declaration", edition="2008", until=date(2012, 5, 5)),
            "05/05/2012: công bố TCVN ISO 9001:2008",
            "5 May 2012: declaration TCVN ISO 9001:2008",
            id="over on its first day: one day",
        ),
        pytest.param(
            event("adoption", "started", on=date(2009, 12, 31), recorded="2009"),
            "2009: bắt đầu xây dựng hệ thống",
            "2009: began to build the system",
            id="known to the year",
        ),
        pytest.param(
            event("adoption", "applied", on=date(2010, 3, 31), recorded="2010-03"),
            "03/2010: ban hành, áp dụng tài liệu",
            "Mar 2010: issued the documents",
            id="known to the month",
        ),
        pytest.param(
            event("follow-up", "followup", code="R5", number="Công văn", note="Đã nhắc"),
            "05/05/2012: đôn đốc (Công văn; Kinh phí chậm; Đã nhắc)",
            "5 May 2012: urged (Công văn; Kinh phí chậm; Đã nhắc)",
            id="a follow-up names its cause",
        ),
        pytest.param(
            event("follow-up", "followup", code="R99"), "05/05/2012: đôn đốc (R99)",
            "5 May 2012: urged (R99)",
            id="a cause that the rules no longer have",
        ),
        pytest.param(
            event("audit", "internal", code="R5"), "05/05/2012: đánh giá nội bộ (R5)",
            "5 May 2012: internal audit (R5)", id="an audit whose code looks like a cause",
        ),
        pytest.param(
            event("reorganisation", "absorb", code="E1", number="QĐ 1", note="UBND huyện H"),
            "05/05/2012: sáp nhập (QĐ 1; E1; UBND huyện H)",
            "5 May 2012: absorb (QĐ 1; E1; UBND huyện H)",
            id="a reorganisation",
        ),
    ],
)  # fmt: skip
def test_an_event_is_told_in_a_few_words(one: Event, vi: str, en: str) -> None:
    assert said.event_text(one, CAUSES, "vi") == vi
    assert said.event_text(one, CAUSES, "en") == en


def test_only_what_goes_on_lasts_until_the_day() -> None:
    paper = {
        "agency": "A", "kind": "certificate", "edition": "2008", "issued_on": "2013-03-05",
        "suspended_on": "2013-07-01", "ended_on": "2014-05-01", "ended_because": "withdrawn",
        "scope_changed_on": "2013-09-01",
    }  # fmt: skip
    rows = {
        "agencies": [{"agency": "A", "name": "A", "type": "chi_cuc"}],
        "attestations": [paper],
        "adoptions": [{"agency": "A", "applied_on": "2012"}],
        "audits": [{"audit": "K", "agency": "A", "kind": "internal", "held_on": "2013-01-01"}],
        "findings": [{"finding": "N", "audit": "K", "grade": "minor"}],
        "exemptions": [{"agency": "A", "starts_on": "2011-01-01", "until": "2011-12-31", "basis": "x"}],
    }
    lasting = {
        one.kind if one.lane != "finding" else "finding": one.lasts
        for one in story.events(registry_of(rows), "A", DAY)
    }
    assert lasting == {
        "applied": False, "internal": False, "withdrawn": False, "scope_changed": False,
        "finding": True, "exemption": True, "certificate": True, "suspended": True,
    }  # fmt: skip


# Figures -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_time_line_ends_on_the_day_and_has_a_lane_for_each_kind(mode: str, language: str) -> None:
    figure = time_line(frame(*EVERYTHING), DAY, ("t", "a"), language)
    assert figure.kind is Kind.LANES
    picture = drawn(figure, mode)
    assert picture["layout"]["shapes"][0]["x0"] == "2014-12-31"
    heights = {mark for trace in picture["data"] if trace["mode"] == "markers" for mark in trace["y"]}
    assert len(heights) == len({one.lane for one in EVERYTHING})
    names = [note["text"] for note in picture["layout"]["annotations"]]
    assert "Phát hiện, từ khi mở đến khi đóng" in names


def test_what_lasts_is_a_line_and_what_happens_only_a_mark() -> None:
    data = drawn(time_line(frame(*EVERYTHING), DAY, ("t", "a"), "vi"))["data"]
    spans = [trace["x"] for trace in data if trace["mode"] == "lines"]
    assert spans == [["2012-05-05", "2014-01-31", None], ["2012-05-05", "2014-12-31", None]]
    assert sum(len(trace["x"]) for trace in data if trace["mode"] == "markers") == len(EVERYTHING)


def test_one_event_on_the_day_itself_can_be_drawn() -> None:
    picture = drawn(time_line(frame(event(on=DAY)), DAY, ("t", "a"), "vi"))
    first, last = picture["layout"]["xaxis"]["range"]
    assert first < "2014-12-31" < last


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_reach_plotly_escaped(text: str) -> None:
    figure = time_line(frame(*EVERYTHING, text=text, label=text), DAY, (text, text), "vi")
    picture = draw(figure).to_json()
    for part in ("<img", "<i>", "<b>đậm", "</script", "$\\"):
        assert part not in picture
    assert json.dumps(plain(text))[1:-1] in picture or plain(text) in json.dumps(
        drawn(figure), ensure_ascii=False
    )
    marks = [trace for trace in drawn(figure)["data"] if trace["mode"] == "markers"]
    assert {shown for trace in marks for _, shown in trace["customdata"]} == {plain(text)}
    assert {trace["hovertemplate"] for trace in marks} == {"%{customdata[1]}<extra></extra>"}


def test_the_table_of_a_time_line_tells_every_event_with_its_end() -> None:
    table = as_table(time_line(frame(*EVERYTHING), DAY, ("t", "a"), "vi"))
    assert list(table.columns) == ["Ngày", "Đến ngày", "Sự kiện", "Diễn biến"]
    assert table.iloc[1].tolist() == [
        "05/05/2012",
        "31/01/2014",
        "Giấy chứng nhận và công bố",
        "05/05/2012 – 31/01/2014: giấy chứng nhận TCVN ISO 9001:2008 (12/GCN)",
    ]
    assert table["Đến ngày"].tolist() == ["", "31/01/2014", "", "", "31/12/2014", "", ""]
    assert len(as_table(time_line(frame(*EVERYTHING).iloc[::-1], DAY, ("t", "a"), "en"))) == len(EVERYTHING)


def counts(*rows: tuple[int, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["year", "kind", "count"])


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_procedures_are_stacked_by_kind_and_tabled_by_year(mode: str) -> None:
    figure = procedures(
        counts((2013, "operational", 30), (2013, "system", 7), (2014, "operational", 34)), ("t", "a"), "vi"
    )
    assert [entry.label for entry in figure.series] == ["Quy trình tác nghiệp", "Quy trình hệ thống"]
    table = as_table(figure)
    assert list(table.columns) == ["Năm", "Quy trình tác nghiệp", "Quy trình hệ thống"]
    assert table.iloc[0].tolist() == [2013, 30, 7]
    assert table.iloc[1, :2].tolist() == [2014, 34]
    assert table.iloc[1].isna().tolist() == [False, False, True], "not counted is not none"
    bars = [trace for trace in drawn(figure, mode)["data"] if trace["type"] == "bar"]
    assert [trace["y"] for trace in bars] == [[30, 34], [7]]


def test_no_known_count_of_procedures_is_an_empty_figure() -> None:
    figure = procedures(counts(), ("t", "a"), "vi")
    assert figure.is_empty()
    assert as_table(figure).empty
