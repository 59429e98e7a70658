"""Cells: what is taken, and as what; what is refused, never guessed."""

from __future__ import annotations

import calendar
import re
import string
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qms_model.config import District, Rules, read_config
from qms_model.facts import SPECS, VIETNAMESE, ColumnSpec, Kind, Setting, spelled, stored
from qms_model.intake.cells import Bad, Parser
from qms_model.vietnamese import fold

RULES = read_config().rules
PARSER = Parser(RULES)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))

FULL_FORMS = (
    "{0:04}-{1:02}-{2:02}",
    "{2}/{1}/{0:04}",
    "{2:02}/{1:02}/{0:04}",
    "{2}/{1:02}/{0:04}",
    "{2:02}/{1}/{0:04}",
)
PARTIAL_FORMS = {"{0:04}": 4, "{0:04}-{1:02}": 7, "{1:02}/{0:04}": 7, "{1}/{0:04}": 7}
A_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}|([0-9]{1,2}/){0,2}[0-9]{4}")


def parsed(kind: Kind, text: str) -> str:
    """The canonical text of a cell of this kind."""
    return PARSER.of(ColumnSpec("column", "Cột", kind))(text)


def refusal(kind: Kind, text: str) -> str:
    """Why the cell is refused."""
    with pytest.raises(Bad) as refused:
        parsed(kind, text)
    return refused.value.why.text("en")


@given(DAYS, st.sampled_from(FULL_FORMS), st.sampled_from([Kind.DAY, Kind.PARTIAL]))
@example(date(2012, 2, 29), FULL_FORMS[1], Kind.DAY)
@example(date(2000, 2, 29), FULL_FORMS[0], Kind.DAY)
def test_every_day_is_read_in_every_form(day: date, form: str, kind: Kind) -> None:
    assert parsed(kind, form.format(day.year, day.month, day.day)) == day.isoformat()


@given(DAYS, st.sampled_from(sorted(PARTIAL_FORMS)))
def test_a_partial_date_keeps_its_precision_and_is_no_whole_date(day: date, form: str) -> None:
    text = form.format(day.year, day.month)
    assert parsed(Kind.PARTIAL, text) == day.isoformat()[: PARTIAL_FORMS[form]]
    assert refusal(Kind.DAY, text) == f"“{text}” is not a date; allowed: YYYY-MM-DD, d/m/yyyy"


@given(st.integers(1900, 2199), st.integers(0, 99), st.integers(0, 99), st.sampled_from(FULL_FORMS))
@example(2015, 2, 31, FULL_FORMS[1])
@example(2013, 2, 29, FULL_FORMS[0])
@example(1900, 2, 29, FULL_FORMS[1])
def test_a_day_that_is_not_in_the_calendar_is_refused(year: int, month: int, day: int, form: str) -> None:
    text = form.format(year, month, day)
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        assert parsed(Kind.DAY, text) == date(year, month, day).isoformat()
    else:
        assert refusal(Kind.DAY, text) == f"“{text}” is not in the calendar"


@given(st.text(alphabet=string.digits + "/-. ,:tháng năm", min_size=1, max_size=12) | st.text(min_size=1))
@example("5/3/15")
@example("03-05-2015")
@example("2015/03/05")
@example("5.3.2015")
@example("2015-3-5")
@example("20150305")
@example("42068")
@example("٢٠١٥")
@example("２０１５")
def test_anything_that_has_another_form_is_refused_as_a_date(text: str) -> None:
    if not A_DATE.fullmatch(text):
        assert "is not a date" in refusal(Kind.PARTIAL, text) or len(text) > 60


@pytest.mark.parametrize("text", ["1899", "2200", "12/1899", "1/1/2200", "0001-01-01", "9999-12-31"])
def test_a_year_out_of_range_is_a_slip_of_the_pen(text: str) -> None:
    assert refusal(Kind.PARTIAL, text) == f"“{text}” is not a year from 1900 to 2199"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("95", "95"), ("95,5", "95.5"), ("95.5", "95.5"), ("095,50", "95.5"), ("-3,25", "-3.25"),
        ("-0", "0"), ("0,00001", "0.00001"), ("0.000000000000001", "0.000000000000001"),
        ("1000000000000", "1000000000000"), ("999999999999.9999", "1000000000000"), ("1.234", "1.234"),
    ],
)  # fmt: skip
def test_a_number_has_a_decimal_comma_or_point(written: str, number: str) -> None:
    assert parsed(Kind.NUMBER, written) == number


@given(st.decimals(-(10**12), 10**12, places=4).map(lambda number: f"{number:f}"), st.sampled_from(",."))
def test_a_number_is_spelled_so_that_it_reads_as_itself(text: str, point: str) -> None:
    number = parsed(Kind.NUMBER, text.replace(".", point))
    spec = ColumnSpec("column", "Cột", Kind.NUMBER)
    assert parsed(Kind.NUMBER, number) == number == spelled(spec, stored(spec, number))
    assert "e" not in number


@pytest.mark.parametrize(
    "text",
    ["1 000", "1.234,5", "1,234.5", "1e3", "+5", ",5", "5,", "NaN", "inf", "٥", "1'000", "10000000000001"],
)
def test_what_may_be_read_in_two_ways_is_no_number(text: str) -> None:
    assert refusal(Kind.NUMBER, text) == f"“{text}” is not a number; allowed: digits, decimal comma or point"


@pytest.mark.parametrize("text", ["-1", "1,0", "1.000", "một", "1234567890"])
def test_a_count_is_digits(text: str) -> None:
    assert refusal(Kind.COUNT, text) == f"“{text}” is not a whole number; allowed: digits"
    assert parsed(Kind.COUNT, "007") == "7"


@pytest.mark.parametrize(
    ("written", "share"), [("100", "100"), ("99,5%", "99.5"), ("80 %", "80"), ("0", "0")]
)
def test_a_share_is_in_per_cent(written: str, share: str) -> None:
    assert parsed(Kind.SHARE, written) == share
    assert refusal(Kind.SHARE, "100,1") == "“100,1” is not a percentage from 0 to 100"


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("yes", "yes"),
        ("Có", "yes"),
        ("CO", "yes"),
        ("x", "yes"),
        ("No", "no"),
        ("Không", "no"),
        ("khong", "no"),
    ],
)
def test_yes_and_no_are_said_in_both_languages(written: str, answer: str) -> None:
    assert parsed(Kind.YES_NO, written) == answer
    assert refusal(Kind.YES_NO, "1") == "“1” is not known; allowed: yes (có), no (không)"


@pytest.mark.parametrize(
    "written",
    ["2008", "TCVN ISO 9001:2008", "tcvn iso 9001-2008", "ISO 9001:2008", "ISO 9001 : 2008", "9001:2008"],
)
def test_an_edition_is_written_in_many_ways(written: str) -> None:
    assert parsed(Kind.EDITION, written) == "2008"


@pytest.mark.parametrize("written", ["08", "ISO 14001:2008", "1994", "2008, 2015", "2026"])
def test_an_edition_that_is_not_configured_is_refused(written: str) -> None:
    assert refusal(Kind.EDITION, written) == f"“{written}” is not known; allowed: 2000, 2008, 2015"


def spellings(code: str, *labels: str) -> list[str]:
    """A code and its labels as people write them."""
    return [
        code,
        code.upper(),
        *labels,
        *(label.upper() for label in labels),
        *(fold(label) for label in labels),
    ]


@pytest.mark.parametrize(
    ("kind", "entries"),
    [(Kind.TYPE, RULES.types), (Kind.DISTRICT, RULES.districts), (Kind.CAUSE, RULES.causes)],
    ids=["types", "districts", "causes"],
)
def test_a_configured_code_is_written_as_itself_or_its_label(kind: Kind, entries: tuple[Any, ...]) -> None:
    for entry in entries:
        found = {parsed(kind, written) for written in spellings(entry.code, entry.vi, entry.en)}
        assert found == {entry.code}


def test_a_fixed_code_is_written_in_english_or_vietnamese() -> None:
    for spec in (spec for specs in SPECS.values() for spec in specs):
        for code, label in VIETNAMESE[spec.codes].items() if spec.codes else ():
            assert {PARSER.of(spec)(written) for written in spellings(code, label)} == {code}


def test_of_very_many_codes_the_nearest_are_named() -> None:
    more = tuple(District(code=f"{n}", vi=f"Xã số {n}", en=f"Commune {n}") for n in range(200, 260))
    rules = Rules.model_validate({**RULES.model_dump(by_alias=True), "districts": (*RULES.districts, *more)})
    with pytest.raises(Bad) as refused:
        Parser(rules).of(ColumnSpec("district", "Địa bàn", Kind.DISTRICT))("huyen Trang Dinhh")
    assert refused.value.why.text("en").startswith("“huyen Trang Dinhh” is not known; nearest: 180")


def test_a_value_is_quoted_only_so_far() -> None:
    assert refusal(Kind.DAY, "9" * 1000) == f"“{'9' * 60}…” is not a date; allowed: YYYY-MM-DD, d/m/yyyy"
    assert refusal(Kind.TEXT, "x" * 32_768) == f"“{'x' * 60}…” has more than 32767 characters"


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#CALC!", "Err:502"])
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NAME, Kind.DAY])
def test_the_error_of_a_formula_is_no_text(kind: Kind, text: str) -> None:
    assert refusal(kind, text) == f"“{text}” is the error of a formula: put the value in its place"


def test_a_setting_is_read_as_what_it_is() -> None:
    read = {setting: PARSER.of_setting(setting) for setting in Setting}
    assert read[Setting.AS_OF]("31/12/2014") == "2014-12-31"
    assert read[Setting.ILLUSTRATIVE]("có") == "yes"
    assert read[Setting.SOURCE]("https://example.org") == "https://example.org"
    with pytest.raises(Bad, match="holds an address"):
        read[Setting.TITLE]("https://example.org")
