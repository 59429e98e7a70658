"""Findings as figures and sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from qms_model import narrative
from qms_model.figures import Figure, Kind, as_table, findings_ageing, findings_by, findings_flow
from qms_model.findings import AGES, GRADES
from qms_model.i18n import LANGUAGES, translate
from tests.hostile import TEXTS, assert_drawn_as_text
from tests.shown import bars, ends, numbers, title

CLAUSES = {"b": "Kiểm soát hồ sơ", "a": "Đánh giá nội bộ", "c": "Mua hàng"}
CAUSES = {"R1": "Lãnh đạo chưa quyết liệt", "R8": "Không báo cáo", "R0": "Chưa rõ nguyên nhân"}
GRADE_NAMES = {"major": "Nặng", "minor": "Nhẹ", "observation": "Điểm lưu ý", "issue": "Tồn tại"}
TITLED = ("tiêu đề", "văn bản thay thế")


def counts_frame(*rows: tuple[str | None, int, int, int]) -> pd.DataFrame:
    """group, open (the overdue among them), overdue, closed: what `findings.findings` answers."""
    return pd.DataFrame(rows, columns=["group", "open", "overdue", "closed"])


def flow_frame(*rows: tuple[date, int, int, int]) -> pd.DataFrame:
    """day, opened, closed, stock: what `findings.flow` answers."""
    return pd.DataFrame(rows, columns=["day", "opened", "closed", "stock"])


def ageing_frame(**grades: dict[str, int]) -> pd.DataFrame:
    """Every grade with every age, as `findings.ageing` answers; what is not named is none."""
    cells = [(grade, age, grades.get(grade, {}).get(age, 0)) for grade in GRADES for age in AGES]
    return pd.DataFrame(cells, columns=["grade", "age", "open"])


def days_frame(*rows: tuple[str, float | None, int]) -> pd.DataFrame:
    """grade, median_days, n: what `findings.days_to_fix` answers."""
    return pd.DataFrame(rows, columns=["grade", "median_days", "n"]).astype({"median_days": float})


def quarters(n: int) -> pd.DataFrame:
    """The ends of `n` quarters from 31/03/2012 on: 1 raised in the first, 2 in the second; none closed."""
    ends = [day.date() for day in pd.date_range("2012-03-31", periods=n, freq="QE")]
    return flow_frame(*((day, i, 0, i * (i + 1) // 2) for i, day in enumerate(ends, start=1)))


def by_clause(counts: pd.DataFrame, language: str = "vi", most: int = 12) -> Figure:
    return findings_by(counts, CLAUSES, "Điều khoản", TITLED, language, most)


# By quarter ----------------------------------------------------------------------------------------------


def test_the_lines_have_the_numbers_of_the_last_eight_quarters_in_their_order() -> None:
    flow = quarters(10)
    figure = findings_flow(flow, TITLED, "vi")
    assert figure.kind is Kind.STEPS
    table = figure.frame.pivot(index="quarter", columns="series", values="n")
    last = flow.tail(8)
    assert list(dict.fromkeys(figure.column("row"))) == [
        "Q3/12", "Q4/12", "Q1/13", "Q2/13", "Q3/13", "Q4/13", "Q1/14", "Q2/14",
    ]  # fmt: skip
    for series in ("opened", "closed", "stock"):
        drawn = [table.loc[quarter, series] for quarter in dict.fromkeys(figure.column("row"))]
        assert drawn == last[series].tolist(), series


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        pytest.param(date(2014, 1, 1), "Q1/14", id="the first day of a year"),
        pytest.param(date(2014, 3, 31), "Q1/14", id="the last day of the first quarter"),
        pytest.param(date(2014, 4, 1), "Q2/14", id="the day after it"),
        pytest.param(date(2014, 9, 30), "Q3/14", id="the last day of the third quarter"),
        pytest.param(date(2009, 12, 31), "Q4/09", id="a year that is written with a zero"),
    ],
)
def test_a_quarter_that_is_still_running_has_the_name_of_its_quarter(day: date, quarter: str) -> None:
    assert set(findings_flow(flow_frame((day, 1, 0, 1)), TITLED, "vi").column("row")) == {quarter}


def test_the_three_lines_are_always_drawn_and_named_even_where_one_stays_at_none() -> None:
    figure = findings_flow(quarters(1), TITLED, "vi")
    assert [entry.code for entry in figure.series] == ["opened", "closed", "stock"]
    assert [entry.label for entry in figure.series] == [
        "Phát hiện trong quý",
        "Đóng trong quý",
        "Còn mở cuối quý",
    ]
    assert len({entry.mark for entry in figure.series}) == 3
    assert as_table(figure).to_numpy().tolist() == [["Q1/12", 1, 0, 1]]
    assert as_table(figure).columns[0] == "Quý"


def test_nothing_found_makes_no_lines_but_a_sentence() -> None:
    assert findings_flow(flow_frame(), TITLED, "vi").is_empty()
    assert title(narrative.findings_flow(flow_frame(), "vi")) == NONE_RECORDED[0]
    assert title(narrative.findings_flow(flow_frame(), "en")) == NONE_RECORDED[1]


# By clause and cause -------------------------------------------------------------------------------------


def test_the_parts_of_a_bar_are_overdue_open_and_closed_and_add_up_to_what_was_raised() -> None:
    figure = by_clause(counts_frame(("a", 5, 2, 4), ("b", 1, 1, 0)))
    assert bars(figure) == {
        "Đánh giá nội bộ": {"overdue": 2, "open": 3, "closed": 4},
        "Kiểm soát hồ sơ": {"overdue": 1, "open": 0, "closed": 0},
    }
    assert ends(figure) == {"Đánh giá nội bộ": "9", "Kiểm soát hồ sơ": "1"}
    assert [entry.code for entry in figure.series] == ["overdue", "open", "closed"]


def test_the_most_frequent_comes_first_and_of_two_as_frequent_the_one_that_the_title_names() -> None:
    counts = counts_frame(("a", 1, 0, 1), ("b", 0, 0, 2), ("c", 3, 0, 0))
    assert list(bars(by_clause(counts))) == ["Mua hàng", "Đánh giá nội bộ", "Kiểm soát hồ sơ"]
    tied = counts_frame(("a", 1, 0, 1), ("b", 0, 0, 2))
    first = next(iter(bars(by_clause(tied))))
    assert first == "Đánh giá nội bộ"
    assert first in narrative.findings_by(tied, CLAUSES, "Điều khoản", "vi").title


def test_what_is_not_known_or_not_set_comes_last_however_often_it_is() -> None:
    counts = counts_frame(("R0", 5, 0, 0), ("R1", 1, 0, 0), ("R8", 2, 0, 0), (None, 9, 0, 0))
    figure = findings_by(counts, CAUSES, "Nguyên nhân", TITLED, "vi")
    assert list(bars(figure)) == ["Không báo cáo", "Lãnh đạo chưa quyết liệt", "Chưa rõ nguyên nhân", "—"]


def test_only_the_parts_that_occur_are_in_the_key_and_only_the_first_groups_are_drawn() -> None:
    closed = by_clause(counts_frame(("a", 0, 0, 4)))
    assert [entry.label for entry in closed.series] == ["Đã đóng"]
    many = counts_frame(*((f"k{n}", n, 0, 0) for n in range(11, 31)))
    assert list(bars(by_clause(many))) == [f"k{n}" for n in range(30, 18, -1)], (
        "twelve, a code without a label"
    )
    assert list(bars(by_clause(many, most=1))) == ["k30"]
    assert (by_clause(many).rows_shown(), by_clause(many[:12]).rows_shown()) == ("hiển thị 12/20", "")
    assert by_clause(counts_frame()).is_empty()


@pytest.mark.parametrize(("language", "end"), [("vi", "1.234"), ("en", "1,234")])
def test_the_end_of_a_bar_is_a_number_in_the_language_of_the_reader(language: str, end: str) -> None:
    assert set(by_clause(counts_frame(("a", 1000, 0, 234)), language).column("end")) == {end}
    ageing = ageing_frame(minor={"not_due": 1000, "over_90": 234})
    assert set(findings_ageing(ageing, GRADE_NAMES, TITLED, language).column("end")) == {end}


def test_the_table_behind_the_bars_has_their_numbers_under_their_names() -> None:
    table = as_table(by_clause(counts_frame(("a", 5, 2, 4), (None, 1, 0, 0))))
    assert table.columns.tolist() == ["Điều khoản", "Quá hạn khắc phục", "Đang mở, chưa quá hạn", "Đã đóng"]
    assert table.to_numpy().tolist() == [["Đánh giá nội bộ", 2, 3, 4], ["—", 0, 1, 0]]


# By age --------------------------------------------------------------------------------------------------


def test_the_ages_of_a_grade_add_up_to_its_open_findings_in_the_order_of_grades_and_ages() -> None:
    ageing = ageing_frame(issue={"not_due": 1, "over_90": 2}, major={"d31_60": 4, "d1_30": 3})
    figure = findings_ageing(ageing, GRADE_NAMES, TITLED, "vi")
    assert list(bars(figure)) == ["Nặng", "Tồn tại"], "grades without an open finding have no bar"
    assert bars(figure)["Nặng"] == {"not_due": 0, "d1_30": 3, "d31_60": 4, "d61_90": 0, "over_90": 0}
    assert ends(figure) == {"Nặng": "7", "Tồn tại": "3"}
    assert figure.frame["n"].sum() == ageing["open"].sum()
    assert [entry.code for entry in figure.series] == ["not_due", "d1_30", "d31_60", "over_90"]


def test_every_age_has_a_mark_of_its_own_and_a_name_in_both_languages() -> None:
    every = ageing_frame(minor=dict.fromkeys(AGES, 1))
    for language in LANGUAGES:
        series = findings_ageing(every, GRADE_NAMES, TITLED, language).series
        assert [entry.code for entry in series] == list(AGES)
        assert len({entry.mark for entry in series}) == len({entry.label for entry in series}) == len(AGES)
    names = [entry.label for entry in findings_ageing(every, GRADE_NAMES, TITLED, "vi").series]
    assert names == ["chưa đến hạn", "1–30 ngày", "31–60 ngày", "61–90 ngày", "trên 90 ngày"]


def test_nothing_open_makes_no_bars() -> None:
    assert findings_ageing(ageing_frame(), GRADE_NAMES, TITLED, "vi").is_empty()


# Every figure --------------------------------------------------------------------------------------------


def figures(labels: dict[str, str], words: tuple[str, str], language: str) -> list[Figure]:
    """The three figures, with a row for each label."""
    counts = counts_frame(*((code, 3, 1, n) for n, code in enumerate(labels)))
    ages = [(code, age, 1) for code in labels for age in AGES]
    ageing = pd.DataFrame(ages, columns=["grade", "age", "open"])
    return [
        findings_by(counts, labels, words[0], words, language, most=len(labels)),
        findings_ageing(ageing, labels, words, language),
        findings_flow(quarters(3), words, language),
    ]


def test_hostile_names_stay_text_in_the_drawing_and_in_the_table() -> None:
    labels = {f"k{n}": text for n, text in enumerate(TEXTS)}
    for figure in figures(labels, (TEXTS[0], TEXTS[1]), "vi")[:2]:
        assert_drawn_as_text(figure)
        assert set(as_table(figure).iloc[:, 0]) == set(TEXTS)
    for text in TEXTS:
        said = narrative.findings_by(counts_frame(("a", 1, 0, 0)), {"a": text}, "Điều khoản", "vi")
        assert said.title == f"Điều khoản thường gặp nhất: {text} (1/1 phát hiện)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_frame_gives_the_same_figure_and_is_left_as_it_was(language: str) -> None:
    counts, ageing, flow = (
        counts_frame(("a", 2, 1, 3), ("b", 4, 0, 1)),
        ageing_frame(minor={"d1_30": 2}),
        quarters(2),
    )
    kept = [frame.copy() for frame in (counts, ageing, flow)]
    makers: list[Callable[[], Figure]] = [
        lambda: by_clause(counts, language),
        lambda: findings_ageing(ageing, GRADE_NAMES, TITLED, language),
        lambda: findings_flow(flow, TITLED, language),
    ]
    for make in makers:
        one, other = make(), make()
        pd.testing.assert_frame_equal(one.frame, other.frame)
        assert (one.series, one.title, one.alt, one.axis) == (other.series, *TITLED, other.axis)
    for frame, before in zip((counts, ageing, flow), kept, strict=True):
        pd.testing.assert_frame_equal(frame, before)
    backwards = by_clause(counts[::-1].reset_index(drop=True), language)
    pd.testing.assert_frame_equal(backwards.frame, by_clause(counts, language).frame)


# Sentences -----------------------------------------------------------------------------------------------

NONE_RECORDED = ("Đến ngày này chưa có phát hiện nào được ghi nhận", "No finding is recorded by this day")


@pytest.mark.parametrize(
    ("row", "vi", "en"),
    [
        pytest.param((0, 0, 0), *NONE_RECORDED, id="none"),
        pytest.param(
            (0, 0, 1),
            "Không còn phát hiện nào mở: 0/1 phát hiện",
            "No finding is open any more: 0/1",
            id="the only one closed",
        ),
        pytest.param(
            (1, 0, 0),
            "1/1 phát hiện còn mở, không có phát hiện nào quá hạn khắc phục",
            "1/1 findings are still open, none of them overdue",
            id="one, in time",
        ),
        pytest.param(
            (1, 1, 0),
            "1/1 phát hiện còn mở, trong đó 1 quá hạn khắc phục",
            "1/1 findings are still open, 1 of them overdue",
            id="one, overdue",
        ),
        pytest.param(
            (1200, 1199, 34),
            "1.200/1.234 phát hiện còn mở, trong đó 1.199 quá hạn khắc phục",
            "1,200/1,234 findings are still open, 1,199 of them overdue",
            id="many",
        ),
    ],
)
def test_the_lead_says_how_many_are_open_of_those_raised(row: tuple[int, int, int], vi: str, en: str) -> None:
    counts = counts_frame((None, *row))
    assert narrative.findings_lead(counts, "vi") == vi
    assert narrative.findings_lead(counts, "en") == en


@pytest.mark.parametrize(
    ("flow", "vi", "en"),
    [
        pytest.param(
            flow_frame((date(2014, 3, 31), 1, 1, 0)),
            "Bốn quý gần nhất: 1 phát hiện mới, đóng 1; còn mở 0",
            "Findings of the last four quarters: 1 raised, 1 closed; 0 still open",
            id="one quarter: before it there was nothing",
        ),
        pytest.param(
            quarters(4),
            "Bốn quý gần nhất: 10 phát hiện mới, đóng 0; còn mở 10",
            "Findings of the last four quarters: 10 raised, 0 closed; 10 still open",
            id="four quarters",
        ),
        pytest.param(
            quarters(5),
            "Bốn quý gần nhất: 14 phát hiện mới, đóng 0; còn mở 15",
            "Findings of the last four quarters: 14 raised, 0 closed; 15 still open",
            id="the fifth counts only in what is open",
        ),
        pytest.param(
            flow_frame((date(2014, 3, 31), 2000, 0, 2000), (date(2014, 6, 30), 0, 1000, 1000)),
            "Bốn quý gần nhất: 2.000 phát hiện mới, đóng 1.000; còn mở 1.000",
            "Findings of the last four quarters: 2,000 raised, 1,000 closed; 1,000 still open",
            id="thousands",
        ),
    ],
)
def test_the_title_of_the_quarters_sums_the_last_four(flow: pd.DataFrame, vi: str, en: str) -> None:
    assert title(narrative.findings_flow(flow, "vi")) == vi
    assert title(narrative.findings_flow(flow, "en")) == en


@pytest.mark.parametrize(
    ("counts", "vi", "en"),
    [
        pytest.param(counts_frame(), *NONE_RECORDED, id="none"),
        pytest.param(
            counts_frame((None, 1, 0, 0)),
            "Nguyên nhân: chưa phát hiện nào ghi rõ (0/1 phát hiện)",
            "Cause: not known of any finding (0/1)",
            id="one, without a cause",
        ),
        pytest.param(
            counts_frame(("R0", 1000, 0, 0), (None, 200, 0, 34)),
            "Nguyên nhân: chưa phát hiện nào ghi rõ (0/1.234 phát hiện)",
            "Cause: not known of any finding (0/1,234)",
            id="said to be not known, and not said",
        ),
        pytest.param(
            counts_frame(("R0", 5, 0, 0), ("R8", 0, 0, 1)),
            "Nguyên nhân thường gặp nhất: Không báo cáo (1/6 phát hiện)",
            "Cause: most often Không báo cáo (1/6 findings)",
            id="the most frequent is one that is known",
        ),
        pytest.param(
            counts_frame(("R1", 1, 1, 1), ("R8", 0, 0, 3), (None, 9, 0, 0)),
            "Nguyên nhân thường gặp nhất: Không báo cáo (3/14 phát hiện)",
            "Cause: most often Không báo cáo (3/14 findings)",
            id="open and closed count alike; N has those without a cause",
        ),
        pytest.param(
            counts_frame(("R8", 2, 0, 0), ("R1", 0, 0, 2)),
            "Nguyên nhân thường gặp nhất: Lãnh đạo chưa quyết liệt, Không báo cáo"
            " (mỗi nội dung 2/4 phát hiện)",
            "Cause: most often Lãnh đạo chưa quyết liệt, Không báo cáo (2/4 findings each)",
            id="two as frequent: both, in the order of their codes",
        ),
        pytest.param(
            counts_frame(("R8", 2, 0, 0), ("R1", 0, 0, 2), ("R9", 1, 0, 1), ("R2", 0, 0, 2), ("R3", 1, 0, 0)),
            "Nguyên nhân: không có nội dung nổi trội, 4 nội dung cùng có 2/9 phát hiện",
            "Cause: none stands out, 4 with 2/9 findings each",
            id="four as frequent: no name stands for them",
        ),
        pytest.param(
            counts_frame(("R9", 2, 0, 0)),
            "Nguyên nhân thường gặp nhất: R9 (2/2 phát hiện)",
            "Cause: most often R9 (2/2 findings)",
            id="all, a code without a label",
        ),
    ],
)
def test_the_title_names_the_most_frequent_with_its_share(counts: pd.DataFrame, vi: str, en: str) -> None:
    for language, text in (("vi", vi), ("en", en)):
        assert title(narrative.findings_by(counts, CAUSES, translate("Cause", language), language)) == text


@pytest.mark.parametrize(
    ("ageing", "vi", "en"),
    [
        pytest.param(
            ageing_frame(),
            "Đến ngày này không còn phát hiện nào mở",
            "No finding is open by this day",
            id="none open: no share of nothing",
        ),
        pytest.param(
            ageing_frame(minor={"d61_90": 1}),
            "0/1 phát hiện còn mở đã quá hạn trên 90 ngày",
            "0/1 open findings are overdue for more than 90 days",
            id="none so old",
        ),
        pytest.param(
            ageing_frame(major={"over_90": 2}, issue={"over_90": 1, "not_due": 1}),
            "3/4 phát hiện còn mở đã quá hạn trên 90 ngày",
            "3/4 open findings are overdue for more than 90 days",
            id="of two grades",
        ),
        pytest.param(
            ageing_frame(major={"over_90": 1234}),
            "1.234/1.234 phát hiện còn mở đã quá hạn trên 90 ngày",
            "1,234/1,234 open findings are overdue for more than 90 days",
            id="all",
        ),
    ],
)
def test_the_title_says_how_many_are_long_overdue(ageing: pd.DataFrame, vi: str, en: str) -> None:
    assert title(narrative.findings_ageing(ageing, "vi")) == vi
    assert title(narrative.findings_ageing(ageing, "en")) == en


@pytest.mark.parametrize(
    ("rows", "vi", "en"),
    [
        pytest.param(days_frame(), "", "", id="no grade"),
        pytest.param(days_frame(("major", None, 0), ("minor", None, 0)), "", "", id="none closed"),
        pytest.param(
            days_frame(("major", 1.0, 1), ("minor", None, 0)),
            "Số ngày trung vị từ khi phát hiện đến khi đóng – Nặng: 1 (1 phát hiện đã đóng)",
            "Median days from raised to closed – Nặng: 1 (1 closed)",
            id="one closed; of the other grade none, which is not zero days",
        ),
        pytest.param(
            days_frame(("major", 2.5, 2), ("minor", 0.5, 2), ("issue", 0.0, 1)),
            "Số ngày trung vị từ khi phát hiện đến khi đóng – Nặng: 3 (2 phát hiện đã đóng);"
            " Nhẹ: 1 (2 phát hiện đã đóng); Tồn tại: 0 (1 phát hiện đã đóng)",
            "Median days from raised to closed – Nặng: 3 (2 closed); Nhẹ: 1 (2 closed);"
            " Tồn tại: 0 (1 closed)",
            id="halves are rounded up, also to an odd number",
        ),
        pytest.param(
            days_frame(("minor", 1234.0, 5678)),
            "Số ngày trung vị từ khi phát hiện đến khi đóng – Nhẹ: 1.234 (5.678 phát hiện đã đóng)",
            "Median days from raised to closed – Nhẹ: 1,234 (5,678 closed)",
            id="thousands",
        ),
    ],
)
def test_the_median_days_name_of_how_many_they_are(rows: pd.DataFrame, vi: str, en: str) -> None:
    assert narrative.days_to_fix(rows, GRADE_NAMES, "vi") == vi
    assert narrative.days_to_fix(rows, GRADE_NAMES, "en") == en


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_said_that_is_not_in_the_measure(language: str) -> None:
    counts = counts_frame(("a", 1701, 11, 302), ("b", 13, 7, 5))
    whole = counts_frame((None, 1714, 18, 307))
    ageing = ageing_frame(major={"over_90": 41, "not_due": 6}, minor={"d1_30": 1})
    flow = flow_frame((date(2014, 3, 31), 301, 7, 294), (date(2014, 6, 30), 20, 4, 310))
    said: list[tuple[Any, set[int]]] = [
        (narrative.findings_lead(whole, language), {1714, 2021, 18}),
        (narrative.findings_flow(flow, language).alt, {321, 11, 310}),
        (narrative.findings_by(counts, CLAUSES, "x", language).alt, {2003, 2021}),
        (narrative.findings_ageing(ageing, language).alt, {41, 48, 90}),
        (narrative.days_to_fix(days_frame(("minor", 73.0, 19)), GRADE_NAMES, language), {73, 19}),
    ]
    for text, known in said:
        assert set(numbers(text)) == known, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_alternative_texts_are_cut_where_a_name_is_long_and_say_what_is_drawn_first(language: str) -> None:
    said = narrative.findings_by(counts_frame(("a", 1, 0, 0)), {"a": "x" * 400}, "Điều khoản", language)
    assert len(said.alt) == narrative.ALT_LENGTH
    assert said.alt.startswith(translate("Bar chart of findings by group", language) + ". ")
    assert said.alt.endswith("x…")
    assert "x" * 400 in said.title, "the title is not cut"


def test_what_is_said_in_vietnamese_is_not_left_in_english() -> None:
    counts = counts_frame(("a", 3, 1, 2))
    ageing = ageing_frame(minor={"over_90": 1})
    for make in (
        lambda to: narrative.findings_flow(quarters(2), to).alt,
        lambda to: narrative.findings_by(counts, CLAUSES, "x", to).alt,
        lambda to: narrative.findings_ageing(ageing, to).alt,
        lambda to: as_table(findings_flow(quarters(2), TITLED, to)).columns.tolist(),
        lambda to: as_table(by_clause(counts, to)).columns.tolist()[1:],
        lambda to: as_table(findings_ageing(ageing, GRADE_NAMES, TITLED, to)).columns.tolist(),
    ):
        vi, en = make("vi"), make("en")
        same = {vi} & {en} if isinstance(vi, str) else set(vi) & set(en)
        assert not same
