"""The sample registry agrees with what the province published, told in slow plain Python.

Reads the CSV files only: nothing of the product is asked about its own sample.
"""

from __future__ import annotations

import calendar
import csv
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data"
FACTS = ("registry", "agencies", "reorganisations")
ILLUSTRATIVE = (
    "adoptions",
    "attestations",
    "audits",
    "findings",
    "procedures",
    "objectives",
    "targets",
    "exemptions",
    "followups",
)
KEPT_BY_HAND = (*FACTS, "targets", "exemptions")
DAY = date(2014, 12, 31)
YEAR_ENDS = [date(year, 12, 31) for year in range(2006, 2015)]
FULL = ("so_ban_nganh", "ubnd_huyen", "phong_noi_vu", "phong_tnmt")
ENCOURAGED = (
    "chi_cuc",
    "trung_tam",
    "truong_cd",
    "truong_tc",
    "benh_vien",
    "phong_khac",
    "ttyt_huyen",
    "ubnd_xa",
)
SERVICE_UNITS = ("trung_tam", "truong_cd", "truong_tc", "benh_vien", "ttyt_huyen")
EDITION_2000_ENDS = date(2010, 11, 15)
DECLARATIONS_FROM = date(2014, 5, 18)
# district: communes in 2007-2019, in 2020, on 2025-03-01 (General Statistics Office)
COMMUNES = {
    "178": (8, 8, 8),
    "180": (23, 22, 20),
    "181": (20, 19, 19),
    "182": (20, 17, 17),
    "183": (23, 22, 22),
    "184": (24, 17, 15),
    "185": (20, 18, 18),
    "186": (26, 24, 23),
    "187": (21, 20, 20),
    "188": (29, 21, 20),
    "189": (12, 12, 12),
}

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (DATA / "registry" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AGENCIES, ADOPTIONS, ATTESTATIONS = rows("agencies"), rows("adoptions"), rows("attestations")
AUDITS, FINDINGS = {row["audit"]: row for row in rows("audits")}, rows("findings")
REORGANISATIONS = rows("reorganisations")


def day_of(text: str) -> date:
    """A date as it counts: one known to the month or year is the last day of that."""
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def existing(day: date) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in AGENCIES:
        begun = not row["established_on"] or date.fromisoformat(row["established_on"]) <= day
        if begun and not (row["dissolved_on"] and date.fromisoformat(row["dissolved_on"]) <= day):
            assert row["agency"] not in found, "two rows of one agency hold on the same day"
            found[row["agency"]] = row
    return found


def pool(row: Row) -> set[str]:
    """The agency and the host of its system."""
    return {row["agency"], row["shares_qms_of"]} - {""}


def attestations_of(row: Row, day: date) -> list[Row]:
    return [a for a in ATTESTATIONS if a["agency"] in pool(row) and day_of(a["issued_on"]) <= day]


def valid(attestation: Row, day: date) -> bool:
    """Not expired, not ended, of an edition that holds (issued is taken for granted)."""
    certificate = attestation["kind"] == "certificate"
    if attestation["expires_on"]:
        expired = day_of(attestation["expires_on"]) < day
    else:
        expired = certificate and add_months(day_of(attestation["issued_on"]), 36) <= day
    ended = attestation["ended_on"] and day_of(attestation["ended_on"]) <= day
    old = certificate and attestation["edition"] == "2000" and day >= EDITION_2000_ENDS
    return not (expired or ended or old)


def suspended(attestation: Row, day: date) -> bool:
    begun = attestation["suspended_on"] and day_of(attestation["suspended_on"]) <= day
    over = attestation["restored_on"] and day_of(attestation["restored_on"]) <= day
    return bool(begun and not over)


def in_force(row: Row, day: date) -> bool:
    return any(valid(a, day) and not suspended(a, day) for a in attestations_of(row, day))


def attested(day: date) -> set[str]:
    """Rung 2: ever attested by the day, alone or with the host."""
    return {code for code, row in existing(day).items() if attestations_of(row, day)}


def adoption_year(row: Row, day: date) -> int | None:
    dates = [
        a[column] for a in ADOPTIONS if a["agency"] in pool(row) for column in ("applied_on", "confirmed_on")
    ]
    dates += [a["issued_on"] for a in ATTESTATIONS if a["agency"] in pool(row)]
    known = [day_of(text) for text in dates if text and day_of(text) <= day]
    return min(known).year if known else None


def is_open(finding: Row, day: date) -> bool:
    ends = [finding["closed_on"]] + ([] if finding["grade"] else [finding["corrected_on"]])
    held = day_of(AUDITS[finding["audit"]]["held_on"])
    return held <= day and not any(text and day_of(text) <= day for text in ends)


def is_overdue(finding: Row, day: date) -> bool:
    audit = AUDITS[finding["audit"]]
    if finding["grade"] == "observation":
        return False
    if finding["due_on"]:
        due = day_of(finding["due_on"])
    else:
        signed = day_of(audit["signed_on"] or audit["held_on"])
        due = signed + timedelta(90) if finding["grade"] else add_months(signed, 2)
    return is_open(finding, day) and due < day


def of_type(kind: str, day: date = DAY) -> list[Row]:
    return [row for row in existing(day).values() if row["type"] == kind]


# -- what was published (domain.md, section 2) --


def test_exactly_122_agencies_were_attested_by_the_end_of_2014() -> None:
    assert len(attested(DAY)) == 122


def test_each_of_the_122_has_an_attestation_of_the_2008_edition() -> None:
    today = existing(DAY)
    without = [
        c for c in attested(DAY) if all(a["edition"] != "2008" for a in attestations_of(today[c], DAY))
    ]
    assert without == []


def test_fifteen_agencies_adopted_in_2007_and_none_before() -> None:
    years = Counter(adoption_year(row, DAY) for row in existing(DAY).values())
    assert years[2007] == 15
    assert min(year for year in years if year) == 2007


def test_the_department_of_planning_and_investment_is_among_the_first_adopters() -> None:
    assert adoption_year(existing(DAY)["SKHDT"], DAY) == 2007


@pytest.mark.parametrize(("kind", "count"), list(zip(FULL, (20, 11, 11, 11), strict=True)))
def test_the_four_published_groups_are_at_one_hundred_per_cent(kind: str, count: int) -> None:
    assert len(of_type(kind)) == count
    assert {row["agency"] for row in of_type(kind)} <= attested(DAY)


@pytest.mark.parametrize("kind", ENCOURAGED)
def test_each_encouraged_group_has_some_attested_and_not_all(kind: str) -> None:
    members = {row["agency"] for row in of_type(kind)}
    assert 0 < len(members & attested(DAY)) < len(members)


def test_69_of_the_attested_are_encouraged_agencies() -> None:
    today = existing(DAY)
    assert sum(today[code]["type"] in ENCOURAGED for code in attested(DAY)) == 69


def test_attested_at_year_ends_never_falls_and_never_passes_122() -> None:
    path = [len(attested(day)) for day in YEAR_ENDS]
    assert path == sorted(path)
    assert path[0] == 0
    assert path[-1] == max(path) == 122


def test_no_attested_agency_is_ever_exempt() -> None:
    assert {row["agency"] for row in rows("exemptions")}.isdisjoint(attested(DAY))


def test_a_sharing_agency_is_itself_one_of_the_122() -> None:
    sharing = {code for code, row in existing(DAY).items() if row["shares_qms_of"]}
    assert sharing
    assert sharing <= attested(DAY)


def test_a_host_exists_and_does_not_share_itself() -> None:
    today = existing(DAY)
    hosts = {row["shares_qms_of"] for row in today.values()} - {""}
    assert hosts
    assert all(not today[host]["shares_qms_of"] for host in hosts)


def test_every_other_division_is_encouraged_by_override() -> None:
    assert of_type("phong_khac")
    assert {row["obligation"] for row in of_type("phong_khac")} == {"encouraged"}
    assert {row["obligation"] for row in AGENCIES if row["type"] != "phong_khac"} == {""}


def test_the_department_of_planning_and_investment_has_34_and_7_procedures() -> None:
    last = [row for row in rows("procedures") if row["agency"] == "SKHDT"][-1]
    assert (last["operational"], last["system"]) == ("34", "7")


def latest_counts() -> dict[str, Row]:
    return {row["agency"]: row for row in sorted(rows("procedures"), key=lambda row: row["counted_on"])}


def test_every_department_and_district_committee_handles_procedures_by_iso() -> None:
    latest = latest_counts()
    for row in of_type("so_ban_nganh") + of_type("ubnd_huyen"):
        assert int(latest[row["agency"]]["tthc_in_scope"]) > 0, row["agency"]


def test_nearly_but_not_quite_all_administrative_procedures_are_posted() -> None:
    counts = [row for row in latest_counts().values() if row["tthc_total"]]
    total = sum(int(row["tthc_total"]) for row in counts)
    assert 0.97 < sum(int(row["tthc_posted"]) for row in counts) / total < 1


# -- who exists when --


@pytest.mark.parametrize(
    ("day", "communes", "districts"),
    [
        (date(2007, 12, 31), 226, 11),
        (date(2014, 12, 31), 226, 11),
        (date(2019, 12, 31), 226, 11),
        (date(2020, 1, 1), 200, 11),
        (date(2024, 11, 30), 200, 11),
        (date(2025, 3, 1), 194, 11),
        (date(2025, 6, 30), 194, 11),
        (date(2025, 7, 1), 65, 0),
    ],
    ids=str,
)
def test_so_many_communes_and_district_committees_exist(day: date, communes: int, districts: int) -> None:
    assert (len(of_type("ubnd_xa", day)), len(of_type("ubnd_huyen", day))) == (communes, districts)


@pytest.mark.parametrize(
    ("nth", "day"), [(0, date(2007, 1, 1)), (0, DAY), (1, date(2020, 1, 1)), (2, date(2025, 3, 1))], ids=str
)
def test_each_district_has_its_communes(nth: int, day: date) -> None:
    counted = Counter(row["district"] for row in of_type("ubnd_xa", day))
    assert counted == {district: counts[nth] for district, counts in COMMUNES.items()}


def test_official_codes_of_communes_are_unique_on_a_day_though_reused_later() -> None:
    for day in (DAY, date(2020, 1, 1), date(2025, 3, 1), date(2025, 7, 1)):
        codes = [row["official_code"] for row in of_type("ubnd_xa", day)]
        assert len(set(codes)) == len(codes)
        assert all(len(code) == 5 and code.startswith("0") for code in codes)
    reused = {row["official_code"] for row in of_type("ubnd_xa", date(2025, 7, 1))}
    assert len(reused) == 65
    assert reused <= {row["official_code"] for row in of_type("ubnd_xa", date(2025, 6, 30))}


def test_six_new_departments_of_2025_are_new_bodies() -> None:
    before, since = existing(date(2025, 2, 28)), existing(date(2025, 3, 1))
    new = {c for c, row in since.items() if row["type"] == "so_ban_nganh" and c not in before}
    gone = {c for c, row in before.items() if row["type"] == "so_ban_nganh" and c not in since}
    assert new == {"STC-2025", "SXD-2025", "SKHCN-2025", "SNV-2025", "SNNMT", "SDTTG"}
    assert len(gone) == 11


def test_each_parent_is_an_agency_of_the_same_day_or_the_provincial_committee() -> None:
    days = [DAY, date(2020, 1, 1), date(2024, 12, 1), date(2025, 3, 1), date(2025, 7, 1)]
    for day in days:
        there = existing(day)
        orphans = {c for c, row in there.items() if row["parent"] not in {"UBND tỉnh", *there}}
        assert orphans == set(), day


def test_names_of_agencies_repeat_across_districts_without_marks() -> None:
    names = Counter(row["name"] for row in of_type("ubnd_xa"))
    assert names["UBND xã Hòa Bình"] == 4
    assert not [name for name in names if "(" in name]


def test_events_name_known_agencies_and_never_return() -> None:
    known = {row["agency"] for row in AGENCIES}
    follows: dict[str, set[str]] = defaultdict(set)
    for row in REORGANISATIONS:
        ends = {row["predecessor"], row["successor"]} - {""}
        assert ends
        assert ends <= known
        if len(ends) == 2:
            follows[row["predecessor"]].add(row["successor"])

    def walk(code: str, path: tuple[str, ...]) -> None:
        assert code not in path, path
        for successor in follows[code]:
            walk(successor, (*path, code))

    for code in list(follows):
        walk(code, ())


def test_whoever_ends_or_begins_does_so_by_an_event_of_that_day() -> None:
    ended = {(r["predecessor"], r["effective_on"]) for r in REORGANISATIONS if r["predecessor"]}
    begun = {(r["successor"], r["effective_on"]) for r in REORGANISATIONS if r["successor"]}
    for row in AGENCIES:
        code = row["agency"]
        moved = code == "XA-05995"  # Thất Khê went on, under another official code
        if row["dissolved_on"] and not (moved and row["dissolved_on"] == "2024-12-01"):
            assert (code, row["dissolved_on"]) in ended
        if row["established_on"]:
            assert (code, row["established_on"]) in begun


def test_the_communes_of_2025_come_from_all_194_and_two_are_split() -> None:
    links = [r for r in REORGANISATIONS if r["successor"].startswith("X25-")]
    sources = Counter(r["predecessor"] for r in links)
    assert (len(links), len(sources), len({r["successor"] for r in links})) == (196, 194, 65)
    split = {r["predecessor"] for r in links if r["kind"] == "divide"}
    assert split == {code for code, count in sources.items() if count == 2} == {"XA-06622", "XA-06625"}


# -- a path that an official would believe --


def test_the_first_certificates_are_of_the_2000_edition_and_of_2007_to_2009() -> None:
    old = [a for a in ATTESTATIONS if a["edition"] == "2000"]
    assert {day_of(a["issued_on"]).year for a in old} == {2007, 2008, 2009}
    assert all(day_of(a["issued_on"]) < date(2009, 11, 15) for a in old)
    assert min(day_of(a["issued_on"]) for a in ATTESTATIONS if a["edition"] == "2008") >= date(2008, 11, 15)


def test_some_held_a_2000_certificate_too_long_and_moved_later() -> None:
    day = EDITION_2000_ENDS
    late = [row for row in existing(DAY).values() if attestations_of(row, day) and not in_force(row, day)]
    assert len(late) >= 5
    assert all(any(in_force(row, day) for day in YEAR_ENDS if day.year > 2010) for row in late)


def test_some_attestations_lapsed_and_were_renewed_and_some_were_not() -> None:
    force = [{c for c, row in existing(day).items() if in_force(row, day)} for day in YEAR_ENDS]
    assert force[-1] < attested(DAY)
    gaps = 0
    for a in ATTESTATIONS:
        if a["expires_on"] and not a["ended_on"] and day_of(a["expires_on"]) < DAY:
            later = [
                b for b in ATTESTATIONS if b["agency"] == a["agency"] and b["issued_on"] > a["expires_on"]
            ]
            gaps += bool(later)
    assert gaps >= 3
    assert len(attested(DAY) - force[-1]) >= 10


def test_suspended_restored_withdrawn_cancelled_and_replaced_all_occur() -> None:
    assert {a["ended_because"] for a in ATTESTATIONS} == {"", "withdrawn", "cancelled", "replaced"}
    assert sum(bool(a["restored_on"]) for a in ATTESTATIONS) >= 2
    assert [a for a in ATTESTATIONS if suspended(a, DAY) and valid(a, DAY)]


def test_some_certificates_expire_within_90_days_of_the_end_of_2014() -> None:
    soon = [a for a in ATTESTATIONS if a["expires_on"] and valid(a, DAY)]
    assert sum(day_of(a["expires_on"]) <= DAY + timedelta(90) for a in soon) >= 3


def test_declarations_begin_with_the_law_and_follow_the_confirmation() -> None:
    confirmed = {a["agency"]: a["confirmed_on"] for a in ADOPTIONS}
    declared = [a for a in ATTESTATIONS if a["kind"] == "declaration"]
    assert len(declared) >= 10
    for a in declared:
        assert day_of(a["issued_on"]) >= DECLARATIONS_FROM
        assert confirmed[a["agency"]] <= a["issued_on"]


def test_at_most_two_state_agencies_were_certified_after_the_law_changed() -> None:
    kinds = {row["agency"]: row["type"] for row in AGENCIES}
    late = [
        a["agency"]
        for a in ATTESTATIONS
        if a["kind"] == "certificate"
        and day_of(a["issued_on"]) > DECLARATIONS_FROM
        and kinds[a["agency"]] not in SERVICE_UNITS
    ]
    assert 1 <= len(late) <= 2


def test_some_issue_dates_are_known_to_the_month_or_year_and_one_expiry_is_missing() -> None:
    assert {len(a["issued_on"]) for a in ATTESTATIONS} == {4, 7, 10}
    assert sum(a["kind"] == "certificate" and not a["expires_on"] for a in ATTESTATIONS) == 1


def test_some_encouraged_agencies_have_begun_and_are_not_attested() -> None:
    done = attested(DAY)
    begun = [a for a in ADOPTIONS if a["agency"] not in done]
    reached = Counter(sum(bool(a[c]) for c in ("started_on", "applied_on", "confirmed_on")) for a in begun)
    assert all(reached[steps] >= 3 for steps in range(4))
    assert {row["type"] for c, row in existing(DAY).items() if c in {a["agency"] for a in begun}} <= {
        *ENCOURAGED
    }


def test_most_communes_have_no_plan() -> None:
    planned = {a["agency"] for a in ADOPTIONS if a["planned_year"]}
    assert sum(row["agency"] not in planned for row in of_type("ubnd_xa")) > 226 / 2


def test_every_kind_of_audit_occurs_and_inspections_are_many_in_2014() -> None:
    kinds = Counter((a["held_on"][:4], a["kind"]) for a in AUDITS.values())
    assert {kind for _, kind in kinds} == {
        "internal",
        "certification",
        "surveillance",
        "recertification",
        "inspection_file",
        "inspection_onsite",
        "management_review",
    }
    assert kinds["2014", "inspection_file"] + kinds["2014", "inspection_onsite"] >= 45
    assert kinds["2014", "inspection_onsite"] >= 15
    assert kinds["2007", "internal"]


def test_every_grade_and_cause_occurs_and_only_inspections_leave_findings_ungraded() -> None:
    assert {f["grade"] for f in FINDINGS} == {"major", "minor", "observation", ""}
    assert {f["cause"] for f in FINDINGS} == {f"R{n}" for n in range(9)}
    kinds = {AUDITS[f["audit"]]["kind"] for f in FINDINGS if not f["grade"]}
    assert kinds == {"inspection_file", "inspection_onsite"}


def test_some_majors_and_some_issues_are_overdue_at_the_end_of_2014() -> None:
    overdue = Counter(f["grade"] for f in FINDINGS if is_overdue(f, DAY))
    assert overdue["major"] >= 3
    assert overdue[""] >= 5


def test_some_findings_recur_within_24_months() -> None:
    held: dict[tuple[str, str], list[date]] = defaultdict(list)
    for f in FINDINGS:
        audit = AUDITS[f["audit"]]
        if f["clause"]:
            held[audit["agency"], f["clause"].partition(":")[2] or f["clause"]].append(
                day_of(audit["held_on"])
            )
    again = [
        a
        for days in held.values()
        for a, b in zip(sorted(days), sorted(days)[1:], strict=False)
        if a < b <= add_months(a, 24)
    ]
    assert len(again) >= 20


def test_a_reopening_names_an_older_closed_finding_of_the_same_agency() -> None:
    known = {f["finding"]: f for f in FINDINGS}
    reopening = [f for f in FINDINGS if f["reopens"]]
    assert len(reopening) >= 3
    for f in reopening:
        old, audit = known[f["reopens"]], AUDITS[f["audit"]]
        assert AUDITS[old["audit"]]["agency"] == audit["agency"]
        assert old["closed_on"] < audit["held_on"]


def test_a_closed_major_was_verified_with_evidence() -> None:
    closed = [f for f in FINDINGS if f["grade"] == "major" and f["closed_on"]]
    assert closed
    assert all(f["verified_on"] and f["verified_by_evidence"] for f in closed)


def test_the_formality_gap_is_open_at_the_end_of_2014() -> None:
    def recent(row: Row, kind: str) -> bool:
        held = [a for a in AUDITS.values() if a["agency"] in pool(row) and a["kind"] == kind]
        return any(add_months(day_of(a["held_on"]), 12) >= DAY for a in held)

    kept = [
        row
        for row in existing(DAY).values()
        if in_force(row, DAY) and recent(row, "internal") and recent(row, "management_review")
    ]
    assert 60 < len(kept) < sum(in_force(row, DAY) for row in existing(DAY).values())


def test_some_procedures_are_out_of_scope_and_some_objectives_missed() -> None:
    counts = [row for row in rows("procedures") if row["tthc_total"] and row["counted_on"].startswith("2014")]
    assert {int(row["tthc_in_scope"]) < int(row["tthc_total"]) for row in counts} == {True, False}
    assert all(
        max(int(row["tthc_in_scope"]), int(row["tthc_posted"])) <= int(row["tthc_total"]) for row in counts
    )
    met = Counter(
        (
            row["better"],
            (float(row["actual"]) - float(row["target"])) * (1 if row["better"] == "higher" else -1) >= 0,
        )
        for row in rows("objectives")
        if row["actual"]
    )
    assert all(met[better, result] for better in ("higher", "lower") for result in (True, False))


def test_targets_name_a_share_or_a_number_and_never_fall() -> None:
    last: dict[tuple[str, str], int] = {}
    for row in sorted(rows("targets"), key=lambda row: row["due_on"]):
        unit = "share" if row["share"] else "agencies"
        assert bool(row["share"]) != bool(row["agencies"])
        assert int(row[unit]) >= last.get((row["type"], unit), 0)
        last[row["type"], unit] = int(row[unit])


def test_some_promises_to_those_who_urge_were_broken_and_some_kept() -> None:
    broken = kept = 0
    for row in rows("followups"):
        if not row["promised_on"]:
            continue
        on, promised = day_of(row["on"]), day_of(row["promised_on"])
        issued = [day_of(a["issued_on"]) for a in ATTESTATIONS if a["agency"] == row["agency"]]
        kept += any(on <= day <= promised for day in issued)
        broken += promised < DAY and not any(day >= on for day in issued)
    assert broken >= 5
    assert kept >= 5


def test_nobody_is_urged_while_exempt() -> None:
    exempt = rows("exemptions")
    for row in rows("followups"):
        mine = [e for e in exempt if e["agency"] == row["agency"]]
        assert not any(e["starts_on"] <= row["on"] <= e["until"] for e in mine), row


def test_an_exemption_is_over_one_runs_and_one_ends_on_the_last_day() -> None:
    ends = [(day_of(r["starts_on"]), day_of(r["until"])) for r in rows("exemptions")]
    assert all(start <= until for start, until in ends)
    assert {until < DAY for _, until in ends} == {True, False}
    assert DAY in [until for _, until in ends]


# -- the files --


@pytest.mark.parametrize("name", FACTS + ILLUSTRATIVE)
def test_every_table_has_rows_in_clean_utf_8(name: str) -> None:
    content = (DATA / "registry" / f"{name}.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    text = content.decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "://" not in text
    table = rows(name)
    assert table
    for cell in (cell for row in table for cell in row.values()):
        assert not cell.startswith(("=", "+", "-", "@"))
        assert cell == " ".join(cell.split())


KEYS = {
    "agencies": ("agency", "established_on"),
    "adoptions": ("agency",),
    "attestations": ("agency", "kind", "edition", "issued_on", "number"),
    "audits": ("audit",),
    "findings": ("finding",),
    "procedures": ("agency", "counted_on"),
    "objectives": ("agency", "year", "objective"),
    "targets": ("type", "due_on", "edition"),
    "reorganisations": ("event", "predecessor", "successor"),
    "exemptions": ("agency", "starts_on"),
    "followups": ("agency", "on", "channel", "note"),
}


@pytest.mark.parametrize("name", KEYS)
def test_keys_are_unique_and_agencies_known(name: str) -> None:
    table = rows(name)
    assert max(Counter(tuple(row[column] for column in KEYS[name]) for row in table).values()) == 1
    known = set(existing(DAY))
    if name not in ("agencies", "reorganisations", "targets", "findings"):
        assert {row["agency"] for row in table} <= known


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("adoptions", ("started_on", "applied_on", "confirmed_on")),
        ("attestations", ("issued_on", "expires_on")),
        ("attestations", ("issued_on", "suspended_on", "restored_on")),
        ("attestations", ("issued_on", "ended_on")),
        ("attestations", ("issued_on", "scope_changed_on")),
        ("audits", ("held_on", "signed_on")),
        ("findings", ("corrected_on", "verified_on", "closed_on")),
        ("followups", ("on", "promised_on")),
        ("agencies", ("established_on", "dissolved_on")),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_dates_stand_in_their_order(name: str, columns: tuple[str, ...]) -> None:
    for row in rows(name):
        dates = [day_of(row[column]) for column in columns if row[column]]
        assert dates == sorted(dates), row


def test_no_step_of_a_finding_comes_before_its_audit() -> None:
    for f in FINDINGS:
        held = AUDITS[f["audit"]]["held_on"]
        assert all(f[c] >= held for c in ("due_on", "corrected_on", "verified_on", "closed_on") if f[c]), f


def test_nothing_illustrative_happened_after_the_day_of_the_registry() -> None:
    happened = {
        "adoptions": ("started_on", "applied_on", "confirmed_on"),
        "attestations": ("issued_on", "suspended_on", "restored_on", "ended_on", "scope_changed_on"),
        "audits": ("held_on", "signed_on"),
        "findings": ("corrected_on", "verified_on", "closed_on"),
        "procedures": ("counted_on",),
        "followups": ("on",),
    }
    for name, columns in happened.items():
        assert all(day_of(row[c]) <= DAY for row in rows(name) for c in columns if row[c]), name


def test_the_registry_says_that_it_is_illustrative_and_of_which_day() -> None:
    settings = {row["setting"]: row["value"] for row in rows("registry")}
    assert settings["province"] == "Lạng Sơn"
    assert settings["as_of"] == str(DAY)
    assert settings["illustrative"] == "yes"


def test_certification_bodies_are_plainly_invented() -> None:
    bodies = {a["body"] for a in ATTESTATIONS if a["kind"] == "certificate"}
    assert all(body.startswith("Tổ chức chứng nhận minh họa ") for body in bodies)


def test_the_script_writes_the_same_bytes_again(tmp_path: Path) -> None:
    for name in KEPT_BY_HAND:
        shutil.copy(DATA / "registry" / f"{name}.csv", tmp_path)
    subprocess.run([sys.executable, DATA / "illustrate", tmp_path], cwd=tmp_path, check=True)
    for name in (*FACTS, *ILLUSTRATIVE):
        written = (tmp_path / f"{name}.csv").read_bytes()
        assert written == (DATA / "registry" / f"{name}.csv").read_bytes(), name
