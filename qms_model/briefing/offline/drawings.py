"""What the script of the page draws: every figure for a light and for a dark page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qms_model.briefing.report import Drawn, Report
from qms_model.figures.plotly import CONFIG, Shown
from qms_model.figures.theme import BACKGROUNDS, FONT, INK, MUTED_INK
from qms_model.i18n import translate

_CONFIG = {**CONFIG, "displaylogo": False, "responsive": True}


def drawings(report: Report) -> Mapping[str, Any]:
    """Each figure by key: `light`, and `dark` as what differs from it (see `_differences`); how
    Plotly is to behave, and the words that the script writes."""
    figures = {}
    for drawn in report.figures():
        light, dark = (_drawing(drawn, mode) for mode in ("light", "dark"))
        figures[drawn.key] = {"light": light, "dark": list(_differences(light, dark))}
    words = {"rows": translate("{n} of {total} rows", report.language, n="%n", total="%total")}
    return {"config": _CONFIG, "figures": figures, "language": report.language, "words": words}


def _differences(one: Any, other: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """The paths at which two drawings of one figure differ, each with what `other` has there.
    A second drawing would be as large as the first; little but its colours is different."""
    if isinstance(one, dict):
        for name, value in one.items():
            yield from _differences(value, other[name], (*path, name))
    elif isinstance(one, list | tuple) and len(one) == len(other):
        for place, (value, there) in enumerate(zip(one, other, strict=True)):
            yield from _differences(value, there, (*path, place))
    elif one != other:
        yield path, other


def _drawing(drawn: Drawn, mode: str) -> dict[str, Any]:
    """Traces and layout; the template of Plotly, which is the same in each, gives way to a few lines."""
    sent = Shown(drawn.figure, mode).to_dict()
    layout = {
        **sent["layout"],
        "template": {"layout": {"xaxis": {"automargin": True}, "yaxis": {"automargin": True}}},
        "font": {**sent["layout"]["font"], "family": FONT, "color": INK[mode]},
        "hoverlabel": {
            "font": {"size": 13, "family": FONT, "color": INK[mode]},
            "bgcolor": BACKGROUNDS[mode],
            "bordercolor": MUTED_INK[mode],
            "align": "left",
        },
    }
    return {"data": sent["data"], "layout": layout}
