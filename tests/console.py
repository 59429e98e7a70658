"""The command line as a script uses it: words in, exit code and text out; and folders to load."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from typing import Any

from qms_model.__main__ import main
from qms_model.facts import SPECS

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "registry"
CONFIG = ROOT / "config.yaml"

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def header(self) -> list[str]:
        """The column names of a CSV answer."""
        return next(csv.reader(io.StringIO(self.out)))

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of a CSV answer."""
        return list(csv.DictReader(io.StringIO(self.out)))

    @property
    def json(self) -> Any:
        """A JSON answer."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Office:
    """The command line over one database."""

    url: str
    options: tuple[str, ...] = field(default=("--lang", "en"))

    def __call__(self, *words: object) -> Answer:
        """Run a command."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(["--database", self.url, *self.options, *map(str, words)])
        return Answer(code, out.getvalue(), err.getvalue())

    def rows(self, *words: object) -> list[dict[str, str]]:
        """The rows that a command that succeeds gives as CSV."""
        answer = self(*words, "--format", "csv")
        assert (answer.code, answer.err) == (0, "")
        return answer.rows

    def load(self, folder: Path, *words: object) -> Answer:
        """Load and record a registry that has no fault."""
        answer = self("load", folder, "--apply", "--format", "csv", *words)
        assert answer.code == 0, answer.err
        return answer

    def changes(self) -> int:
        """How many changes the journal holds."""
        return len(self.rows("journal"))

    def verifies(self) -> bool:
        """Whether the journal holds together."""
        return self("verify").code == 0


def new_processes(module: str) -> ForkServerContext | SpawnContext:
    """How to start processes that share no connection with this one, and have imported `module`."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    return context


def written(folder: Path, tables: Tables) -> Path:
    """A folder of CSV files with these rows; the columns are those that some row has."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        present = {column for row in rows for column in row}
        columns = [spec.name for spec in SPECS[name] if spec.name in present]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def read_back(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The tables of a folder of CSV files, as they are written."""
    return {
        file.stem: list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
        for file in sorted(folder.glob("*.csv"))
    }


# A small province. On 31/12/2013: the department and the district committee are certified, the division
# shares the committee's system, one commune applies, one is new and has nothing, the hospital is exempt.
PROVINCE: Tables = {
    "registry": [
        {"setting": "province", "value": "Lạng Sơn"},
        {"setting": "as_of", "value": "2013-12-31"},
    ],
    "agencies": [
        {"agency": "SNV", "name": "Sở Nội vụ", "type": "so_ban_nganh", "parent": "UBND tỉnh"},
        {"agency": "UB-VQ", "name": "UBND huyện Văn Quan", "type": "ubnd_huyen", "district": "184"},
        {
            "agency": "PNV-VQ",
            "name": "Phòng Nội vụ",
            "type": "phong_noi_vu",
            "district": "184",
            "parent": "UB-VQ",
            "shares_qms_of": "UB-VQ",
        },
        {"agency": "XA-1", "name": "UBND xã Một", "type": "ubnd_xa", "district": "184"},
        {
            "agency": "XA-2",
            "name": "UBND xã Hai",
            "type": "ubnd_xa",
            "established_on": "2013-06",
            "dissolved_on": "2014-07-01",
        },
        {"agency": "BV", "name": "Bệnh viện", "type": "benh_vien"},
    ],
    "adoptions": [
        {"agency": "SNV", "planned_year": "2010", "applied_on": "2010-01-15", "confirmed_on": "2010-06-01"},
        {"agency": "UB-VQ", "applied_on": "2011"},
        {"agency": "XA-1", "applied_on": "2013-05"},
    ],
    "attestations": [
        {
            "agency": "SNV",
            "kind": "certificate",
            "edition": "2008",
            "number": "1",
            "issued_on": "2010-09-01",
            "expires_on": "2013-08-31",
        },
        {
            "agency": "SNV",
            "kind": "certificate",
            "edition": "2008",
            "number": "2",
            "issued_on": "2013-08-20",
            "expires_on": "2016-08-19",
        },
        {
            "agency": "UB-VQ",
            "kind": "certificate",
            "edition": "2008",
            "number": "",
            "issued_on": "2012-03",
            "expires_on": "2015-03",
        },
    ],
    "audits": [
        {"audit": "DG-1", "agency": "SNV", "kind": "internal", "held_on": "2013-04-10"},
        {"audit": "DG-2", "agency": "SNV", "kind": "management_review", "held_on": "2013-04-20"},
        {"audit": "KT-1", "agency": "UB-VQ", "kind": "inspection_onsite", "held_on": "2013-03-01"},
    ],
    "findings": [
        {
            "finding": "PH-1",
            "audit": "KT-1",
            "clause": "2008:8.2.2",
            "cause": "R3",
            "description": "Chưa đánh giá",
        },
    ],
    "procedures": [{"agency": "SNV", "counted_on": "2013-11-30", "operational": "34", "system": "7"}],
    "objectives": [
        {
            "agency": "SNV",
            "year": "2013",
            "objective": "Đúng hạn",
            "unit": "%",
            "target": "95.5",
            "actual": "97",
        },
    ],
    "targets": [{"type": "so_ban_nganh", "due_on": "2010-12-31", "share": "100"}],
    "reorganisations": [
        {"event": "QD-1", "kind": "dissolve", "effective_on": "2014-07-01", "predecessor": "XA-2"}
    ],
    "exemptions": [{"agency": "BV", "starts_on": "2013-01-01", "until": "2013-12-31", "basis": "Công văn 1"}],
    "followups": [{"agency": "BV", "on": "2013-02-01", "channel": "Công văn", "promised_on": "2013-12-31"}],
}
