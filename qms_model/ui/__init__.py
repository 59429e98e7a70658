"""The screens' parts: the only place of the package that imports Streamlit."""

from qms_model.ui.adding import take_along
from qms_model.ui.agencies import choose_agency
from qms_model.ui.blocks import block, lead, listing, rungs
from qms_model.ui.decisions import decisions, worst
from qms_model.ui.dossier import dossier
from qms_model.ui.empty import no_agencies, nobody, nothing_recorded, nothing_to_count
from qms_model.ui.faults import guarded
from qms_model.ui.filters import keep_address
from qms_model.ui.found import choose_found, findings_lead, findings_list, nothing_found
from qms_model.ui.frame import ICON, frame
from qms_model.ui.packs import packs_made
from qms_model.ui.papers import choose_month, lapsing, register
from qms_model.ui.pivot import pivot
from qms_model.ui.proposal import proposal
from qms_model.ui.proving import prove_pack
from qms_model.ui.queue import choose_late, late_lead, milestones, queue
from qms_model.ui.records import records
from qms_model.ui.rows import Behind
from qms_model.ui.scope import Here, arrive, here, language
from qms_model.ui.snapshots import make_pack
from qms_model.ui.tiles import headline

__all__ = [
    "ICON",
    "Behind",
    "Here",
    "arrive",
    "block",
    "choose_agency",
    "choose_found",
    "choose_late",
    "choose_month",
    "decisions",
    "dossier",
    "findings_lead",
    "findings_list",
    "frame",
    "guarded",
    "headline",
    "here",
    "keep_address",
    "language",
    "lapsing",
    "late_lead",
    "lead",
    "listing",
    "make_pack",
    "milestones",
    "no_agencies",
    "nobody",
    "nothing_found",
    "nothing_recorded",
    "nothing_to_count",
    "packs_made",
    "pivot",
    "proposal",
    "prove_pack",
    "queue",
    "records",
    "register",
    "rungs",
    "take_along",
    "worst",
]
