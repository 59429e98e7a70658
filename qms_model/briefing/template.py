"""Templates: what a briefing holds, in which order and under which headings; files that an office edits.

A template is a YAML file: `name` and `title` in both languages, `note` (the parts of the
one page), `sections` (code, title, parts, annex) and `yearly` (columns of the yearly report).
Parts are named; `parts.PARTS` has them all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

import yaml
from pydantic import ValidationError, field_validator

from qms_model.briefing.parts import PARTS
from qms_model.briefing.yearly import YEARLY_COLUMNS
from qms_model.config import Config
from qms_model.frozen import Frozen, Words
from qms_model.i18n import message
from qms_model.refusal import Refused

_OWN = Path(__file__).parent / "templates"


def _known(names: tuple[str, ...], allowed: Collection[str]) -> tuple[str, ...]:
    for name in names:
        if name not in allowed:
            raise ValueError(f"{name!r} is not one of {', '.join(allowed)}")
    return names


class TemplateSection(Frozen):
    """A heading and the parts under it; an annex begins on a page of its own."""

    code: str
    title: Words
    parts: tuple[str, ...]
    annex: bool = False

    @field_validator("parts")
    @classmethod
    def _are_parts(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known(names, PARTS)


class Template(Frozen):
    """What a briefing holds."""

    code: str
    name: Words
    title: Words
    note: tuple[str, ...]
    sections: tuple[TemplateSection, ...]
    yearly: tuple[str, ...] = tuple(YEARLY_COLUMNS)
    hash: str  # of the file

    @field_validator("note")
    @classmethod
    def _are_parts(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known(names, PARTS)

    @field_validator("yearly")
    @classmethod
    def _are_columns(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known(names, YEARLY_COLUMNS)


def templates(folder: str | None) -> dict[str, Template]:
    """The templates of the product and, over them, those of `folder`, by code (the name of the
    file). Raises Refused naming the file and what is wrong in it."""
    files = {file.stem: file for file in sorted(_OWN.glob("*.yaml"))}
    if folder is not None:
        if not Path(folder).is_dir():
            raise Refused(message("The folder of templates {folder} is not there.", folder=folder))
        files |= {file.stem: file for file in sorted(Path(folder).glob("*.yaml"))}
    return {code: _read(code, file) for code, file in files.items()}


def template_of(code: str, config: Config) -> Template:
    """The template with this code. Raises Refused, naming those there are."""
    known = templates(config.briefing.templates)
    if code not in known:
        raise Refused(
            message("There is no template {code}; there are: {known}.", code=code, known=", ".join(known))
        )
    return known[code]


def _read(code: str, file: Path) -> Template:
    try:
        text = file.read_text(encoding="utf-8")
        content = {**yaml.safe_load(text), "code": code, "hash": hashlib.sha256(text.encode()).hexdigest()}
        return Template.model_validate(content)
    except (OSError, ValueError, TypeError, yaml.YAMLError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else str(error).splitlines()[0]
        raise Refused(
            message("The template {file} cannot be used: {why}", file=file.name, why=why)
        ) from error
