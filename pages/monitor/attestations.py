"""Chứng nhận: what is in force, what lapses when, how far the change of edition is."""

from qms_model import attestations, coverage, narrative, ui
from qms_model.figures import Figure, editions_by_type, expiry_calendar, transition

at = ui.here()
language, types, days = at.language, at.labels("type"), tuple(at.year_ends())
current = coverage.current_edition(at.registry.rules, at.view.day)
deadlines = attestations.deadlines(at.registry.rules)


def measure() -> str:
    return narrative.measure(ui.ask(at, coverage.coverage), "in_force", language)


def editions() -> tuple[Figure, str]:
    asked = ui.ask(at, attestations.by_edition)
    words = narrative.editions_by_type(asked, current, types, language)
    return editions_by_type(asked, current, types, words, language), measure()


def months() -> tuple[Figure, str]:
    asked = ui.ask(at, attestations.calendar)
    said = f"{measure()} · {narrative.beyond(asked, language)}"
    return expiry_calendar(asked, narrative.expiry_calendar(asked, language), language), said


def change() -> tuple[Figure, str]:
    asked = ui.ask(at, attestations.transition, days)
    words = narrative.transition(asked, deadlines, current, language)
    return transition(asked, deadlines, words, language), measure()


if not ui.nothing_recorded(at) and not ui.nothing_to_count(at):
    ui.lead(at)
    ui.lapsing(at)
    ui.block(at, "editions-by-type", editions, ui.Behind("in_force", by="type"))
    ui.block(at, "expiry-calendar", months, clicked=ui.choose_month(at))
    ui.block(at, "transition", change, ui.Behind("in_force", by="edition"))
    ui.register(at)
