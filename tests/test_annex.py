"""The annex of a decision on inspections, read back as a reader would."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length

from qms_model.briefing.annex import annex_docx
from qms_model.refusal import Refused
from tests.hostile import TEXTS
from tests.letters import KNOWN, OFFICE

DAY = date(2014, 12, 31)
HEADINGS = ["STT", "Tên", "Loại", "Huyện", "Hình thức", "Điểm", "Lý do", "Gần nhất"]
ROW = ["1", "Sở Y tế", "Sở, ban, ngành", "", "Tại trụ sở", "72", "Theo điểm", "05/3/2013"]


def bytes_of(*rows: list[str], language: str = "vi") -> bytes:
    said = ("Năm 2015 kiểm tra 1 cơ quan.",)
    return annex_docx(HEADINGS, rows, said, 2015, DAY, KNOWN, OFFICE, language)


def made(*rows: list[str], language: str = "vi") -> Document:
    return docx.Document(io.BytesIO(bytes_of(*rows, language=language)))


def test_an_annex_reads_from_top_to_bottom_as_an_official_one_does() -> None:
    document = made(ROW)
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.text] == [
        "DỰ THẢO",
        "Phụ lục",
        "DANH SÁCH CƠ QUAN, ĐƠN VỊ ĐƯỢC KIỂM TRA NĂM 2015",
        "(Kèm theo Quyết định số                ngày      tháng      năm 20…)",
        "Năm 2015 kiểm tra 1 cơ quan.",
    ]
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [HEADINGS, ROW]


def test_every_page_says_where_the_list_comes_from() -> None:
    foot = made(ROW).sections[0].footer.paragraphs[0].text
    assert foot.startswith("Dự thảo. Số liệu tính đến ngày 31/12/2014, lần cập nhật 12, mã băm a3f9c2d4e5b6.")
    assert "Diện: Bắt buộc" in foot
    assert foot.endswith("Số liệu minh họa")


def test_the_sheet_lies_across_with_its_heading_row_on_every_page() -> None:
    document = made(*[ROW] * 60)
    section, [table] = document.sections[0], document.tables
    assert section.orientation == WD_ORIENT.LANDSCAPE
    sides = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(Length(side or 0).mm) for side in sides] == [297, 210, 30, 15]
    assert sum(round(Length(column.width or 0).mm) for column in table.columns) == 297 - 30 - 15
    marks = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert marks == [True, *[False] * 60]


def test_an_annex_is_whole_in_english() -> None:
    texts = [paragraph.text for paragraph in made(ROW, language="en").paragraphs]
    assert "LIST OF AGENCIES TO BE INSPECTED IN 2015" in texts
    assert "(Attached to Decision No.                    , date:                 20…)" in texts


def test_the_same_list_is_the_same_bytes() -> None:
    assert bytes_of(ROW) == bytes_of(ROW) != bytes_of(ROW, ROW)


def test_texts_of_the_registry_stay_text() -> None:
    content = bytes_of(*([text] * len(HEADINGS) for text in TEXTS))
    [table] = docx.Document(io.BytesIO(content)).tables
    assert [{cell.text for cell in row.cells} for row in table.rows[1:]] == [{text} for text in TEXTS]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        document = parts.read("word/document.xml")
    assert not re.findall(rb"<w:(fld|instr|hyperlink|object|altChunk|tab/|br/|sym)", document)


def test_no_annex_is_written_where_nobody_is_on_the_list() -> None:
    with pytest.raises(Refused, match="there is no annex to write"):
        bytes_of()
