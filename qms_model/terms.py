"""What the codes of the domain are called: msgids of the catalogues (domain §5)."""

from __future__ import annotations

RUNG_NAMES = {
    "applied": "Has applied",
    "attested": "Certified or declared",
    "in_force": "In force",
    "effective": "Effective",
}
STATE_NAMES = {
    "no_plan": "No plan yet",
    "not_started": "Not started",
    "building": "Being built",
    "applying": "Being applied",
    "confirmed": "Effectiveness confirmed",
    "in_force": "In force",
    "suspended": "Suspended",
    "lapsed": "Lapsed",
    "withdrawn": "Withdrawn or cancelled",
}
