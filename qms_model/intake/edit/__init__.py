"""One fact added, corrected or removed by a person, with a reason.

It is checked as a load of that one row: its own cells, and the row against the
registry as it would be. What is wrong with other rows alone is not reported,
as a load does not report rows that are not in its file. Unlike a load, an edit
names the recorded row by its id: so it may change the key, and remove the row,
and is checked for what these two can break.
"""

from qms_model.intake.edit.asked import REASON, CellChange, EditPlan, FactEdit, Receipt
from qms_model.intake.edit.planning import apply_edit, plan_edit
from qms_model.intake.edit.stale import Difference, Meanwhile, Stale

__all__ = [
    "REASON",
    "CellChange",
    "Difference",
    "EditPlan",
    "FactEdit",
    "Meanwhile",
    "Receipt",
    "Stale",
    "apply_edit",
    "plan_edit",
]
