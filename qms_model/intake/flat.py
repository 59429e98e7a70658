"""The flat list that offices send once a year, read as attestations.

Title rows, then a header of one row or two merged ones (STT, Tên cơ quan, Số
GCN, Ngày cấp, Ngày hết hạn, Ghi chú), then rows and section rows such as
"I. Các sở, ban, ngành". It has no codes: agencies are found by name and, where
names repeat, by district and section. What cannot be told apart is refused,
never guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from qms_model.config import Rules
from qms_model.facts import SPECS
from qms_model.i18n import Message, message
from qms_model.intake.book import Recorded
from qms_model.intake.cells import Bad, Parser
from qms_model.intake.headers import Table
from qms_model.intake.problems import Problem, shown
from qms_model.intake.read import Sheet
from qms_model.vietnamese import same

_HEADERS = {
    "name": ("ten co quan", "ten don vi", "ten co quan don vi", "co quan don vi", "co quan", "don vi"),
    "number": ("so gcn", "so giay chung nhan", "so", "so cong bo"),
    "issued_on": ("ngay cap", "ngay cong bo"),
    "expires_on": ("ngay het han", "het han", "hieu luc den", "ngay het hieu luc", "co hieu luc den"),
    "district": ("dia ban", "huyen", "huyen thanh pho"),
    "edition": ("phien ban", "tieu chuan", "tieu chuan ap dung"),
    "note": ("ghi chu",),
    "place": ("stt", "tt", "so tt"),
}
_COLUMN_OF = {header: column for column, headers in _HEADERS.items() for header in headers}
_ATTESTED = ("number", "issued_on", "expires_on")
_SEARCHED_ROWS = 30
_ISO = re.compile(r"9001\s*[:\-]\s*([0-9]{4})")
_NUMERAL = re.compile(r"^(?:[IVXLC]+|[A-Z])\s*[.)\-:]\s*")
_OF_DISTRICT = re.compile(r"^(?P<name>.*?)\s*[(,]\s*(?P<district>[^()]+?)\)?$")


@dataclass(frozen=True)
class _Agency:
    code: str
    type: str
    district: str


@dataclass
class _Section:
    """What the rows above say of the rows below."""

    type: str = ""
    district: str = ""
    edition: str = ""


@dataclass(frozen=True)
class _Row:
    number: int
    cells: dict[str, str]


def is_flat(sheet: Sheet) -> bool:
    """Whether the sheet is such a list: a header that names agencies and an issue day."""
    return _header(sheet) is not None


def read_flat(sheet: Sheet, agencies: Recorded, rules: Rules) -> tuple[Table, list[Problem]]:
    """The list as the table `attestations`, and what is wrong with it.

    `agencies` is the recorded table: an agency that is not in it is a problem.
    Rows without a certificate say nothing that is recorded.
    """
    found = _header(sheet)
    assert found is not None
    below, places = found
    reader = _Reader(sheet, places, agencies, rules)
    titles = " ".join(cell for row in sheet.rows[:below] for cell in row)
    return reader.table(below, _edition_in(titles))


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The number of rows down to the header's end, and where each column stands."""
    for top, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        for height in (2, 1):
            places = _places(sheet.rows[top : top + height])
            if (
                "name" in places
                and "issued_on" in places
                and _COLUMN_OF.get(same(row[places["name"]])) == "name"
            ):
                return top + height, places
    return None


def _places(rows: list[list[str]]) -> dict[str, int]:
    """Column -> position; the lower row of a merged header decides where it has a text."""
    width = max(map(len, rows), default=0)
    padded = [row + [""] * (width - len(row)) for row in rows]
    places: dict[str, int] = {}
    for place in range(width):
        texts = [row[place] for row in padded if row[place]]
        column = _COLUMN_OF.get(same(texts[-1])) if texts else None
        if column is not None:
            places.setdefault(column, place)
    return places


class _Reader:
    """Reads the rows of one list."""

    def __init__(self, sheet: Sheet, places: Mapping[str, int], agencies: Recorded, rules: Rules) -> None:
        self._sheet, self._places = sheet, places
        self._parser = Parser(rules)
        self._specs = {spec.name: spec for spec in SPECS["attestations"]}
        self._named = _by_name(agencies)
        self._types = {same(label): t.code for t in rules.types for label in (t.vi, t.code)}
        self._districts = {same(label): d.code for d in rules.districts for label in (d.vi, d.code)}

    def table(self, below: int, edition: str) -> tuple[Table, list[Problem]]:
        """The attestations of the rows from `below` on."""
        written = {column: self._written(below, place) for column, place in self._places.items()}
        table = Table("attestations", self._sheet.file, written={**written, "agency": written["name"]})
        table.columns = {
            name: [] for name in ("agency", "kind", "edition", "number", "issued_on", "expires_on")
        }
        problems: list[Problem] = []
        section = _Section(edition=edition)
        for row in self._rows(below):
            agencies = self._agencies(row, section)
            if not agencies and self._is_section(row):
                section = self._section(row, edition)
            elif not agencies or any(row.cells[name] for name in _ATTESTED):
                problems += self._add(table, row, agencies, section)
        return table, problems

    def _written(self, below: int, place: int) -> str:
        """The header of a column as its lowest row writes it."""
        header = self._sheet.rows[max(below - 2, 0) : below]
        return next(row[place] for row in reversed(header) if place < len(row) and row[place])

    def _rows(self, below: int) -> Iterator[_Row]:
        for number, cells in enumerate(self._sheet.rows[below:], start=below + 1):
            if any(cells):
                named = {c: cells[p] if p < len(cells) else "" for c, p in self._places.items()}
                if not named["name"]:  # a merged section row has its text before the names
                    named["name"] = next((cell for cell in cells[: self._places["name"]] if cell), "")
                if not named["name"] and not self._is_date(named["issued_on"]):
                    continue  # below the list: place and date, the signature
                yield _Row(number, {name: named.get(name, "") for name in _HEADERS})

    def _is_date(self, text: str) -> bool:
        try:
            return bool(text and self._parser.of(self._specs["issued_on"])(text))
        except Bad:
            return False

    def _is_section(self, row: _Row) -> bool:
        """No certificate, and no number of its own in the list."""
        return (
            not any(row.cells[name] for name in _ATTESTED) and not row.cells["place"].rstrip(".").isdecimal()
        )

    def _section(self, row: _Row, edition: str) -> _Section:
        text = _NUMERAL.sub("", row.cells["name"])
        spoken = same(text)
        return _Section(
            type=next((code for label, code in self._types.items() if label in spoken), ""),
            district=next((code for label, code in self._districts.items() if label in spoken), ""),
            edition=_edition_in(text) or edition,
        )

    def _agencies(self, row: _Row, section: _Section) -> list[_Agency]:
        """The agencies that the row may mean: one, none or several."""
        name, district = row.cells["name"], row.cells["district"]
        known = self._named.get(same(name), [])
        if not known and (split := _OF_DISTRICT.match(name)):
            name, district = split["name"], split["district"]
            known = self._named.get(same(name), [])
        where = self._districts.get(same(district), section.district)
        for wanted, part in ((where, "district"), (section.type, "type")):
            narrowed = [agency for agency in known if getattr(agency, part) == wanted]
            if len(known) > 1 and narrowed:
                known = narrowed
        return known

    def _add(self, table: Table, row: _Row, agencies: list[_Agency], section: _Section) -> Iterator[Problem]:
        position = len(table.numbers)
        table.numbers.append(row.number)
        cells = {
            "agency": agencies[0].code if len(agencies) == 1 else "",
            "kind": "certificate",
            "edition": _edition_in(row.cells["edition"] + " " + row.cells["note"]) or section.edition,
            **{name: row.cells[name] for name in _ATTESTED},
        }
        if len(agencies) != 1:
            yield table.problem(position, "name", self._which(row.cells["name"], agencies))
        if not cells["edition"]:
            yield table.problem(
                position, "edition", message("no edition is named: write “TCVN ISO 9001:2008” in the title")
            )
        for name in ("edition", *_ATTESTED):
            try:
                cells[name] = self._parser.of(self._specs[name])(cells[name]) if cells[name] else ""
            except Bad as error:
                cells[name] = ""
                yield table.problem(position, name, error.why)
        if not row.cells["issued_on"]:
            yield table.problem(position, "issued_on", message("the cell is required"))
        for name, cell in cells.items():
            table.columns[name].append(cell)

    def _which(self, name: str, agencies: list[_Agency]) -> Message:
        if agencies:
            codes = ", ".join(agency.code for agency in agencies)
            return message(
                "“{value}” may be any of {codes}: name the district", value=shown(name), codes=codes
            )
        near = get_close_matches(same(name), list(self._named), n=1, cutoff=0)
        code = self._named[near[0]][0].code if near else "—"
        return message(
            "“{value}” is not the name of an agency; nearest: {near}", value=shown(name), near=code
        )


def _by_name(agencies: Recorded) -> dict[str, list[_Agency]]:
    """Agencies by every name they have had."""
    named: dict[str, dict[str, _Agency]] = defaultdict(dict)
    columns = agencies.columns
    for code, name, kind, district in zip(
        columns["agency"], columns["name"], columns["type"], columns["district"], strict=True
    ):
        named[same(name)][code] = _Agency(code, kind, district)
    return {name: list(codes.values()) for name, codes in named.items()}


def _edition_in(text: str) -> str:
    found = _ISO.search(text)
    return found[1] if found else ""
