"""Tổng quan: how far the province is, whether it is on plan, what changed, what lapses soon."""

from qms_model import ui, views
from qms_model.figures import day_heading

at = ui.here()

if not ui.nothing_recorded(at) and not ui.nothing_to_count(at):
    ui.lead(at)
    ui.headline(at)
    ui.decisions(at)
    ui.block(at, "coverage-by-type", views.coverage_by_type, ui.Behind("attested", by="type"))
    headings = {day_heading(day): day for day in at.year_ends()}
    ui.block(at, "adoption", views.adoption, ui.Behind("attested", days=headings))
    ui.worst(at)
    ui.listing(at, "expiring", *views.expiring(at))
    ui.take_along(at, "Summary", "lead", "headline", "coverage-by-type", "decisions")
