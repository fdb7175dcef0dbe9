"""The layers kept in a process: asked rarely, built once, renewed without a pause."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from baraza.capabilities.geography import registry
from baraza.capabilities.geography.registry import EditionKey, Registry, _Kept


def key(digest: str) -> EditionKey:
    return EditionKey(pk=1, country="ZA", kind="municipality", label="2018", digest=digest)


def slow_enough_for_the_others_to_queue() -> None:
    time.sleep(0.1)


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_many_threads_at_the_first_question_build_once_and_all_get_the_answer() -> None:
    built, together = [], threading.Barrier(8)

    def build(edition: EditionKey) -> str:
        built.append(edition)
        slow_enough_for_the_others_to_queue()
        return "index"

    kept = _Kept(build)

    def ask() -> str:
        together.wait(timeout=5)
        return kept.get(key("a"))

    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(ask) for _ in range(8)]
        assert [answer.result() for answer in answers] == ["index"] * 8
    assert len(built) == 1


def test_while_one_thread_builds_the_new_index_the_others_answer_from_the_old_one() -> None:
    building, finish = threading.Event(), threading.Event()

    def build(edition: EditionKey) -> str:
        if edition.digest == "b":
            building.set()
            assert finish.wait(timeout=5)
        return edition.digest

    kept = _Kept(build)
    assert kept.get(key("a")) == "a"
    with ThreadPoolExecutor(1) as threads:
        renewing = threads.submit(kept.get, key("b"))
        assert building.wait(timeout=5)
        assert kept.get(key("b")) == "a"
        finish.set()
        assert renewing.result() == "b"
    assert kept.get(key("b")) == "b"


def test_a_build_that_fails_is_tried_again_and_the_old_index_stays() -> None:
    outcomes = iter(["a", RuntimeError("database away"), "b"])

    def build(_: EditionKey) -> str:
        outcome = next(outcomes)
        if isinstance(outcome, RuntimeError):
            raise outcome
        return outcome

    kept = _Kept(build)
    assert kept.get(key("a")) == "a"
    with pytest.raises(RuntimeError):
        kept.get(key("b"))
    assert kept.get(key("b")) == "b"


def test_the_database_is_asked_for_the_editions_at_most_once_in_the_period(monkeypatch) -> None:
    asked, seconds = [], Seconds()
    monkeypatch.setattr(
        registry, "_editions_in_force", lambda: asked.append(1) or {("ZA", "ward"): key(str(len(asked)))}
    )
    layers = Registry(check_seconds=3.0, seconds=seconds)
    assert [layers.editions()["ZA", "ward"].digest for _ in range(5)] == ["1"] * 5
    seconds.now += 2.9
    assert layers.editions()["ZA", "ward"].digest == "1"
    seconds.now += 0.2
    assert layers.editions()["ZA", "ward"].digest == "2"
    layers.look_again()
    assert layers.editions()["ZA", "ward"].digest == "3"
    assert layers.kinds(country="ZA") == {"ward"}
    assert layers.kinds(country="RW") == set()


def test_threads_asking_together_make_one_question_to_the_database(monkeypatch) -> None:
    asked, together = [], threading.Barrier(8)

    def once():
        asked.append(1)
        slow_enough_for_the_others_to_queue()
        return {}

    monkeypatch.setattr(registry, "_editions_in_force", once)
    layers = Registry(seconds=Seconds())

    def ask() -> None:
        together.wait(timeout=5)
        layers.editions()

    with ThreadPoolExecutor(8) as threads:
        for answer in [threads.submit(ask) for _ in range(8)]:
            answer.result()
    assert len(asked) == 1


def test_a_layer_that_is_not_there_is_none(monkeypatch) -> None:
    monkeypatch.setattr(registry, "_editions_in_force", dict)
    layers = Registry()
    assert layers.index(country="ZA", kind="ward") is None
    assert layers.directory(country="ZA", kind="ward") is None
