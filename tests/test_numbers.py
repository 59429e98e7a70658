"""How numbers and days are written (domain §9)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_model.numbers import day_of, day_text, fraction_text, number_text, percentage_text


@pytest.mark.parametrize(
    ("n", "total", "vi", "en"),
    [
        pytest.param(0, 0, "—", "—", id="nothing to count is never 0%"),
        pytest.param(None, 12, "—", "—", id="not known is not zero"),
        pytest.param(0, 11, "0%", "0%", id="exactly none"),
        pytest.param(11, 11, "100%", "100%", id="exactly all"),
        pytest.param(122, 122, "100%", "100%", id="exactly all of many"),
        pytest.param(1, 8, "13%", "13%", id="12.5 rounds half up"),
        pytest.param(3, 8, "38%", "38%", id="37.5 rounds half up"),
        pytest.param(98, 99, "99%", "99%", id="98.99 rounds to 99"),
        pytest.param(1, 99, "1%", "1%", id="1.01 rounds to 1"),
        pytest.param(199, 200, "99,5%", "99.5%", id="one decimal from 100 on"),
        pytest.param(1, 100, "1,0%", "1.0%", id="the decimal stays when it is zero"),
        pytest.param(1, 16, "6%", "6%", id="6.25 below 100 agencies"),
        pytest.param(1, 160, "0,6%", "0.6%", id="0.625 rounds half up to 0.6"),
        pytest.param(1, 2000, "0,1%", "0.1%", id="0.05 rounds half up to 0.1"),
        pytest.param(1, 2001, "<0,1%", "<0.1%", id="some are never 0.0%"),
        pytest.param(1999, 2000, ">99,9%", ">99.9%", id="99.95 would round to 100.0"),
        pytest.param(1998, 2000, "99,9%", "99.9%", id="99.9 is 99.9"),
    ],
)
def test_a_share_is_written_by_the_one_rounding_rule(n: int | None, total: int, vi: str, en: str) -> None:
    assert percentage_text(n, total, "vi") == vi
    assert percentage_text(n, total, "en") == en


def test_a_share_above_all_is_refused() -> None:
    with pytest.raises(ValueError, match="13 of 12"):
        percentage_text(13, 12, "vi")


@given(st.integers(1, 5000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_rounding_agrees_with_decimal_arithmetic(share: tuple[int, int]) -> None:
    n, total = share
    step = Decimal("1") if total < 100 else Decimal("0.1")
    rounded = (Decimal(100 * n) / Decimal(total)).quantize(step, ROUND_HALF_UP)
    text = percentage_text(n, total, "en")
    if n in (0, total):
        assert text == ("0%" if n == 0 else "100%")
    elif rounded == 0:
        assert text == f"<{step}%"
    elif rounded == 100:
        assert text == f">{100 - step}%"
    else:
        assert text == f"{rounded}%"


@pytest.mark.parametrize(
    ("n", "total", "language", "text"),
    [
        pytest.param(1022, 1234, "vi", "1.022/1.234", id="vi groups with a point"),
        pytest.param(1022, 1234, "en", "1,022/1,234", id="en groups with a comma"),
        pytest.param(0, 0, "vi", "—", id="nothing to count"),
        pytest.param(None, 5, "vi", "—", id="not known"),
        pytest.param(0, 5, "vi", "0/5", id="none of five"),
    ],
)
def test_a_fraction_names_its_denominator(n: int | None, total: int, language: str, text: str) -> None:
    assert fraction_text(n, total, language) == text


def test_a_count_and_a_day_follow_the_language() -> None:
    assert number_text(1234567, "vi") == "1.234.567"
    assert number_text(1234567, "en") == "1,234,567"
    assert day_text(date(2015, 3, 5), "vi") == "05/03/2015"
    assert day_text(date(2015, 3, 5), "en") == "5 Mar 2015"


@given(st.dates(), st.sampled_from(["vi", "en"]))
def test_a_day_that_was_written_is_read_again(day: date, language: str) -> None:
    assert day_of(day_text(day, language), language) == day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "vi"), ("—", "vi"), ("03/2015", "vi"), ("2015", "vi"), ("5/3/2015", "vi"), ("31/02/2015", "vi"),
        ("05/03/2015 ", "vi"), ("05/03/15", "vi"), ("5 Mar 2015", "vi"), ("05/03/2015", "en"),
        ("Mar 2015", "en"), ("05 Mar 2015", "en"), ("5 Mai 2015", "en"), ("٠٥/٠٣/٢٠١٥", "vi"),
    ],
)  # fmt: skip
def test_any_other_text_is_no_day(text: str, language: str) -> None:
    assert day_of(text, language) is None
