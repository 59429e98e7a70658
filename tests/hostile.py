"""Texts that do something where a text is taken for markup, a registry in which every text is one, and what
a drawing makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from qms_model import journal
from qms_model.config import read_config
from qms_model.figures import Figure
from qms_model.figures.plotly import Shown
from qms_model.figures.plotly.parts import plain
from qms_model.intake.edit import FactEdit, apply_edit
from qms_model.intake.plan import apply, plan
from qms_model.registry import open_registry
from qms_model.store import open_store
from tests.screens import HOSTILE, ROOT, write_registry

# Each of them may be a name: intake takes it as it stands.
PAYLOADS = (
    *HOSTILE,
    "<svg onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '<a href="javascript:alert(1)">bấm</a>',
    "<style>*{display:none}</style>",
    "<!-- chú thích --> <![CDATA[x]]>",
    "</script></style></title><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'><b>",
    "<javascript:alert(1)> javascript:alert(1)",
    '[x]: javascript:alert(1) "y" [x][x]',
    "**đậm** __đậm__ ***đậm*** ==vàng== ++thêm++",
    "# Tiêu đề",
    "> trích dẫn",
    "- gạch đầu dòng",
    "* [x] việc đã xong",
    "1) mục một",
    "---",
    "```mã``` `` x ``",
    "| a | b |",
    r"a\b \*c\* \n \u003cb\u003e",
    r"$$\frac{1}{2}$$ \(x\) \[y\] $x$",
    ":blue-background[nền] :small[nhỏ] :rainbow[cầu vồng] :gray[:red[lồng]]",
    ":green-badge[Còn hiệu lực] :shimmer[x]",
    ":heart: :+1: :thumbsup: :vn:",
    ":material/check_circle: :icon: :streamlit:",
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> {0} {name} %s %(x)d",
    "%{x} %{customdata[0]} %{text}<extra></extra>",
    "+1+1",
    "-1+1 --x -> y",
    "@SUM(A1:A9)",
    '=HYPERLINK("x";"y")',
    "=cmd|' /C calc'!A0",
    "www.evil.example evil@evil.example",
    "&#60;b&#62; &copy; &nbsp; &#x202e; &lt",
    "'; DROP TABLE agencies; --",
    "\"nháy kép\" 'nháy đơn' `nháy ngược` “cong” ‘cong’ « »",
    "\u061cمرحبا\u061c עברית abc",
    "👩\u200d👩\u200d👧 🇻🇳 ① ﷽ Z̷̡",
    "Ủy ban nhân dân " * 31 + "xã",
    "W" * 120,
)
# Each of them may only be a text that is no name.
ADDRESSES = (
    "![x](https://evil.example/x.png)",
    "<img src=https://evil.example/x.png>",
    "https://evil.example/ <https://evil.example/>",
    "[x](https://evil.example/) //evil.example",
)
TEXTS = (*PAYLOADS, *ADDRESSES)
EDITS = 8  # changes of the journal besides the load


def assert_drawn_as_text(figure: Figure) -> None:
    """Every text stands in the drawing letter by letter, line breaks aside, and no tag but ours does."""
    sent = Shown(figure, "light").to_dict()
    drawn = {_unbroken(text) for part in ("data", "layout") for text in _strings(sent[part])}
    assert not [text for text in drawn if re.search("[<$]", _OUR_TAGS.sub("", text))]
    assert not [text for text in TEXTS if not any(_unbroken(plain(text)) in one for one in drawn)]


_OUR_TAGS = re.compile(r"<b>(?:[\d.,]+|%\{customdata\[2\]\})</b>|<extra></extra>")


def _unbroken(text: str) -> str:
    return "".join(text.replace("<br>", "").split())


def _strings(sent: Any) -> Iterator[str]:
    """Every text of what is sent, the style of the page aside."""
    if isinstance(sent, str):
        yield sent
    elif isinstance(sent, dict):
        for name, value in sent.items():
            yield from () if name == "template" else _strings(value)
    elif isinstance(sent, list | tuple):
        for value in sent:
            yield from _strings(value)


def hostile_rules(file: Path) -> Path:
    """A config.yaml whose types, districts and causes are called by the payloads."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
    names = cycle(PAYLOADS)
    for kind in ("types", "districts", "causes"):
        for entry in config["rules"][kind]:
            entry["vi"] = entry["en"] = next(names)
    file.write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    return file


def fill(url: str, folder: Path, config: Path) -> None:
    """Load the registry of the payloads, and correct its first agency a few times."""
    rules, store = read_config(config).rules, open_store(url)
    journal.keep_rules(store, rules, "test")
    done = plan(_written(folder), store, rules)
    assert not done.problems, [str(problem) for problem in done.problems[:5]]
    apply(done, store, rules, by=PAYLOADS[0], note=PAYLOADS[1])
    for text in TEXTS[-EDITS:]:
        registry = open_registry(store, rules)
        fact = registry.ids("agencies")[registry.texts("agencies")["agency"].index("A0")]
        edit = FactEdit("agencies", registry.newest, uuid4(), text, fact, {"contact": text})
        apply_edit(edit, store, rules, by=text)


def _written(folder: Path) -> Path:
    """The payloads as names, numbers, decisions, descriptions, objectives: most of the agency A0."""
    rules = read_config().rules
    types, districts = cycle(t.code for t in rules.types), cycle(d.code for d in rules.districts)
    causes = cycle(cause.code for cause in rules.causes)
    agencies = [
        {"agency": f"A{n}", "name": text, "type": next(types), "district": next(districts), "parent": text}
        for n, text in enumerate(PAYLOADS)
    ]
    held = "2013-05-01"
    papers = [
        {
            "agency": f"A{n}", "kind": "certificate", "edition": "2008", "number": text, "body": text,
            "scope": text, "issued_on": "2012-02-01", "expires_on": "2015-01-31",
        }
        for n, text in enumerate(PAYLOADS)
    ]  # fmt: skip
    papers += [
        papers[0]
        | {"number": text, "body": text, "issued_on": f"20{n // 12:02}-{n % 12 + 1:02}-01", "expires_on": ""}
        for n, text in enumerate(TEXTS[:30], start=9 * 12)
    ]
    objectives = [
        {"agency": "A0", "year": "2013", "objective": text, "unit": text[:60], "target": "1", "actual": "2"}
        for text in TEXTS[-35:]
    ]
    findings = [
        {
            "finding": f"F{n}", "audit": "D1", "grade": "minor", "description": text, "cause": next(causes),
        }
        for n, text in enumerate(TEXTS)
    ]  # fmt: skip
    events = [
        {
            "event": f"E{n}",
            "kind": "transfer",
            "effective_on": f"2013-06-{n + 1:02}",
            "predecessor": "A0",
            "decision": text,
        }
        for n, text in enumerate(TEXTS[5:30])
    ]
    settings = [
        {"setting": "title", "value": " ".join(PAYLOADS[:20])},
        {"setting": "source", "value": " ".join(TEXTS)},
        {"setting": "as_of", "value": "2014-12-31"},
    ]
    tables = {
        "agencies": agencies,
        "attestations": papers,
        "audits": [
            {
                "audit": "D1",
                "agency": "A0",
                "kind": "internal",
                "held_on": held,
                "team": PAYLOADS[4],
                "minutes": PAYLOADS[0],
            }
        ],
        "findings": findings,
        "objectives": objectives,
        "reorganisations": events,
        "adoptions": [{"agency": "A0", "applied_on": "2009-05-01"}],
        "targets": [{"type": "chi_cuc", "due_on": "2014-12-31", "share": "100", "decision": PAYLOADS[3]}],
        "registry": settings,
    }
    return write_registry(folder, tables)
