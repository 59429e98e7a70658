"""Hồ sơ: the whole story of one agency."""

from qms_model import ui

at = ui.here()

if not ui.no_agencies(at) and (code := ui.choose_agency(at)):
    ui.dossier(at, code)
