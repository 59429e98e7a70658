"""Độ phủ: which types and which years, on which rung, and by any two groupings."""

from qms_model import coverage, narrative, progress, ui
from qms_model.figures import adopters_by_year, coverage_by_year, day_heading, paths_by_group, rungs_by_group

at = ui.here()
language, types = at.language, at.labels("type")

if not ui.nothing_recorded(at):
    total = ui.ask(at, coverage.coverage)
    ui.rungs(at, total, ui.ask(at, coverage.coverage, by="obligation"))
    if not ui.nothing_to_count(at, total):
        days = tuple(at.year_ends())
        attested = narrative.measure(total, "attested", language)

        trend = ui.ask(at, coverage.on_days, days, by="type")
        words = narrative.coverage_by_year(ui.ask(at, coverage.on_days, days), language)
        figure = coverage_by_year(trend, "attested", types, words, language)
        cells = ui.Behind("attested", by="type", days={day_heading(day): day for day in days})
        ui.block(at, figure, "coverage-by-year", attested, cells)

        adopters = ui.ask(at, coverage.adopters, by="type")
        words = narrative.adopters(adopters, total, language)
        figure = adopters_by_year(adopters, at.view.day, types, words, language)
        applied = narrative.measure(total, "applied", language)
        ui.block(at, figure, "adopters-by-year", applied, ui.Behind("applied", by="adoption_year"))

        by_type = ui.ask(at, coverage.coverage, by="type")
        words = narrative.rungs_by_group(total, by_type, types, language)
        figure = rungs_by_group(by_type, types, words, language)
        measure = narrative.measure(total, "in_force", language)
        ui.block(at, figure, "rungs-by-type", measure, ui.Behind("effective", by="type"))

        words = narrative.paths_by_group(ui.ask(at, progress.plan), language)
        planned = {day: ui.ask(at, progress.plan, day) for day in days}
        figure = paths_by_group(trend, planned, types, words, language)
        ui.block(at, figure, "paths-by-type", attested, ui.Behind("attested", by="type"))

        ui.pivot(at)
