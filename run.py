"""Two commands: `python run.py` serves the dashboard, `python run.py test` checks the project.

Standard library only, because it runs before anything is installed. It keeps its
own `.venv` beside it, so it also works where the system's Python is managed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - in a sentence, before anything newer is used
    sys.exit(
        "Cần Python 3.11 trở lên, máy đang chạy {0}.{1}.\n"
        "Python 3.11 or newer is needed, this is {0}.{1}.".format(*sys.version_info)
    )

import argparse
import hashlib
import importlib.util
import io
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
STAMP = VENV / "installed"  # hashes of the pins that .venv was brought to; empty while pip is at work
WHEELS = ROOT / "wheels"  # optional: a copy of every library, for a computer without network
SAMPLE = ROOT / "data" / "registry"
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"  # includes RUNTIME, pin for pin
HOST = "127.0.0.1"
FEW = 8  # lines of what is wrong with a registry
ENVIRONMENT = os.environ | {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0"}
CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    "pytest": ["-m", "pytest", "-n", "2", "--dist", "loadfile"],
}


class Stop(Exception):
    """Why we cannot go on and the way out, in Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi}\n{en}")


def say(vi: str, en: str) -> None:
    """One line, shown at once: what comes next may take minutes."""
    print(f"{vi} / {en}", flush=True)


def python(*arguments: str) -> int:
    """The exit code of .venv's Python, run from the project's folder."""
    return subprocess.run([PYTHON, *arguments], cwd=ROOT, env=ENVIRONMENT, check=False).returncode


def last_words(output: str) -> str:
    """The last line that a program marked as an error, else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["?"])[-1]


def is_sound() -> bool:
    """Whether .venv has a Python that starts and has pip, and no installation was cut short."""
    if STAMP.exists() and not STAMP.read_text():
        return False
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """A new .venv in the place of whatever is there."""
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        package = f"python3.{sys.version_info.minor}-venv"
        raise Stop(
            f"Python này thiếu venv; trên Debian, Ubuntu hãy chạy: sudo apt install {package}",
            f"This Python lacks venv; on Debian or Ubuntu run: sudo apt install {package}",
        )
    say("Đang tạo .venv", "making .venv")
    if VENV.is_dir() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    VENV.unlink(missing_ok=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        reason = last_words(made.stdout + made.stderr)
        raise Stop(f"Không tạo được {VENV}: {reason}", f"{VENV} could not be made: {reason}")


def install(*files: Path) -> None:
    """Bring .venv to the pins of the last file, which includes the others, unless it is there."""
    wanted = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    if not is_sound():
        make_venv()
    elif STAMP.exists() and STAMP.read_text().split()[: len(wanted)] == wanted:
        return
    say("Đang cài thư viện, lần đầu mất vài phút", "installing the libraries, minutes the first time")
    STAMP.write_text("")
    source = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else ["--retries", "2"]
    pip = [PYTHON, "-m", "pip", "install", "--no-input", "--require-hashes", "--only-binary", ":all:"]
    installed = subprocess.run(
        [*pip, *source, "-r", str(files[-1])],
        env=ENVIRONMENT, stderr=subprocess.PIPE, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if installed.returncode:
        raise not_installed(files[-1].name, last_words(installed.stderr))
    STAMP.write_text("\n".join(wanted))


def not_installed(file: str, reason: str) -> Stop:
    """What to do when pip could not install `file`."""
    download = f"python -m pip download --only-binary :all: -r {file} -d wheels"
    if WHEELS.is_dir():
        return Stop(
            f"Thư mục wheels thiếu tệp cho máy này ({reason}); hãy tạo lại trên một máy có mạng, "
            f"cùng hệ điều hành và cùng bản Python, bằng lệnh: {download}",
            f"The folder wheels lacks a file for this computer ({reason}); make it again on one with "
            f"network, the same system and the same Python, by: {download}",
        )
    return Stop(
        f"Không cài được thư viện ({reason}); nếu qua proxy, hãy đặt HTTPS_PROXY=http://máy:cổng; nếu không "
        f"có mạng, hãy chép vào đây thư mục wheels tạo trên một máy tương tự có mạng bằng lệnh: {download}",
        f"The libraries could not be installed ({reason}); behind a proxy, set HTTPS_PROXY=http://host:port; "
        f"without network, copy here a folder wheels made on a similar computer with network by: {download}",
    )


def load_registry(registry: Path) -> int:
    """Load `registry`; of what is wrong with it the first lines are told."""
    command = [PYTHON, "-m", "qms_model", "load", str(registry), "--apply"]
    loaded = subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
        check=False,
    )  # fmt: skip
    lines = loaded.stderr.splitlines()
    for line in lines[:FEW]:
        print(line, file=sys.stderr)
    if len(lines) > FEW:
        again = f'"{PYTHON}" -m qms_model load "{registry}"'
        raise Stop(
            f"… và {len(lines) - FEW} dòng nữa; xem tất cả bằng lệnh: {again}. Nếu đã sửa config.yaml thì số "
            "liệu mẫu có thể không còn phù hợp: hãy chạy python run.py --empty",
            f"… and {len(lines) - FEW} lines more; all of them: {again}. Where config.yaml was changed, "
            "the sample may no longer fit it: run python run.py --empty",
        )
    return loaded.returncode


def fill(registry: Path | None) -> int:
    """Load `registry` as change 1 into a database without changes; 0, or why not as an exit code."""
    command = [PYTHON, "-m", "qms_model", "journal", "--last", "1", "--format", "csv"]
    journal = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, check=False)
    if journal.returncode:
        return journal.returncode
    if len(journal.stdout.splitlines()) <= 1:  # the header alone
        return load_registry(registry) if registry else 0
    if registry not in (None, SAMPLE):
        load = f'"{PYTHON}" -m qms_model load "{registry}" --apply'
        raise Stop(
            f"Cơ sở dữ liệu đã có số liệu nên không nạp {registry}; muốn nạp thêm, hãy chạy: {load}; "
            "muốn bỏ số liệu mẫu, hãy xóa data/registry.sqlite rồi chạy lại lệnh này.",
            f"The database has data already, so {registry} was not loaded; to add it, run: {load}; "
            "to leave the sample behind, delete data/registry.sqlite and run this command again.",
        )
    say("Giữ nguyên số liệu đã có", "keeping the data that is there")
    return 0


def require_free(port: int) -> None:
    """Refuse a port that somebody else serves on."""
    with socket.socket() as probe:
        if os.name != "nt":  # on Windows the option would take a port in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            other = f"python run.py --port {port + 1 if port < 65535 else 8501}"
            raise Stop(
                f"Cổng {port} đang bận; hãy chọn cổng khác, ví dụ: {other}",
                f"Port {port} is taken; choose another, for example: {other}",
            ) from None


def serve(port: int) -> int:
    """Serve until Ctrl+C or a request to end, and leave no process behind."""
    for name in {"SIGINT", "SIGTERM", "SIGHUP"} & set(dir(signal)):
        signal.signal(getattr(signal, name), signal.default_int_handler)
    # In a group of its own the server does not see Ctrl+C: it is ended below, in order.
    group = None if os.name == "nt" else 0
    command = [PYTHON, "-m", "qms_model.server", "--port", str(port)]
    server = subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.DEVNULL, process_group=group
    )
    try:
        while server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    url = f"http://{HOST}:{port}"
                    say(f"Đang chạy tại {url} (Ctrl+C để dừng)", f"serving at {url} (Ctrl+C to stop)")
                    break
            time.sleep(0.1)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if os.name != "nt":  # on Windows Ctrl+C reached it too
            server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def check(extra: list[str]) -> int:
    """Run every check whatever failed before it; the exit code of the first that failed."""
    results: dict[str, int] = {}
    for name, command in CHECKS.items():
        print(f"\n== {name}", flush=True)
        results[name] = python(*command, *(extra if name == "pytest" else []))
    print()
    for name, code in results.items():
        say(f"{name}: {'không đạt' if code else 'đạt'}", "failed" if code else "passed")
    return next((code for code in results.values() if code), 0)


def main(arguments: list[str]) -> int:
    """What the command line asks for; an exit code."""
    if arguments[:1] == ["test"]:
        install(RUNTIME, DEVELOPMENT)
        return check(arguments[1:])
    parser = argparse.ArgumentParser(prog="run.py", description=(__doc__ or "").splitlines()[0])
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--registry", type=Path, metavar="PATH", help="nạp sổ này / load this registry")
    choice.add_argument("--empty", action="store_true", help="không nạp số liệu mẫu / without the sample")
    parser.add_argument("--port", type=int, default=8501, help="cổng / port (8501)")
    options = parser.parse_args(arguments)
    if not 0 < options.port < 65536:
        parser.error("--port: 1-65535")
    if options.registry and not options.registry.exists():
        raise Stop(f"Không có {options.registry}.", f"There is no {options.registry}.")
    require_free(options.port)
    install(RUNTIME)
    registry = None if options.empty else (options.registry or SAMPLE).resolve()
    return fill(registry) or serve(options.port)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a Windows pipe may not know Vietnamese letters
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as reason:
        sys.exit(str(reason))
    except OSError as refusal:
        sys.exit(f"Hệ điều hành từ chối: {refusal}\nThe system refused: {refusal}")
    except KeyboardInterrupt:
        sys.exit(130)
