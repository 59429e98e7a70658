"""What the figures by group share: the code, the name and the place of a group, and its n of N."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from qms_model.numbers import NOTHING, fraction_text, percentage_text

# Which part each column plays in a figure of groups and their shares.
ENCODINGS = {"row": "group", "name": "label", "count": "agencies", "length": "share", "end": "end"}


def group_code(group: object) -> str:
    """The code of a group; "" where it is not set."""
    return group if isinstance(group, str) else ""


def group_label(code: str, labels: Mapping[str, str]) -> str:
    """What a group is called: its label, else its code; "—" where it is not set."""
    return labels.get(code, code or NOTHING)


def place_among(labels: Iterable[str]) -> Callable[[str], int]:
    """The place of a code among the labels, from 0; those without a label share the one after them."""
    places = {code: place for place, code in enumerate(labels)}
    return lambda code: places.get(code, len(places))


def in_order(codes: Iterable[str], labels: Iterable[str]) -> list[str]:
    """The codes in the order of their labels, those without one after them, the one not set last."""
    place = place_among(labels)
    return sorted(codes, key=lambda code: (place(code), code == "", code))


def share_text(n: int, total: int, language: str) -> str:
    """n/N and its percent, such as "12/34 · 35%"; "—" where N is 0."""
    fraction = fraction_text(n, total, language)
    return f"{fraction} · {percentage_text(n, total, language)}" if total else fraction
