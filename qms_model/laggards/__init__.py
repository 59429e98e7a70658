"""Laggards: who is late on a day, why, and who owns it (domain §7).

Lateness is computed from dates and never stored. A rule is a function with `@rule` in the module of
its subject, listed in `register.RULES`; whether it is on, its severity and its limits are in
`rules.laggards` of config.yaml. It looks only at what was known by the end of the day, and what is
not known is held against nobody: `missing` counts it.
"""

from qms_model.laggards.actions import next_action
from qms_model.laggards.chosen import speaks_of_province
from qms_model.laggards.outlook import ahead, missing
from qms_model.laggards.register import EVIDENCE, LATE, RULES, SEVERITIES, lacking, rule_name
from qms_model.laggards.rows import Late, laggards, late, late_agencies
from qms_model.laggards.sentences import evidence

__all__ = [
    "EVIDENCE",
    "LATE",
    "RULES",
    "SEVERITIES",
    "Late",
    "ahead",
    "evidence",
    "lacking",
    "laggards",
    "late",
    "late_agencies",
    "missing",
    "next_action",
    "rule_name",
    "speaks_of_province",
]
