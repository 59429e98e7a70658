"""Zip files that are the same, byte for byte, wherever and whenever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_MADE_ON = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can say
_UNIX = 3
_TYPES = "[Content_Types].xml"  # an office file begins with it (ECMA-376 part 2)


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file of (name, content) in their order, without dates.

    The members are not compressed: the libraries that compress differ between
    builds of Python, and with them the bytes.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in members:
            member = zipfile.ZipInfo(name, _MADE_ON)
            member.create_system = _UNIX  # else the system that runs this
            member.external_attr = 0o644 << 16
            package.writestr(member, content, zipfile.ZIP_STORED)
    return stream.getvalue()


def settled(package: bytes) -> bytes:
    """An office file with its parts in a fixed order and without dates."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        names = sorted(parts.namelist(), key=lambda name: (name != _TYPES, name))
        return zipped((name, parts.read(name)) for name in names)
