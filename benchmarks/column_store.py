"""The same answers from an in-process column store (DuckDB), as fast as we can write them.

It is given every advantage: everything that does not depend on the day (days
of partial dates, first invalid days, due dates, agencies as small numbers) is
worked out once, before the clock starts, into native tables in memory, sorted
by date. Only what the asked days need is in the query.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from qms_model.config import Rules

RUNGS = ("agencies", "exempt", "applied", "attested", "in_force", "effective")
TABLES = ("agencies", "adoptions", "attestations", "audits", "findings", "exemptions")

# Facts of an agency on a day, one bit each.
_IN_FORCE, _INTERNAL, _REVIEW, _OVERDUE, _INSPECTED, _EXEMPT = (1 << n for n in range(6))

_PREPARE = """
CREATE MACRO last_of(t) AS CASE length(t) WHEN 4 THEN make_date(t::INT, 12, 31)
    WHEN 7 THEN last_day((t || '-01')::DATE) ELSE t::DATE END;
CREATE MACRO first_of(t) AS CASE length(t) WHEN 4 THEN make_date(t::INT, 1, 1)
    WHEN 7 THEN (t || '-01')::DATE ELSE t::DATE END;
CREATE TABLE codes AS SELECT code, row_number() OVER (ORDER BY code)::INT AS a
    FROM (SELECT DISTINCT agency AS code FROM csv_agencies);
CREATE TABLE since AS
    SELECT a, min(least(last_of(applied_on), last_of(confirmed_on))) AS applied,
        min(last_of(issued_on)) AS attested
    FROM codes LEFT JOIN csv_adoptions d ON d.agency = code
    LEFT JOIN csv_attestations t ON t.agency = code GROUP BY a;
CREATE TABLE standing AS
    SELECT a, type::type_code AS type, obligation, host, stop, applied, attested,
        greatest(start, max(stop) OVER (PARTITION BY a ORDER BY start, stop
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS start
    FROM (SELECT c.a, type, obligation, h.a AS host,
            coalesce(first_of(established_on), '-infinity') AS start,
            coalesce(last_of(dissolved_on), 'infinity') AS stop
        FROM csv_agencies JOIN codes c ON c.code = agency LEFT JOIN codes h ON h.code = shares_qms_of)
    JOIN since USING (a) ORDER BY a;
CREATE TABLE attested AS
    SELECT a, issued, suspended_on::DATE AS suspended, coalesce(restored_on::DATE, 'infinity') AS restored,
        least(expired, ended_on::DATE, invalid, 'infinity') AS past
    FROM (SELECT *, last_of(issued_on) AS issued,
            CASE WHEN expires_on IS NOT NULL THEN last_of(expires_on) + 1
                WHEN kind = 'certificate' THEN (last_of(issued_on) + to_months($term))::DATE END AS expired
        FROM csv_attestations)
    JOIN codes ON code = agency LEFT JOIN editions USING (kind, edition) ORDER BY issued;
CREATE TABLE audited AS
    SELECT a, held_on::DATE AS held, CASE kind WHEN 'internal' THEN {internal}
        WHEN 'management_review' THEN {review} ELSE {inspected} END AS bit
    FROM csv_audits JOIN codes ON code = agency
    WHERE kind IN ('internal', 'management_review', 'inspection_file', 'inspection_onsite') ORDER BY held;
CREATE TABLE overdue AS
    SELECT a, greatest(held, due + 1) AS first, stop - 1 AS last
    FROM (SELECT a, held_on::DATE AS held, coalesce(due_on::DATE, CASE WHEN grade = 'major'
                THEN coalesce(signed_on, held_on)::DATE + $major
                ELSE (coalesce(signed_on, held_on)::DATE + to_months($issue))::DATE END) AS due,
            coalesce(CASE WHEN grade = 'major' THEN closed_on::DATE
                ELSE least(closed_on::DATE, corrected_on::DATE) END, 'infinity') AS stop
        FROM csv_findings JOIN csv_audits USING (audit) JOIN codes ON code = agency
        WHERE grade = 'major' OR grade IS NULL)
    WHERE first <= last ORDER BY first;
CREATE TABLE excused AS SELECT a, starts_on::DATE AS first, until::DATE AS last
    FROM csv_exemptions JOIN codes ON code = agency ORDER BY first;
CREATE TABLE collected AS SELECT min(held_on)::DATE AS since FROM csv_audits;
"""

# One row for each asked day and agency that exists on it, with its facts and its host's.
_FACTS = """
WITH asked AS (SELECT unnest($days::DATE[]) AS day),
facts AS (
    SELECT day, a, bit_or(bit) AS bits FROM (
        SELECT day, a, {in_force} AS bit FROM asked JOIN attested ON issued <= day AND day < past
        WHERE NOT coalesce(suspended <= day AND day < restored, false)
        UNION ALL
        SELECT day, a, bit FROM asked JOIN audited ON held <= day AND held >= make_date(year(day) - 1, 1, 1)
        WHERE bit = {inspected} OR held + INTERVAL 12 MONTH >= day
        UNION ALL
        SELECT day, a, {overdue} FROM asked JOIN overdue ON first <= day AND day <= last
        UNION ALL
        SELECT day, a, {exempt} FROM asked JOIN excused ON first <= day AND day <= last
    ) GROUP BY day, a),
here AS (
    SELECT day, a, host, type, obligation, applied, attested
    FROM asked JOIN standing ON start <= day AND day < stop),
known AS (
    SELECT here.day, here.a, here.type, coalesce(own.bits, 0) AS mine,
        mine | coalesce(theirs.bits, 0) AS bits,
        least(here.applied, host.applied) <= here.day AS applied,
        least(here.attested, host.attested) <= here.day AS attested,
        CASE WHEN here.obligation IS NULL THEN coalesce(mandatory_from <= here.day, false)
            ELSE here.obligation = 'mandatory' END AS mandatory
    FROM here JOIN types ON types.type = here.type
    LEFT JOIN facts own ON own.day = here.day AND own.a = here.a
    LEFT JOIN here host ON host.day = here.day AND host.a = here.host
    LEFT JOIN facts theirs ON theirs.day = host.day AND theirs.a = host.a),
risen AS (
    SELECT day, a, type, mine & {exempt} > 0 AS exempt,
        CASE WHEN bits & {in_force} > 0 THEN
                CASE WHEN bits & {needed} = {internal} + {review}
                    AND (NOT mandatory OR day < $inspections OR bits & {inspected} > 0)
                    AND day >= (SELECT since FROM collected) THEN 4 ELSE 3 END
            WHEN attested THEN 2 WHEN applied THEN 1 ELSE 0 END AS rung
    FROM known)
"""
_COUNTS = """
SELECT {group}, count(*) FILTER (NOT exempt), count(*) FILTER (exempt),
    count(*) FILTER (NOT exempt AND rung >= 1), count(*) FILTER (NOT exempt AND rung >= 2),
    count(*) FILTER (NOT exempt AND rung >= 3),
    CASE WHEN any_value(day) >= (SELECT since FROM collected)
        THEN count(*) FILTER (NOT exempt AND rung >= 4) END
FROM risen GROUP BY 1 ORDER BY 1
"""
_BITS = {
    "in_force": _IN_FORCE,
    "internal": _INTERNAL,
    "review": _REVIEW,
    "overdue": _OVERDUE,
    "inspected": _INSPECTED,
    "exempt": _EXEMPT,
    "needed": _INTERNAL | _REVIEW | _OVERDUE,
}


class ColumnStore:
    """The registry of a folder in DuckDB."""

    def __init__(self, folder: Path, rules: Rules) -> None:
        """Read the CSV files and work out all that does not depend on the day."""
        self._inspections = rules.periods.inspection.from_
        self._store = duckdb.connect()
        codes = ", ".join(f"'{kind.code}'" for kind in sorted(rules.types, key=lambda kind: kind.code))
        self._store.execute(f"CREATE TYPE type_code AS ENUM ({codes})")
        self._store.execute("CREATE TABLE types (type type_code, mandatory_from DATE)")
        self._store.executemany(
            "INSERT INTO types VALUES (?, ?)", [(t.code, t.mandatory_from) for t in rules.types]
        )
        self._store.execute("CREATE TABLE editions (kind VARCHAR, edition VARCHAR, invalid DATE)")
        self._store.executemany(
            "INSERT INTO editions VALUES ('certificate', ?, ?), ('declaration', ?, ?)",
            [(e.code, e.invalid_from, e.code, e.declarations_invalid_from) for e in rules.editions],
        )
        for table in TABLES:
            source = f"read_csv('{(folder / table).as_posix()}.csv', all_varchar = true)"
            self._store.execute(f"CREATE TABLE csv_{table} AS SELECT * FROM {source}")
        limits = {
            "term": rules.regimes.certificate_term_months,
            "major": rules.limits.major_days,
            "issue": rules.limits.issue_months,
        }
        for statement in _PREPARE.format(**_BITS).split(";")[:-1]:
            named = {name: value for name, value in limits.items() if f"${name}" in statement}
            self._store.execute(statement, named or None)

    def coverage(self, day: date) -> list[tuple[Any, ...]]:
        """By type on a day: the type and RUNGS."""
        return list(self._ask(_COUNTS.format(group="type::VARCHAR"), [day]).fetchall())

    def trend(self, days: Sequence[date]) -> list[tuple[Any, ...]]:
        """On each day: the day and RUNGS, all days in one query."""
        return list(self._ask(_COUNTS.format(group="day"), days).fetchall())

    def trend_by_day(self, days: Sequence[date]) -> list[tuple[Any, ...]]:
        """The same, one query for each day."""
        return [row for day in days for row in self.trend([day])]

    def rungs(self, day: date) -> dict[str, Any]:
        """The agencies of a day in the order of their codes: exempt, and the rung reached (0 to 4)."""
        columns: dict[str, Any] = self._ask("SELECT exempt, rung FROM risen ORDER BY a", [day]).fetchnumpy()
        return columns

    def _ask(self, question: str, days: Sequence[date]) -> Any:
        return self._store.execute(
            _FACTS.format(**_BITS) + question, {"days": list(days), "inspections": self._inspections}
        )
