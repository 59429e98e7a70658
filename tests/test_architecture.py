"""The house rules that a program can check; imports are import-linter's (pyproject.toml)."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "qms_model" / "locale"
PACKAGE = sorted((ROOT / "qms_model").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
PRODUCT = [ROOT / "dashboard.py", *PAGES, *PACKAGE]
MODULE_LINES = 250
PAGE_LINES = 60
# What turns a msgid into text: qms_model.i18n, and Here.say of the screens.
TRANSLATORS = {"message", "translate", "say"}
CLOCKS = {"date.today", "datetime.today", "datetime.now", "datetime.utcnow", "time.time", "time.localtime"}
MAY_READ_THE_CLOCK = {"journal", "store"}


def name_of(path: Path) -> str:
    """The path as a test names it."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """The module of the package that a file is, or is a part of."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "qms_model" else ""


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an attribute or name; what is not one of them is left out."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def imports(path: Path) -> Iterator[str]:
    """The full name of everything that the file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def strings(node: ast.AST) -> set[str]:
    """Every text in a piece of code, docstrings included."""
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def constants(path: Path) -> dict[str, ast.expr]:
    """The values that the module gives to its names."""
    found: dict[str, ast.expr] = {}
    for node in tree(path).body:
        if isinstance(node, ast.Assign):
            found |= {target.id: node.value for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
    return found


def msgids(path: Path) -> Iterator[str]:
    """The texts that a file has translated: written in the call, or in a constant named in it."""
    for node in ast.walk(tree(path)):
        if (
            not isinstance(node, ast.Call)
            or dotted(node.func).rpartition(".")[2] not in TRANSLATORS
            or not node.args
        ):
            continue
        msgid = node.args[0]
        if isinstance(msgid, ast.Constant) and isinstance(msgid.value, str):
            yield msgid.value
        elif isinstance(msgid, ast.IfExp):
            yield from strings(msgid.body) | strings(msgid.orelse)
        elif isinstance(msgid, ast.Subscript):
            table = constants(path).get(dotted(msgid.value))
            if isinstance(table, ast.Dict):
                yield from (text for value in table.values for text in strings(value))


def catalogue(language: str) -> list[tuple[str, str, str]]:
    """(file, msgid, text) of every entry of a language."""
    entries = []
    for file in sorted((CATALOGUES / language).glob("*.po")):
        with file.open("rb") as stream:
            entries += [
                (file.name, str(m.id), str(m.string)) for m in read_po(stream, abort_invalid=True) if m.id
            ]
    return entries


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_nothing_lets_registry_text_become_markup(path: Path) -> None:
    used = {n.attr for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)}
    used |= {n.arg for n in ast.walk(tree(path)) if isinstance(n, ast.keyword) and n.arg}
    assert not used & {"unsafe_allow_html", "unsafe_allow_javascript"}
    calls = {dotted(n) for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)} | set(imports(path))
    assert not [c for c in calls if re.search(r"\bcomponents\.(v1\.)?(html|iframe)\b", c)]


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_figures_are_made_without_plotly_express_which_is_ten_times_slower(path: Path) -> None:
    assert not [name for name in imports(path) if name.startswith("plotly.express")]


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_only_the_journal_and_the_store_read_the_clock(path: Path) -> None:
    read = {dotted(n) for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)}
    if module_of(path) not in MAY_READ_THE_CLOCK:
        assert not [r for r in read if any(r == c or r.endswith(f".{c}") for c in CLOCKS)]


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_only_the_store_opens_connections(path: Path) -> None:
    named = {n.attr for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)}
    named |= {name.rpartition(".")[2] for name in imports(path)}
    if module_of(path) != "store":
        assert not named & {"create_engine", "engine_from_config", "sessionmaker"}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_is_short_and_touches_neither_sql_nor_groups(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= PAGE_LINES
    assert not [
        n for n in imports(path) if n.split(".")[0] in {"sqlalchemy", "sqlmodel", "sqlite3", "psycopg"}
    ]
    assert "groupby" not in {n.attr for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)}


def test_no_page_lies_directly_in_pages_where_it_would_run_without_the_frame() -> None:
    assert not list((ROOT / "pages").glob("*.py"))


def test_the_package_imports_neither_the_pages_nor_the_frame() -> None:
    assert not [p for p in PACKAGE for n in imports(p) if n.split(".")[0] in {"pages", "dashboard"}]


@pytest.mark.parametrize("path", [p for p in PACKAGE if "versions" not in p.parts], ids=name_of)
def test_a_module_is_at_most_250_lines(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= MODULE_LINES


def test_no_module_is_named_for_nothing() -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
    assert not [name_of(p) for p in PRODUCT if banned & {p.stem, p.parent.name}]


def test_every_text_of_the_program_has_a_vietnamese_one() -> None:
    known = {msgid for _, msgid, text in catalogue("vi") if text.strip()}
    asked = {(msgid, name_of(p)) for p in PRODUCT for msgid in msgids(p) if msgid.strip()}
    missing = [f"{name}: {msgid}" for msgid, name in sorted(asked) if msgid not in known]
    assert not missing, "\n".join(missing)


def test_no_translation_is_of_a_text_that_the_program_does_not_have() -> None:
    written = {text for path in PRODUCT for text in strings(tree(path))}
    unused = [f"{file}: {msgid}" for file, msgid, _ in catalogue("vi") if msgid not in written]
    assert not unused, "\n".join(unused)


def test_no_text_is_translated_in_two_ways() -> None:
    texts: dict[str, set[str]] = {}
    for _, msgid, text in catalogue("vi"):
        texts.setdefault(msgid, set()).add(text)
    assert {msgid: found for msgid, found in texts.items() if len(found) > 1} == {}


def test_a_translation_names_the_same_values_as_its_text() -> None:
    assert [m for _, m, text in catalogue("vi") if text and fields(m) != fields(text)] == []


def test_the_development_lock_includes_the_runtime_lock_pin_for_pin() -> None:
    runtime, development = (
        set(re.findall(r"^[^#\s]+==\S+(?: ;[^\\]+)?", (ROOT / f).read_text(), flags=re.M))
        for f in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime
    assert runtime <= development


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_names_no_address_and_no_folder_of_the_machine_it_was_made_on(file: str) -> None:
    text = (ROOT / file).read_text()
    assert not re.findall(r"https?:|file:|--index-url|--find-links|(?<![\w-])/\w+", text)
