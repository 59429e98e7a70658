"""Databases for the tests of the screens: the sample, and registries of a few hostile rows."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from qms_model.config import read_config
from qms_model.intake.plan import apply, plan
from qms_model.store import open_store

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "registry"

# Each of them does something where a text is taken for markup.
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "=1+1",
    r"$\alpha$",
    "<script>alert(1)</script>",
    ":red[Thu hồi] :material/home: :smile: :streamlit:",
    "![a](x) `b` *c* _d_ ~~e~~ ^f^",
    "a -> b <- c -- d >= e",
    "&lt;b&gt; &amp; %{y}",
    "<b>đậm</b><br>xuống dòng",
    "1. một # hai | ba | bốn",
)


def write_registry(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> Path:
    """The rows as a registry folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def load(url: str, folder: Path) -> int:
    """Load the folder as one change; its number."""
    rules = read_config().rules
    store = open_store(url)
    done = plan(folder, store, rules)
    assert not done.problems, [str(problem) for problem in done.problems[:5]]
    number = apply(done, store, rules, by="test")
    assert number is not None
    return number


def hostile_registry(folder: Path) -> Path:
    """A registry whose names, title and source are markup that must stay text; one agency a type."""
    types = [entry.code for entry in read_config().rules.types]
    rows = [
        {"agency": f"A{place}", "name": name, "type": code, "parent": name}
        for place, (name, code) in enumerate(zip(HOSTILE, types, strict=False))
    ]
    settings = [
        {"setting": "title", "value": " ".join(HOSTILE)},
        {"setting": "source", "value": " ".join(reversed(HOSTILE))},
        {"setting": "as_of", "value": "2014-12-31"},
    ]
    adoptions = [{"agency": "A0", "applied_on": "2010-05-01"}]
    return write_registry(folder, {"agencies": rows, "registry": settings, "adoptions": adoptions})


def sampled(folder: Path) -> str:
    """The URL of a new database in the folder that has the sample."""
    url = f"sqlite:///{(folder / 'sample.sqlite').as_posix()}"
    load(url, SAMPLE)
    return url
