"""Whatever the registry and the filter, every format of a pack renders, and the same twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model.briefing.compose import report_of
from qms_model.briefing.formats import FORMATS
from qms_model.briefing.report import Report
from qms_model.briefing.template import template_of
from qms_model.config import read_config
from qms_model.coverage import Filters
from qms_model.facts import Obligation
from qms_model.views import At, View
from tests.briefings import some
from tests.build import Tables, registry_of
from tests.hostile import TEXTS
from tests.registries import questions

CONFIG = read_config()
TEMPLATE = template_of("briefing", CONFIG)
LIGHT = ("pdf", "xlsx", "csv")
EMPTY: dict[str, Tables] = {
    "no agency": {},
    "one agency": {"agencies": [{"agency": "A", "name": "Sở Y tế", "type": "so_ban_nganh"}]},
    "no plan, no findings": {
        name: rows for name, rows in some(12).items() if name in ("agencies", "attestations")
    },
    "a thousand agencies": some(1_000),
    "names that are markup": {
        "agencies": [{"agency": f"A{n}", "name": text, "type": "ubnd_xa"} for n, text in enumerate(TEXTS)],
        "attestations": [
            {
                "agency": f"A{n}",
                "kind": "certificate",
                "edition": "2008",
                "number": text,
                "issued_on": "2013-01-01",
            }
            for n, text in enumerate(TEXTS)
        ],
        "registry": [{"setting": "source", "value": TEXTS[0]}],
    },
}


def report(tables: Tables, day: date, filters: Filters, language: str) -> Report:
    """The briefing of these rows."""
    view = View(language, day, date(day.year - 1, 1, 1), filters)
    return report_of(At(registry_of(tables), view), TEMPLATE, CONFIG)


@pytest.mark.parametrize("name", EMPTY)
@pytest.mark.parametrize("format_", FORMATS)
def test_a_registry_at_the_edge_renders_in_every_format(name: str, format_: str) -> None:
    made = report(EMPTY[name], date(2014, 12, 31), Filters(), "vi")
    files = FORMATS[format_](made)
    assert all(files.values())


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(question=questions(), filters=st.builds(
    Filters,
    obligation=st.sampled_from([None, *(one.value for one in Obligation)]),
    type=st.sampled_from([None, "chi_cuc", "ubnd_xa"]),
    edition=st.sampled_from([None, "2008"]),
), language=st.sampled_from(["vi", "en"]))  # fmt: skip
def test_a_random_registry_renders_and_its_figures_are_the_same_twice(
    question: tuple[Tables, date], filters: Filters, language: str
) -> None:
    tables, day = question
    day = max(day, date(1995, 1, 1))
    made, again = report(tables, day, filters, language), report(tables, day, filters, language)
    for name in LIGHT:
        assert FORMATS[name](made) == FORMATS[name](again), name


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(question=questions(), language=st.sampled_from(["vi", "en"]))
def test_a_random_registry_renders_in_every_format(question: tuple[Tables, date], language: str) -> None:
    tables, day = question
    made = report(tables, max(day, date(1995, 1, 1)), Filters(), language)
    for name, make in FORMATS.items():
        assert all(make(made).values()), name
