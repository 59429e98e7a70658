"""Phát hiện by mouse: a part of a bar lists its findings."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.browser.reader import Reader


def test_a_click_on_an_age_of_a_grade_lists_the_findings_that_the_part_counts(reader: Reader) -> None:
    reader.open("/findings")
    reader.choose("Nguyên nhân", "Chưa rõ nguyên nhân")
    figure = reader.block("findings-ageing").locator(".js-plotly-plot")
    counts = figure.evaluate("figure => figure.data.flatMap(part => part.customdata.map(mark => mark[2]))")
    for place, count in enumerate(counts):
        reader.click_mark(figure.locator(".barlayer .point").nth(place))
        reader.settle()
        rows = listed(reader)
        assert len(rows) == int(count), "of every cause, whatever was chosen before"
        assert len({row["Mức"] for row in rows}) == 1
        assert "đã đóng" not in {row["Kết quả"] for row in rows}


def listed(reader: Reader) -> list[dict[str, str]]:
    """The rows of the list's CSV."""
    with reader.page.expect_download() as saved:
        reader.block("findings-csv").get_by_role("button").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
