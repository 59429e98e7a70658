"""Reports of small registries, and a stand-in for the renderer of pictures."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from PIL import Image, ImageDraw

from qms_model.briefing.book import book_xlsx
from qms_model.briefing.compose import report_of
from qms_model.briefing.document import note_docx, report_docx, yearly_docx
from qms_model.briefing.report import Drawn, Report
from qms_model.briefing.template import templates
from qms_model.config import read_config
from qms_model.coverage import Filters
from qms_model.views import At, View
from tests.build import registry_of

DAY = date(2014, 12, 31)
Rows = Sequence[Mapping[str, str]]
_TYPES = ("so_ban_nganh", "ubnd_huyen", "phong_noi_vu", "chi_cuc", "ubnd_xa")


def some(number: int, name: str = "Cơ quan số {n}") -> dict[str, Rows]:
    """So many agencies of five types, half of them certified, some audited, with findings and counts."""
    codes = [f"A{n:04}" for n in range(number)]
    held = [
        {"audit": f"D{code}", "agency": code, "kind": "internal", "held_on": "2014-03-01"} for code in codes
    ]
    return {
        "agencies": [
            {"agency": code, "name": name.format(n=n), "type": _TYPES[n % 5]} for n, code in enumerate(codes)
        ],
        "adoptions": [{"agency": code, "planned_year": "2013"} for code in codes[1::2]],
        "attestations": [
            {"agency": code, "kind": "certificate", "edition": "2008", "number": f"GCN-{code}",
             "issued_on": f"201{2 + n % 2}-0{1 + n % 9}-15"}
            for n, code in enumerate(codes[::2])
        ],
        "audits": held[::3],
        "findings": [
            {"finding": f"P{audit['agency']}", "audit": audit["audit"], "grade": "major", "clause": "8.2.2"}
            for audit in held[::6]
        ],
        "procedures": [
            {"agency": code, "counted_on": "2014-06-30", "tthc_total": "1200", "tthc_in_scope": "1100"}
            for code in codes[::4]
        ],
        "targets": [{"type": "chi_cuc", "due_on": "2014-12-31", "share": "100"}],
        "registry": [{"setting": "source", "value": "Sổ theo dõi của Sở"},
                     {"setting": "illustrative", "value": "yes"}],
    }  # fmt: skip


def report(tables: Mapping[str, Rows], language: str = "vi", filters: Filters = Filters()) -> Report:
    """The briefing of these rows at the end of 2014."""
    at = At(registry_of(tables), View(language, DAY, date(2013, 12, 31), filters))
    return report_of(at, templates(None)["briefing"], read_config())


@cache
def a_report(number: int = 30, language: str = "vi") -> Report:
    """The briefing of so many agencies."""
    return report(some(number), language)


def picture(drawn: Drawn) -> bytes:
    """A PNG of its own for each figure."""
    image = Image.new("RGB", (600, 280), "white")
    ImageDraw.Draw(image).text((20, 20), drawn.key, fill="black")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def fingerprint() -> str:
    """The hash of all papers of a report."""
    made = a_report()
    papers = (note_docx(made, picture), report_docx(made, picture), yearly_docx(made), book_xlsx(made))
    return hashlib.sha256(b"".join(papers)).hexdigest()
