"""What was read in a customer's letters, in words, and a colleague's word on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from entendu.flows.listening.guesses import NotAVerdict, emotion_of
from entendu.flows.mail import read_letter
from entendu.flows.writing import read_draft
from entendu.parts.tickets.models import Entry
from entendu.parts.wording import actions
from entendu.parts.wording.models import EntryReading
from tests.world import World, world

__all__ = ["world"]
LETTER = "Our till shows HTTP 502 since this morning. I need it by Friday. When will it work again?"


def feels(value: str, target: str = "") -> dict[str, Any]:
    return {"check": "emotion", "start": 0, "end": 9, "text": "I am sick", "message": "", "suggestions": [],
            "severity": "hint", "value": value, "target": target}


def test_a_letter_is_read_as_it_comes(world: World) -> None:
    ticket = world.write_in(world.marie, LETTER)
    guesses = {guess.check: guess for guess in read_draft.guesses_of(ticket)}
    assert {"error-code", "deadline", "question"} <= guesses.keys()
    assert guesses["question"].words == "When will it work again?"
    assert guesses["error-code"].value == "HTTP 502"
    assert guesses["deadline"].due.startswith("2026-11-27T17:30:00+04:00")
    assert {guess.verdict for guess in guesses.values()} == {""}


def test_only_what_the_writer_wrote_is_read(world: World) -> None:
    ticket = world.write_in(world.marie, "Thank you.\n\nOn Monday Ioana wrote:\n> When will it work again?\n> E133")
    assert {guess.check for guess in read_draft.guesses_of(ticket)} <= {"emotion"}


def test_automatic_mail_is_not_read(world: World) -> None:
    raw = (b"From: marie@laval.example\nTo: care@example.org\nSubject: Away\nAuto-Submitted: auto-replied\n"
           b"Message-ID: <away@laval.example>\nDate: Mon, 23 Nov 2026 17:00:00 +0000\n\nI am away. Error 502?\n")
    ticket = world.post(raw)
    assert EntryReading.objects.count() == 0
    assert read_draft.guesses_of(ticket) == []


def test_a_reading_that_fails_loses_no_letter(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: Any) -> None:
        raise RuntimeError("stumbled")

    monkeypatch.setattr(read_letter, "read", stumble)
    ticket = world.write_in(world.marie, LETTER)
    assert Entry.objects.get(ticket=ticket).visible.strip() == LETTER
    assert read_draft.guesses_of(ticket) == []


def test_what_they_wrote_since_we_answered_counts(world: World) -> None:
    ticket = world.write_in(world.marie, "Is it E133?")
    world.later(minutes=5)
    world.write_in(world.marie, "Or is it F28?", answers=ticket.entries.first())
    assert [g.words for g in read_draft.guesses_of(ticket) if g.check == "question"] == ["Is it E133?", "Or is it F28?"]
    world.later(minutes=5)
    world.answer(ticket, world.ioana, "It is the pump.")
    assert [g.words for g in read_draft.guesses_of(ticket) if g.check == "question"] == ["Or is it F28?"]
    world.later(minutes=5)
    world.write_in(world.marie, "Which pump?", answers=ticket.entries.first())
    assert [g.words for g in read_draft.guesses_of(ticket) if g.check == "question"] == ["Which pump?"]


def test_a_colleague_corrects_a_guess(world: World) -> None:
    ticket = world.write_in(world.marie, LETTER)
    guess = read_draft.guesses_of(ticket)[0]
    again = read_draft.correct_guess(world.ioana, guess.id, "wrong")
    assert again is not None
    assert (again.id, again.wrong, again.corrected_by) == (guess.id, True, "Ioana Dumitru")
    assert read_draft.correct_guess(world.leo, guess.id, "right").corrected_by == "Léo Garnier"
    assert read_draft.guesses_of(ticket)[0].verdict == "right"


def test_a_feeling_may_have_been_another(world: World) -> None:
    ticket = world.write_in(world.marie, "I am sick of it.")
    entry = ticket.entries.get()
    EntryReading.objects.all().delete()
    reading = actions.record_reading(entry, "en", [feels("anger", "company")])
    assert emotion_of(entry) == "anger"
    assert [guess.sentence for guess in read_draft.guesses_of(ticket)] == ["Seems angry with us"]
    with translation.override("fr"):
        assert [guess.sentence for guess in read_draft.guesses_of(ticket)] == ["Semble en colère contre nous"]
    after = read_draft.correct_guess(world.ioana, f"{reading.pk}-0", "worry")
    assert (after.value, after.target, after.sentence) == ("worry", "", "Seems to worry")
    assert emotion_of(entry) == "worry"
    for verdict in ("calm", "wrong"):
        read_draft.correct_guess(world.ioana, f"{reading.pk}-0", verdict)
        assert emotion_of(entry) == ""


@pytest.mark.parametrize("guess_id", ["", "7", "x-1", "1-x", "999-0", "{}-99", "{}--1"])
def test_what_is_no_guess_is_not_corrected(world: World, guess_id: str) -> None:
    world.write_in(world.marie, LETTER)
    assert read_draft.correct_guess(world.ioana, guess_id.format(EntryReading.objects.get().pk), "wrong") is None


def test_a_guess_on_another_teams_ticket_does_not_exist(world: World) -> None:
    guess = read_draft.guesses_of(world.write_in(world.marie, LETTER))[0]
    assert read_draft.correct_guess(world.ana, guess.id, "wrong") is None
    assert read_draft.correct_guess(world.sofia, guess.id, "wrong") is not None


def test_a_word_that_is_no_verdict_is_refused(world: World) -> None:
    guess = read_draft.guesses_of(world.write_in(world.marie, "Is it E133?"))[0]
    with pytest.raises(NotAVerdict):
        read_draft.correct_guess(world.ioana, guess.id, "anger")


def test_the_feeling_of_their_last_letter_is_what_a_draft_is_held_against(world: World) -> None:
    ticket = world.write_in(world.marie, "I am sick of it.")
    EntryReading.objects.all().delete()
    actions.record_reading(ticket.entries.get(), "en", [feels("anger", "company")])
    draft = "Please fill in the form on our page and send it to us with your number."
    assert "no-empathy" in {f.check for f in read_draft.reading_of(ticket, world.ioana, draft, world.now).findings}
