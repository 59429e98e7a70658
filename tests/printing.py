"""Files as LibreOffice prints them, and as another process makes them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.screens import ROOT

_LIBRARIES = {"docx": ("Writer", None), "pptx": ("Impress", "libsdlo.so")}  # what else must be there


def printed(folder: Path, files: Mapping[str, bytes], ending: str) -> dict[str, list[str]]:
    """The text of every page of some files, as LibreOffice sets them, its spaces as between words."""
    name, library = _LIBRARIES[ending]
    office = shutil.which("soffice")
    there = office is not None and (library is None or (Path(office).resolve().parent / library).exists())
    if not there or shutil.which("pdftotext") is None:
        pytest.skip(f"LibreOffice {name} (soffice) or poppler (pdftotext) is not installed")
    for file, content in files.items():
        (folder / f"{file}.{ending}").write_bytes(content)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", folder, *sorted(folder.glob(f"*.{ending}")),
        ],
        capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    return {file: _pages(folder / f"{file}.pdf") for file in files}


def _pages(file: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.split("\f")[:-1]]


def fingerprint_elsewhere(module: str, zone: str, seed: str, *arguments: str) -> str:
    """What `fingerprint` of a module says in a process of another time zone and order of hashes."""
    code = f"import sys; from {module} import fingerprint; print(fingerprint(*sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT, env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()
