"""Độ phủ in a real browser: offline, in both languages, on a phone, with hostile names."""

from __future__ import annotations

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Read, Serve

PAGE = "/coverage"


def test_it_opens_without_the_internet_and_shows_the_published_figures(
    read: Read, sample_server: str
) -> None:
    reader = read(sample_server)
    reader.open(PAGE)
    text = reader.text()
    assert "122/" in text
    assert "bắt buộc 53/53" in text
    assert "15 cơ quan áp dụng từ năm 2007" in text
    drawn = reader.drawn_text().split("\n")
    assert "15" in drawn, "the column of 2007 is labelled"
    assert "20/20" in drawn, "a cell of the table says n/N"
    assert reader.asked_elsewhere == []
    assert reader.complaints == []
    assert reader.page.locator("html").get_attribute("lang") == "vi"
    assert reader.page.title() == "Độ phủ"


def test_a_deep_link_is_followed_as_the_first_request_after_start(
    read: Read, serve: Serve, sample_database: str
) -> None:
    reader = read(serve(sample_database))
    reader.open("/coverage", day="2010-12-31", obligation="mandatory", lang="en")
    text = reader.text()
    assert reader.page.get_by_role("heading", name="Coverage", exact=True).is_visible()
    assert "as of 31 Dec 2010" in text
    assert "does not seem to exist" not in text
    assert reader.page.locator("html").get_attribute("lang") == "en"
    assert reader.asked_elsewhere == []


def test_a_filter_is_kept_over_a_change_of_language_and_by_reloading(read: Read, sample_server: str) -> None:
    reader = read(sample_server)
    reader.open(PAGE)
    choose(reader.page, "Loại cơ quan", "Chi cục")
    reader.page.get_by_role("heading", name="11/16 cơ quan").wait_for()
    reader.settle()
    assert reader.address() == {"day": "2014-12-31", "type": "chi_cuc"}
    tiles = reader.page.locator("[data-testid=stMetricValue]").all_text_contents()
    reader.page.get_by_text("English").click()
    reader.page.get_by_role("heading", name="Coverage", exact=True).wait_for()
    reader.settle()
    assert reader.address() == {"day": "2014-12-31", "type": "chi_cuc", "lang": "en"}
    assert reader.page.locator("[data-testid=stMetricValue]").all_text_contents() == tiles
    reader.page.reload()
    reader.settle()
    assert reader.page.locator("[data-testid=stMetricValue]").all_text_contents() == tiles
    assert reader.page.get_by_role("heading", name="Coverage", exact=True).is_visible()


def test_the_back_button_takes_a_filter_back(read: Read, sample_server: str) -> None:
    reader = read(sample_server)
    reader.open(PAGE)
    choose(reader.page, "Loại cơ quan", "Chi cục")
    reader.page.get_by_role("heading", name="11/16 cơ quan").wait_for()
    reader.page.go_back()
    reader.page.get_by_role("heading", name="122/438 cơ quan").wait_for()
    reader.settle()
    assert reader.page.get_by_role("combobox", name="Loại cơ quan").input_value() == "Tất cả các loại"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(read: Read, sample_server: str, width: int, language: str) -> None:
    reader = read(sample_server, width)
    reader.open(PAGE, lang=language)
    assert reader.overflow() <= 0
    reader.unfold()
    assert reader.overflow() <= 0


def test_no_label_of_a_figure_is_cut_or_overlaps_another_on_a_phone(read: Read, sample_server: str) -> None:
    reader = read(sample_server, 390)
    reader.open(PAGE, lang="en")
    boxes = reader.page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot, i) => {
            const frame = plot.getBoundingClientRect()
            return [...plot.querySelectorAll('.annotation-text, .legendtext, .xtick text')].map(t => {
              const b = t.getBoundingClientRect()
              return {text: t.textContent, plot: i, x: b.x, y: b.y, r: b.right, b: b.bottom,
                      inside: b.x >= frame.x - 1 && b.right <= frame.right + 1}
            })})"""
    )
    assert len(boxes) > 30
    assert [box["text"] for box in boxes if not box["inside"]] == []
    overlapping = [
        (one["text"], other["text"])
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if one["plot"] == other["plot"]
        and min(one["r"], other["r"]) - max(one["x"], other["x"]) > 1
        and min(one["b"], other["b"]) - max(one["y"], other["y"]) > 3
    ]
    assert overlapping == []


def test_a_dark_page_is_drawn_in_dark_colours_at_once(read: Read, sample_server: str) -> None:
    reader = read(sample_server, dark=True)
    reader.open(PAGE)
    ink = reader.page.locator(".js-plotly-plot .annotation-text").first.evaluate(
        "e => getComputedStyle(e).fill"
    )
    assert ink == "rgb(232, 236, 241)"


def test_vietnamese_letters_come_from_the_font_that_is_served(read: Read, sample_server: str) -> None:
    reader = read(sample_server)
    reader.open(PAGE)
    faces = reader.page.evaluate(
        """async () => { await document.fonts.ready
          const loaded = [...document.fonts].filter(face => face.status === 'loaded')
          return loaded.map(face => face.family.replaceAll('"', '')) }"""
    )
    assert "Source Sans" in faces
    assert reader.page.evaluate("() => document.fonts.check('16px \"Source Sans\"', 'ỆỘỮỴặẫểỡừ')")


def test_the_csv_under_a_figure_holds_its_numbers(read: Read, sample_server: str) -> None:
    reader = read(sample_server)
    reader.open(PAGE)
    below = reader.page.locator(".st-key-adopters-by-year")
    below.get_by_text("Bảng số liệu").click()
    below.locator("[data-testid=stTable]").wait_for()
    reader.page.wait_for_timeout(500)  # the expander slides open: the button must stand still
    with reader.page.expect_download() as started:
        below.get_by_role("button", name="Tải tệp CSV").click()
    file = started.value
    assert file.suggested_filename == "adopters-by-year_2014-12-31_1.csv"
    lines = Path(file.path()).read_bytes().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Năm,")
    assert lines[0].endswith("Tính đến ngày,Lần cập nhật,Nguồn,Ghi chú")
    assert ",15,15,2014-12-31,1," in lines[1]
    assert lines[1].endswith("Số liệu minh họa")


def test_a_page_asked_for_by_another_site_is_refused(sample_server: str) -> None:
    host = urlsplit(sample_server).netloc
    for origin, status in ((None, 200), (sample_server, 200), ("https://evil.example", 403), ("null", 403)):
        answer = ask(host, "/", {"Origin": origin} if origin else {})
        assert answer.status == status
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    answer = ask(host, "/_stcore/stream", {**upgrade, **key, "Origin": "https://evil.example"})
    assert answer.status == 403


def test_pages_carry_a_policy_and_static_files_come_compressed(sample_server: str) -> None:
    host = urlsplit(sample_server).netloc
    page = ask(host, "/coverage?lang=en", {"Accept-Encoding": "gzip"})
    policy = page.headers["content-security-policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert "'unsafe-eval'" not in policy
    assert "connect-src 'self'" in policy
    html = page.body.decode()
    assert '<html lang="en">' in html
    script = html.split('src="./')[1].split('"')[0]
    plain, packed = (
        ask(host, f"/{script}", {"Accept-Encoding": encoding}) for encoding in ("identity", "gzip")
    )
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert len(packed.body) < len(plain.body) / 2
    assert "content-encoding" not in plain.headers


class Answer:
    """An answer of the server, read to its end."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.body = answer.read()


def ask(host: str, path: str, headers: dict[str, str]) -> Answer:
    connection = http.client.HTTPConnection(host, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a select box."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()
