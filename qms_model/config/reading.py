"""config.yaml read, and refused by a sentence that names what is wrong in it."""

from __future__ import annotations

import json
import os
from functools import reduce
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import ValidationError, ValidationInfo, field_validator

from qms_model.config.rules import Rules
from qms_model.frozen import Frozen
from qms_model.i18n import Message, message
from qms_model.office import Office

# Settings that older versions recorded and this one has no use for.
_GONE = (("laggards", "P1", "on_site_one_in"),)  # said twice: it is inspections.on_site_share
_OWN_FILE = Path(__file__).parent.parent.parent / "config.yaml"


class ConfigError(Exception):
    """config.yaml cannot be used; `problem` names the key, the value and what is allowed."""

    def __init__(self, problem: Message) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Briefing(Frozen):
    """How briefings are made."""

    templates: str | None = None  # a folder of the office's own; None: those of the product

    @field_validator("templates")
    @classmethod
    def _beside_the_file(cls, folder: str | None, info: ValidationInfo) -> str | None:
        """A folder lies beside config.yaml, wherever the program is started."""
        beside: Path | None = (info.context or {}).get("folder")
        return folder if folder is None or beside is None else str(beside / folder)


class Config(Frozen):
    """The whole of config.yaml."""

    language: Literal["vi", "en"]
    timezone: str
    database: str
    office: Office = Office()
    briefing: Briefing = Briefing()
    rules: Rules

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("a name such as Asia/Ho_Chi_Minh") from error
        return name


def read_config(file: Path | None = None) -> Config:
    """The configuration in `file`, or in the one that QMS_CONFIG names, or in the
    product's own config.yaml. Raises ConfigError naming the key at fault."""
    file = file or Path(os.environ.get("QMS_CONFIG") or _OWN_FILE)
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_PlainLoader)
    except OSError as error:
        raise ConfigError(message("{file} cannot be read.", file=file.name)) from error
    except (
        yaml.YAMLError,
        ValueError,
        RecursionError,
    ) as error:  # ValueError: not UTF-8, or such as 2015-02-31
        where = _first_line(str(error))
        raise ConfigError(
            message("{file} is not valid YAML: {where}", file=file.name, where=where)
        ) from error
    try:
        return Config.model_validate(content, context={"folder": file.parent})
    except ValidationError as error:
        raise ConfigError(_first_fault(file.name, error)) from error


def read_rules(canonical: str) -> Rules:
    """The rules recorded in the journal as canonical JSON, by this version or by an older one."""
    recorded = json.loads(canonical)
    for *path, name in _GONE:
        reduce(lambda section, key: section.get(key, {}), path, recorded).pop(name, None)
    return Rules.model_validate_json(json.dumps(recorded))


def _first_line(text: str) -> str:
    return " ".join(text.split())[:200]


def _first_fault(file: str, error: ValidationError) -> Message:
    """What is there and wrong comes before what is missing: a key may be both, misspelt."""
    fault = min(error.errors(include_url=False), key=lambda one: one["type"] == "missing")
    if fault["type"] == "missing":
        return message("{file}: {key} is missing.", file=file, key=".".join(map(str, fault["loc"])))
    return message(
        "{file}: {key} = {value} is not allowed: {why}.",
        file=file,
        key=".".join(str(part) for part in fault["loc"]) or "config",
        value=_first_line(repr(fault["input"]))[:80],
        why=fault["msg"].removeprefix("Value error, "),
    )


class _PlainLoader(yaml.SafeLoader):
    """YAML without its traps: no aliases, and no key given twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            mark = self.get_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases are not allowed", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key is given twice", node.start_mark)
        return mapping
