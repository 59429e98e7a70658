"""Inspections as figures, sentences and the annex of a decision."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pytest
from plotly.io import to_json

from qms_model import narrative
from qms_model.config import Rules
from qms_model.figures import Figure, as_table, inspected_by_type, proposed_inspections
from qms_model.figures.inspections import FORM_NAMES
from qms_model.figures.plotly import Shown, draw
from qms_model.figures.plotly.parts import plain
from qms_model.figures.theme import INSPECTED, SCORE
from qms_model.i18n import LANGUAGES, translate
from qms_model.inspections import PARTS, annex, annex_rows, done, proposed
from qms_model.registry import Registry
from qms_model.spreadsheet import workbook
from qms_model.terms import INSPECTION_FORMS, SCORE_PARTS
from tests.build import registry_of
from tests.registries import RULES
from tests.test_figures import HOSTILE
from tests.test_inspections import EVER, INTERNAL, READ, VISIT, clause, major, tables
from tests.test_plainly import agency, audit

DAY = date(2016, 12, 31)
LABELS = {"a": "Sở, ban, ngành", "b": "Chi cục"}


def done_frame(*rows: tuple[str | None, int, int | None, int | None, int | None]) -> pd.DataFrame:
    """group, agencies, inspected, on_site, required."""
    frame = pd.DataFrame(rows, columns=["group", "agencies", "inspected", "on_site", "required"])
    frame = frame.astype(dict.fromkeys(frame.columns[1:], "Int64"))
    return frame.assign(lacking=frame["agencies"] - frame["inspected"])


def listed_frame(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    """name, points for the time since, points for majors, form."""
    return pd.DataFrame(
        [
            dict.fromkeys(PARTS, 0)
            | {"place": n, "agency": f"A{n}", "name": name, "name_en": "", "form": form}
            | {"since": since, "majors": majors, "total": since + majors}
            for n, (name, since, majors, form) in enumerate(rows, start=1)
        ],
        columns=["place", "agency", "name", "name_en", *PARTS, "total", "form"],
    )


@pytest.fixture
def by_type() -> Figure:
    frame = done_frame(("a", 3, 3, 1, 1), ("b", 4, 1, 0, 2))
    return inspected_by_type(frame, LABELS, ("t", "a"), "vi")


@pytest.fixture
def bars() -> Figure:
    return proposed_inspections(
        listed_frame(("Sở X", 30, 6, "on_site"), ("Sở Y", 29, 0, "by_file")), ("t", "a"), "vi"
    )


# What was done -------------------------------------------------------------------------------------------


def test_the_parts_of_a_bar_add_up_to_n_and_the_type_that_lacks_most_comes_first(by_type: Figure) -> None:
    counts = by_type.frame.pivot(index="label", columns="form", values="agencies")
    assert counts.loc["Sở, ban, ngành"].to_dict() == {"on_site": 1, "by_file": 2, "not_yet": 0}
    assert counts.loc["Chi cục"].to_dict() == {"on_site": 0, "by_file": 1, "not_yet": 3}
    assert list(dict.fromkeys(by_type.column("name"))) == ["Chi cục", "Sở, ban, ngành"]


def test_the_tick_lies_at_what_is_asked_on_site_where_the_first_part_should_end(by_type: Figure) -> None:
    assert [entry.code for entry in by_type.series] == ["on_site", "by_file", "not_yet"]
    ticks = by_type.frame.groupby("group")["required_share"].first()
    assert ticks["a"] == pytest.approx(100 / 3)
    assert ticks["b"] == 50
    assert by_type.tick == "Yêu cầu tại trụ sở"
    drawn = json.loads(draw(by_type).to_json())["data"][-1]
    assert sorted(set(drawn["x"])) == [pytest.approx(100 / 3), 50]


def test_the_end_of_a_bar_says_how_many_of_all_and_how_many_visits_of_those_asked(by_type: Figure) -> None:
    ends = dict(zip(by_type.column("name"), by_type.column("end"), strict=True))
    assert ends == {"Sở, ban, ngành": "3/3 · 100%\ntại trụ sở 1/1", "Chi cục": "1/4 · 25%\ntại trụ sở 0/2"}


def test_the_table_behind_what_was_done_has_its_counts(by_type: Figure) -> None:
    table = as_table(by_type)
    assert table.columns.tolist() == [
        "Loại cơ quan", "Số cơ quan thuộc diện bắt buộc", "Đã kiểm tra", "Yêu cầu tại trụ sở",
        "Tại trụ sở", "Qua hồ sơ", "Chưa kiểm tra",
    ]  # fmt: skip
    assert table.to_numpy().tolist()[0] == ["Chi cục", 4, 1, 2, 0, 1, 3]


def test_before_the_rule_there_is_no_tick() -> None:
    figure = inspected_by_type(done_frame(("a", 3, 3, 1, None)), LABELS, ("t", "a"), "vi")
    assert figure.tick == ""
    assert figure.column("end").iloc[0] == "3/3 · 100%\ntại trụ sở 1"
    assert "Yêu cầu tại trụ sở" not in as_table(figure)
    assert json.loads(draw(figure).to_json())["data"]


def test_what_is_not_known_is_not_drawn_as_none() -> None:
    assert inspected_by_type(done_frame(("a", 3, None, None, 1)), LABELS, ("t", "a"), "vi").is_empty()
    assert inspected_by_type(done_frame(), LABELS, ("t", "a"), "vi").is_empty()


# The list ------------------------------------------------------------------------------------------------


def test_the_points_of_a_bar_add_up_to_its_total_in_the_order_of_the_list(bars: Figure) -> None:
    assert bars.frame.groupby("agency")["points"].sum().to_dict() == {"A1": 36, "A2": 29}
    assert list(dict.fromkeys(bars.column("name"))) == ["1. Sở X", "2. Sở Y"]
    assert list(dict.fromkeys(bars.column("end"))) == ["36 điểm", "29 điểm"]
    assert [entry.code for entry in bars.series] == ["since", "majors"], "only the parts that occur"


def test_bars_are_as_long_as_their_points_and_no_axis_speaks_of_percent() -> None:
    listed = listed_frame(("Sở X", 30, 20, "on_site"), ("Sở Y", 0, 0, "on_site"))
    drawn = json.loads(draw(proposed_inspections(listed, ("t", "a"), "vi")).to_json())
    assert [trace["x"] for trace in drawn["data"]] == [[30], [20]]
    assert drawn["layout"]["xaxis"]["range"] == [0, 50]
    assert "%" not in json.dumps(drawn["layout"]["xaxis"])


def test_only_the_first_are_drawn() -> None:
    listed = listed_frame(*((f"Sở {n}", 30, 0, "on_site") for n in range(20)))
    assert proposed_inspections(listed, ("t", "a"), "vi").frame["agency"].nunique() == 15
    assert proposed_inspections(listed, ("t", "a"), "vi", most=3).frame["agency"].nunique() == 3
    assert proposed_inspections(listed_frame(), ("t", "a"), "vi").is_empty()


def test_a_figure_says_how_many_are_drawn_where_not_all_are() -> None:
    listed = listed_frame(*((f"Sở {n}", 30, 0, "on_site") for n in range(1020)))
    assert proposed_inspections(listed[:20], ("t", "a"), "en").rows_shown() == "15 of 20 shown"
    assert proposed_inspections(listed, ("t", "a"), "vi").rows_shown() == "hiển thị 15/1.020"
    assert proposed_inspections(listed[:15], ("t", "a"), "vi").rows_shown() == ""


def test_the_table_behind_the_list_has_the_points_of_each_part(bars: Figure) -> None:
    assert as_table(bars).to_numpy().tolist() == [
        ["1. Sở X", "Tại trụ sở", 36, 30, 6],
        ["2. Sở Y", "Qua hồ sơ", 29, 29, 0],
    ]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_screen_is_sent_what_plotly_has_checked(by_type: Figure, bars: Figure, mode: str) -> None:
    for figure in (by_type, bars):
        sent = to_json(Shown(figure, mode).to_dict(), validate=False)
        assert json.loads(sent) == json.loads(draw(figure, mode).to_json())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_reach_plotly_escaped(name: str) -> None:
    figures = [
        inspected_by_type(done_frame(("a", 1, 1, 1, 1)), {"a": name}, (name, name), "vi"),
        proposed_inspections(listed_frame((name, 30, 0, "on_site")), (name, name), "vi"),
    ]
    for figure in figures:
        drawn = draw(figure).to_json()
        for part in ("<img", "<i>", "$\\"):
            assert part not in drawn
        assert json.dumps(plain(name))[1:-1] in drawn.replace(r"\u003cbr\u003e", " ")


def test_every_form_and_part_has_a_mark_of_its_own_and_a_name_in_both_languages() -> None:
    assert list(INSPECTED) == list(FORM_NAMES)
    assert list(SCORE) == list(SCORE_PARTS) == list(PARTS)
    for marks in (INSPECTED, SCORE):
        assert len({mark.sign + mark.pattern + mark.light for mark in marks.values()}) == len(marks)
    names = [*FORM_NAMES.values(), *SCORE_PARTS.values()]
    assert len({translate(name, "vi") for name in names} - set(names)) == len(names)


# Sentences -----------------------------------------------------------------------------------------------


def year(*row: int | None) -> pd.DataFrame:
    agencies, inspected, on_site, required = row
    return done_frame((None, agencies or 0, inspected, on_site, required))


@pytest.mark.parametrize(
    ("whole", "vi", "en"),
    [
        pytest.param(
            year(0, 0, 0, 0),
            "Không có cơ quan thuộc diện bắt buộc phải kiểm tra",
            "No mandatory agency to inspect",
            id="nobody",
        ),
        pytest.param(
            year(7, None, None, 3),
            "Đến ngày này chưa ghi nhận cuộc đánh giá, kiểm tra nào nên chưa xác định được số cơ quan"
            " đã kiểm tra",
            "No audit is recorded by this day, so it is not known who was inspected",
            id="not known",
        ),
        pytest.param(
            year(7, 4, 1, None),
            "Năm 2016, tính đến 31/12/2016: đã kiểm tra 4/7 cơ quan thuộc diện bắt buộc, trong đó 1"
            " tại trụ sở;"
            " chưa có quy định phải kiểm tra hằng năm",
            "2016, up to 31 Dec 2016: 4/7 mandatory agencies inspected, 1 of them on site; the law"
            " does not ask"
            " for it yet",
            id="not asked",
        ),
        pytest.param(
            year(7, 4, 1, 3),
            "Năm 2016, tính đến 31/12/2016: đã kiểm tra 4/7 cơ quan thuộc diện bắt buộc, tại trụ sở 1 trên 3"
            " theo yêu cầu; còn thiếu nhiều nhất: Chi cục (3)",
            "2016, up to 31 Dec 2016: 4/7 mandatory agencies inspected, on site 1 of 3 asked; most are"
            " lacking"
            " among Chi cục (3)",
            id="lacking",
        ),
        pytest.param(
            year(7, 7, 2, 3),
            "Năm 2016, tính đến 31/12/2016: đã kiểm tra cả 7 cơ quan thuộc diện bắt buộc, nhưng tại"
            " trụ sở mới"
            " đạt 2 trên 3 theo yêu cầu",
            "2016, up to 31 Dec 2016: all 7 mandatory agencies inspected, but on site only 2 of 3 asked",
            id="all, but too few on site",
        ),
        pytest.param(
            year(7, 7, 3, 3),
            "Năm 2016, tính đến 31/12/2016: đã kiểm tra cả 7 cơ quan thuộc diện bắt buộc, trong đó 3"
            " tại trụ sở"
            " (yêu cầu 3)",
            "2016, up to 31 Dec 2016: all 7 mandatory agencies inspected, 3 of them on site where 3"
            " are asked",
            id="met",
        ),
    ],
)
def test_the_title_says_what_was_done_of_what_was_asked(whole: pd.DataFrame, vi: str, en: str) -> None:
    by_type = done_frame(("a", 3, 3, 1, 1), ("b", 4, 1, 0, 2))
    for language, text in (("vi", vi), ("en", en)):
        words = narrative.inspected_by_type(whole, by_type, LABELS, DAY, language)
        assert words.title == text
        assert words.title in words.alt
        assert len(words.alt) <= narrative.ALT_LENGTH


@pytest.mark.parametrize(
    ("listed", "vi", "en"),
    [
        pytest.param(
            listed_frame(),
            "Không có cơ quan nào được đề xuất kiểm tra",
            "No agency is proposed for inspection",
            id="none",
        ),
        pytest.param(
            listed_frame(("Sở X", 3, 0, "by_file"), ("Sở Y", 30, 6, "on_site"), ("Sở Z", 1, 0, "by_file")),
            "Đề xuất kiểm tra 3 cơ quan: 1 tại trụ sở, 2 qua hồ sơ; điểm cao nhất: Sở Y (36 điểm)",
            "3 agencies proposed, 1 on site and 2 by file; highest score: Sở Y, 36 points",
            id="the highest score is not the first place",
        ),
    ],
)
def test_the_title_says_how_many_are_proposed(listed: pd.DataFrame, vi: str, en: str) -> None:
    for language, text in (("vi", vi), ("en", en)):
        words = narrative.proposed_inspections(listed, language)
        assert words.title == text
        assert words.title in words.alt


def test_alternative_texts_are_short_even_for_long_names() -> None:
    listed = listed_frame(("x" * 400, 3, 0, "by_file"))
    assert len(narrative.proposed_inspections(listed, "vi").alt) == narrative.ALT_LENGTH


# The annex -----------------------------------------------------------------------------------------------

SAID = {
    "Tính đến ngày": "2016-12-31",
    "Lần cập nhật": "7",
    "Nguồn": "Sở Nội vụ",
    "Ghi chú": "Số liệu minh họa",
}


def office(name: str = "Cơ quan A") -> Registry:
    found = [
        INTERNAL,
        major(INTERNAL, 1),
        clause(INTERNAL, 2),
        VISIT,
        audit("internal", "2016-02-02", "B"),
        READ,
    ]
    return registry_of(
        tables(agency(name=name), agency("B", type="ubnd_huyen", district="178", name_en="B in English"),
               {**EVER, "agency": "B", "expires_on": "2017-03-31"}, *found),
        Rules.model_validate(RULES),
    )  # fmt: skip


def made(name: str = "Cơ quan A", language: str = "vi") -> dict[str, pd.DataFrame]:
    registry = office(name)
    return annex(registry, DAY, proposed(registry, DAY, 2, must=["B"]), SAID, language)


def test_the_annex_has_the_list_the_parts_the_rule_and_the_source() -> None:
    sheets = made()
    assert list(sheets) == ["Danh sách đề xuất", "Cách tính điểm", "Quy tắc", "Nguồn"]
    first = sheets["Danh sách đề xuất"].iloc[0].to_dict()
    assert {name: first[name] for name in ("STT", "Mã", "Tên cơ quan", "Địa bàn", "Lý do đề xuất")} == {
        "STT": 1, "Mã": "B", "Tên cơ quan": "Cơ quan B", "Địa bàn": "Thành phố Lạng Sơn",
        "Lý do đề xuất": "Theo yêu cầu",
    }  # fmt: skip
    assert sheets["Cách tính điểm"]["Điểm tối đa"].tolist() == [30, 25, 15, 15, 15]
    assert dict(sheets["Nguồn"].to_numpy().tolist()) == SAID


def test_the_points_of_a_line_add_up_to_those_that_it_has() -> None:
    table = made()["Danh sách đề xuất"]
    parts = [translate(SCORE_PARTS[part], "vi") for part in PARTS]
    assert table[parts].sum(axis=1).tolist() == table["Điểm ưu tiên"].tolist()
    assert table["Lần kiểm tra gần nhất"].tolist() == ["—", "30/06/2016"]
    assert table["Hiệu lực đến"].tolist() == ["31/03/2017", "không còn hiệu lực hoặc chưa có"]


def test_the_rule_says_what_was_done_and_which_year_is_planned() -> None:
    said = dict(made()["Quy tắc"].to_numpy().tolist())
    year_ = done(office(), DAY).iloc[0]
    assert said["Đã kiểm tra trong năm 2016"] == f"{year_['inspected']}/{year_['agencies']}" == "1/2"
    assert said["Số cơ quan phải kiểm tra tại trụ sở trong năm 2016"] == "1"
    assert said["Năm kế hoạch"] == "2017", "what is planned on 31 December"
    assert said["Trong đó đề xuất kiểm tra tại trụ sở"] == "1"
    assert said["Căn cứ"] == "TT 26/2014/TT-BKHCN"


def test_the_rows_for_a_document_are_text_in_the_language_of_the_reader() -> None:
    registry = office()
    listed = proposed(registry, DAY, 2, must=["B"])
    headings, rows = annex_rows(registry, listed, "vi")
    assert headings == [
        "STT", "Tên cơ quan", "Loại cơ quan", "Địa bàn", "Hình thức kiểm tra", "Điểm ưu tiên",
        "Lý do đề xuất", "Lần kiểm tra gần nhất",
    ]  # fmt: skip
    assert rows[0][:5] == ["1", "Cơ quan B", "UBND huyện, thành phố", "Thành phố Lạng Sơn", "Tại trụ sở"]
    assert rows[1][3] == "", "it is in no district"
    assert all(isinstance(text, str) for row in rows for text in row)
    assert annex_rows(registry, listed, "en")[1][0][1] == "B in English"
    assert annex_rows(registry, listed.head(0), "vi") == (headings, [])


def test_the_annex_in_vietnamese_has_no_english_text() -> None:
    english, vietnamese = made(language="en"), made()
    both = [
        (str(one), str(other))
        for (name, sheet), (other_name, twin) in zip(english.items(), vietnamese.items(), strict=True)
        for one, other in zip(
            [name, *sheet.columns, *sheet.to_numpy().ravel()],
            [other_name, *twin.columns, *twin.to_numpy().ravel()],
            strict=True,
        )
    ]
    same = {one for one, other in both if one == other and any(letter.isalpha() for letter in one)}
    recorded = {*SAID, *SAID.values(), "A", "B", "Cơ quan A", "TT 26/2014/TT-BKHCN"}
    assert same <= recorded


@pytest.mark.parametrize("name", [*HOSTILE, '=HYPERLINK("x")'])
def test_the_annex_as_a_workbook_keeps_names_letter_by_letter_and_its_bytes(name: str) -> None:
    file = workbook(made(name))
    assert workbook(made(name)) == file
    book = openpyxl.load_workbook(io.BytesIO(file))
    rows: list[Any] = list(book["Danh sách đề xuất"].iter_rows(values_only=True))
    assert name in rows[2]
    assert isinstance(rows[1][0], int), "numbers stay numbers"


def test_an_empty_list_has_an_annex_too() -> None:
    registry = office()
    for language in LANGUAGES:
        sheets = annex(registry, DAY, proposed(registry, DAY, 0), SAID, language)
        assert [len(sheet) for sheet in sheets.values()][:2] == [0, 5]
        assert workbook(sheets)


def test_every_form_of_the_list_has_a_name() -> None:
    found = proposed(office(), DAY, 2)
    assert set(found["form"]) <= set(INSPECTION_FORMS)
