"""The power goes at every step of submit, hand_in, release and deliver: nothing is lost, nothing arrives twice.

After each cut the desk starts again, whoever got no answer hands in again with the same key, and time goes by. Where
nobody can know whether a message arrived, the records say so, and a person who looks settles it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, pairwise

import pytest

from entendu.channels.trouble import Deferred, LostSight, Refused
from entendu.config.environment import OutgoingServer
from entendu.core.governor.model import Intent
from entendu.flows import deliver
from entendu.flows.release import release_due, release_for
from entendu.flows.submit import Proposal, submit, undo
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Attempt, Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket
from tests.long.crashing import Answers, MailServer, Power, every_channel_by, message_id
from tests.world import MONDAY, World, build

pytestmark = pytest.mark.django_db(transaction=True)
State = Submission.State
REPLY, OLD = "Yes, we do.", "moved to 20 November at 14:00"
NEW, SAME = "moved to 20 November at 16:00", "20 November, 16:00"
# What the first messages of a story meet; all others are taken. The last server knows its messages as a provider with
# idempotency keys does: a Message-ID that it has taken is taken once, however often it is sent.
SERVERS: dict[str, Answers] = {
    "takes everything": [],
    "asks to come back": [Deferred("451 4.3.0 later"), Deferred("451 4.3.0 later")],
    "falls silent": [LostSight("no answer"), LostSight("no answer")],
    "knows its messages": [LostSight("no answer")],
}
SPARSE, AT_ONCE = 41, 30
_numbers = count(1)


@pytest.fixture
def world(transactional_db: None, settings) -> World:
    settings.ENTENDU_SMTP_OUT = OutgoingServer("127.0.0.1", 25, "none", "", "")
    return build()


@dataclass
class Story:
    """One person, a reply of ours and three messages of systems: an hour, a newer hour, and that again."""

    world: World
    server: MailServer
    now: datetime = MONDAY
    number: int = field(default_factory=lambda: next(_numbers))

    def begin(self) -> Story:
        self.contact: Contact = people.meet("email", f"p{self.number}@world.test", name="Grace Adeyemi", language="en",
                                            now=self.now)
        self.ticket: Ticket = tickets.open_ticket(self.world.care, self.contact, subject="Visit", channel="email",
                                                  now=self.now)
        return self

    def clock(self) -> datetime:
        return self.now

    def work(self) -> None:
        """From the first word to the last message; also done again, as by systems that got no answer."""
        submit(Proposal(source="desk", key=f"reply-{self.number}", ticket=self.ticket, intent=Intent.ANSWER, body=REPLY,
                        member=self.world.ioana), now=self.now)
        for key, body in (("old", OLD), ("new", NEW), ("same", SAME)):
            hand_in(HandedIn(source="crm", key=f"{key}-{self.number}", ticket=self.ticket, intent=Intent.UPDATE,
                             body=f"Your visit: {body}."), now=self.now)
        self.runs_on(hours=5)

    def runs_on(self, **span: float) -> None:
        """The worker's rounds until then: whenever something is due."""
        end = self.now + timedelta(**span)
        while (due := self.next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            release_due(self.clock)
            deliver.deliver_due(self.clock)
        self.now = end

    def next_due(self) -> datetime | None:
        """When something happens next by itself."""
        rows = (Submission.objects.filter(contact=self.contact, state="waiting").exclude(due_at=None),
                Delivery.objects.filter(contact=self.contact, state="waiting"))
        return min((at for one in rows for at in one.values_list("due_at", flat=True)), default=None)

    def restarts(self) -> None:
        """The process is there again: what was claimed waits, what was in flight is unknown."""
        self.server.power = Power()
        deliver.recover(self.clock, lease=timedelta(0))

    def people_look(self) -> None:
        """Somebody asks the customer about each message of which nobody knows, and says what they heard.

        Where the server knows its messages nobody has to ask: it is sent again, as it is.
        """
        for delivery in Delivery.objects.filter(contact=self.contact, state="unknown"):
            assert self.ticket.entries.filter(event="unknown").exists()
            arrived = not self.server.once and delivery.message_id in map(message_id, self.server.taken)
            outbox.settle_unknown(delivery, arrived=arrived, now=self.now)

    def states(self) -> dict[str, str]:
        rows = Submission.objects.filter(contact=self.contact).order_by("id").values_list("key", "state")
        assert len(rows) == len(dict(rows)), "each key stands once"
        return {key.partition("-")[0]: state for key, state in rows}

    def taken(self, words: str) -> int:
        return sum(words.encode() in raw for raw in self.server.taken)


def steps_of(server: str, world: World, monkeypatch) -> int:
    """How many steps the story has when the power stays on."""
    story = Story(world, MailServer(list(SERVERS[server]))).begin()
    every_channel_by(monkeypatch, story.server.send)
    assert not story.server.power.dies(story.work)
    return story.server.power.steps


def the_power_goes(server: str, at: int, world: World, monkeypatch) -> None:
    """One story with a cut at this step, and how it must end."""
    story = Story(world, MailServer(list(SERVERS[server]), once=server == "knows its messages")).begin()
    every_channel_by(monkeypatch, story.server.send)
    story.server.power = Power(at)
    assert story.server.power.dies(story.work)
    story.restarts()
    if story.server.once:
        story.people_look()
    story.work()
    story.people_look()
    story.runs_on(hours=5)
    assert (at, story.states()) == (
        at, {"reply": State.DELIVERED, "old": State.DROPPED, "new": State.DELIVERED, "same": State.DROPPED})
    assert (at, story.taken(REPLY), story.taken(NEW), story.taken(OLD)) == (at, 1, 1, 0)
    for delivery in Delivery.objects.filter(contact=story.contact):
        tries = [one.outcome for one in delivery.tries.all()]
        assert (at, tries.count("sent")) <= (at, 1), "nothing leaves twice, whatever was recorded"


@pytest.mark.parametrize("server", SERVERS)
def test_the_power_goes_at_some_steps(server: str, world: World, monkeypatch) -> None:
    steps = steps_of(server, world, monkeypatch)
    assert steps > 100, "a story has at least so many steps"
    for at in range(7, steps + 1, SPARSE):
        the_power_goes(server, at, world, monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("part", range(AT_ONCE))
@pytest.mark.parametrize("server", SERVERS)
def test_the_power_goes_at_every_step(server: str, part: int, world: World, monkeypatch) -> None:
    """Each part takes every thirtieth step, so that none takes long."""
    for at in range(part + 1, steps_of(server, world, monkeypatch) + 1, AT_ONCE):
        the_power_goes(server, at, world, monkeypatch)


def carrying(world: World, monkeypatch, *answers: Exception | None) -> Story:
    """A story whose systems' messages meet these answers; the reply of the desk stays out of it."""
    story = Story(world, MailServer(list(answers))).begin()
    every_channel_by(monkeypatch, story.server.send)
    for key, body in (("old", OLD), ("new", NEW), ("same", SAME)):
        hand_in(HandedIn(source="crm", key=f"{key}-{story.number}", ticket=story.ticket, intent=Intent.UPDATE,
                         body=f"Your visit: {body}."), now=story.now)
    return story


def test_a_carrier_that_is_refused_gives_back_what_said_the_same_but_not_what_it_replaced(world, monkeypatch) -> None:
    story = carrying(world, monkeypatch, Refused("554 5.7.1 not like this", 554))
    story.runs_on(hours=5)
    assert story.states() == {"old": State.DROPPED, "new": State.FAILED, "same": State.DELIVERED}
    assert (story.taken(OLD), story.taken(SAME)) == (0, 1)
    assert story.ticket.entries.filter(event="refused").exists()


def test_all_of_a_message_to_a_dead_address_is_put_before_a_person(world, monkeypatch) -> None:
    story = carrying(world, monkeypatch, Refused("550 5.1.1 nobody here", 550, gone=True))
    story.runs_on(hours=5)
    assert story.states() == {"old": State.DROPPED, "new": State.ASKED, "same": State.ASKED}
    assert story.server.taken == []


def test_what_was_told_waits_again_when_its_message_comes_back(world, monkeypatch) -> None:
    story = carrying(world, monkeypatch)
    story.runs_on(hours=5)
    delivery = Delivery.objects.get(contact=story.contact)
    outbox.bounced(delivery, "mailbox full", now=story.now)
    outbox.dissolve(delivery, now=story.now)
    assert set(story.states().values()) == {State.WAITING}


def test_a_system_repeats_a_reply_that_is_then_taken_back(world, monkeypatch) -> None:
    """It rests on the reply as long as that may arrive, and no longer."""
    story = Story(world, MailServer()).begin()
    every_channel_by(monkeypatch, story.server.send)
    reply = submit(Proposal(source="desk", key="reply-0", ticket=story.ticket, intent=Intent.ANSWER,
                            body=f"Your visit: {NEW}.", member=world.ioana), now=story.now)
    hand_in(HandedIn(source="crm", key="same-0", ticket=story.ticket, intent=Intent.UPDATE, vital=True,
                     body=f"Your visit: {NEW}."), now=story.now)
    release_for(story.contact.pk, story.now + timedelta(seconds=6))
    assert story.states() == {"reply": State.LEAVING, "same": State.CARRIED}
    assert undo(reply.submission.pk, world.ioana, now=story.now + timedelta(seconds=8))
    story.runs_on(hours=1)
    assert story.states() == {"reply": State.CANCELLED, "same": State.DELIVERED}
    assert story.taken(NEW) == 1


def test_a_message_that_was_put_off_never_follows_newer_news(world, monkeypatch) -> None:
    story = carrying(world, monkeypatch, *[Deferred("451 4.3.0 later")] * 3)
    story.now += timedelta(hours=4)
    release_due(story.clock)
    deliver.deliver_due(story.clock)
    hand_in(HandedIn(source="crm", key="newest-0", ticket=story.ticket, intent=Intent.UPDATE, vital=True,
                     body="Your visit: moved to 20 November at 18:00."), now=story.now)
    story.runs_on(hours=6)
    assert story.states()["newest"] == State.DELIVERED
    assert (story.taken(NEW), story.taken("18:00")) == (0, 1)


def test_a_server_that_never_takes_it_is_given_up_and_somebody_is_told(world, monkeypatch) -> None:
    story = carrying(world, monkeypatch, *[Deferred("451 4.3.0 later")] * 10_000)
    story.runs_on(days=2)
    assert story.states()["new"] == State.FAILED
    assert story.ticket.entries.filter(event="refused").exists()
    tries = sorted(Attempt.objects.filter(delivery__contact=story.contact, outcome="deferred")
                   .values_list("at", flat=True))
    waits = [round((after - before).total_seconds() / 60) for before, after in pairwise(tries)]
    assert waits == [1, 5, 15, 30, 60, *[120] * (len(waits) - 5)], "made anew, it goes on waiting longer"
