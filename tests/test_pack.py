"""Packs: made by the command line and beside the server, byte for byte the same, and proved years later."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model import snapshots
from qms_model.briefing.formats import FORMATS
from qms_model.briefing.inputs import Chosen, Inputs
from qms_model.briefing.making import Order, Pack, makers, opened
from qms_model.briefing.pack import MANIFEST, of_zip, read_pack, write_pack, zip_of
from qms_model.briefing.verifying import Proof, verify_pack, verify_recorded
from qms_model.config import Config, read_config
from qms_model.coverage import Filters
from qms_model.i18n import message
from qms_model.journal import Check
from qms_model.refusal import Refused
from qms_model.store import Store, open_store
from qms_model.views import View
from tests.console import Office
from tests.screens import ROOT, load, sampled, write_registry
from tests.test_templates import OWN, config_with

DAY = date(2014, 12, 31)
CONFIG = read_config()
VIEW = View("vi", DAY, date(2013, 12, 31), Filters())


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sampled(tmp_path_factory.mktemp("pack"))


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A database with one agency."""
    found = f"sqlite:///{(tmp_path / 'small.sqlite').as_posix()}"
    agencies = [{"agency": "A1", "name": "Sở Y tế", "type": "so_ban_nganh"}]
    adoptions = [{"agency": "A1", "applied_on": "2010-05-01"}]
    load(found, write_registry(tmp_path / "small", {"agencies": agencies, "adoptions": adoptions}))
    return found


@pytest.fixture(scope="module")
def store(url: str) -> Store:
    return open_store(url)


@pytest.fixture(scope="module")
def order(url: str) -> Order:
    return Order(url, 1, VIEW, "briefing", Chosen(), CONFIG)


@pytest.fixture(scope="module")
def pack(order: Order) -> Iterator[Pack]:
    with makers() as pool:
        yield pool.start(order, tuple(FORMATS)).pack()


def proved(files: dict[str, bytes], store: Store, pack: Pack, config: Config = CONFIG) -> list[Check]:
    """The checks of these files; what is rebuilt is `pack`, which was made once."""
    return verify_pack(files, store, store.url, config, lambda _order, _formats: pack).checks()


def said(checks: list[Check]) -> dict[str, str]:
    """What fails, and why."""
    return {check.item: check.reason.text("en") for check in checks if not check.ok and check.reason}


# What a pack is ---------------------------------------------------------------------------------------------


def test_every_format_makes_its_files_and_the_manifest_has_the_hash_of_each(pack: Pack) -> None:
    assert not pack.failed
    told = json.loads(pack.files[MANIFEST])
    assert told["files"] == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in sorted(pack.files.items())
        if name != MANIFEST
    }
    assert {name.rpartition(".")[2] for name in told["files"]} == set(FORMATS)
    assert told["illustrative"] is True


def test_the_id_is_the_first_twelve_digits_of_the_hash_of_exactly_the_inputs(pack: Pack) -> None:
    told = json.loads(pack.files[MANIFEST])
    canonical = json.dumps(told["inputs"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert told["snapshot"] == hashlib.sha256(canonical.encode()).hexdigest()[:12]
    assert set(told["inputs"]) == {
        "day", "compare", "known", "head", "filters", "language", "template", "template_hash", "sections",
        "parts", "config", "code",
    }  # fmt: skip


def test_nothing_of_when_where_or_by_whom_is_in_the_files(pack: Pack, order: Order) -> None:
    home = str(Path.home()).encode()
    for name, content in pack.files.items():
        assert str(ROOT).encode() not in content, name
        assert home not in content or home == b"/root", name
        assert order.url.encode() not in content, name


@pytest.mark.parametrize(
    "other",
    [
        {"day": "2013-12-31"},
        {"compare": "2012-12-31"},
        {"known": 2},
        {"head": "f" * 64},
        {"filters": {"type": "chi_cuc"}},
        {"language": "en"},
        {"template": "other"},
        {"template_hash": "f" * 64},
        {"sections": ("PL1",)},
        {"parts": ("transition",)},
        {"config": "f" * 64},
        {"code": "f" * 12},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_input_is_another_snapshot(pack: Pack, other: dict[str, object]) -> None:
    changed: Inputs = replace(pack.inputs, **other)  # type: ignore[arg-type]
    assert changed.snapshot() != pack.inputs.snapshot()


# Same input, same bytes -------------------------------------------------------------------------------------


def test_the_command_line_makes_the_same_bytes_on_another_day_and_in_another_place(
    pack: Pack, url: str, tmp_path: Path
) -> None:
    elsewhere = os.environ | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "USER": "somebody"}
    words = [
        "--database",
        url,
        "brief",
        "--day",
        "2014-12-31",
        "--out",
        str(tmp_path / "out"),
        "--reason",
        "Họp",
    ]
    subprocess.run([sys.executable, "-m", "qms_model", *words], cwd=ROOT, env=elsewhere, check=True)
    assert read_pack(tmp_path / "out") == pack.files


def test_a_zipped_pack_holds_the_same_files_and_is_the_same_each_time(pack: Pack) -> None:
    assert of_zip(zip_of(pack.files)) == pack.files
    assert zip_of(pack.files) == zip_of(dict(reversed(pack.files.items())))


def test_only_the_chosen_sections_are_in_the_full_report(order: Order) -> None:
    with makers(1) as pool:
        whole = pool.start(order, ["csv"]).pack()
        some = replace(order, chosen=Chosen(("PL1",), ("transition",)))
        files = pool.start(some, ["csv"]).pack().files
    assert {"tables/by-type.csv", "figures/transition.csv"} <= set(files)
    assert "tables/open-findings.csv" not in files
    assert "tables/open-findings.csv" in whole.files


# Proof ------------------------------------------------------------------------------------------------------


def test_an_untouched_pack_is_proved_from_its_folder_and_from_its_zip(
    pack: Pack, url: str, tmp_path: Path
) -> None:
    (tmp_path / "pack.zip").write_bytes(zip_of(pack.files))
    office = Office(url)
    answer = office("verify", tmp_path / "pack.zip", "--format", "csv")
    assert answer.code == 0, answer.err
    items = [*sorted(pack.files.keys() - {MANIFEST}), MANIFEST]
    assert [(row["item"], row["ok"]) for row in answer.rows] == [(item, "true") for item in items]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.data())
def test_a_changed_byte_is_always_found(pack: Pack, store: Store, chance: st.DataObject) -> None:
    name = chance.draw(st.sampled_from(sorted(pack.files)))
    content = bytearray(pack.files[name])
    place = chance.draw(st.integers(0, len(content) - 1))
    content[place] ^= chance.draw(st.integers(1, 255))
    checks = proved({**pack.files, name: bytes(content)}, store, pack)
    assert not all(check.ok for check in checks)


def test_a_file_that_was_altered_is_named_also_when_the_manifest_was_mended(pack: Pack, store: Store) -> None:
    name, altered = "tables/by-type.csv", b"altered"
    assert said(proved({**pack.files, name: altered}, store, pack)) == {name: "this file was altered"}
    told = json.loads(pack.files[MANIFEST])
    told["files"][name] = hashlib.sha256(altered).hexdigest()
    mended = {**pack.files, name: altered, MANIFEST: json.dumps(told).encode()}
    assert set(said(proved(mended, store, pack))) == {name, MANIFEST}


def test_a_missing_file_and_a_strange_one_are_named(pack: Pack, store: Store) -> None:
    files = {name: content for name, content in pack.files.items() if name != "note.pdf"}
    assert said(proved({**files, "more.txt": b""}, store, pack)) == {
        "note.pdf": "this file is missing",
        "more.txt": "not a file of this pack",
    }


@pytest.mark.parametrize("manifest", [b"", b"{}", b"[]", b'{"snapshot": 1, "inputs": {}, "files": {}}'])
def test_what_is_no_manifest_is_refused_with_a_sentence(pack: Pack, store: Store, manifest: bytes) -> None:
    [check] = proved({**pack.files, MANIFEST: manifest}, store, pack)
    assert check.reason == message("altered, or not the manifest of a pack")
    assert not check.ok


def test_a_pack_without_a_manifest_is_told_from_one_whose_manifest_was_altered(
    pack: Pack, store: Store
) -> None:
    rest = {name: content for name, content in pack.files.items() if name != MANIFEST}
    [check] = proved(rest, store, pack)
    assert check.reason == message("missing: this is no pack, or not all of it")
    assert not check.ok


def test_it_names_what_was_corrected_after_the_pack_was_made(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'corrected.sqlite').as_posix()}"
    paper = {
        "agency": "A1",
        "kind": "certificate",
        "edition": "2008",
        "number": "HT 1",
        "issued_on": "2012-01-05",
    }
    agencies = [{"agency": "A1", "name": "Sở Y tế", "type": "so_ban_nganh"}]
    load(url, write_registry(tmp_path / "first", {"agencies": agencies, "attestations": [paper]}))
    office = Office(url)
    out = tmp_path / "out"
    assert office("brief", "--day", "2014-12-31", "--out", out, "--formats", "csv,xlsx").code == 0
    assert office("verify", out).code == 0
    later = {**paper, "expires_on": "2014-06-30"}
    load(url, write_registry(tmp_path / "second", {"agencies": agencies, "attestations": [later]}))
    answer = office("verify", out, "--format", "csv")
    rows = {row["item"]: row for row in answer.rows}
    assert answer.code == 0
    when, _, rest = rows["change 2"]["reason"].partition(" by test (load): ")
    assert re.fullmatch(r"recorded after the pack on \d+ \w{3} \d{4}, \d\d:\d\d", when)
    assert rest == (
        "Sở Y tế (A1), Attestations (certificate, 2008, HT 1, 5 Jan 2012), Expires on: — → 30 Jun 2014"
    )
    assert answer.rows[0]["item"] == "change 2", "what is to be looked at comes first"
    assert answer.err.splitlines()[-1] == (
        "The pack is as it was made. Since then one change was recorded: see the list."
    )
    spoken = office("--lang", "vi", "verify", out, "--format", "csv")
    assert "Sở Y tế (A1), Chứng nhận (giấy chứng nhận, 2008, HT 1, 05/01/2012), " in spoken.out
    assert "— → 30/06/2014" in spoken.out
    assert rows["workbook.xlsx"]["reason"] == "rebuilt and identical"


LITTER = (
    "Thumbs.db", "tables/desktop.ini", ".DS_Store", "__MACOSX/x/._note.pdf", "~$note.docx", "tables/._a.csv",
)  # fmt: skip


def test_a_zip_of_the_folder_and_the_litter_of_systems_are_read_as_the_pack(tmp_path: Path) -> None:
    files = {MANIFEST: b"{}", "tables/a.csv": b"a", "note.docx": b"n"}
    littered = files | dict.fromkeys(LITTER, b"x")
    assert of_zip(zip_of(littered)) == files
    within = {f"pack 1/{name}": content for name, content in littered.items()} | {"__MACOSX/._pack 1": b"x"}
    assert of_zip(zip_of(within)) == files
    for name, content in within.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert read_pack(tmp_path) == files == read_pack(tmp_path / "pack 1")
    assert of_zip(zip_of({"a/more.txt": b"", MANIFEST: b"{}"})) == {"a/more.txt": b"", MANIFEST: b"{}"}


def test_a_compressed_zip_with_a_changed_byte_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(MANIFEST, "không đổi " * 200)
    content = bytearray((tmp_path / "pack.zip").read_bytes())
    for place in range(45, 60):
        content[place] ^= 0xFF
    (tmp_path / "pack.zip").write_bytes(content)
    with pytest.raises(Refused, match="cannot be read as a pack"):
        read_pack(tmp_path / "pack.zip")


@pytest.mark.parametrize("now", [None, "note: [lead", OWN.replace("by-type", "adoption")])
def test_a_pack_whose_template_is_gone_or_changed_is_held_against_the_database(
    small: str, tmp_path: Path, now: str | None
) -> None:
    config = config_with(tmp_path / "office", "templates: own")
    template = tmp_path / "office" / "own" / "month.yaml"
    template.parent.mkdir()
    template.write_text(OWN, encoding="utf-8")
    office, out = Office(small, ("--lang", "en", "--config", str(config))), tmp_path / "out"
    words = ("--day", "2014-12-31", "--out", out, "--formats", "csv", "--template", "month")
    assert office("brief", *words).code == 0
    template.unlink()
    if now is not None:
        template.write_text(now, encoding="utf-8")
    answer = office("verify", out, "--format", "csv")
    [manifest] = [row for row in answer.rows if row["item"] == MANIFEST]
    assert (answer.code, manifest["ok"]) == (0, "true")
    assert "template" in manifest["reason"]
    assert "no longer be rebuilt byte for byte" in answer.err.splitlines()[-1]
    [table, *_] = (out / "tables").iterdir()
    table.write_text("altered", encoding="utf-8")
    assert office("verify", out, "--format", "csv").code == 1


def test_a_withdrawn_snapshot_is_told_of_with_who_when_and_why_and_stays_proved(
    small: str, tmp_path: Path
) -> None:
    office, out = Office(small), tmp_path / "out"
    assert office("brief", "--day", "2014-12-31", "--out", out, "--formats", "csv").code == 0
    with open_store(small).writing() as connection:
        number = snapshots.made(connection)[0].number
        snapshots.withdraw(connection, number, "Bình", "Sai kỳ báo cáo")
    answer = office("verify", out, "--format", "csv")
    first = answer.rows[0]
    assert (answer.code, first["item"], first["ok"]) == (0, f"snapshot {number}", "true")
    told = rf"snapshot \w{{12}}, number {number} in the list, was withdrawn on .+ by Bình: Sai kỳ báo cáo"
    assert re.fullmatch(told, first["reason"])
    assert first["reason"] in answer.err
    again = office("brief", "--day", "2014-12-31", "--out", tmp_path / "again", "--formats", "csv")
    assert again.code == 0
    withdrawn = office("verify", out, "--format", "csv").rows[0]["reason"]
    assert withdrawn == first["reason"] + f" (not withdrawn: number {number + 1} of the same figures)"


def test_the_verdict_names_three_of_the_files_that_fail_and_they_come_first(pack: Pack, store: Store) -> None:
    tables = sorted(name for name in pack.files if name.startswith("tables/"))[-4:]
    files = {**pack.files, **dict.fromkeys(tables, b"altered")}
    proof = verify_pack(files, store, store.url, CONFIG, lambda _order, _formats: pack)
    assert [check.item for check in proof.checks()[:4]] == tables
    assert proof.verdict().text("en") == (
        f"4 of {len(pack.files)} checks fail: {', '.join(tables[:3])} and 1 more."
    )


def test_why_it_can_no_longer_be_made_the_same_is_said(pack: Pack, store: Store, order: Order) -> None:
    inputs = replace(pack.inputs, day="2014-10-31")  # of which the database keeps no hash
    told = {"snapshot": inputs.snapshot(), "inputs": asdict(inputs)}
    told |= {"files": {"note.pdf": hashlib.sha256(pack.files["note.pdf"]).hexdigest()}}
    whole = {"note.pdf": pack.files["note.pdf"], MANIFEST: json.dumps(told).encode()}
    for name, what, reason in (
        ("config", "f" * 64, "the rules or the office of config.yaml were changed"),
        ("template_hash", "f" * 64, "the template briefing was changed"),
        ("code", "f" * 12, "the program was changed"),
    ):
        now = Pack(replace(inputs, **{name: what}), {**whole, "note.pdf": b"otherwise"})  # type: ignore[arg-type]
        found = said(proved(whole, store, now))
        assert set(found) == {"note.pdf"}, name
        assert reason in found["note.pdf"]


def test_what_the_database_has_the_hash_of_stays_proved_when_the_program_changes(
    pack: Pack, url: str, store: Store
) -> None:
    inputs = replace(pack.inputs, day="2014-11-30")
    hashes = {"note.pdf": hashlib.sha256(pack.files["note.pdf"]).hexdigest()}
    told = {"snapshot": inputs.snapshot(), "inputs": asdict(inputs), "files": hashes}
    files = {"note.pdf": pack.files["note.pdf"], MANIFEST: json.dumps(told).encode()}
    now = Pack(replace(inputs, code="f" * 12), {"note.pdf": b"otherwise", MANIFEST: files[MANIFEST]})
    assert set(said(proved(files, store, now))) == {"note.pdf"}
    with store.writing() as connection:
        snapshots.keep(connection, inputs.snapshot(), asdict(inputs), hashes, "test", "")
    assert not said(proved(files, store, now))


@pytest.mark.parametrize(
    ("reason", "later", "verdict"),
    [
        (
            "rebuilt and identical", 0,
            "The pack is as it was made, and rebuilt it is the same, byte for byte.",
        ),
        (
            "rebuilt and identical", 1,
            "The pack is as it was made. Since then one change was recorded: see the list.",
        ),
        (
            "the program was changed", 0,
            "The pack is as it was made, but can no longer be rebuilt byte for byte: the list says why.",
        ),
        (
            "the program was changed", 2,
            "The pack is as it was made, but can no longer be rebuilt byte for byte: the list says why."
            " Since then 2 changes were recorded: see the list.",
        ),
    ],
)  # fmt: skip
def test_the_verdict_says_both_what_changed_in_making_it_and_what_was_corrected(
    reason: str, later: int, verdict: str
) -> None:
    check = Check("note.pdf", ok=True, reason=message(reason))
    changes = tuple(Check(f"change {n}", ok=True, reason=message("corrected")) for n in range(later))
    assert Proof((check,), later=changes).verdict().text("en") == verdict


def test_what_is_only_on_record_is_rebuilt_and_a_changed_program_does_not_speak_against_it(
    pack: Pack, store: Store
) -> None:
    hashes = {"note.pdf": hashlib.sha256(pack.files["note.pdf"]).hexdigest()}
    with store.writing() as connection:
        snapshots.keep(connection, "0" * 12, asdict(pack.inputs), hashes, "test", "")
    with store.reading() as connection:
        row = snapshots.made(connection)[0]
    newer = Pack(replace(pack.inputs, code="f" * 12), {"note.pdf": b"otherwise"})
    broken = Pack(pack.inputs, {"note.pdf": b"otherwise"})
    for again, ok, verdict in (
        (pack, True, "Rebuilt from the data it is the same, byte for byte."),
        (
            newer,
            True,
            "It can no longer be rebuilt byte for byte: the list says why. Its hashes are on record.",
        ),
        (broken, False, "1 of 1 checks fail: note.pdf."),
    ):
        proof = verify_recorded(row, again, store, CONFIG)
        assert ([check.ok for check in proof.files], proof.verdict().text("en")) == ([ok], verdict)
        assert proof.rebuilt is (again is pack)


def test_a_pack_of_a_day_that_is_still_to_come_says_so(small: str, tmp_path: Path) -> None:
    told = "The day 31 Dec 2199 lies ahead: the pack says what is known by now."
    for day, ahead in (("2199-12-31", True), ("2014-12-31", False)):
        answer = Office(small)(
            "--lang", "en", "brief", "--day", day, "--out", tmp_path / day, "--formats", "csv"
        )
        assert (answer.code, told in answer.err) == (0, ahead)


def test_a_pack_of_another_journal_is_not_proved(pack: Pack, tmp_path: Path) -> None:
    other = f"sqlite:///{(tmp_path / 'other.sqlite').as_posix()}"
    load(
        other, write_registry(tmp_path / "x", {"agencies": [{"agency": "A", "name": "B", "type": "chi_cuc"}]})
    )
    [check] = proved(pack.files, open_store(other), pack)
    assert check.item == MANIFEST
    assert not check.ok


# Making -----------------------------------------------------------------------------------------------------


def test_a_format_whose_library_fails_is_told_of_and_the_others_are_made(url: str, tmp_path: Path) -> None:
    (tmp_path / "pptx").mkdir()
    (tmp_path / "pptx" / "__init__.py").write_text("raise ImportError('broken here')", encoding="utf-8")
    words = ["--database", url, "brief", "--day", "2014-12-31", "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-m", "qms_model", *words, "--formats", "pptx,csv"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=False,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 1
    assert "broken here" in done.stderr
    assert (tmp_path / "out" / "tables" / "by-type.csv").exists()
    assert not (tmp_path / "out" / "deck.pptx").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent otherwise there")
def test_a_command_that_is_interrupted_leaves_nothing_and_says_no_more_than_that(
    url: str, tmp_path: Path
) -> None:
    words = ["--database", url, "brief", "--day", "2014-12-31", "--out", str(tmp_path / "out")]

    def listen() -> None:
        """What was started in the background of a shell is deaf to Ctrl+C, and so is all that it starts."""
        signal.signal(signal.SIGINT, signal.default_int_handler)

    with subprocess.Popen(
        [sys.executable, "-m", "qms_model", *words], cwd=ROOT, start_new_session=True, preexec_fn=listen,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        first = process.stdout.readline()  # a format is ready, others are being made
        os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to all of them
        rest = process.stdout.read()
    assert process.returncode == 130
    assert "Traceback" not in first + rest
    assert not (tmp_path / "out").exists()


def test_what_has_not_begun_is_not_made_after_a_cancel(order: Order) -> None:
    with makers(1) as pool:
        making = pool.start(order, ("csv", "xlsx", "docx"))
        making.cancel()
        list(making.as_ready())
        assert making.is_done()
        assert making.pack().failed


def test_what_a_process_refuses_is_refused_here_and_the_pool_goes_on(order: Order) -> None:
    with makers(1) as pool:
        with pytest.raises(Refused, match="There is no template gone"):
            pool.start(replace(order, template="gone"), ("csv",)).pack()
        assert not pool.start(order, ("csv",)).pack().failed


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed otherwise there")
def test_without_a_report_there_is_no_pack_and_the_pool_goes_on(order: Order) -> None:
    with makers(1) as pool:
        pool.get_ready()
        os.kill(pool.processes()[0], signal.SIGKILL)
        with pytest.raises(Refused, match="The report cannot be put together: WorkerDied"):
            pool.start(order, ("csv",)).pack()
        assert not pool.start(order, ("csv",)).pack().failed


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--formats", "pdf,doc"), 2, "'doc' is not one of"),
        (("--template", "none"), 1, "There is no template none"),
        (("--sections", "PL9"), 2, "'PL9' is not one of"),
        (("--known", "9"), 1, "There is no change 9"),
        (("--formats", " , "), 1, "--formats names no format; there are: pdf,"),
        (("--compare", "2014-12-31"), 1, "The day to compare with must be before the day."),
        (("--parent", "UBND tinh"), 1, "on 31 Dec 2014 (Supervising agency: UBND tinh)"),
        (("--day", "1950-01-01"), 1, "Nothing is recorded by 1 Jan 1950."),
    ],
)
def test_what_is_not_there_is_refused_before_anything_is_made(
    url: str, tmp_path: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    answer = Office(url)("--lang", "en", "brief", "--day", "2014-12-31", "--out", tmp_path / "out", *words)
    assert answer.code == code
    assert told in answer.err
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_in_it_is_left_alone(url: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    answer = Office(url)("brief", "--day", "2014-12-31", "--out", tmp_path)
    assert answer.code == 1
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_made(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    answer = Office(url)(
        "brief", "--day", "2014-12-31", "--out", tmp_path / "file" / "out", "--formats", "csv"
    )
    assert answer.code == 1
    assert "out cannot be written" in answer.err
    assert "ready" not in answer.err


def test_an_empty_registry_makes_no_pack(tmp_path: Path) -> None:
    office = Office(f"sqlite:///{(tmp_path / 'empty.sqlite').as_posix()}")
    answer = office("brief", "--day", "2014-12-31", "--out", tmp_path / "out", "--formats", "csv")
    assert (answer.code, answer.err) == (1, "The registry is empty: load one before you make a pack.\n")
    assert not (tmp_path / "out").exists()


def test_a_write_that_breaks_off_leaves_nothing_and_a_killed_one_no_folder_of_that_name(
    tmp_path: Path,
) -> None:
    class Broken(dict[str, bytes]):
        """Files of which the last cannot be had."""

        def items(self) -> Any:
            yield "note.pdf", b"1"
            assert (tmp_path / "out").exists() is there
            assert list((tmp_path / "out").glob("*")) == []
            raise KeyboardInterrupt

    for there in (False, True):
        if there:
            (tmp_path / "out").mkdir()
        with pytest.raises(KeyboardInterrupt):
            write_pack(Broken(), tmp_path / "out")
    assert [(entry.name, list(entry.iterdir())) for entry in tmp_path.iterdir()] == [("out", [])]
    write_pack({"tables/a.csv": b"a", MANIFEST: b"{}"}, tmp_path / "out")
    assert read_pack(tmp_path / "out") == {"tables/a.csv": b"a", MANIFEST: b"{}"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_the_order_of_a_pack_opens_the_registry_as_it_was_known(order: Order) -> None:
    assert opened(order).known == 1


# Kept -------------------------------------------------------------------------------------------------------


def test_a_snapshot_is_never_deleted_and_withdrawn_once_with_a_reason(database: str) -> None:
    import sqlalchemy as sa
    from sqlalchemy.exc import DBAPIError

    kept = open_store(database)
    with kept.writing() as connection:
        number = snapshots.keep(
            connection, "a" * 12, {"day": "2014-12-31"}, {"note.pdf": "f" * 64}, "An", "Họp"
        )
    for statement in (
        "DELETE FROM snapshots",
        "UPDATE snapshots SET files = '{}'",
        "UPDATE snapshots SET reason = ''",
    ):
        with pytest.raises(DBAPIError), kept.writing() as connection:
            connection.execute(sa.text(statement))
    with pytest.raises(Refused, match="Say why"), kept.writing() as connection:
        snapshots.withdraw(connection, number, "Bình", "  ")
    with kept.writing() as connection:
        snapshots.withdraw(connection, number, "Bình", "Sai kỳ")
    with pytest.raises(Refused), kept.writing() as connection:
        snapshots.withdraw(connection, number, "Bình", "Lần nữa")
    with kept.reading() as connection:
        [one] = snapshots.made(connection)
    assert (one.by, one.reason, one.withdrawn_by, one.withdrawn_because) == ("An", "Họp", "Bình", "Sai kỳ")


def test_a_reason_speaks_both_languages() -> None:
    assert message("this file was altered").text("vi") == "tệp này đã bị sửa"
