"""Tổng quan: how far the province is, whether it is on plan, what changed, what lapses soon."""

from qms_model import coverage, narrative, progress, ui
from qms_model.figures import Figure, adoption, coverage_by_type, day_heading

at = ui.here()
language, types = at.language, at.labels("type")


def by_type() -> tuple[Figure, str]:
    asked, plan = ui.ask(at, coverage.coverage, by="type"), ui.ask(at, progress.plan)
    looks = ui.ask(at, coverage.composition, by="type")
    words = narrative.coverage_by_type(asked, plan, types, language)
    measure = narrative.measure(ui.ask(at, coverage.coverage), "attested", language)
    return coverage_by_type(asked, looks, plan, types, words, language), measure


def over_time() -> tuple[Figure, str]:
    days, total = tuple(at.year_ends()), ui.ask(at, coverage.coverage)
    words = narrative.adoption(ui.ask(at, progress.plan), total, language)
    figure = adoption(ui.ask(at, coverage.on_days, days), ui.ask(at, progress.path, days), words, language)
    return figure, narrative.measure(total, "attested", language)


if not ui.nothing_recorded(at) and not ui.nothing_to_count(at):
    ui.lead(at)
    ui.headline(at)
    ui.decisions(at)
    ui.block(at, "coverage-by-type", by_type, ui.Behind("attested", by="type"))
    headings = {day_heading(day): day for day in at.year_ends()}
    ui.block(at, "adoption", over_time, ui.Behind("attested", days=headings))
    ui.worst(at)
    ui.listing(at, "expiring", *ui.expiring(at))
