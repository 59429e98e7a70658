"""Making packs beside the server: a bounded pool of patient processes, so that readers do not feel it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from queue import SimpleQueue
from typing import Any, TypeVar

from qms_model import journal, snapshots
from qms_model.briefing.compose import report_of
from qms_model.briefing.formats import Files, made
from qms_model.briefing.inputs import Chosen, Inputs, inputs_of
from qms_model.briefing.pack import MANIFEST, hashes_of, manifest
from qms_model.briefing.template import template_of
from qms_model.config import Config
from qms_model.coverage import Filters
from qms_model.i18n import Message, message
from qms_model.numbers import RecordedDate
from qms_model.refusal import Refused
from qms_model.registry import Registry, open_registry
from qms_model.store import Store, open_store
from qms_model.views import At, View
from qms_model.worker import Worker, WorkerDied, started

_Answer = TypeVar("_Answer")

WORKERS = 2
READY = "qms_model.briefing.formats"  # what a process of the pool has loaded before it is asked

# The slowest first, so that the last to end is a short one.
ORDER = ("docx", "pdf", "pptx", "png", "html", "xlsx", "svg", "csv")


@dataclass(frozen=True)
class Order:
    """What is to be made, plain enough for another process."""

    url: str
    known: int
    view: View
    template: str
    chosen: Chosen
    config: Config


@dataclass(frozen=True)
class Composed:
    """A report put together, and what it is a function of. The report is pickled: the process that
    passes it on has readers to serve and no use for what is in it."""

    inputs: Inputs
    illustrative: bool
    report: bytes


@dataclass(frozen=True)
class Pack:
    """What was made: the files with their manifest, and the formats that could not be made, with why."""

    inputs: Inputs
    files: Files
    failed: Mapping[str, str] = field(default_factory=dict)


def note(pack: Pack, store: Store, reason: str) -> dict[str, str]:
    """Note in the database that the pack was made, by whom, when and why; the SHA-256 of each file.
    Raises Refused when the database cannot be written."""
    hashes = hashes_of(pack.files)
    with store.writing() as connection:
        snapshots.keep(
            connection, pack.inputs.snapshot(), asdict(pack.inputs), hashes, journal.author(), reason
        )
    return hashes


def day_ahead(day: date) -> Message:
    """What whoever makes a pack of a day that is still to come is told first."""
    return message(
        "The day {day} lies ahead: the pack says what is known by now.", day=RecordedDate(str(day))
    )


class Making:
    """A pack that is being made, format by format."""

    def __init__(self, composed: Future[Composed], futures: Mapping[str, Future[Files]]) -> None:
        self._composed = composed
        self._futures = futures

    @property
    def formats(self) -> tuple[str, ...]:
        """All that are asked for."""
        return tuple(self._futures)

    def ready(self) -> list[str]:
        """The formats that are made, or have failed."""
        return [name for name, future in self._futures.items() if future.done()]

    def is_done(self) -> bool:
        """Whether nothing is to come."""
        return all(future.done() for future in self._futures.values())

    def as_ready(self) -> Iterator[tuple[str, bool]]:
        """The formats in the order in which they end, and whether they are made."""
        names = {future: name for name, future in self._futures.items()}
        return ((names[one], not one.cancelled() and one.exception() is None) for one in as_completed(names))

    def cancel(self) -> None:
        """Make nothing that has not begun; what is being made is thrown away."""
        for future in self._futures.values():
            future.cancel()

    def pack(self) -> Pack:
        """The pack; waits for what is still to come. A format that fails is told of. Raises Refused
        when there is no report that anything could be made of."""
        try:
            composed = self._composed.result()
        except Refused:
            raise
        except Exception as error:  # whatever a question raises
            raise Refused(message("The report cannot be put together: {why}", why=_told(error))) from error
        files: Files = {}
        failed: dict[str, str] = {}
        for name, future in self._futures.items():
            try:
                files |= future.result()
            except Exception as error:  # whatever a library raises
                failed[name] = _told(error)
        files[MANIFEST] = manifest(composed.inputs, hashes_of(files), composed.illustrative)
        return Pack(composed.inputs, files, failed)


class Helping:
    """This process as one of the makers: for a command, which has nothing else to do meanwhile."""

    def ask(self, function: Callable[..., _Answer], *arguments: Any) -> _Answer:
        """What the function returns. Raises whatever a library raises."""
        return function(*arguments)


class Makers:
    """The pool: so many processes, each started when it is first needed, and anew when it has died.
    With `helping` this process is one of them."""

    def __init__(self, workers: int = WORKERS, *, helping: bool = False) -> None:
        self._workers: list[Worker] = []
        self._idle: SimpleQueue[Worker | Helping | None] = SimpleQueue()
        for at in range(workers):
            self._idle.put(Helping() if helping and at == 0 else None)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="makers")

    def get_ready(self) -> None:
        """Start the processes now: each takes a second before it can make anything."""
        for _ in range(self._idle.qsize()):
            self._idle.put(self._idle.get() or self._started())

    def start(self, order: Order, formats: Sequence[str]) -> Making:
        """Begin to make these formats: the report is put together once, then each is made of it."""
        report = self._pool.submit(self._asked, composed, order)
        names = [name for name in ORDER if name in formats]
        return Making(report, {name: self._pool.submit(self._made, report, name) for name in names})

    def processes(self) -> list[int]:
        """The ids of the processes that were started."""
        return [worker.process for worker in self._workers]

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def _made(self, composed: Future[Composed], name: str) -> Files:
        return self._asked(made, composed.result().report, name)

    def _asked(self, function: Callable[..., _Answer], *arguments: Any) -> _Answer:
        """What one of the processes answers, as soon as one is free."""
        worker = self._idle.get() or self._started()
        left: Worker | Helping | None = worker
        try:
            return worker.ask(function, *arguments)
        except WorkerDied:
            left = None
            self._forget(worker)
            raise
        finally:
            self._idle.put(left)

    def _forget(self, dead: Worker | Helping) -> None:
        if isinstance(dead, Worker):
            self._workers.remove(dead)

    def _started(self) -> Worker:
        worker = started(READY)
        self._workers.append(worker)
        return worker


@contextmanager
def makers(workers: int = WORKERS, *, helping: bool = False) -> Iterator[Makers]:
    """A pool that is ended at the end."""
    pool = Makers(workers, helping=helping)
    try:
        yield pool
    finally:
        pool.close()


def composed(order: Order) -> Composed:
    """The report of the order. Runs in a process of the pool, as what makes the formats does."""
    at, config = At(opened(order), order.view), order.config
    asked = at, template_of(order.template, config), config, order.chosen
    return Composed(inputs_of(*asked), at.registry.illustrative, pickle.dumps(report_of(*asked)))


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def opened(order: Order) -> Registry:
    """The registry at the change of the order."""
    return open_registry(open_store(order.url), order.config.rules, order.known)


def order_of(url: str, inputs: Inputs, config: Config) -> Order:
    """What to make to rebuild a pack from its inputs."""
    view = View(
        inputs.language,
        date.fromisoformat(inputs.day),
        date.fromisoformat(inputs.compare),
        Filters(**inputs.filters),
    )
    return Order(url, inputs.known, view, inputs.template, Chosen(inputs.sections, inputs.parts), config)
