"""Texts are read over HTTP as the command line reads them; a source may ask as well as a member."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.doors.cli.main import parser
from entendu.parts.outbox.actions import sources
from entendu.parts.staff.models import Member
from tests.doors.api.conftest import NOW, Desk, Program

CALL: dict[str, Any] = {"id": 7, "language": "en", "text": "I will call you by Thursday noon.",
                        "context": {"now": "2026-11-23T17:40:00Z", "timezone": "Indian/Mauritius"}}
ASKS = {"id": "q", "text": "Bonjour, quand ma porte arrive-t-elle ? Merci.", "direction": "in"}


@pytest.fixture
def ioana(desk: Desk, program: Callable[[Member], Program]) -> Program:
    return program(desk.ioana)


def test_one_text_has_one_answer(ioana: Program) -> None:
    answer = ioana.post("/wording", CALL).json()
    assert (answer["id"], answer["language"]) == (7, "en")
    (promise,) = [one for one in answer["findings"] if one["check"] == "promise"]
    assert (promise["due"], promise["hedged"], promise["text"]) == ("2026-11-26T12:00:00+04:00", False, CALL["text"])


def test_a_list_is_answered_in_its_order(ioana: Program) -> None:
    answer = ioana.post("/wording", [CALL, ASKS]).json()
    assert [one["id"] for one in answer] == [7, "q"]
    assert "question" in {one["check"] for one in answer[1]["findings"]}


def test_it_says_what_the_command_line_says(ioana: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [CALL, ASKS, {"id": 9, "text": "Guaranteed! It was the fault of my colleague.", "context": {}}]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(map(json.dumps, texts))))
    out = io.StringIO()
    args = parser().parse_args(["wording", "check"])
    assert args.run(args, out, io.StringIO()) == 0
    assert ioana.post("/wording", texts).json() == [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_source_may_ask(desk: Desk, client: Client) -> None:
    _, secret = sources.add_source(name="Assistant", mailbox=desk.care, is_bot=True, now=NOW)
    assert Program(client, secret).post("/wording", CALL).status_code == 200
    assert Program(client, "entendu_source_wrong").post("/wording", CALL).status_code == 401
    assert Program(client).post("/wording", CALL).status_code == 401


@pytest.mark.parametrize("wrong", [
    {"words": "no text"}, {"text": 7}, {"text": "x", "language": "../models"}, [], [CALL] * 101, [CALL, {}],
    {"text": "x", "direction": "up"}, {"text": "x", "context": {"now": "yesterday"}},
    {"text": "x", "context": {"timezone": "Moon/Far"}}, {"text": "x", "context": {"hours": [["mon", "9"]]}},
    {"text": "x", "context": {"hours": [["noday", "09:00", "17:00"]]}}, {"text": "x" * 100_001},
])
def test_what_cannot_be_read_is_a_problem(ioana: Program, wrong: Any) -> None:
    answer = ioana.post("/wording", wrong)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("now", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_no_moment_is_too_far(ioana: Program, now: str) -> None:
    assert ioana.post("/wording", CALL | {"context": {"now": now, "timezone": "Pacific/Kiritimati"}}).status_code == 200


@pytest.mark.parametrize("hours", [[["mon", "-5:00", "17:00"]], [["mon-fri", "17:00", "09:00"]],
                                   [["fri-mon", "09:00", "17:00"]], [["mon", "99:99", "0:0"]]])
def test_strange_hours_break_nothing(ioana: Program, hours: list[list[str]]) -> None:
    answer = ioana.post("/wording", CALL | {"context": CALL["context"] | {"hours": hours}})
    assert answer.status_code in {200, 422}
