"""Chứng nhận: what is in force, what lapses when, how far the change of edition is."""

from qms_model import ui, views

at = ui.here()

if not ui.nothing_recorded(at) and not ui.nothing_to_count(at):
    ui.lead(at)
    ui.lapsing(at)
    ui.block(at, "editions-by-type", views.editions_by_type, ui.Behind("in_force", by="type"))
    ui.block(at, "expiry-calendar", views.expiry_calendar, clicked=ui.choose_month(at))
    ui.block(at, "transition", views.transition, ui.Behind("in_force", by="edition"))
    ui.register(at)
    ui.take_along(at, "Certificates", "lead", "editions-by-type", "expiring")
