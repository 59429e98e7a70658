"""Files made to harm: each is one clear problem, soon, in little memory, and the program goes on.

All are read in one process of their own, whose memory is measured, and that of
the programs it starts.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.intake.workbooks import write_ods, write_xls, write_xlsx

MOST_SECONDS = 2  # of the processor
MOST_MEGABYTES = 250

# Loads each path that it is given, and says what came of it and what it took.
LOADER = """
import json, resource, sys, time
from pathlib import Path
from qms_model.config import read_config
from qms_model.intake.plan import plan
from qms_model.intake.problems import RegistryError
from qms_model.store import open_store

def spent():
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    # Of its own, since ru_maxrss begins with what the process had that started it.
    most = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return sum(use.ru_utime + use.ru_stime for use in (own, others)), max(most, others.ru_maxrss)

store, rules = open_store(sys.argv[1]), read_config().rules
for path in json.load(sys.stdin):
    start = spent()[0]
    try:
        problems = plan(Path(path), store, rules).problems
    except RegistryError as error:
        problems = error.problems
    seconds, kilobytes = spent()
    lines = [problem.line(language) for problem in problems[:50] for language in ("en", "vi")]
    print(json.dumps([path, len(problems), lines[:1], seconds - start, kilobytes / 1024]), flush=True)
"""

HEADER = "agency,name,type\n"


def csv_of(content: str | bytes) -> Callable[[Path], Path]:
    """Writes the file agencies.csv."""

    def make(folder: Path) -> Path:
        folder.mkdir()
        (folder / "agencies.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return make


def file_of(suffix: str, content: bytes) -> Callable[[Path], Path]:
    """Writes a file of this name."""

    def make(folder: Path) -> Path:
        folder.with_suffix(suffix).write_bytes(content)
        return folder.with_suffix(suffix)

    return make


def zip_of(**parts: bytes) -> Callable[[Path], Path]:
    """Writes an .xlsx of these parts."""

    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder.with_suffix(".xlsx"), "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name.replace("__", "/"), content)
        return folder.with_suffix(".xlsx")

    return make


def sparse(cell: str) -> Callable[[Path], Path]:
    """An .xlsx with A1 and one far cell."""

    def make(folder: Path) -> Path:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "agencies"
        sheet["A1"] = sheet[cell] = "x"
        book.save(folder.with_suffix(".xlsx"))
        return folder.with_suffix(".xlsx")

    return make


def rewritten(old: bytes, new: bytes) -> Callable[[Path], Path]:
    """An .xlsx whose sheet has other XML."""

    def make(folder: Path) -> Path:
        source = write_xlsx(folder.with_suffix(".tmp"), {"agencies": [["agency", "name"], ["A", "B"]]})
        target = folder.with_suffix(".xlsx")
        with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as write:
            for entry in read.namelist():
                write.writestr(entry, read.read(entry).replace(old, new))
        source.unlink()
        return target

    return make


def lying(folder: Path) -> Path:
    """An .xlsx whose sheet says that it is ten bytes long and is thirty million."""
    file = rewritten(b"<sheetData>", b"<sheetData>" + b'<row><c t="str"><v>x</v></c></row>' * 1_000_000)(
        folder
    )
    content = bytearray(file.read_bytes())
    for place in range(len(content) - 30):
        length = {b"PK\x03\x04": 22, b"PK\x01\x02": 24}.get(bytes(content[place : place + 4]))
        if length and int.from_bytes(content[place + length : place + length + 4], "little") > 20_000_000:
            content[place + length : place + length + 4] = (10).to_bytes(4, "little")
    file.write_bytes(content)
    return file


def too_large(folder: Path) -> Path:
    """A file that says so without taking the room."""
    csv_of(HEADER)(folder)
    with (folder / "agencies.csv").open("ab") as file:
        file.truncate(200_000_001)
    return folder


def repeated_ods(folder: Path) -> Path:
    """An .ods whose one row stands there a million times."""
    rows = [["x" * 50] * 20]
    return write_ods(folder.with_suffix(".ods"), {"agencies": rows}, 'table:number-rows-repeated="1048576"')


def truncated(folder: Path) -> Path:
    """An .xlsx of which half has arrived."""
    file = write_xlsx(
        folder.with_suffix(".xlsx"), {"agencies": [["agency"], *[[f"A{n}"] for n in range(999)]]}
    )
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    return file


def xls_of_garbage(folder: Path) -> Path:
    """An .xls that is sound only at its start."""
    file = write_xls(folder.with_suffix(".xls"), {"agencies": [["agency", "name"], ["A", "B"]]})
    file.write_bytes(file.read_bytes()[:600] + b"\xff\x00\x7f" * 2000)
    return file


def encrypted(folder: Path) -> Path:
    """A zip whose entries carry the flag of encryption."""
    file = write_xlsx(folder.with_suffix(".xlsx"), {"agencies": [["agency"]]})
    content = bytearray(file.read_bytes())
    for place in range(len(content) - 8):
        if content[place : place + 4] == b"PK\x03\x04":
            content[place + 6] |= 1
        if content[place : place + 4] == b"PK\x01\x02":
            content[place + 8] |= 1
    file.write_bytes(content)
    return file


FAR = "on the sheet “agencies”, {} is far away from the other cells: delete what is beyond the table"
BOMB = "the workbook unfolds to far more than its size: that is no registry"
DAMAGED = "the workbook is damaged, or far larger than it looks: open it and save it as a new .xlsx"
DISGUISED = "it has a password or is no {} file: open it and save it as an .xlsx without one"
HUGE = "a cell has more than 131072 characters, or its quotation mark is not closed"
WIDE = "the row has more than 1000 cells"
OPEN = 'a quotation mark (") is not closed, or text stands beside a quoted cell'
NOT_UTF8 = "the file is not UTF-8: save it as “CSV UTF-8”, in Unicode, not TCVN3 or VNI"

ATTACKS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a cell at the end of the world": (sparse("XFD1048576"), FAR.format("XFD1048576")),
    "a cell in the last row": (sparse("A1048576"), FAR.format("A1048576")),
    "a cell out of the world": (rewritten(b'r="A2"', b'r="ZZZ9999999"'), FAR.format("ZZZ9999999")),
    "a row far away, its cell without a place": (
        rewritten(b'<row r="2"><c r="A2"', b'<row r="1048576"><c'),
        FAR.format("A1048576"),
    ),
    "a bomb": (zip_of(**{"xl__workbook.xml": b" " * 30_000_000}), BOMB),
    "a bomb that lies": (lying, DAMAGED),
    "many entries": (zip_of(**{f"part{n}.xml": b"x" for n in range(2500)}), BOMB),
    "entities that multiply": (
        rewritten(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><worksheet'),
        "",
    ),
    "a zip without a workbook": (zip_of(x=b"x"), DAMAGED),
    "a workbook cut in half": (truncated, DAMAGED),
    "an encrypted zip": (encrypted, DAMAGED),
    "a workbook with a password": (file_of(".xlsx", b"\xd0\xcf\x11\xe0" * 200), DISGUISED.format(".xlsx")),
    "a text named .xlsx": (file_of(".xlsx", b"agency,name\n"), DISGUISED.format(".xlsx")),
    "a page named .xls": (file_of(".xls", b"<html><table><tr><td>agency"), DISGUISED.format(".xls")),
    "an empty workbook": (file_of(".ods", b""), DISGUISED.format(".ods")),
    "garbage in an .xls": (file_of(".xls", b"\xd0\xcf\x11\xe0" + b"garbage" * 1000), DAMAGED),
    "an .xls with a sound start": (xls_of_garbage, DAMAGED),
    "rows repeated a million times": (repeated_ods, DAMAGED),
    "no characters but NUL": (csv_of(b"\0" * 1000), NOT_UTF8),
    "NUL in a name": (csv_of(HEADER + "A,B\0C,chi_cuc\n"), NOT_UTF8),
    "UTF-16": (csv_of((HEADER + "A,B,chi_cuc\n").encode("utf-16")), NOT_UTF8),
    "half a character": (csv_of(HEADER.encode() + b"A,\xed\xa0\x80,chi_cuc\n"), NOT_UTF8),
    "a line of 2 MB": (csv_of("x" * 2_000_000), HUGE),
    "a header of 2 MB": (csv_of("x," * 1_000_000), WIDE),
    "100,000 columns": (csv_of((",".join(map(str, range(100_000))) + "\n") * 3), WIDE),
    "900 columns": (csv_of(",".join(map(str, range(900)))), "the header has 900 columns, the table only 15"),
    "a cell of a million characters": (csv_of(HEADER + f"A,{'x' * 1_000_000},chi_cuc\n"), HUGE),
    "a quotation mark before 3 MB": (csv_of(HEADER + '"' + "A,B,chi_cuc\n" * 200_000), HUGE),
    "a file of 200 MB and a byte": (too_large, "the file is larger than 200 MB"),
    "quotation marks alone": (csv_of('"' * 100_001), OPEN),
    "a header of one strange word": (csv_of("x" * 100_000 + "\n"), ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, list[str], float, float]]:
    """Attack -> problems, the first of them, seconds, megabytes."""
    folder = tmp_path_factory.mktemp("attacks")
    paths = {str(make(folder / f"so{n}")): name for n, (name, (make, _)) in enumerate(ATTACKS.items())}
    return {paths[path]: tuple(outcome) for path, *outcome in loaded(folder, list(paths))}


def loaded(folder: Path, paths: list[str]) -> list[list[Any]]:
    """What came of each path; a path on which the process ends is missing."""
    done = subprocess.run(
        [sys.executable, "-c", LOADER, f"sqlite:///{folder.as_posix()}/registry.sqlite"],
        input=json.dumps(paths), text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says how much memory was used")
@pytest.mark.parametrize("name", ATTACKS)
def test_a_file_made_to_harm_is_one_problem_soon_and_in_little_memory(
    name: str, outcomes: dict[str, tuple[int, list[str], float, float]]
) -> None:
    problems, lines, seconds, megabytes = outcomes[name]
    assert problems >= 1
    assert all(" -: " in line for line in lines) or not ATTACKS[name][1]
    assert lines[0].endswith(ATTACKS[name][1])
    assert len(lines[0]) < 500
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """The content with a few bytes changed, left out, doubled or moved."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(content))
        end = min(len(content), start + chance.choice([1, 1, 2, 8, 64]))
        middle = chance.choice(
            [b"", content[start:end] * 2, chance.randbytes(end - start), chance.choice(SPLINTERS)]
        )
        content = content[:start] + middle + content[end:]
    return content


SPLINTERS = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b";",
    b"\t",
    b"\xff",
    b"\xef\xbb\xbf",
    b"'=",
    b"31/02/2015",
    b"9" * 40,
    b"<",
    b">",
    b"PK",
]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says how much memory was used")
def test_spoiled_files_are_read_or_refused_and_never_end_the_program(tmp_path: Path) -> None:
    chance = random.Random(9001)
    sample = Path(__file__).parent.parent.parent / "data" / "registry"
    paths = []
    for number in range(60):
        folder = tmp_path / f"csv{number}"
        folder.mkdir()
        for name in ("agencies", "attestations", "reorganisations"):
            lines = (sample / f"{name}.csv").read_bytes().splitlines(keepends=True)[:12]
            (folder / f"{name}.csv").write_bytes(spoiled(b"".join(lines), chance))
        paths.append(str(folder))
    rows = [["agency", "name", "type"], *([f"A{n}", "Sở Nội vụ", "Chi cục"] for n in range(20))]
    for suffix, write in ((".xlsx", write_xlsx), (".ods", write_ods), (".xls", write_xls)):
        content = write(tmp_path / f"whole{suffix}", {"agencies": rows}).read_bytes()
        for number in range(6):
            file = tmp_path / f"spoiled{number}{suffix}"
            file.write_bytes(spoiled(content, chance))
            paths.append(str(file))
        whole = tmp_path / f"whole{suffix}"
        inside = [tmp_path / f"inside{number}{suffix}" for number in range(4)]
        paths += [str(spoiled_inside(whole, file, chance)) for file in inside]
    outcomes = loaded(tmp_path, paths)
    assert [outcome[0] for outcome in outcomes] == paths
    assert max(outcome[3] for outcome in outcomes) < MOST_SECONDS
    assert max(outcome[4] for outcome in outcomes) < MOST_MEGABYTES
    assert sum(outcome[1] == 0 for outcome in outcomes) < len(outcomes) / 2


def spoiled_inside(whole: Path, file: Path, chance: random.Random) -> Path:
    """A workbook whose zip is sound and whose parts are not."""
    if file.suffix == ".xls":
        content = bytearray(whole.read_bytes())
        content[1536:] = spoiled(bytes(content[1536:]), chance)
        file.write_bytes(content)
        return file
    with zipfile.ZipFile(whole) as read, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as write:
        for entry in read.namelist():
            part = read.read(entry)
            write.writestr(entry, spoiled(part, chance) if chance.random() < 0.5 else part)
    return file
