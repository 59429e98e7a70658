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
from qms_model.i18n import Message, message
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

    @field_validator("sections")
    @classmethod
    def _have_codes_of_their_own(cls, sections: tuple[TemplateSection, ...]) -> tuple[TemplateSection, ...]:
        codes = [one.code for one in sections]
        if twice := next((code for code in codes if codes.count(code) > 1), None):
            raise ValueError(f"the code {twice!r} is there twice")
        return sections

    @field_validator("yearly")
    @classmethod
    def _are_columns(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known(names, YEARLY_COLUMNS)


def templates(folder: str | None) -> dict[str, Template]:
    """The templates that can be used, by code (the name of the file): those of the product and, over
    them, those of `folder`. Raises Refused where the folder is not there."""
    read = {code: _read_or_why(code, file) for code, file in _files(folder).items()}
    return {code: one for code, one in read.items() if isinstance(one, Template)}


def broken_templates(folder: str | None) -> list[Message]:
    """Of each template that cannot be used its file, and what is wrong in it at which line. Raises
    Refused where the folder is not there."""
    read = (_read_or_why(code, file) for code, file in _files(folder).items())
    return [one for one in read if isinstance(one, Message)]


def template_of(code: str, config: Config) -> Template:
    """The template with this code, whatever the others are. Raises Refused, naming those there are, or
    what is wrong in it."""
    files = _files(config.briefing.templates)
    if code not in files:
        raise Refused(
            message("There is no template {code}; there are: {known}.", code=code, known=", ".join(files))
        )
    return _read(code, files[code])


def _files(folder: str | None) -> dict[str, Path]:
    """The files of the templates, by code."""
    files = {file.stem: file for file in sorted(_OWN.glob("*.yaml"))}
    if folder is None:
        return files
    if not Path(folder).is_dir():
        raise Refused(message("The folder of templates {folder} is not there.", folder=folder))
    return files | {file.stem: file for file in sorted(Path(folder).glob("*.yaml"))}


def _read_or_why(code: str, file: Path) -> Template | Message:
    try:
        return _read(code, file)
    except Refused as refused:
        return refused.reason


def _read(code: str, file: Path) -> Template:
    text = ""
    try:
        text = file.read_text(encoding="utf-8")
        content = {**yaml.safe_load(text), "code": code, "hash": hashlib.sha256(text.encode()).hexdigest()}
        return Template.model_validate(content)
    except (OSError, ValueError, TypeError, yaml.YAMLError) as error:
        line, why = _mistake(error, text)
        at = message("{file}, line {line}", file=file.name, line=line) if line else file.name
        raise Refused(message("The template {file} cannot be used: {why}", file=at, why=why)) from error


def _mistake(error: Exception, text: str) -> tuple[int | None, str]:
    """The line of the first mistake, where it has one, and what it is."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return _line(text, first["loc"]), f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return error.problem_mark.line + 1, error.problem or str(error).splitlines()[0]
    return None, str(error).splitlines()[0]


def _line(text: str, place: tuple[int | str, ...]) -> int | None:
    """The line of what is at this place of the file, or of the nearest thing around it."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    line = None
    for step in place:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            break
        line = line if node is None else node.start_mark.line + 1
    return line
