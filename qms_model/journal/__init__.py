"""The journal: numbered changes, each hash-chained to the one before."""

from qms_model.journal.chain import NO_HASH
from qms_model.journal.history import Cell, Difference, Entry, history_of, since
from qms_model.journal.reading import (
    TABLES,
    changes,
    end,
    head,
    known_at,
    last_change_of,
    newest,
    rules_at,
)
from qms_model.journal.recording import Edit, append, author, keep_rules, now, today
from qms_model.journal.reversing import reverse
from qms_model.journal.tracing import change_of, entry, fact, recorded_by, superseded_by
from qms_model.journal.verifying import Check, verify

__all__ = [
    "NO_HASH",
    "TABLES",
    "Cell",
    "Check",
    "Difference",
    "Edit",
    "Entry",
    "append",
    "author",
    "change_of",
    "changes",
    "end",
    "entry",
    "fact",
    "head",
    "history_of",
    "keep_rules",
    "known_at",
    "last_change_of",
    "newest",
    "now",
    "recorded_by",
    "reverse",
    "rules_at",
    "since",
    "superseded_by",
    "today",
    "verify",
]
