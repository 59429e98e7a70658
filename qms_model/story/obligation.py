"""Why an agency is obliged to apply the system, or only encouraged."""

from __future__ import annotations

from datetime import date

import numpy as np

from qms_model.config import Rules
from qms_model.i18n import Bilingual, Message, message
from qms_model.numbers import dated
from qms_model.registry import Registry
from qms_model.state.scene import Scene, scene_of
from qms_model.story.subject import position_of, texts
from qms_model.timeline import Positions, timeline


def obligation_basis(registry: Registry, agency: str, day: date) -> Message | None:
    """By which rule the agency is mandatory or encouraged on `day` (domain §3); None when it is absent."""
    scene = scene_of(timeline(registry), day)
    places = np.flatnonzero(scene.agency == position_of(registry, agency))
    return bases(registry, scene, places)[0] if places.size else None


def bases(registry: Registry, scene: Scene, places: Positions) -> list[Message]:
    """The same for the agencies at these places of the scene."""
    rows = timeline(registry).rows.row[scene.rows[places]]
    cells = texts(registry.tables["agencies"], ("obligation", "type"), rows)
    made: dict[tuple[str, ...], Message] = {}
    return [made.get(row) or made.setdefault(row, _basis(registry.rules, row, scene.date)) for row in cells]


def _basis(rules: Rules, row: tuple[str, ...], day: date) -> Message:
    override, kind = row
    if override:
        return (
            message("Mandatory by an entry of its own in the registry")
            if override == "mandatory"
            else message("Encouraged by an entry of its own in the registry")
        )
    found = next(entry for entry in rules.types if entry.code == kind)
    label, since = Bilingual(found.vi, found.en), found.mandatory_from
    if since is None:
        return message("Encouraged by its type ({type})", type=label)
    if day < since:
        return message("Encouraged by its type ({type}) until {since}", type=label, since=dated(since))
    if not found.source:
        return message("Mandatory since {since} by its type ({type})", type=label, since=dated(since))
    return message(
        "Mandatory since {since} by its type ({type}; {source})",
        type=label,
        since=dated(since),
        source=found.source,
    )
