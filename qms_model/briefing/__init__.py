"""What the office sends: official letters and annexes as DOCX, and the same rows for a mail merge.

The papers themselves are in `letter` and `annex`, to be imported where one is made: the
library of DOCX takes 7 MB, and few who look at a page take a paper along.
"""

from qms_model.briefing.mail_merge import mail_merge
from qms_model.briefing.selection import LateAgency, Letter, Provenance, letters_of

__all__ = ["LateAgency", "Letter", "Provenance", "letters_of", "mail_merge"]
