"""Danh mục: every agency with its state and the reason; add or correct one fact."""

from qms_model import ui

at = ui.here()

if not ui.no_agencies(at) and not ui.nobody(at):
    ui.records(at)
