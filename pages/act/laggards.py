"""Đơn vị chậm tiến độ: who is late, why, who owns it, what next."""

from qms_model import ui, views

at = ui.here()

if not ui.nothing_recorded(at) and not ui.nothing_to_count(at):
    late = views.late_rows(at)
    ui.late_lead(at)
    if late.empty:
        ui.milestones(at)
    else:
        if at.view.rule:  # a link that names a rule asks for the list
            ui.queue(at, late)
        ui.block(at, "days-late", views.days_late, ui.Behind(views.LATE, by="type"), ui.choose_late)
        if not at.view.rule:
            ui.queue(at, late)
        ui.block(at, "causes", views.causes)
        ui.block(at, "ageing", views.ageing, ui.Behind(views.LATE, by="parent"))
        ui.take_along(at, "Laggards", "lead", "causes", "worst")
