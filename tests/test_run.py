"""run.py: what it refuses, what it keeps, and that it leaves nothing behind."""

from __future__ import annotations

import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent


@pytest.fixture
def empty_database(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """run.py uses this Python and a database of the test's own."""
    monkeypatch.setattr(run, "PYTHON", sys.executable)
    monkeypatch.setattr(run, "ENVIRONMENT", run.ENVIRONMENT | {"QMS_DATABASE_URL": sqlite_url})


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """run.py keeps its .venv, and looks for wheels, in the test's own folder."""
    folder = tmp_path / ".venv"
    monkeypatch.setattr(run, "VENV", folder)
    monkeypatch.setattr(run, "PYTHON", str(folder / Path(run.PYTHON).relative_to(run.ROOT / ".venv")))
    monkeypatch.setattr(run, "STAMP", folder / "installed")
    monkeypatch.setattr(run, "WHEELS", tmp_path / "wheels")
    return folder


def registry(folder: Path, agency: str = "A1") -> Path:
    """A registry of one agency."""
    folder.mkdir()
    (folder / "agencies.csv").write_text(f"agency,name,type\n{agency},Sở Nội vụ,so_ban_nganh\n", "utf-8")
    return folder


@pytest.mark.parametrize("version", [(3, 6), (3, 10)], ids=str)
def test_an_older_python_gets_one_sentence_in_each_language(
    version: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(ROOT / "run.py"))
    vi, en = str(stopped.value).splitlines()
    assert vi == f"Cần Python 3.11 trở lên, máy đang chạy 3.{version[1]}."
    assert en == f"Python 3.11 or newer is needed, this is 3.{version[1]}."


def test_a_python_without_ensurepip_gets_the_name_of_the_package(
    venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", {}.get)
    with pytest.raises(run.Stop) as stopped:
        run.install(run.RUNTIME)
    package = f"python3.{sys.version_info.minor}-venv"
    assert [line.rpartition(" ")[2] for line in str(stopped.value).splitlines()] == [package, package]
    assert not venv.exists()


def test_a_venv_is_broken_without_a_python_that_starts(venv: Path) -> None:
    assert not run.is_sound()
    python = Path(run.PYTHON)
    python.parent.mkdir(parents=True)
    python.symlink_to(venv / "gone")
    assert not run.is_sound()


def test_without_the_right_wheels_nothing_is_taken_for_installed_and_the_next_start_begins_anew(
    venv: Path, tmp_path: Path
) -> None:
    pins = tmp_path / "requirements.txt"
    pins.write_text(f"nothing==1.0 --hash=sha256:{'0' * 64}\n")
    run.WHEELS.mkdir()
    with pytest.raises(run.Stop, match=r"wheels thiếu tệp(.|\n)*wheels lacks a file"):
        run.install(pins)
    assert run.STAMP.read_text() == ""
    assert not run.is_sound()
    pins.write_text("# no library\n")
    run.install(pins)
    assert run.is_sound()
    made = venv.stat().st_ctime_ns
    run.install(pins)
    assert venv.stat().st_ctime_ns == made


def test_the_advice_without_network_names_proxy_and_wheels(venv: Path) -> None:
    for line in str(run.not_installed("requirements.txt", "no route")).splitlines():
        assert "no route" in line
        assert "HTTPS_PROXY=http://" in line
        assert line.endswith("-r requirements.txt -d wheels")


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "ERROR: first\nERROR: No matching distribution found for x\n[notice] a new pip",
            "No matching distribution found for x",
        ),
        ("one\n\nlast\n", "last"),
        ("", "?"),
    ],
    ids=["an error", "no error", "nothing"],
)
def test_the_reason_is_what_pip_said_last_as_an_error(output: str, words: str) -> None:
    assert run.last_words(output) == words


@pytest.mark.usefixtures("empty_database")
def test_the_first_start_loads_and_the_next_keeps_and_refuses_another_registry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, other = registry(tmp_path / "mine"), registry(tmp_path / "other", "A2")
    assert run.fill(None) == 0
    assert run.fill(mine) == 0
    assert run.fill(run.SAMPLE) == 0
    assert capsys.readouterr().out.strip() == "Giữ nguyên số liệu đã có / keeping the data that is there"
    with pytest.raises(run.Stop) as stopped:
        run.fill(other)
    for line in str(stopped.value).splitlines():
        assert f'load "{other}" --apply' in line
        assert "data/registry.sqlite" in line, "the way out of the sample"


@pytest.mark.usefixtures("empty_database")
def test_a_registry_with_errors_is_not_served(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken = registry(tmp_path / "broken")
    (broken / "agencies.csv").write_text("agency,name,type\nA1,Sở Nội vụ,khong_co\n", "utf-8")
    assert run.fill(broken) == 3
    assert "khong_co" in capfd.readouterr().err


@pytest.mark.usefixtures("empty_database")
def test_of_very_many_errors_the_first_are_told_and_how_to_see_all(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = registry(tmp_path / "broken")
    rows = "".join(f"A{n},Sở Nội vụ,khong_co\n" for n in range(300))
    (broken / "agencies.csv").write_text(f"agency,name,type\n{rows}", "utf-8")
    with pytest.raises(run.Stop) as stopped:
        run.fill(broken)
    assert capfd.readouterr().err.count("khong_co") == run.FEW
    for line in str(stopped.value).splitlines():
        assert f" {300 - run.FEW} " in line
        assert f'load "{broken}"' in line
        assert "run.py --empty" in line


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind((run.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(run.Stop) as stopped:
            run.require_free(port)
    vi, en = str(stopped.value).splitlines()
    assert vi.startswith(f"Cổng {port} đang bận")
    assert en.startswith(f"Port {port} is taken")
    assert "python run.py --port" in vi
    assert "python run.py --port" in en
    run.require_free(port)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send for Ctrl+C to one process")
@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "end of service"])
def test_the_end_is_quiet_and_leaves_the_port_free(request_to_end: signal.Signals, sqlite_url: str) -> None:
    with socket.socket() as probe:
        probe.bind((run.HOST, 0))
        port = probe.getsockname()[1]
    program = f"import run, sys; run.PYTHON = sys.executable; sys.exit(run.serve({port}))"
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT,
        env=run.ENVIRONMENT | {"QMS_DATABASE_URL": sqlite_url},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    ) as served:  # fmt: skip
        assert served.stdout is not None
        said = next((line for line in served.stdout if "serving at" in line), "")
        assert said.count(f"http://127.0.0.1:{port}") == 2
        started = time.monotonic()
        served.send_signal(request_to_end)
        rest = served.stdout.read()
        assert served.wait() == 0
    assert time.monotonic() - started < 10
    assert "Traceback" not in rest
    run.require_free(port)


def test_every_check_runs_and_the_first_failure_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "PYTHON", sys.executable)
    checks = {
        "good": ["-c", ""],
        "bad": ["-c", "exit(3)"],
        "pytest": ["-c", "import sys; exit(print(sys.argv) or 5)"],
    }
    monkeypatch.setattr(run, "CHECKS", checks)
    assert run.check(["-k", "word"]) == 3
    out = capfd.readouterr().out
    assert "['-c', '-k', 'word']" in out
    assert out.splitlines()[-3:] == [
        "good: đạt / passed",
        "bad: không đạt / failed",
        "pytest: không đạt / failed",
    ]


def test_ci_runs_the_test_command_of_the_readme_and_forbids_skipping() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert re.search(r"^python run.py test$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert script.splitlines()[-1] == 'exec "$python" run.py test </dev/null'
    assert "export QMS_REQUIRE_ALL=1" in script
