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
GRADE_NAMES = {
    "major": "Major nonconformity",
    "minor": "Minor nonconformity",
    "observation": "Observation",
    "issue": "Inspection issue",
}
# How an agency is inspected, and what its score is made of (the page Kế hoạch kiểm tra).
INSPECTION_FORMS = {"on_site": "On site", "by_file": "By file"}
SCORE_PARTS = {
    "since": "Time since the last inspection",
    "majors": "Open major nonconformities",
    "expiry": "Lapsed or lapsing soon",
    "recurrence": "Findings that came back",
    "reports": "Missing reports",
}

# How long something is past its day (domain §6).
AGE_NAMES = {
    "not_due": "not due yet",
    "d1_30": "1–30 days",
    "d31_60": "31–60 days",
    "d61_90": "61–90 days",
    "over_90": "over 90 days",
}
