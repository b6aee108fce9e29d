"""Two at once: whoever changes a delivery has it, and whoever comes too late changes nothing.

The tables put one actor exactly between another's look and its act; the rounds let both run as they like, each with a
connection of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from entendu.channels.trouble import Refused
from entendu.config.environment import OutgoingServer
from entendu.core.governor.model import Intent
from entendu.flows import deliver
from entendu.flows.release import release_for
from entendu.flows.submit import Outcome, Proposal, release, submit, undo
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.tickets.models import Ticket
from tests.long.crashing import MailServer, every_channel_by
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


@pytest.fixture
def world(transactional_db: None, settings) -> World:
    settings.ENTENDU_SMTP_OUT = OutgoingServer("127.0.0.1", 25, "none", "", "")
    return build()


@pytest.fixture
def ticket(world: World) -> Ticket:
    found = world.write_in(world.jonas, "Is it found?")
    world.later(minutes=10)
    return found


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each returns; they start together, and what one raises is raised here."""
    start, said = threading.Barrier(len(works)), [None] * len(works)

    def one(number: int, work: Callable[[], object]) -> None:
        try:
            start.wait()
            said[number] = work()
        except Exception as trouble:  # raised again below, where the test can see it
            said[number] = trouble
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for word in said:
        if isinstance(word, Exception):
            raise word
    return said


def says(world: World, ticket: Ticket, body: str, **more: Any) -> Outcome:
    """A reply of Ioana's."""
    return submit(Proposal(source="desk", key=body, ticket=ticket, intent=Intent.ANSWER, body=body, member=world.ioana,
                           **more), now=world.now)


def answered(world: World, ticket: Ticket, number: int = 0) -> Outcome:
    """A reply of Ioana's whose undo window is over."""
    outcome = says(world, ticket, f"It is found, {number}.")
    world.later(minutes=1)
    return outcome


LATE: dict[str, Callable[[Delivery, World], bool]] = {
    "moved to other hours": lambda one, world: outbox.postpone(one, world.now + timedelta(hours=9)),
    "judged as wrong": lambda one, world: outbox.withdraw(one, now=world.now),
    "put off": lambda one, world: outbox.deferred(one, "451 later", world.now, now=world.now),
    "refused": lambda one, world: outbox.refused(one, "554 no", now=world.now),
    "given up as unknown": lambda one, world: outbox.lost_sight(one, "no answer", now=world.now),
    "taken back": lambda one, world: outbox.cancel(one, now=world.now),
}


@pytest.mark.parametrize("late", LATE)
def test_whoever_comes_too_late_changes_nothing(world: World, ticket: Ticket, late: str) -> None:
    """What was read as waiting has left meanwhile: it stays sent, and is not sent again."""
    outcome = answered(world, ticket)
    seen = Delivery.objects.get(pk=outcome.delivery.pk)
    assert outbox.claim(seen.pk, now=world.now)
    worker = Delivery.objects.get(pk=seen.pk)
    assert outbox.begin_flight(worker, now=world.now)
    assert outbox.sent(worker, "250 taken", now=world.now)
    assert not LATE[late](seen, world)
    seen.refresh_from_db()
    outcome.submission.refresh_from_db()
    assert (seen.state, outcome.submission.state) == ("sent", "delivered")


def test_a_worker_that_was_given_up_and_comes_back_leaves_the_next_one_alone(world: World, ticket: Ticket) -> None:
    outcome = answered(world, ticket)
    outbox.claim(outcome.delivery.pk, now=world.now)
    first = Delivery.objects.get(pk=outcome.delivery.pk)
    deliver.recover(lambda: world.now, lease=timedelta(0))
    assert outbox.claim(first.pk, now=world.later(seconds=1))
    assert not outbox.deferred(first, "451 later", world.now + timedelta(hours=1), now=world.now)
    second = Delivery.objects.get(pk=first.pk)
    assert second.state == "claimed"
    assert outbox.begin_flight(second, now=world.now)


def test_an_answer_that_comes_after_the_outcome_was_unknown_settles_it(world: World, ticket: Ticket) -> None:
    outcome = answered(world, ticket)
    outbox.claim(outcome.delivery.pk, now=world.now)
    slow = Delivery.objects.get(pk=outcome.delivery.pk)
    outbox.begin_flight(slow, now=world.now)
    deliver.recover(lambda: world.now, lease=timedelta(0))
    assert Delivery.objects.get().state == "unknown"
    assert outbox.sent(slow, "250 taken", now=world.now)
    assert (Delivery.objects.get().state, Submission.objects.get().state) == ("sent", "delivered")


def test_taken_back_while_it_leaves(world: World, ticket: Ticket, monkeypatch) -> None:
    """Either it is taken back and nobody got it, or it left and she is told that it did."""
    for number in range(ROUNDS):
        server = MailServer()
        every_channel_by(monkeypatch, server.send)
        outcome, now = answered(world, ticket, number), world.now
        back, _ = at_once(lambda kept=outcome.submission.pk, now=now: undo(kept, world.ioana, now=now),
                          lambda now=now: deliver.deliver_due(lambda: now))
        kept = Submission.objects.get(pk=outcome.submission.pk)
        assert (bool(back), len(server.taken), kept.state) in [(True, 0, "cancelled"), (False, 1, "delivered")]


def test_two_workers_and_one_message(world: World, ticket: Ticket, monkeypatch) -> None:
    for number in range(ROUNDS):
        server = MailServer()
        every_channel_by(monkeypatch, server.send)
        answered(world, ticket, number)
        taken = at_once(*[lambda now=world.now: deliver.deliver_due(lambda: now)] * 2)
        assert (sum(taken), len(server.taken)) == (1, 1)


def test_two_people_release_what_waits_for_the_morning(world: World, ticket: Ticket, monkeypatch) -> None:
    server = MailServer()
    every_channel_by(monkeypatch, server.send)
    for number in range(ROUNDS):
        outcome = says(world, ticket, f"Not now, {number}.", not_before=world.now + timedelta(days=1))
        kept = outcome.submission.pk
        at_once(*[lambda kept=kept: release(kept, world.ioana, "she asked", now=world.now)] * 2)
        deliver.deliver_due(lambda: world.later(minutes=1))
        assert len(server.taken) == number + 1


def test_what_comes_to_rest_on_a_message_that_is_refused_this_moment_is_not_lost(world: World, ticket: Ticket) -> None:
    """It waits again, or it never rested: carried by a message that has failed is nowhere."""
    for number in range(ROUNDS):
        body = f"Your visit: moved to 20 November at 1{number}:00."
        reply = says(world, ticket, body)
        same = hand_in(HandedIn(source="crm", key=f"same-{number}", ticket=ticket, intent=Intent.UPDATE, vital=True,
                                body=body), now=world.now)
        now = world.later(minutes=1)
        outbox.claim(reply.delivery.pk, now=now)
        flying = Delivery.objects.get(pk=reply.delivery.pk)
        outbox.begin_flight(flying, now=now)
        at_once(lambda now=now: release_for(world.jonas.pk, now),
                lambda now=now, flying=flying: deliver._refused(flying, Refused("554 no", 554), now))
        same.refresh_from_db()
        assert same.state in {"waiting", "leaving"}
        Submission.objects.update(state="dropped")
        Delivery.objects.update(state="failed")


def test_the_same_key_by_itself_is_handed_in_again(world: World, ticket: Ticket) -> None:
    """Nothing is new then: nobody's history has to be read, on any database."""
    message = HandedIn(source="crm", key="once", ticket=ticket, intent=Intent.UPDATE, body="Your parcel is on its way.")
    assert hand_in(message, now=world.now).pk == hand_in(message, now=world.later(minutes=1)).pk
