"""Độ phủ: which types and which years, on which rung, and by any two groupings."""

from qms_model import ui, views
from qms_model.figures import day_heading

at = ui.here()

if not ui.nothing_recorded(at):
    ui.rungs(at)
    if not ui.nothing_to_count(at):
        headings = {day_heading(day): day for day in at.year_ends()}
        ui.block(
            at, "coverage-by-year", views.coverage_by_year, ui.Behind("attested", by="type", days=headings)
        )
        ui.block(at, "adopters-by-year", views.adopters_by_year, ui.Behind("applied", by="adoption_year"))
        ui.block(at, "rungs-by-type", views.rungs_by_type, ui.Behind("effective", by="type"))
        ui.block(at, "paths-by-type", views.paths_by_type, ui.Behind("attested", by="type"))
        ui.pivot(at)
        ui.take_along(at, "Coverage", "lead", "by-type", "coverage-by-year")
