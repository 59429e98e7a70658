"""Writes a made-up registry of the size of a nation, in the registry format.

    python -m benchmarks.nation [FOLDER]        (default: benchmarks/data/nation)

63 provinces, 63,000 agencies, 160,000 attestations, 300,000 audits, 200,000
findings and what belongs to them: 786,000 rows. The same seed writes the same
bytes. Nothing in it is about a real place. Beside the folder it writes
`config.yaml` with the districts of all provinces: give it with `--config`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml

from benchmarks.measure import CONFIG, NATION, ROOT

SEED = 20151231
PROVINCES, DISTRICTS = 63, 11  # districts of each province
ATTESTATIONS, AUDITS, FINDINGS = 160_000, 300_000, 200_000

# How many of each type a province has; `phong_` and `ttyt_` stand in a district.
TYPES = {
    "so_ban_nganh": 22,
    "ubnd_huyen": DISTRICTS,
    "phong_noi_vu": DISTRICTS,
    "phong_tnmt": DISTRICTS,
    "phong_khac": 30 * DISTRICTS,
    "ttyt_huyen": DISTRICTS,
    "chi_cuc": 40,
    "trung_tam": 150,
    "truong_cd": 8,
    "truong_tc": 12,
    "benh_vien": 40,
    "ubnd_xa": 354,
}
IN_DISTRICTS = ("ubnd_huyen", "phong_noi_vu", "phong_tnmt", "phong_khac", "ttyt_huyen", "ubnd_xa")
SERVICE_UNITS = ("ttyt_huyen", "trung_tam", "truong_cd", "truong_tc", "benh_vien")
EVERY_CAUSE = [f"R{n}" for n in range(9)]
CLAUSES = ["4.2.3", "4.2.4", "5.6", "6.2.2", "7.2.1", "7.5.1", "8.2.1", "2008:8.2.2", "8.2.3", "8.5.2"]

Days = npt.NDArray[np.datetime64]
Texts = npt.NDArray[np.object_]
Columns = dict[str, Any]


class Nation:
    """The tables, made one from the other."""

    def __init__(self) -> None:
        """Begin with the agencies: everything else is about them."""
        self.random = np.random.default_rng(SEED)
        province = np.repeat(np.arange(1, PROVINCES + 1), sum(TYPES.values()))
        kinds = np.repeat(np.array(list(TYPES), dtype=object), list(TYPES.values()))
        nth = np.concatenate([np.arange(count) for count in TYPES.values()])
        self.type = np.tile(kinds, PROVINCES)
        self.nth = np.tile(nth, PROVINCES)
        self.province = province
        self.size = len(self.type)
        self.code = _joined(_padded(province, 2), "-", self.type, "-", _padded(self.nth, 3))
        local = np.isin(self.type, IN_DISTRICTS)
        self.district = np.where(local, _joined(_padded(province, 2), _padded(self.nth % DISTRICTS, 2)), "")
        self.dissolved = np.where(
            self.some(0.05), self.between("2016-01-01", "2025-07-01"), np.datetime64("NaT")
        )
        self.dissolved[self.type == "ubnd_huyen"] = np.datetime64("NaT")
        self.applied = self.between("2007-01-01", "2019-12-31")
        self.confirmed = self.applied + self.random.integers(30, 300, self.size)

    def some(self, share: float, size: int | None = None) -> npt.NDArray[np.bool_]:
        """A random choice of about this share."""
        return self.random.random(self.size if size is None else size) < share

    def between(self, first: str, last: str, size: int | None = None) -> Days:
        """Random days."""
        start = np.datetime64(first)
        length = int((np.datetime64(last) - start).astype(int)) + 1
        return start + self.random.integers(0, length, self.size if size is None else size)

    def partial(self, days: Days, share: float) -> Texts:
        """The days as text, about this share of them known to the month or the year only."""
        text = _iso(days)
        draw = self.random.random(len(days))
        return np.where(draw < share / 2, _cut(text, 4), np.where(draw < share, _cut(text, 7), text))

    def agencies(self) -> Columns:
        """The agencies; 2,000 were renamed, some of them also moved to another body: two rows."""
        host = _joined(_padded(self.province, 2), "-ubnd_huyen-", _padded(self.nth % DISTRICTS, 3))
        division = np.char.startswith(self.type.astype(str), "phong")
        lawful = division | np.isin(self.type, ("so_ban_nganh", "ubnd_huyen"))
        name = _joined(
            "Đơn vị ", self.type, " số ", _padded(self.nth, 3), " tỉnh ", _padded(self.province, 2)
        )
        columns = {
            "agency": self.code,
            "name": name,
            "type": self.type,
            "province": _joined("Tỉnh ", _padded(self.province, 2)),
            "district": self.district,
            "parent": np.where(division, host, "UBND tỉnh"),
            "shares_qms_of": np.where(division & self.some(0.6), host, ""),
            "obligation": np.where(self.some(0.02), np.where(lawful, "encouraged", "mandatory"), ""),
            "official_code": np.where(self.district != "", _padded(self.nth, 5), ""),
            "in_par_index": np.where(self.some(0.3), "yes", "no"),
            "owner": np.where(self.some(0.3), _joined("Người phụ trách ", _padded(self.nth, 3)), ""),
            "established_on": np.where(
                self.some(0.2), self.partial(self.between("1990-01-01", "2005-12-31"), 0.4), ""
            ),
            "dissolved_on": self.partial(self.dissolved, 0.1),
        }
        renamed = self.random.choice(np.flatnonzero(np.isnat(self.dissolved)), 2_000, replace=False)
        changed_on = self.partial(self.between("2007-01-01", "2020-12-31", len(renamed)), 0.2)
        later = {column: cells[renamed] for column, cells in columns.items()}
        later["name"] = _joined("Đơn vị đổi tên ", later["name"])
        later["parent"] = np.where(self.some(0.5, len(renamed)), "Sở chủ quản mới", later["parent"])
        later["established_on"] = changed_on
        columns["dissolved_on"][renamed] = changed_on
        return {column: np.concatenate([cells, later[column]]) for column, cells in columns.items()}

    def adoptions(self) -> Columns:
        """How far 57,000 agencies came: most confirmed, some only started."""
        who = np.sort(self.random.choice(self.size, 57_000, replace=False))
        reached = self.random.random(len(who))
        started = self.applied[who] - self.random.integers(60, 500, len(who))
        year = self.applied[who].astype("datetime64[Y]").astype(int) + 1970
        planned = (year - self.random.integers(0, 2, len(who))).astype(str)
        return {
            "agency": self.code[who],
            "planned_year": np.where(self.some(0.8, len(who)), planned, ""),
            "started_on": np.where(reached < 0.95, self.partial(started, 0.2), ""),
            "applied_on": np.where(reached < 0.9, self.partial(self.applied[who], 0.1), ""),
            "confirmed_on": np.where(reached < 0.8, self.partial(self.confirmed[who], 0.05), ""),
        }

    def attestations(self) -> Columns:
        """Certificates every three years or so; declarations from 2014-05-18 on."""
        holders = np.flatnonzero(self.some(0.8))
        first = self.confirmed[holders] + self.random.integers(1, 200, len(holders))
        terms = 1_095 * np.arange(6)[:, None] + self.random.integers(-90, 200, (6, len(holders)))
        terms[0] = 0
        issued = (first + terms).ravel()
        who = np.tile(holders, 6)
        possible = np.flatnonzero(issued < np.datetime64("2025-12-01"))
        kept = np.sort(self.random.choice(possible, ATTESTATIONS, replace=False))
        who, issued, rows = who[kept], issued[kept], ATTESTATIONS
        certificate = (issued < np.datetime64("2014-05-18")) | (
            np.isin(self.type[who], SERVICE_UNITS) & self.some(0.4, rows)
        )
        edition = np.select(
            [issued < np.datetime64("2009-07-01"), issued < np.datetime64("2017-01-01")],
            ["2000", "2008"],
            "2015",
        )
        expires = issued + 1_094
        suspended = np.where(certificate & self.some(0.04, rows), issued + 300, np.datetime64("NaT"))
        restored = np.where(self.some(0.7, rows), suspended + 90, np.datetime64("NaT"))
        ended = np.where(
            self.some(0.06, rows), issued + self.random.integers(100, 1_500, rows), np.datetime64("NaT")
        )
        reason = self.random.choice(np.array(["withdrawn", "cancelled", "replaced", ""], dtype=object), rows)
        return {
            "agency": self.code[who],
            "kind": np.where(certificate, "certificate", "declaration"),
            "edition": edition,
            "number": _joined("GCN-", _padded(np.arange(rows), 6)),
            "body": np.where(certificate, _joined("Tổ chức chứng nhận ", _padded(who % 17, 2)), ""),
            "scope": _joined("Giải quyết thủ tục hành chính thuộc thẩm quyền của ", self.code[who]),
            "issued_on": self.partial(issued, 0.04),
            "expires_on": np.where(certificate & self.some(0.96, rows), self.partial(expires, 0.02), ""),
            "suspended_on": _iso(suspended),
            "restored_on": _iso(restored),
            "ended_on": _iso(ended),
            "ended_because": np.where(np.isnat(ended), "", reason),
            "scope_changed_on": _iso(np.where(self.some(0.03, rows), issued + 400, np.datetime64("NaT"))),
        }

    def audits(self) -> Columns:
        """A year's internal audit and review where the system is alive; inspections anywhere."""
        lively = self.random.choice(self.size, 10_000, replace=False)
        who, kind, held = [], [], []
        for year in range(12):
            for name in ("internal", "management_review"):
                there = lively[self.some(0.9, len(lively))]
                who.append(there)
                kind.append(np.full(len(there), name, dtype=object))
                held.append(self.confirmed[there] + 365 * year + self.random.integers(0, 60, len(there)))
        rest = AUDITS - sum(map(len, who))
        others = ["certification", "surveillance", "recertification", "inspection_file", "inspection_onsite"]
        who.append(self.random.integers(0, self.size, rest))
        kind.append(self.random.choice(np.array(["internal", *others], dtype=object), rest))
        held.append(self.between("2007-06-01", "2025-12-01", rest))
        self.audit_kind, self.held = np.concatenate(kind), np.concatenate(held)
        numbers = np.arange(AUDITS)
        self.audit = _joined("DG-", _padded(numbers, 6))
        signed = np.where(
            self.some(0.7, AUDITS), self.held + self.random.integers(0, 20, AUDITS), np.datetime64("NaT")
        )
        return {
            "audit": self.audit,
            "agency": self.code[np.concatenate(who)],
            "kind": self.audit_kind,
            "held_on": _iso(self.held),
            "signed_on": _iso(signed),
            "period": _cut(_iso(self.held), 4),
            "team": _joined("Đoàn đánh giá ", _padded(numbers % 240, 3)),
            "minutes": _joined(_padded(numbers, 6), "/BB-ĐG"),
        }

    def findings(self) -> Columns:
        """Findings of random audits, most of them closed in time."""
        rows = FINDINGS
        of = np.sort(self.random.integers(0, AUDITS, rows))
        inspected = np.char.startswith(self.audit_kind[of].astype(str), "inspection")
        grade = self.random.choice(
            np.array(["major", "minor", "observation"], dtype=object), rows, p=[0.2, 0.6, 0.2]
        )
        corrected = self.held[of] + self.random.integers(5, 200, rows)
        verified = corrected + self.random.integers(0, 40, rows)
        done = self.random.random(rows)
        code = _joined("PH-", _padded(np.arange(rows), 6))
        return {
            "finding": code,
            "audit": self.audit[of],
            "grade": np.where(inspected & self.some(0.7, rows), "", grade),
            "clause": self.random.choice(np.array(CLAUSES, dtype=object), rows),
            "cause": self.random.choice(np.array(EVERY_CAUSE, dtype=object), rows),
            "description": _joined(
                "Chưa thực hiện đầy đủ yêu cầu, trường hợp ", _padded(np.arange(rows) % 5_000, 4)
            ),
            "due_on": np.where(self.some(0.4, rows), _iso(self.held[of] + 60), ""),
            "corrected_on": np.where(done < 0.9, _iso(corrected), ""),
            "verified_on": np.where(done < 0.85, _iso(verified), ""),
            "verified_by_evidence": np.where(done < 0.85, "Hồ sơ kiểm tra xác nhận", ""),
            "closed_on": np.where(done < 0.8, _iso(verified + 10), ""),
            "reopens": np.where(self.some(0.01, rows), code[::-1], ""),
        }

    def exemptions(self) -> Columns:
        """1,500 agencies excused for a time."""
        who = self.random.choice(self.size, 1_500, replace=False)
        starts = self.between("2008-01-01", "2024-12-31", len(who))
        until = starts + self.random.integers(90, 900, len(who))
        basis = np.full(len(who), "Đang kiện toàn tổ chức", dtype=object)
        return {"agency": self.code[who], "starts_on": _iso(starts), "until": _iso(until), "basis": basis}

    def reorganisations(self) -> Columns:
        """2,440 agencies went: absorbed by their district committee, or dissolved."""
        gone = np.flatnonzero(~np.isnat(self.dissolved))[:2_440]
        heir = np.where(self.district[gone] != "", _joined(_padded(self.province[gone], 2), "-ubnd_huyen-",
                        _padded(self.nth[gone] % DISTRICTS, 3)), "")  # fmt: skip
        return {
            "event": _joined("TC-", _padded(np.arange(len(gone)), 5)),
            "kind": np.where(heir != "", "absorb", "dissolve"),
            "effective_on": _iso(self.dissolved[gone]),
            "predecessor": self.code[gone],
            "successor": heir,
        }

    @staticmethod
    def targets() -> Columns:
        """Five dates for each type."""
        types = np.repeat(np.array(list(TYPES), dtype=object), 5)
        due = np.tile([f"{year}-12-31" for year in (2008, 2010, 2015, 2020, 2025)], len(TYPES))
        return {"type": types, "due_on": due, "share": np.tile(["20", "40", "60", "80", "95"], len(TYPES))}

    def tables(self) -> dict[str, Columns]:
        """All tables by name."""
        made = {
            name: getattr(self, name)()
            for name in (
                "agencies", "adoptions", "attestations", "audits",
                "findings", "targets", "reorganisations", "exemptions",
            )
        }  # fmt: skip
        settings = {
            "title": "Sổ đăng ký cỡ cả nước để đo tốc độ",
            "as_of": "2025-12-31",
            "illustrative": "yes",
        }
        return {"registry": {"setting": list(settings), "value": list(settings.values())}, **made}


def write_nation(folder: Path = NATION) -> int:
    """Write the registry to `folder` and its config.yaml beside it; how many rows there are."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = 0
    for name, columns in Nation().tables().items():
        frame = pd.DataFrame(columns)
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        rows += len(frame)
    config = yaml.safe_load((ROOT / CONFIG.name).read_text("utf-8"))
    config["rules"]["districts"] = [
        {"code": f"{p:02d}{d:02d}", "vi": f"Huyện {p:02d}{d:02d}", "en": f"District {p:02d}{d:02d}"}
        for p in range(1, PROVINCES + 1)
        for d in range(DISTRICTS)
    ]
    (folder.parent / CONFIG.name).write_text(
        yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8"
    )
    return rows


def _iso(days: Days) -> Texts:
    text = np.datetime_as_string(days, unit="D").astype(object)
    text[np.isnat(days)] = ""
    return text


def _cut(text: Texts, length: int) -> Texts:
    return text.astype(f"U{length}").astype(object)


def _padded(numbers: npt.NDArray[np.integer], width: int) -> Texts:
    return np.char.zfill(numbers.astype(str), width).astype(object)


def _joined(*parts: Texts | str) -> Texts:
    whole: Any = ""
    for part in parts:
        whole = whole + part
    return np.asarray(whole, dtype=object)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else NATION
    print(f"{write_nation(target):,} rows in {target}")
