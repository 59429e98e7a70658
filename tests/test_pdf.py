"""The note and the full report as PDF, read back with the tools of Poppler as a reader would."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from qms_model.briefing.framing import foot, roman
from qms_model.briefing.pdf import note_pdf, report_pdf
from qms_model.briefing.report import Asked, Listed, Part, Report, Said, Section
from qms_model.figures import Kind
from qms_model.figures.typst.fonts import printable
from qms_model.i18n import LANGUAGES
from tests.hostile import TEXTS
from tests.sheets import (
    ASKED,
    HEADLINE,
    LEAD,
    OFFICE,
    ORIGIN,
    a_report,
    drawn,
    known,
    read,
    table,
    unbroken,
    wide,
)

NAMES = [f"Nhóm cơ quan số {n}" for n in range(1, 13)]
CODE = ['#panic("x")', '#read("/etc/passwd")', "$x^2$ @nhãn <nhãn> // /* */", "\u202eđảo ngược", "= Mục"]


def facts(content: bytes, folder: Path, *how: str) -> dict[str, str]:
    return dict(re.findall(r"^([^:\n]+): +(.*)$", known(content, folder, *how), re.MULTILINE))


@pytest.mark.parametrize("lines", range(27, 33))  # about where the first page ends
def test_a_caption_stands_on_the_page_of_its_table(lines: int, tmp_path: Path) -> None:
    said = [Said(f"Dòng {n}.") for n in range(lines)]
    made = replace(a_report(), sections=(Section("s", "Mục", (*said, table(3))),))
    pages = read(report_pdf(made), tmp_path)
    caption, head = f"Bảng 1. {table(3).title}", table(3).frame.columns[0]
    assert [caption in page for page in pages] == [caption in page and head in page for page in pages]
    assert sum(caption in page for page in pages) == 1


def test_a_note_reads_from_top_to_bottom_as_an_official_report_does(tmp_path: Path) -> None:
    [page] = read(note_pdf(a_report()), tmp_path, "-raw")
    wanted = [
        "DỰ THẢO", "UBND TỈNH LẠNG SƠN", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "/BC-SNV", "Lạng Sơn, ngày tháng năm 20…", "BÁO CÁO",
        "Tình hình áp dụng TCVN ISO 9001", "(Số liệu tính đến ngày 31/12/2014)", "Kính gửi: UBND tỉnh",
        "Thực hiện Quyết định số 19/2014/QĐ-TTg, Thông tư số 26/2014/TT-BKHCN, Sở Nội vụ báo cáo",
        LEAD.text, "47/53", "Hình share_bars", "Đã đạt: 3/20 (15%)",
        "Kiến nghị, đề xuất:", f"1. {ASKED.texts[0]};", f"2. {ASKED.texts[1]}.", "Trên đây là báo cáo",
        "xem xét, chỉ đạo./.", "Nơi nhận:", "Như trên;", "Lưu: VT, CCHC.", "GIÁM ĐỐC",
        "Tính đến ngày 31/12/2014 ·", "văn bản viện dẫn trước khi ký", "Số liệu minh họa",
    ]  # fmt: skip
    text = unbroken(page)
    places = [text.find(unbroken(words)) for words in wanted]
    assert -1 not in places, [words for words, place in zip(wanted, places, strict=True) if place < 0]
    assert places == sorted(places)
    assert "BÁO CÁO Báo cáo" not in page


def test_a_report_has_its_sections_numbered_then_who_signs_then_annexes_on_pages_of_their_own(
    tmp_path: Path,
) -> None:
    first, second, third, last = read(report_pdf(a_report()), tmp_path)
    order = [
        "Kính gửi: UBND tỉnh", "Thực hiện Quyết định số 19/2014/QĐ-TTg ngày 05/3/2014",
        "I. Kết quả chung", "Bảng 1. Số liệu chính", "Hình 1. Hình share_bars", "Cách tính: Từng được cấp.",
        "II. Kiến nghị, đề xuất", "Trên đây là báo cáo", "Nơi nhận:",
    ]  # fmt: skip
    places = [first.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "Phụ lục 1. Chậm tiến độ" in second
    assert "(Kèm theo Báo cáo số" in second
    assert "Phụ lục 2. Bảng rộng" in third
    assert "Cách tính các chỉ tiêu" in last
    assert "N: Các cơ quan đang tồn tại." in last


def test_every_page_says_where_its_numbers_come_from_and_its_number_from_the_second_on(
    tmp_path: Path,
) -> None:
    for content in (note_pdf(a_report()), report_pdf(a_report())):
        for number, page in enumerate(read(content, tmp_path), start=1):
            assert unbroken(foot(a_report())) in unbroken(page)
            assert (page.split()[0] == str(number)) == (number > 1)


def test_a_report_of_some_agencies_says_which_under_its_title(tmp_path: Path) -> None:
    chosen = replace(ORIGIN, scope="phạm vi: Bệnh viện, bắt buộc")
    for content in (note_pdf(a_report(origin=chosen)), report_pdf(a_report(origin=chosen))):
        first, *_ = read(content, tmp_path)
        assert "(Số liệu tính đến ngày 31/12/2014; phạm vi: Bệnh viện, bắt buộc)" in first


def test_without_a_basis_in_force_there_is_no_sentence_about_it(tmp_path: Path) -> None:
    office = OFFICE.model_copy(update={"legal_basis": ()})
    for content in (note_pdf(a_report(office=office)), report_pdf(a_report(office=office))):
        first, *_ = read(content, tmp_path)
        assert "Thực hiện" not in first
        assert "viện dẫn" not in first


def test_a_long_source_is_on_every_page_whole_and_over_no_text(tmp_path: Path) -> None:
    origin = replace(ORIGIN, source="Nguồn: " + "sổ theo dõi của cơ quan " * 60 + "hết")
    for content in (note_pdf(a_report(origin=origin)), report_pdf(a_report(origin=origin))):
        for page in read(content, tmp_path, "-raw"):
            assert unbroken(foot(a_report(origin=origin))) in unbroken(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_are_tagged_with_title_language_and_bookmarks(tmp_path: Path, language: str) -> None:
    for content in (note_pdf(a_report(language)), report_pdf(a_report(language))):
        assert facts(content, tmp_path)["Title"] == "Báo cáo tình hình áp dụng TCVN ISO 9001"
        assert facts(content, tmp_path)["Tagged"] == "yes"
        assert f"/Lang({language})".encode() in content
        assert b"pdfuaid" in content
        assert facts(content, tmp_path)["Page size"].endswith("(A4)")
    tags = known(report_pdf(a_report()), tmp_path, "-struct-text")
    assert tags.count("H1") == 5, "each section and annex, and how it is counted, is a bookmark"
    for tag in ("Figure", "Table", "THead", "TH ", "L ", "LI"):
        assert tag in tags
    assert b"/Outlines" in report_pdf(a_report())


def test_a_figure_has_its_alternative_text() -> None:
    figure = replace(drawn(), figure=replace(drawn().figure, alt="Khác hẳn"))
    said = "/Alt<FEFF" + "Khác hẳn".encode("utf-16-be").hex().upper()
    assert said.encode() in note_pdf(a_report(note=(LEAD, figure)))
    assert said.encode() not in note_pdf(a_report())


def test_the_same_report_is_the_same_bytes_and_dated_by_its_day(tmp_path: Path) -> None:
    for made in (note_pdf, report_pdf):
        assert made(a_report()) == made(a_report()) != made(a_report("en"))
        assert facts(made(a_report()), tmp_path, "-isodates")["CreationDate"].startswith("2014-12-31")


@pytest.mark.parametrize(
    "note",
    [
        (),
        (LEAD,),
        (LEAD, HEADLINE, drawn(names=NAMES), ASKED),
        (LEAD, *[drawn(kind, NAMES) for kind in Kind], ASKED),
        (Said("Câu rất dài. " * 900), ASKED),
        (Asked(tuple("Kiến nghị số nhiều chữ. " * 30 for _ in range(60))),),
        (LEAD, table(200), drawn(names=[f"N{n}" for n in range(200)])),
    ],
    ids=["nothing", "one", "usual", "every figure", "a long sentence", "many asked", "long table"],
)
def test_a_note_is_one_page_whatever_it_holds(tmp_path: Path, note: tuple[Part, ...]) -> None:
    [page] = read(note_pdf(replace(a_report(), note=note)), tmp_path)
    assert "Nơi nhận:" in page
    assert unbroken(foot(a_report())) in unbroken(page)


def test_a_note_says_when_it_was_shortened_and_is_not_where_it_fits(tmp_path: Path) -> None:
    said = "Đã rút gọn cho vừa một trang"
    [usual] = read(note_pdf(a_report()), tmp_path)
    [long] = read(note_pdf(a_report(note=(LEAD, table(200), ASKED))), tmp_path)
    assert said not in usual
    assert said in long
    assert re.search(r"Còn \d+ dòng nữa trong tệp Excel của bộ tài liệu", long)


def test_the_numbers_of_a_table_are_those_of_its_frame_and_stand_right(tmp_path: Path) -> None:
    late = table(120)
    section = Section("PL1", "Phụ lục 1", (late,), annex=True)
    pages = read(report_pdf(a_report(sections=(section,))), tmp_path)
    rows = re.findall(r"^ *(Cơ quan số \d+) +([\d.]+) +Kiểm tra", "\n".join(pages), re.MULTILINE)
    wanted = zip(late.frame["Tên cơ quan"], late.frame["Số ngày chậm"], strict=True)
    assert rows == [(name, f"{n:,}".replace(",", ".")) for name, n in wanted]
    lines = [re.match(r" *Cơ quan số \d+ +[\d.]+", line) for line in pages[1].splitlines()]
    ends = {line.end() for line in lines if line}
    assert max(ends) - min(ends) <= 1, "units under units: 5 and 1.085"
    assert all("Tên cơ quan" in page for page in pages if "Cơ quan số" in page), "the head is repeated"


def test_a_long_table_is_brief_on_paper_and_says_how_many_rows_the_workbook_has(tmp_path: Path) -> None:
    sections = (Section("PL1", "Phụ lục 1", (table(1500, brief=60),), annex=True),)
    text = "\n".join(read(report_pdf(a_report(sections=sections)), tmp_path))
    assert text.count("Cơ quan số") == 60
    assert "Còn 1.440 dòng nữa trong tệp Excel của bộ tài liệu chốt số liệu." in text


def test_a_wide_table_lies_across_and_others_stand(tmp_path: Path) -> None:
    content = report_pdf(a_report())
    sizes = facts(content, tmp_path, "-f", "1", "-l", "9")
    width = [
        re.findall(r"[\d.]+", size)[0]
        for name, size in sizes.items()
        if re.fullmatch(r"Page +\d+ size", name)
    ]
    assert width == ["595.276", "595.276", "841.89", "595.276"]


def test_a_count_that_is_not_known_is_a_dash_and_a_section_without_parts_says_so(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Mã": ["A"], "Số": pd.array([pd.NA], dtype="Int64")})
    sections = (
        Section("a", "Trống", ()),
        Section("b", "Bảng", (Listed("x", "Một dòng", frame, note="Ghi chú"),)),
    )
    [page] = read(report_pdf(a_report(sections=sections, definitions=())), tmp_path)
    assert "I. Trống" in page
    assert "Không có nội dung báo cáo." in page
    assert re.search(r"A +—", page)
    assert "Ghi chú" in page


def hostile() -> Report:
    """A report every text of which does something where a text is taken for a program."""
    texts = (*TEXTS, *CODE)
    frame = pd.DataFrame({"Tên": list(texts), "Mã": list(reversed(texts))})
    figure = drawn(names=texts)
    figure = replace(figure, figure=replace(figure.figure, title=texts[0], alt=CODE[0]), measure=CODE[1])
    parts: tuple[Part, ...] = (
        *(Said(text) for text in texts),
        Asked(texts),
        figure,
        Listed("x", CODE[0], frame, note=CODE[2]),
    )
    return a_report(
        title="#panic() " + TEXTS[0],
        note=parts,
        sections=(Section("a", CODE[0], parts), Section("b", CODE[4], parts[-1:], annex=True)),
        definitions=tuple((text, text) for text in texts),
        origin=replace(ORIGIN, source=" ".join(CODE)),
    )


def test_hostile_texts_come_out_as_text(tmp_path: Path) -> None:
    text = unbroken("".join(read(report_pdf(hostile()), tmp_path, "-raw")))
    for said in (*TEXTS, *CODE):
        if re.search(r"[\u0590-\u06ff]", said):  # written from right to left: Poppler turns it round
            continue
        assert unbroken(printable(said)) in text, said
    assert len(read(note_pdf(hostile()), tmp_path)) == 1


@pytest.mark.parametrize("rows", [1, 1000])
def test_a_report_of_one_agency_and_one_of_a_thousand_are_whole(tmp_path: Path, rows: int) -> None:
    sections = (Section("PL1", "Phụ lục 1", (table(rows),), annex=True),)
    content = report_pdf(a_report(sections=sections))
    assert "\n".join(read(content, tmp_path)).count("Cơ quan số") == rows


def test_a_figure_of_very_many_rows_is_drawn_smaller_not_over_the_foot(tmp_path: Path) -> None:
    figure = drawn(names=[f"Nhóm số {n}" for n in range(1, 201)])
    content = report_pdf(a_report(sections=(Section("a", "Hình", (figure,)),)))
    pages = "".join(read(content, tmp_path, "-bbox")).split("<page ")
    [page] = [page for page in pages if ">Nhóm<" in page]
    words = re.findall(r'yMax="([\d.]+)">([^<]+)<', page)
    names, foot = ([float(y) for y, word in words if word == said] for said in ("Nhóm", "chốt"))
    assert len(names) == 202, "rows, and two series of the legend"
    assert max(names) < min(foot) < 842, "points of an A4 page"


@pytest.mark.parametrize("lines", range(30, 45))
def test_who_signs_is_never_on_a_page_without_what_is_asked(tmp_path: Path, lines: int) -> None:
    section = Section("a", "Kiến nghị", (*[Said(f"Câu {n}.") for n in range(lines)], ASKED))
    pages = read(report_pdf(a_report(sections=(section,))), tmp_path)
    [page] = [page for page in pages if "Nơi nhận" in page]
    assert f"{ASKED.texts[-1]}." in page
    assert "Trên đây là báo cáo" in page
    assert "".join(pages).count(ASKED.texts[0]) == 1
    assert "2. Chỉ đạo" in " ".join(page.split())


def test_an_office_is_printed_as_text_and_a_report_is_numbered_by_who_issues_it(tmp_path: Path) -> None:
    office = OFFICE.model_copy(update={"symbol": "UBND-#NC", "copies": ()})
    [page] = read(note_pdf(a_report(office=office)), tmp_path)
    assert "/BC-UBND" in page
    assert "#NC" not in page
    assert "- Lưu: VT, CCHC." in page


@pytest.mark.parametrize(
    ("n", "text"), [(1, "I"), (4, "IV"), (6, "VI"), (9, "IX"), (14, "XIV"), (23, "XXIII")]
)
def test_sections_are_numbered_in_roman(n: int, text: str) -> None:
    assert roman(n) == text


def test_an_english_report_has_no_vietnamese_words_of_ours(tmp_path: Path) -> None:
    text = "\n".join(read(report_pdf(a_report("en")), tmp_path) + read(note_pdf(a_report("en")), tmp_path))
    for words in (
        "DRAFT",
        "SOCIALIST REPUBLIC OF VIET NAM",
        "REPORT",
        "Recipients:",
        "DIRECTOR",
        "Figure 1.",
    ):
        assert words in text
    for words in ("DỰ THẢO", "Nơi nhận", "Hình 1.", "Cách tính"):
        assert words not in text


def test_a_sheet_across_keeps_all_columns(tmp_path: Path) -> None:
    sections = (Section("PL", "Phụ lục", (wide(),), annex=True),)
    text = "".join(read(report_pdf(a_report(sections=sections)), tmp_path))
    assert all(f"Cột {n}" in text for n in range(6))
