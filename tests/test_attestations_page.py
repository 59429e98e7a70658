"""Chứng nhận without a browser: what lapses by a day, and in a month alone."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from qms_model import attestations
from qms_model.config import read_config
from qms_model.registry import open_registry
from qms_model.store import open_store
from tests.screens import ROOT, sampled
from tests.test_screens import shown

DAY = date(2014, 12, 31)


@pytest.fixture(scope="module")
def sample_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sampled(tmp_path_factory.mktemp("lapsing"))


def test_the_list_is_of_the_month_alone_until_another_day_is_chosen(
    monkeypatch: pytest.MonkeyPatch, sample_url: str
) -> None:
    registry = open_registry(open_store(sample_url), read_config().rules)
    monkeypatch.setenv("QMS_DATABASE_URL", sample_url)
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    page.run().switch_page("pages/monitor/attestations.py").run()
    soon = attestations.lapsing_until(registry, DAY, date(2015, 6, 30))
    calendar = attestations.calendar(registry, DAY)
    counts = calendar[calendar["lapses"] == "month"].groupby("month")["agencies"].sum()
    months = counts[counts > 0].index[:3]
    assert months[1] < date(2015, 6, 30), "an earlier month lapses before the day chosen"
    for month in months:
        page.selectbox(key="lapsing-month-2014-12-31").set_value(month).run()
        assert not page.exception
        days = page.dataframe[0].value["Hiệu lực đến"]
        assert {day[3:] for day in days} == {f"{month:%m/%Y}"}
        assert f"hết hiệu lực trong tháng {month:%m/%Y}" in shown(page)
    page.date_input(key="lapsing-until-2014-12-31").set_value(date(2015, 6, 30)).run()
    assert page.selectbox(key="lapsing-month-2014-12-31").value is None
    assert len(page.dataframe[0].value) == len(soon)
