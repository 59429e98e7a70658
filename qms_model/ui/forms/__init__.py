"""Adding, correcting and removing one fact, each with a reason."""

from qms_model.ui.forms.choosing import record_buttons

__all__ = ["record_buttons"]
