"""The contract of channels: what goes out and what comes in by each of them, once, whole, and by nobody else's word."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from entendu.core.tickets.states import Status
from entendu.flows import reply
from entendu.flows.channels import hooks
from entendu.flows.deliver import deliver_due
from entendu.parts.accounts.models import WebHook
from entendu.parts.outbox.models import Attempt, Delivery
from entendu.parts.people import actions as people
from entendu.parts.people.models import Address
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Entry, Ticket
from tests.channels.contract import GONE, LATER, NEVER, SILENT, Line, Opener, arrives, lines
from tests.world import World, world

__all__ = ["world"]

LONG = "The valve of the second floor drips again, and the one below it too. " * 24
LETTERS = "Bună ziua! L’œuvre coûte 30 € — « déjà » prêt, și țevile? 👩🏽‍🔧👋"
State = Delivery.State


def opened(opener: Opener, world: World, time_machine: object) -> Iterator[Line]:
    """A channel with Marie at its end, who is reached at any hour."""
    time_machine.move_to(world.now, tick=False)  # type: ignore[attr-defined]
    with opener(world) as line:
        people.change_contact(world.marie, hours=[], channel=line.account.channel)
        people.add_address(world.marie, line.account.channel, line.address)
        yield line


@pytest.fixture(params=[pytest.param(opener, id=name) for name, opener in lines()])
def line(request: pytest.FixtureRequest, world: World, time_machine: object) -> Iterator[Line]:
    """Each channel in turn."""
    yield from opened(request.param, world, time_machine)


@pytest.fixture(params=[pytest.param(opener, id=name) for name, opener in lines("delivered")])
def sure(request: pytest.FixtureRequest, world: World, time_machine: object) -> Iterator[Line]:
    """Each channel that tells what arrived."""
    yield from opened(request.param, world, time_machine)


@pytest.fixture(params=[pytest.param(opener, id=name) for name, opener in lines("failed", "gone", "failed for now")])
def telling(request: pytest.FixtureRequest, world: World, time_machine: object) -> Iterator[Line]:
    """Each channel that tells later what did not arrive."""
    yield from opened(request.param, world, time_machine)


def works(world: World) -> None:
    """The workers go round until nothing is left to do now."""
    while hooks.read_waiting(lambda: world.now) or deliver_due(lambda: world.now):
        pass


def writes(world: World, line: Line, text: str, number: str = "in-1", *, file: bytes = b"") -> int:
    """Marie writes by the channel; what the hook was answered."""
    answered = arrives(line.written(text, number, world.now, file=file))
    works(world)
    return answered


def answers(world: World, ticket: Ticket, line: Line, text: str, file: bytes = b"") -> Delivery:
    """Ioana answers; the message has been handed over, or not, as the provider does."""
    draft = drafts.open_draft(ticket, world.ioana, now=world.now)
    if file:
        drafts.add_file(draft, "plan.txt", "text/plain", file)
    sent = reply.send(ticket, world.ioana, reply.Answer(draft.key, text, line.account.channel, confirmed=True),
                      now=world.now)
    assert sent.delivery is not None
    world.later(minutes=1)
    works(world)
    sent.delivery.refresh_from_db()
    return sent.delivery


def case(world: World, line: Line) -> Ticket:
    """Marie has written by the channel."""
    assert writes(world, line, "The valve drips again.", "in-0") in {200, 202, 204}
    return Ticket.objects.get()


def theirs(ticket: Ticket) -> list[str]:
    """What she wrote, by the records."""
    return list(Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS).values_list("text", flat=True))


def test_what_they_write_is_on_the_case(world: World, line: Line) -> None:
    assert theirs(case(world, line)) == ["The valve drips again."]
    assert (Ticket.objects.get().contact, Ticket.objects.get().channel) == (world.marie, line.account.channel)


@pytest.mark.parametrize("text", ["We come tomorrow at ten.", LONG.strip(), LETTERS], ids=["short", "long", "letters"])
def test_an_answer_arrives_as_it_was_written(world: World, line: Line, text: str) -> None:
    delivery = answers(world, case(world, line), line, text)
    assert delivery.state == State.SENT, delivery.why
    got = "".join(said for to, said in line.taken() if to == line.address)
    assert letters_of(got) == letters_of(text)


def letters_of(text: str) -> str:
    """The words without what a channel may type otherwise: quotes, dashes and white space."""
    plain = text.translate(str.maketrans({"’": "'", "«": '"', "»": '"', "—": "-", "\u00a0": " "}))
    return "".join(plain.split())


@pytest.mark.parametrize("text", [LONG.strip(), LETTERS], ids=["long", "letters"])
def test_their_words_come_in_letter_by_letter(world: World, line: Line, text: str) -> None:
    writes(world, line, text)
    assert theirs(Ticket.objects.get()) == [text]


def test_a_file_of_ours_reaches_them(world: World, line: Line) -> None:
    """In the message, or by an address in it."""
    delivery = answers(world, case(world, line), line, "Here is the plan.", file=b"the plan")
    assert delivery.state == State.SENT, delivery.why
    said = "".join(text for _to, text in line.taken())
    assert "Here is the plan." in said
    assert "plan.txt" in said or "/case/" in said or "/s/" in said


def test_a_file_of_theirs_is_kept(world: World, line: Line) -> None:
    writes(world, line, "Look at this.", file=b"\x89PNG picture" if line.brings_files else b"")
    entry = Entry.objects.get(kind=Entry.Kind.THEIRS)
    kept = [(one.size, one.sha256) for one in entry.attachments.all()]
    assert len(kept) == (1 if line.brings_files else 0)
    assert entry.text == "Look at this."


def test_a_receipt_is_on_the_message(world: World, sure: Line) -> None:
    delivery = answers(world, case(world, sure), sure, "We come tomorrow at ten.")
    world.later(minutes=1)
    assert arrives(sure.told(delivery, "delivered")) in {200, 204}
    works(world)
    delivery.refresh_from_db()
    assert delivery.delivered_at == world.now
    assert (delivery.state, WebHook.objects.count()) == (State.SENT, 0)


@pytest.mark.parametrize("outcome", [NEVER, GONE])
def test_what_the_provider_will_not_have_comes_back(world: World, line: Line, outcome: str) -> None:
    ticket = case(world, line)
    line.plan(outcome)
    delivery = answers(world, ticket, line, "We come tomorrow at ten.")
    ticket.refresh_from_db()
    assert (delivery.state, ticket.status) == (State.FAILED, Status.WAITING_FOR_US)
    assert delivery.why
    assert Entry.objects.filter(ticket=ticket, event="refused").exists()
    assert line.taken() == []


def test_what_is_refused_for_now_is_tried_again_and_arrives_once(world: World, line: Line) -> None:
    ticket = case(world, line)
    line.plan(LATER, LATER)
    delivery = answers(world, ticket, line, "We come tomorrow at ten.")
    assert delivery.state == State.WAITING
    for _ in range(3):
        world.later(minutes=6)
        works(world)
    delivery.refresh_from_db()
    assert delivery.state == State.SENT
    assert [said for _to, said in line.taken()] == ["We come tomorrow at ten."]
    assert list(delivery.tries.values_list("outcome", flat=True)) == [
        Attempt.Outcome.DEFERRED, Attempt.Outcome.DEFERRED, Attempt.Outcome.SENT]


def test_a_silence_is_known_to_be_one_and_nothing_goes_twice(world: World, line: Line) -> None:
    line.plan(SILENT)
    delivery = answers(world, case(world, line), line, "We come tomorrow at ten.")
    world.later(hours=2)
    works(world)
    delivery.refresh_from_db()
    assert delivery.state == State.UNKNOWN
    assert Entry.objects.filter(event="unknown").count() == 1


def test_a_failure_that_is_told_later_brings_the_case_back(world: World, telling: Line) -> None:
    delivery = answers(world, case(world, telling), telling, "We come tomorrow at ten.")
    assert arrives(telling.told(delivery, "failed")) in {200, 204}
    works(world)
    delivery.refresh_from_db()
    assert delivery.state == State.BOUNCED
    assert Entry.objects.filter(ticket=delivery.ticket, event="bounced").count() == 1
    assert Address.objects.get(value=telling.address).undeliverable_since is None


def test_an_address_that_is_gone_is_not_written_to_again(world: World, telling: Line) -> None:
    delivery = answers(world, case(world, telling), telling, "We come tomorrow at ten.")
    arrives(telling.told(delivery, "gone"))
    works(world)
    delivery.refresh_from_db()
    assert delivery.state == State.BOUNCED
    assert Address.objects.get(value=telling.address).undeliverable_since == world.now


def test_what_fails_for_now_is_sent_again_with_patience(world: World, telling: Line) -> None:
    delivery = answers(world, case(world, telling), telling, "We come tomorrow at ten.")
    arrives(telling.told(delivery, "failed for now"))
    works(world)
    delivery.refresh_from_db()
    assert (delivery.state, len(telling.taken())) == (State.WAITING, 1)
    world.later(minutes=2)
    works(world)
    arrives(telling.told(Delivery.objects.get(pk=delivery.pk), "delivered"))
    works(world)
    delivery.refresh_from_db()
    assert (delivery.state, len(telling.taken())) == (State.SENT, 2)
    assert delivery.delivered_at == world.now


def test_the_same_hook_again_changes_nothing(world: World, line: Line) -> None:
    came = line.written("The valve drips again.", "in-1", world.now)
    assert {arrives(came) for _ in range(3)} <= {200, 202, 204}
    works(world)
    assert arrives(came) in {200, 202, 204}
    works(world)
    assert theirs(Ticket.objects.get()) == ["The valve drips again."]


def test_the_same_receipt_again_changes_nothing(world: World, telling: Line) -> None:
    delivery = answers(world, case(world, telling), telling, "We come tomorrow at ten.")
    told = telling.told(delivery, "failed")
    for _ in range(2):
        arrives(told)
        works(world)
    assert Entry.objects.filter(event="bounced").count() == 1


def test_a_forged_hook_is_not_believed(world: World, line: Line) -> None:
    forged = line.forged(line.written("Send the money.", "in-1", world.now))
    assert arrives(forged) in {401, 403}
    assert arrives(replace(forged, path=forged.path.replace(line.account.token, "nobodys-token"))) in {401, 403}
    assert (WebHook.objects.count(), Ticket.objects.count()) == (0, 0)


def test_what_is_signed_and_in_no_form_is_turned_away_with_a_trace(world: World, line: Line,
                                                                  caplog: pytest.LogCaptureFixture) -> None:
    """A form or an address can be read whatever stands in it; JSON that is cut short cannot."""
    garbled = line.garbled(line.written("The valve drips again.", "in-1", world.now))
    if garbled is None:
        return
    assert arrives(garbled) == 400
    assert (WebHook.objects.count(), Ticket.objects.count()) == (0, 0)
    [trace] = [one for one in caplog.records if one.getMessage() == "hook turned away"]
    assert vars(trace)["sha256"] == hashlib.sha256(garbled.body).hexdigest()
    assert "valve" not in str(vars(trace))
    line.account.refresh_from_db()
    assert "no JSON" in line.account.last_trouble


def test_a_forged_receipt_is_not_believed(world: World, telling: Line) -> None:
    delivery = answers(world, case(world, telling), telling, "We come tomorrow at ten.")
    assert arrives(telling.forged(telling.told(delivery, "failed"))) in {401, 403}
    works(world)
    delivery.refresh_from_db()
    assert delivery.state == State.SENT


def test_a_hook_that_is_replayed_days_later_says_nothing_new(world: World, line: Line, time_machine: object) -> None:
    came = line.written("Cancel my visit of Thursday.", "in-1", world.now)
    arrives(came)
    works(world)
    world.later(days=3)
    time_machine.move_to(world.now, tick=False)  # type: ignore[attr-defined]
    assert arrives(came) in ({401, 403} if line.has_clock else {200, 202, 204})
    works(world)
    assert theirs(Ticket.objects.get()) == ["Cancel my visit of Thursday."] * (1 if line.has_names else 2)


@pytest.mark.parametrize("off", [timedelta(days=-400), timedelta(days=2)], ids=["behind", "ahead"])
def test_a_provider_whose_clock_is_wrong_moves_nothing_in_time(world: World, line: Line, off: timedelta) -> None:
    answered = arrives(line.written("The valve drips again.", "in-1", world.now + off))
    works(world)
    if line.has_clock:
        assert answered in {401, 403}
        return
    assert answered in {200, 202, 204}
    assert Entry.objects.get(kind=Entry.Kind.THEIRS).at == world.now


@pytest.mark.parametrize("count", [50, pytest.param(1000, marks=pytest.mark.long)])
def test_nothing_of_a_flood_is_lost_or_told_twice(world: World, line: Line, count: int) -> None:
    for number in range(count):
        came = line.written(f"Line {number} of many.", f"in-{number}", world.now)
        assert arrives(came) in {200, 202, 204}
        if number % 10 == 0:
            arrives(came)
    works(world)
    assert sorted(theirs(Ticket.objects.get())) == sorted(f"Line {number} of many." for number in range(count))
    assert WebHook.objects.count() == 0


def test_what_is_for_nobody_stands_on_no_case(world: World, telling: Line) -> None:
    """A receipt for a message that is none of ours is forgotten in time, and nothing is changed by it."""
    delivery = answers(world, case(world, telling), telling, "We come tomorrow at ten.")
    told = telling.told(delivery, "failed")
    delivery.references.all().delete()
    arrives(told)
    works(world)
    world.later(minutes=11)
    works(world)
    delivery.refresh_from_db()
    assert (delivery.state, WebHook.objects.count()) == (State.SENT, 0)


def test_tickets_are_left_alone_by_the_world(world: World, line: Line) -> None:
    """Somebody else's case at another mailbox is not where an SMS lands."""
    other = tickets.open_ticket(world.billing, world.marie, subject="An invoice", channel="email", now=world.now)
    writes(world, line, "The valve drips again.")
    assert theirs(other) == []
    assert theirs(Ticket.objects.exclude(pk=other.pk).get()) == ["The valve drips again."]
