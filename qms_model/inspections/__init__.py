"""Inspections: what was done against the yearly rule, and whom to inspect next.

Every mandatory agency is to be inspected each year, by file or on site, at least a third of
them on site (TT 26/2014/TT-BKHCN; domain §3 "Periods"). Share, weights and months are in
`rules.inspections` of config.yaml. An agency's records are its own and its host's together
(domain §5 "Shared QMS"): an inspection of the host counts for those that share its QMS.
"""

from qms_model.inspections.annex import ASKED, annex, annex_rows
from qms_model.inspections.done import done, history, planned_year
from qms_model.inspections.proposal import proposed
from qms_model.inspections.score import PARTS, score

__all__ = [
    "ASKED",
    "PARTS",
    "annex",
    "annex_rows",
    "done",
    "history",
    "planned_year",
    "proposed",
    "score",
]
