"""Late agencies as figures and sentences."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from qms_model import narrative
from qms_model.figures import Figure, Kind, ageing, as_table, causes, days_late
from qms_model.figures import laggards as figures
from qms_model.figures.laggards import MOST_BODIES, MOST_MARKS, SEVERITY_NAMES, age_of
from qms_model.figures.theme import AGES, SEVERITIES
from qms_model.i18n import LANGUAGES, translate
from qms_model.laggards import LATE, Late
from qms_model.numbers import number_text, percentage_text
from qms_model.terms import AGE_NAMES
from tests.hostile import TEXTS, assert_drawn_as_text
from tests.shown import bars, ends, numbers, title

TYPES = {"so": "Sở, ban, ngành", "chi_cuc": "Chi cục", "xa": "UBND xã"}
CAUSES = {"R1": "Lãnh đạo chưa quyết liệt", "R8": "Không báo cáo", "R0": "Chưa rõ nguyên nhân"}
# In the order of a Vietnamese dictionary, which that of the code points is not.
BODIES = {"D2": "UBND huyện Đình Lập", "D1": "UBND huyện Hữu Lũng", "T": "UBND tỉnh"}
TITLED = ("tiêu đề", "văn bản thay thế")
COLUMNS = ["agency", "type", "severity", "days_late", "name", "said", "cause", "parent"]

Maker = Callable[[pd.DataFrame, str], Figure]
Teller = Callable[[pd.DataFrame, str], narrative.Words]

MAKERS: dict[str, Maker] = {
    "days late": lambda late, to: days_late(late, TYPES, TITLED, to),
    "causes": lambda late, to: causes(late, CAUSES, TITLED, to),
    "ageing": lambda late, to: ageing(late, BODIES, TITLED, to),
}
TELLERS: dict[str, Teller] = {
    "days late": lambda late, to: narrative.days_late(late, TYPES, to),
    "causes": lambda late, to: narrative.causes(late, CAUSES, to),
    "ageing": lambda late, to: narrative.ageing(late, BODIES, to),
}


def late_frame(*rows: tuple[str, str, int] | tuple[str, str, int, str, str | None]) -> pd.DataFrame:
    """type, severity, days late, and where they matter cause and supervising body, of A1, A2 and so on."""
    return pd.DataFrame(
        [
            (f"A{n}", *row[:3], f"Cơ quan {n}", "Chậm kế hoạch", *(row[3:] or ("R0", "T")))
            for n, row in enumerate(rows, start=1)
        ],
        columns=COLUMNS,
    )


def with_causes(*codes: str) -> pd.DataFrame:
    return late_frame(*(("so", "high", 9, code, "T") for code in codes))


def under(*rows: tuple[str | None, int]) -> pd.DataFrame:
    """Supervising body and days late."""
    return late_frame(*(("so", "high", days, "R0", body) for body, days in rows))


# Days late -----------------------------------------------------------------------------------------------


def test_each_agency_has_one_mark_at_its_days_late_in_the_row_of_its_type() -> None:
    late = late_frame(("xa", "medium", 1), ("so", "high", 400), ("xa", "high", 30))
    figure = days_late(late, TYPES, TITLED, "vi")
    assert figure.kind is Kind.STRIP
    parts = [figure.column(part).tolist() for part in ("row", "item", "value", "series")]
    assert list(zip(*parts, strict=True)) == [
        ("xa", "A3", 30, "high"), ("xa", "A1", 1, "medium"), ("so", "A2", 400, "high"),
    ]  # fmt: skip
    assert ends(figure) == {"UBND xã": "2 cơ quan chậm", "Sở, ban, ngành": "1 cơ quan chậm"}
    assert figure.column("text").iloc[0] == "Cơ quan 3: Chậm kế hoạch"


def test_of_types_with_as_many_late_agencies_the_first_listed_comes_first_and_unlisted_ones_last() -> None:
    late = late_frame(("z", "high", 9), ("xa", "high", 9), ("chi_cuc", "high", 9), ("so", "high", 9))
    figure = days_late(late, TYPES, TITLED, "vi")
    assert list(ends(figure)) == ["Sở, ban, ngành", "Chi cục", "UBND xã", "z"]


def test_of_agencies_as_late_the_first_code_comes_first() -> None:
    late = late_frame(("so", "high", 9), ("so", "medium", 9), ("so", "high", 9))[::-1]
    assert days_late(late, TYPES, TITLED, "vi").column("item").tolist() == ["A1", "A2", "A3"]


def test_only_the_severities_that_occur_are_in_the_key_the_worst_first() -> None:
    both = days_late(late_frame(("so", "medium", 9), ("so", "high", 1)), TYPES, TITLED, "vi")
    assert [entry.label for entry in both.series] == ["Mức độ cao", "Mức độ trung bình"]
    one = days_late(late_frame(("so", "medium", 9)), TYPES, TITLED, "vi")
    assert [entry.code for entry in one.series] == ["medium"]


def test_every_severity_that_makes_late_has_a_mark_and_a_name() -> None:
    assert set(SEVERITIES) == set(SEVERITY_NAMES) == set(LATE)
    assert len({mark.sign for mark in SEVERITIES.values()}) == len(SEVERITIES)


def test_the_table_behind_the_marks_has_one_line_an_agency() -> None:
    table = as_table(days_late(late_frame(("so", "high", 1234)), TYPES, TITLED, "vi"))
    assert table.columns.tolist() == [
        "Loại cơ quan",
        "Tên cơ quan",
        "Nội dung chậm",
        "Mức độ",
        "Số ngày chậm",
    ]
    assert table.to_numpy().tolist() == [
        ["Sở, ban, ngành", "Cơ quan 1", "Chậm kế hoạch", "Mức độ cao", 1234],
    ]  # fmt: skip


# Causes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("late", "drawn"), [(MOST_MARKS, MOST_MARKS), (MOST_MARKS + 2, MOST_MARKS)])
def test_of_more_agencies_than_can_be_told_apart_the_latest_are_drawn(late: int, drawn: int) -> None:
    figure = days_late(late_frame(*(("so", "high", n + 1) for n in range(late))), TYPES, TITLED, "vi")
    assert sorted(figure.column("value")) == list(range(late - drawn + 1, late + 1))
    n = number_text(late, "vi")
    assert set(figure.column("end")) == {f"{n} cơ quan chậm"}, "all are counted"
    said = "" if late == drawn else f" của 1.000 cơ quan chậm lâu nhất trong tổng số {n} cơ quan"
    assert figure.measure == f"Số ngày chậm{said}"


def test_a_bar_counts_the_agencies_of_its_cause_the_most_frequent_first_and_the_one_not_known_last() -> None:
    figure = causes(with_causes("R0", "R0", "R0", "R8", "R8", "R1"), CAUSES, TITLED, "vi")
    assert bars(figure) == {
        "Không báo cáo": {"late": 2},
        "Lãnh đạo chưa quyết liệt": {"late": 1},
        "Chưa rõ nguyên nhân": {"late": 3},
    }
    assert list(bars(figure)) == ["Không báo cáo", "Lãnh đạo chưa quyết liệt", "Chưa rõ nguyên nhân"]
    assert [entry.label for entry in figure.series] == ["Cơ quan chậm tiến độ"]
    assert as_table(figure).to_numpy().tolist()[0] == ["Không báo cáo", 2]


def test_of_causes_as_frequent_the_first_code_comes_first_and_the_title_names_it() -> None:
    late = with_causes("R8", "R1", "R9")
    first, *_, last = bars(causes(late, CAUSES, TITLED, "vi"))
    assert (first, last) == ("Lãnh đạo chưa quyết liệt", "R9"), "a code without a label is shown as it is"
    assert first in narrative.causes(late, CAUSES, "vi").title


# How long, by supervising body ---------------------------------------------------------------------------


def test_the_ages_of_a_body_add_up_to_its_late_agencies() -> None:
    figure = ageing(under(("T", 1), ("D1", 91), ("T", 61), ("T", 30)), BODIES, TITLED, "vi")
    assert bars(figure) == {
        "UBND tỉnh": {"d1_30": 2, "d31_60": 0, "d61_90": 1, "over_90": 0},
        "UBND huyện Hữu Lũng": {"d1_30": 0, "d31_60": 0, "d61_90": 0, "over_90": 1},
    }
    assert ends(figure) == {"UBND tỉnh": "3", "UBND huyện Hữu Lũng": "1"}
    assert [entry.code for entry in figure.series] == ["d1_30", "d61_90", "over_90"], "those that occur"


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (1, "d1_30"),
        (30, "d1_30"),
        (31, "d31_60"),
        (60, "d31_60"),
        (61, "d61_90"),
        (90, "d61_90"),
        (91, "over_90"),
    ],
)
def test_an_age_ends_with_its_last_day(days: int, age: str) -> None:
    assert age_of(days) == age
    assert set(AGES) < set(AGE_NAMES)


def test_of_bodies_with_as_many_the_first_of_the_dictionary_comes_first_and_the_title_names_it() -> None:
    late = under(("D1", 9), ("D2", 9), ("X", 9))
    names = list(bars(ageing(late, BODIES, TITLED, "vi")))
    assert names == ["UBND huyện Đình Lập", "UBND huyện Hữu Lũng", "X"], "a body without a label comes last"
    assert names[0] in narrative.ageing(late, BODIES, "vi").title


def test_bodies_beyond_those_that_one_screen_holds_stand_together_before_agencies_without_one() -> None:
    bodies = [(f"B{n:02}", 9) for n in range(MOST_BODIES + 2)]
    figure = ageing(under(*bodies, ("B00", 9), (None, 9), (None, 9)), {}, TITLED, "vi")
    ends = dict(zip(figure.column("name"), figure.column("end"), strict=True))
    assert list(ends)[-3:] == [f"B{MOST_BODIES - 1}", "2 cơ quan chủ quản khác", "—"]
    assert (ends["B00"], ends["2 cơ quan chủ quản khác"], ends["—"]) == ("2", "2", "2")


def test_agencies_without_a_body_are_counted_last_and_never_named_as_one() -> None:
    late = under((None, 9), (None, 100), ("", 9), ("D1", 9))
    figure = ageing(late, BODIES, TITLED, "vi")
    assert ends(figure) == {"UBND huyện Hữu Lũng": "1", "—": "3"}
    assert list(bars(figure)) == ["UBND huyện Hữu Lũng", "—"]
    assert "—" not in narrative.ageing(late, BODIES, "vi").title


# Every figure --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", MAKERS)
def test_nobody_late_makes_an_empty_figure_and_a_sentence(which: str) -> None:
    nobody = late_frame()
    for language, text in (("vi", "Không có cơ quan nào chậm tiến độ"), ("en", "No agency is late")):
        assert MAKERS[which](nobody, language).is_empty()
        assert title(TELLERS[which](nobody, language)) == text


@pytest.mark.parametrize("which", MAKERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_agencies_give_the_same_figure_whatever_their_order(which: str, language: str) -> None:
    late = late_frame(
        ("so", "high", 9, "R1", "T"), ("xa", "medium", 9, "R8", None), ("xa", "high", 200, "R0", "D1")
    )
    kept = late.copy()
    one = MAKERS[which](late, language)
    pd.testing.assert_frame_equal(late, kept)
    for other in (MAKERS[which](late, language), MAKERS[which](late[::-1], language)):
        pd.testing.assert_frame_equal(one.frame, other.frame)
        assert (other.series, other.title, other.alt) == (one.series, *TITLED)


@pytest.mark.parametrize("which", MAKERS)
def test_every_late_agency_is_counted_once(which: str) -> None:
    late = late_frame(
        *((code, "high", 50 * n, f"R{n % 3}", "T") for n, code in enumerate([*TYPES] * 3, start=1))
    )
    figure = MAKERS[which](late, "vi")
    count = len(figure.frame) if figure.kind is Kind.STRIP else figure.column("count").sum()
    assert count == len(late) == 9


def test_hostile_names_stay_text_in_the_drawing_and_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "MOST_BODIES", len(TEXTS))
    codes = [f"k{n}" for n in range(len(TEXTS))]
    labels = dict(zip(codes, TEXTS, strict=True))
    late = late_frame(*((code, "high", 9, code, code) for code in codes)).assign(name=TEXTS, said=TEXTS[::-1])
    words = (TEXTS[0], TEXTS[1])
    for make in (days_late, causes, ageing):
        figure = make(late, labels, words, "vi")
        assert_drawn_as_text(figure)
        assert set(as_table(figure).iloc[:, 0]) == set(TEXTS)
    assert set(as_table(days_late(late, TYPES, words, "vi"))["Tên cơ quan"]) == set(TEXTS)
    assert_drawn_as_text(days_late(late, TYPES, words, "vi"))


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_names_stand_in_the_titles_as_they_are(text: str) -> None:
    late = late_frame(("so", "high", 9, "R1", "D1"), ("so", "high", 8, "R1", "D1")).assign(name=text)
    for said in (
        narrative.days_late(late, {"so": text}, "vi"),
        narrative.causes(late, {"R1": text}, "en"),
        narrative.ageing(late, {"D1": text}, "vi"),
    ):
        assert text in said.title
        assert len(said.alt) <= narrative.ALT_LENGTH


# Sentences -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "vi", "en"),
    [
        pytest.param(Late(0, 0), "Không có cơ quan nào để hiển thị", "No agency to show", id="N is 0"),
        pytest.param(
            Late(0, 1),
            "Không có cơ quan nào chậm tiến độ: 0/1 cơ quan",
            "Nobody is late: 0/1 agencies",
            id="none of one",
        ),
        pytest.param(
            Late(1, 300),
            "1/300 cơ quan chậm tiến độ (0,3%)",
            "1/300 agencies are behind schedule (0.3%)",
            id="one of many",
        ),
        pytest.param(
            Late(1, 2001),
            "1/2.001 cơ quan chậm tiến độ (<0,1%)",
            "1/2,001 agencies are behind schedule (<0.1%)",
            id="so few that it would be rounded to none",
        ),
        pytest.param(
            Late(1, 8),
            "1/8 cơ quan chậm tiến độ (13%)",
            "1/8 agencies are behind schedule (13%)",
            id="half a percent is rounded up: 12.5",
        ),
        pytest.param(
            Late(1999, 2000),
            "1.999/2.000 cơ quan chậm tiến độ (>99,9%)",
            "1,999/2,000 agencies are behind schedule (>99.9%)",
            id="all but one is not 100 percent",
        ),
        pytest.param(
            Late(1, 1), "1/1 cơ quan chậm tiến độ (100%)", "1/1 agencies are behind schedule (100%)", id="all"
        ),
    ],
)
def test_the_lead_says_how_many_are_late_of_how_many(count: Late, vi: str, en: str) -> None:
    assert narrative.late(count, "vi") == vi
    assert narrative.late(count, "en") == en


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lead_says_100_percent_only_where_everybody_is_late(language: str) -> None:
    for total in (1, 7, 99, 100, 101, 2000):
        for n in {1, total // 2, total - 1, total} - {0}:
            said = narrative.late(Late(n, total), language)
            assert ("100%" in said) == (n == total)
            assert numbers(said)[:2] == [n, total]
            assert said.endswith(f"({percentage_text(n, total, language)})")


@pytest.mark.parametrize(
    ("late", "vi", "en"),
    [
        pytest.param(
            late_frame(("so", "high", 1)),
            "Chỉ có Cơ quan 1 chậm tiến độ (1 ngày)",
            "Only Cơ quan 1 is late (1 day)",
            id="one",
        ),
        pytest.param(
            late_frame(("xa", "high", 2), ("xa", "high", 1)),
            "Loại có nhiều cơ quan chậm nhất: UBND xã (2/2); chậm lâu nhất: Cơ quan 1 (2 ngày)",
            "Type with most late agencies: UBND xã (2/2); late the longest: Cơ quan 1 (2 days)",
            id="all of one type",
        ),
        pytest.param(
            late_frame(("xa", "high", 9), ("so", "high", 1234), ("chi_cuc", "high", 1234)),
            "Loại có nhiều cơ quan chậm nhất: Sở, ban, ngành (1/3); chậm lâu nhất: Cơ quan 2 (1.234 ngày)",
            "Type with most late agencies: Sở, ban, ngành (1/3); late the longest: Cơ quan 2 (1,234 days)",
            id="as many of each, and two as late: the first type, and the one that ranks first",
        ),
        pytest.param(
            late_frame(("z", "high", 9), ("z", "high", 9)),
            "Loại có nhiều cơ quan chậm nhất: z (2/2); chậm lâu nhất: Cơ quan 1 (9 ngày)",
            "Type with most late agencies: z (2/2); late the longest: Cơ quan 1 (9 days)",
            id="a type without a label",
        ),
    ],
)
def test_the_title_names_the_type_with_most_and_the_longest(late: pd.DataFrame, vi: str, en: str) -> None:
    assert title(narrative.days_late(late, TYPES, "vi")) == vi
    assert title(narrative.days_late(late, TYPES, "en")) == en


def test_the_type_that_the_title_names_is_the_first_row_of_the_figure() -> None:
    late = late_frame(
        ("xa", "high", 9), ("chi_cuc", "high", 9), ("so", "high", 1), ("xa", "high", 3), ("so", "high", 2)
    )
    first = days_late(late, TYPES, TITLED, "vi").column("name").iloc[0]
    assert first == "Sở, ban, ngành"
    assert f"{first} (2/5)" in narrative.days_late(late, TYPES, "vi").title


@pytest.mark.parametrize(
    ("late", "vi", "en"),
    [
        pytest.param(
            with_causes("R0"),
            "Chưa cơ quan chậm tiến độ nào rõ nguyên nhân (0/1 cơ quan)",
            "The cause is known of no late agency (0/1)",
            id="none known of one",
        ),
        pytest.param(
            with_causes("R1"),
            "Nguyên nhân thường gặp nhất: Lãnh đạo chưa quyết liệt (1/1 cơ quan chậm)",
            "Most frequent cause: Lãnh đạo chưa quyết liệt (1/1 late agencies)",
            id="all known",
        ),
        pytest.param(
            with_causes("R0", "R8", "R1", "R8", "R0", "R0"),
            "Nguyên nhân thường gặp nhất: Không báo cáo (2/6 cơ quan chậm);"
            " chưa rõ nguyên nhân của 3 cơ quan",
            "Most frequent cause: Không báo cáo (2/6 late agencies); not known of 3",
            id="most are not known, yet a cause is named",
        ),
        pytest.param(
            with_causes("R0", "R8", "R1"),
            "Nguyên nhân thường gặp nhất: Lãnh đạo chưa quyết liệt, Không báo cáo (mỗi nguyên nhân 1/3"
            " cơ quan chậm); chưa rõ nguyên nhân của 1 cơ quan",
            "Most frequent causes: Lãnh đạo chưa quyết liệt, Không báo cáo (1/3 late agencies each);"
            " not known of 1",
            id="two as frequent: both",
        ),
        pytest.param(
            with_causes("R8", "R1", "R2", "R3"),
            "Không có nguyên nhân nổi trội: 4 nguyên nhân, mỗi nguyên nhân 1/4 cơ quan chậm",
            "No cause stands out: 4 causes of 1/4 late agencies each",
            id="four as frequent: none",
        ),
    ],
)
def test_the_title_names_the_most_frequent_cause(late: pd.DataFrame, vi: str, en: str) -> None:
    assert title(narrative.causes(late, CAUSES, "vi")) == vi
    assert title(narrative.causes(late, CAUSES, "en")) == en


@pytest.mark.parametrize(
    ("late", "vi", "en"),
    [
        pytest.param(
            under(("T", 90)),
            "0/1 cơ quan chậm tiến độ đã chậm trên 90 ngày; cơ quan chủ quản có nhiều cơ quan chậm nhất:"
            " UBND tỉnh (1/1)",
            "0/1 late agencies are late for over 90 days; supervising agency with most of the late:"
            " UBND tỉnh (1/1)",
            id="90 days are not over 90",
        ),
        pytest.param(
            under(("T", 91), ("D1", 9), ("D1", 9)),
            "1/3 cơ quan chậm tiến độ đã chậm trên 90 ngày; cơ quan chủ quản có nhiều cơ quan chậm nhất:"
            " UBND huyện Hữu Lũng (2/3)",
            "1/3 late agencies are late for over 90 days; supervising agency with most of the late:"
            " UBND huyện Hữu Lũng (2/3)",
            id="91 days are",
        ),
        pytest.param(
            under((None, 91), (None, 91), ("", 91)),
            "3/3 cơ quan chậm tiến độ đã chậm trên 90 ngày",
            "3/3 late agencies are late for over 90 days",
            id="all, under no body that is known",
        ),
    ],
)
def test_the_title_says_how_many_are_long_late_and_under_whom(late: pd.DataFrame, vi: str, en: str) -> None:
    assert title(narrative.ageing(late, BODIES, "vi")) == vi
    assert title(narrative.ageing(late, BODIES, "en")) == en


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_said_that_is_not_in_the_measure(language: str) -> None:
    rows = [("so", "high", 17 + n, "R1" if n < 11 else "R0", "T" if n < 8 else None) for n in range(13)]
    late = late_frame(*rows, ("xa", "high", 1701, "R8", None)).assign(name="x")
    assert numbers(narrative.days_late(late, TYPES, language).title) == [13, 14, 1701]
    assert numbers(narrative.causes(late, CAUSES, language).title) == [11, 14, 2]
    assert numbers(narrative.ageing(late, BODIES, language).title) == [1, 14, 90, 8, 14]


@pytest.mark.parametrize("which", TELLERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_alternative_texts_say_what_is_drawn_first_and_are_cut_where_a_name_is_long(
    which: str, language: str
) -> None:
    late = late_frame(
        ("w" * 400, "high", 9, "w" * 400, "w" * 400), ("w" * 400, "high", 9, "w" * 400, "w" * 400)
    )
    kinds = {
        "days late": "Marks of agencies by days late and type",
        "causes": "Bar chart of late agencies by cause",
        "ageing": "Bar chart of late agencies by supervising agency and days late",
    }
    said = TELLERS[which](late, language)
    assert said.alt.startswith(translate(kinds[which], language) + ". ")
    assert said.alt.endswith("w…")
    assert len(said.alt) == narrative.ALT_LENGTH
    assert "w" * 400 in said.title, "the title is not cut"


@pytest.mark.parametrize("which", MAKERS)
def test_what_is_said_in_vietnamese_is_not_left_in_english(which: str) -> None:
    late = late_frame(("so", "high", 9, "R1", "T"), ("xa", "medium", 95, "R0", "T"))
    (vi, en), (vietnamese, english) = (
        [TELLERS[which](late, to).alt for to in LANGUAGES],
        [MAKERS[which](late, to) for to in LANGUAGES],
    )
    assert vi != en
    assert not set(as_table(vietnamese).columns) & set(as_table(english).columns)
    assert not {entry.label for entry in vietnamese.series} & {entry.label for entry in english.series}
