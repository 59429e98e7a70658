"""Reports for the page without a network, and that page read back as a browser reads it."""

from __future__ import annotations

import hashlib
from datetime import date
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path

from qms_model.briefing.compose import report_of
from qms_model.briefing.offline import page_html
from qms_model.briefing.report import Report
from qms_model.briefing.template import templates
from qms_model.config import read_config
from qms_model.coverage import Filters
from qms_model.registry import Registry, open_registry
from qms_model.store import open_store
from qms_model.views import At, View
from tests.build import registry_of
from tests.screens import SAMPLE, load

DAY, YEAR_BEFORE = date(2014, 12, 31), date(2013, 12, 31)


def report(registry: Registry, language: str = "vi") -> Report:
    """The briefing of a registry at the end of 2014."""
    at = At(registry, View(language, DAY, YEAR_BEFORE, Filters()))
    return report_of(at, templates(None)["briefing"], read_config())


def sample(folder: Path) -> Registry:
    """The sample, loaded into a database in the folder."""
    url = f"sqlite:///{(folder / 'sample.sqlite').as_posix()}"
    load(url, SAMPLE)
    return open_registry(open_store(url), read_config().rules)


def fingerprint() -> str:
    """The hash of the page of thirty agencies."""
    return hashlib.sha256(page_html(report(province(30)))).hexdigest()


def province(agencies: int) -> Registry:
    """So many agencies, more than half of them late, every fourth with an open finding."""
    types = cycle(entry.code for entry in read_config().rules.types)
    named = [
        (f"CQ{n:04}", f"Phòng Kinh tế và Hạ tầng huyện số {n}", kind)
        for n, kind in zip(range(agencies), types, strict=False)
    ]
    return registry_of(
        {
            "agencies": [
                {"agency": code, "name": name, "type": kind, "parent": f"UBND huyện số {place % 12}"}
                for place, (code, name, kind) in enumerate(named)
            ],
            "adoptions": [{"agency": code, "applied_on": "2010-05-01"} for code, _, _ in named[::2]],
            "attestations": [
                {
                    "agency": code, "kind": "certificate", "edition": "2008", "number": f"MH-{place:04}/2012",
                    "issued_on": "2011-06-01" if place % 2 else "2012-06-01", "body": "Trung tâm chứng nhận",
                }
                for place, (code, _, _) in enumerate(named[::2])
            ],
            "audits": [
                {"audit": f"DG{code}", "agency": code, "kind": "internal", "held_on": "2014-03-01"}
                for code, _, _ in named[::4]
            ],
            "findings": [
                {"finding": f"PH{code}", "audit": f"DG{code}", "grade": "major", "due_on": "2014-06-01"}
                for code, _, _ in named[::4]
            ],
        }
    )  # fmt: skip


class Read(HTMLParser):
    """A page as read: `tables` by id (headings, then rows of texts), `tags` with their attributes,
    `heard` the texts outside scripts and styles, `scripts` those of scripts by id."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.heard: list[str] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self._open = ""
        self._cell = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.tags.append((tag, named))
        if tag == "table":
            self._table = self.tables.setdefault(named["id"], [])
        elif tag == "tr":
            self._table.append([])
        elif tag in ("th", "td"):
            self._table[-1].append("")
            self._cell = True
        elif tag in ("script", "style"):
            self._open = tag
            if tag == "script":
                self.scripts.append((named, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._open = ""
        elif tag == "table":
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            named, text = self.scripts[-1]
            self.scripts[-1] = (named, text + data)
        elif not self._open:
            self.heard.append(data)
            if self._cell:
                self._table[-1][-1] += data.strip("\n")
