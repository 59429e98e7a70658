"""config.yaml as frozen models: what an expert of the province may change.

`Config` is the whole file. `Rules` is the part that numbers depend on; it is
recorded in the journal, so that an old number can be computed again with the
rules of its time.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from qms_model.i18n import Message, message
from qms_model.office import Office

_OWN_FILE = Path(__file__).parent.parent / "config.yaml"


class ConfigError(Exception):
    """config.yaml cannot be used; `problem` names the key, the value and what is allowed."""

    def __init__(self, problem: Message) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Coded(_Frozen):
    """A code that data refer to, with its label in both languages."""

    code: str
    vi: str
    en: str

    def label(self, language: str) -> str:
        """The label in `language` ("vi" or "en")."""
        return self.vi if language == "vi" else self.en


class AgencyType(_Coded):
    """A type of agency; `mandatory_from` None means encouraged on every day."""

    mandatory_from: date | None = None
    complete_by: date | None = None
    service_unit: bool = False
    source: str = ""


class District(_Coded):
    """A district, by the code of the General Statistics Office."""


class Cause(_Coded):
    """A cause of a finding or of lateness, R0 to R8."""


class Edition(_Frozen):
    """An edition of TCVN ISO 9001 and the days that bind certificates to it."""

    code: str
    published: date
    no_new_from: date | None = None
    invalid_from: date | None = None
    declarations_invalid_from: date | None = None
    enabled: bool = True
    source: str = ""


class Regimes(_Frozen):
    """What proves conformity since when (QĐ 144/2006, QĐ 19/2014)."""

    certificates_from: date
    declarations_from: date
    certificate_term_months: int = Field(gt=0, strict=True)


class Period(_Frozen):
    """A duty that comes round; it is silent before `from` and after `until`."""

    months: int = Field(default=12, gt=0, strict=True)
    from_: date = Field(alias="from")
    until: date | None = None
    source: str = ""

    def asked_on(self, day: date) -> bool:
        """Whether the duty is asked on `day`."""
        return self.from_ <= day and (self.until is None or day <= self.until)


class Periods(_Frozen):
    """The duties of condition (a), (b) and (e) of rung 4."""

    internal_audit: Period
    management_review: Period
    inspection: Period


class Limits(_Frozen):
    """When a finding is due that names no day itself (domain §6)."""

    major_days: int = Field(ge=0, strict=True)
    minor_days: int = Field(ge=0, strict=True)
    issue_months: int = Field(ge=0, strict=True)
    source: str = ""


class Quality(_Frozen):
    """From when a recorded fact is doubtful (registry format §1, "Warnings")."""

    certificate_extra_months: int = Field(default=6, ge=0, strict=True)  # on top of the usual term
    figures_months: int = Field(default=12, gt=0, strict=True)


class Rules(_Frozen):
    """The part of config.yaml that numbers depend on."""

    types: tuple[AgencyType, ...]
    districts: tuple[District, ...]
    editions: tuple[Edition, ...]
    regimes: Regimes
    periods: Periods
    limits: Limits
    quality: Quality = Quality()  # rules recorded before there was one have these
    causes: tuple[Cause, ...]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        for name in ("types", "districts", "editions", "causes"):
            codes = [entry.code for entry in getattr(self, name)]
            twice = sorted({code for code in codes if codes.count(code) > 1})
            if twice:
                raise ValueError(f"{name}: {', '.join(twice)} is there twice")
        return self

    def canonical(self) -> str:
        """The rules as canonical JSON: equal rules give equal texts."""
        return json.dumps(
            self.model_dump(mode="json", by_alias=True),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )


class Config(_Frozen):
    """The whole of config.yaml."""

    language: Literal["vi", "en"]
    timezone: str
    database: str
    office: Office = Office()
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
        return Config.model_validate(content)
    except ValidationError as error:
        raise ConfigError(_first_fault(file.name, error)) from error


def read_rules(canonical: str) -> Rules:
    """The rules recorded in the journal as canonical JSON."""
    return Rules.model_validate_json(canonical)


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
