"""The refusal every part of the product speaks: a sentence, not a traceback."""

from __future__ import annotations

from qms_model.i18n import Message


class Refused(Exception):
    """A request that cannot be done; `reason` says why and what to do instead."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason
