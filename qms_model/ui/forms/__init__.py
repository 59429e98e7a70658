"""Adding, correcting and removing one fact, each with a reason."""

from qms_model.ui.forms.choosing import (
    open_form,
    open_recorded,
    read_only,
    record_buttons,
    recorded,
    unfinished_form,
)

__all__ = ["open_form", "open_recorded", "read_only", "record_buttons", "recorded", "unfinished_form"]
