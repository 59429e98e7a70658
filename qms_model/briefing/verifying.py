"""Proving an old pack: rebuilt and identical, or differs because something named changed.

Three things are told apart: a file that was altered after it was made; a file that
can no longer be made the same, and why; and facts that were corrected after the pack
was made, which leave it as proved as it was, but whose numbers are no longer today's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qms_model import journal, snapshots
from qms_model.briefing.inputs import Inputs, inputs_from
from qms_model.briefing.making import Order, Pack, opened, order_of
from qms_model.briefing.pack import MANIFEST, Files, format_of, sha256
from qms_model.config import Config
from qms_model.facts import Snapshot
from qms_model.i18n import Message, message
from qms_model.journal import Check, Difference
from qms_model.refusal import Refused
from qms_model.store import Store

Rebuild = Callable[[Order, tuple[str, ...]], Pack]

_TOLD = 20  # corrected cells told of a change
_SHORT = 60  # characters of a cell


@dataclass(frozen=True)
class _Said:
    """What a manifest says."""

    inputs: Inputs
    files: Mapping[str, str]


def verify_pack(files: Files, store: Store, url: str, config: Config, rebuild: Rebuild) -> list[Check]:
    """One check a file, then one for each later change that corrected facts; `rebuild` makes
    the same formats again. All are ok exactly when the pack is what it was when it was made."""
    said = _read(files.get(MANIFEST, b""))
    if said is None:
        return [Check(MANIFEST, ok=False, reason=message("missing, or not the manifest of a pack"))]
    order = order_of(url, said.inputs, config)
    try:
        registry = opened(order)
    except Refused as error:
        return [Check(MANIFEST, ok=False, reason=error.reason)]
    if registry.head != said.inputs.head:
        reason = message(
            "this database has another change {known} than the pack was made of", known=order.known
        )
        return [Check(MANIFEST, ok=False, reason=reason)]
    formats = tuple(dict.fromkeys(name for file in said.files if (name := format_of(file))))
    again = rebuild(order, formats)
    why = _why(said.inputs, again)
    recorded = _recorded(store, said.inputs)
    checks = [_checked(name, files, said, again, recorded, why) for name in (*said.files, MANIFEST)]
    strangers = sorted(files.keys() - said.files.keys() - {MANIFEST})
    checks += [Check(name, ok=False, reason=message("not a file of this pack")) for name in strangers]
    return checks + list(_corrected(store, said.inputs.known))


def verify_recorded(one: Snapshot, again: Pack, store: Store) -> list[Check]:
    """The same for a pack of which the database has the hashes: `again` is what is rebuilt now."""
    inputs = inputs_from(json.loads(one.inputs))
    why = _why(inputs, again)
    checks = []
    for name, hash_ in json.loads(one.files).items():
        content = again.files.get(name)
        if content is not None and sha256(content) == hash_:
            checks.append(Check(name, ok=True, reason=message("rebuilt and identical")))
        else:
            reason = why or message("could not be rebuilt: {why}", why=again.failed.get(format_of(name), "?"))
            checks.append(Check(name, ok=False, reason=message("differs: {why}", why=reason)))
    return checks + list(_corrected(store, inputs.known))


def _read(content: bytes) -> _Said | None:
    """The manifest; None where it is none, or where its id is not that of its inputs."""
    try:
        said: Any = json.loads(content)
        inputs = inputs_from(said["inputs"])
        files = {str(name): str(hash_) for name, hash_ in said["files"].items()}
        return _Said(inputs, files) if said["snapshot"] == inputs.snapshot() else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _checked(
    name: str, files: Files, said: _Said, again: Pack, recorded: Mapping[str, str], why: Message | None
) -> Check:
    """A file of the pack: there, as the manifest has it, and as it is rebuilt now."""
    if name not in files:
        return Check(name, ok=False, reason=message("this file is missing"))
    content = files[name]
    if again.files.get(name) == content:
        return Check(name, ok=True, reason=message("rebuilt and identical"))
    if name != MANIFEST and sha256(content) != said.files[name]:
        return Check(name, ok=False, reason=message("this file was altered"))
    if why is None:
        failed = again.failed.get(format_of(name))
        if failed is not None:
            return Check(name, ok=False, reason=message("could not be rebuilt: {why}", why=failed))
        return Check(name, ok=False, reason=message("this file was altered, and the manifest with it"))
    if recorded.get(name) == sha256(content):
        return Check(
            name, ok=True, reason=message("as it was made; rebuilt today it differs, because {why}", why=why)
        )
    return Check(name, ok=False, reason=message("differs from what is rebuilt today, because {why}", why=why))


def _why(inputs: Inputs, again: Pack) -> Message | None:
    """Why the same pack can no longer be made, if that is so."""
    now = again.inputs
    if now.config != inputs.config:
        return message("the rules or the office of config.yaml were changed")
    if now.template_hash != inputs.template_hash:
        return message("the template {name} was changed", name=inputs.template)
    if now.code != inputs.code:
        return message("the program was changed ({then}, now {now})", then=inputs.code, now=now.code)
    return None


def _recorded(store: Store, inputs: Inputs) -> dict[str, str]:
    """The hashes that the database has of the packs with these inputs: name -> SHA-256."""
    with store.reading() as connection:
        made = [one for one in snapshots.made(connection) if one.snapshot == inputs.snapshot()]
    return {name: hash_ for one in reversed(made) for name, hash_ in json.loads(one.files).items()}


def _corrected(store: Store, known: int) -> Iterator[Check]:
    """What was recorded after the pack was made, change by change."""
    with store.reading() as connection:
        entries = journal.since(connection, known)
    for entry in entries:
        cells = [text for one in entry.differences for text in _told(one)]
        more = message(" and {n} more", n=len(cells) - _TOLD) if len(cells) > _TOLD else ""
        reason = message("recorded after the pack: {cells}{more}", cells="; ".join(cells[:_TOLD]), more=more)
        yield Check(f"change {entry.number}", ok=True, reason=reason)


def _told(one: Difference) -> list[str]:
    """Each cell that differs: table, key, column, before and after."""
    where = f"{one.table} {'/'.join(part for part in one.key if part)}"
    if one.what != "changed":
        return [f"{where} {'+' if one.what == 'new' else '−'}"]
    return [f"{where} {cell.column}: {_short(cell.old)} → {_short(cell.new)}" for cell in one.cells]


def _short(text: str) -> str:
    return (text if len(text) <= _SHORT else text[: _SHORT - 1] + "…") or "—"
