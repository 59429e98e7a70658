"""A process that makes what it is asked for, one thing after the other, and ends when nobody asks any more.

It is a plain subprocess and not one of `multiprocessing`: that would run the page
that asked, since Streamlit makes each page the main module.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from qms_model.refusal import Refused

_NICE = 19  # readers come first
_ROOT = Path(__file__).parent.parent
_LENGTH = 8  # bytes that say how long what follows is


class WorkerDied(Exception):
    """The process ended before it had answered."""


class Worker:
    """The process, seen from the one that asks. It gets ready by `get_ready` of the module called `ready`."""

    def __init__(self, ready: str) -> None:
        patient = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)  # of Windows; others are told below
        self._process = subprocess.Popen(
            [sys.executable, "-m", "qms_model.worker", ready],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            creationflags=patient,
        )

    @property
    def process(self) -> int:
        """The id of the process."""
        return self._process.pid

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What the function returns in the process. Raises what it refused there, RuntimeError with
        what else it raised, or WorkerDied."""
        try:
            _write(cast(IO[bytes], self._process.stdin), (function, arguments))
            went_well, answer = _read(cast(IO[bytes], self._process.stdout))
        except (OSError, EOFError) as error:
            self.close()
            raise WorkerDied(f"exit code {self._process.returncode}") from error
        if went_well:
            return answer
        raise answer if isinstance(answer, Refused) else RuntimeError(answer)

    def close(self) -> None:
        """Let the process end, or end it."""
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


_EARLY: dict[str, Worker] = {}


def start_early(ready: str) -> None:
    """Start a process that `started` will hand out."""
    _EARLY[ready] = Worker(ready)


def started(ready: str) -> Worker:
    """A process that gets ready, or has got so: the one that was started early, or a new one."""
    return _EARLY.pop(ready, None) or Worker(ready)


def main() -> None:
    """Answer until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one that asks
    with suppress(AttributeError, OSError):
        os.nice(_NICE)
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no answer
    gc.disable()  # what is being loaded stays: it need not be searched for garbage, now or at the end
    importlib.import_module(sys.argv[1]).get_ready()  # it takes a second: the other side gets ready too
    gc.freeze()
    gc.enable()
    with suppress(EOFError, OSError):
        while True:
            _write(answers, _answer(*_read(sys.stdin.buffer)))


def _answer(function: Callable[..., Any], arguments: Sequence[Any]) -> tuple[bool, Any]:
    try:
        return True, function(*arguments)
    except Refused as refused:
        return False, refused
    except Exception as error:  # whatever a library raises is told, and the process goes on
        return False, f"{type(error).__name__}: {error}"


def _write(stream: IO[bytes], value: Any) -> None:
    content = pickle.dumps(value)
    stream.write(len(content).to_bytes(_LENGTH, "big") + content)
    stream.flush()


def _read(stream: IO[bytes]) -> Any:
    length = int.from_bytes(_whole(stream, _LENGTH), "big")
    return pickle.loads(_whole(stream, length))


def _whole(stream: IO[bytes], length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


if __name__ == "__main__":
    main()
