"""Phát hiện without a browser: the list is that of the question, whole and by group."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from qms_model import findings
from qms_model.config import read_config
from qms_model.registry import Registry, open_registry
from qms_model.store import open_store
from tests.screens import ROOT, sampled
from tests.test_screens import shown

DAY = date(2014, 12, 31)


@pytest.fixture(scope="module")
def sample_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sampled(tmp_path_factory.mktemp("found"))


@pytest.fixture
def registry(sample_url: str) -> Registry:
    return open_registry(open_store(sample_url), read_config().rules)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, sample_url: str) -> AppTest:
    monkeypatch.setenv("QMS_DATABASE_URL", sample_url)
    opened = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    return opened.run().switch_page("pages/act/findings.py").run()


def codes(page: AppTest) -> list[str]:
    """The findings that are listed."""
    assert not page.exception
    return list(page.dataframe[0].value["Mã"])


def test_the_open_ones_are_listed_and_on_demand_the_closed_ones_too(
    page: AppTest, registry: Registry
) -> None:
    listed = findings.listed(registry, DAY)
    assert codes(page) == listed.loc[listed["status"] != "closed", "finding"].tolist()
    page.toggle(key="findings-all").set_value(True).run()
    assert codes(page) == listed["finding"].tolist()


@pytest.mark.parametrize(("by", "column"), [("grade", "grade"), ("clause", "common"), ("cause", "cause")])
def test_those_of_one_group_are_as_many_as_the_question_counts(
    page: AppTest, registry: Registry, by: findings.By, column: str
) -> None:
    counts = findings.findings(registry, DAY, by=by).set_index("group")["open"]
    listed = findings.listed(registry, DAY)
    listed = listed[listed["status"] != "closed"]
    box = page.selectbox(key=f"findings-of-{by}")
    assert len(box.options) == 1 + (counts > 0).sum(), "all, and each that is there"
    for code, count in counts[counts > 0].items():
        page.selectbox(key=f"findings-of-{by}").set_value("" if code != code else code).run()
        wanted = listed[column].isna() if code != code else listed[column].astype(str) == code
        assert codes(page) == listed.loc[wanted, "finding"].tolist()
        assert len(codes(page)) == count


def test_the_open_ones_of_one_grade_and_age_are_those_of_the_part_of_the_figure(
    page: AppTest, registry: Registry
) -> None:
    listed = findings.listed(registry, DAY)
    counts = findings.ageing(registry, DAY)
    for grade, age, count in counts[counts["open"] > 0].itertuples(index=False):
        page.selectbox(key="findings-of-grade").set_value(grade).run()
        page.selectbox(key="findings-of-age").set_value(age).run()
        wanted = ((listed["grade"] == grade) & (listed["age"] == age)).to_numpy(bool)
        assert codes(page) == listed.loc[wanted, "finding"].tolist()
        assert len(codes(page)) == count
        page.selectbox(key="findings-of-age").set_value(None).run()


def test_a_figure_of_the_most_frequent_clauses_says_how_many_it_leaves_out(
    page: AppTest, registry: Registry
) -> None:
    clauses = findings.findings(registry, DAY, by="clause")
    assert len(clauses) > 12
    assert f" · hiển thị 12/{len(clauses)} · " in shown(page)


def test_only_a_closed_finding_is_reopened_and_its_form_has_what_was_found(
    page: AppTest, registry: Registry
) -> None:
    page.toggle(key="findings-all").set_value(True).run()
    listed = findings.listed(registry, DAY)
    closed = listed[listed["status"] == "closed"].iloc[0]
    still_open = listed.loc[listed["status"] == "open", "finding"].iloc[0]
    page.selectbox(key="findings-chosen").set_value(still_open).run()
    assert "finding-reopen" not in {button.key for button in page.button}
    page.selectbox(key="findings-chosen").set_value(closed["finding"]).run()
    page.button(key="finding-reopen").click().run()
    assert not page.exception
    typed = {field.label.rstrip(" *"): field.value for field in [*page.selectbox, *page.text_input]}
    assert typed["Điều khoản"] == closed["clause"]
    assert closed["finding"] in typed.values(), "it names the one that was closed"


def test_the_audit_of_a_finding_is_chosen_among_those_of_its_agency_the_newest_first(
    page: AppTest, registry: Registry
) -> None:
    listed, audits = findings.listed(registry, DAY), registry.tables["audits"]
    first = listed[listed["status"] == "open"].iloc[0]
    page.selectbox(key="findings-chosen").set_value(first["finding"]).run()
    page.button(key="finding-close").click().run()
    (box,) = (box for box in page.selectbox if box.label == "Mã đánh giá *")
    assert box.value == first["audit"]
    mine = audits[(audits["agency"] == first["agency"]).to_numpy(bool)]
    assert len(mine) > 1
    newest = mine.sort_values(["held_on", "audit"], ascending=False)
    kinds = {"internal": "nội bộ · "}
    for said, row in zip(box.options[1:], newest.itertuples(), strict=True):
        year, month, day = row.held_on.split("-")
        assert said.endswith(f" · {day}/{month}/{year} · {row.audit}")
        assert said.startswith(kinds.get(row.kind, ""))


def test_the_audit_of_a_new_finding_is_found_by_the_name_of_its_agency(
    page: AppTest, registry: Registry
) -> None:
    page.button(key="finding-new").click().run()
    (box,) = (box for box in page.selectbox if box.label == "Mã đánh giá *")
    assert len(box.options) == 1 + min(1000, len(registry.tables["audits"]))
    assert sum(option.startswith("Sở Tài chính · ") for option in box.options) > 1
