"""Figures for paper: every kind with no row, one and many; all texts as text; the same bytes."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from qms_model.figures import Kind
from qms_model.figures.spec import Series
from qms_model.figures.theme import LOOKS, RAMP, REST, RUNGS
from qms_model.figures.typst import WIDTH, figure_png, figure_svg, framed, scene_of
from qms_model.figures.typst.fonts import STAND_IN, breakable, printable, width_of, wrapped
from qms_model.figures.typst.rows import ticks
from qms_model.figures.typst.scene import Item, marks_of
from tests.hostile import TEXTS
from tests.sheets import figure_of, texts_of, unbroken

ROWS = ["UBND xã, phường, thị trấn", "Sở, ban, ngành", "Chi cục"]
IN_ROWS = [Kind.SHARE_BARS, Kind.BARS, Kind.STRIP, Kind.HEAT, Kind.DOTS, Kind.PANELS]
PNG = b"\x89PNG\r\n\x1a\n"


def texts(kind: Kind, names: list[str]) -> list[str]:
    return scene_of(figure_of(kind, names)).texts()


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_every_kind_draws_with_no_row_with_one_and_with_many(kind: Kind, count: int) -> None:
    figure = figure_of(kind, [f"Nhóm số {n}" for n in range(count)])
    assert figure_svg(figure).startswith(b"<svg")
    assert figure_png(figure, ppi=30).startswith(PNG)


@pytest.mark.parametrize("kind", Kind)
def test_nothing_to_draw_is_a_dash(kind: Kind) -> None:
    assert texts(kind, []) == ["—"]


@pytest.mark.parametrize("kind", IN_ROWS)
def test_each_row_says_its_name_and_n_of_all(kind: Kind) -> None:
    said = texts(kind, ROWS)
    for place, name in enumerate(ROWS):
        assert name in said
        assert [text for text in said if text_begins(text, texts_of(name, place))]


def text_begins(text: str, with_: str) -> bool:
    return text == with_ or text.startswith(f"{with_} ")


@pytest.mark.parametrize(
    ("kind", "shape", "beside"),
    [(Kind.HEAT, "box", 0), (Kind.DOTS, "sign", len(RUNGS)), (Kind.PANELS, "path", 4)],
)
def test_a_share_of_nothing_is_not_drawn_as_zero(kind: Kind, shape: str, beside: int) -> None:
    """`beside`: what the legend and the axes of one row draw in that shape."""
    figure = figure_of(kind, ["Sở"])
    missing = replace(figure, frame=figure.frame.assign(length=float("nan")))
    drawn, left = (sum(item["is"] == shape for item in scene_of(one).items) for one in (figure, missing))
    assert left == beside < drawn


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("names", [ROWS, ["Sở"], ["Ủy ban " * 60, "W" * 300], [f"N{n}" for n in range(40)]],
                         ids=["few", "one", "long", "many"])  # fmt: skip
def test_nothing_reaches_beyond_the_sheet(kind: Kind, names: list[str]) -> None:
    scene = scene_of(figure_of(kind, names))
    assert scene.width == WIDTH
    for item in scene.items:
        left, right, top, bottom = extent(item)
        assert left >= -1
        assert right <= WIDTH + 1
        assert top >= -1
        assert bottom <= scene.height + 1


def extent(item: Item) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of what is drawn, in mm."""
    if item["is"] == "path":
        xs, ys = zip(*item["points"], strict=True)
        return min(xs), max(xs), min(ys), max(ys)
    if item["is"] == "box":
        return item["x"], item["x"] + item["wide"], item["y"], item["y"] + item["high"]
    if item["is"] == "sign":
        half = item["size"] / 2
        return item["x"] - half, item["x"] + half, item["y"] - half, item["y"] + half
    wide = width_of(item["text"], item["size"], bold=item["bold"])
    spare = item["wide"] - wide
    left = item["x"] + {"left": 0, "center": spare / 2, "right": spare}[item["align"]]
    return left, left + wide, item["y"] - 1, item["y"] + 1


@pytest.mark.parametrize("kind", [Kind.SHARE_BARS, Kind.BARS])
def test_the_parts_of_a_bar_are_as_long_as_they_count_in_the_order_of_the_series(kind: Kind) -> None:
    fills = [LOOKS[code].light for code in ("in_force_current", "lapsed")]
    boxes = [item for item in scene_of(figure_of(kind, ["Sở"])).items if item["is"] == "box"]
    bars = [item for item in boxes if item["edge"] and item["high"] > 3]
    assert [item["fill"] for item in bars] == fills
    assert bars[0]["wide"] * 9 == pytest.approx(bars[1]["wide"]), "1 and 9 of 10"


def test_a_number_stands_in_its_part_only_where_it_fits() -> None:
    figure = figure_of(Kind.SHARE_BARS, ["Sở"])
    narrow = replace(figure, frame=figure.frame.assign(length=[0.5, 99.5]))
    assert "1" not in scene_of(narrow).texts()
    assert "9" in scene_of(narrow).texts()


def test_series_that_only_colour_tells_apart_are_hatched_on_paper() -> None:
    marks = marks_of([Series("c", "Chi cục", RAMP[2]), Series("o", "Khác", REST)])
    assert [mark.pattern for mark in marks.values()] == ["", "\\"]
    assert marks["o"].light == REST.light


def test_of_more_columns_than_fit_the_last_are_drawn_and_a_line_says_so() -> None:
    figure = figure_of(Kind.HEAT, ["Sở"])
    rows = figure.frame.iloc[[0] * 60].assign(column=[str(1955 + n) for n in range(60)])
    said = scene_of(replace(figure, frame=rows)).texts()
    assert "2014" in said
    assert "1955" not in said
    left_out = 60 - len([text for text in said if text.isdigit()])
    assert f"Còn {left_out} cột trước đó, xem trong bảng số liệu." in said


@pytest.mark.parametrize("kind", [*IN_ROWS, Kind.LANES])
def test_names_are_drawn_letter_by_letter(kind: Kind) -> None:
    for name in TEXTS:
        said = unbroken("".join(texts(kind, [name])))
        whole = unbroken(printable(name))
        assert whole in said or (len(whole) > 60 and whole[:20] in said and "…" in said)


def test_hostile_texts_make_a_picture_without_being_read_as_a_program() -> None:
    names = [*TEXTS, '#panic("x")', '#read("/etc/passwd")', "$x^2$ @nhãn <nhãn> \\ // /* */", "\u202eđảo"]
    figure = replace(figure_of(Kind.SHARE_BARS, names), title=" ".join(TEXTS), alt="")
    assert figure_png(figure, names[0], names, ppi=30).startswith(PNG)


def test_a_picture_has_title_measure_and_notes_around_the_figure() -> None:
    scene = scene_of(figure_of(Kind.BARS, ["Sở"]))
    whole = framed(scene, "8/12 loại chưa đạt", "Đã đạt: 122/438", ["Nguồn: Sổ theo dõi", "Số liệu minh họa"])
    said = whole.texts()
    assert said[:2] == ["8/12 loại chưa đạt", "Đã đạt: 122/438"]
    assert said[-2:] == ["Nguồn: Sổ theo dõi", "Số liệu minh họa"]
    lines = [item["y"] for item in whole.items if item["is"] == "text"]
    assert lines[1] < min(lines[2:]) < lines[-2] < lines[-1] < whole.height


def test_the_same_figure_is_the_same_picture_and_as_large_as_asked() -> None:
    figure = figure_of(Kind.STEPS, ["2012", "2013"])
    assert figure_svg(figure) == figure_svg(figure)
    small, large = (Image.open(BytesIO(figure_png(figure, ppi=ppi))) for ppi in (50, 100))
    assert figure_png(figure, ppi=50) == figure_png(figure, ppi=50)
    assert large.width == pytest.approx(2 * small.width, abs=2)
    assert small.width == pytest.approx((WIDTH + 8) / 25.4 * 50, abs=2)


def test_a_character_that_a_font_lacks_is_shown_as_a_box_and_marks_alone_not_at_all() -> None:
    assert printable("Sở ① 👩") == f"Sở {STAND_IN} {STAND_IN}"
    assert printable("a\ufe0fb\u200b") == "ab"
    assert printable("a\u3000b") == "a b"
    assert printable("Uỷ ban") == "Uỷ ban", "letter and tone become one character"


def test_vietnamese_has_all_its_letters() -> None:
    letters = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ – — “ ” … ½ ≥"
    assert printable(letters + letters.upper()) == letters + letters.upper()


def test_a_text_is_as_wide_as_the_letters_of_the_font_and_bold_is_wider() -> None:
    assert width_of("n" * 10, 10) == pytest.approx(10 * width_of("n", 10))
    assert width_of("n", 72) == pytest.approx(1139 / 2048 * 25.4), "the advance of n in Liberation Sans"
    assert width_of("Sở", 10, bold=True) > width_of("Sở", 10)


def test_lines_are_no_wider_than_asked_and_say_where_they_were_cut() -> None:
    text = "Phòng Tài nguyên và Môi trường " * 5 + "W" * 60
    lines = wrapped(text, 40, 8)
    assert max(width_of(line, 8) for line in lines) <= 40
    assert unbroken("".join(lines)) == unbroken(text)
    cut = wrapped(text, 40, 8, most=2)
    assert len(cut) == 2
    assert cut[-1].endswith("…")
    assert width_of(cut[-1], 8) <= 40


def test_long_words_get_places_to_break_and_others_stay_as_they_are() -> None:
    assert breakable("Sở Nội vụ " * 9) == "Sở Nội vụ " * 9
    assert len(breakable("W" * 30).split("\u200b")) == 4


@pytest.mark.parametrize(
    ("top", "expected"), [(1, [0, 1]), (7, [0, 2, 4, 6]), (509, [0, 200, 400]), (10, [0, 2, 4, 6, 8, 10])]
)
def test_ticks_are_round_numbers_up_to_the_greatest(top: int, expected: list[int]) -> None:
    assert ticks(top, 5) == expected
