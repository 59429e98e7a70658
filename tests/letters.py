"""Late agencies and the letters to those who supervise them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

from qms_model.briefing import LateAgency, Letter, Provenance, letters_of
from qms_model.briefing.letter import letters_zip
from qms_model.config import read_config

ROOT = Path(__file__).parent.parent
DAY = date(2014, 12, 31)
OFFICE = read_config(ROOT / "config.yaml").office
KNOWN = Provenance(12, ("Diện: Bắt buộc",), "Sổ theo dõi của Sở", illustrative=True, head="a3f9c2d4e5b6a7f8")
EXPIRED = LateAgency(
    "CC-ATTP", "Chi cục An toàn vệ sinh thực phẩm", "Chi cục", "Giấy chứng nhận hết hạn.",
    date(2014, 3, 15), 291, "L2", "Kinh phí về chậm", date(2015, 3, 31), "Trần Văn An", "an@langson.example",
)  # fmt: skip
UNAUDITED = replace(
    EXPIRED, what="Chưa đánh giá nội bộ.", since=date(2014, 5, 1), days_late=244, rule="L5", promised_on=None
)
PLANNED = LateAgency(
    "TT-YTDP", "Trung tâm Y tế dự phòng", "Trung tâm", "Năm kế hoạch 2011, chưa được chứng nhận.",
    date(2011, 12, 31), 1096, "L1", "", None,
)  # fmt: skip
EXPIRING = replace(
    PLANNED,
    agency="BV",
    name="Bệnh viện",
    what="Sắp hết hạn.",
    since=date(2015, 1, 30),
    days_late=-30,
    rule="L3",
)


def a_letter(*rows: LateAgency, to: str = "Sở Y tế", language: str = "vi", day: date = DAY) -> Letter:
    """The letter of these rows to one supervising body."""
    [letter] = letters_of([(to, row) for row in rows], day, OFFICE, language, KNOWN)
    return letter


def many(count: int) -> list[LateAgency]:
    """So many late agencies."""
    return [replace(EXPIRED, agency=f"A{n}", name=f"Cơ quan số {n}") for n in range(count)]


def fingerprint() -> str:
    """The hash of two letters in a zip."""
    rows = [("Sở Y tế", EXPIRED), ("UBND tỉnh", PLANNED)]
    return hashlib.sha256(letters_zip(letters_of(rows, DAY, OFFICE, "vi", KNOWN), OFFICE)[1]).hexdigest()
