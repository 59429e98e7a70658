"""Figures: from small frames to specs, to Plotly, to the table behind them."""

from __future__ import annotations

import itertools
import json
from datetime import date

import pandas as pd
import pytest
from plotly.io import to_json

from qms_model import narrative
from qms_model.coverage import LOOKS as LOOK_CODES
from qms_model.figures import (
    Figure,
    Kind,
    adopters_by_year,
    adoption,
    ageing,
    as_table,
    causes,
    coverage_by_type,
    coverage_by_year,
    days_late,
    paths_by_group,
    rungs_by_group,
    time_line,
)
from qms_model.figures.adopters import OTHERS
from qms_model.figures.plotly import Shown, draw, framed
from qms_model.figures.plotly.parts import plain
from qms_model.figures.summary import LOOK_NAMES
from qms_model.figures.theme import BACKGROUNDS, CLEAR, INK, LOOKS, MUTED_INK, contrast

DAY = date(2010, 6, 30)
LABELS = {"a": "Sở, ban, ngành", "b": "Chi cục", "c": "UBND xã", "d": "Bệnh viện"}
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "=1+1",
    r"$\alpha$",
    "a<br>b &lt;i&gt;",
]


def coverage_frame(*rows: tuple[str | None, int, int, int]) -> pd.DataFrame:
    """group, agencies, exempt, in_force; the other rungs are as `in_force`."""
    frame = pd.DataFrame(rows, columns=["group", "agencies", "exempt", "in_force"])
    frame = frame.assign(applied=frame["in_force"], attested=frame["in_force"], systems=frame["in_force"])
    return frame.assign(effective=pd.array([pd.NA] * len(frame), dtype="Int64"))


def composition_frame(**groups: dict[str, int]) -> pd.DataFrame:
    rows = [(group, look, looks.get(look, 0)) for group, looks in groups.items() for look in LOOK_CODES]
    return pd.DataFrame(rows, columns=["group", "look", "agencies"])


def adopters_frame(*rows: tuple[int, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["year", "group", "agencies"])


def plan_frame(*rows: tuple[str, int, int, int]) -> pd.DataFrame:
    """type, planned, reached, agencies: what figures and sentences read of a plan."""
    return pd.DataFrame(rows, columns=["type", "planned", "reached", "agencies"])


def over_time(labels: dict[str, str], words: tuple[str, str], language: str) -> list[Figure]:
    """The heat table, the marks of the rungs, the small panels and the lines of a tiny province."""
    first = coverage_frame(("a", 4, 0, 1)).assign(day=date(2007, 12, 31))
    last = coverage_frame(("a", 4, 0, 4), ("b", 2, 0, 0)).assign(day=date(2008, 6, 30))
    trend = pd.concat([first, last], ignore_index=True)
    plan = plan_frame(("a", 3, 4, 4))
    path = pd.DataFrame(
        {
            "day": [date(2007, 12, 31), date(2008, 6, 30)],
            "planned": [0, 3],
            "reached": [0, 4],
            "types": [0, 1],
        }
    )
    whole = pd.DataFrame({"day": path["day"], "attested": [1, 4]})
    return [
        coverage_by_year(trend, "attested", labels, words, language),
        rungs_by_group(last, labels, words, language),
        paths_by_group(trend, {date(2008, 6, 30): plan}, labels, words, language),
        adoption(whole, path, 1, words, language),
    ]


@pytest.fixture
def by_type() -> Figure:
    coverage = coverage_frame(("a", 4, 0, 4), ("b", 4, 1, 2), ("c", 200, 0, 1), ("d", 0, 2, 0))
    composition = composition_frame(
        a={"in_force_current": 3, "in_force_previous": 1},
        b={"in_force_current": 2, "lapsed": 1, "not_started": 1, "exempt": 1},
        c={"in_force_current": 1, "no_plan": 199},
        d={"exempt": 2},
    )
    plan = plan_frame(("b", 4, 2, 4), ("c", 20, 1, 200))
    words = narrative.coverage_by_type(coverage, plan, LABELS, "vi")
    return coverage_by_type(coverage, composition, plan, LABELS, words, "vi")


def test_the_type_that_lacks_most_comes_first_then_the_lower_share_and_the_uncounted_last(
    by_type: Figure,
) -> None:
    assert list(dict.fromkeys(by_type.column("name"))) == [
        "UBND xã",
        "Chi cục",
        "Sở, ban, ngành",
        "Bệnh viện",
    ]


def test_a_tick_lies_where_the_plan_does(by_type: Figure) -> None:
    ticks = by_type.frame.groupby("group")["plan_share"].first()
    assert ticks["b"] == 100
    assert ticks["c"] == 10
    assert pd.isna(ticks["a"]), "no plan, no tick"
    assert by_type.tick == "Kế hoạch"
    drawn = json.loads(draw(by_type).to_json())["data"][-1]
    assert sorted(set(drawn["x"])) == [10, 100]


def test_a_plan_for_more_agencies_than_there_are_is_marked_at_the_end_of_the_bar() -> None:
    coverage, composition = coverage_frame(("a", 4, 0, 4)), composition_frame(a={"in_force_current": 4})
    figure = coverage_by_type(coverage, composition, plan_frame(("a", 9, 4, 4)), LABELS, ("t", "a"), "vi")
    assert set(figure.column("tick")) == {100}
    assert set(figure.column("end")) == {"4/4 · 100%\nKH 9: thiếu 5"}


def test_the_parts_of_a_bar_add_up_to_its_denominator_and_to_100(by_type: Figure) -> None:
    sums = by_type.frame.groupby("label")[["agencies", "share"]].sum()
    assert sums["agencies"].to_dict() == {"Sở, ban, ngành": 4, "Chi cục": 4, "UBND xã": 200, "Bệnh viện": 0}
    assert sums.loc["UBND xã", "share"] == pytest.approx(100)


def test_the_end_of_a_bar_says_n_of_all_the_share_and_the_exempt(by_type: Figure) -> None:
    ends = dict(zip(by_type.column("name"), by_type.column("end"), strict=True))
    assert ends["Sở, ban, ngành"] == "4/4 · 100%"
    assert ends["Chi cục"] == "2/4 · 50%\nKH 4: thiếu 2\nmiễn, hoãn 1"
    assert ends["UBND xã"] == "1/200 · 0,5%\nKH 20: thiếu 19"
    assert ends["Bệnh viện"] == "—\nmiễn, hoãn 2", "nothing to count is a dash, never 0%"


def test_only_the_looks_that_occur_are_in_the_key_in_their_order(by_type: Figure) -> None:
    assert [entry.code for entry in by_type.series] == [
        "in_force_current", "in_force_previous", "lapsed", "not_started", "no_plan",
    ]  # fmt: skip
    assert by_type.series[0].key() == "● Còn hiệu lực, phiên bản hiện hành"


def test_a_group_that_is_not_set_is_drawn_without_a_name() -> None:
    coverage = coverage_frame(("a", 1, 0, 1), (None, 2, 0, 0))
    composition = composition_frame(a={"in_force_current": 1}, **{"": {"no_plan": 2}})
    figure = coverage_by_type(coverage, composition, plan_frame(), LABELS, ("t", "a"), "vi")
    assert figure.tick == "", "no plan at all"
    assert figure.frame.groupby("label")["agencies"].sum().to_dict() == {"Sở, ban, ngành": 1, "—": 2}


def test_new_adopters_are_stacked_and_run_to_a_total_over_every_year() -> None:
    adopters = adopters_frame((2007, "a", 10), (2007, "b", 5), (2009, "b", 7))
    figure = adopters_by_year(adopters, DAY, LABELS, ("t", "a"), "vi")
    assert figure.kind is Kind.COLUMNS
    assert [entry.label for entry in figure.series] == ["Sở, ban, ngành", "Chi cục"]
    assert figure.below is not None
    assert figure.below.frame.to_dict("list") == {
        "year": [2007, 2008, 2009, 2010],
        "agencies": [15, 15, 22, 22],
    }, "the curve ends at the day"


def test_more_than_five_types_leave_four_and_the_others_together() -> None:
    labels = {code: code.upper() for code in "pqrstuv"}
    adopters = adopters_frame(*[(2003 + i, code, i + 1) for i, code in enumerate(labels)])
    figure = adopters_by_year(adopters, DAY, labels, ("t", "a"), "vi")
    assert [entry.code for entry in figure.series] == ["s", "t", "u", "v", OTHERS]
    assert figure.frame.loc[figure.frame["series"] == OTHERS, "agencies"].sum() == 1 + 2 + 3
    assert figure.frame["agencies"].sum() == adopters["agencies"].sum()


def test_no_adopters_make_an_empty_figure_with_a_sentence() -> None:
    words = narrative.adopters(adopters_frame(), coverage_frame((None, 9, 0, 0)), "vi")
    figure = adopters_by_year(adopters_frame(), DAY, LABELS, words, "vi")
    assert figure.is_empty()
    assert figure.title == "Đến ngày này chưa có cơ quan nào áp dụng hệ thống"


def test_the_table_holds_the_numbers_of_the_figure(by_type: Figure) -> None:
    table = as_table(by_type).set_index("Loại cơ quan")
    assert list(table.columns[:5]) == [
        "Số cơ quan", "Đã được chứng nhận hoặc công bố", "Kế hoạch", "Còn hiệu lực", "Miễn, hoãn",
    ]  # fmt: skip
    assert list(table.loc["Chi cục"]) == [4, 2, 4, 2, 1, 2, 0, 1, 1, 0]
    for agencies, _, _, _, _, *looks in table.to_numpy().tolist():
        assert sum(looks) == agencies, "the looks of a row add up to its N"


def test_the_table_of_adopters_has_every_year_the_total_and_the_running_total() -> None:
    adopters = adopters_frame((2007, "a", 10), (2007, "b", 5), (2009, "b", 7))
    table = as_table(adopters_by_year(adopters, DAY, LABELS, ("t", "a"), "vi"))
    assert list(table.columns) == ["Năm", "Sở, ban, ngành", "Chi cục", "Tổng số", "Lũy kế"]
    assert table.to_numpy().tolist() == [
        [2007, 10, 5, 15, 15],
        [2008, 0, 0, 0, 15],
        [2009, 0, 7, 7, 22],
        [2010, 0, 0, 0, 22],
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_figure_can_be_drawn(by_type: Figure, language: str, mode: str) -> None:
    adopters = adopters_frame((2007, "a", 10), (2009, "b", 7))
    other = adopters_by_year(adopters, DAY, LABELS, ("t", "a"), language)
    for figure in (by_type, other, *over_time(LABELS, ("t", "a"), language)):
        assert json.loads(draw(figure, mode).to_json())["data"]
        assert len(as_table(figure))


LATE_COLUMNS = ["agency", "type", "severity", "days_late", "name", "said", "cause", "parent"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_screen_is_sent_what_plotly_has_checked(by_type: Figure, mode: str) -> None:
    span = {"lane": "attestation", "label": "Chứng nhận", "look": "valid", "text": "a"}
    events = pd.DataFrame([span | {"on": date(2010, 1, 1), "until": date(2012, 1, 1)}])
    story = time_line(events, date(2014, 12, 31), ("a", "b"), "vi")
    adopters = adopters_by_year(
        adopters_frame((2007, "a", 10), (2009, "b", 7)), DAY, LABELS, ("t", "a"), "vi"
    )
    late = pd.DataFrame([("A", "a", "high", 9, "Sở A", "Chậm kế hoạch", "R1", "P")], columns=LATE_COLUMNS)
    lateness = [
        days_late(late, LABELS, ("t", "a"), "vi"),
        causes(late, {"R1": "Hình thức"}, ("t", "a"), "vi"),
        ageing(late, {"P": "UBND tỉnh"}, ("t", "a"), "vi"),
    ]
    figures = [by_type, adopters, story, *lateness, *over_time(LABELS, ("t", "a"), "vi")]
    assert {figure.kind for figure in figures} == set(Kind)
    for figure in figures:
        sent = to_json(Shown(figure, mode).to_dict(), validate=False)
        assert json.loads(sent) == json.loads(draw(figure, mode).to_json()), figure.kind


def test_a_kept_picture_carries_its_title_and_its_source_as_plain_text(by_type: Figure) -> None:
    drawn = framed(by_type, ["tính đến <b>31/12/2014</b>", "Nguồn: x"]).to_json()
    title, notes = (note["text"] for note in json.loads(drawn)["layout"]["annotations"][-2:])
    assert "2/2 loại cơ quan chưa đạt kế hoạch" in title
    assert notes == "tính đến &lt;b&gt;31/12/2014&lt;/b&gt;<br>Nguồn: x"


def test_a_cell_says_n_of_all_and_a_dash_where_there_is_nobody() -> None:
    figure = over_time(LABELS, ("t", "a"), "vi")[0]
    cells = figure.frame.set_index(["group", "year"])["text"]
    assert cells["a", "2007"] == "1/4"
    assert cells["b", "2007"] == "—", "the type did not exist yet"
    assert cells["b", "06/2008"] == "0/2"
    assert as_table(figure).to_numpy().tolist()[0] == ["Sở, ban, ngành", "2007", 1, 4]


def test_a_rung_that_is_not_known_has_no_mark_and_is_not_zero() -> None:
    figure = over_time(LABELS, ("t", "a"), "vi")[1]
    assert [entry.code for entry in figure.series] == ["applied", "attested", "in_force"]
    assert figure.frame["end"].iloc[0] == "4 · 4 · 4 · —\ntrên 4"


def test_a_panel_has_its_plan_only_where_there_is_one() -> None:
    figure = over_time(LABELS, ("t", "a"), "vi")[2]
    planned = figure.frame[figure.frame["series"] == "planned"]
    assert planned[["group", "year", "text"]].to_numpy().tolist() == [["a", "06/2008", "3/4"]]


def test_numbers_of_two_lines_stand_on_different_sides() -> None:
    figure = over_time(LABELS, ("t", "a"), "vi")[3]
    points = [trace for trace in json.loads(draw(figure).to_json())["data"] if "text" in trace]
    assert [trace["textposition"] for trace in points] == [["top center", "top center"], ["bottom center"]]
    assert as_table(figure)["Kế hoạch"].isna().tolist() == [True, False], "no plan is not a plan of none"


@pytest.mark.parametrize(
    ("types", "vi", "en"),
    [(1, "Kế hoạch", "Plan"), (4, "Kế hoạch của 1/4 loại cơ quan", "Plan of 1/4 types")],
)
def test_a_plan_of_some_types_says_of_how_many(types: int, vi: str, en: str) -> None:
    path = pd.DataFrame({"day": [date(2008, 12, 31)], "planned": [3], "reached": [4], "types": [1]})
    whole = pd.DataFrame({"day": path["day"], "attested": [9]})
    for language, name in (("vi", vi), ("en", en)):
        figure = adoption(whole, path, types, ("t", "a"), language)
        assert [entry.label for entry in figure.series][1:] == [name]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_reach_plotly_escaped(name: str) -> None:
    coverage = coverage_frame(("a", 1, 0, 1))
    composition = composition_frame(a={"in_force_current": 1})
    bars = coverage_by_type(coverage, composition, plan_frame(), {"a": name}, (name, name), "vi")
    columns = adopters_by_year(adopters_frame((2007, "a", 1)), DAY, {"a": name}, (name, name), "vi")
    for figure in (bars, columns, *over_time({"a": name}, (name, name), "vi")[:3]):
        drawn = draw(figure).to_json()
        for part in ("<img", "<i>", "$\\"):
            assert part not in drawn
        unbroken = drawn.replace(r"\u003cbr\u003e", " ")  # a name may stand on two lines
        assert json.dumps(plain(name))[1:-1] in unbroken


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_stand_out_from_the_background(mode: str) -> None:
    ground = BACKGROUNDS[mode]
    assert contrast(INK[mode], ground) >= 4.5
    assert contrast(MUTED_INK[mode], ground) >= 4.5
    for code, mark in LOOKS.items():
        seen = mark.fill(mode) if mark.edge(mode) == ground else mark.edge(mode)
        assert contrast(seen, ground) >= 3, f"{code} on {mode}"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_counts_can_be_read_on_every_fill(mode: str) -> None:
    for code, mark in LOOKS.items():
        fill = BACKGROUNDS[mode] if mark.fill(mode) == CLEAR else mark.fill(mode)
        assert contrast(mark.ink(mode), fill) >= 4.5, f"{code} on {mode}"


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("vision", ["normal", "protan", "deutan", "tritan"])
def test_states_can_be_told_apart_with_every_kind_of_colour_vision(mode: str, vision: str) -> None:
    fills = {
        code: _seen(BACKGROUNDS[mode] if mark.fill(mode) == CLEAR else mark.fill(mode), vision)
        for code, mark in LOOKS.items()
        if code != "exempt"  # the exempt are in no bar
    }
    for one, other in itertools.combinations(fills, 2):
        distance = sum((a - b) ** 2 for a, b in zip(fills[one], fills[other], strict=True)) ** 0.5
        assert distance >= 20, f"{one} and {other}: {distance:.0f}"


def test_every_look_has_a_mark_and_a_name() -> None:
    assert set(LOOKS) == set(LOOK_CODES)
    assert set(LOOK_NAMES) == set(LOOKS)
    signs = [(mark.sign, mark.pattern, mark.light == CLEAR) for mark in LOOKS.values()]
    assert len(set(signs)) == len(signs), "a second sign tells every look from the others"


def test_alternative_texts_are_short_even_for_long_names() -> None:
    words = narrative.coverage_by_type(coverage_frame(("a", 1, 0, 0)), plan_frame(), {"a": "x" * 400}, "vi")
    assert len(words.alt) <= narrative.ALT_LENGTH


@pytest.mark.parametrize(
    ("rows", "vi", "en"),
    [
        pytest.param(
            [("a", 4, 0, 4), ("b", 4, 0, 2)],
            "1/2 loại cơ quan đã đạt 100%; thấp nhất: Chi cục (2/4)",
            "1 of 2 types are wholly certified or declared; furthest behind: Chi cục (2/4)",
            id="some",
        ),
        pytest.param(
            [("a", 4, 0, 4), ("b", 2, 0, 2)],
            "Mọi cơ quan của cả 2 loại đều đã được chứng nhận hoặc công bố",
            "Every agency of all 2 types is certified or has declared",
            id="all",
        ),
        pytest.param(
            [("a", 4, 0, 0), ("b", 9, 0, 0), ("d", 0, 3, 0)],
            "Chưa loại nào trong 2 loại đạt 100%; thấp nhất: Chi cục (0/9)",
            "None of the 2 types is wholly certified or declared; furthest behind: Chi cục (0/9)",
            id="none, the larger group named, the uncounted left out",
        ),
        pytest.param(
            [("a", 4, 0, 3)],
            "Sở, ban, ngành: 3/4 đã được chứng nhận hoặc công bố",
            "Sở, ban, ngành: 3/4 certified or declared",
            id="one",
        ),
        pytest.param([("a", 0, 3, 0)], "Không có cơ quan nào để hiển thị", "No agency to show", id="no N"),
    ],
)
def test_the_title_states_the_finding(rows: list[tuple[str, int, int, int]], vi: str, en: str) -> None:
    coverage = coverage_frame(*rows)
    assert narrative.coverage_by_type(coverage, plan_frame(), LABELS, "vi").title == vi
    assert narrative.coverage_by_type(coverage, plan_frame(), LABELS, "en").title == en


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        pytest.param(
            [("a", 4, 4, 4), ("b", 9, 2, 9)],
            "1/2 loại cơ quan chưa đạt kế hoạch; thiếu nhiều nhất: Chi cục, thiếu 7 (đạt 2/9)",
            id="behind",
        ),
        pytest.param([("b", 9, 2, 9)], "Chi cục: còn thiếu 7 so với kế hoạch (đạt 2/9)", id="one type"),
        pytest.param(
            [("a", 3, 4, 4), ("b", 9, 9, 9)],
            "Cả 2 loại cơ quan có kế hoạch đều đã đạt kế hoạch",
            id="met, one by more than was asked",
        ),
    ],
)
def test_with_a_plan_the_title_says_who_is_behind(rows: list[tuple[str, int, int, int]], title: str) -> None:
    coverage = coverage_frame(("a", 4, 0, 4), ("b", 9, 0, 2))
    assert narrative.coverage_by_type(coverage, plan_frame(*rows), LABELS, "vi").title == title


def test_the_lead_names_both_denominators() -> None:
    total = coverage_frame((None, 441, 0, 122))
    parts = coverage_frame(("encouraged", 388, 0, 69), ("mandatory", 53, 0, 53))
    assert narrative.rungs(total, parts, "vi") == (
        "122/441 cơ quan đã được chứng nhận hoặc công bố: bắt buộc 53/53, khuyến khích 69/388;"
        " đến nay tất cả còn hiệu lực"
    )
    only = coverage_frame(("mandatory", 53, 0, 53))
    assert narrative.rungs(only, only, "vi") == (
        "53/53 cơ quan đã được chứng nhận hoặc công bố; đến nay tất cả còn hiệu lực"
    )


def _seen(colour: str, vision: str) -> tuple[float, float, float]:
    """The colour in CIE Lab as an eye of that vision sees it (Machado et al. 2009, severity 1)."""
    linear = [_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5)]
    matrix = _VISION[vision]
    red, green, blue = (max(0.0, sum(w * c for w, c in zip(row, linear, strict=True))) for row in matrix)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


_VISION: dict[str, tuple[tuple[float, float, float], ...]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
