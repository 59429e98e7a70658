"""One folder per fault: `registry/` has it, `expected.txt` says it, first in English, then in Vietnamese.

Where a fault is one against what is recorded, `recorded/` is loaded before.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest

from qms_model.__main__ import main
from qms_model.config import Rules, read_config
from qms_model.facts import SPECS
from qms_model.i18n import message
from qms_model.intake import checks
from qms_model.intake.book import Book
from qms_model.intake.checks.dates import OF_FINDING, ORDERS
from qms_model.intake.plan import plan
from qms_model.intake.problems import Problem, RegistryError
from qms_model.store import open_store

Check = Callable[[Book, Rules], Iterator[Problem]]

RULES = read_config().rules
BAD = Path(__file__).parent / "bad"
FAULTS = sorted(folder.name for folder in BAD.iterdir())
INTAKE = Path(checks.__file__).parent.parent
# What only the sentences of `template`, `undo` and the like say.
NOT_OF_AN_INPUT = {"template.py", "undo.py", "plan.py", "returned.py", "flat.py", "fields.py"}


def load(capsys: pytest.CaptureFixture[str], url: str, folder: Path) -> tuple[int, str]:
    """The exit code and standard error of `load --apply`, in Vietnamese."""
    code = main(["load", str(folder), "--apply", "--database", url, "--lang", "vi"])
    return code, capsys.readouterr().err


def problems(url: str, folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the folder."""
    try:
        return plan(folder, open_store(url), RULES).problems
    except RegistryError as error:
        return error.problems


def expected(fault: str) -> dict[str, str]:
    """The exact lines by language."""
    english, vietnamese = (BAD / fault / "expected.txt").read_text("utf-8").split("\n\n")
    return {"en": english + "\n", "vi": vietnamese}


def msgids(file: Path) -> Iterator[str]:
    """The texts that a module gives to message()."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == message.__name__:
            text = node.args[0]
            assert isinstance(text, ast.Constant)
            yield str(text.value)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gives_exactly_these_lines_and_leaves_the_database_as_it_was(
    fault: str, registry_file: Path, registry_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded = BAD / fault / "recorded"
    if recorded.exists():
        assert load(capsys, registry_url, recorded)[0] == 0
    before = registry_file.read_bytes()
    registry, lines = BAD / fault / "registry", expected(fault)
    assert load(capsys, registry_url, registry) == (3, lines["vi"])
    assert "".join(problem.line("en") + "\n" for problem in problems(registry_url, registry)) == lines["en"]
    open_store(registry_url).close()
    assert registry_file.read_bytes() == before
    assert sorted(file.name for file in registry_file.parent.iterdir()) == [registry_file.name]


def test_every_check_finds_something_in_a_fixture(registry_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, set[Problem]] = {}
    monkeypatch.setattr(checks, "CHECKS", [watched(check, found) for check in checks.CHECKS])
    for fault in FAULTS:
        problems(registry_url, BAD / fault / "registry")
    assert [name for name, kept in found.items() if not kept] == []


def watched(check: Check, found: dict[str, set[Problem]]) -> Check:
    """The check, which keeps what it finds under its name."""
    kept = found.setdefault(check.__name__, set())

    def watching(book: Book, rules: Rules) -> Iterator[Problem]:
        for problem in check(book, rules):
            kept.add(problem)
            yield problem

    return watching


def test_every_text_of_intake_is_said_in_a_fixture_or_a_test() -> None:
    said = [line for fault in FAULTS for line in expected(fault)["en"].splitlines()]
    for file in Path(__file__).parent.glob("test_*.py"):
        said += [
            n.value
            for n in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        ]
    everything = "\n".join(said)
    unsaid = [
        text
        for file in INTAKE.rglob("*.py")
        if file.name not in NOT_OF_AN_INPUT
        for text in msgids(file)
        if not re.search(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)), everything)
    ]
    assert unsaid == []


def test_every_pair_of_dates_in_order_has_a_fixture() -> None:
    wanted = {
        f"{table}_{end}_before_{start}"
        for table, columns in ORDERS
        for start, end in combinations(columns, 2)
    } | {f"findings_{column}_before_the_audit" for column in OF_FINDING}
    assert wanted <= set(FAULTS)


@pytest.mark.parametrize("table", sorted(SPECS))
def test_a_key_given_twice_is_found_in_every_table(table: str) -> None:
    assert f"{table}.csv:" in expected("duplicate_key")["en"]
