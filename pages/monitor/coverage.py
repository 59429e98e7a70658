"""Độ phủ: which types and which years, and on which rung."""

from qms_model import coverage, narrative, ui
from qms_model.figures import adopters_by_year, coverage_by_group

at = ui.here()
language, types = at.language, at.labels("type")

if not ui.nothing_recorded(at):
    total = ui.ask(at, coverage.coverage)
    ui.rungs(at, total, ui.ask(at, coverage.coverage, by="obligation"))
    if not ui.nothing_to_count(at, total):
        by_type = ui.ask(at, coverage.coverage, by="type")
        looks = ui.ask(at, coverage.composition, by="type")
        words = narrative.coverage_by_group(by_type, types, language)
        figure = coverage_by_group(by_type, looks, types, words, language)
        ui.block(at, figure, key="coverage-by-type", measure=narrative.measure(total, "in_force", language))

        adopters = ui.ask(at, coverage.adopters, by="type")
        words = narrative.adopters(adopters, total, language)
        figure = adopters_by_year(adopters, at.view.day, types, words, language)
        ui.block(at, figure, key="adopters-by-year", measure=narrative.measure(total, "applied", language))
