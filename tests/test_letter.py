"""The official letter, read back as a reader would: text, layout, bytes, and the page that it makes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from qms_model.briefing import Letter, Provenance, letters_of, mail_merge
from qms_model.briefing.letter import docx_of, letters_zip
from qms_model.briefing.package import settled, zipped
from qms_model.config import read_config
from qms_model.frozen import Words
from qms_model.office import LegalBasis, Office
from qms_model.refusal import Refused
from tests import printing
from tests.hostile import TEXTS
from tests.letters import (
    DAY,
    EXPIRED,
    EXPIRING,
    KNOWN,
    OFFICE,
    PLANNED,
    ROOT,
    UNAUDITED,
    a_letter,
    fingerprint,
    many,
)
from tests.printing import fingerprint_elsewhere


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def made(letter: Letter, office: Office = OFFICE) -> Document:
    return opened(docx_of(letter, office))


def lines(document: Document) -> Iterator[str]:
    """Every line of the body as read from top to bottom; a row is one line."""
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                yield " | ".join(" / ".join(filter(None, cell.text.split("\n"))) for cell in row.cells)
        elif part.text:
            yield part.text


def data_table(document: Document) -> Table:
    return document.tables[1]


def foot_of(document: Document) -> str:
    text: str = document.sections[0].footer.paragraphs[0].text
    return text


VIETNAMESE = """\
DỰ THẢO
UBND TỈNH LẠNG SƠN / SỞ NỘI VỤ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc
Số:          /SNV-CCHC / V/v đôn đốc việc áp dụng Hệ thống quản lý chất lượng theo TCVN~ISO~9001 | Lạng Sơn, ngày      tháng      năm 20…
Kính gửi: Sở Y tế
Thực hiện Quyết định số 19/2014/QĐ-TTg ngày 05/3/2014 của Thủ tướng Chính phủ về việc áp dụng Hệ thống quản lý chất lượng theo Tiêu chuẩn quốc gia TCVN ISO 9001:2008 vào hoạt động của các cơ quan, tổ chức thuộc hệ thống hành chính nhà nước; Thông tư số 26/2014/TT-BKHCN ngày 10/10/2014 của Bộ Khoa học và Công nghệ quy định chi tiết thi hành Quyết định số 19/2014/QĐ-TTg; qua theo dõi, tính đến ngày 31/12/2014 có 2 cơ quan, đơn vị thuộc quyền quản lý của Sở Y tế chậm thực hiện các nội dung về Hệ thống quản lý chất lượng theo TCVN ISO 9001, cụ thể như sau:
STT | Tên cơ quan | Nội dung chưa thực hiện | Thời hạn | Số ngày chậm | Nguyên nhân, cam kết
1 | Chi cục An toàn vệ sinh thực phẩm | Giấy chứng nhận hết hạn. | 15/03/2014 | 291 | Kinh phí về chậm; thời hạn theo cam kết: 31/03/2015
1 | Chi cục An toàn vệ sinh thực phẩm | Chưa đánh giá nội bộ. | 01/05/2014 | 244 | Kinh phí về chậm
2 | Trung tâm Y tế dự phòng | Năm kế hoạch 2011, chưa được chứng nhận. | 31/12/2011 | 1.096 | Chưa rõ
Sở Nội vụ đề nghị Sở Y tế chỉ đạo các cơ quan, đơn vị nêu trên khẩn trương thực hiện, hoàn thành các nội dung còn chậm trước ngày 15/01/2015; nội dung chưa thể hoàn thành phải nêu rõ nguyên nhân, trách nhiệm và thời hạn hoàn thành.
Riêng cơ quan, đơn vị đã cam kết thời hạn muộn hơn thì thực hiện đúng ngày đã cam kết nêu tại bảng trên.
Kết quả thực hiện đề nghị báo cáo bằng văn bản về Sở Nội vụ trước ngày 15/01/2015 để tổng hợp, báo cáo UBND tỉnh.
Đề nghị Sở Y tế quan tâm, chỉ đạo thực hiện./.
Nơi nhận: / - Như trên; / - UBND tỉnh (để báo cáo); / - Sở Khoa học và Công nghệ (để phối hợp); / - Lãnh đạo Sở; / - Lưu: VT, CCHC. | GIÁM ĐỐC"""  # noqa: E501

ENGLISH = """\
DRAFT
PEOPLE'S COMMITTEE OF LANG SON PROVINCE / DEPARTMENT OF HOME AFFAIRS | SOCIALIST REPUBLIC OF VIET NAM / Independence - Freedom - Happiness
No.:          /SNV-CCHC / Re: urging work on the quality management system of TCVN~ISO~9001 | Lang Son, date:                 20…
To: Department of Health
Pursuant to Decision 19/2014/QĐ-TTg of 5 March 2014 of the Prime Minister on applying the quality management system of the national standard TCVN ISO 9001:2008 in the agencies and organisations of the state administration; Circular 26/2014/TT-BKHCN of 10 October 2014 of the Ministry of Science and Technology detailing Decision 19/2014/QĐ-TTg: as of 31 Dec 2014, work on the quality management system of TCVN ISO 9001 is overdue in 1 agency under Department of Health, as follows:
No. | Agency | What is missing | Time limit | Days late | Cause, promise
1 | Preventive Health Centre | Planned for 2011, never certified. | 31 Dec 2011 | 1,096 | Not known
The Department of Home Affairs asks Department of Health to direct these agencies to complete this work before 15 Jan 2015; where that cannot be done, to state the cause, who answers for it, and when it will be done.
Please report the results in writing to the Department of Home Affairs before 15 Jan 2015, for its report to the Provincial People's Committee.
Department of Health is asked to see to this./.
Recipients: / - As above; / - Provincial People's Committee (to report); / - Department of Science and Technology (to cooperate); / - Heads of the department; / - Filed: VT, CCHC. | DIRECTOR"""  # noqa: E501


def test_a_letter_reads_from_top_to_bottom_as_an_official_letter_does() -> None:
    letter = a_letter(EXPIRED, UNAUDITED, PLANNED)
    assert list(lines(made(letter))) == VIETNAMESE.replace("~", "\u00a0").split("\n")


def test_a_letter_is_whole_in_english() -> None:
    row = replace(PLANNED, name="Preventive Health Centre", what="Planned for 2011, never certified.")
    letter = a_letter(row, to="Department of Health", language="en")
    assert list(lines(made(letter))) == ENGLISH.replace("~", "\u00a0").split("\n")


def test_the_foot_of_every_page_says_where_the_rows_come_from() -> None:
    document = made(a_letter(PLANNED))
    section = document.sections[0]
    said = (
        "Dự thảo. Số liệu tính đến ngày 31/12/2014, lần cập nhật 12, mã băm a3f9c2d4e5b6."
        " Bộ lọc: Diện: Bắt buộc. Nguồn: Sổ theo dõi của Sở."
        " Kiểm tra trích yếu, ngày ban hành của văn bản viện dẫn trước khi ký. Số liệu minh họa"
    )
    assert section.first_page_footer.paragraphs[0].text == said
    assert section.footer.paragraphs[0].text == said
    assert [run.text for run in section.footer.paragraphs[0].runs if run.bold] == [" Số liệu minh họa"]


def test_the_foot_says_nothing_of_what_there_is_not() -> None:
    letter = replace(a_letter(PLANNED), provenance=Provenance(3))
    verified = Office(
        legal_basis=tuple(b.model_copy(update={"source": "Công báo"}) for b in OFFICE.legal_basis)
    )
    document = made(letter, verified)
    assert foot_of(document) == "Dự thảo. Số liệu tính đến ngày 31/12/2014, lần cập nhật 3."


def test_a_source_that_is_a_page_long_is_cut_at_the_foot() -> None:
    letter = replace(a_letter(PLANNED), provenance=Provenance(3, ("lọc " * 400,), "nguồn " * 400))
    assert len(foot_of(made(letter))) < 800


FIRST, AMENDED = "144/2006/QĐ-TTg", ["144/2006/QĐ-TTg", "118/2009/QĐ-TTg", "144/2006/QĐ-TTg"]
SECOND = "19/2014/QĐ-TTg"
# (what it is, day, the papers cited)
BASES = [
    ("the day before the first decision", date(2006, 6, 19), []),
    ("the first day of the first decision", date(2006, 6, 20), [FIRST]),
    ("the day before its amendment", date(2009, 9, 29), [FIRST]),
    ("the day of its amendment", date(2009, 9, 30), AMENDED),
    ("its last day", date(2014, 5, 17), AMENDED),
    ("the first day of declarations", date(2014, 5, 18), [SECOND]),
    ("the day before the circular", date(2014, 10, 9), [SECOND]),
    ("the day of the circular", date(2014, 10, 10), [SECOND, "26/2014/TT-BKHCN", SECOND]),
]


@pytest.mark.parametrize(("day", "papers"), [b[1:] for b in BASES], ids=[b[0] for b in BASES])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_letter_cites_what_was_law_on_its_day(day: date, papers: list[str], language: str) -> None:
    opening = list(lines(made(a_letter(PLANNED, day=day, language=language))))[4]
    assert re.findall(r"\d+/\d{4}/[A-ZĐ][\w-]+", opening) == papers
    assert opening.startswith(
        ("Thực hiện Quyết định", "Pursuant to") if papers else ("Qua theo dõi,", "As of")
    )


def test_the_province_is_not_urged_but_asked() -> None:
    text = "\n".join(lines(made(a_letter(PLANNED, to="UBND tỉnh"))))
    assert "Sở Nội vụ kính đề nghị UBND tỉnh xem xét, chỉ đạo các cơ quan" in text
    assert "Sở Nội vụ kính trình UBND tỉnh xem xét, chỉ đạo./." in text
    assert "- UBND tỉnh (để báo cáo)" not in text  # it is the recipient already
    assert "kính đề nghị" in "\n".join(lines(made(a_letter(PLANNED, to="UBND tỉnh Lạng Sơn"))))


def test_agencies_that_nobody_supervises_are_written_to_themselves() -> None:
    text = "\n".join(lines(made(a_letter(PLANNED, to=""))))
    assert "Kính gửi: Các cơ quan, đơn vị có tên dưới đây" in text
    assert "có 1 cơ quan, đơn vị chậm thực hiện" in text
    assert "đề nghị Thủ trưởng các cơ quan, đơn vị nêu trên" in text
    assert "quyền quản lý" not in text


def test_what_is_only_due_soon_is_not_called_late() -> None:
    document = made(a_letter(PLANNED, EXPIRING))
    assert "chậm thực hiện hoặc sắp đến hạn thực hiện" in list(lines(document))[4]
    assert data_table(document).rows[2].cells[4].text == "còn 30"


def test_what_is_not_known_is_said_and_not_left_to_be_guessed() -> None:
    bare = replace(PLANNED, what="", since=None, cause=" ", promised_on=None)
    assert [cell.text for cell in data_table(made(a_letter(bare))).rows[1].cells][2:] == [
        "—", "chưa ghi nhận", "1.096", "Chưa rõ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("promised", "said"),
    [
        (DAY, "Chưa rõ; cam kết hoàn thành ngày 31/12/2014"),  # the day itself is still theirs
        (date(2014, 12, 30), "Chưa rõ; cam kết hoàn thành ngày 30/12/2014, chưa thực hiện"),
    ],
)
def test_a_promise_is_broken_the_day_after(promised: date, said: str) -> None:
    letter = a_letter(replace(PLANNED, promised_on=promised))
    assert data_table(made(letter)).rows[1].cells[5].text == said


@pytest.mark.parametrize(
    ("promised", "later"),
    [(date(2015, 1, 14), False), (date(2015, 1, 15), True), (date(2015, 6, 30), True)],
)
def test_a_promised_day_that_is_not_before_the_deadline_of_the_letter_holds_instead(
    promised: date, later: bool
) -> None:
    said = "\n".join(lines(made(a_letter(replace(PLANNED, promised_on=promised), UNAUDITED))))
    assert "trước ngày 15/01/2015" in said
    assert (f"thời hạn theo cam kết: {promised:%d/%m/%Y}" in said) == later
    assert ("đã cam kết thời hạn muộn hơn thì thực hiện đúng ngày đã cam kết" in said) == later


def test_the_rows_of_an_agency_stand_together_under_one_number() -> None:
    table = data_table(made(a_letter(EXPIRED, PLANNED, UNAUDITED)))
    assert [row.cells[0].text for row in table.rows] == ["STT", "1", "1", "2"]
    assert [row._tr.tc_lst[0].vMerge for row in table.rows] == [None, "restart", "continue", None]


def test_the_sheet_is_a4_in_times_with_the_margins_of_the_decree() -> None:
    document = made(a_letter(PLANNED))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height)
    assert [size and round(size / Mm(1)) for size in sizes] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [margin and round(margin / Mm(1)) for margin in margins] == [20, 20, 30, 15]
    assert document.styles["Normal"].font.size == Pt(13)
    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert set(fonts.attrib.values()) == {"Times New Roman"}
    opening = document.paragraphs[2].paragraph_format
    assert opening.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert opening.first_line_indent is not None
    assert opening.first_line_indent > Mm(10)


def test_pages_are_numbered_from_the_second_on() -> None:
    section = made(a_letter(PLANNED)).sections[0]
    assert section.different_first_page_header_footer
    assert [field.get(qn("w:instr")) for field in section.header._element.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert not list(section.first_page_header._element.iter(qn("w:fldSimple")))


@pytest.mark.parametrize("count", [1, 300])
def test_the_heading_row_repeats_and_no_row_is_split(count: int) -> None:
    table = data_table(made(a_letter(*many(count))))
    assert len(table.rows) == count + 1
    assert [n for n, row in enumerate(table.rows) if row._tr.find(f".//{qn('w:tblHeader')}") is not None] == [
        0
    ]
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)


@pytest.mark.parametrize(("language", "locale"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_a_screen_reader_is_told_language_title_and_table(language: str, locale: str) -> None:
    document = made(a_letter(PLANNED, language=language))
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == locale
    assert document.core_properties.language == locale
    assert document.core_properties.title.endswith(" - Sở Y tế")
    assert "TCVN\u00a0ISO\u00a09001" in document.core_properties.title
    about = document.tables[0].rows[1].cells[0].paragraphs[-1]
    assert about.style is not None
    assert about.style.name == "Heading 1"
    described = data_table(document)._tbl.tblPr.find(qn("w:tblDescription"))
    assert described is not None
    assert described.get(qn("w:val"))


def test_the_same_letter_is_the_same_bytes() -> None:
    letter = a_letter(EXPIRED, PLANNED)
    assert docx_of(letter, OFFICE) == docx_of(letter, OFFICE)
    assert docx_of(letter, OFFICE) != docx_of(replace(letter, deadline=DAY), OFFICE)


def test_the_bytes_do_not_depend_on_the_zone_or_the_order_of_hashes() -> None:
    one = fingerprint_elsewhere("tests.letters", "Asia/Ho_Chi_Minh", "1")
    other = fingerprint_elsewhere("tests.letters", "America/New_York", "2")
    assert one == other == fingerprint()


def test_a_file_says_nothing_of_when_and_where_it_was_made() -> None:
    content = docx_of(a_letter(PLANNED), OFFICE)
    facts = opened(content).core_properties
    assert [str(facts.created)[:19], str(facts.modified)[:19]] == ["2014-12-31 00:00:00"] * 2
    assert (facts.author, facts.last_modified_by, facts.comments) == ("Sở Nội vụ", "Sở Nội vụ", "")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(part.create_system, part.compress_type) for part in parts.infolist()} == {(3, 0)}
        names = parts.namelist()
        assert names == ["[Content_Types].xml", *sorted(names[1:])]
        assert not [name for name in names if b"rsid" in parts.read(name)]
    assert len(content) < 60_000


def test_a_package_is_settled_whatever_order_its_parts_came_in() -> None:
    parts = [("word/document.xml", b"2"), ("[Content_Types].xml", b"1"), ("_rels/.rels", b"3")]
    content = settled(zipped(parts))
    assert content == settled(zipped(reversed(parts)))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]


def test_texts_of_the_registry_stay_text() -> None:
    rows = [
        replace(PLANNED, agency=f"A{n}", name=text, what=text, cause=text) for n, text in enumerate(TEXTS)
    ]
    content = docx_of(a_letter(*rows), OFFICE)
    for row, text in zip(data_table(opened(content)).rows[1:], TEXTS, strict=True):
        assert [row.cells[n].text for n in (1, 2, 5)] == [text] * 3
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        document = parts.read("word/document.xml")
        assert not re.findall(rb"<w:(fld|instr|hyperlink|object|altChunk|tab/|br/|sym)", document)
        assert not [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_body_may_be_called_anything(text: str) -> None:
    letter = replace(a_letter(PLANNED, to=text), provenance=Provenance(1, (text,), text))
    document = made(letter)
    assert f"Kính gửi: {text}" in list(lines(document))
    assert text[:200] in foot_of(document)
    name, _ = letters_zip([letter], OFFICE)
    assert re.fullmatch(r"cong-van-01[a-z0-9-]*\.docx", name)
    assert len(name) <= 65


def test_characters_that_no_file_can_hold_are_left_out() -> None:
    dirty = "a\x00b\x0bc\ufffed\uffffe\ud800f\x85g\u202eh\u200bi\r\nj\tk"
    row = replace(PLANNED, name=dirty, what=dirty, cause=dirty)
    letter = replace(a_letter(row, to=dirty), provenance=Provenance(1, (dirty,), dirty))
    document = made(letter)
    cells = data_table(document).rows[1].cells
    assert "a b c d e f ghi j k" in [cells[1].text.replace("  ", " "), cells[2].text]
    assert cells[2].text == cells[5].text == "a b c d e f ghi j k"
    assert "a b c d e f ghi j k" in foot_of(document)
    office = Office(body=Words(vi="Sở\x00Nội vụ", en=""), symbol="S\x0bN", filed_under="\uffff")
    assert made(letter, office).core_properties.author == "Sở Nội vụ"


def test_one_letter_comes_as_it_is_and_several_in_one_file() -> None:
    rows = [("UBND huyện Đình Lập", PLANNED), ("", EXPIRING), ("Sở Y tế", EXPIRED)]
    letters = letters_of(rows, DAY, OFFICE, "vi", KNOWN)
    assert [letter.recipient for letter in letters] == ["Sở Y tế", "UBND huyện Đình Lập", ""]
    assert letters_zip(letters[:1], OFFICE) == ("cong-van-01-so-y-te.docx", docx_of(letters[0], OFFICE))
    name, content = letters_zip(letters, OFFICE)
    assert name == "cong-van-don-doc-2014-12-31.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        assert files.namelist() == [
            "cong-van-01-so-y-te.docx",
            "cong-van-02-ubnd-huyen-dinh-lap.docx",
            "cong-van-03-cac-co-quan-don-vi-co-ten-duoi-day.docx",
        ]
        assert files.read(files.namelist()[1]) == docx_of(letters[1], OFFICE)
    english = letters_of(rows, DAY, OFFICE, "en", KNOWN)
    assert letters_zip(english, OFFICE)[0] == "official-letters-2014-12-31.zip"
    assert letters_zip(english[:1], OFFICE)[0] == "letter-01-so-y-te.docx"


def test_no_letter_is_written_where_nobody_is_late() -> None:
    with pytest.raises(Refused, match="there is no letter to write"):
        letters_zip([], OFFICE)


def test_the_deadline_is_the_offices_number_of_days_after_the_day_looked_at() -> None:
    [letter] = letters_of([("", PLANNED)], DAY, Office(answer_days=30), "vi", KNOWN)
    assert letter.deadline == date(2015, 1, 30)


def merged(*letters: Letter) -> list[dict[str, str]]:
    content = mail_merge(letters)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_mail_merge_has_one_line_an_agency() -> None:
    letters = letters_of(
        [("Sở Y tế", EXPIRED), ("UBND tỉnh", PLANNED), ("Sở Y tế", UNAUDITED)], DAY, OFFICE, "vi", KNOWN,
        {"Sở Y tế": "50 Đinh Tiên Hoàng"},
    )  # fmt: skip
    first, second = merged(*letters)
    assert first == {
        "Công văn số thứ tự": "1", "Nơi gửi đến": "Sở Y tế", "Địa chỉ nơi gửi đến": "50 Đinh Tiên Hoàng",
        "Mã cơ quan": "CC-ATTP", "Tên cơ quan": "Chi cục An toàn vệ sinh thực phẩm",
        "Loại cơ quan": "Chi cục",
        "Người phụ trách": "Trần Văn An", "Liên hệ": "an@langson.example", "Quy tắc": "L2; L5",
        "Nội dung chưa thực hiện": "Giấy chứng nhận hết hạn. Chưa đánh giá nội bộ.",
        "Thời hạn": "15/03/2014", "Số ngày chậm": "291", "Nguyên nhân": "Kinh phí về chậm",
        "Ngày cam kết": "31/03/2015", "Hạn báo cáo": "15/01/2015", "Tính đến ngày": "31/12/2014",
        "Lần cập nhật": "12", "Bộ lọc": "Diện: Bắt buộc", "Nguồn": "Sổ theo dõi của Sở",
        "Ghi chú": "Số liệu minh họa",
    }  # fmt: skip
    assert (second["Nơi gửi đến"], second["Mã cơ quan"], second["Ngày cam kết"]) == (
        "UBND tỉnh",
        "TT-YTDP",
        "",
    )


def test_the_mail_merge_is_whole_in_english_and_empty_without_letters() -> None:
    [line] = merged(a_letter(EXPIRING, language="en"))
    assert (line["Time limit"], line["Days late"], line["Note"]) == (
        "30 Jan 2015",
        "-30",
        "Illustrative figures",
    )
    assert merged() == []


def test_no_text_of_the_mail_merge_is_a_formula() -> None:
    rows = [
        replace(PLANNED, agency=text, name=text, what=text, cause=text, owner=text, contact=text)
        for text in TEXTS
    ]
    letter = replace(a_letter(*rows, to="=1+1"), address="@SUM(A1)", provenance=Provenance(1, ("-1",), "+1"))
    table = merged(letter)
    assert not [cell for line in table for cell in line.values() if cell and cell[0] in "=+-@\t\r"]
    assert [line["Tên cơ quan"].removeprefix("'") for line in table] == [
        text.removeprefix("'") for text in TEXTS
    ]


def test_an_office_without_a_section_in_its_config_still_writes_letters(tmp_path: Path) -> None:
    shipped = (ROOT / "config.yaml").read_text("utf-8")
    start, end = shipped.index("office:"), shipped.index("# Everything below")
    file = tmp_path / "config.yaml"
    file.write_text(shipped[:start] + shipped[end:], "utf-8")
    office = read_config(file).office
    assert office == OFFICE.model_copy(update={"legal_basis": (), "copies": ()})
    assert list(lines(made(a_letter(PLANNED), office)))[4].startswith(
        "Qua theo dõi, tính đến ngày 31/12/2014 có"
    )


def test_no_number_depends_on_the_office() -> None:
    assert "office" not in read_config(ROOT / "config.yaml").rules.canonical()


def test_a_citation_is_unverified_until_its_source_no_longer_says_so() -> None:
    basis = LegalBasis.model_validate({"vi": "a", "en": "b", "from": DAY, "source": "unverified"})
    assert not basis.verified
    assert basis.model_copy(update={"source": "Công báo 2014"}).verified
    assert Words(vi="a", en="b").label("en") == "b"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of every page of some letters, as LibreOffice sets them."""
    folder = tmp_path_factory.mktemp("printed")
    letters = {
        "short": a_letter(PLANNED), "long": a_letter(*many(300)), "english": a_letter(PLANNED, language="en"),
    }  # fmt: skip
    files = {name: docx_of(letter, OFFICE) for name, letter in letters.items()}
    return printing.printed(folder, files, "docx")


def test_a_short_letter_is_one_page_without_a_number(printed: dict[str, list[str]]) -> None:
    [page] = printed["short"]
    assert page.startswith("DỰ THẢO UBND TỈNH LẠNG SƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert "Kính gửi: Sở Y tế" in page
    assert "GIÁM ĐỐC" in page
    assert page.endswith("Số liệu minh họa")
    assert len(printed["english"]) == 1


def test_each_page_of_a_long_letter_has_its_number_the_heading_row_and_the_source(
    printed: dict[str, list[str]],
) -> None:
    first, *others = printed["long"]
    assert first.startswith("DỰ THẢO")
    assert 15 <= len(others) <= 40
    for number, page in enumerate(others, start=2):
        assert page.startswith(f"{number} ")
        assert page.endswith("Số liệu minh họa")
    for page in (first, *others[:-1]):
        assert "STT Tên cơ quan" in page
    whole = " ".join(printed["long"])
    assert [n for n in range(300) if f"Cơ quan số {n} " not in whole] == []
    assert "GIÁM ĐỐC" in others[-1]
    assert "Đề nghị Sở Y tế quan tâm" in others[-1]  # a signature does not stand on a page alone
