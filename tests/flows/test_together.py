"""What comes at the same moment is written in one transaction; each caller gets their own answer or fault."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import OperationalError

from entendu.flows.systems.together import Gathering

pytestmark = pytest.mark.django_db


class Desk:
    """Work that notes its batches and waits at the first one until it is let go."""

    def __init__(self, fault: Callable[[Sequence[str]], None] = lambda _: None, most: int = 200) -> None:
        self.batches: list[list[str]] = []
        self.begun, self.go = threading.Event(), threading.Event()
        self.fault = fault
        self.gathering: Gathering[str, str] = Gathering(self.work, most)

    def work(self, asked: Sequence[str]) -> list[str | Exception]:
        self.batches.append(list(asked))
        if len(self.batches) == 1:
            self.begun.set()
            assert self.go.wait(10)
        self.fault(asked)
        return [ValueError(one) if one.startswith("refused") else one.upper() for one in asked]

    def ask_all(self, first: str, others: Sequence[str]) -> dict[str, Future[str]]:
        """The first is at work when the others come; it goes on when all of them stand in the queue."""
        pool = ThreadPoolExecutor(len(others) + 1)
        answers = {first: pool.submit(self.gathering.ask, first)}
        assert self.begun.wait(10)
        answers |= {one: pool.submit(self.gathering.ask, one) for one in others}
        while len(self.gathering._queue) < len(others):
            threading.Event().wait(0.001)
        self.go.set()
        pool.shutdown()
        return answers


def test_one_alone_waits_for_nobody() -> None:
    desk = Desk()
    desk.go.set()
    assert desk.gathering.ask("a") == "A"
    assert desk.batches == [["a"]]


def test_while_one_is_written_the_others_gather() -> None:
    desk = Desk()
    answers = desk.ask_all("a", ["b", "c", "d"])
    assert {one: answer.result() for one, answer in answers.items()} == {"a": "A", "b": "B", "c": "C", "d": "D"}
    assert [sorted(batch) for batch in desk.batches] == [["a"], ["b", "c", "d"]]


def test_a_batch_has_an_end() -> None:
    desk = Desk(most=2)
    answers = desk.ask_all("a", ["b", "c", "d"])
    assert all(answer.result() == one.upper() for one, answer in answers.items())
    assert [len(batch) for batch in desk.batches] == [1, 2, 1]


def test_a_refusal_is_for_whom_it_is_meant() -> None:
    answers = Desk().ask_all("a", ["b", "refused", "d"])
    assert isinstance(answers.pop("refused").exception(), ValueError)
    assert all(answer.result() == one.upper() for one, answer in answers.items())


def test_a_fault_of_one_harms_no_other() -> None:
    def fault(asked: Sequence[str]) -> None:
        if "faulty" in asked:
            raise KeyError("faulty")

    desk = Desk(fault)
    answers = desk.ask_all("a", ["b", "faulty", "d"])
    assert isinstance(answers.pop("faulty").exception(), KeyError)
    assert all(answer.result() == one.upper() for one, answer in answers.items())
    assert sorted(len(batch) for batch in desk.batches) == [1, 1, 1, 1, 3]


def test_a_database_that_is_away_is_asked_once_more_and_not_by_each() -> None:
    def fault(asked: Sequence[str]) -> None:
        if asked != ["a"]:
            raise OperationalError("gone")

    desk = Desk(fault)
    answers = desk.ask_all("a", ["b", "c", "d"])
    assert answers.pop("a").result() == "A"
    assert all(isinstance(answer.exception(), OperationalError) for answer in answers.values())
    assert [len(batch) for batch in desk.batches] == [1, 3, 1]
