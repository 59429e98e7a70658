"""The SQLModel classes: the journal's changes, and one table per table of the format.

A fact row is written once: it carries the change that recorded it and, when a
later change replaces it, the number of that change. Dates are ISO text of the
precision they were recorded with: "2009", "2009-03" or "2009-03-15".
"""

from __future__ import annotations

from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from qms_model.facts.codes import (
    AttestationKind,
    AuditKind,
    Better,
    EndReason,
    Grade,
    Obligation,
    ReorganisationKind,
    Rung,
    Setting,
)
from qms_model.facts.columns import Kind, column


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
    # What a form calls its one submission: sent again, it is recorded once.
    request: str | None = Field(default=None, max_length=36, unique=True, index=True)


class Snapshot(SQLModel, table=True):
    """A pack that was made: what it is a function of, and the hashes of its files.

    Never deleted; withdrawn at most once, with a reason.
    """

    __tablename__ = "snapshots"

    number: int = Field(sa_column=sa.Column(sa.Integer, primary_key=True, autoincrement=False))
    snapshot: str = Field(max_length=12, index=True)
    made_at: str  # instant in UTC, ISO 8601
    by: str
    reason: str
    inputs: str = Field(sa_type=sa.Text)  # canonical JSON
    files: str = Field(sa_type=sa.Text)  # JSON: name -> SHA-256
    withdrawn_at: str | None = None
    withdrawn_by: str | None = None
    withdrawn_because: str | None = None


class Fact(SQLModel):
    """What every fact row carries beside its registry columns."""

    model_config = {"validate_assignment": True, "defer_build": True}
    label_vi: ClassVar[str]

    id: int = Field(sa_type=sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
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

    setting: str = column("Mục", codes=Setting, required=True, key=True)
    value: str | None = column("Giá trị")


class Agency(Fact, table=True):
    __tablename__ = "agencies"
    label_vi = "Cơ quan"

    agency: str = column("Mã", required=True, key=True, index=True)
    name: str = column("Tên cơ quan", Kind.NAME, required=True)
    type: str = column("Loại", Kind.TYPE, required=True)
    province: str | None = column("Tỉnh", Kind.NAME)
    district: str | None = column("Địa bàn", Kind.DISTRICT)
    parent: str | None = column("Cơ quan chủ quản", Kind.NAME)
    shares_qms_of: str | None = column("Chung HTQLCL với", refers="agencies")
    obligation: str | None = column("Diện", codes=Obligation)
    official_code: str | None = column("Mã đơn vị hành chính")
    in_par_index: bool | None = column("Thuộc danh sách chấm chỉ số CCHC", Kind.YES_NO)
    owner: str | None = column("Người phụ trách", Kind.NAME)
    contact: str | None = column("Liên hệ")
    established_on: str | None = column("Ngày thành lập", Kind.PARTIAL, key=True)
    dissolved_on: str | None = column("Ngày chấm dứt", Kind.PARTIAL)
    name_en: str | None = column("Tên tiếng Anh", Kind.NAME)


class Adoption(Fact, table=True):
    __tablename__ = "adoptions"
    label_vi = "Áp dụng"

    agency: str = column("Mã", required=True, key=True, refers="agencies", index=True)
    planned_year: int | None = column("Năm kế hoạch", Kind.YEAR)
    started_on: str | None = column("Ngày bắt đầu xây dựng", Kind.PARTIAL)
    applied_on: str | None = column("Ngày áp dụng", Kind.PARTIAL)
    confirmed_on: str | None = column("Ngày xác nhận hiệu lực", Kind.PARTIAL)


class Attestation(Fact, table=True):
    __tablename__ = "attestations"
    label_vi = "Chứng nhận"

    agency: str = column("Mã", required=True, key=True, refers="agencies", index=True)
    kind: str = column("Hình thức", codes=AttestationKind, required=True, key=True)
    edition: str = column("Phiên bản", Kind.EDITION, required=True, key=True)
    number: str | None = column("Số", key=True)
    body: str | None = column("Tổ chức chứng nhận", Kind.NAME)
    scope: str | None = column("Phạm vi")
    issued_on: str = column("Ngày cấp", Kind.PARTIAL, required=True, key=True)
    expires_on: str | None = column("Hiệu lực đến", Kind.PARTIAL)
    suspended_on: str | None = column("Ngày đình chỉ", Kind.DAY)
    restored_on: str | None = column("Ngày khôi phục", Kind.DAY)
    ended_on: str | None = column("Ngày chấm dứt hiệu lực", Kind.DAY)
    ended_because: str | None = column("Lý do", codes=EndReason)
    scope_changed_on: str | None = column("Ngày thay đổi phạm vi", Kind.DAY)


class Audit(Fact, table=True):
    __tablename__ = "audits"
    label_vi = "Đánh giá"

    audit: str = column("Mã đánh giá", required=True, key=True)
    agency: str = column("Mã", required=True, refers="agencies", index=True)
    kind: str = column("Hình thức", codes=AuditKind, required=True)
    held_on: str = column("Ngày", Kind.DAY, required=True)
    signed_on: str | None = column("Ngày ký biên bản", Kind.DAY)
    period: str | None = column("Kỳ")
    team: str | None = column("Đoàn")
    minutes: str | None = column("Số biên bản")


class Finding(Fact, table=True):
    __tablename__ = "findings"
    label_vi = "Phát hiện"

    finding: str = column("Mã phát hiện", required=True, key=True)
    audit: str = column("Mã đánh giá", required=True, refers="audits", index=True)
    grade: str | None = column("Mức", codes=Grade)
    clause: str | None = column("Điều khoản")
    cause: str | None = column("Nguyên nhân", Kind.CAUSE)
    description: str | None = column("Nội dung")
    due_on: str | None = column("Hạn khắc phục", Kind.DAY)
    corrected_on: str | None = column("Ngày khắc phục", Kind.DAY)
    verified_on: str | None = column("Ngày kiểm tra xác nhận", Kind.DAY)
    verified_by_evidence: str | None = column("Bằng chứng")
    closed_on: str | None = column("Ngày đóng", Kind.DAY)
    reopens: str | None = column("Mở lại từ", refers="findings")


class ProcedureCount(Fact, table=True):
    __tablename__ = "procedures"
    label_vi = "Quy trình"

    agency: str = column("Mã", required=True, key=True, refers="agencies", index=True)
    counted_on: str = column("Ngày thống kê", Kind.DAY, required=True, key=True)
    operational: int | None = column("Tác nghiệp", Kind.COUNT)
    system: int | None = column("Hệ thống", Kind.COUNT)
    tthc_total: int | None = column("Tổng số TTHC", Kind.COUNT)
    tthc_in_scope: int | None = column("TTHC trong phạm vi", Kind.COUNT)
    tthc_posted: int | None = column("TTHC niêm yết", Kind.COUNT)


class Objective(Fact, table=True):
    __tablename__ = "objectives"
    label_vi = "Mục tiêu chất lượng"

    agency: str = column("Mã", required=True, key=True, refers="agencies", index=True)
    year: int = column("Năm", Kind.YEAR, required=True, key=True)
    objective: str = column("Mục tiêu", required=True, key=True)
    unit: str | None = column("Đơn vị tính")
    target: float = column("Chỉ tiêu", Kind.NUMBER, required=True)
    actual: float | None = column("Kết quả", Kind.NUMBER)
    better: str | None = column("Chiều tốt", codes=Better)


class Target(Fact, table=True):
    __tablename__ = "targets"
    label_vi = "Kế hoạch"

    type: str = column("Loại", Kind.TYPE, required=True, key=True)
    due_on: str = column("Thời hạn", Kind.DAY, required=True, key=True)
    share: float | None = column("Tỷ lệ %", Kind.SHARE)
    agencies: int | None = column("Số cơ quan", Kind.COUNT)
    rung: str | None = column("Bậc", codes=Rung)
    obligation: str | None = column("Diện", codes=Obligation)
    edition: str | None = column("Phiên bản", Kind.EDITION, key=True)
    decision: str | None = column("Quyết định")


class Reorganisation(Fact, table=True):
    __tablename__ = "reorganisations"
    label_vi = "Tổ chức lại"

    event: str = column("Mã sự kiện", required=True, key=True)
    kind: str = column("Hình thức", codes=ReorganisationKind, required=True)
    effective_on: str = column("Ngày hiệu lực", Kind.DAY, required=True)
    predecessor: str | None = column("Cơ quan trước", key=True, refers="agencies", index=True)
    successor: str | None = column("Cơ quan sau", key=True, refers="agencies", index=True)
    decision: str | None = column("Quyết định")


class Exemption(Fact, table=True):
    __tablename__ = "exemptions"
    label_vi = "Miễn, hoãn"

    agency: str = column("Mã", required=True, key=True, refers="agencies", index=True)
    starts_on: str = column("Từ ngày", Kind.DAY, required=True, key=True)
    until: str = column("Đến hết ngày", Kind.DAY, required=True)
    basis: str = column("Căn cứ", required=True)
    approved_by: str | None = column("Người phê duyệt", Kind.NAME)


class Followup(Fact, table=True):
    __tablename__ = "followups"
    label_vi = "Đôn đốc"

    agency: str = column("Mã", required=True, key=True, refers="agencies", index=True)
    on: str = column("Ngày đôn đốc", Kind.DAY, required=True, key=True)
    channel: str | None = column("Hình thức đôn đốc", key=True)
    cause: str | None = column("Nguyên nhân", Kind.CAUSE)
    promised_on: str | None = column("Ngày cam kết", Kind.DAY)
    by: str | None = column("Người đôn đốc", Kind.NAME)
    note: str | None = column("Ghi chú", key=True)
