"""Kế hoạch kiểm tra: what was inspected in the year, and whom to inspect next."""

from qms_model import ui, views

at = ui.here()

if not ui.nothing_recorded(at) and not ui.nobody(at):
    ui.block(at, "inspected-by-type", views.inspected_by_type)
    ui.proposal(at)
    ui.take_along(at, "Inspection plan", "inspected-by-type", "proposed-inspections")
