"""The deck of a briefing, read back as PowerPoint and LibreOffice do."""

from __future__ import annotations

import hashlib
import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pandas as pd
import pytest
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation

from qms_model import views
from qms_model.briefing.compose import report_of
from qms_model.briefing.deck import deck_pptx
from qms_model.briefing.inputs import Chosen
from qms_model.briefing.report import Asked, Listed, Report, Section
from qms_model.briefing.slides import WIDE, add_slide, blank_deck, file_of
from qms_model.briefing.template import templates
from qms_model.config import read_config
from qms_model.coverage import Filters
from qms_model.figures import Figure, Kind, time_line
from qms_model.figures.pptx import Box, draw
from qms_model.figures.pptx.measure import lines
from qms_model.figures.pptx.parts import looks
from qms_model.figures.spec import Series
from qms_model.figures.theme import CLEAR, Mark
from qms_model.registry import Registry, open_registry
from qms_model.store import open_store
from qms_model.views import At, View
from tests import printing
from tests.briefings import report as report_of_rows
from tests.briefings import some
from tests.build import registry_of
from tests.decks import (
    at_of,
    charts_of,
    counted,
    notes_of,
    opened,
    report_about,
    tables_of,
    texts_of,
    values_of,
)
from tests.hostile import PAYLOADS, TEXTS, fill, hostile_rules
from tests.printing import fingerprint_elsewhere
from tests.screens import sampled

BOX = Box(0.5, 1.8, 12.3, 4.4)
SMALLEST = 12
# The kinds that no slide of the sample has; `lanes` is of one agency.
ELSEWHERE = (
    "rungs_by_type",
    "days_late",
    "coverage_by_year",
    "adopters_by_year",
    "paths_by_type",
    "transition",
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sampled(tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="module")
def sample(database: str) -> Registry:
    return open_registry(open_store(database), read_config().rules)


@pytest.fixture(scope="module")
def report(sample: Registry) -> Report:
    return report_about(sample)


@pytest.fixture(scope="module")
def content(report: Report) -> bytes:
    return deck_pptx(report)


@pytest.fixture(scope="module")
def deck(content: bytes) -> Presentation:
    return opened(content)


@pytest.fixture(scope="module")
def shown(report: Report, sample: Registry) -> list[Figure]:
    """Figures of every kind."""
    more = [getattr(views, name)(at_of(sample))[0] for name in ELSEWHERE]
    events = pd.DataFrame(
        {
            "lane": ["papers", "audits"],
            "label": ["Chứng nhận", "Đánh giá"],
            "on": [date(2010, 1, 1), date(2011, 2, 3)],
            "until": [date(2012, 12, 31), date(2011, 2, 3)],
            "look": ["valid", "major"],
            "text": ["Giấy chứng nhận số 1", "Điểm không phù hợp nặng"],
        }
    )
    lanes = time_line(events, date(2014, 12, 31), ("Một cơ quan", "Dòng thời gian"), "vi")
    return [*(drawn.figure for drawn in report.figures()), *more, lanes]


def drawn_alone(figure: Figure) -> Presentation:
    """A deck of one slide with the figure, read back."""
    deck = blank_deck("t", "a", date(2014, 12, 31), figure.language)
    draw(add_slide(deck, figure.title, figure.language), figure, BOX)
    return opened(file_of(deck))


def test_a_deck_of_the_sample_is_a_dozen_slides_each_saying_its_finding(
    deck: Presentation, report: Report
) -> None:
    slides = list(deck.slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides if slide.shapes.title is not None]
    figures = {drawn.key: drawn.figure.title for drawn in report.figures()}
    worst = next(table.title for table in report.tables() if table.key == "worst")
    keys = (
        "coverage-by-type", "adoption", "editions-by-type", "expiry-calendar", "ageing",
        "findings-ageing", "inspected-by-type",
    )  # fmt: skip
    assert titles == [
        report.title,
        report.lead,
        *(figures[key] for key in keys),
        worst,
        "Kiến nghị lãnh đạo xem xét, quyết định",
        "Cách tính và nguồn số liệu",
    ]
    assert len(slides) == 12
    assert all(slide.shapes[0] == slide.shapes.title for slide in slides), "the title is read first"


def test_every_slide_has_foot_number_and_notes(deck: Presentation, report: Report) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        *_, foot, page = slide.shapes
        assert foot.text_frame.text == report.origin.line()
        assert page.text_frame.text == str(number)
        assert 'type="slidenum"' in page._element.xml
        assert notes_of(slide)
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(set(ids)) == len(ids)


def test_a_foot_never_takes_more_than_two_lines_and_the_last_slide_says_all(report: Report) -> None:
    long = replace(report.origin, source="Nguồn: " + "sổ theo dõi " * 60, filters="Huyện " * 60)
    deck = opened(deck_pptx(replace(report, origin=long)))
    for slide in deck.slides:
        said = slide.shapes[-2].text_frame.text
        assert lines(said, 10, 11.6 * 72) <= 2
        assert long.snapshot in said
        assert said.endswith(long.illustrative)
    assert "sổ theo dõi " * 50 in notes_of(deck.slides[-1])


def test_notes_say_measure_definition_and_each_row(deck: Presentation, report: Report) -> None:
    drawn = next(iter(report.figures()))
    notes = notes_of(deck.slides[2]).splitlines()
    assert notes[:2] == [drawn.measure, drawn.definition]
    assert len(notes) == 2 + drawn.figure.column("row").nunique()
    first = drawn.figure.frame.iloc[0]
    assert notes[2].startswith(f"{first['label']}: Số cơ quan {first['total']}")


def test_the_key_figures_stand_on_the_second_slide_and_the_decisions_are_numbered(
    deck: Presentation, report: Report
) -> None:
    headline = next(table.frame for table in report.tables() if table.key == "headline")
    tiles = [shape.text_frame.text.split("\n") for shape in list(deck.slides[1].shapes)[1:-2]]
    assert tiles == headline.to_numpy().tolist()
    [texts] = [part.texts for part in report.note if isinstance(part, Asked)]
    body = deck.slides[-2].shapes[1].text_frame
    assert tuple(paragraph.text for paragraph in body.paragraphs) == texts
    assert all("buAutoNum" in paragraph._p.xml for paragraph in body.paragraphs)


def test_the_first_to_push_are_a_table_of_ten(deck: Presentation, report: Report) -> None:
    worst = next(table.frame for table in report.tables() if table.key == "worst")
    [[head, *rows]] = tables_of(deck.slides[-3])
    assert head == list(worst.columns)
    assert rows == [[str(cell) for cell in row] for row in worst.itertuples(index=False)]


def test_every_graphic_is_told_to_a_screen_reader_and_no_text_of_it_is_small(content: bytes) -> None:
    deck = opened(content)
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if "charts/chart" in name]
        slides = [
            parts.read(name).decode() for name in parts.namelist() if name.startswith("ppt/slides/slide")
        ]
    sizes = {int(size) for xml in [*charts, *slides] for size in re.findall(r'\bsz="(\d+)"', xml)}
    assert min(sizes) >= 100 * SMALLEST


def test_every_kind_is_drawn_natively(shown: list[Figure]) -> None:
    kinds = {
        Kind.SHARE_BARS: {XL_CHART_TYPE.BAR_STACKED_100},
        Kind.BARS: {XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.BAR_STACKED},
        Kind.DOTS: {XL_CHART_TYPE.BAR_CLUSTERED},
        Kind.COLUMNS: {
            XL_CHART_TYPE.COLUMN_CLUSTERED,
            XL_CHART_TYPE.COLUMN_STACKED,
            XL_CHART_TYPE.LINE_MARKERS,
        },
        Kind.STEPS: {XL_CHART_TYPE.LINE_MARKERS},
        Kind.STRIP: {XL_CHART_TYPE.XY_SCATTER},
    }
    seen = set()
    for figure in shown:
        [slide] = drawn_alone(figure).slides
        found = {chart.chart_type for chart in charts_of(slide)}
        assert found <= kinds.get(figure.kind, set())
        assert bool(found) != bool(tables_of(slide))
        seen.add(figure.kind)
    assert seen == set(Kind)


def test_every_number_of_a_chart_is_that_of_the_frame(shown: list[Figure]) -> None:
    for figure in shown:
        [slide] = drawn_alone(figure).slides
        found = charts_of(slide)
        rows = (
            list(dict.fromkeys((figure.below or figure).column("row"))) if "row" in figure.encodings else []
        )
        if figure.kind in (Kind.SHARE_BARS, Kind.BARS, Kind.STEPS):
            [chart] = found
            assert values_of(chart) == counted(figure, rows[: _drawn(chart)], "count"), figure.title
        elif figure.kind is Kind.DOTS:
            [chart] = found
            assert values_of(chart) == counted(figure, rows[: _drawn(chart)], "length")
        elif figure.kind is Kind.COLUMNS:
            assert values_of(found[0]) == counted(figure, rows, "count")
            if figure.below is not None:
                assert values_of(found[1]) == counted(figure.below, rows, "count")
                assert len(found) == 2
        elif figure.kind is Kind.STRIP:
            marks = {
                series.label: figure.frame.loc[figure.column("series") == series.code, "days_late"].tolist()
                for series in figure.series
            }
            [chart] = found
            xs = {series.name: list(map(float, _xs(series))) for series in chart.series}
            assert xs == marks


def _drawn(chart: object) -> int:
    return len(chart.plots[0].categories)  # type: ignore[attr-defined]


def _xs(series: object) -> list[str]:
    points = series._element.xpath("./c:xVal//c:pt")  # type: ignore[attr-defined]
    return [point.v.text for point in points]


def test_a_table_of_shares_says_n_and_all_of_each_cell(shown: list[Figure]) -> None:
    heat = next(figure for figure in shown if figure.kind is Kind.HEAT)
    [slide] = drawn_alone(heat).slides
    [[head, *rows]] = tables_of(slide)
    assert head == [heat.axis, *dict.fromkeys(heat.column("column"))]
    texts = {(name, year): text for name, year, text in
             zip(heat.column("name"), heat.column("column"), heat.column("text"), strict=True)}  # fmt: skip
    assert {
        (row[0], year): cell for row in rows for year, cell in zip(head[1:], row[1:], strict=True)
    } == texts


def test_the_n_of_each_row_stands_beside_its_name(report: Report, deck: Presentation) -> None:
    figure = next(iter(report.figures())).figure
    [chart] = charts_of(deck.slides[2])
    ends = dict(zip(figure.column("name"), figure.column("end"), strict=True))
    for label, (name, end) in zip(chart.plots[0].categories, ends.items(), strict=True):
        assert label.startswith(f"{name} · {end.split(' · ')[0]}")
    assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, 1)


def test_what_is_not_known_is_a_gap_and_no_zero(sample: Registry) -> None:
    figure = views.rungs_by_type(at_of(sample))[0]
    codes = list(dict.fromkeys(figure.column("row")))
    frame = figure.frame.copy()
    frame.loc[0, figure.encodings["length"]] = float("nan")
    [slide] = drawn_alone(replace(figure, frame=frame)).slides
    [chart] = charts_of(slide)
    assert values_of(chart)[figure.series[0].label][0] is None
    assert values_of(chart) == counted(replace(figure, frame=frame), codes, "length")


def test_series_that_greyscale_would_not_tell_apart_have_a_pattern() -> None:
    marks = Mark(CLEAR, CLEAR, "#56616E"), Mark(CLEAR, CLEAR, "#2073BC"), Mark("#000000", "#FFFFFF")
    series = [Series(str(place), "x", mark) for place, mark in enumerate(marks)]
    assert [bool(mark.pattern) for mark in looks(series)] == [False, True, False]


def test_the_same_report_is_the_same_bytes_in_another_zone_and_second(content: bytes, database: str) -> None:
    first = fingerprint_elsewhere("tests.decks", "Asia/Ho_Chi_Minh", "1", database)
    time.sleep(1.1)  # a workbook says the second in which it was made
    other = fingerprint_elsewhere("tests.decks", "America/New_York", "2", database)
    assert first == other == hashlib.sha256(content).hexdigest()


def test_a_deck_says_nothing_of_when_and_where_it_was_made(content: bytes) -> None:
    facts = opened(content).core_properties
    assert [str(facts.created)[:19], str(facts.modified)[:19]] == ["2014-12-31 00:00:00"] * 2
    assert (facts.author, facts.last_modified_by, facts.language) == ("Sở Nội vụ", "Sở Nội vụ", "vi-VN")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name or "printer" in name]
        assert not [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)]
        fonts = re.findall(r'<a:latin typeface="([^+"]+)"', parts.read("ppt/theme/theme1.xml").decode())
        books = [parts.read(name) for name in parts.namelist() if name.endswith(".xlsx")]
    assert set(fonts) == {"Arial"}
    assert len(books) == 7
    for book in books:
        with zipfile.ZipFile(io.BytesIO(book)) as parts:
            assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert openpyxl.load_workbook(io.BytesIO(book)).properties.created.year == 1980


def test_every_text_says_its_language(sample: Registry) -> None:
    for language, locale in (("vi", "vi-VN"), ("en", "en-GB")):
        deck = opened(deck_pptx(report_about(sample, language)))
        for slide in deck.slides:
            runs = slide._element.xpath(".//a:r/a:rPr/@lang")
            assert set(runs) == {locale}
            assert len(runs) == len(slide._element.xpath(".//a:r"))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides if slide.shapes.title]
    assert titles[-2:] == [
        "Proposed for decision by the leadership", "How it is counted, and where the numbers come from",
    ]  # fmt: skip


def test_nothing_lies_outside_a_slide_or_over_another_thing(deck: Presentation) -> None:
    for slide in deck.slides:
        boxes = [
            (s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes if not s.is_placeholder
        ]
        for left, top, right, bottom in boxes:
            assert left >= 0
            assert right <= deck.slide_width
            assert top >= 0
            assert bottom <= 6.8 * 914400 + 20000, "nothing over the foot"
        for one, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[one + 1 :]:
                assert not (left < other[2] and other[0] < right and top < other[3] and other[1] < bottom)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report in which every name is one that does something where it is taken for markup."""
    folder = tmp_path_factory.mktemp("hostile")
    config = hostile_rules(folder / "config.yaml")
    url = f"sqlite:///{(folder / 'h.sqlite').as_posix()}"
    fill(url, folder / "registry", config)
    rules = read_config(config)
    found = report_about(open_registry(open_store(url), rules.rules), config=rules)
    listed = Listed("worst", PAYLOADS[0], pd.DataFrame({"=1+1": TEXTS[:10], "Số": range(10)}))
    return replace(found, sections=(Section("x", "x", (listed,)), *found.sections), lead=" ".join(TEXTS[:3]))


def test_names_that_do_something_elsewhere_are_text_here(hostile: Report) -> None:
    content = deck_pptx(hostile)
    deck = opened(content)
    said = [text for slide in deck.slides for text in [*texts_of(slide), notes_of(slide)]]
    assert not [text for text in said if re.search(r"[\x00-\x08\x0e-\x1f]", text)]
    first = next(iter(hostile.figures())).figure
    for name in set(map(str, first.column("name"))):
        assert any(name in text for text in said), name
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        assert not [
            name for name in names if re.search(rb"hlinkClick|External|<a:fld(?! id)", parts.read(name))
        ]
        books = [parts.read(name) for name in names if name.endswith(".xlsx")]
    assert books
    for book in books:
        with zipfile.ZipFile(io.BytesIO(book)) as cells:
            sheet = cells.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_row_may_be_called_anything(text: str, report: Report) -> None:
    figure = next(iter(report.figures())).figure
    frame = figure.frame.assign(**{figure.encodings["name"]: text})
    [slide] = drawn_alone(replace(figure, frame=frame, title=text)).slides
    [chart] = charts_of(slide)
    assert slide.shapes.title is not None
    for written in (slide.shapes.title.text_frame.text, chart.plots[0].categories[0].label.split(" · ")[0]):
        assert text.startswith(written.rstrip("…"))
        assert written


def test_the_cover_says_what_the_figures_are_limited_to() -> None:
    hospitals = report_of_rows(some(30), filters=Filters(type="benh_vien", obligation="mandatory"))
    cover, *_ = opened(deck_pptx(hospitals)).slides
    assert "Phạm vi: Bệnh viện, bắt buộc" in texts_of(cover)
    assert "Phạm vi: Bệnh viện, bắt buộc" in notes_of(cover)
    cover, *_ = opened(deck_pptx(report_of_rows(some(30)))).slides
    assert not [text for text in texts_of(cover) if "Phạm vi" in text]


def test_a_deck_is_made_of_whatever_there_is(report: Report) -> None:
    bare = replace(report, note=(), sections=(), definitions=(), yearly=None)
    titles = [s.shapes.title.text_frame.text for s in opened(deck_pptx(bare)).slides if s.shapes.title]
    assert titles == [report.title, report.lead, "Cách tính và nguồn số liệu"]
    one: dict[str, list[dict[str, str]]] = {
        "agencies": [{"agency": "A", "name": "Sở Y tế", "type": "so_ban_nganh"}]
    }
    none: dict[str, list[dict[str, str]]] = {"agencies": []}
    for tables in (one, none):
        assert len(opened(deck_pptx(report_about(registry_of(tables)))).slides) >= 3


def test_a_deck_of_a_thousand_agencies_says_what_does_not_fit() -> None:
    content = deck_pptx(report_about(thousand()))
    deck = opened(content)
    assert len(deck.slides) <= 12
    assert len(content) < 2_000_000
    bodies = next(slide for slide in deck.slides if "chủ quản" in slide.shapes.title.text_frame.text)
    assert any("dòng nữa" in text for text in texts_of(bodies))
    for slide in deck.slides:
        assert lines(slide.shapes[0].text_frame.text, 20, (WIDE - 1) * 72) <= 4


def test_figures_chosen_besides_are_shown_and_a_table_says_how_many_columns_are_too_many(
    sample: Registry,
) -> None:
    at = At(sample, View("vi", date(2020, 12, 31), date(2019, 12, 31), Filters()))
    chosen = Chosen((), ("coverage-by-year", "findings-flow"))
    made = report_of(at, templates(None)["briefing"], read_config(), chosen)
    table, flow = list(opened(deck_pptx(made)).slides)[3:5]  # after cover, key figures, the note's figure
    [[head, *_]] = tables_of(table)
    assert head[-1] == "2020"
    left_out = made_columns(made) - (len(head) - 1)
    assert left_out > 0
    assert any(f"còn {left_out} cột của các kỳ trước" in text for text in texts_of(table))
    assert charts_of(flow)
    assert not any("của các kỳ trước" in text for text in texts_of(flow))


def made_columns(made: Report) -> int:
    """How many columns the table of types by years has."""
    (by_year,) = [one.figure for one in made.figures() if one.key == "coverage-by-year"]
    return len(set(by_year.column("column")))


def thousand() -> Registry:
    """A thousand agencies that are all late, under forty bodies."""
    types = [entry.code for entry in read_config().rules.types]
    agencies = [
        {
            "agency": f"A{n}",
            "name": f"Cơ quan số {n}",
            "type": types[n % len(types)],
            "parent": f"Cơ quan {n % 40}",
        }
        for n in range(1000)
    ]
    papers = [
        {"agency": row["agency"], "kind": "certificate", "edition": "2008", "number": row["agency"],
         "issued_on": "2010-05-01", "expires_on": f"2013-{n % 12 + 1:02}-15"}
        for n, row in enumerate(agencies)
    ]  # fmt: skip
    return registry_of({"agencies": agencies, "attestations": papers})


@pytest.fixture(scope="module")
def printed(
    tmp_path_factory: pytest.TempPathFactory,
    content: bytes,
    hostile: Report,
    shown: list[Figure],
    sample: Registry,
) -> dict[str, list[str]]:
    """The text of every slide of some decks, as LibreOffice shows them."""
    folder = tmp_path_factory.mktemp("printed")
    kinds = blank_deck("t", "a", date(2014, 12, 31), "vi")
    for figure in shown:
        draw(add_slide(kinds, figure.title, "vi"), figure, BOX)
    decks = {"sample": content, "hostile": deck_pptx(hostile), "kinds": file_of(kinds)}
    pages = printing.printed(folder, decks, "pptx").items()
    # Without spaces: in a PDF they are only distances.
    return {name: [page.replace(" ", "") for page in texts] for name, texts in pages}


def test_libreoffice_shows_every_slide(printed: dict[str, list[str]], shown: list[Figure]) -> None:
    assert len(printed["sample"]) == 12
    assert len(printed["kinds"]) == len(shown)
    assert "UBNDxã,phường,thịtrấn·14/224" in printed["sample"][2]
    for number, page in enumerate(printed["sample"], start=1):
        assert "lầncậpnhật" in page
        assert str(number) in page.partition("Tínhđếnngày31/12/2014")[2]
    assert len(printed["hostile"]) >= 5
