"""The figures of Đơn vị chậm tiến độ: who is late by how long, why, under whom."""

from __future__ import annotations

from qms_model import figures, laggards, narrative
from qms_model.views.late import ask_late, late_rows
from qms_model.views.view import At, Measured


def days_late(at: At) -> Measured:
    """One mark an agency: how many days late, by type."""
    late, labels = late_rows(at), at.labels("type")
    words = narrative.days_late(late, labels, at.language)
    return figures.days_late(late, labels, words, at.language), late_measure(at)


def causes(at: At) -> Measured:
    """The late agencies by the cause that is recorded."""
    late, labels = late_rows(at), at.labels("cause")
    words = narrative.causes(late, labels, at.language)
    return figures.causes(late, labels, words, at.language), late_measure(at)


def ageing(at: At) -> Measured:
    """How long the agencies of each supervising body are late."""
    late, labels = late_rows(at), at.labels("parent")
    words = narrative.ageing(late, labels, at.language)
    return figures.ageing(late, labels, words, at.language), late_measure(at)


def late_measure(at: At) -> str:
    """What the figures measure: late of all."""
    return narrative.late(ask_late(at, laggards.late), at.language)
