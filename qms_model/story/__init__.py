"""The whole story of one agency on a day: who it is, how it stands and why, what happened to it.

Rows are tuples with named fields: codes, dates and the texts of the registry.
Sentences are messages. Every state, rung and condition is that of `state`.
"""

from qms_model.story.events import LANES, Event, events
from qms_model.story.findings import Finding, findings_of
from qms_model.story.lacking import lacking
from qms_model.story.lineage import Edge, lineage, successors_now
from qms_model.story.naming import Naming, name_near, names, naming_near
from qms_model.story.obligation import obligation_basis
from qms_model.story.papers import Attestation, Paper, attestations_of, paper_name
from qms_model.story.reasons import reason, reasons
from qms_model.story.records import Audit, Objective, Procedures, audits_of, objectives_of, procedures_of
from qms_model.story.standing import Peer, Peers, Standing, peers, standing_of
from qms_model.story.subject import told_until

__all__ = [
    "LANES",
    "Attestation",
    "Audit",
    "Edge",
    "Event",
    "Finding",
    "Naming",
    "Objective",
    "Paper",
    "Peer",
    "Peers",
    "Procedures",
    "Standing",
    "attestations_of",
    "audits_of",
    "events",
    "findings_of",
    "lacking",
    "lineage",
    "name_near",
    "names",
    "naming_near",
    "objectives_of",
    "obligation_basis",
    "paper_name",
    "peers",
    "procedures_of",
    "reason",
    "reasons",
    "standing_of",
    "successors_now",
    "told_until",
]
