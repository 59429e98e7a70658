"""The tables of the registry, one SQLModel class each, as in the registry format.

A fact row is written once: it carries the change that recorded it and, when a
later change replaces it, the number of that change. Dates are ISO text of the
precision they were recorded with: "2009", "2009-03" or "2009-03-15".

What intake needs to know of a column (Vietnamese header, kind, whether it is
required or part of the key) stands beside it, in the column's `info`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class ChangeKind(StrEnum):
    """Why a change stands in the journal."""

    LOAD = "load"
    CONFIG = "config"
    UNDO = "undo"


class Obligation(StrEnum):
    MANDATORY = "mandatory"
    ENCOURAGED = "encouraged"


class AttestationKind(StrEnum):
    CERTIFICATE = "certificate"
    DECLARATION = "declaration"


class EndReason(StrEnum):
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    REPLACED = "replaced"


class AuditKind(StrEnum):
    INTERNAL = "internal"
    CERTIFICATION = "certification"
    SURVEILLANCE = "surveillance"
    RECERTIFICATION = "recertification"
    INSPECTION_FILE = "inspection_file"
    INSPECTION_ONSITE = "inspection_onsite"
    MANAGEMENT_REVIEW = "management_review"


class Grade(StrEnum):
    MAJOR = "major"
    MINOR = "minor"
    OBSERVATION = "observation"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class Rung(StrEnum):
    """The four nested rungs of domain §5, lowest first."""

    APPLIED = "applied"
    ATTESTED = "attested"
    IN_FORCE = "in_force"
    EFFECTIVE = "effective"


class ReorganisationKind(StrEnum):
    MERGE = "merge"
    ABSORB = "absorb"
    DIVIDE = "divide"
    SEPARATE = "separate"
    RENAME = "rename"
    TRANSFER = "transfer"
    DISSOLVE = "dissolve"
    CREATE = "create"


class Setting(StrEnum):
    PROVINCE = "province"
    TITLE = "title"
    SOURCE = "source"
    AS_OF = "as_of"
    ILLUSTRATIVE = "illustrative"


# How a registry in Vietnamese writes the codes.
VIETNAMESE: dict[type[StrEnum], dict[str, str]] = {
    Obligation: {"mandatory": "bắt buộc", "encouraged": "khuyến khích"},
    AttestationKind: {"certificate": "giấy chứng nhận", "declaration": "công bố"},
    EndReason: {"withdrawn": "thu hồi", "cancelled": "hủy bỏ", "replaced": "thay thế"},
    AuditKind: {
        "internal": "nội bộ",
        "certification": "chứng nhận",
        "surveillance": "giám sát",
        "recertification": "chứng nhận lại",
        "inspection_file": "kiểm tra hồ sơ",
        "inspection_onsite": "kiểm tra tại trụ sở",
        "management_review": "xem xét của lãnh đạo",
    },
    Grade: {"major": "nặng", "minor": "nhẹ", "observation": "điểm lưu ý"},
    Better: {"higher": "cao hơn", "lower": "thấp hơn"},
    Rung: {
        "applied": "đã áp dụng",
        "attested": "đã được chứng nhận hoặc công bố",
        "in_force": "còn hiệu lực",
        "effective": "áp dụng thực chất",
    },
    ReorganisationKind: {
        "merge": "hợp nhất",
        "absorb": "sáp nhập",
        "divide": "chia",
        "separate": "tách",
        "rename": "đổi tên",
        "transfer": "chuyển cơ quan chủ quản",
        "dissolve": "giải thể",
        "create": "thành lập",
    },
    Setting: {
        "province": "tỉnh",
        "title": "tiêu đề",
        "source": "nguồn",
        "as_of": "số liệu đến ngày",
        "illustrative": "số liệu minh họa",
    },
}


class Kind(StrEnum):
    """What a cell of a column may hold."""

    TEXT = "text"
    NAME = "name"  # a text that people read: no addresses in it
    DAY = "day"
    PARTIAL = "partial"  # a date known to the day, the month or the year
    YEAR = "year"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"  # per cent, 0 to 100
    YES_NO = "yes_no"
    CODE = "code"  # one of an enumeration
    TYPE = "type"
    DISTRICT = "district"
    EDITION = "edition"
    CAUSE = "cause"


@dataclass(frozen=True)
class ColumnSpec:
    """A column as the registry format describes it."""

    name: str
    vi: str
    kind: Kind
    required: bool = False
    key: bool = False
    codes: type[StrEnum] | None = None

    @property
    def is_date(self) -> bool:
        """Whether the column holds dates, of whatever precision."""
        return self.kind in (Kind.DAY, Kind.PARTIAL)


_SQL_TYPES: dict[Kind, sa.types.TypeEngine[Any]] = {
    Kind.DAY: sa.String(10),
    Kind.PARTIAL: sa.String(10),
    Kind.YEAR: sa.Integer(),
    Kind.COUNT: sa.Integer(),
    Kind.NUMBER: sa.Float(),
    Kind.SHARE: sa.Float(),
    Kind.YES_NO: sa.Boolean(),
}


def _column(
    vi: str,
    kind: Kind = Kind.TEXT,
    *,
    required: bool = False,
    key: bool = False,
    codes: type[StrEnum] | None = None,
) -> Any:
    """A registry column: its SQL type, and what intake needs to know of it."""
    if codes is not None:
        kind = Kind.CODE
        sql: sa.types.TypeEngine[Any] = sa.Enum(
            codes,
            native_enum=False,
            create_constraint=True,
            validate_strings=True,
            values_callable=lambda members: [member.value for member in members],
        )
    else:
        sql = _SQL_TYPES.get(kind, sa.Text())
    info = {"vi": vi, "kind": kind, "required": required, "key": key, "codes": codes}
    return Field(
        default=None if not required else ...,
        sa_column=sa.Column(sql, nullable=not required, info=info),
    )


class Change(SQLModel, table=True):
    """One entry of the journal: all that was recorded together, and why."""

    __tablename__ = "changes"

    number: int = Field(sa_column=sa.Column(sa.Integer, primary_key=True, autoincrement=False))
    at: str  # instant in UTC, ISO 8601
    by: str
    kind: str
    note: str
    rows: int
    hash: str = Field(max_length=64)


class Fact(SQLModel):
    """What every fact row carries beside its registry columns."""

    model_config = {"validate_assignment": True}
    label_vi: ClassVar[str]

    id: int = Field(sa_type=sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)  # type: ignore[call-overload]
    recorded_in: int = Field(foreign_key="changes.number")
    superseded_in: int | None = Field(default=None, foreign_key="changes.number")


class RulesFact(Fact, table=True):
    """The part of config.yaml that numbers depend on, as canonical JSON."""

    __tablename__ = "rules"
    label_vi = "Quy tắc"

    content: str = Field(sa_type=sa.Text)


class SettingFact(Fact, table=True):
    __tablename__ = "registry"
    label_vi = "Sổ đăng ký"

    setting: str = _column("Mục", codes=Setting, required=True, key=True)
    value: str | None = _column("Giá trị")


class Agency(Fact, table=True):
    __tablename__ = "agencies"
    label_vi = "Cơ quan"

    agency: str = _column("Mã", required=True, key=True)
    name: str = _column("Tên cơ quan", Kind.NAME, required=True)
    type: str = _column("Loại", Kind.TYPE, required=True)
    province: str | None = _column("Tỉnh", Kind.NAME)
    district: str | None = _column("Địa bàn", Kind.DISTRICT)
    parent: str | None = _column("Cơ quan chủ quản", Kind.NAME)
    shares_qms_of: str | None = _column("Chung HTQLCL với")
    obligation: str | None = _column("Diện", codes=Obligation)
    official_code: str | None = _column("Mã đơn vị hành chính")
    in_par_index: bool | None = _column("Thuộc danh sách chấm chỉ số CCHC", Kind.YES_NO)
    owner: str | None = _column("Người phụ trách", Kind.NAME)
    contact: str | None = _column("Liên hệ")
    established_on: str | None = _column("Ngày thành lập", Kind.PARTIAL, key=True)
    dissolved_on: str | None = _column("Ngày chấm dứt", Kind.PARTIAL)
    name_en: str | None = _column("Tên tiếng Anh", Kind.NAME)


class Adoption(Fact, table=True):
    __tablename__ = "adoptions"
    label_vi = "Áp dụng"

    agency: str = _column("Mã", required=True, key=True)
    planned_year: int | None = _column("Năm kế hoạch", Kind.YEAR)
    started_on: str | None = _column("Ngày bắt đầu xây dựng", Kind.PARTIAL)
    applied_on: str | None = _column("Ngày áp dụng", Kind.PARTIAL)
    confirmed_on: str | None = _column("Ngày xác nhận hiệu lực", Kind.PARTIAL)


class Attestation(Fact, table=True):
    __tablename__ = "attestations"
    label_vi = "Chứng nhận"

    agency: str = _column("Mã", required=True, key=True)
    kind: str = _column("Hình thức", codes=AttestationKind, required=True, key=True)
    edition: str = _column("Phiên bản", Kind.EDITION, required=True, key=True)
    number: str | None = _column("Số", key=True)
    body: str | None = _column("Tổ chức chứng nhận", Kind.NAME)
    scope: str | None = _column("Phạm vi")
    issued_on: str = _column("Ngày cấp", Kind.PARTIAL, required=True, key=True)
    expires_on: str | None = _column("Hiệu lực đến", Kind.PARTIAL)
    suspended_on: str | None = _column("Ngày đình chỉ", Kind.DAY)
    restored_on: str | None = _column("Ngày khôi phục", Kind.DAY)
    ended_on: str | None = _column("Ngày chấm dứt hiệu lực", Kind.DAY)
    ended_because: str | None = _column("Lý do", codes=EndReason)
    scope_changed_on: str | None = _column("Ngày thay đổi phạm vi", Kind.DAY)


class Audit(Fact, table=True):
    __tablename__ = "audits"
    label_vi = "Đánh giá"

    audit: str = _column("Mã đánh giá", required=True, key=True)
    agency: str = _column("Mã", required=True)
    kind: str = _column("Hình thức", codes=AuditKind, required=True)
    held_on: str = _column("Ngày", Kind.DAY, required=True)
    signed_on: str | None = _column("Ngày ký biên bản", Kind.DAY)
    period: str | None = _column("Kỳ")
    team: str | None = _column("Đoàn")
    minutes: str | None = _column("Số biên bản")


class Finding(Fact, table=True):
    __tablename__ = "findings"
    label_vi = "Phát hiện"

    finding: str = _column("Mã phát hiện", required=True, key=True)
    audit: str = _column("Mã đánh giá", required=True)
    grade: str | None = _column("Mức", codes=Grade)
    clause: str | None = _column("Điều khoản")
    cause: str | None = _column("Nguyên nhân", Kind.CAUSE)
    description: str | None = _column("Nội dung")
    due_on: str | None = _column("Hạn khắc phục", Kind.DAY)
    corrected_on: str | None = _column("Ngày khắc phục", Kind.DAY)
    verified_on: str | None = _column("Ngày kiểm tra xác nhận", Kind.DAY)
    verified_by_evidence: str | None = _column("Bằng chứng")
    closed_on: str | None = _column("Ngày đóng", Kind.DAY)
    reopens: str | None = _column("Mở lại từ")


class ProcedureCount(Fact, table=True):
    __tablename__ = "procedures"
    label_vi = "Quy trình"

    agency: str = _column("Mã", required=True, key=True)
    counted_on: str = _column("Ngày thống kê", Kind.DAY, required=True, key=True)
    operational: int | None = _column("Tác nghiệp", Kind.COUNT)
    system: int | None = _column("Hệ thống", Kind.COUNT)
    tthc_total: int | None = _column("Tổng số TTHC", Kind.COUNT)
    tthc_in_scope: int | None = _column("TTHC trong phạm vi", Kind.COUNT)
    tthc_posted: int | None = _column("TTHC niêm yết", Kind.COUNT)


class Objective(Fact, table=True):
    __tablename__ = "objectives"
    label_vi = "Mục tiêu chất lượng"

    agency: str = _column("Mã", required=True, key=True)
    year: int = _column("Năm", Kind.YEAR, required=True, key=True)
    objective: str = _column("Mục tiêu", required=True, key=True)
    unit: str | None = _column("Đơn vị tính")
    target: float = _column("Chỉ tiêu", Kind.NUMBER, required=True)
    actual: float | None = _column("Kết quả", Kind.NUMBER)
    better: str | None = _column("Chiều tốt", codes=Better)


class Target(Fact, table=True):
    __tablename__ = "targets"
    label_vi = "Kế hoạch"

    type: str = _column("Loại", Kind.TYPE, required=True, key=True)
    due_on: str = _column("Thời hạn", Kind.DAY, required=True, key=True)
    share: float | None = _column("Tỷ lệ %", Kind.SHARE)
    agencies: int | None = _column("Số cơ quan", Kind.COUNT)
    rung: str | None = _column("Bậc", codes=Rung)
    obligation: str | None = _column("Diện", codes=Obligation)
    edition: str | None = _column("Phiên bản", Kind.EDITION, key=True)
    decision: str | None = _column("Quyết định")


class Reorganisation(Fact, table=True):
    __tablename__ = "reorganisations"
    label_vi = "Tổ chức lại"

    event: str = _column("Mã sự kiện", required=True, key=True)
    kind: str = _column("Hình thức", codes=ReorganisationKind, required=True)
    effective_on: str = _column("Ngày hiệu lực", Kind.DAY, required=True)
    predecessor: str | None = _column("Cơ quan trước", key=True)
    successor: str | None = _column("Cơ quan sau", key=True)
    decision: str | None = _column("Quyết định")


class Exemption(Fact, table=True):
    __tablename__ = "exemptions"
    label_vi = "Miễn, hoãn"

    agency: str = _column("Mã", required=True, key=True)
    starts_on: str = _column("Từ ngày", Kind.DAY, required=True, key=True)
    until: str = _column("Đến hết ngày", Kind.DAY, required=True)
    basis: str = _column("Căn cứ", required=True)
    approved_by: str | None = _column("Người phê duyệt", Kind.NAME)


class Followup(Fact, table=True):
    __tablename__ = "followups"
    label_vi = "Đôn đốc"

    agency: str = _column("Mã", required=True, key=True)
    on: str = _column("Ngày đôn đốc", Kind.DAY, required=True, key=True)
    channel: str | None = _column("Hình thức đôn đốc", key=True)
    cause: str | None = _column("Nguyên nhân", Kind.CAUSE)
    promised_on: str | None = _column("Ngày cam kết", Kind.DAY)
    by: str | None = _column("Người đôn đốc", Kind.NAME)
    note: str | None = _column("Ghi chú", key=True)


# The tables of the registry format, in its order.
REGISTRY_TABLES: tuple[type[Fact], ...] = (
    SettingFact,
    Agency,
    Adoption,
    Attestation,
    Audit,
    Finding,
    ProcedureCount,
    Objective,
    Target,
    Reorganisation,
    Exemption,
    Followup,
)
FACT_TABLES: tuple[type[Fact], ...] = (RulesFact, *REGISTRY_TABLES)


def sql_table(model: type[SQLModel]) -> sa.Table:
    """The SQL table behind a class."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table


def _specs(fact: type[Fact]) -> tuple[ColumnSpec, ...]:
    return tuple(ColumnSpec(name=c.name, **c.info) for c in sql_table(fact).columns if c.info)


SPECS: Mapping[str, tuple[ColumnSpec, ...]] = {sql_table(f).name: _specs(f) for f in REGISTRY_TABLES}
LABELS_VI: Mapping[str, str] = {sql_table(f).name: f.label_vi for f in REGISTRY_TABLES}


def key_of(table: str) -> tuple[str, ...]:
    """The names of the columns that identify a row of `table`."""
    return tuple(spec.name for spec in SPECS[table] if spec.key)


def stored(spec: ColumnSpec, text: str) -> Any:
    """The value that the database keeps for the canonical text of a cell."""
    if not text:
        return None
    if spec.kind in (Kind.YEAR, Kind.COUNT):
        return int(text)
    if spec.kind in (Kind.NUMBER, Kind.SHARE):
        return float(text)
    if spec.kind is Kind.YES_NO:
        return text == "yes"
    return text


def spelled(spec: ColumnSpec, value: Any) -> str:
    """The canonical text of a value that the database keeps."""
    if value is None:
        return ""
    if spec.kind is Kind.YES_NO:
        return "yes" if value else "no"
    if spec.kind in (Kind.NUMBER, Kind.SHARE):
        return f"{value:.15g}"
    return str(value)
