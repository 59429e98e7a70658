"""The hash of a change: the SHA-256 over canonical JSON lines.

A head (previous hash, number, time, author, kind, note, and the request where
there was one), then every fact that the change recorded and every fact that it
superseded, table by table, in the order of their ids.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Protocol

NO_HASH = "0" * 64
PIECE = 1_000  # rows encoded, inserted or fetched at a time

Row = Mapping[str, Any]

_SAID = ("number", "at", "by", "kind", "note", "request")

# repr: a cell of a kind that we never write is hashed too, so that verify reports it
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr).encode
_encode_sorted = json.JSONEncoder(ensure_ascii=False, separators=("\n", ":"), default=repr).encode


class Hasher(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


def begin(previous: str, change: Row) -> Hasher:
    """A hasher that was fed the head. A blank is not said, as in the facts."""
    said = {name: change[name] for name in _SAID if change[name] is not None}
    hasher = hashlib.sha256()
    hasher.update(_encode({"previous": previous, **said}).encode())
    return hasher


def feed(hasher: Hasher, verb: str, table: str, rows: Iterable[Row]) -> int:
    """Feed one line for each row; how many there were. A blank cell is not said.

    Many rows are encoded in one call, their columns sorted once: a third of the
    time of one call each. The parts come apart by raw line ends, which no
    encoded text contains.
    """
    start = f'\n["{verb}","{table}",'
    count = 0
    for piece in pieces(rows):
        names = sorted(set().union(*piece) - {"superseded_in"})
        said = [{name: value for name in names if (value := row.get(name)) is not None} for row in piece]
        text = _encode_sorted(said)[1:-1]
        lines = text.replace("}\n{", "}]\0{").replace("\n", ",").replace("\0", start)
        hasher.update(f"{start}{lines}]".encode())
        count += len(piece)
    return count


def pieces(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, so many at a time."""
    remaining = iter(rows)
    while piece := list(islice(remaining, PIECE)):
        yield piece
