"""Note, full report and yearly report as DOCX, read back as a reader would."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table

from qms_model.briefing import framing
from qms_model.briefing.document import note_docx, report_docx, yearly_docx
from qms_model.briefing.listings import column_widths
from qms_model.briefing.report import Asked, Drawn, Listed, Part, Report, Said, Section
from qms_model.coverage import Filters
from tests import printing
from tests.briefings import a_report, fingerprint, picture, report, some
from tests.hostile import TEXTS
from tests.printing import fingerprint_elsewhere

ROOT = Path(__file__).parent.parent


UNVERIFIED = "Kiểm tra trích yếu, ngày ban hành của văn bản viện dẫn trước khi ký"


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def full(made: Report) -> Document:
    return opened(report_docx(made, picture))


def cells(table: Table) -> list[list[str]]:
    """The texts of every row; one across stands once."""
    rows = []
    for row in table._tbl.tr_lst:
        texts = ["".join(t.text or "" for t in tc.iter(qn("w:t"))) for tc in row.tc_lst]
        rows.append(texts)
    return rows


def listings(document: Document) -> list[Table]:
    """The tables with a heading row: not those of head and foot."""
    return [
        table
        for table in document.tables
        if table._tbl.tr_lst and table._tbl.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    ]


def printed(cell: Any) -> str:
    """A cell of a frame as the paper writes it in Vietnamese."""
    if isinstance(cell, str):
        return cell
    return "—" if pd.isna(cell) else f"{cell:,}".replace(",", ".")


def test_headings_are_headings_and_numbered_to_the_signature() -> None:
    made = a_report()
    found = [p.text for p in full(made).paragraphs if p.style is not None and p.style.name == "Heading 1"]
    body = [one.title for one in made.sections if not one.annex]
    assert found[: len(body)] == [f"{n}. {title}" for n, title in zip(
        ["I", "II", "III", "IV", "V", "VI"], body, strict=True)]  # fmt: skip
    annexes = [one.title for one in made.sections if one.annex]
    assert found[len(body) :] == [*annexes, "Cách tính các chỉ tiêu"]


def test_a_report_with_many_sections_counts_as_the_romans_did() -> None:
    made = replace(a_report(), sections=tuple(Section(str(n), f"Mục {n}", ()) for n in range(1, 25)))
    found = [p.text.split(".")[0] for p in full(made).paragraphs if p.style and p.style.name == "Heading 1"]
    assert [found[n - 1] for n in (1, 4, 5, 6, 9, 10, 14, 19, 24)] == [
        "I", "IV", "V", "VI", "IX", "X", "XIV", "XIX", "XXIV"]  # fmt: skip


def test_each_picture_has_its_alternative_text_and_below_it_what_it_says() -> None:
    made = a_report()
    drawn = [part for one in made.sections for part in one.parts if isinstance(part, Drawn)]
    document = full(made)
    texts = [p.text for p in document.paragraphs]
    said = [one._inline.docPr for one in document.inline_shapes]
    assert [one.get("descr") for one in said] == [part.figure.alt for part in drawn]
    assert len({one.get("id") for one in said}) == len(said) > 10
    for number, part in enumerate(drawn, start=1):
        at = texts.index(f"Hình {number}. {part.figure.title}")
        assert texts[at + 1] == f"{part.measure}. {part.definition}"


def test_no_picture_is_wider_than_the_text_or_out_of_shape() -> None:
    for shape in full(a_report()).inline_shapes:
        assert Length(shape.width).mm <= 165.1
        assert shape.width / shape.height == pytest.approx(600 / 280, rel=0.01)


def test_the_tables_say_what_the_frames_say() -> None:
    made = a_report()
    listed = [part for one in made.sections for part in one.parts if isinstance(part, Listed)]
    tables = listings(full(made))
    assert len(tables) == len(listed) > 5
    for table, part in zip(tables, listed, strict=True):
        heading, *rows = cells(table)
        assert heading == list(part.frame.columns)
        assert rows == [[printed(cell) for cell in row] for row in part.frame.itertuples(index=False)]


def test_a_long_table_is_cut_and_says_how_many_rows_the_workbook_has_more() -> None:
    made = a_report(200)
    [late] = [part for one in made.sections for part in one.parts if getattr(part, "key", "") == "late"]
    assert isinstance(late, Listed)
    document = full(made)
    [table] = [one for one in listings(document) if cells(one)[0] == list(late.frame.columns)]
    assert len(cells(table)) == 61
    more = f"Còn {len(late.frame) - 60} dòng nữa, xem đầy đủ trong bảng tính kèm theo báo cáo này."
    assert more in [p.text for p in document.paragraphs]


def test_counts_and_shares_stand_on_the_right() -> None:
    tables = listings(full(a_report()))
    [by_type] = [one for one in tables if "Tỷ lệ còn hiệu lực" in cells(one)[0]]
    row = by_type._tbl.tr_lst[1]
    sides = [tc.find(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:jc')}").get(qn("w:val")) for tc in row.tc_lst]
    assert sides == ["left", *["right"] * (len(sides) - 1)]


def test_annexes_begin_on_new_pages_and_wide_ones_lie_across() -> None:
    made = a_report()
    document = full(made)
    annexes = [one for one in made.sections if one.annex]
    assert len(document.sections) == 1 + len(annexes) + 1
    first, *others, counted = document.sections
    assert counted.orientation == WD_ORIENT.PORTRAIT
    assert first.orientation == WD_ORIENT.PORTRAIT
    for section, annex in zip(others, annexes, strict=True):
        wide = any(isinstance(part, Listed) and len(part.frame.columns) > 5 for part in annex.parts)
        assert (section.orientation == WD_ORIENT.LANDSCAPE) is wide
        sides = sorted(Length(side or 0).mm for side in (section.page_width, section.page_height))
        assert [round(side) for side in sides] == [210, 297]


def test_every_page_says_where_the_numbers_come_from_and_all_but_the_first_their_number() -> None:
    made = a_report()
    citing, plain = made.origin.line(UNVERIFIED), made.origin.line()
    papers = (
        (note_docx(made, picture), citing),
        (report_docx(made, picture), citing),
        (yearly_docx(made), plain),
    )
    for content, line in papers:
        assert line.startswith("Tính đến ngày 31/12/2014")
        sections = list(opened(content).sections)
        for section in sections:
            assert section.footer.paragraphs[0].text == line
            assert section.header.paragraphs[0]._p.find(qn("w:fldSimple")) is not None
        assert sections[0].first_page_footer.paragraphs[0].text.endswith("Số liệu minh họa")
        flags = [section.different_first_page_header_footer for section in sections]
        assert flags == [True, *[False] * (len(sections) - 1)]


def test_note_and_report_say_whom_they_are_for_on_what_basis_and_how_they_end() -> None:
    made = a_report()
    for content, short in ((note_docx(made, picture), True), (report_docx(made, picture), False)):
        texts = [p.text for p in opened(content).paragraphs]
        said = [
            "BÁO CÁO", f"T{framing.subject(made)[1:]}",
            "(Số liệu tính đến ngày 31/12/2014)", "Kính gửi: UBND tỉnh",
            framing.opening(made, short=short), framing.closing(made),
        ]  # fmt: skip
        assert [text for text in texts if text in said] == said
    assert framing.opening(made) not in [p.text for p in opened(yearly_docx(made)).paragraphs]


def test_without_a_basis_in_force_there_is_no_sentence_about_it() -> None:
    made = a_report()
    made = replace(made, office=made.office.model_copy(update={"legal_basis": ()}))
    for content in (note_docx(made, picture), report_docx(made, picture)):
        document = opened(content)
        texts = [p.text for p in document.paragraphs]
        assert texts[texts.index("Kính gửi: UBND tỉnh") + 1]
        assert not [text for text in texts if "Thực hiện " in text and "như sau:" in text]
        assert UNVERIFIED not in document.sections[0].footer.paragraphs[0].text


def test_a_note_is_signed_as_a_report_is() -> None:
    made = a_report()
    for content in (note_docx(made, picture), report_docx(made, picture)):
        [[copies, signer]] = [
            row for table in opened(content).tables for row in cells(table) if "GIÁM ĐỐC" in row
        ]
        assert signer == "GIÁM ĐỐC"
        assert copies == (
            "Nơi nhận:- Như trên;- Sở Khoa học và Công nghệ (để phối hợp);- Lãnh đạo Sở;- Lưu: VT, CCHC."
        )


def test_the_last_that_is_asked_and_the_last_sentence_stay_with_who_signs() -> None:
    made = a_report()
    for content in (note_docx(made, picture), report_docx(made, picture)):
        paragraphs = list(opened(content).paragraphs)
        at = [p.text for p in paragraphs].index(framing.closing(made))
        assert paragraphs[at - 1].text.endswith(".")
        assert [p.paragraph_format.keep_with_next for p in paragraphs[at - 1 : at + 2]] == [True] * 3


def test_a_report_of_some_agencies_says_which_under_its_title() -> None:
    chosen = report(some(30), filters=Filters(type="chi_cuc", obligation="encouraged"))
    line = "(Số liệu tính đến ngày 31/12/2014; phạm vi: Chi cục, khuyến khích)"
    for content in (note_docx(chosen, picture), report_docx(chosen, picture), yearly_docx(chosen)):
        assert line in [p.text for p in opened(content).paragraphs]


def test_the_tables_of_annexes_have_no_number_and_each_annex_says_what_it_belongs_to() -> None:
    made = a_report()
    texts = [p.text for p in full(made).paragraphs]
    attached = "(Kèm theo Báo cáo số                ngày      tháng      năm 20…)"
    for annex in (one for one in made.sections if one.annex):
        at = texts.index(annex.title)
        assert texts[at + 1] == attached
        if isinstance(annex.parts[0], Listed):
            assert texts[at + 2] == annex.parts[0].title
    numbered = [text for text in texts if re.match(r"Bảng \d+\.", text)]
    tables = [
        part for one in made.sections if not one.annex for part in one.parts if isinstance(part, Listed)
    ]
    assert numbered == [f"Bảng {n}. {part.title}" for n, part in enumerate(tables, start=1)]


def test_a_report_ends_with_how_its_figures_are_counted() -> None:
    made = a_report()
    texts = [p.text for p in full(made).paragraphs]
    counted = [f"{name}: {said}" for name, said in made.definitions]
    assert texts[-len(counted) - 1 :] == ["Cách tính các chỉ tiêu", *counted]
    assert "Cách tính các chỉ tiêu" not in [p.text for p in full(replace(made, definitions=())).paragraphs]


def test_a_section_without_parts_says_so() -> None:
    texts = [p.text for p in full(replace(a_report(), sections=(Section("a", "Trống", ()),))).paragraphs]
    assert texts[texts.index("I. Trống") + 1] == "Không có nội dung báo cáo."


def test_the_yearly_report_has_a_line_for_each_type_and_its_totals() -> None:
    made = a_report()
    assert made.yearly is not None
    document = opened(yearly_docx(made))
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    texts = [p.text for p in document.paragraphs]
    assert (
        "BÁO CÁO TÌNH HÌNH XÂY DỰNG, ÁP DỤNG, DUY TRÌ VÀ CẢI TIẾN HỆ THỐNG QUẢN LÝ CHẤT LƯỢNG NĂM 2014"
        in texts
    )
    [table] = listings(document)
    heading, *rows = cells(table)
    frame = made.yearly.frame
    assert heading == [name for name in frame.columns if name != "Loại cơ quan"]
    assert [row for (row,) in (one for one in rows if len(one) == 1)] == list(
        dict.fromkeys(frame["Loại cơ quan"])
    )
    expected = frame.drop(columns="Loại cơ quan").itertuples(index=False)
    assert [row for row in rows[:-1] if len(row) > 1] == [[printed(cell) for cell in row] for row in expected]
    totals = dict(zip(heading, rows[-1], strict=True))
    assert (totals["Tên cơ quan"], totals["Tổng số TTHC"]) == ("Tổng số", "9.600")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("number", [0, 1])
def test_a_report_of_nobody_or_of_one_is_whole(number: int, language: str) -> None:
    tables = some(number) | (
        {} if number else {"agencies": [{"agency": "A", "name": "A", "type": "chi_cuc"}]}
    )
    filters = Filters() if number else Filters(type="benh_vien")
    made = report({name: rows for name, rows in tables.items() if rows}, language, filters)
    assert made.yearly is not None
    assert len(made.yearly.frame) == number
    for content in (note_docx(made, picture), report_docx(made, picture), yearly_docx(made)):
        assert opened(content).tables


def test_a_thousand_agencies_have_a_line_each() -> None:
    [table] = listings(opened(yearly_docx(a_report(1000))))
    assert len(table._tbl.tr_lst) == 1000 + 5 + 2


def test_texts_of_the_registry_stay_text() -> None:
    tables = some(len(TEXTS))
    named = [{**row, "name": text} for row, text in zip(tables["agencies"], TEXTS, strict=True)]
    made = report({**tables, "agencies": named})
    content = yearly_docx(made)
    [table] = listings(opened(content))
    assert set(TEXTS) <= {row[1] for row in cells(table) if len(row) > 1}
    for paper in (content, report_docx(made, picture)):
        with zipfile.ZipFile(io.BytesIO(paper)) as parts:
            document = parts.read("word/document.xml")
        assert not re.findall(rb"<w:(fld|instr|hyperlink|object|altChunk|tab/|br/|sym)", document)


def test_the_same_report_is_the_same_bytes() -> None:
    made = a_report()
    assert report_docx(made, picture) == report_docx(made, picture)
    assert yearly_docx(made) != yearly_docx(replace(made, day=made.day.replace(year=2013)))


def test_the_bytes_do_not_depend_on_the_zone_or_the_order_of_hashes() -> None:
    one = fingerprint_elsewhere("tests.briefings", "Asia/Ho_Chi_Minh", "1")
    other = fingerprint_elsewhere("tests.briefings", "America/New_York", "2")
    assert one == other == fingerprint()


def test_columns_are_together_as_wide_as_the_text_and_hold_their_longest_word() -> None:
    texts = [["1", "2"], ["Phòng Nội vụ huyện Bắc Sơn"] * 2, ["31/12/2014", "—"]]
    widths = [width.mm for width in column_widths(["STT", "Tên", "Ngày"], texts, Length(165 * 36000), 11)]
    assert sum(widths) == pytest.approx(165, abs=0.5)
    assert widths[1] > widths[2] > widths[0] > 8


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of every page of the papers, as LibreOffice sets them."""
    folder = tmp_path_factory.mktemp("papers")
    made = a_report()
    papers = {
        "note": note_docx(made, picture),
        "english": note_docx(a_report(language="en"), picture),
        "report": report_docx(made, picture),
        "yearly": yearly_docx(a_report(200)),
        **{f"lines {n}": report_docx(_of_lines(n), picture) for n in LINES},
    }
    return printing.printed(folder, papers, "docx")


LINES = range(8, 17)  # of the first page


def _of_lines(number: int) -> Report:
    """A report whose signature comes at the end of a page or on the next."""
    said: tuple[Part, ...] = (
        *[Said(f"Câu {n}.") for n in range(number)],
        Asked(("Chỉ đạo", "Kiến nghị cuối")),
    )
    return replace(a_report(), sections=(Section("a", "Kiến nghị", said),), definitions=())


@pytest.mark.parametrize("name", ["note", "english"])
def test_the_note_is_one_page(pages: dict[str, list[str]], name: str) -> None:
    assert len(pages[name]) == 1


@pytest.mark.parametrize("name", ["report", "yearly"])
def test_each_page_has_its_number_and_the_source(pages: dict[str, list[str]], name: str) -> None:
    first, *others = pages[name]
    assert first.startswith("DỰ THẢO")
    assert len(others) > 5
    for number, page in enumerate(others, start=2):
        assert page.startswith(f"{number} ")
    # Of small print the reader of PDF files takes some gaps between letters for spaces.
    assert all(page.replace(" ", "").endswith("Sốliệuminhhọa") for page in pages[name])


def test_the_signature_of_the_yearly_report_does_not_stand_on_a_page_alone(
    pages: dict[str, list[str]],
) -> None:
    *others, last = pages["yearly"]
    assert "GIÁM ĐỐC" in last
    assert "Tổng số" in last
    assert all("STT Tên cơ quan" in page for page in others)


@pytest.mark.parametrize("lines", LINES)
def test_who_signs_is_never_on_a_page_alone(pages: dict[str, list[str]], lines: int) -> None:
    [signed] = [page for page in pages[f"lines {lines}"] if "GIÁM ĐỐC" in page]
    assert "Trên đây là báo cáo" in signed


def test_the_report_is_signed_before_its_annexes(pages: dict[str, list[str]]) -> None:
    [signed] = [at for at, page in enumerate(pages["report"]) if "GIÁM ĐỐC" in page]
    annexes = [at for at, page in enumerate(pages["report"]) if re.match(r"\d+ Phụ lục \d", page)]
    assert len(annexes) == 6
    assert all(one < other for one, other in pairwise([signed, *annexes]))
