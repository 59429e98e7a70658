"""The briefing as one HTML file, and its tables as CSV: what they say, and that nothing gets in or out."""

from __future__ import annotations

import base64
import copy
import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from operator import getitem
from typing import Any

import pandas as pd
import pytest

from qms_model.briefing.csvs import figure_csv, table_csv
from qms_model.briefing.offline import page_html
from qms_model.briefing.report import Asked, Drawn, Listed, Report, Said, Section
from qms_model.config import read_config
from qms_model.csvfile import unguarded
from qms_model.figures import as_table
from qms_model.figures.plotly import Shown
from qms_model.registry import Registry, open_registry
from qms_model.store import open_store
from tests.hostile import PAYLOADS, TEXTS, fill, hostile_rules
from tests.offline import Read, fingerprint, province, report, sample
from tests.printing import fingerprint_elsewhere

MOST = 6_000_000  # bytes of the page, 4.8 MB of them Plotly


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return sample(tmp_path_factory.mktemp("offline"))


@pytest.fixture(scope="module", params=["vi", "en"])
def told(request: pytest.FixtureRequest, registry: Registry) -> Report:
    return report(registry, request.param)


@pytest.fixture(scope="module")
def page(told: Report) -> bytes:
    return page_html(told)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report in which every text that a registry can bring is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    url, config = f"sqlite:///{(folder / 'h.sqlite').as_posix()}", hostile_rules(folder / "config.yaml")
    fill(url, folder / "registry", config)
    return report(open_registry(open_store(url), read_config(config).rules))


def test_every_table_has_every_row_of_its_frame_in_its_order(told: Report, page: bytes) -> None:
    tables = Read(page).tables
    listed = [table for table in told.tables() if table.key != "headline"]
    assert len(listed) >= 9
    for table in listed:
        assert_same(tables[f"table-{table.key}"], table.frame, told.language)


def test_every_figure_has_its_numbers_in_a_table_and_is_drawn_for_both_modes(
    told: Report, page: bytes
) -> None:
    read = Read(page)
    drawings = data_of(read)["figures"]
    figures = list(told.figures())
    assert set(drawings) == {drawn.key for drawn in figures}
    assert len(figures) >= 14
    for drawn in figures:
        assert_same(read.tables[f"numbers-{drawn.key}"], as_table(drawn.figure), told.language)
        light, dark = (drawn_in(drawings[drawn.key], mode) for mode in ("light", "dark"))
        assert light["layout"]["separators"] == (",." if told.language == "vi" else ".,")
        assert light["data"] == as_sent(drawn, "light")
        assert dark["data"] == as_sent(drawn, "dark")
        assert light["layout"]["font"] != dark["layout"]["font"]
        heard = " ".join(read.heard)
        assert drawn.figure.title in heard
        assert drawn.measure in heard
        assert drawn.definition in heard
        assert ("role", "img") in tag_of(read, f"figure-{drawn.key}").items()
        assert tag_of(read, f"figure-{drawn.key}")["aria-label"] == drawn.figure.alt


def test_the_key_figures_and_what_is_to_be_decided_come_first(told: Report, page: bytes) -> None:
    text = "\n".join(part.strip() for part in Read(page).heard if part.strip())
    (said,) = (part for part in told.note if isinstance(part, Said))
    (headline,) = (part for part in told.note if isinstance(part, Listed))
    (asked,) = (part for part in told.note if isinstance(part, Asked))
    (first, *_) = told.figures()
    number = str(headline.frame.iloc[0, 1])
    places = [text.index(one) for one in (told.title, said.text, number, asked.texts[0], first.measure)]
    assert places == sorted(places)


def test_nothing_is_told_twice_but_what_annexes_repeat(told: Report, page: bytes) -> None:
    read = Read(page)
    named = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(named) == len(set(named))
    heard = [text.strip() for text in read.heard]
    (asked,) = (part for part in told.note if isinstance(part, Asked))
    assert heard.count(asked.texts[0]) == 1
    links = [attributes["href"] for tag, attributes in read.tags if tag == "a"]
    assert {link.removeprefix("#") for link in links} <= set(named)


def test_language_title_and_origin_stand_where_a_browser_and_a_printer_take_them(
    told: Report, page: bytes
) -> None:
    read = Read(page)
    assert ("html", {"lang": told.language}) in read.tags
    assert f"<title>{told.title} ({told.origin.day})</title>".encode() in page
    assert told.origin.line() in read.heard, "the foot of the page"
    (printed,) = re.findall(r'@bottom-left \{ content: "([^"]*)"', page.decode())
    assert unescaped(printed) == told.origin.line(), "the foot of a sheet"


def test_the_page_lets_only_its_own_two_scripts_run_and_asks_nobody(page: bytes) -> None:
    read = Read(page)
    (policy,) = (a["content"] for _, a in read.tags if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    run = [text for attributes, text in read.scripts if not attributes]
    assert rules["script-src"].split() == [hash_of(text) for text in run]
    assert len(run) == 2
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["font-src"] == rules["img-src"] == "data:"
    assert not {"src", "srcset", "action", "poster", "data"} & {name for _, a in read.tags for name in a}
    assert not [a for tag, a in read.tags if tag in ("link", "base", "iframe", "object", "img", "form")]
    assert not [a["href"] for _, a in read.tags if not a.get("href", "#").startswith("#")]
    config = data_of(read)["config"]
    assert config["plotlyServerURL"] == ""
    assert config["displaylogo"] is config["displayModeBar"] is False


def test_a_hostile_text_is_read_as_it_was_written_and_is_nothing_else(hostile: Report) -> None:
    page = page_html(hostile)
    read, plain = Read(page), Read(page_html(report(province(30))))
    assert {tag for tag, _ in read.tags} <= {tag for tag, _ in plain.tags}
    assert {name for _, a in read.tags for name in a} <= {name for _, a in plain.tags for name in a}
    assert [a for a, _ in read.scripts] == [a for a, _ in plain.scripts]
    cells = {" ".join(cell.split()) for rows in read.tables.values() for row in rows for cell in row}
    assert {" ".join(name.split()) for name in PAYLOADS} <= cells
    assert hostile.origin.line() in read.heard
    assert all(text in hostile.origin.line() for text in TEXTS)


def test_no_text_ends_the_script_that_holds_it_or_the_style(hostile: Report) -> None:
    page = page_html(hostile).decode()
    (drawings,) = re.findall(r'<script type="application/json" id="drawings">(.*?)</script>', page, re.S)
    assert not set("<>&\u2028\u2029") & set(drawings)
    drawn = json.dumps(json.loads(drawings), ensure_ascii=False)
    assert "alert(1)" in drawn, "a hostile name is a label"
    (printed,) = re.findall(r'@bottom-left \{ content: "([^"]*)"; } }\n', page)
    assert unescaped(printed) == hostile.origin.line()
    assert not set("<>;{}'\n") & set(printed)


def test_labels_of_figures_hold_no_markup_but_ours(hostile: Report) -> None:
    ours = re.compile(r"</?(?:b|br)>|<extra></extra>")
    for drawing in data_of(Read(page_html(hostile)))["figures"].values():
        for trace in drawing["light"]["data"]:
            trace["customdata"] = [codes[1:] for codes in trace.get("customdata", ())]  # no label shows codes
        for text in strings(drawing):
            assert not re.search("<[a-zA-Z/!]", ours.sub("", text)), text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_registry_without_agencies_has_a_page(language: str) -> None:
    page = page_html(report(province(0), language))
    assert len(page) < MOST
    assert {"section-1", "definitions"} <= {a.get("id") for _, a in Read(page).tags}


def test_a_report_without_parts_is_a_heading_and_a_foot(registry: Registry) -> None:
    empty = Section("none", "Mục trống", ())
    bare = replace(report(registry), note=(), sections=(empty,), definitions=(), yearly=None)
    heard = [text.strip() for text in Read(page_html(bare)).heard]
    assert "Không có nội dung phải báo cáo ở mục này." in heard
    assert heard.count("Mục trống") == 2, "in the contents and over the section"
    assert "Tóm tắt" not in heard


def test_a_section_that_the_opening_has_in_full_is_left_out(registry: Registry) -> None:
    said = Said("Một câu.")
    twice = (Section("a", "Đã nói", (said,)), Section("b", "Thêm", (said, Said("Câu khác."))))
    heard = [
        text.strip()
        for text in Read(page_html(replace(report(registry), note=(said,), sections=twice))).heard
    ]
    assert heard.count("Một câu.") == 1
    assert "Đã nói" not in heard
    assert "Câu khác." in heard


def test_paper_has_the_first_rows_and_says_of_how_many(registry: Registry) -> None:
    rows = Listed("register", "Danh sách", pd.DataFrame({"Tên": ["a", "b", "c"]}), brief=2)
    read = Read(
        page_html(replace(report(registry), note=(), sections=(Section("x", "X", (rows,)),), yearly=None))
    )
    assert [a.get("class") for tag, a in read.tags if tag == "tr"] == [None, None, None, "beyond"]
    assert "Bản in chỉ có 2/3 dòng đầu; tệp này có đủ các dòng." in read.heard


def test_one_agency_has_a_page() -> None:
    one = report(province(1))
    assert_same(Read(page_html(one)).tables["table-yearly"], one.yearly.frame, "vi")  # type: ignore[union-attr]


def test_a_thousand_agencies_stay_below_six_megabytes() -> None:
    told = report(province(1000))
    lengths = {table.key: len(table.frame) for table in told.tables()}
    assert lengths["yearly"] == 1000
    assert lengths["late"] > 500
    assert lengths["open-findings"] == 250
    assert len(page_html(told)) < MOST


def test_the_bytes_do_not_depend_on_the_zone_or_the_order_of_hashes() -> None:
    one = fingerprint_elsewhere("tests.offline", "Asia/Ho_Chi_Minh", "1")
    other = fingerprint_elsewhere("tests.offline", "America/New_York", "2")
    assert one == other == fingerprint()


def test_a_table_as_csv_has_all_rows_and_says_where_they_come_from(told: Report) -> None:
    (late,) = (table for table in told.tables() if table.key == "late")
    heading, *rows = lines(table_csv(late, told))
    assert heading[:-2] == list(late.frame.columns)
    assert [[unguarded(cell) for cell in row[:-2]] for row in rows] == [
        ["" if pd.isna(cell) else str(cell) for cell in row] for row in late.frame.itertuples(index=False)
    ]
    assert {tuple(row[-2:]) for row in rows} == {("2014-12-31", told.origin.line())}


def test_a_figure_as_csv_has_the_numbers_of_its_table(told: Report) -> None:
    (drawn,) = (drawn for drawn in told.figures() if drawn.key == "coverage-by-type")
    content = figure_csv(drawn, told)
    assert content.startswith(b"\xef\xbb\xbf")
    table = as_table(drawn.figure)
    heading, *rows = lines(content)
    assert heading[: len(table.columns)] == list(table.columns)
    assert [row[1] for row in rows] == [str(n) for n in table.iloc[:, 1]]


def test_no_cell_of_a_csv_is_a_formula(hostile: Report) -> None:
    for table in hostile.tables():
        cells = [cell for row in lines(table_csv(table, hostile)) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-\D", cell)]


def assert_same(shown: list[list[str]], frame: pd.DataFrame, language: str) -> None:
    """The cells are those of the frame: counts grouped as the language does, what is missing a dash."""
    headings, *rows = shown
    assert headings == [str(name) for name in frame.columns]
    assert len(rows) == len(frame)
    point = "." if language == "vi" else ","
    for row, expected in zip(rows, frame.itertuples(index=False), strict=True):
        for place, (cell, value) in enumerate(zip(row, expected, strict=True)):
            if pd.isna(value):
                assert cell == "—"
            elif place and not isinstance(value, str):
                assert int(cell.replace(point, "")) == value
            else:
                assert cell == str(value)


def data_of(read: Read) -> Any:
    """What the script of the page draws."""
    return json.loads(next(text for attributes, text in read.scripts if attributes.get("id") == "drawings"))


def drawn_in(drawing: Any, mode: str) -> Any:
    """A figure as the script draws it."""
    drawn = copy.deepcopy(drawing["light"])
    for path, value in drawing["dark"] if mode == "dark" else ():
        *parts, last = path
        reduce(getitem, parts, drawn)[last] = value
    return drawn


def as_sent(drawn: Drawn, mode: str) -> Any:
    """The traces that the screens send."""
    return json.loads(json.dumps(Shown(drawn.figure, mode).to_dict()["data"]))


def tag_of(read: Read, name: str) -> dict[str, str]:
    return next(attributes for _, attributes in read.tags if attributes.get("id") == name)


def hash_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def unescaped(text: str) -> str:
    """A CSS string as read."""
    return re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), text)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
