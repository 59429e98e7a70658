"""Phát hiện: what audits find, whether it is fixed, what comes back."""

from qms_model import ui, views

at = ui.here()

if not ui.nothing_recorded(at) and not ui.nobody(at) and not ui.nothing_found(at):
    ui.findings_lead(at)
    ui.block(at, "findings-flow", views.findings_flow)
    ui.block(at, "findings-ageing", views.findings_ageing, clicked=ui.choose_found("grade", "age"))
    ui.block(at, "findings-by-clause", views.findings_by_clause, clicked=ui.choose_found("clause"))
    ui.block(at, "findings-by-cause", views.findings_by_cause, clicked=ui.choose_found("cause"))
    ui.findings_list(at)
    ui.take_along(at, "Findings", "findings-ageing", "findings-by-clause")
