"""The figures of the page Chứng nhận and their sentences, from the questions to what is drawn."""

from __future__ import annotations

import itertools
import json
from datetime import date
from typing import Any

import pandas as pd
import pytest
from plotly.io import to_json

from qms_model import attestations, figures, narrative
from qms_model.attestations import by_edition, calendar, deadlines, lapsing_in, lapsing_until
from qms_model.config import Rules, read_config
from qms_model.figures import Figure, Kind, as_table
from qms_model.figures.plotly import Shown, draw
from qms_model.figures.plotly.parts import plain
from qms_model.figures.theme import ATTESTATIONS, BACKGROUNDS, CLEAR, EDITIONS, LOOKS, contrast
from qms_model.i18n import LANGUAGES
from qms_model.registry import Registry
from tests.build import registry_of
from tests.registries import RULES
from tests.test_figures import HOSTILE, _seen
from tests.test_plainly import agency, certificate, commune, declaration, rules_with, tables

DAY = date(2016, 12, 31)
LABELS = {"so_ban_nganh": "Sở, ban, ngành", "ubnd_xa": "UBND xã"}
PROVINCE = tables(
    *(agency(code) for code in "ABCDEFG"),
    *(commune(f"X{n}") for n in range(4)),
    certificate("A", edition="2015", issued_on="2016-05-01", expires_on="2018-12-31"),
    certificate("B", issued_on="2015-05-01", expires_on="2017-03-31"),
    certificate("C", issued_on="2015-05-01", expires_on="2017-03-15"),
    certificate("D", issued_on="2014-03-02"),  # taken to run to 01/03/2017
    declaration("E", issued_on="2015-01-01"),
    certificate("F", edition="2000", issued_on="2009-01-05", expires_on="2012-01-04"),
    certificate("X0", issued_on="2015-05-01", expires_on="2018-04-30"),
    certificate("X1", issued_on="2015-05-01", suspended_on="2016-06-01"),
)
DAYS = [date(year, 12, 31) for year in (2009, 2010, 2011, 2015, 2016, 2018)]


def built(rows: Any = PROVINCE) -> Registry:
    return registry_of(rows)


def editions(language: str = "vi", rows: Any = PROVINCE, labels: dict[str, str] = LABELS) -> Figure:
    found = by_edition(built(rows), DAY)
    words = narrative.editions_by_type(found, "2015", labels, language)
    return figures.editions_by_type(found, "2015", labels, words, language)


def months(language: str = "vi", rows: Any = PROVINCE, ahead: int = 24) -> Figure:
    found = calendar(built(rows), DAY, months=ahead)
    return figures.expiry_calendar(found, narrative.expiry_calendar(found, language), language)


def lines(language: str = "vi", rows: Any = PROVINCE, days: list[date] = DAYS, rules: Any = RULES) -> Figure:
    found = attestations.transition(built(rows), days)
    bound = deadlines(Rules.model_validate(rules))
    words = narrative.transition(found, bound, "2015", language)
    return figures.transition(found, bound, words, language)


def all_figures(language: str = "vi") -> list[Figure]:
    return [editions(language), months(language), lines(language)]


# Editions by type ----------------------------------------------------------------------------------------


def test_a_bar_has_the_editions_in_force_the_newest_first_then_the_stopped_and_the_never() -> None:
    figure = editions()
    assert figure.kind is Kind.SHARE_BARS
    assert [(entry.code, entry.label) for entry in figure.series] == [
        ("2015", "Còn hiệu lực, phiên bản 2015"),
        ("2008", "Còn hiệu lực, phiên bản 2008"),
        (figures.attestations.STOPPED, "Hết hiệu lực, bị đình chỉ, thu hồi"),
        (figures.attestations.NEVER, "Chưa từng được chứng nhận hoặc công bố"),
    ]
    parts = figure.frame.pivot(index="group", columns="series", values="agencies")
    assert parts.loc["so_ban_nganh"].to_dict() == {"2015": 1, "2008": 4, "stopped": 1, "never": 1}
    assert parts.loc["ubnd_xa"].to_dict() == {"2015": 0, "2008": 1, "stopped": 1, "never": 2}


def test_the_parts_of_a_bar_add_up_to_its_denominator_and_to_100() -> None:
    frame = editions().frame
    assert (frame.groupby("group")["agencies"].sum() == frame.groupby("group")["total"].first()).all()
    assert frame.groupby("group")["share"].sum().tolist() == pytest.approx([100, 100])


def test_the_type_with_most_of_an_older_edition_comes_first_and_its_end_says_how_many_are_in_force() -> None:
    figure = editions()
    assert list(dict.fromkeys(figure.column("name"))) == ["Sở, ban, ngành", "UBND xã"]
    assert list(dict.fromkeys(figure.column("end"))) == ["5/7 · 71%", "1/4 · 25%"]


def test_the_table_has_every_edition_in_every_state() -> None:
    table = as_table(editions()).set_index("Loại cơ quan")
    assert table.loc["Sở, ban, ngành"].to_dict() == {
        "Số cơ quan": 7,
        "Còn hiệu lực": 5,
        "Bị đình chỉ, phiên bản 2008": 0,
        "Hết hiệu lực, phiên bản 2000": 1,
        "Còn hiệu lực, phiên bản 2015": 1,
        "Còn hiệu lực, phiên bản 2008": 4,
        "Hết hiệu lực, bị đình chỉ, thu hồi": 1,
        "Chưa từng được chứng nhận hoặc công bố": 1,
    }


@pytest.mark.parametrize(
    ("rows", "vi", "en"),
    [
        pytest.param(
            PROVINCE,
            "5/6 cơ quan còn hiệu lực vẫn theo phiên bản cũ; nhiều nhất: Sở, ban, ngành (4)",
            "5/6 agencies in force have an older edition; most of all Sở, ban, ngành (4)",
            id="some",
        ),
        pytest.param(
            tables(certificate(edition="2015", issued_on="2016-01-01", expires_on="2018-01-01")),
            "Cả 1 cơ quan còn hiệu lực đều theo phiên bản 2015",
            "All 1 agencies in force have edition 2015",
            id="all current",
        ),
        pytest.param(
            tables(agency()),
            "Đến ngày này không có cơ quan nào còn hiệu lực",
            "No agency is in force by this day",
            id="none in force",
        ),
        pytest.param({"agencies": []}, "Không có cơ quan nào để hiển thị", "No agency to show", id="nobody"),
    ],
)
def test_the_title_says_how_far_the_change_of_edition_is(rows: Any, vi: str, en: str) -> None:
    assert editions("vi", rows).title == vi
    assert editions("en", rows).title == en
    assert editions("vi", rows).is_empty() == (rows == {"agencies": []})


# The months ahead ----------------------------------------------------------------------------------------


def test_every_month_has_a_column_stacked_by_what_lapses() -> None:
    figure = months()
    assert figure.kind is Kind.COLUMNS
    assert [entry.code for entry in figure.series] == ["certificate", "assumed"]
    counts = figure.frame.pivot(index="month", columns="series", values="agencies")
    assert counts.loc["03/2017"].to_dict() == {"certificate": 2, "assumed": 1}
    assert counts.loc["04/2018"].to_dict() == {"certificate": 1, "assumed": 0}
    assert len(counts) == 25
    assert counts.to_numpy().sum() == 5, "the one without an end is beyond"


def test_an_assumed_day_is_drawn_with_a_pattern() -> None:
    drawn = json.loads(draw(months()).to_json())["data"]
    assert ["pattern" in trace["marker"] for trace in drawn[:2]] == [False, True]


def test_months_are_named_under_the_columns_as_many_as_fit_and_where_they_are_pointed_at() -> None:
    drawn = json.loads(draw(months()).to_json())
    axis = drawn["layout"]["xaxis"]
    assert axis["ticktext"] == ["12/2016", "06/2017", "12/2017", "06/2018", "12/2018"]
    assert axis["tickvals"] == [0, 6, 12, 18, 24]
    assert drawn["data"][0]["customdata"][3] == [3, "certificate", "2", "03/2017"]
    assert drawn["data"][0]["hovertemplate"].startswith("%{customdata[3]}<br>")
    few = json.loads(draw(months(ahead=3)).to_json())["layout"]["xaxis"]
    assert few["ticktext"] == ["12/2016", "01/2017", "02/2017", "03/2017"]


def test_of_many_months_only_those_with_somebody_have_a_number_over_them() -> None:
    written = json.loads(draw(months()).to_json())["data"][-1]["text"]
    assert [text for text in written if text] == ["<b>3</b>", "<b>1</b>", "<b>1</b>"]
    assert json.loads(draw(months(ahead=3)).to_json())["data"][-1]["text"][0] == "<b>0</b>"


def test_the_table_of_the_months_has_a_zero_where_nobody_lapses() -> None:
    table = as_table(months())
    assert table.columns[0] == "Tháng"
    assert table.iloc[0].tolist() == ["12/2016", 0, 0]
    assert table.iloc[3].tolist() == ["03/2017", 2, 1]


@pytest.mark.parametrize(
    ("rows", "vi", "en"),
    [
        pytest.param(
            PROVINCE,
            "5/6 cơ quan còn hiệu lực sẽ hết hiệu lực trong 24 tháng tới, nhiều nhất vào tháng 03/2017 (3);"
            " trong đó 1 cơ quan chỉ tạm tính thời hạn",
            "5/6 agencies in force lapse within 24 months, most in Mar 2017 (3);"
            " 1 of these days only assumed",
            id="one assumed",
        ),
        pytest.param(
            tables(certificate(issued_on="2015-05-01", expires_on="2017-03-31")),
            "1/1 cơ quan còn hiệu lực sẽ hết hiệu lực trong 24 tháng tới, nhiều nhất vào tháng 03/2017 (1)",
            "1/1 agencies in force lapse within 24 months, most in Mar 2017 (1)",
            id="all written",
        ),
        pytest.param(
            tables(declaration(issued_on="2015-01-01")),
            "Không có cơ quan nào hết hiệu lực trong 24 tháng tới",
            "No agency in force lapses within 24 months",
            id="none",
        ),
        pytest.param(
            tables(agency()),
            "Đến ngày này không có cơ quan nào còn hiệu lực",
            "No agency is in force by this day",
            id="none in force",
        ),
    ],
)
def test_the_title_says_how_many_lapse_and_when_most(rows: Any, vi: str, en: str) -> None:
    assert months("vi", rows).title == vi
    assert months("en", rows).title == en


def test_what_lies_beyond_the_months_is_said_and_not_drawn() -> None:
    found = calendar(built(), DAY, months=12)
    assert narrative.beyond(found, "vi") == "sau đó: 2; không quy định thời hạn: 1"
    assert narrative.beyond(found, "en") == "later: 2; no end by date: 1"
    assert narrative.beyond(found, "vi") in narrative.expiry_calendar(found, "vi").alt
    assert months(rows=tables(declaration(issued_on="2015-01-01"))).is_empty()


# The change of edition over time -------------------------------------------------------------------------


def test_every_edition_has_a_line_over_all_days() -> None:
    figure = lines()
    assert figure.kind is Kind.STEPS
    assert [entry.label for entry in figure.series] == ["Phiên bản 2015", "Phiên bản 2008", "Phiên bản 2000"]
    counts = figure.frame.pivot(index="day", columns="series", values="agencies")
    assert counts["2000"].tolist() == [1, 0, 0, 0, 0, 0]
    assert counts["2008"].tolist() == [0, 0, 0, 6, 5, 1]
    assert counts["2015"].tolist() == [0, 0, 0, 0, 1, 1]


def test_the_deadlines_within_the_days_are_marked_where_they_lie() -> None:
    marked = lines().deadlines
    assert [mark.text for mark in marked] == [
        "15/11/2010: giấy chứng nhận phiên bản 2000 hết giá trị",
        "15/03/2018: ngừng cấp mới phiên bản 2008",
        "15/09/2018: giấy chứng nhận phiên bản 2008 hết giá trị",
    ], "the first deadline was before the first day"
    assert [round(mark.at, 2) for mark in marked] == [0.87, 4.6, 4.85]
    drawn = json.loads(draw(lines()).to_json())["layout"]
    assert [(shape["x0"], shape["x1"]) for shape in drawn["shapes"]] == [(m.at, m.at) for m in marked]
    said = [note["text"].replace("<br>", " ") for note in drawn["annotations"][1:]]
    assert said == [plain(mark.text) for mark in marked]
    assert drawn["height"] > 340, "what they say has room of its own"


def test_of_several_lines_one_on_the_axis_has_no_number_and_one_alone_has() -> None:
    points = [trace for trace in json.loads(draw(lines()).to_json())["data"] if "text" in trace]
    assert points[-1]["text"] == ["1", "", "", "", "", ""]
    assert points[-1]["customdata"][1] == [1, "2000", "0"], "it is said where it is pointed at"
    alone = lines(rows=tables(certificate(expires_on="2011-06-30")), days=DAYS[1:3])
    assert json.loads(draw(alone).to_json())["data"][1]["text"] == ["1", "0"]


def test_a_deadline_of_declarations_is_marked_too() -> None:
    rules = rules_with("editions.2008.declarations_invalid_from", date(2016, 1, 1))
    assert "01/01/2016: công bố theo phiên bản 2008 hết giá trị" in [
        mark.text for mark in lines(rules=rules).deadlines
    ]


def test_a_deadline_on_the_first_or_last_day_is_marked_and_one_beyond_is_not() -> None:
    rows = tables(certificate(issued_on="2009-11-16", expires_on="2012-11-15"))
    for days, many in (
        ([date(2010, 11, 15), date(2011, 12, 31)], 1),
        ([date(2010, 11, 16), date(2011, 12, 31)], 0),
        ([date(2009, 11, 16), date(2010, 11, 15)], 1),
        ([date(2009, 11, 16), date(2010, 11, 14)], 0),
    ):
        assert len(lines(rows=rows, days=days).deadlines) == many, days


def test_lines_without_deadlines_are_drawn_as_before() -> None:
    drawn = json.loads(draw(lines(days=[date(2011, 12, 31), date(2016, 12, 31)])).to_json())["layout"]
    assert (drawn["height"], len(drawn["annotations"])) == (340, 1)
    assert "shapes" not in drawn


@pytest.mark.parametrize(
    ("days", "rows", "vi", "en"),
    [
        pytest.param(
            DAYS[:-1],
            PROVINCE,
            "1/6 cơ quan còn hiệu lực theo phiên bản 2015;"
            " 5 cơ quan theo phiên bản 2008, giấy chứng nhận phiên bản này hết giá trị từ ngày 15/09/2018",
            "1/6 agencies in force have edition 2015;"
            " 5 have edition 2008, whose certificates are invalid from 15 Sep 2018",
            id="some to change",
        ),
        pytest.param(
            [date(2018, 9, 15)],
            PROVINCE,
            "1/2 cơ quan còn hiệu lực theo phiên bản 2015",
            "1/2 agencies in force have edition 2015",
            id="the deadline has come, a declaration stays",
        ),
        pytest.param(
            DAYS,
            tables(agency()),
            "Đến ngày này không có cơ quan nào còn hiệu lực",
            "No agency is in force by this day",
            id="none in force",
        ),
        pytest.param(
            [],
            PROVINCE,
            "Đến ngày này không có cơ quan nào còn hiệu lực",
            "No agency is in force by this day",
            id="no days",
        ),
    ],
)
def test_the_title_says_how_many_have_changed_and_what_binds_the_others(
    days: list[date], rows: Any, vi: str, en: str
) -> None:
    assert lines("vi", rows, days).title == vi
    assert lines("en", rows, days).title == en


def test_the_deadline_of_the_current_edition_binds_nobody_yet() -> None:
    rows = tables(certificate(issued_on="2013-05-01", expires_on="2016-04-30"))
    found = attestations.transition(built(rows), [date(2014, 12, 31)])
    bound = deadlines(read_config().rules)
    words = narrative.transition(found, bound, "2008", "vi")
    assert words.title == "1/1 cơ quan còn hiệu lực theo phiên bản 2008"


@pytest.mark.parametrize(
    ("until", "vi", "en"),
    [
        (
            "2017-02-28",
            "Tính đến hết ngày 28/02/2017 không có cơ quan nào hết hiệu lực",
            "No agency lapses by 28 Feb 2017",
        ),
        (
            "2017-03-15",
            "Cơ quan C hết hiệu lực trước hoặc trong ngày 15/03/2017 (ngày 15/03/2017)",
            "Cơ quan C lapses by 15 Mar 2017, on 15 Mar 2017",
        ),
        (
            "2017-03-31",
            "2 cơ quan hết hiệu lực tính đến hết ngày 31/03/2017, sớm nhất là Cơ quan C (ngày 15/03/2017)",
            "2 agencies lapse by 31 Mar 2017, the first Cơ quan C on 15 Mar 2017",
        ),
    ],
)
def test_what_lapses_before_the_next_briefing_is_said(until: str, vi: str, en: str) -> None:
    day = date.fromisoformat(until)
    found = lapsing_until(built(), DAY, day)
    assert narrative.lapsing_until(found, day, "vi") == vi
    assert narrative.lapsing_until(found, day, "en") == en


@pytest.mark.parametrize(
    ("month", "vi", "en"),
    [
        (
            "2017-02-01",
            "Trong tháng 02/2017 không có cơ quan nào hết hiệu lực",
            "No agency lapses in Feb 2017",
        ),
        (
            "2017-03-01",
            "2 cơ quan hết hiệu lực trong tháng 03/2017, sớm nhất là Cơ quan C (ngày 15/03/2017)",
            "2 agencies lapse in Mar 2017, the first Cơ quan C on 15 Mar 2017",
        ),
    ],
)
def test_what_lapses_in_a_month_is_said(month: str, vi: str, en: str) -> None:
    first = date.fromisoformat(month)
    found = lapsing_in(built(), DAY, first)
    assert narrative.lapsing_in(found, first, "vi") == vi
    assert narrative.lapsing_in(found, first, "en") == en
    one = narrative.lapsing_in(found[:1], first, "en")
    assert one == ("Cơ quan C lapses in Mar 2017, on 15 Mar 2017" if len(found) else en)


# All of them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_screen_is_sent_what_plotly_has_checked(language: str, mode: str) -> None:
    for figure in all_figures(language):
        sent = to_json(Shown(figure, mode).to_dict(), validate=False)
        assert json.loads(sent) == json.loads(draw(figure, mode).to_json()), figure.kind
        assert len(as_table(figure))


@pytest.mark.parametrize("language", LANGUAGES)
def test_alternative_texts_are_short_and_name_the_chart_and_the_finding(language: str) -> None:
    for figure in all_figures(language):
        assert figure.title
        assert figure.title in figure.alt or len(figure.alt) == narrative.ALT_LENGTH
        assert len(figure.alt) <= narrative.ALT_LENGTH
    long = editions(language, labels={"so_ban_nganh": "x" * 400})
    assert len(long.alt) == narrative.ALT_LENGTH


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_reach_plotly_escaped(name: str) -> None:
    drawn = draw(editions(labels=dict.fromkeys(LABELS, name))).to_json()
    for part in ("<img", "<i>", "$\\"):
        assert part not in drawn
    assert json.dumps(plain(name))[1:-1] in drawn.replace(r"\u003cbr\u003e", " ")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_editions_and_papers_stand_out_from_the_background(mode: str) -> None:
    ground = BACKGROUNDS[mode]
    for mark in (*EDITIONS, *ATTESTATIONS.values()):
        seen = mark.fill(mode) if mark.edge(mode) == ground else mark.edge(mode)
        assert contrast(seen, ground) >= 3, mark
        assert contrast(mark.ink(mode), mark.fill(mode)) >= 4.5, mark
    for edition in EDITIONS:
        assert contrast(edition.fill(mode), ground) >= 3, "a line has no edge"


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("vision", ["normal", "protan", "deutan", "tritan"])
def test_series_can_be_told_apart_with_every_kind_of_colour_vision(mode: str, vision: str) -> None:
    for marks in ((*EDITIONS, LOOKS["lapsed"], LOOKS["not_started"]), (*ATTESTATIONS.values(),)):
        for one, other in itertools.combinations(marks, 2):
            assert CLEAR not in (one.fill(mode), other.fill(mode))
            pair = zip(_seen(one.fill(mode), vision), _seen(other.fill(mode), vision), strict=True)
            distance = sum((a - b) ** 2 for a, b in pair) ** 0.5
            assert distance >= 20, f"{one.sign} and {other.sign}: {distance:.0f}"


def test_series_have_a_second_sign_each() -> None:
    for marks in ((*EDITIONS, LOOKS["lapsed"], LOOKS["not_started"]), (*ATTESTATIONS.values(),)):
        assert len({mark.sign for mark in marks}) == len(marks)
        assert len({mark.pattern for mark in marks}) >= len(marks) - 1
    assert len({mark.dash for mark in EDITIONS}) == len(EDITIONS)


def test_the_editions_of_the_configuration_have_a_look_each() -> None:
    assert len(read_config().rules.editions) <= len(EDITIONS)


def test_no_cell_is_missing_that_is_known() -> None:
    for figure in all_figures():
        assert not pd.isna(as_table(figure)).to_numpy().any()
