"""The screens' parts: the only place of the package that imports Streamlit."""

from qms_model.ui.answers import ask
from qms_model.ui.blocks import block, rungs
from qms_model.ui.empty import nothing_recorded, nothing_to_count
from qms_model.ui.faults import guarded
from qms_model.ui.filters import keep_address
from qms_model.ui.frame import ICON, frame
from qms_model.ui.scope import Here, here, language

__all__ = [
    "ICON",
    "Here",
    "ask",
    "block",
    "frame",
    "guarded",
    "here",
    "keep_address",
    "language",
    "nothing_recorded",
    "nothing_to_count",
    "rungs",
]
