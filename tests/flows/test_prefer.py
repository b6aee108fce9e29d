"""How somebody wants to be reached holds at once: hours, zone, opt-out, and the words by which it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from entendu.core.governor.model import Intent
from entendu.doors.web.desk.events import sentence
from entendu.doors.web.desk.fate import Reader
from entendu.flows.people.prefer import go_on, prefer, stop
from entendu.flows.release import release_for
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import queries
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket
from tests.world import World

NIGHT = [["mon-sun", "22:00", "02:00"]]


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Marie wrote this afternoon; it is 20:40 in Mauritius now and she is reached again at 8."""
    found = world.write_in(world.marie, "Nothing happens.", subject="Booking")
    world.later(hours=2)
    return found


def test_what_waits_counts_from_the_opening_of_the_new_hours(world: World, ticket: Ticket) -> None:
    kept = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    assert kept.opens_at == datetime(2026, 11, 24, 4, tzinfo=UTC)
    prefer(world.marie, now=world.now, hours=[["mon-fri", "14:00", "18:00"]])
    kept.refresh_from_db()
    assert kept.opens_at == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert kept.due_at is not None
    assert kept.due_at > kept.opens_at
    assert release_for(world.marie.pk, kept.opens_at - timedelta(minutes=1)) is None
    delivery = release_for(world.marie.pk, kept.due_at)
    assert delivery is not None
    assert "Friday at 10:00" in delivery.body


@pytest.mark.parametrize("meanwhile", ["their hours", "their words"])
def test_an_answer_to_someone_who_is_here_does_not_wait_for_any_hours(world: World, meanwhile: str) -> None:
    ticket = world.write_in(world.marie, "Is it found?", subject="Booking")
    world.later(hours=2, minutes=10)
    world.write_in(world.marie, "And now?", subject="Re: Booking")
    kept = hand_in(HandedIn(source="bot", key="answer", ticket=ticket, intent=Intent.ANSWER, body="Yes, it is."),
                   now=world.now)
    if meanwhile == "their hours":
        prefer(world.marie, now=world.now, hours=[["mon-fri", "14:00", "18:00"]])
    else:
        world.later(seconds=5)
        world.write_in(world.marie, "Hello?", subject="Re: Booking")
    kept.refresh_from_db()
    assert release_for(world.marie.pk, kept.submitted_at + timedelta(seconds=20)) is not None


def test_a_held_reply_goes_when_the_new_hours_say(world: World, ticket: Ticket) -> None:
    outcome = world.answer(ticket, world.ioana, "It is found.")
    assert outcome.delivery is not None
    assert outcome.delivery.due_at == datetime(2026, 11, 24, 4, tzinfo=UTC)
    prefer(world.marie, now=world.now, hours=NIGHT)
    outcome.delivery.refresh_from_db()
    assert outcome.delivery.due_at <= world.now + timedelta(seconds=10)
    assert outcome.delivery.state == Delivery.State.WAITING


def test_what_has_nothing_to_do_with_hours_moves_nothing(world: World, ticket: Ticket) -> None:
    kept = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    before = (kept.opens_at, kept.closes_at, kept.due_at)
    prefer(world.marie, now=world.now + timedelta(hours=1), about="Electrician", emergencies=False)
    kept.refresh_from_db()
    assert (kept.opens_at, kept.closes_at, kept.due_at) == before


def test_an_opt_out_lets_answers_through_and_nothing_else(world: World, ticket: Ticket) -> None:
    stop(world.marie, now=world.now)
    kept = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    assert kept.closes_at is not None
    assert release_for(world.marie.pk, kept.closes_at) is None
    kept.refresh_from_db()
    assert kept.state == Submission.State.ASKED
    answer = world.answer(ticket, world.ioana, "It is found.")
    assert answer.delivery is not None
    assert answer.delivery.address == "marie@laval.example"
    assert go_on(world.marie) == 1
    assert not queries.addresses_of(world.marie).exclude(opted_out_at=None).exists()


def test_what_was_about_to_leave_is_called_back(world: World) -> None:
    ticket = world.write_in(world.jonas, "When do you come?", subject="The visit")
    kept = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    assert kept.due_at is not None
    delivery = release_for(world.jonas.pk, kept.due_at)
    assert delivery is not None
    stop(world.jonas, now=kept.due_at)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.CANCELLED
    assert not ticket.entries.filter(kind=Entry.Kind.OURS).exists()
    assert release_for(world.jonas.pk, kept.due_at) is None
    kept.refresh_from_db()
    assert kept.state == Submission.State.ASKED


@pytest.mark.parametrize(("words", "appointment"), [
    ("STOP", False), ("Unsubscribe, please.", False), ("Arrêt", False), ("DEZABONARE", False), ("CANCEL", True),
])
def test_a_word_is_enough(world: World, words: str, appointment: bool) -> None:
    tickets.change_mailbox(world.care, confirms=True)
    ticket = world.write_in(world.jonas, words, subject="Re: Your visit")
    event = ticket.entries.get(kind=Entry.Kind.EVENT)
    said = sentence(event, Reader(world.ioana, "en", world.now))
    assert event.event == "opted-out"
    assert said.startswith(f"They wrote “{words}”: we write to them by email no more, except for answers")
    assert ("They may have meant an appointment: ask them" in said) is appointment
    assert queries.addresses_of(world.jonas).get().opted_out_at == world.now
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("words", ["Stop the water: it runs down the stairs.", "Annulez", "Anulați programarea"])
def test_more_than_a_word_is_a_message(world: World, words: str) -> None:
    tickets.change_mailbox(world.care, confirms=True)
    ticket = world.write_in(world.jonas, words, subject="The visit")
    assert not ticket.entries.filter(kind=Entry.Kind.EVENT).exists()
    assert queries.addresses_of(world.jonas).get().opted_out_at is None
    assert Submission.objects.get().intent == "confirmation"


def test_what_they_quote_below_does_not_matter(world: World) -> None:
    ticket = world.write_in(world.jonas, "STOP\n\nOn Mon, 23 Nov 2026 at 10:00, Care wrote:\n> Your visit.\n")
    assert ticket.entries.filter(event="opted-out").exists()


def test_whoever_opted_out_gets_no_confirmation(world: World) -> None:
    tickets.change_mailbox(world.care, confirms=True)
    stop(world.jonas, now=world.now)
    world.write_in(world.jonas, "I land on the sign-in page.", subject="Sign-in loops")
    assert Submission.objects.count() == 0
