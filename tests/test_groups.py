"""One grouping across another, chosen days, the index list: they add up to the question they belong to."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model.coverage import (
    By,
    Every,
    Filters,
    adopters,
    composition,
    coverage,
    first_adopted,
    on_days,
    pivot,
    standing,
    status,
    trend,
)
from qms_model.registry import Registry
from tests import plainly
from tests.build import registry_of
from tests.registries import RULES, Tables, days, questions, tables
from tests.test_plainly import adoption, agency, audit, certificate, declaration, exemption
from tests.test_plainly import tables as of

RUNGS = ("applied", "attested", "in_force", "effective")
thorough = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
groupings = st.sampled_from(get_args(By))
filters_ = st.fixed_dictionaries(
    {},
    optional={
        "obligation": st.sampled_from(["mandatory", "encouraged"]),
        "edition": st.sampled_from(["2000", "2008", "2015"]),
        "par_index": st.just(True),
    },
)


def by_group(frame: pd.DataFrame, group: str, n: str) -> dict[str, tuple[int, int]]:
    """(n, N) of every group with an agency that counts; "" is the group that is not set."""
    summed = frame.assign(group=[str(code) if code == code and code else "" for code in frame[group]])
    sums = summed[summed["agencies"] > 0].groupby("group")[[n, "agencies"]].sum()
    return {str(code): (int(a), int(b)) for code, a, b in sums.itertuples()}


def one(registry: Registry, day: date, **chosen: Any) -> pd.DataFrame:
    return coverage(registry, day, filters=Filters(**chosen))


# One grouping across another -----------------------------------------------------------------------------


def sums_agree(registry: Registry, day: date, pair: tuple[By, By], rung: str, filters: Filters) -> None:
    pairs = pivot(registry, day, *pair, rung, filters)
    assert list(pairs.columns) == ["row", "column", "n", "agencies"]
    assert (pairs["agencies"] > 0).all()
    assert not pairs.duplicated(["row", "column"]).any()
    for by, group in zip(pair, ("row", "column"), strict=True):
        counted = coverage(registry, day, by, filters)
        if counted[rung].isna().any():  # effective, where it is not known
            counted = counted.assign(**{rung: 0})
        assert by_group(pairs, group, "n") == by_group(counted, "group", rung)


@settings(thorough, max_examples=30)
@given(questions(), groupings, groupings, st.sampled_from(RUNGS), filters_)
def test_a_cross_table_sums_to_the_coverage_of_each_of_its_groupings(
    question: tuple[Tables, date], first: By, second: By, rung: str, chosen: dict[str, Any]
) -> None:
    rows, day = question
    sums_agree(registry_of(rows), day, (first, second), rung, Filters(**chosen))


@pytest.fixture(scope="module")
def province() -> Registry:
    """A few agencies, in every grouping some that are set and some that are not."""
    rows = of(
        agency("A", district="180", province="Lạng Sơn", parent="UBND tỉnh"),
        agency("B", district="178", province="Cao Bằng", parent="A"),
        agency("C", type="chi_cuc", shares_qms_of="A"),
        agency("D", type="chi_cuc", district="178", obligation="mandatory"),
        agency("E", type="ubnd_xa"),
        certificate("A"),
        certificate("D", edition="2000", issued_on="2009-01-01"),
        adoption("E", applied_on="2008"),
        exemption("2012-01-01", "2012-12-31", "B"),
    )
    return registry_of(rows)


@pytest.mark.parametrize("first", get_args(By))
@pytest.mark.parametrize("second", get_args(By))
def test_every_two_groupings_agree(province: Registry, first: By, second: By) -> None:
    for filters in (Filters(), Filters(edition="2008")):
        sums_agree(province, date(2012, 6, 30), (first, second), "attested", filters)


@thorough
@given(questions(), groupings, groupings, filters_)
def test_a_cross_table_counts_the_agencies_of_both_groups_one_by_one(
    question: tuple[Tables, date], first: By, second: By, chosen: dict[str, Any]
) -> None:
    rows, day = question
    pairs = pivot(registry_of(rows), day, first, second, "in_force", Filters(**chosen))
    fast = {(str(p.row), str(p.column)): (p.n, p.agencies) for p in pairs.itertuples()}
    slow: dict[tuple[str, str], tuple[int, int]] = {}
    for row in plainly.selected(rows, RULES, day, **chosen):
        stands = plainly.status_of(rows, row, RULES, day, chosen.get("edition"))
        if stands["exempt"]:
            continue
        pair = plainly.group_of(rows, row, RULES, day, first), plainly.group_of(rows, row, RULES, day, second)
        n, total = slow.get(pair, (0, 0))
        slow[pair] = n + (stands["state"] == "in_force"), total + 1
    assert fast == slow


def test_the_groups_stand_in_code_order_and_the_one_not_set_last() -> None:
    rows = of(
        agency("A", district="180"),
        agency("B", district="178"),
        agency("C", type="chi_cuc"),
        agency("D", type="chi_cuc", district="178"),
        certificate("D"),
        exemption("2012-01-01", "2012-12-31", "A"),
    )
    pairs = pivot(registry_of(rows), date(2012, 6, 30), "district", "type")
    assert pairs.to_numpy().tolist() == [
        ["178", "chi_cuc", 1, 1],
        ["178", "so_ban_nganh", 0, 1],
        ["", "chi_cuc", 0, 1],
    ]
    assert pivot(registry_of({"agencies": []}), date(2012, 6, 30), "district", "type").empty


# Days ----------------------------------------------------------------------------------------------------


@settings(thorough, max_examples=20)
@given(questions(), days(), st.sampled_from(get_args(Every)), st.sampled_from([None, "type"]), filters_)
def test_chosen_days_are_answered_as_the_days_of_a_trend(
    question: tuple[Tables, date], other: date, every: Every, by: By | None, chosen: dict[str, Any]
) -> None:
    rows, day = question
    registry, filters = registry_of(rows), Filters(**chosen)
    start, end = max(min(day, other), date(max(day, other).year - 2, 1, 1)), max(day, other)
    whole = trend(registry, start, end, every, by, filters)
    asked = sorted(plainly.period_ends(start, end, every))
    pd.testing.assert_frame_equal(on_days(registry, asked, by, filters), whole)
    for one_day in asked[-2:]:
        alone = on_days(registry, [one_day], by, filters)
        assert list(alone["day"].unique()) in ([one_day], [])
        answer = coverage(registry, one_day, by, filters)
        assert alone.drop(columns="day").astype(object).fillna("").equals(answer.astype(object).fillna(""))


def test_days_are_answered_in_the_order_in_which_they_are_asked() -> None:
    registry = registry_of(of(certificate()))
    asked = [date(2012, 1, 1), date(2009, 1, 1), date(2012, 1, 1)]
    found = on_days(registry, asked)
    assert found["day"].tolist() == asked
    assert found["attested"].tolist() == [1, 0, 1]


# The first day on which any agency adopted ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        pytest.param(of(agency()), None, id="nothing recorded"),
        pytest.param(of(adoption(started_on="2006-01-01")), None, id="building is not adopting"),
        pytest.param(of(adoption(planned_year="2006")), None, id="a plan is not adopting"),
        pytest.param(of(audit("internal", "2006-01-01")), None, id="an audit is not adopting"),
        pytest.param(of(adoption(applied_on="2007-05-01")), date(2007, 5, 1), id="applied"),
        pytest.param(of(adoption(applied_on="2007")), date(2007, 12, 31), id="applied in a year"),
        pytest.param(of(adoption(confirmed_on="2008-02")), date(2008, 2, 29), id="confirmed in a month"),
        pytest.param(of(certificate(), declaration()), date(2010, 3, 15), id="the earlier of two papers"),
        pytest.param(
            of(certificate(), adoption(applied_on="2010-03-14")), date(2010, 3, 14), id="applied before that"
        ),
        pytest.param(
            of(agency("A"), agency("B", dissolved_on="2009-01-01"), certificate("A"),
               adoption("B", applied_on="2008-01-01")),
            date(2008, 1, 1),
            id="also of an agency that is gone",
        ),
        pytest.param({"agencies": []}, None, id="no agency"),
    ],
)  # fmt: skip
def test_the_first_adoption_is_the_first_application_confirmation_or_attestation(
    rows: Tables, first: date | None
) -> None:
    assert first_adopted(registry_of(rows)) == first


@settings(thorough, max_examples=20)
@given(tables())
def test_the_first_adoption_is_the_earliest_that_the_slow_implementation_finds(rows: Tables) -> None:
    texts = [
        row[name]
        for row in rows.get("adoptions", [])
        for name in ("applied_on", "confirmed_on")
        if name in row
    ]
    texts += [row["issued_on"] for row in rows.get("attestations", [])]
    assert first_adopted(registry_of(rows)) == min(map(plainly.last_day, texts), default=None)


# The list of the administrative reform index -------------------------------------------------------------


@settings(thorough, max_examples=25)
@given(questions(), groupings, filters_)
def test_the_index_list_is_what_is_left_when_the_others_are_taken_out_by_hand(
    question: tuple[Tables, date], by: By, chosen: dict[str, Any]
) -> None:
    rows, day = question
    registry, filters = registry_of(rows), Filters(**{**chosen, "par_index": True})
    everybody = standing(registry, day, Filters(**{**chosen, "par_index": False}))
    listed = {
        str(code)
        for code, on in zip(everybody["agency"], everybody["in_par_index"].fillna(False), strict=True)
        if on
    }
    found = standing(registry, day, filters)
    assert set(found["agency"].astype(str)) == listed
    assert listed == {
        row["agency"] for row in plainly.selected(rows, RULES, day, **{**chosen, "par_index": True})
    }
    assert list(status(registry, day, filters)["agency"].astype(str)) == sorted(listed)
    total = coverage(registry, day, filters=filters).iloc[0]
    assert int(total["agencies"] + total["exempt"]) == len(listed)
    groups = coverage(registry, day, by, filters)
    assert groups[["agencies", "exempt"]].to_numpy().sum() == len(listed)
    assert composition(registry, day, None, filters)["agencies"].sum() == len(listed)
    assert adopters(registry, day, None, filters)["agencies"].sum() == int(total["agencies"]) - int(
        (~found["exempt"] & found["adoption_year"].isna()).sum()
    )


def test_a_blank_in_the_index_column_is_not_in_the_list() -> None:
    rows = of(agency("A", in_par_index="yes"), agency("B", in_par_index="no"), agency("C"))
    assert int(one(registry_of(rows), date(2012, 1, 1), par_index=True)["agencies"].iloc[0]) == 1
    assert int(one(registry_of(of(agency("C"))), date(2012, 1, 1), par_index=True)["agencies"].iloc[0]) == 0
    assert int(one(registry_of(rows), date(2012, 1, 1))["agencies"].iloc[0]) == 3
