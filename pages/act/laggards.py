"""Đơn vị chậm tiến độ: who is late, why, who owns it, what next."""

from qms_model import laggards, narrative, ui
from qms_model.figures import Figure, ageing, causes, days_late

at = ui.here()
language, types, bodies, reasons = at.language, at.labels("type"), at.labels("parent"), at.labels("cause")
late = ui.late_rows(at)


def measure() -> str:
    return narrative.late(ui.ask_late(at, laggards.late), language)


def by_days() -> tuple[Figure, str]:
    return days_late(late, types, narrative.days_late(late, types, language), language), measure()


def by_cause() -> tuple[Figure, str]:
    return causes(late, reasons, narrative.causes(late, reasons, language), language), measure()


def by_body() -> tuple[Figure, str]:
    return ageing(late, bodies, narrative.ageing(late, bodies, language), language), measure()


if not ui.nothing_recorded(at) and not ui.nothing_to_count(at):
    ui.late_lead(at)
    if late.empty:
        ui.milestones(at)
    else:
        if at.view.rule:  # a link that names a rule asks for the list
            ui.queue(at, late)
        ui.block(at, "days-late", by_days, ui.Behind(ui.LATE, by="type"), ui.choose_late)
        if not at.view.rule:
            ui.queue(at, late)
        ui.block(at, "causes", by_cause)
        ui.block(at, "ageing", by_body, ui.Behind(ui.LATE, by="parent"))
