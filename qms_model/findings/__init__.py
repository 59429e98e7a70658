"""Findings: what audits find, whether it is fixed, and what comes back (domain §6).

Who is looked at, for every question: the agencies that exist on the day and match the filters.
A finding belongs to the agency of its audit, never to one that shares its QMS. The exempt stay:
an exemption leaves an agency out of the rungs, it does not mend what was found. The edition
filter says which attestations count, and no finding is one: it changes nothing here.

A finding is raised on the day of its audit. It is open until the day before `closed_on` (an
ungraded issue also until the day before `corrected_on`), and overdue when it is open and its due
day has passed (domain §5).
"""

from qms_model.findings.counts import By, ageing, findings
from qms_model.findings.flow import flow
from qms_model.findings.listed import listed
from qms_model.findings.mending import days_to_fix
from qms_model.findings.raised import AGES, GRADES
from qms_model.findings.recurrence import recurrence

__all__ = [
    "AGES",
    "GRADES",
    "By",
    "ageing",
    "days_to_fix",
    "findings",
    "flow",
    "listed",
    "recurrence",
]
