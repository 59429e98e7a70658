"""Độ phủ: which types and which years, on which rung, and by any two groupings."""

from qms_model import coverage, narrative, progress, ui
from qms_model.figures import (
    Figure,
    adopters_by_year,
    coverage_by_year,
    day_heading,
    paths_by_group,
    rungs_by_group,
)

at = ui.here()
language, types, days = at.language, at.labels("type"), tuple(at.year_ends())


def measure(rung: str) -> str:
    return narrative.measure(ui.ask(at, coverage.coverage), rung, language)


def by_year() -> tuple[Figure, str]:
    trend = ui.ask(at, coverage.on_days, days, by="type")
    words = narrative.coverage_by_year(ui.ask(at, coverage.on_days, days), language)
    return coverage_by_year(trend, "attested", types, words, language), measure("attested")


def adopters() -> tuple[Figure, str]:
    found = ui.ask(at, coverage.adopters, by="type")
    words = narrative.adopters(found, ui.ask(at, coverage.coverage), language)
    return adopters_by_year(found, at.view.day, types, words, language), measure("applied")


def rungs() -> tuple[Figure, str]:
    by_type = ui.ask(at, coverage.coverage, by="type")
    words = narrative.rungs_by_group(ui.ask(at, coverage.coverage), by_type, types, language)
    return rungs_by_group(by_type, types, words, language), measure("in_force")


def paths() -> tuple[Figure, str]:
    trend = ui.ask(at, coverage.on_days, days, by="type")
    planned = {day: ui.ask(at, progress.plan, day) for day in days}
    words = narrative.paths_by_group(ui.ask(at, progress.plan), language)
    return paths_by_group(trend, planned, types, words, language), measure("attested")


if not ui.nothing_recorded(at):
    ui.rungs(at)
    if not ui.nothing_to_count(at):
        cells = ui.Behind("attested", by="type", days={day_heading(day): day for day in days})
        ui.block(at, "coverage-by-year", by_year, cells)
        ui.block(at, "adopters-by-year", adopters, ui.Behind("applied", by="adoption_year"))
        ui.block(at, "rungs-by-type", rungs, ui.Behind("effective", by="type"))
        ui.block(at, "paths-by-type", paths, ui.Behind("attested", by="type"))
        ui.pivot(at)
