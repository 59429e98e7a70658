"""What a snapshot is a function of, and the id that names exactly that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from qms_model.briefing.template import Template
from qms_model.config import Config
from qms_model.registry import Registry
from qms_model.views import At, View

ID_LENGTH = 12
_PACKAGE = Path(__file__).parent.parent
_SOURCES = ("*.py", "*.po", "*.typ", "*.ttf", "*.woff2", "*.html", "*.css", "*.js")
# Libraries that decide the bytes of a file.
_RENDERERS = (
    "babel", "jinja2", "lxml", "numpy", "pandas", "pillow", "plotly", "python-docx", "python-pptx", "typst",
    "xlsxwriter",
)  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """What of a template is wanted: its sections (None: all), and parts besides them."""

    sections: tuple[str, ...] | None = None
    parts: tuple[str, ...] = ()


WHOLE = Chosen()


@dataclass(frozen=True)
class Inputs:
    """Everything that a pack is made of; same inputs, same bytes.

    day, compare: ISO text; known: the change, head: its hash; filters: those that are set,
    by name; language; template, template_hash, sections where not all, and parts chosen
    besides; config: hash of
    the rules known at the change and of the office; code: hash of the program's sources and of
    the libraries that write files.
    """

    day: str
    compare: str
    known: int
    head: str
    filters: Mapping[str, Any]
    language: str
    template: str
    template_hash: str
    sections: tuple[str, ...] | None
    parts: tuple[str, ...]
    config: str
    code: str

    def snapshot(self) -> str:
        """The id: the first 12 hex digits of the SHA-256 of the canonical JSON of the inputs."""
        return _digest(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":")))[
            :ID_LENGTH
        ]


def inputs_from(given: Mapping[str, Any]) -> Inputs:
    """The inputs as a manifest or the database has them. Raises ValueError for others."""
    if set(given) != {one.name for one in fields(Inputs)}:
        raise ValueError("not the inputs of a pack")
    sections, parts = given["sections"], tuple(given["parts"])
    only = None if sections is None else tuple(sections)
    return Inputs(**{**given, "sections": only, "parts": parts})


def inputs_of(at: At, template: Template, config: Config, chosen: Chosen = WHOLE) -> Inputs:
    """The inputs of a pack of this view."""
    view: View = at.view
    filters = {name: value for name, value in asdict(view.filters).items() if value not in (None, False)}
    return Inputs(
        view.day.isoformat(),
        view.compare.isoformat(),
        at.registry.known,
        at.registry.head,
        filters,
        at.language,
        template.code,
        template.hash,
        chosen.sections,
        chosen.parts,
        config_hash(at.registry, config),
        code_version(),
    )


def config_hash(registry: Registry, config: Config) -> str:
    """Of what a pack takes from config.yaml: the rules in force at the change, and the office. Where an
    office keeps its templates is no matter; what they say has a hash of its own."""
    said = (registry.rules, config.office)
    return _digest("\n".join(part.model_dump_json() for part in said))


@cache
def code_version() -> str:
    """The version of the program, with a hash of its sources and of the libraries that write files."""
    hasher = hashlib.sha256()
    for file in sorted(file for pattern in _SOURCES for file in _PACKAGE.rglob(pattern)):
        hasher.update(f"{file.relative_to(_PACKAGE).as_posix()}\n".encode())
        hasher.update(hashlib.sha256(file.read_bytes()).digest())
    hasher.update("\n".join(f"{name} {version(name)}" for name in _RENDERERS).encode())
    return hasher.hexdigest()[:ID_LENGTH]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
