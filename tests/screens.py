"""Databases for the tests of the screens: the sample, and registries of a few hostile rows."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path

import yaml

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


# More, for the names of agencies: markup, Markdown, directives, formulas, templates, directions, lengths.
HOSTILE_NAMES = (
    *HOSTILE,
    "<svg onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>bấm</a>",
    "<style>*{display:none}</style>",
    "<b><i><u>Sở</u></i></b>",
    "</script><script>alert(1)</script>",
    "<math><mtext></mtext></math>",
    "<!-- Sở -->",
    "&#60;img src=x&#62;",
    "&amp;lt;b&amp;gt;",
    "**Sở** __Nội vụ__ ~~cũ~~",
    "# Sở Nội vụ",
    "> Sở Nội vụ",
    "- Sở Nội vụ",
    "1) Sở Nội vụ",
    "| a | b |",
    "```python",
    "`mã`",
    "[^1]: chú thích",
    "![ảnh](data:image/png;base64,AAAA)",
    "[Sở](/agency?agency=A1)",
    ":green[Còn hiệu lực]",
    ":material/check_circle: :heart: :100:",
    ":orange-badge[Số liệu thật]",
    ":small[nhỏ] :shimmer[lấp lánh]",
    r"$$\int_0^1 x\,dx$$ \(x\)",
    "$1 và $2",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    '=HYPERLINK("x")',
    "%{x} %{customdata[0]} {name} {0} {{7*7}} ${7*7}",
    "'; DROP TABLE agencies; --",
    "Sở “Nội vụ” ‘cũ’ \"mới\" 'khác'",
    "\\u003cscript\\u003e \\n \\",
    "مرحبا Sở שלום",
    "😀 Sở 👩‍👩‍👧",
    "Sở " + "dài " * 120 + "cuối",
    "Ơ" * 200,
    "null",
    "undefined",
    "NaN",
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


def hostile_config(file: Path) -> Path:
    """A config.yaml whose agency types have the hostile texts for their names."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
    for entry, name in zip(config["rules"]["types"], HOSTILE, strict=False):
        entry["vi"] = entry["en"] = name
    file.write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    return file


def hostile_registry(folder: Path) -> Path:
    """A registry whose names, title and source are markup that must stay text; one agency a type."""
    types = [entry.code for entry in read_config().rules.types]
    rows = [
        {"agency": f"A{place}", "name": name, "type": code, "parent": name}
        for place, (name, code) in enumerate(zip(HOSTILE_NAMES, cycle(types[: len(HOSTILE)])))
    ]
    settings = [
        {"setting": "title", "value": " ".join(HOSTILE)},
        {"setting": "source", "value": " ".join(reversed(HOSTILE))},
        {"setting": "as_of", "value": "2014-12-31"},
    ]
    adoptions = [{"agency": "A0", "applied_on": "2010-05-01"}]
    return write_registry(folder, {"agencies": rows, "registry": settings, "adoptions": adoptions})
