"""Every sentence with none, one and many, in both languages, and where there is nobody to count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import pytest

from qms_model import narrative
from qms_model.i18n import LANGUAGES
from qms_model.narrative import story as said
from qms_model.state import RUNGS, STATES
from qms_model.story import Finding, Objective, Peers, Procedures, Standing
from tests.test_figures import adopters_frame, coverage_frame, plan_frame
from tests.test_figures_story import event

DAY = date(2014, 12, 31)
LABELS = {"a": "Sở, ban, ngành", "b": "Chi cục"}
NOBODY = coverage_frame((None, 0, 0, 0))
ALL_EXEMPT = coverage_frame((None, 0, 3, 0))


class Row(NamedTuple):
    """What is said, and how it reads in Vietnamese and in English."""

    name: str
    say: Callable[[str], object]
    vi: str
    en: str


def effective(frame: pd.DataFrame, *counts: int) -> pd.DataFrame:
    """The coverage with the fourth rung known."""
    return frame.assign(effective=pd.array(counts, dtype="Int64"))


def over(*rows: tuple[date, int, int]) -> pd.DataFrame:
    """day, agencies, attested: a trend without groups."""
    parts = [coverage_frame((None, agencies, 0, n)).assign(day=day) for day, agencies, n in rows]
    return pd.concat(parts, ignore_index=True)


def lapsing(*rows: tuple[str, date]) -> pd.DataFrame:
    return pd.DataFrame([(name, "", day) for name, day in rows], columns=["name", "name_en", "last_day"])


def finding(status: str) -> Finding:
    return Finding("N", "K", "A", True, "minor", "", "", "", DAY, None, "", "", "", "", status, None)


def objective(status: str) -> Objective:
    return Objective("A", True, 2014, "x", "%", 90.0, None, "higher", status)


def procedures(operational: int | None, system: int | None) -> Procedures:
    return Procedures("A", True, DAY, operational, system, None, None, None)


def standing(collected: bool) -> Standing:
    cells: dict[str, Any] = dict.fromkeys(Standing.__dataclass_fields__, "")
    return Standing(**{**cells, "audits_collected": collected})


def title(words: narrative.Words) -> str:
    assert words.title
    assert words.title in words.alt or len(words.alt) == narrative.ALT_LENGTH
    return words.title


NONE_TO_SHOW = ("Không có cơ quan nào để hiển thị", "No agency to show")
NO_AUDIT = (
    "Đến ngày này chưa có đánh giá nào được ghi nhận nên chưa xác định được mức áp dụng thực chất",
    "No audit is recorded by this day, so the effective rung is not known",
)

SUMMARY = [
    Row(
        "measure, nobody",
        lambda to: narrative.measure(NOBODY, "in_force", to),
        "Còn hiệu lực: —",
        "In force: —",
    ),
    Row(
        "measure, none of one",
        lambda to: narrative.measure(coverage_frame((None, 1, 0, 0)), "in_force", to),
        "Còn hiệu lực: 0/1 (0%)",
        "In force: 0/1 (0%)",
    ),
    Row(
        "measure, many",
        lambda to: narrative.measure(coverage_frame((None, 1609, 0, 1115)), "in_force", to),
        "Còn hiệu lực: 1.115/1.609 (69,3%)",
        "In force: 1,115/1,609 (69.3%)",
    ),
    Row(
        "measure, not known",
        lambda to: narrative.measure(coverage_frame((None, 9, 0, 4)), "effective", to),
        "Áp dụng thực chất: —",
        "Effective: —",
    ),
    Row(
        "clocks",
        lambda to: narrative.as_of(DAY, 1234, to),
        "tính đến 31/12/2014, lần cập nhật 1.234",
        "as of 31 Dec 2014, change 1,234",
    ),
    Row(
        "by type, nobody",
        lambda to: title(narrative.coverage_by_type(NOBODY, plan_frame(), LABELS, to)),
        *NONE_TO_SHOW,
    ),
    Row(
        "by type, all exempt, with a plan",
        lambda to: title(narrative.coverage_by_type(ALL_EXEMPT, plan_frame(("a", 1, 0, 1)), LABELS, to)),
        *NONE_TO_SHOW,
    ),
    Row(
        "by type, the group that is not set",
        lambda to: title(
            narrative.coverage_by_type(
                coverage_frame(("a", 1, 0, 1), (None, 2, 0, 0)), plan_frame(), LABELS, to
            )
        ),
        "1/2 loại cơ quan đã đạt 100%; thấp nhất: — (0/2)",
        "1 of 2 types are wholly certified or declared; furthest behind: — (0/2)",
    ),
    Row(
        "by type, a type without a label",
        lambda to: title(
            narrative.coverage_by_type(coverage_frame(("x", 2, 0, 0)), plan_frame(), LABELS, to)
        ),
        "x: 0/2 đã được chứng nhận hoặc công bố",
        "x: 0/2 certified or declared",
    ),
    Row(
        "by type, one behind of one",
        lambda to: title(
            narrative.coverage_by_type(coverage_frame(("a", 4, 0, 1)), plan_frame(("a", 4, 1, 4)), LABELS, to)
        ),
        "Sở, ban, ngành: còn thiếu 3 so với kế hoạch (đạt 1/4)",
        "Sở, ban, ngành: 3 short of the plan (1/4)",
    ),
    Row(
        "by type, a plan of none",
        lambda to: title(
            narrative.coverage_by_type(coverage_frame(("a", 4, 0, 0)), plan_frame(("a", 0, 0, 4)), LABELS, to)
        ),
        "Sở, ban, ngành đã đạt kế hoạch",
        "Sở, ban, ngành: plan met",
    ),
    Row("adoption, nobody", lambda to: title(narrative.adoption(plan_frame(), NOBODY, to)), *NONE_TO_SHOW),
    Row(
        "adoption, no plan",
        lambda to: title(narrative.adoption(plan_frame(), coverage_frame((None, 9, 0, 1)), to)),
        "1/9 cơ quan đã được chứng nhận hoặc công bố",
        "1/9 agencies are certified or have declared conformity",
    ),
    Row(
        "adoption, short by one",
        lambda to: title(narrative.adoption(plan_frame(("a", 4, 3, 4)), coverage_frame((None, 9, 0, 3)), to)),
        "Các loại cơ quan có kế hoạch: đạt 3 trên kế hoạch 4, còn thiếu 1",
        "3 agencies of the types that have a plan, where it asks for 4: 1 short",
    ),
    Row(
        "adoption, exactly met",
        lambda to: title(narrative.adoption(plan_frame(("a", 4, 4, 4)), coverage_frame((None, 9, 0, 4)), to)),
        "Các loại cơ quan có kế hoạch: 4 trên kế hoạch 4, đạt kế hoạch",
        "4 agencies of the types that have a plan, where it asks for 4: met",
    ),
    Row(
        "adoption, a plan of none",
        lambda to: title(narrative.adoption(plan_frame(("a", 0, 0, 4)), coverage_frame((None, 9, 0, 0)), to)),
        "Các loại cơ quan có kế hoạch: 0 trên kế hoạch 0, đạt kế hoạch",
        "0 agencies of the types that have a plan, where it asks for 0: met",
    ),
    Row(
        "expiring, none",
        lambda to: narrative.expiring(lapsing(), 90, to),
        "Không có cơ quan nào hết hiệu lực trong 90 ngày tới",
        "No agency lapses within 90 days",
    ),
    Row(
        "expiring, one",
        lambda to: narrative.expiring(lapsing(("Sở X", DAY)), 90, to),
        "Sở X hết hiệu lực trong 90 ngày tới (ngày 31/12/2014)",
        "Sở X lapses within 90 days, on 31 Dec 2014",
    ),
    Row(
        "expiring, many",
        lambda to: narrative.expiring(lapsing(("Sở X", DAY), ("Sở Y", DAY)), 90, to),
        "2 cơ quan hết hiệu lực trong 90 ngày tới, sớm nhất là Sở X (ngày 31/12/2014)",
        "2 agencies lapse within 90 days, the first Sở X on 31 Dec 2014",
    ),
]
COVERAGE = [
    Row("lead, nobody", lambda to: narrative.rungs(NOBODY, coverage_frame(), to), *NONE_TO_SHOW),
    Row(
        "lead, all exempt",
        lambda to: narrative.rungs(ALL_EXEMPT, coverage_frame(("mandatory", 0, 3, 0)), to),
        *NONE_TO_SHOW,
    ),
    Row(
        "lead, one of one",
        lambda to: narrative.rungs(
            coverage_frame((None, 1, 0, 1)), coverage_frame(("mandatory", 1, 0, 1)), to
        ),
        "1/1 cơ quan đã được chứng nhận hoặc công bố; đến nay tất cả còn hiệu lực",
        "1/1 agencies are certified or have declared conformity; all still in force",
    ),
    Row(
        "lead, the only one has lapsed",
        lambda to: narrative.rungs(
            coverage_frame((None, 2, 0, 1)).assign(in_force=0), coverage_frame(("mandatory", 2, 0, 1)), to
        ),
        "1/2 cơ quan đã được chứng nhận hoặc công bố; đến nay không cơ quan nào còn hiệu lực",
        "1/2 agencies are certified or have declared conformity; none of them still in force",
    ),
    Row(
        "lead, the encouraged all exempt",
        lambda to: narrative.rungs(
            coverage_frame((None, 2, 3, 1)),
            coverage_frame(("encouraged", 0, 3, 0), ("mandatory", 2, 0, 1)),
            to,
        ),
        "1/2 cơ quan đã được chứng nhận hoặc công bố; đến nay tất cả còn hiệu lực",
        "1/2 agencies are certified or have declared conformity; all still in force",
    ),
    Row(
        "lead, one lapsed since",
        lambda to: narrative.rungs(
            coverage_frame((None, 3, 0, 2)).assign(in_force=1), coverage_frame(("mandatory", 3, 0, 2)), to
        ),
        "2/3 cơ quan đã được chứng nhận hoặc công bố; đến nay 1 cơ quan còn hiệu lực",
        "2/3 agencies are certified or have declared conformity; 1 of them still in force",
    ),
    Row(
        "lead, none of both",
        lambda to: narrative.rungs(
            coverage_frame((None, 3, 0, 0)),
            coverage_frame(("encouraged", 1, 0, 0), ("mandatory", 2, 0, 0)),
            to,
        ),
        "0/3 cơ quan đã được chứng nhận hoặc công bố: bắt buộc 0/2, khuyến khích 0/1",
        "0/3 agencies are certified or have declared conformity: 0/2 mandatory, 0/1 encouraged",
    ),
    Row(
        "by year, nobody on any day",
        lambda to: title(narrative.coverage_by_year(over((DAY, 0, 0)), to)),
        *NONE_TO_SHOW,
    ),
    Row(
        "by year, one day",
        lambda to: title(narrative.coverage_by_year(over((DAY, 4, 1)), to)),
        "Đã được chứng nhận hoặc công bố: 1/4 tính đến 31/12/2014",
        "Certified or declared: 1/4 at the end of 31 Dec 2014",
    ),
    Row(
        "by year, nobody on the first day",
        lambda to: title(narrative.coverage_by_year(over((date(2012, 12, 31), 0, 0), (DAY, 4, 1)), to)),
        "Đã được chứng nhận hoặc công bố: 1/4 tính đến 31/12/2014",
        "Certified or declared: 1/4 at the end of 31 Dec 2014",
    ),
    Row(
        "by year, many",
        lambda to: title(narrative.coverage_by_year(over((date(2012, 12, 31), 3, 0), (DAY, 4, 1)), to)),
        "Đã được chứng nhận hoặc công bố: 1/4 tính đến 31/12/2014, so với 0/3 tính đến 31/12/2012",
        "Certified or declared: 1/4 at the end of 31 Dec 2014, from 0/3 at the end of 31 Dec 2012",
    ),
    Row(
        "formality gap, nobody",
        lambda to: title(narrative.rungs_by_group(effective(NOBODY, 0), coverage_frame(), LABELS, to)),
        *NONE_TO_SHOW,
    ),
    Row(
        "formality gap, not known",
        lambda to: title(
            narrative.rungs_by_group(
                coverage_frame((None, 4, 0, 2)), coverage_frame(("a", 4, 0, 2)), LABELS, to
            )
        ),
        *NO_AUDIT,
    ),
    Row(
        "formality gap, none in force",
        lambda to: title(
            narrative.rungs_by_group(
                effective(coverage_frame((None, 4, 0, 0)), 0),
                effective(coverage_frame(("a", 4, 0, 0)), 0),
                LABELS,
                to,
            )
        ),
        "Đến ngày này không có cơ quan nào còn hiệu lực",
        "No agency is in force by this day",
    ),
    Row(
        "formality gap, no gap",
        lambda to: title(
            narrative.rungs_by_group(
                effective(coverage_frame((None, 4, 0, 2)), 2),
                effective(coverage_frame(("a", 4, 0, 2)), 2),
                LABELS,
                to,
            )
        ),
        "Mọi cơ quan còn hiệu lực đều áp dụng thực chất: 2/4",
        "Every agency in force is effective: 2/4",
    ),
    Row(
        "formality gap, one of one",
        lambda to: title(
            narrative.rungs_by_group(
                effective(coverage_frame((None, 4, 0, 1)), 0),
                effective(coverage_frame(("a", 4, 0, 1)), 0),
                LABELS,
                to,
            )
        ),
        "1/1 cơ quan còn hiệu lực nhưng chưa áp dụng thực chất; nhiều nhất: Sở, ban, ngành (1)",
        "1 of 1 agencies in force are not effective; most of all Sở, ban, ngành (1)",
    ),
    Row(
        "formality gap, most where the group is not set",
        lambda to: title(
            narrative.rungs_by_group(
                effective(coverage_frame((None, 9, 0, 4)), 1),
                effective(coverage_frame(("a", 4, 0, 1), (None, 5, 0, 3)), 0, 1),
                LABELS,
                to,
            )
        ),
        "3/4 cơ quan còn hiệu lực nhưng chưa áp dụng thực chất; nhiều nhất: — (2)",
        "3 of 4 agencies in force are not effective; most of all — (2)",
    ),
    Row(
        "paths, no plan",
        lambda to: title(narrative.paths_by_group(plan_frame(), to)),
        "Quá trình áp dụng của từng loại cơ quan qua các năm",
        "How each type went, year by year",
    ),
    Row(
        "paths, none met",
        lambda to: title(narrative.paths_by_group(plan_frame(("a", 4, 3, 4)), to)),
        "0/1 loại cơ quan đã đạt kế hoạch",
        "0 of 1 types have met their plan",
    ),
    Row(
        "paths, one met exactly",
        lambda to: title(narrative.paths_by_group(plan_frame(("a", 4, 3, 4), ("b", 4, 4, 4)), to)),
        "1/2 loại cơ quan đã đạt kế hoạch",
        "1 of 2 types have met their plan",
    ),
    Row(
        "adopters, none",
        lambda to: title(narrative.adopters(adopters_frame(), NOBODY, to)),
        "Đến ngày này chưa có cơ quan nào áp dụng hệ thống",
        "No agency has begun to apply the system by this day",
    ),
    Row(
        "adopters, one",
        lambda to: title(
            narrative.adopters(adopters_frame((2007, "a", 1)), coverage_frame((None, 9, 0, 1)), to)
        ),
        "1 cơ quan áp dụng từ năm 2007, không năm nào sau đó nhiều hơn; lũy kế 1/9",
        "2007 brought the first 1, and no later year more; 1/9 by now",
    ),
    Row(
        "adopters, a later year brought most",
        lambda to: title(
            narrative.adopters(
                adopters_frame((2007, "a", 1), (2009, "a", 2), (2010, "b", 2)),
                coverage_frame((None, 9, 0, 5)),
                to,
            )
        ),
        "1 cơ quan áp dụng từ năm 2007; nhiều nhất là năm 2009 với 2 cơ quan; lũy kế 5/9",
        "2007 brought the first 1, 2009 the most, 2; 5/9 by now",
    ),
]
STORY = [
    Row(
        "time line, no audit and no finding",
        lambda to: title(said.time_line("Sở X", (), (), to)),
        "0 cuộc đánh giá, xem xét và kiểm tra; không có phát hiện nào",
        "0 audits, inspections and reviews, no finding",
    ),
    Row(
        "time line, audits without a finding",
        lambda to: title(said.time_line("Sở X", (event(), event()), (), to)),
        "2 cuộc đánh giá, xem xét và kiểm tra; không có phát hiện nào",
        "2 audits, inspections and reviews, no finding",
    ),
    Row(
        "time line, all closed",
        lambda to: title(said.time_line("Sở X", (event(),), (finding("closed"),), to)),
        "1 cuộc đánh giá, xem xét và kiểm tra; 1 phát hiện, đều đã đóng",
        "1 audits, inspections and reviews, 1 findings, all closed",
    ),
    Row(
        "time line, open and overdue",
        lambda to: title(
            said.time_line(
                "Sở X",
                (event(), event("adoption", "applied")),
                (finding("closed"), finding("open"), finding("overdue")),
                to,
            )
        ),
        "1 cuộc đánh giá, xem xét và kiểm tra; 3 phát hiện, 2 đang mở, 1 quá hạn",
        "1 audits, inspections and reviews, 3 findings, 2 open, 1 overdue",
    ),
    Row(
        "procedures, both known",
        lambda to: title(said.procedures("Sở X", (procedures(34, 7),), to)),
        "41 quy trình: 34 tác nghiệp, 7 hệ thống (31/12/2014)",
        "41 procedures: 34 operational, 7 system (31 Dec 2014)",
    ),
    Row(
        "procedures, none of them",
        lambda to: title(said.procedures("Sở X", (procedures(0, 0),), to)),
        "0 quy trình: 0 tác nghiệp, 0 hệ thống (31/12/2014)",
        "0 procedures: 0 operational, 0 system (31 Dec 2014)",
    ),
    Row(
        "procedures, one part not known",
        lambda to: title(said.procedures("Sở X", (procedures(34, None),), to)),
        "— quy trình: 34 tác nghiệp, — hệ thống (31/12/2014)",
        "— procedures: 34 operational, — system (31 Dec 2014)",
    ),
    Row(
        "procedures, not known",
        lambda to: title(said.procedures("Sở X", (procedures(None, None),), to)),
        "— quy trình: — tác nghiệp, — hệ thống (31/12/2014)",
        "— procedures: — operational, — system (31 Dec 2014)",
    ),
    Row(
        "objectives, none with a result",
        lambda to: said.objectives((objective("no_result"),), to),
        "Chưa có mục tiêu chất lượng nào có kết quả",
        "No quality objective has a result yet",
    ),
    Row(
        "objectives, none met",
        lambda to: said.objectives((objective("missed"), objective("no_result")), to),
        "Đạt 0/1 mục tiêu chất lượng đã có kết quả",
        "0 of 1 quality objectives with a result were met",
    ),
    Row(
        "objectives, many",
        lambda to: said.objectives((objective("met"), objective("met"), objective("missed")), to),
        "Đạt 2/3 mục tiêu chất lượng đã có kết quả",
        "2 of 3 quality objectives with a result were met",
    ),
    Row(
        "peers, none",
        lambda to: said.peers(Peers((), 0, 0, 0), "Chi cục", to),
        "Không có cơ quan nào khác cùng loại Chi cục được tính",
        "No other agency of the type Chi cục is counted",
    ),
    Row(
        "peers, many",
        lambda to: said.peers(Peers((), 1, 0, 1200), "Chi cục", to),
        "So với 1.201 cơ quan khác cùng loại Chi cục: 1 ở mức cao hơn, 0 cùng mức, 1.200 thấp hơn",
        "Of the other 1,201 agencies of the type Chi cục: 1 on a higher rung, 0 on the same, 1,200 lower",
    ),
    Row("lacks, not known", lambda to: said.lacks(standing(collected=False), 0, to), *NO_AUDIT),
    Row(
        "lacks, nothing",
        lambda to: said.lacks(standing(collected=True), 0, to),
        "Đủ các điều kiện: hệ thống được áp dụng thực chất",
        "All conditions are met: the system is run in substance",
    ),
    Row(
        "lacks, several",
        lambda to: said.lacks(standing(collected=True), 2, to),
        "Còn thiếu 2 điều kiện để được coi là áp dụng thực chất",
        "What lacks to be effective: 2 conditions",
    ),
    Row("a name of always", lambda to: said.span("", "", to), "… – …", "… – …"),
    Row("a name since a year", lambda to: said.span("2009", "", to), "2009 – …", "2009 – …"),
    Row(
        "a name from a month to a day",
        lambda to: said.span("2009-03", "2014-05-01", to),
        "03/2009 – 01/05/2014",
        "Mar 2009 – 1 May 2014",
    ),
]
ROWS = [*SUMMARY, *COVERAGE, *STORY]


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_sentence_reads_as_the_row_says(row: Row) -> None:
    assert row.say("vi") == row.vi
    assert row.say("en") == row.en


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rung_and_state_has_a_name_and_every_rung_a_definition(language: str) -> None:
    names = [narrative.rung_name(rung, language) for rung in RUNGS[1:]]
    assert len(set(names)) == 4
    assert len({narrative.rung_definition(rung, language) for rung in RUNGS[1:]}) == 4
    assert len({narrative.state_name(state, language) for state in STATES}) == len(STATES)


def test_the_names_in_vietnamese_are_those_of_the_domain() -> None:
    assert [narrative.state_name(state, "vi") for state in STATES] == [
        "Chưa có kế hoạch",
        "Chưa triển khai",
        "Đang xây dựng",
        "Đang áp dụng",
        "Đã xác nhận hiệu lực",
        "Còn hiệu lực",
        "Bị đình chỉ",
        "Hết hiệu lực",
        "Bị thu hồi, hủy bỏ",
    ]
    assert [narrative.rung_name(rung, "vi").lower() for rung in RUNGS[1:]] == [
        "đã áp dụng",
        "đã được chứng nhận hoặc công bố",
        "còn hiệu lực",
        "áp dụng thực chất",
    ]
