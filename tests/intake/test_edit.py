"""One fact added, corrected or removed: what is recorded, what is refused, and who sees whose values."""

from __future__ import annotations

import random
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model import journal
from qms_model.facts import LABELS_VI, SPECS, Kind, key_of
from qms_model.intake.book import refines
from qms_model.intake.cells import Parser
from qms_model.intake.edit import (
    REASON,
    CellChange,
    Receipt,
    plan_edit,
)
from qms_model.intake.fields import fields
from qms_model.intake.plan import apply, plan
from qms_model.intake.problems import WHOLE_FILE
from qms_model.intake.template import write_template
from qms_model.intake.undo import undo
from qms_model.migrations import alembic_config
from qms_model.refusal import Refused
from qms_model.registry import open_registry
from qms_model.store import Store
from tests import registries
from tests.build import Tables, loaded
from tests.console import PROVINCE, written
from tests.intake.edits import RULES, SNV_1, SNV_2, edit, fact, faults, known, rows, save, verifies

# What an edit records --------------------------------------------------------------------------------------


def test_a_new_fact_is_one_change_with_its_author_and_reason(store: Store) -> None:
    asked = edit(store, "adoptions", {"agency": "BV", "applied_on": " 5/3/2012 ", "planned_year": "2012"})
    assert plan_edit(asked, store, RULES).changes == (
        CellChange("agency", "", "BV"),
        CellChange("planned_year", "", "2012"),
        CellChange("applied_on", "", "2012-03-05"),
    )
    assert known(store) == 1  # a plan records nothing
    receipt = save(store, asked, by="anh Nam")
    assert receipt == Receipt(2)
    assert receipt.sentence.text("en") == "Recorded as change 2."
    with store.reading() as connection:
        change = journal.entry(connection, 2)
    assert (change.kind, change.by, change.note, change.rows) == ("edit", "anh Nam", "Theo công văn 12", 1)
    assert rows(store, "adoptions")[fact(store, "adoptions", agency="BV")]["applied_on"] == "2012-03-05"
    assert verifies(store)


def test_a_correction_supersedes_the_old_row_and_leaves_the_past_as_it_was(store: Store) -> None:
    asked = edit(store, "attestations", {"expires_on": "19/8/2015"}, SNV_2)
    assert plan_edit(asked, store, RULES).changes == (CellChange("expires_on", "2016-08-19", "2015-08-19"),)
    save(store, asked)
    assert rows(store, "attestations")[fact(store, "attestations", **SNV_2)]["expires_on"] == "2015-08-19"
    then = open_registry(store, RULES, 1).texts("attestations")
    assert "2016-08-19" in then["expires_on"]
    assert "2015-08-19" not in then["expires_on"]
    assert verifies(store)


def test_a_column_that_is_not_named_stays_and_a_blank_one_is_cleared(quick: Store) -> None:
    save(quick, edit(quick, "adoptions", {"confirmed_on": ""}, {"agency": "SNV"}))
    row = rows(quick, "adoptions")[fact(quick, "adoptions", agency="SNV")]
    assert row == {"agency": "SNV", "planned_year": "2010", "applied_on": "2010-01-15"}


def test_a_removed_fact_is_superseded_and_nothing_takes_its_place(store: Store) -> None:
    asked = edit(store, "followups", of={"agency": "BV"}, removed=True)
    assert CellChange("on", "2013-02-01", "") in plan_edit(asked, store, RULES).changes
    assert save(store, asked) == Receipt(2)
    assert rows(store, "followups") == {}
    assert verifies(store)


@pytest.mark.parametrize(
    ("table", "of", "cells"),
    [
        ("attestations", SNV_1, {"issued_on": "2010-09", "number": "", "edition": "TCVN ISO 9001:2000"}),
        ("audits", {"audit": "DG-1"}, {"audit": "DG-9"}),
        ("adoptions", {"agency": "XA-1"}, {"agency": "XA-2"}),
        ("agencies", {"agency": "XA-2"}, {"established_on": "2012"}),
    ],
    ids=["attestations", "audits", "adoptions", "agencies"],
)
def test_a_correction_may_change_the_key(
    table: str, of: dict[str, str], cells: dict[str, str], quick: Store
) -> None:
    before = len(rows(quick, table))
    if "edition" in cells:
        cells = {**cells, "issued_on": "2009-09"}  # the last weeks of that edition
    save(quick, edit(quick, table, cells, of))
    after = rows(quick, table).values()
    assert len(after) == before
    assert not [row for row in after if of.items() <= row.items() and set(of) & set(cells)]


@pytest.mark.parametrize("cells", [{}, {"owner": "", "established_on": "6/2013"}], ids=["none", "respelt"])
def test_an_edit_without_differences_records_nothing_and_says_so(cells: dict[str, str], quick: Store) -> None:
    receipt = save(quick, edit(quick, "agencies", cells, {"agency": "XA-2"}))
    assert receipt == Receipt(None)
    assert receipt.sentence.text("en") == "Nothing differs from what is recorded: no change was made."
    assert known(quick) == 1


# What a form asks for --------------------------------------------------------------------------------------


def test_a_form_asks_for_the_columns_of_the_blank_workbook_in_its_words(tmp_path: Path) -> None:
    write_template(tmp_path / "mau.xlsx", RULES)
    book = openpyxl.load_workbook(tmp_path / "mau.xlsx")
    for table in SPECS:
        asked = fields(table, RULES, "vi")
        sheet = book[LABELS_VI[table]]
        assert [field.heading for field in asked] == [cell.value for cell in sheet[1]]
        assert [f"{field.note} ({field.name})" for field in asked] == [
            str(c.comment and c.comment.text) for c in sheet[1]
        ]
        assert [field.required for field in asked] == [cell.font.b for cell in sheet[1]]


def test_a_form_says_of_a_column_what_it_holds_in_either_language() -> None:
    vi, en = ({field.name: field for field in fields("findings", RULES, lang)} for lang in ("vi", "en"))
    assert [vi["grade"].choices[code] for code in ("major", "minor")] == ["nặng", "nhẹ"]
    assert (en["grade"].choices["major"], en["grade"].heading) == ("major", "Grade")
    assert vi["cause"].choices["R5"] != en["cause"].choices["R5"]
    assert (vi["audit"].refers, vi["finding"].key, vi["due_on"].kind) == ("audits", True, Kind.DAY)
    assert (vi["due_on"].heading, en["due_on"].heading) == ("Hạn khắc phục", "Due on")
    assert en["finding"].note == "Required."
    assert en["due_on"].note == "May stay blank. A date, dd/mm/yyyy."
    agencies = {field.name: field for field in fields("agencies", RULES, "en")}
    assert agencies["in_par_index"].choices == {"yes": "yes", "no": "no"}
    assert agencies["shares_qms_of"].heading == "Shares QMS of"
    assert (agencies["contact"].choices, agencies["established_on"].kind) == ({}, Kind.PARTIAL)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_choice_of_a_form_is_read_as_itself(language: str) -> None:
    for table, specs in SPECS.items():
        for spec, field in zip(specs, fields(table, RULES, language), strict=True):
            parse = Parser(RULES).of(spec)
            assert [parse(code) for code in field.choices] == list(field.choices)
            assert [parse(label) for label in field.choices.values()] == list(field.choices), table


# What is refused, at its field -----------------------------------------------------------------------------

INSPECTION = {"audit": "KT-1"}
CLOSED = {"grade": "major", "closed_on": "2013-06-01"}
# table, the row that is corrected (None: a new one), cells, column, English, Vietnamese
FAULTS: dict[str, tuple[str, dict[str, str] | None, dict[str, str], str, str, str]] = {
    "a required cell": (
        "agencies", None, {"agency": "X", "type": "ubnd_xa"}, "name",
        "the cell is required", "ô này bắt buộc phải điền",
    ),
    "a required cell cleared": (
        "audits", INSPECTION, {"held_on": ""}, "held_on",
        "the cell is required", "ô này bắt buộc phải điền",
    ),
    "no date": (
        "audits", INSPECTION, {"held_on": "3/2013"}, "held_on",
        "“3/2013” is not a date; allowed: dd/mm/yyyy",
        "“3/2013” không phải là ngày; chỉ dùng: dd/mm/yyyy",
    ),
    "not in the calendar": (
        "adoptions", {"agency": "SNV"}, {"applied_on": "31/02/2015"}, "applied_on",
        "“31/02/2015” is not in the calendar", "“31/02/2015” không có trong lịch",
    ),
    "an unknown code": (
        "attestations", SNV_1, {"ended_because": "lost"}, "ended_because",
        "“lost” is not known; allowed: withdrawn (thu hồi), cancelled (hủy bỏ), replaced (thay thế)",
        "“lost” không có trong danh mục; chỉ dùng:"
        " withdrawn (thu hồi), cancelled (hủy bỏ), replaced (thay thế)",
    ),
    "an unknown agency": (
        "adoptions", None, {"agency": "SNN", "applied_on": "2010"}, "agency",
        "“SNN” is not the code of an agency", "“SNN” không phải là mã của cơ quan nào",
    ),
    "an unknown column": (
        "adoptions", {"agency": "SNV"}, {"applied": "2010"}, "applied",
        "“applied” is not a column of this table; nearest: applied_on (Ngày áp dụng)",
        "“applied” không phải là cột của bảng này; gần nhất: Ngày áp dụng (applied_on)",
    ),
    "a setting of the registry": (
        "registry", {"setting": "as_of"}, {"value": "2013"}, "value",
        "“2013” is not a date; allowed: dd/mm/yyyy",
        "“2013” không phải là ngày; chỉ dùng: dd/mm/yyyy",
    ),
    "an end before its start": (
        "attestations", SNV_1, {"expires_on": "31/8/2010"}, "expires_on",
        "“31 Aug 2010” is before Issued on “1 Sep 2010”", "“31/08/2010” sớm hơn Ngày cấp “01/09/2010”",
    ),
    "a start that is moved after its end": (
        "attestations", SNV_1, {"issued_on": "1/9/2013"}, "issued_on",
        "“1 Sep 2013” is after Expires on “31 Aug 2013”", "“01/09/2013” muộn hơn Hiệu lực đến “31/08/2013”",
    ),
    "a date of a finding before its audit": (
        "findings", INSPECTION, {"due_on": "28/2/2013"}, "due_on",
        "“28 Feb 2013” is before Held on “1 Mar 2013” of its audit",
        "“28/02/2013” sớm hơn Ngày “01/03/2013” của lần đánh giá",
    ),
    "an inspection whose issue stays ungraded": (
        "audits", INSPECTION, {"kind": "internal"}, "kind",
        "an audit of kind “internal” has graded findings only: write major, minor or observation",
        "phát hiện của đánh giá loại “nội bộ” phải có mức: ghi nặng, nhẹ hoặc điểm lưu ý",
    ),
    "a major closed without verification": (
        "findings", INSPECTION, CLOSED, "verified_on",
        "a major nonconformity is closed only with verified_on and verified_by_evidence",
        "điểm không phù hợp nặng chỉ được đóng khi có Ngày kiểm tra xác nhận"
        " và Bằng chứng",
    ),
    "a major closed without evidence": (
        "findings", INSPECTION, {**CLOSED, "verified_on": "2013-06-01"}, "verified_by_evidence",
        "a major nonconformity is closed only with verified_on and verified_by_evidence",
        "điểm không phù hợp nặng chỉ được đóng khi có Ngày kiểm tra xác nhận"
        " và Bằng chứng",
    ),
    "overlapping periods of an agency": (
        "agencies", None,
        {"agency": "XA-2", "name": "UBND xã Ba", "type": "ubnd_xa", "established_on": "30/6/2014"},
        "established_on", "two rows of agency “XA-2” hold on the same days",
        "hai dòng của cơ quan “XA-2” cùng có hiệu lực trong một khoảng thời gian",
    ),
    "a host that shares itself": (
        "agencies", {"agency": "XA-1"}, {"shares_qms_of": "PNV-VQ"}, "shares_qms_of",
        "“PNV-VQ” itself shares the system of another agency",
        "bản thân “PNV-VQ” đang dùng chung hệ thống của cơ quan khác",
    ),
    "neither share nor number": (
        "targets", {"type": "so_ban_nganh"}, {"share": ""}, "share",
        "exactly one of share and agencies is required",
        "phải điền một và chỉ một trong hai cột: Tỷ lệ % hoặc Số cơ quan",
    ),
    "an edition that was not published": (
        "attestations", SNV_1, {"edition": "2015"}, "issued_on",
        "“1 Sep 2010” is before edition 2015 was published, 15 Sep 2015",
        "“01/09/2010” sớm hơn ngày công bố phiên bản 2015, 15/09/2015",
    ),
    "a declaration before confirmation": (
        "attestations", None,
        {"agency": "SNV", "kind": "công bố", "edition": "2008", "issued_on": "2010-05"}, "issued_on",
        "“May 2010” is before Confirmed on “1 Jun 2010”",
        "“05/2010” sớm hơn Ngày xác nhận hiệu lực “01/06/2010”",
    ),
    "its own predecessor": (
        "reorganisations", {"event": "QD-1"}, {"successor": "XA-2"}, "successor",
        "“XA-2” would be its own predecessor, by way of “XA-2”",
        "“XA-2” trở thành cơ quan trước của chính mình, qua “XA-2”",
    ),
    "a fact that is there": (
        "audits", None, {"audit": "DG-1", "agency": "BV", "kind": "internal", "held_on": "2013-01-01"},
        "audit", "“DG-1” is recorded already", "“DG-1” đã có trong sổ đăng ký",
    ),
    "the key of another fact": (
        "attestations", SNV_1, {"number": "2", "issued_on": "20/8/2013", "expires_on": "2016"}, "number",
        "“SNV, certificate, 2008, 2, 2013-08-20” is recorded already",
        "“SNV, certificate, 2008, 2, 2013-08-20” đã có trong sổ đăng ký",
    ),
    "another code for an agency": (
        "agencies", {"agency": "BV"}, {"agency": "BV-DK"}, "agency",
        "“BV” cannot become “BV-DK”: its code is what identifies an agency",
        "không đổi được mã “BV” thành “BV-DK”: mã dùng để nhận biết cơ quan",
    ),
    "another code for an audit with findings": (
        "audits", INSPECTION, {"audit": "KT-9"}, "audit",
        "1 rows of the table Findings name “KT-1”: correct or remove those first",
        "bảng Phát hiện còn 1 dòng ghi “KT-1”: hãy sửa hoặc bỏ các dòng đó trước",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said_at_its_column_in_both_languages_and_nothing_is_recorded(
    fault: str, quick: Store
) -> None:
    table, of, cells, column, english, vietnamese = FAULTS[fault]
    asked = edit(quick, table, cells, of)
    assert faults(quick, asked, "en") == [(column, english)]
    assert faults(quick, asked, "vi") == [(column, vietnamese)]


@pytest.mark.parametrize("note", ["", " \t\u00a0"], ids=["empty", "blank"])
def test_without_a_reason_nothing_is_recorded(note: str, quick: Store) -> None:
    for asked in (
        edit(quick, "adoptions", {"agency": "BV", "applied_on": "2012"}, note=note),
        edit(quick, "adoptions", {"planned_year": "2011"}, {"agency": "SNV"}, note=note),
        edit(quick, "followups", of={"agency": "BV"}, removed=True, note=note),
    ):
        assert faults(quick, asked, "en") == [(REASON, "the reason is required: it stands in the journal")]
        assert faults(quick, asked, "vi") == [(REASON, "phải ghi lý do: lý do được lưu trong nhật ký")]


def test_all_faults_are_said_at_once_in_the_order_of_the_columns(quick: Store) -> None:
    asked = edit(quick, "audits", {"audit": "X", "agency": "?", "kind": "tea", "held_on": "soon"}, note="")
    assert [column for column, _ in faults(quick, asked, "vi")] == ["agency", "kind", "held_on", REASON]


@pytest.mark.parametrize(
    ("table", "of", "column", "why"),
    [
        ("audits", INSPECTION, "audit",
         "1 rows of the table Findings name “KT-1”: correct or remove those first"),
        ("agencies", {"agency": "XA-2"}, "agency",
         "1 rows of the table Reorganisations name “XA-2”: correct or remove those first"),
    ],
    ids=["an audit with findings", "an agency with a reorganisation"],
)  # fmt: skip
def test_what_other_rows_name_is_not_removed(
    table: str, of: dict[str, str], column: str, why: str, quick: Store
) -> None:
    assert faults(quick, edit(quick, table, of=of, removed=True), "en") == [(column, why)]


def test_an_agency_that_is_a_parent_or_host_is_not_removed(quick: Store) -> None:
    said = faults(quick, edit(quick, "agencies", of={"agency": "UB-VQ"}, removed=True), "vi")
    assert [why.partition(" còn ")[0] for _, why in said] == [
        "bảng Cơ quan", "bảng Áp dụng", "bảng Chứng nhận", "bảng Đánh giá",
    ]  # fmt: skip


def test_one_of_two_rows_of_an_agency_may_be_removed(quick: Store) -> None:
    later = {"agency": "XA-2", "name": "UBND xã Ba", "type": "ubnd_xa", "established_on": "2014-07-01"}
    save(quick, edit(quick, "agencies", later))
    save(quick, edit(quick, "agencies", of=later, removed=True))
    assert len(rows(quick, "agencies")) == len(PROVINCE["agencies"])


def test_the_last_agency_is_not_removed(registry_url: str) -> None:
    store = loaded(registry_url, {"agencies": [{"agency": "A", "name": "A", "type": "ubnd_xa"}]})
    asked = edit(store, "agencies", of={"agency": "A"}, removed=True)
    assert [column for column, _ in faults(store, asked, "en")] == [WHOLE_FILE]


def test_illustrative_figures_may_be_edited_but_stay_illustrative(registry_url: str) -> None:
    store = loaded(registry_url, {**PROVINCE, "registry": [{"setting": "illustrative", "value": "yes"}]})
    of = {"setting": "illustrative"}
    for asked in (
        edit(store, "registry", {"value": "no"}, of),
        edit(store, "registry", {"setting": "title"}, of),
        edit(store, "registry", of=of, removed=True),
    ):
        ((column, why),) = faults(store, asked, "vi")
        assert column == "value"
        assert "số liệu minh họa" in why
    assert save(store, edit(store, "adoptions", {"planned_year": "2011"}, {"agency": "SNV"})) == Receipt(2)


def test_a_fault_of_another_row_is_reported_no_more_than_a_load_would(
    registry_url: str, tmp_path: Path
) -> None:
    """A registry recorded under other rules: a row that no load would take any more."""
    wrong = {"agency": "BV", "applied_on": "2012-06-01", "confirmed_on": "2012-01-01"}
    store = loaded(registry_url, {**PROVINCE, "adoptions": [*PROVINCE["adoptions"], wrong]})
    other = {"agency": "SNV", "applied_on": "2010-02-01"}
    assert not plan(written(tmp_path / "other", {"adoptions": [other]}), store, RULES).problems
    assert (
        faults(store, edit(store, "adoptions", {"applied_on": "2010-02-01"}, {"agency": "SNV"}), "en") == []
    )
    same = {**wrong, "planned_year": "2012"}
    assert plan(written(tmp_path / "same", {"adoptions": [same]}), store, RULES).problems
    found = faults(store, edit(store, "adoptions", {"planned_year": "2012"}, {"agency": "BV"}), "en")
    assert found == [("applied_on", "“1 Jun 2012” is after Confirmed on “1 Jan 2012”")]


def test_a_code_that_the_rules_dropped_does_not_block_the_edit_of_another_cell(quick: Store) -> None:
    rules = RULES.model_copy(update={"causes": RULES.causes[:1]})
    (shown,) = rows(quick, "findings").values()
    for cells, columns in (({"description": "Đã rõ"}, []), ({"cause": "R4"}, ["cause"])):
        asked = edit(quick, "findings", shown | cells, INSPECTION)
        assert [problem.column for problem in plan_edit(asked, quick, rules).problems] == columns


# The same request again ------------------------------------------------------------------------------------


def test_a_request_sent_again_is_one_change(store: Store) -> None:
    for asked in (
        edit(store, "followups", {"agency": "BV", "on": "5/3/2013"}),
        edit(store, "adoptions", {"planned_year": "2011"}, {"agency": "SNV"}),
        edit(store, "objectives", of={"agency": "SNV"}, removed=True),
    ):
        receipt = save(store, asked)
        save(store, edit(store, "agencies", {"owner": str(receipt.change)}, {"agency": "BV"}))
        newest = known(store)
        assert save(store, asked) == receipt
        assert plan_edit(asked, store, RULES).recorded == receipt.change
        assert known(store) == newest
    assert verifies(store)


def test_a_request_sent_twice_at_once_is_one_change(store: Store) -> None:
    asked = edit(store, "adoptions", {"planned_year": "2011"}, {"agency": "SNV"})
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(save, [store] * 4, [asked] * 4)) == {Receipt(2)}
    assert known(store) == 2


def test_a_request_sent_again_with_other_content_is_refused_and_not_lost_silently(quick: Store) -> None:
    first = edit(quick, "adoptions", {"planned_year": "2011"}, {"agency": "SNV"})
    save(quick, first)
    others = [
        edit(quick, "adoptions", {"planned_year": "2012"}, number=first.fact, request=first.request),
        edit(quick, "adoptions", number=first.fact, removed=True, request=first.request),
        edit(quick, "followups", of={"agency": "BV"}, removed=True, request=first.request),
        edit(quick, "adoptions", {"agency": "BV", "planned_year": "2011"}, request=first.request),
    ]
    for other in others:
        with pytest.raises(Refused) as refused:
            save(quick, other)
        assert refused.value.reason.text("en") == (
            "This form was saved before, as change 2, with other values:"
            " nothing more was recorded. Open it again."
        )
    assert known(quick) == 2


def test_the_request_is_part_of_the_hash(store: Store) -> None:
    """`test_journal` alters every field of a change; here there is a request to alter."""
    asked = edit(store, "adoptions", {"planned_year": "2011"}, {"agency": "SNV"})
    save(store, asked)
    with store.engine.connect() as connection:
        drop = "DROP TRIGGER changes_stay" + (
            "_0" if store.engine.dialect.name == "sqlite" else " ON changes"
        )
        connection.exec_driver_sql(drop)
        for request in ("NULL", f"'{uuid4()}'"):
            connection.exec_driver_sql(f"UPDATE changes SET request = {request} WHERE number = 2")
            assert [check.ok for check in journal.verify(connection)] == [True, False]
        connection.exec_driver_sql(f"UPDATE changes SET request = '{asked.request}' WHERE number = 2")
        assert [check.ok for check in journal.verify(connection)] == [True, True]
        connection.rollback()


def test_a_journal_from_before_requests_keeps_its_hashes(store: Store) -> None:
    for step, to in ((command.downgrade, "0002"), (command.upgrade, "head")):
        with store.writing() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            step(config, to)
    assert verifies(store)
    assert save(store, edit(store, "adoptions", {"planned_year": "2011"}, {"agency": "SNV"})) == Receipt(2)
    assert verifies(store)


# Undo ------------------------------------------------------------------------------------------------------


def test_undo_puts_back_what_was_before_an_edit(store: Store) -> None:
    for asked in (
        edit(store, "followups", {"agency": "SNV", "on": "2013-05-01"}),
        edit(store, "attestations", {"number": "9", "expires_on": ""}, SNV_1),
        edit(store, "followups", of={"agency": "BV"}, removed=True),
    ):
        before = sorted(rows(store, asked.table).values(), key=str)
        change = save(store, asked).change
        assert change is not None
        assert sorted(rows(store, asked.table).values(), key=str) != before
        assert undo(change, store, RULES, by="chị Hà", note="nhầm") == {asked.table: 1}
        assert sorted(rows(store, asked.table).values(), key=str) == before
    assert verifies(store)


def test_an_edit_on_which_another_builds_is_not_undone(quick: Store) -> None:
    for year in ("2011", "2012"):
        save(quick, edit(quick, "adoptions", {"planned_year": year}, {"agency": "SNV"}))
    with pytest.raises(Refused, match="change 3 builds on it"):
        undo(2, quick, RULES, by="chị Hà", note="nhầm")


# An edit is the load of one row ----------------------------------------------------------------------------

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(registry=registries.tables(), dice=st.randoms(use_true_random=False))
def test_an_edit_and_the_load_of_a_file_with_that_one_row_give_the_same_registry(
    registry: Tables, dice: random.Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A row is left out and added, or takes cells of another one; what either refuses, the other does."""
    folder = tmp_path_factory.mktemp("edit")
    table = dice.choice(list(registry))
    row = dict(dice.choice(registry[table]))
    adds = dice.random() < 0.4 and len(registry[table]) > 1
    rest = [one for one in registry[table] if one != row] if adds else registry[table]
    key = key_in(table, row)
    if adds and any(refines(table, key, key_in(table, one)) for one in rest):
        return  # a load takes it for a recorded row made finer; a person says which of the two it is
    stores = [
        loaded(f"sqlite:///{(folder / name).as_posix()}.sqlite", {**registry, table: rest})
        for name in ("edited", "loaded")
    ]
    typed = {spec.name: row.get(spec.name, "") for spec in SPECS[table]}
    other = dice.choice(registry[table])
    for name in typed.keys() - set(key_of(table)):
        if dice.random() < 0.5:
            typed[name] = other.get(name, "")
    in_file = {
        spec.name: typed[spec.name]
        for spec in SPECS[table]
        if adds or spec.required or spec.key or typed[spec.name] != row.get(spec.name, "")
    }
    done = plan(written(folder / "in", {table: [in_file]}), stores[1], RULES)
    number = None if adds else number_of(stores[0], table, row)
    asked = edit(stores[0], table, typed, number=number)
    planned = plan_edit(asked, stores[0], RULES)
    assert [problem.column for problem in planned.problems] == sorted(
        (problem.column for problem in done.problems), key=list(typed).index
    )
    if not done.problems:
        assert bool(done.tables[0].new) == adds
        save(stores[0], asked)
        apply(done, stores[1], RULES, by="tệp")
        edited, from_file = (
            {name: sorted(map(str, rows(store, name).values())) for name in SPECS} for store in stores
        )
        assert edited == from_file
    for store in stores:
        store.close()


def key_in(table: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """The key of a row that has no blank cells."""
    return tuple(row.get(part, "") for part in key_of(table))


def number_of(store: Store, table: str, row: registries.Row) -> int:
    """The id of this row."""
    given = {name: cell for name, cell in row.items() if cell}
    return next(number for number, one in rows(store, table).items() if one == given)
