"""Kế hoạch kiểm tra: what was inspected in the year, and whom to inspect next."""

from qms_model import inspections, narrative, ui
from qms_model.figures import Figure, inspected_by_type

at = ui.here()
language, types = at.language, at.labels("type")


def done() -> tuple[Figure, str]:
    year, by_type = ui.ask(at, inspections.done), ui.ask(at, inspections.done, by="type")
    words = narrative.inspected_by_type(year, by_type, types, at.view.day, language)
    return inspected_by_type(by_type, types, words, language), at.say(
        "Mandatory agencies, inspected in the year"
    )


if not ui.nothing_recorded(at) and not ui.nobody(at):
    ui.block(at, "inspected-by-type", done)
    ui.proposal(at)
