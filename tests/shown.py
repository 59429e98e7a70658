"""What a figure and its words show, as the tests read them."""

from __future__ import annotations

import re

from qms_model import narrative
from qms_model.figures import Figure


def bars(figure: Figure) -> dict[str, dict[str, int]]:
    """What stands in each bar, from the first bar to the last and from its first part on."""
    found: dict[str, dict[str, int]] = {}
    for name, series, n in zip(*(figure.column(part) for part in ("name", "series", "count")), strict=True):
        found.setdefault(str(name), {})[str(series)] = int(n)
    return found


def ends(figure: Figure) -> dict[str, str]:
    """What stands at the end of each bar."""
    return dict(zip(figure.column("name"), figure.column("end"), strict=True))


def title(words: narrative.Words) -> str:
    """The title, which the alternative text repeats after what is drawn."""
    assert words.alt.endswith(f". {words.title}.")
    assert len(words.alt) <= narrative.ALT_LENGTH
    return words.title


def numbers(text: str) -> list[int]:
    """The numbers in a sentence, in their order."""
    return [int(re.sub(r"[.,]", "", found)) for found in re.findall(r"\d+(?:[.,]\d{3})*", text)]
