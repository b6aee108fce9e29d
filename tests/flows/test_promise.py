"""A promise is on record exactly as long as the message that gives it: sent, held, undone, released, judged again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from entendu.config.environment import OutgoingServer
from entendu.core.governor.model import Intent
from entendu.core.wording.findings import Finding
from entendu.flows import submit
from entendu.flows.deliver import deliver_due
from entendu.flows.promises import promise
from entendu.flows.release import release_for
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.flows.writing import read_draft
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.promises.models import Promise
from entendu.parts.promises.queries import open_promises
from entendu.parts.tickets.models import Ticket
from entendu.parts.wording import actions as wording
from tests.long.crashing import MailServer, every_channel_by
from tests.world import World, world

__all__ = ["world"]
CALL = "Thank you for your letter. I will call you by Thursday noon."
GRAVE = "Kindly ask the neighbours."
RULE = '''
id = "ask-the-neighbours"
check = "incivility"
severity = "error"
any = ["ask the neighbours"]
message = "Nobody is sent to the neighbours."
bad = ["Ask the neighbours."]
good = ["We ask our neighbours."]
'''


def words_of(ticket: Ticket) -> list[str]:
    return [given.words for given in open_promises(ticket)]


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Marie's; the team has a rule of error level."""
    wording.add_rule(world.care.team, "en", RULE, world.leo, now=world.now)
    return world.write_in(world.marie, "Where is my door?")


def test_a_promise_is_on_record_with_the_message(world: World, ticket: Ticket) -> None:
    outcome = world.answer(ticket, world.ioana, CALL)
    (given,) = open_promises(ticket)
    assert (given.words, given.owner, given.contact) == ("I will call you by Thursday noon.", world.ioana, world.marie)
    assert given.due == datetime(2026, 11, 26, 8, tzinfo=UTC)  # noon in Mauritius
    assert (given.submission, given.made_at) == (outcome.submission.pk, world.now)


@pytest.mark.parametrize("text", [
    "Shall I call you by Thursday noon?", "Your door is at our counter.",
    "You wrote: “I will call you by Thursday noon.”",
])
def test_what_is_no_promise_is_not_recorded(world: World, ticket: Ticket, text: str) -> None:
    world.answer(ticket, world.ioana, text)
    assert words_of(ticket) == []


def test_what_is_hoped_is_not_recorded(world: World, ticket: Ticket) -> None:
    kept = world.answer(ticket, world.ioana, "Your door is at our counter.").submission
    kept.body = "I hope to call you. I will call you."
    found = (Finding("promise", 0, 19, hedged=True), Finding("promise", 20, 36))
    promise.record(kept, world.ioana, read_draft.DraftReading("en", (), found, 9, 3, False), now=world.now)
    assert words_of(ticket) == ["I will call you."]


def test_the_nearest_promise_comes_first_and_the_one_without_a_date_last(world: World, ticket: Ticket) -> None:
    world.answer(ticket, world.ioana, "I will come back to you with an answer. I will call you on Friday at 10. "
                                      "We will look at your door tomorrow.", confirmed=True)
    assert words_of(ticket) == ["We will look at your door tomorrow.", "I will call you on Friday at 10.",
                                "I will come back to you with an answer."]


def test_pressed_twice_it_is_promised_once(world: World, ticket: Ticket) -> None:
    first = world.answer(ticket, world.ioana, CALL)
    again = submit.Proposal(source="desk", key=first.submission.key, ticket=ticket, body=CALL, member=world.ioana,
                            intent=submit.Intent.ANSWER)
    assert submit.submit(again, now=world.now).fresh is False
    assert words_of(ticket) == ["I will call you by Thursday noon."]


def test_undone_it_was_never_given_and_sent_again_it_is(world: World, ticket: Ticket) -> None:
    outcome = world.answer(ticket, world.ioana, CALL)
    assert submit.undo(outcome.submission.pk, world.ioana, now=world.now)
    assert words_of(ticket) == []
    assert [given.state for given in Promise.objects.all()] == [Promise.State.WITHDRAWN]
    world.answer(ticket, world.ioana, CALL)
    assert words_of(ticket) == ["I will call you by Thursday noon."]


def test_what_was_kept_stays_kept_after_an_undo(world: World, ticket: Ticket) -> None:
    outcome = world.answer(ticket, world.ioana, GRAVE, confirmed=True)
    key = outcome.submission.key
    finding = read_draft.reading_to_send(ticket, world.ioana, GRAVE, world.now, key).findings[0]
    words = GRAVE[finding.start : finding.end]
    read_draft.keep(ticket, world.ioana, finding.rule, words, key)
    assert submit.undo(outcome.submission.pk, world.ioana, now=world.now)
    left = read_draft.reading_of(ticket, world.ioana, GRAVE, world.now)
    assert finding.rule not in {one.rule for one in left.findings}


def test_held_for_their_hours_it_is_promised_already(world: World) -> None:
    people.change_contact(world.marie, hours=[["mon-sat", "08:00", "18:00"]])
    ticket = world.write_in(world.marie, "Where is my door?")
    world.later(hours=1)
    outcome = world.answer(ticket, world.ioana, CALL)
    assert outcome.delivery is not None
    assert outcome.delivery.due_at > world.now + timedelta(hours=1)
    assert words_of(ticket) == ["I will call you by Thursday noon."]


def test_what_is_not_sent_promises_nothing_until_a_person_sends_it(world: World, ticket: Ticket) -> None:
    address = world.marie.addresses.get()
    people.mark_undeliverable("email", address.value, "550 gone", world.now)
    outcome = world.answer(ticket, world.ioana, CALL)
    assert outcome.delivery is None
    assert words_of(ticket) == []
    address.refresh_from_db()
    people.mark_deliverable(address)
    world.later(days=1)
    released = submit.release(outcome.submission.pk, world.leo, "Her address works again", now=world.now)
    assert released.delivery is not None
    (given,) = open_promises(ticket)
    assert (given.owner, given.made_at) == (world.ioana, world.now)


def test_judged_again_and_not_sent_it_is_withdrawn_and_released_it_is_given(world: World, ticket: Ticket) -> None:
    later = world.now + timedelta(days=1)
    outcome = world.answer(ticket, world.ioana, CALL, not_before=later)
    assert words_of(ticket) == ["I will call you by Thursday noon."]
    world.later(hours=2)
    world.write_in(world.marie, "I have found it myself, thank you.", answers=ticket.entries.first())
    world.later(days=2)
    deliver_due(lambda: world.now)
    kept = Submission.objects.get(pk=outcome.submission.pk)
    assert kept.state in {Submission.State.ASKED, Submission.State.DROPPED}, kept.state
    assert words_of(ticket) == []
    released = submit.release(kept.pk, world.ioana, "She asked for it", now=world.now)
    assert released.delivery is not None
    assert released.delivery.state == Delivery.State.WAITING
    assert words_of(ticket) == ["I will call you by Thursday noon."]


def test_a_message_with_an_error_is_asked_about_once(world: World, ticket: Ticket) -> None:
    with pytest.raises(submit.NotConfirmed) as asked:
        world.answer(ticket, world.ioana, GRAVE)
    assert asked.value.findings[0].severity.value == "error"
    assert Submission.objects.filter(member=world.ioana).count() == 0
    assert world.answer(ticket, world.ioana, GRAVE, confirmed=True).delivery is not None


def test_what_is_kept_is_not_asked_about(world: World, ticket: Ticket) -> None:
    key = world.answer(ticket, world.ioana, "Your door is here.").submission.key
    errors = read_draft.reading_to_send(ticket, world.ioana, GRAVE, world.now, key).errors
    for one in errors:
        read_draft.keep(ticket, world.ioana, one.rule, GRAVE[one.start : one.end], key)
    assert read_draft.reading_to_send(ticket, world.ioana, GRAVE, world.now, key).errors == ()


def test_news_of_a_system_that_joins_or_is_answered_changes_no_promise(world: World, ticket: Ticket) -> None:
    world.tell(ticket, "Your door is due on 26 November.", "1")
    outcome = world.answer(ticket, world.ioana, f"{CALL} Your door is due on 26 November.")
    world.later(hours=16)
    release_for(world.marie.pk, world.now)
    assert words_of(ticket) == ["I will call you by Thursday noon."]
    world.deliver(outcome)
    assert words_of(ticket) == ["I will call you by Thursday noon."]


BY_A_BOT = "Your door is at our counter. I will call you by Thursday noon. I hope to have it repaired by Friday."


@pytest.mark.parametrize(("intent", "body", "promised"), [
    (Intent.ANSWER, BY_A_BOT, ["I will call you by Thursday noon."]),
    (Intent.PROMISE, "No news of your door yet. I will write to you again on Friday at 10.",
     ["I will write to you again on Friday at 10."]),
    (Intent.CONFIRMATION, BY_A_BOT, []),
    (Intent.ANSWER, "Your door is at our counter. We will be in touch.", []),
])
def test_what_a_system_promises_one_person_is_on_record_once_it_has_arrived(
        world: World, ticket: Ticket, intent: Intent, body: str, promised: list[str], monkeypatch, settings) -> None:
    settings.ENTENDU_SMTP_OUT = OutgoingServer("127.0.0.1", 25, "none", "", "")
    every_channel_by(monkeypatch, MailServer().send)
    due = world.now + timedelta(hours=15) if intent is Intent.PROMISE else None
    hand_in(HandedIn("assistant", "1", ticket, intent, body, due=due), now=world.now)
    world.later(hours=15)
    delivery = release_for(world.marie.pk, world.now)
    assert delivery is not None
    assert words_of(ticket) == []
    assert deliver_due(lambda: world.now) == 1
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.SENT
    assert words_of(ticket) == promised
