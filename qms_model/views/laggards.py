"""The figures of Đơn vị chậm tiến độ: who is late by how long, why, under whom."""

from __future__ import annotations

from qms_model import figures, laggards, narrative
from qms_model.views.late import ask_late, late_rows
from qms_model.views.view import At, Measured


def days_late(at: At) -> Measured:
    """One mark an agency: how many days late, by type."""
    late, labels = late_rows(at), at.labels("type")
    return figures.days_late(
        late, labels, narrative.days_late(late, labels, at.language), at.language
    ), _measure(at)


def causes(at: At) -> Measured:
    """The late agencies by the cause that is recorded."""
    late, labels = late_rows(at), at.labels("cause")
    return figures.causes(late, labels, narrative.causes(late, labels, at.language), at.language), _measure(
        at
    )


def ageing(at: At) -> Measured:
    """How long the agencies of each supervising body are late."""
    late, labels = late_rows(at), at.labels("parent")
    return figures.ageing(late, labels, narrative.ageing(late, labels, at.language), at.language), _measure(
        at
    )


def _measure(at: At) -> str:
    return narrative.late(ask_late(at, laggards.late), at.language)
