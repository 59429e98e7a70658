"""Phát hiện: what audits find, whether it is fixed, what comes back."""

from functools import partial

from qms_model import findings, narrative, ui
from qms_model.figures import Figure, findings_ageing, findings_by, findings_flow

at = ui.here()
language = at.language


def by_quarter() -> tuple[Figure, str]:
    flow = ui.ask(at, findings.flow)
    return findings_flow(flow, narrative.findings_flow(flow, language), language), ui.findings_measure(at)


def by_group(by: str, heading: str) -> tuple[Figure, str]:
    counts, labels = ui.ask(at, findings.findings, by=by), at.labels(by)
    words = narrative.findings_by(counts, labels, heading, language)
    return findings_by(counts, labels, heading, words, language), ui.findings_measure(at)


def by_age() -> tuple[Figure, str]:
    ageing, grades = ui.ask(at, findings.ageing), at.labels("grade")
    words = narrative.findings_ageing(ageing, language)
    return findings_ageing(ageing, grades, words, language), ui.findings_measure(at)


if not ui.nothing_recorded(at) and not ui.nobody(at) and not ui.nothing_found(at):
    ui.findings_lead(at)
    ui.block(at, "findings-flow", by_quarter)
    ui.block(at, "findings-ageing", by_age, clicked=ui.choose_found("grade", "age"))
    for by, heading in (("clause", at.say("Clause")), ("cause", at.say("Cause"))):
        ui.block(at, f"findings-by-{by}", partial(by_group, by, heading), clicked=ui.choose_found(by))
    ui.findings_list(at)
