"""Proving an old pack: rebuilt and identical, or differs because something named changed.

Three things are told apart: a file that was altered after it was made; a file that
can no longer be made the same, and why; and facts that were corrected after the pack
was made, which leave it as proved as it was, but whose numbers are no longer today's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qms_model import snapshots
from qms_model.briefing.formats import Files
from qms_model.briefing.inputs import Inputs, inputs_from
from qms_model.briefing.later import later_changes
from qms_model.briefing.making import Order, Pack, opened, order_of
from qms_model.briefing.pack import MANIFEST, format_of, sha256
from qms_model.briefing.template import template_of
from qms_model.config import Config
from qms_model.facts import Snapshot
from qms_model.i18n import Listing, Message, message
from qms_model.journal import Check
from qms_model.numbers import Moment
from qms_model.refusal import Refused
from qms_model.store import Store

Rebuild = Callable[[Order, tuple[str, ...]], Pack]

_NAMED = 3  # files that the verdict names
_IDENTICAL = message("rebuilt and identical")
# What is said of a file that the database has the hash of, and of one that it has not.
_ONCE_REBUILT = (
    "as it was made; rebuilt today it differs, because {why}",
    "differs from what is rebuilt today, because {why}",
)
_NOT_REBUILT = (
    "as it was made; it cannot be rebuilt today, because {why}",
    "cannot be rebuilt today, because {why}",
)


@dataclass(frozen=True)
class _Said:
    """What a manifest says."""

    inputs: Inputs
    files: Mapping[str, str]


@dataclass(frozen=True)
class Proof:
    """What was found of a pack: a check of each file; and, as checks that hold, how it was withdrawn
    and what was corrected since. `held`: whether somebody has the pack, or it is only on record."""

    files: tuple[Check, ...]
    withdrawn: tuple[Check, ...] = ()
    later: tuple[Check, ...] = ()
    held: bool = True

    @property
    def failed(self) -> tuple[Check, ...]:
        """The files that are not as they were made."""
        return tuple(check for check in self.files if not check.ok)

    @property
    def rebuilt(self) -> bool:
        """Whether every file was rebuilt and is the same, byte for byte."""
        return all(check.reason == _IDENTICAL for check in self.files)

    def checks(self) -> list[Check]:
        """All of them, those first that somebody must look at."""
        held = tuple(check for check in self.files if check.ok)
        return [*self.failed, *self.withdrawn, *self.later, *held]

    def verdict(self) -> Message:
        """Whether the pack is what it was when it was made, in a sentence."""
        n, failed = len(self.files), self.failed
        if failed:
            named = Listing(tuple(check.item for check in failed[:_NAMED]))
            more = message(" and {n} more", n=len(failed) - _NAMED) if len(failed) > _NAMED else ""
            return message(
                "{n} of {all} checks fail: {files}{more}.", n=len(failed), all=n, files=named, more=more
            )
        if not self.rebuilt:
            text = message(
                "The pack is as it was made, but can no longer be rebuilt byte for byte: the list says why."
                if self.held
                else "It can no longer be rebuilt byte for byte: the list says why. Its hashes are on record."
            )
        elif not self.held:
            text = message("Rebuilt from the data it is the same, byte for byte.")
        elif self.later:
            text = message("The pack is as it was made.")
        else:
            text = message("The pack is as it was made, and rebuilt it is the same, byte for byte.")
        return message("{as_made} {since}", as_made=text, since=self._since()) if self.later else text

    def _since(self) -> Message:
        """How many changes were recorded after the pack was made."""
        if len(self.later) == 1:
            return message("Since then one change was recorded: see the list.")
        return message("Since then {n} changes were recorded: see the list.", n=len(self.later))


def verify_pack(files: Files, store: Store, url: str, config: Config, rebuild: Rebuild) -> Proof:
    """The proof of a pack; `rebuild` makes the same formats again. All checks are ok exactly when the
    pack is what it was when it was made."""
    said = _read(files.get(MANIFEST, b""))
    if said is None:
        return _refused(
            message("altered, or not the manifest of a pack")
            if MANIFEST in files
            else message("missing: this is no pack, or not all of it")
        )
    order = order_of(url, said.inputs, config)
    try:
        registry = opened(order)
    except Refused as error:
        return _refused(error.reason)
    if registry.head != said.inputs.head:
        return _refused(
            message("this database has another change {known} than the pack was made of", known=order.known)
        )
    formats = tuple(dict.fromkeys(name for file in said.files if (name := format_of(file))))
    gone = _gone(said.inputs, config)
    again = rebuild(order, formats) if gone is None else Pack(said.inputs, {})
    why = gone or _why(said.inputs, again)
    recorded = _recorded(store, said.inputs)
    checks = [_checked(name, files, said, again, recorded, why) for name in (*said.files, MANIFEST)]
    strangers = sorted(files.keys() - said.files.keys() - {MANIFEST})
    checks += [Check(name, ok=False, reason=message("not a file of this pack")) for name in strangers]
    return _proof(checks, said.inputs, store, config)


def verify_recorded(one: Snapshot, again: Pack, store: Store, config: Config) -> Proof:
    """The same for a pack of which the database has the hashes: `again` is what is rebuilt now. That
    rules, template or program were changed since does not speak against it."""
    inputs = inputs_from(json.loads(one.inputs))
    why = _why(inputs, again)
    checks = []
    for name, hash_ in json.loads(one.files).items():
        content = again.files.get(name)
        if content is not None and sha256(content) == hash_:
            checks.append(Check(name, ok=True, reason=_IDENTICAL))
        else:
            reason = why or message("could not be rebuilt: {why}", why=again.failed.get(format_of(name), "?"))
            differs = message("differs: {why}", why=reason)
            checks.append(Check(name, ok=why is not None, reason=differs))
    return replace(_proof(checks, inputs, store, config), held=False)


def _refused(reason: Message) -> Proof:
    """The proof of what cannot be held against this database."""
    return Proof((Check(MANIFEST, ok=False, reason=reason),))


def _proof(checks: Sequence[Check], inputs: Inputs, store: Store, config: Config) -> Proof:
    """The checks of the files, and what the database has to say of the pack besides."""
    withdrawn = tuple(_withdrawn(_rows(store, inputs), config.timezone))
    return Proof(tuple(checks), withdrawn, later_changes(store, inputs.known, config))


def _withdrawn(rows: Sequence[Snapshot], timezone: str) -> Iterator[Check]:
    """Of each row that was withdrawn when, by whom and why; and which were not."""
    held = Listing(tuple(str(one.number) for one in rows if one.withdrawn_at is None))
    for one in rows:
        if one.withdrawn_at is not None:
            said = message(
                "snapshot {id}, number {number} in the list, was withdrawn on {when} by {by}: {because}",
                id=one.snapshot,
                number=one.number,
                when=Moment(one.withdrawn_at, timezone),
                by=one.withdrawn_by,
                because=one.withdrawn_because,
            )
            if held.items:
                said = message(
                    "{said} (not withdrawn: number {held} of the same figures)", said=said, held=held
                )
            yield Check(f"snapshot {one.number}", ok=True, reason=said)


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
        return Check(name, ok=True, reason=_IDENTICAL)
    if name != MANIFEST and sha256(content) != said.files[name]:
        return Check(name, ok=False, reason=message("this file was altered"))
    if why is None:
        failed = again.failed.get(format_of(name))
        if failed is not None:
            return Check(name, ok=False, reason=message("could not be rebuilt: {why}", why=failed))
        return Check(name, ok=False, reason=message("this file was altered, and the manifest with it"))
    held, differs = _ONCE_REBUILT if name in again.files else _NOT_REBUILT
    ok = recorded.get(name) == sha256(content)
    return Check(name, ok=ok, reason=message(held if ok else differs, why=why))


def _gone(inputs: Inputs, config: Config) -> Message | None:
    """Why nothing at all can be rebuilt: the template is not there any more, or has a mistake."""
    try:
        template_of(inputs.template, config)
    except Refused as error:
        return message("its template cannot be used any more ({why})", why=error.reason)
    return None


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


def _rows(store: Store, inputs: Inputs) -> list[Snapshot]:
    """What the database has of the packs with these inputs, the oldest first."""
    with store.reading() as connection:
        return [one for one in reversed(snapshots.made(connection)) if one.snapshot == inputs.snapshot()]


def _recorded(store: Store, inputs: Inputs) -> dict[str, str]:
    """The hashes that the database has of these packs: name -> SHA-256."""
    return {name: hash_ for one in _rows(store, inputs) for name, hash_ in json.loads(one.files).items()}
