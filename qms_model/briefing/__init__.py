"""What the office sends: official letters and annexes as DOCX, and the same rows for a mail merge."""

from qms_model.briefing.annex import annex_docx
from qms_model.briefing.letter import docx_of, letters_zip
from qms_model.briefing.mail_merge import mail_merge
from qms_model.briefing.selection import LateAgency, Letter, Provenance, letters_of

__all__ = [
    "LateAgency",
    "Letter",
    "Provenance",
    "annex_docx",
    "docx_of",
    "letters_of",
    "letters_zip",
    "mail_merge",
]
