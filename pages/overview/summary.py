"""Tổng quan: how far the province is, whether it is on plan, what changed, what lapses soon."""

from qms_model import attestations, coverage, narrative, progress, ui
from qms_model.figures import adoption, coverage_by_type, day_heading

at = ui.here()
language, types = at.language, at.labels("type")

if not ui.nothing_recorded(at):
    total = ui.ask(at, coverage.coverage)
    if not ui.nothing_to_count(at, total):
        ui.lead(at, total, ui.ask(at, coverage.coverage, by="obligation"))
        ui.headline(at)
        plan = ui.ask(at, progress.plan)

        by_type = ui.ask(at, coverage.coverage, by="type")
        looks = ui.ask(at, coverage.composition, by="type")
        words = narrative.coverage_by_type(by_type, plan, types, language)
        figure = coverage_by_type(by_type, looks, plan, types, words, language)
        measure = narrative.measure(total, "attested", language)
        ui.block(at, figure, "coverage-by-type", measure, ui.Behind("attested", by="type"))

        days = at.year_ends()
        trend = ui.ask(at, coverage.on_days, tuple(days))
        path = ui.ask(at, progress.path, tuple(days))
        words = narrative.adoption(plan, total, language)
        figure = adoption(trend, path, words, language)
        headings = {day_heading(day): day for day in days}
        ui.block(at, figure, "adoption", measure, ui.Behind("attested", days=headings))

        soon = ui.ask(at, attestations.expiring)
        title = narrative.expiring(soon, attestations.WITHIN_DAYS, language)
        ui.listing(at, "expiring", title, ui.expiring(at))
