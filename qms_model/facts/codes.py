"""The codes that columns hold, and how a registry in Vietnamese writes them."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """Why a change stands in the journal."""

    LOAD = "load"
    EDIT = "edit"
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
