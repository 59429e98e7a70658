"""Data quality: which recorded facts are doubtful on a day (registry format §1, "Warnings").

A doubt stops nothing: the fact is loaded and counted, and somebody should look at the paper
again. How doubts are read, for every rule:

- Only what is dated up to the day raises a doubt, and only for agencies that exist on it: of
  a body that is gone nobody can ask for the papers any more. Targets and planned years are
  intentions; as in domain §5 they count on every day.
- A partial date raises a doubt only if none of the days that it may mean would do, as in the
  checks of intake.

One warning of the format has no rule here, "name not NFC": it cannot occur, because intake
normalises every cell (`vietnamese.clean`) before it is recorded.
"""

from qms_model.quality.issues import EVIDENCE, RULES, count, issues, rule_name
from qms_model.quality.sentences import sentence

__all__ = ["EVIDENCE", "RULES", "count", "issues", "rule_name", "sentence"]
