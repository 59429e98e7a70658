"""Chốt số liệu: the pack for the meeting, and the proof of an old one."""

from qms_model import ui

at = ui.here()

if not ui.nothing_recorded(at) and not ui.nobody(at):
    ui.make_pack(at)
ui.packs_made(at)
ui.prove_pack(at)
