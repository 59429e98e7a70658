"""Calendar files, read back with other code than wrote them."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd
import pytest

from qms_model import narrative
from qms_model.attestations import expiring, lapsing_until
from qms_model.calendarfile import calendar_file
from qms_model.i18n import LANGUAGES
from tests.build import registry_of
from tests.hostile import TEXTS
from tests.test_plainly import agency, certificate, declaration, tables

DAY = date(2014, 12, 31)
SAID = {"Tính đến ngày": "2014-12-31", "Lần cập nhật": "7", "Nguồn": "Sở KH&CN; sổ, số 1"}
# What would begin a line of its own, for one reader or another, were it written as it is.
BREAKS = [
    f"Sở{end}END:VEVENT{end}BEGIN:VEVENT{end}ATTACH:https://evil.example/"
    for end in (
        "\r\n",
        "\n",
        "\r",
        "\r\n ",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x85",
        "\u2028",
        "\u2029",
        "\x00",
        "\\n",
    )
]
HOSTILE = [
    *TEXTS, *BREAKS, "a;b,c\\d\\n", "\\", ";", ",", '"', "DESCRIPTION:x", "x:y;z=1", "\t", "^n ^' ^^", "",
    "Đ" * 200, "👩\u200d👩\u200d👧" * 40, "\ufeffBOM",
]  # fmt: skip
PROPERTIES = [
    "UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY", "DESCRIPTION", "TRANSP", "BEGIN", "ACTION",
    "DESCRIPTION", "TRIGGER", "END",
]  # fmt: skip


class Property(NamedTuple):
    name: str
    value: str


def events(*rows: tuple[str, date, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["fact", "day", "summary", "description"])


def one(text: str = "Hết hiệu lực: Sở Nội vụ") -> pd.DataFrame:
    return events(("A", date(2015, 2, 14), text, text))


def made(
    rows: pd.DataFrame, said: Mapping[str, str] = SAID, title: str = "Lịch hết hiệu lực", day: date = DAY
) -> bytes:
    return calendar_file(rows, said, title, day)


def unfolded(file: bytes) -> list[str]:
    """The lines of a file, by the letter of RFC 5545, 3.1: CRLF ends each, and one that begins with a space
    goes on."""
    assert file.endswith(b"\r\n")
    lines: list[bytes] = []
    for line in file[:-2].split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
        if line.startswith(b" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [line.decode() for line in lines]


def parsed(file: bytes) -> list[Property]:
    """Every property; a text unescaped as 3.3.11 says."""
    found = []
    for line in unfolded(file):
        name, value = re.fullmatch(r"([A-Z-]+(?:;[A-Z]+=[A-Z]+)*):(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", value)
        found.append(Property(name, value))
    return found


def text(value: str) -> str:
    """A value of type TEXT."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), "unescaped"
    return re.sub(r"\\([\\;,nN])", lambda escape: {"n": "\n", "N": "\n"}.get(escape[1], escape[1]), value)


def of_events(file: bytes) -> list[list[Property]]:
    """The properties of each event, its alarm among them."""
    found: list[list[Property]] = []
    within = False
    for line in parsed(file):
        if line == ("BEGIN", "VEVENT"):
            assert not within
            found.append([])
            within = True
        elif line == ("END", "VEVENT"):
            within = False
        elif within:
            found[-1].append(line)
    assert not within
    return found


def test_a_file_has_the_head_and_the_events_that_were_given() -> None:
    lines = parsed(made(one()))
    assert lines[:4] == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//qms-rollout//attestations//VI"),
        ("X-WR-CALNAME", "Lịch hết hiệu lực"),
    ]
    assert lines[4] == ("BEGIN", "VEVENT")
    assert lines[-1] == ("END", "VCALENDAR")
    (event,) = of_events(made(one()))
    assert [line.name for line in event] == PROPERTIES


def test_an_event_is_a_whole_day_with_a_reminder_and_says_where_it_comes_from() -> None:
    (event,) = of_events(made(one()))
    values = dict(event[:6])
    assert values["DTSTART;VALUE=DATE"] == "20150214"
    assert values["DTSTAMP"] == "20141231T000000Z"
    assert text(values["DESCRIPTION"]).splitlines() == [
        "Hết hiệu lực: Sở Nội vụ",
        "Tính đến ngày: 2014-12-31",
        "Lần cập nhật: 7",
        "Nguồn: Sở KH&CN; sổ, số 1",
    ]
    assert event[6:] == [
        ("BEGIN", "VALARM"),
        ("ACTION", "DISPLAY"),
        ("DESCRIPTION", values["SUMMARY"]),
        ("TRIGGER", "-P30D"),
        ("END", "VALARM"),
    ]


def test_the_same_events_make_the_same_bytes_also_later() -> None:
    first = made(one())
    time.sleep(1.1)
    assert made(one()) == first


def test_a_fact_keeps_its_identity_whatever_is_said_of_it() -> None:
    def identity(fact: str, day: date, said: str, stamp: date = DAY) -> str:
        (event,) = of_events(made(events((fact, day, said, said)), day=stamp))
        return dict(event)["UID"]

    first = identity("A", DAY, "x")
    assert re.fullmatch(r"[0-9a-f]{32}@qms-rollout", first)
    assert identity("A", date(2015, 1, 1), "y", date(2015, 1, 1)) == first
    assert identity("B", DAY, "x") != first


def test_no_events_make_a_file_without_any() -> None:
    assert of_events(made(events())) == []


@pytest.mark.parametrize("day", [date(1, 1, 1), date(999, 12, 31), date.max])
def test_a_day_has_eight_digits(day: date) -> None:
    (event,) = of_events(made(events(("A", day, "x", "x"))))
    assert dict(event)["DTSTART;VALUE=DATE"] == day.isoformat().replace("-", "")


@pytest.mark.parametrize("length", range(60, 85))
def test_a_line_is_folded_at_75_octets_never_within_a_character(length: int) -> None:
    for sign in ("a", "đ", "ế", "👧", "a👧", "aế"):
        long = (sign * length)[:length]
        (event,) = of_events(made(one(long)))
        assert text(dict(event)["SUMMARY"]) == long


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_adds_a_property_and_each_comes_back_letter_by_letter(hostile: str) -> None:
    rows = events(("A", DAY, hostile, hostile), (hostile, DAY, "x", "x"))
    file = made(rows, {hostile: hostile}, hostile)
    expected = [line.name for line in parsed(made(events(("A", DAY, "x", "x"), ("B", DAY, "x", "x"))))]
    assert [line.name for line in parsed(file)] == expected
    assert len(of_events(file)) == 2
    plain = re.sub(r"\r\n|\r", "\n", hostile)
    plain = re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", " ", plain)
    (first, _) = of_events(file)
    values = dict(first[:6])
    assert text(values["SUMMARY"]) == plain
    assert text(values["DESCRIPTION"]) == f"{plain}\n{plain}: {plain}"
    assert text(dict(parsed(file)[:4])["X-WR-CALNAME"]) == plain
    lines = file.decode().splitlines()  # as a careless reader would, with every line end of Unicode
    assert all(re.match(r" |[A-Z-]+[:;]", line) for line in lines)
    assert [line for line in lines if line.startswith(("END:VEVENT", "ATTACH"))] == ["END:VEVENT"] * 2


LAPSING = tables(
    agency("A", name="Sở Nội vụ", name_en="Home Affairs"),
    agency("B", name="Sở Y tế"),
    certificate("A", expires_on="2015-02-14", number="12/GCN"),
    certificate("B", expires_on="2015-03-01", edition="2008"),
)


@pytest.mark.parametrize(
    ("language", "summaries", "descriptions"),
    [
        (
            "vi",
            ["Hết hiệu lực sau ngày này: Sở Nội vụ", "Hết hiệu lực sau ngày này: Sở Y tế"],
            [
                "Giấy chứng nhận số 12/GCN (TCVN ISO 9001:2008), còn hiệu lực đến hết ngày 14/02/2015",
                "Giấy chứng nhận không ghi số (TCVN ISO 9001:2008), còn hiệu lực đến hết ngày 01/03/2015",
            ],
        ),
        (
            "en",
            ["Lapses after this day: Home Affairs", "Lapses after this day: Sở Y tế"],
            [
                "Certificate 12/GCN (TCVN ISO 9001:2008), in force until 14 Feb 2015",
                "Certificate without number (TCVN ISO 9001:2008), in force until 1 Mar 2015",
            ],
        ),
    ],
)
def test_what_lapses_becomes_events_on_the_last_valid_day(
    language: str, summaries: list[str], descriptions: list[str]
) -> None:
    found = narrative.lapses(lapsing_until(registry_of(LAPSING), DAY, date(2015, 3, 1)), language)
    assert found["day"].tolist() == [date(2015, 2, 14), date(2015, 3, 1)]
    assert found["summary"].tolist() == summaries
    assert found["description"].tolist() == descriptions
    files = of_events(made(found))
    assert [text(dict(event[:6])["SUMMARY"]) for event in files] == summaries


def test_a_paper_is_the_same_fact_when_its_day_was_corrected_and_in_every_language() -> None:
    later = {**LAPSING, "attestations": [{**LAPSING["attestations"][0], "expires_on": "2015-02-20"}]}
    first, second = expiring(registry_of(LAPSING), DAY), expiring(registry_of(later), DAY)
    facts = [narrative.lapses(first, language)["fact"].tolist() for language in LANGUAGES]
    assert facts[0] == facts[1]
    assert len(set(facts[0])) == 2
    assert narrative.lapses(second, "vi")["fact"].tolist() == facts[0][:1]


def test_two_that_share_a_certificate_are_two_facts() -> None:
    rows = tables(agency("A", shares_qms_of="H"), agency("H"), certificate("H", expires_on="2015-02-14"))
    assert narrative.lapses(expiring(registry_of(rows), DAY), "vi")["fact"].nunique() == 2


def test_a_declaration_is_called_so() -> None:
    rows = tables(declaration(expires_on="2015-02-14"), declaration("B", expires_on="2015-02-14", number="5"))
    rows["agencies"].append(agency("B"))
    found = narrative.lapses(expiring(registry_of(rows), DAY), "vi")["description"]
    assert [said.split(" (")[0] for said in found] == ["Bản công bố không ghi số", "Bản công bố số 5"]
