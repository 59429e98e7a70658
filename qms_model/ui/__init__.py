"""The screens' parts: the only place of the package that imports Streamlit."""

from qms_model.ui.agencies import choose_agency
from qms_model.ui.answers import ask
from qms_model.ui.blocks import block, lead, listing, rungs
from qms_model.ui.dossier import dossier
from qms_model.ui.empty import no_agencies, nobody, nothing_recorded, nothing_to_count
from qms_model.ui.faults import guarded
from qms_model.ui.filters import keep_address
from qms_model.ui.frame import ICON, frame
from qms_model.ui.pivot import pivot
from qms_model.ui.records import records
from qms_model.ui.rows import Behind
from qms_model.ui.scope import Here, arrive, here, language
from qms_model.ui.tiles import expiring, headline

__all__ = [
    "ICON",
    "Behind",
    "Here",
    "arrive",
    "ask",
    "block",
    "choose_agency",
    "dossier",
    "expiring",
    "frame",
    "guarded",
    "headline",
    "here",
    "keep_address",
    "language",
    "lead",
    "listing",
    "no_agencies",
    "nobody",
    "nothing_recorded",
    "nothing_to_count",
    "pivot",
    "records",
    "rungs",
]
