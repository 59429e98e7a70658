"""A pack: the files of a report, and the manifest that says what they are made of, kept in a folder
or a zip file."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qms_model.briefing.formats import Files
from qms_model.briefing.inputs import Inputs
from qms_model.briefing.package import zipped
from qms_model.i18n import message
from qms_model.refusal import Refused

MANIFEST = "manifest.json"


def manifest(inputs: Inputs, files: Mapping[str, str], illustrative: bool) -> bytes:
    """What the pack is made of, and the SHA-256 of each of `files`; nothing of when, where or by whom."""
    said: dict[str, Any] = {
        "snapshot": inputs.snapshot(),
        "inputs": asdict(inputs),
        "files": dict(sorted(files.items())),
    }
    if illustrative:
        said["illustrative"] = True
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def sha256(content: bytes) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(content).hexdigest()


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {name: sha256(content) for name, content in sorted(files.items())}


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """The pack as one file, the manifest first."""
    return zipped((name, files[name]) for name in sorted(files, key=lambda name: (name != MANIFEST, name)))


def write_pack(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the pack to a folder that is empty or absent: all of it, or none. Raises Refused, OSError."""
    refuse_filled(folder)
    place = folder.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    begun = place.parent / f".{place.name}-{os.getpid()}"
    try:
        for name, content in files.items():
            file = begun / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        _put(begun, place)
    finally:
        shutil.rmtree(begun, ignore_errors=True)


def _put(begun: Path, folder: Path) -> None:
    """What was written, at its place at once. A folder that cannot be taken away, such as one where
    something is mounted, gets one file after the other, the manifest last."""
    try:
        if folder.exists():  # Windows renames to nothing that is there
            folder.rmdir()
        begun.rename(folder)
    except OSError:
        folder.mkdir(exist_ok=True)
        for entry in sorted(begun.iterdir(), key=lambda entry: entry.name == MANIFEST):
            shutil.move(entry, folder / entry.name)


def refuse_filled(folder: Path) -> None:
    """Raise Refused when the folder is there and not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            message("{folder} is not empty: name a folder that is empty or not there.", folder=str(folder))
        )


def refuse_unwritable(folder: Path) -> None:
    """Raise Refused when no pack can be written to the folder."""
    refuse_filled(folder)
    there = next(place for place in folder.resolve().parents if place.exists())
    try:
        with tempfile.TemporaryDirectory(dir=there):
            pass
    except OSError as error:
        raise Refused(
            message("{file} cannot be written: {why}.", file=str(folder), why=error.strerror)
        ) from error


def read_pack(place: Path) -> Files:
    """The files of a pack, from its folder or its zip file, by name. Raises Refused."""
    try:
        if place.is_dir():
            return _of_pack(dict(_of_folder(place)))
        return of_zip(place.read_bytes())
    except (OSError, zipfile.BadZipFile) as error:
        raise Refused(message("{file} cannot be read as a pack.", file=str(place))) from error


def of_zip(content: bytes) -> Files:
    """The files of a zipped pack. Raises BadZipFile; Refused when it is larger than any pack."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = [member for member in package.infolist() if not member.is_dir()]
        if sum(member.file_size for member in members) > _MOST_BYTES:
            raise Refused(message("The file is larger than any pack."))
        try:
            return _of_pack({member.filename: package.read(member) for member in members})
        except (RuntimeError, EOFError, zlib.error) as error:  # locked with a password, or broken within
            raise zipfile.BadZipFile(str(error)) from error


_MOST_BYTES = 500_000_000
_LITTER = {"thumbs.db", "desktop.ini", ".ds_store"}  # what the file managers of systems leave behind


def _of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_bytes()


def _of_pack(files: Files) -> Files:
    """The files of the pack among these: no litter of the system, and not the folder that they are in."""
    kept = {name: content for name, content in files.items() if not _is_litter(name)}
    within = {name.partition("/")[0] for name in kept}
    if len(within) == 1 and (folder := f"{within.pop()}/") + MANIFEST in kept:
        return {name.removeprefix(folder): content for name, content in kept.items()}
    return kept


def _is_litter(name: str) -> bool:
    """Whether it is of the system: its marks in a folder, or what Office keeps of an open file."""
    *folders, last = name.split("/")
    return "__MACOSX" in folders or last.lower() in _LITTER or last.startswith(("~$", "._"))


def format_of(name: str) -> str:
    """The format that a file of a pack belongs to: its ending."""
    return name.rpartition(".")[2]
