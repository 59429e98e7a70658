"""One sentence that says why an agency is in its state, with dates and document numbers.

The state is always that of `state.state`; the sentence names the fact by which
it came about, the agency's own or its host's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from qms_model.config import Rules
from qms_model.i18n import Message, message
from qms_model.numbers import dated
from qms_model.registry import Registry
from qms_model.state import state
from qms_model.state.attested import attested_of
from qms_model.state.scene import Scene, scene_of
from qms_model.story.absence import absence
from qms_model.story.obligation import bases
from qms_model.story.papers import Paper, papers_at
from qms_model.story.subject import position_of, texts
from qms_model.timeline import NONE, Positions, Timeline, timeline

_MILESTONES = {"building": "started_on", "applying": "applied_on", "confirmed": "confirmed_on"}
_REACHED = {
    "building": "The system has been built up since {on}; its documents are not issued yet",
    "applying": "The documents were issued and applied from {on}; effectiveness is not confirmed yet",
    "confirmed": "The head confirmed effectiveness {on}; not certified, and no conformity declared yet",
}
_ENDED = {
    "withdrawn": "{paper} was withdrawn with effect from {since}",
    "cancelled": "{paper} was cancelled with effect from {since}",
    "replaced": "{paper} was replaced with effect from {since}, but nothing has been in force since",
    "": "{paper} ended with effect from {since}, for no recorded reason; nothing has been in force since",
}
_EXPIRED = {
    False: "{paper} was in force until {until}; not certified or declared again since",
    True: "{paper} names no expiry and is taken to have been in force until {until};"
    " not certified or declared again since",
}


def reason(registry: Registry, agency: str, day: date, edition: str | None = None) -> Message:
    """Why the agency is in its state on `day`, or why it is absent.

    Raises Refused when the registry has no such agency.
    """
    position = position_of(registry, agency)
    frame = state(registry, day, edition, ("agency", "state"))
    row = frame[(frame["agency"].cat.codes == position).to_numpy(np.bool_)]
    return absence(registry, agency, day) if row.empty else reasons(registry, row, day, edition)[0]


def reasons(registry: Registry, frame: pd.DataFrame, day: date, edition: str | None = None) -> list[Message]:
    """Why each agency of the frame is in its state, one sentence for each row.

    `frame` has the columns agency and state of `state.state` (or of
    `coverage.standing`) of the same registry, day and edition: any rows, in any order.
    """
    line = timeline(registry)
    scene = scene_of(line, day)
    places = np.searchsorted(scene.agency, frame["agency"].cat.codes.to_numpy())
    rows = attested_of(line, scene, edition).decides[places]
    decided = np.flatnonzero(rows != NONE)
    grounds = _Grounds(
        rules=registry.rules,
        line=line,
        scene=scene,
        codes=registry.tables["agencies"]["agency"].cat.categories.tolist(),
        papers=dict(zip(places[decided].tolist(), papers_at(registry, rows[decided]), strict=True)),
        adoptions=_adoptions(registry, np.union1d(scene.agency[places], scene.host[places])),
        bases=dict(zip(places.tolist(), bases(registry, scene, places), strict=True)),
        host_names=_host_names(registry, line, scene, places),
    )
    return [
        grounds.sentence(place, name)
        for place, name in zip(places.tolist(), frame["state"].astype(str), strict=True)
    ]


@dataclass(frozen=True)
class _Grounds:
    """What the states of a scene follow from, looked up for many agencies at once; by place in
    the scene, but `adoptions` by the agency's position."""

    rules: Rules
    line: Timeline
    scene: Scene
    codes: list[str]
    papers: dict[int, Paper]  # by which the state is
    adoptions: dict[int, dict[str, str]]
    bases: dict[int, Message]
    host_names: dict[int, str]

    def sentence(self, place: int, name: str) -> Message:
        """Why the agency at `place` is in the state `name`."""
        own, host = int(self.scene.agency[place]), int(self.scene.host[place])
        said, whose = self._ground(place, name, own, host)
        if whose == own:
            return message("{reason}.", reason=said)
        return message("{reason} (QMS shared with {host}).", reason=said, host=self.host_names[place])

    def _ground(self, place: int, name: str, own: int, host: int) -> tuple[Message, int]:
        """The sentence, and whose fact it names."""
        if place in self.papers:
            paper = self.papers[place]
            return self._of_paper(paper, name), own if paper.agency == self.codes[own] else host
        if name in _MILESTONES:
            column = _MILESTONES[name]
            whose = own if self.line.adopted[column][own] <= self.scene.day else host
            return message(_REACHED[name], on=dated(self.adoptions[whose][column])), whose
        if name == "not_started":
            return self._not_started(place, own, host)
        return message(
            "Encouraged to apply; no plan and nothing begun by {day}", day=dated(self.scene.date)
        ), own

    def _not_started(self, place: int, own: int, host: int) -> tuple[Message, int]:
        for whose in (own, host):
            if year := self.adoptions.get(whose, {}).get("planned_year"):
                text = message("Planned for {year}; nothing begun by {day}", year=year, day=self._today())
                return text, whose
        text = message(
            "{basis}; no plan and nothing begun by {day}", basis=self.bases[place], day=self._today()
        )
        return text, own

    def _today(self) -> Message:
        return dated(self.scene.date)

    def _of_paper(self, paper: Paper, name: str) -> Message:
        if name == "in_force":
            return _in_force(paper, self.rules, self.scene.date)
        if name == "suspended":
            return message(
                "{paper} has been suspended since {since} and is not restored",
                paper=paper.name,
                since=dated(paper.suspended_on),
            )
        return _past(paper, self.rules)


def _in_force(paper: Paper, rules: Rules, day: date) -> Message:
    until = paper.last_day_known(rules, day)
    if until is None:
        return message("{paper} is in force, with no expiry by date", paper=paper.name)
    if until != paper.expiry(rules):
        text = message(
            "{paper} is in force until {until}, when edition {edition} becomes invalid",
            paper=paper.name,
            until=dated(until),
            edition=paper.edition,
        )
    elif paper.expiry_assumed:
        text = message(
            "{paper} names no expiry and is taken to be in force until {until}",
            paper=paper.name,
            until=dated(until),
        )
    else:
        text = message("{paper} is in force until {until}", paper=paper.name, until=dated(until))
    return text


def _past(paper: Paper, rules: Rules) -> Message:
    why, since = paper.stopped_by(rules)
    if why == "ended":
        return message(_ENDED[paper.ended_because], paper=paper.name, since=dated(since))
    if why == "expired":
        until = since - timedelta(days=1)
        return message(_EXPIRED[paper.expiry_assumed], paper=paper.name, until=dated(until))
    return message(
        "{paper} has been invalid since {since} with its edition {edition};"
        " not certified or declared again since",
        paper=paper.name,
        since=dated(since),
        edition=paper.edition,
    )


def _adoptions(registry: Registry, positions: Positions) -> dict[int, dict[str, str]]:
    """By agency the recorded cells of its row of adoptions."""
    table, names = registry.tables["adoptions"], ("planned_year", *_MILESTONES.values())
    at = table["agency"].cat.codes.to_numpy()
    rows = np.flatnonzero(np.isin(at, positions))
    cells = texts(table, names, rows)
    return {int(at[row]): dict(zip(names, cell, strict=True)) for row, cell in zip(rows, cells, strict=True)}


def _host_names(registry: Registry, line: Timeline, scene: Scene, places: Positions) -> dict[int, str]:
    """By place the name of the host on the day."""
    shared = places[scene.host[places] != NONE]
    of_host = line.rows.row[scene.rows[np.searchsorted(scene.agency, scene.host[shared])]]
    names = texts(registry.tables["agencies"], ("name",), of_host)
    return {int(place): name for place, (name,) in zip(shared, names, strict=True)}
