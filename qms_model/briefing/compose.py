"""A report put together: a view, a template, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Collection

from qms_model import narrative
from qms_model.briefing import tables
from qms_model.briefing.inputs import WHOLE, Chosen, Inputs, inputs_of
from qms_model.briefing.parts import PARTS
from qms_model.briefing.report import Origin, Part, Report, Section
from qms_model.briefing.template import Template
from qms_model.briefing.yearly import yearly
from qms_model.config import Config
from qms_model.numbers import day_text, number_text
from qms_model.views import At, chosen_filters, filters_said, lead

_HASH_LENGTH = 12


def report_of(at: At, template: Template, config: Config, chosen: Chosen = WHOLE) -> Report:
    """The briefing of a view as the template has it."""
    inputs = inputs_of(at, template, config, chosen)
    return Report(
        title=template.title.label(at.language),
        lead=lead(at),
        day=at.view.day,
        language=at.language,
        office=config.office,
        origin=origin_of(at, inputs),
        note=_parts(template.note, at),
        sections=_sections(at, template, chosen),
        definitions=_definitions(at),
        yearly=yearly(at, template.yearly),
        quality=tables.quality(at),
        besides=chosen.parts,
    )


def _sections(at: At, template: Template, chosen: Chosen) -> tuple[Section, ...]:
    """The sections that are wanted; what was chosen besides and is in none of them stands before the
    annexes."""
    wanted = [one for one in template.sections if chosen.sections is None or one.code in chosen.sections]
    made = [
        Section(one.code, one.title.label(at.language), _parts(one.parts, at), one.annex) for one in wanted
    ]
    there = {name for one in wanted for name in one.parts}
    if besides := [name for name in chosen.parts if name not in there]:
        annexes = sum(one.annex for one in wanted)
        section = Section("besides", at.say("Figures and tables chosen besides"), _parts(besides, at))
        made.insert(len(made) - annexes, section)
    return tuple(made)


def origin_of(at: At, inputs: Inputs) -> Origin:
    """What every page says of where its numbers come from."""
    known = at.say(
        "change {known}, hash {hash}",
        known=number_text(inputs.known, at.language),
        hash=inputs.head[:_HASH_LENGTH],
    )
    source = at.registry.settings.get("source", "")
    filters = "; ".join(filters_said(at))
    return Origin(
        day=at.say("as of {day}", day=day_text(at.view.day, at.language)),
        known=known,
        filters=at.say("filters: {filters}", filters=filters) if filters else at.say("all agencies"),
        source=at.say("Source: {source}", source=source) if source else "",
        snapshot=at.say("Snapshot {id}", id=inputs.snapshot()),
        illustrative=at.say("Illustrative figures") if at.registry.illustrative else "",
        scope=_scope(at),
    )


def _scope(at: At) -> str:
    """The choices of the filters, as they stand under a title: "phạm vi: Bệnh viện, bắt buộc"."""
    chosen = chosen_filters(at)
    if "parent" in chosen:
        chosen["parent"] = at.say("under {body}", body=chosen["parent"])
    if "par_index" in chosen:
        chosen["par_index"] = at.say("on the administrative reform index list")
    if "obligation" in chosen:
        chosen["obligation"] = chosen["obligation"].lower()
    return at.say("scope: {filters}", filters=", ".join(chosen.values())) if chosen else ""


def _parts(names: Collection[str], at: At) -> tuple[Part, ...]:
    return tuple(part for name in names for part in PARTS[name](at))


def _definitions(at: At) -> tuple[tuple[str, str], ...]:
    """Each measure and how it is counted; N first."""
    counted = at.say(
        "The agencies that exist on the day and match the filters; those exempt on the day are listed apart."
    )
    rungs = (
        (narrative.rung_name(rung, at.language), narrative.rung_definition(rung, at.language))
        for rung in tables.RUNGS
    )
    plan = at.say(
        "Counted over the types that have a target due by the day; a type without one is not among them."
    )
    return ((f"{at.say('Agencies counted')} (N)", counted), *rungs, (at.say("Plan reached"), plan))


def page_of(at: At, title: str, template: Template, config: Config, parts: tuple[str, ...]) -> Report:
    """These parts alone, for one page; its id is that of a pack with them besides and no section."""
    inputs = inputs_of(at, template, config, Chosen((), parts))
    return Report(
        title=title,
        lead=lead(at),
        day=at.view.day,
        language=at.language,
        office=config.office,
        origin=origin_of(at, inputs),
        note=_parts(parts, at),
        sections=(),
        definitions=(),
    )
