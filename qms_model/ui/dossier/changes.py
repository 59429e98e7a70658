"""What the journal says of the agency."""

from __future__ import annotations

from collections.abc import Sequence

from qms_model import journal
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.ui.dossier.lists import listed
from qms_model.ui.scope import Here, store


def history_list(at: Here, code: str) -> None:
    """The changes of the journal that concerned it, the newest first."""
    with store().reading() as connection:
        entries = journal.history_of(connection, code, at.registry.known)
    rows = [
        (
            number_text(entry.number, at.language),
            day_text(at.local_day(entry.at), at.language),
            entry.by,
            entry.note or said.code_name(entry.kind, at.language),
            _differences(at, entry.differences),
        )
        for entry in reversed(entries)
    ]
    listed(at, "history", at.say("Changes in the journal"), ("Change", "Day", "By", "Reason", "What"), rows)


def _differences(at: Here, differences: Sequence[journal.Difference]) -> str:
    """What one change did: cell by cell where it corrected, else how many rows."""
    corrected = [
        f"{cell.column}: {cell.old or NOTHING} → {cell.new or NOTHING}"
        for difference in differences
        if difference.what == "changed"
        for cell in difference.cells
    ]
    counts = {what: sum(one.what == what for one in differences) for what in ("new", "removed")}
    rows = [
        at.say("{n} records {what}", n=number_text(n, at.language), what=said.code_name(what, at.language))
        for what, n in counts.items()
        if n
    ]
    return "; ".join(corrected + rows)
