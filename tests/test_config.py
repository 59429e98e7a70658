"""config.yaml: what cannot be used is refused by a sentence that names the key and the value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qms_model.config import ConfigError, read_config, read_rules
from tests.console import CONFIG, Office

SHIPPED = CONFIG.read_text(encoding="utf-8")

# (what it is, what is replaced in the shipped file, by what, what the sentence names)
FAULTS = [
    ("an unknown key", "language: vi", "language: vi\ncolour: red", ["colour", "'red'"]),
    ("a misspelt key", "timezone:", "time_zone:", ["time_zone", "'Asia/Ho_Chi_Minh'"]),
    (
        "a key unknown to a type",
        "{code: chi_cuc,",
        "{code: chi_cuc, color: red,",
        ["rules.types.5.color", "'red'"],
    ),
    ("a missing key", "timezone: Asia/Ho_Chi_Minh", "", ["timezone"]),
    ("a language we do not have", "language: vi", "language: fr", ["language", "'fr'", "'vi' or 'en'"]),
    ("no, which YAML reads as False", "language: vi", "language: no", ["language", "False"]),
    ("012, which YAML reads as 10", 'code: "178"', "code: 012", ["rules.districts.0.code", "10"]),
    (
        "yes for a number",
        "months: 12, from: 2000-12-15",
        "months: yes, from: 2000-12-15",
        ["internal_audit.months", "True"],
    ),
    ("a number in quotes", "major_days: 90", 'major_days: "90"', ["rules.limits.major_days", "'90'"]),
    ("a number below its least", "major_days: 90", "major_days: -1", ["rules.limits.major_days", "-1"]),
    (
        "no term at all",
        "certificate_term_months: 36",
        "certificate_term_months: 0",
        ["certificate_term_months", "0"],
    ),
    ("a weight below nothing", "majors: 25", "majors: -1", ["inspections.weights.majors", "-1"]),
    ("half a point", "majors: 25", "majors: 2.5", ["inspections.weights.majors", "2.5"]),
    ("no horizon at all", "since: 36", "since: 0", ["inspections.months.since", "0"]),
    ("a share of nothing known", '"1/3"', '"a third"', ["inspections.on_site_share", "'a third'", '"1/3"']),
    ("a share of zero parts", '"1/3"', '"1/0"', ["inspections.on_site_share", "'1/0'"]),
    ("a share below nothing", '"1/3"', '"-1/3"', ["inspections.on_site_share", "'-1/3'", "from 0 to 1"]),
    ("more than all", '"1/3"', '"4/3"', ["inspections.on_site_share", "'4/3'", "from 0 to 1"]),
    ("a zone that is nowhere", "Asia/Ho_Chi_Minh ", "Asia/Hanoi ", ["timezone", "'Asia/Hanoi'"]),
    (
        "a date in words",
        "mandatory_from: 2006-06-20",
        "mandatory_from: soon",
        ["rules.types.0.mandatory_from", "'soon'"],
    ),
    (
        "a year for a date",
        "mandatory_from: 2006-06-20",
        "mandatory_from: 2006",
        ["rules.types.0.mandatory_from", "2006"],
    ),
    (
        "a day not in the calendar",
        "published: 2000-12-15",
        "published: 2000-02-31",
        ["YAML", "day is out of range"],
    ),
    ("a code twice", "code: chi_cuc", "code: trung_tam", ["types", "trung_tam"]),
    (
        "a clause of an edition in two places",
        '"2008:8.2.1"',
        '"2008:8.2.3"',
        ["clauses: 2008:8.2.3", "process_monitoring", "customer_satisfaction"],
    ),
    ("a clause of no edition", '"2008:8.2.1"', '"2009:8.2.1"', ["2009:8.2.1", "customer_satisfaction"]),
    ("a clause without its edition", '"2008:8.2.1"', '"8.2.1"', ["rules.clauses.", "numbers", "'8.2.1'"]),
    ("a clause that YAML reads as a number", '"2015:9.1.3"', "2015:9.2", ["rules.clauses.", "120909.2"]),
    ("a clause twice", "code: internal_audit", "code: design", ["clauses", "design"]),
    ("nothing comes back", "recurrence_months: 24", "recurrence_months: 0", ["recurrence_months", "0"]),
    ("a key twice", "language: vi", "language: vi\nlanguage: en", ["YAML", "twice", "line"]),
    (
        "a key twice further down",
        "major_days: 90",
        "major_days: 90\n    major_days: 60",
        ["YAML", "twice", "line"],
    ),
    ("an alias", "language: vi", "language: &l vi\ntimezone: *l", ["YAML", "alias", "line"]),
    ("no YAML", "rules:", "rules: [", ["YAML", "line"]),
    ("nothing below a key", "  limits:", "  limits:\n  more:", ["rules."]),
]


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The shipped file with its first `old` replaced."""
    assert old in SHIPPED
    file = tmp_path / "config.yaml"
    file.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(("old", "new", "names"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_is_refused_by_a_sentence_that_names_it(
    old: str, new: str, names: list[str], tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(changed(tmp_path, old, new))
    sentence = str(refused.value)
    assert sentence.startswith("config.yaml")
    assert [name for name in names if name not in sentence] == []
    assert "\n" not in sentence


@pytest.mark.parametrize(
    "content",
    [b"", b"- a\n- b\n", b"42", b"\xff\xfe\x00", b"a: " + b"[" * 20_000],
    ids=["empty", "a list", "a number", "not UTF-8", "too deep"],
)
def test_a_file_of_something_else_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=r"^config\.yaml"):
        read_config(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.yaml", tmp_path):
        with pytest.raises(ConfigError, match="cannot be read"):
            read_config(path)


@pytest.mark.parametrize(
    "words", [["journal"], ["load", "x"], ["template", "x.xlsx"], ["verify"]], ids=lambda w: w[0]
)
def test_no_command_runs_with_a_faulty_config(words: list[str], tmp_path: Path, sqlite_url: str) -> None:
    file = changed(tmp_path, "language: vi", "language: vi\ncolour: red")
    answer = Office(sqlite_url, ("--lang", "en", "--config", str(file)))(*words)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "config.yaml: colour = 'red' is not allowed: Extra inputs are not permitted.\n"
    assert not (tmp_path / "registry.sqlite").exists()


def test_rules_recorded_before_there_were_inspections_have_the_shipped_ones() -> None:
    recorded = json.loads(read_config().rules.canonical())
    shipped = recorded.pop("inspections")
    read = json.loads(read_rules(json.dumps(recorded)).canonical())["inspections"]
    assert read | {"source": shipped["source"]} == shipped


def test_the_shipped_rules_survive_the_journal() -> None:
    rules = read_config().rules
    assert read_rules(rules.canonical()) == rules
    assert read_rules(rules.canonical()).canonical() == rules.canonical()
