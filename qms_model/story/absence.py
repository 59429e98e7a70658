"""Why an agency does not exist on a day: not established yet, or ended, by which event."""

from __future__ import annotations

from datetime import date

import numpy as np

from qms_model.i18n import Listing, Message, message
from qms_model.numbers import dated
from qms_model.registry import Registry
from qms_model.story.lineage import Edge, lineage
from qms_model.story.naming import names
from qms_model.story.subject import day_of, position_of
from qms_model.timeline import number_of, timeline

_ENDINGS = {"merge": "merged", "absorb": "absorbed", "divide": "divided", "dissolve": "dissolved"}


def absence(registry: Registry, agency: str, day: date) -> Message:
    """Since when the agency is gone, by which event and decision, and who succeeded
    it; or that it was established only later. It must be absent on `day`."""
    rows = timeline(registry).rows
    places = np.flatnonzero(rows.agency == position_of(registry, agency))
    begun = np.flatnonzero(rows.start[places] <= number_of(day))
    recorded = names(registry, agency)
    if not begun.size:
        return message(
            "It did not exist yet on {day}; established {on}.",
            day=dated(day),
            on=dated(recorded[0].established_on),
        )
    last = begun[np.argmax(rows.end[places[begun]])]
    since = dated(recorded[last].dissolved_on)
    first, end = rows.start[places[last]], day_of(rows.end[places[last]])
    ended = [
        edge
        for edge in lineage(registry, agency, end)
        if edge.role == "successor" and edge.kind in _ENDINGS and number_of(edge.effective_on) > first
    ]
    if not ended:
        return message("It ceased to exist {since}.", since=since)
    heirs = [edge for edge in ended if edge.event == ended[-1].event and edge.agency]
    if not heirs:
        return message("It ceased to exist {since} ({how}).", since=since, how=_how(ended[-1]))
    return message(
        "It ceased to exist {since} ({how}); succeeded by {successors}.",
        since=since,
        how=_how(ended[-1]),
        successors=Listing(tuple(edge.name for edge in heirs)),
    )


def _how(edge: Edge) -> Message:
    kind = message(_ENDINGS[edge.kind])
    return message("{kind} by {decision}", kind=kind, decision=edge.decision) if edge.decision else kind
