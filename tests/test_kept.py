"""What is kept: made once whoever asks meanwhile, and made again after a fault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from qms_model.config import read_config
from qms_model.once import Once
from qms_model.registry import Registry, open_registry
from qms_model.store import open_store
from qms_model.views import kept
from tests.build import registry_of


@pytest.fixture
def registry() -> Registry:
    return registry_of({})


def test_an_answer_is_made_once_for_its_registry_and_key(registry: Registry) -> None:
    made: list[str] = []

    def make(answer: str) -> str:
        made.append(answer)
        return answer

    assert [kept(registry, key, lambda: make(key)) for key in "aba"] == ["a", "b", "a"]  # noqa: B023
    assert made == ["a", "b"]
    assert kept(registry_of({}), "a", lambda: make("of another registry")) == "of another registry"


def test_nothing_is_an_answer_too(registry: Registry) -> None:
    assert kept(registry, "none", lambda: None) is None
    assert kept(registry, "none", lambda: pytest.fail("made again")) is None


def test_of_many_who_ask_at_once_one_makes_it_and_the_others_wait(registry: Registry) -> None:
    begin, made = Barrier(8), []

    def make() -> int:
        Event().wait(0.05)
        made.append(1)
        return 7

    def ask(_: int) -> int:
        begin.wait()
        return kept(registry, "slow", make)

    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(ask, range(8))) == [7] * 8
    assert made == [1]


def test_after_a_fault_who_waited_makes_it(registry: Registry) -> None:
    asked, waiting = Event(), Event()

    def fail() -> int:
        asked.set()
        waiting.wait(5)
        raise ValueError("not this time")

    def second() -> int:
        asked.wait(5)
        waiting.set()
        return kept(registry, "faulty", lambda: 7)

    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(kept, registry, "faulty", fail)
        other = readers.submit(second)
        with pytest.raises(ValueError, match="not this time"):
            first.result(10)
        assert other.result(10) == 7


def test_the_answers_asked_for_longest_ago_go_first() -> None:
    once = Once(2)
    for key in "abac":
        once.get(key, lambda: key)  # noqa: B023
    assert [once.get(key, lambda: "made again") for key in "acb"] == ["a", "c", "made again"]


def test_many_who_open_a_registry_at_once_get_the_same_one(sqlite_url: str) -> None:
    store, rules, begin = open_store(sqlite_url), read_config().rules, Barrier(8)

    def opened(_: int) -> Registry:
        begin.wait()
        return open_registry(store, rules)

    with ThreadPoolExecutor(8) as readers:
        assert len(set(readers.map(opened, range(8)))) == 1
