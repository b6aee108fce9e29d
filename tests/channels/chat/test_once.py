"""Every line once: whatever is lost between window and desk, and whoever leaves and comes back.

A window of the tests does what window.js does: it sends a line again with its key until it is answered, opens its line
anew after the last number that it has, and says what it has shown. The network loses requests before they arrive and
answers after they were given, and cuts lines anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entendu.channels.chat import limits
from entendu.flows import deliver, reply
from entendu.flows.channels import chat_leaving, chat_visit
from entendu.flows.channels.chat_visit import TooMuch, Words
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.chat import actions, queries
from entendu.parts.chat.models import Line, Visit
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery
from entendu.parts.tickets.actions import drafts
from tests.world import World, world

__all__ = ["world"]
SECRET = "a-window-that-nobody-else-has-ever-had"


@dataclass
class Window:
    """A browser's window and the bad line between it and the desk."""

    account: ChannelAccount
    now: datetime
    holds: list[tuple[int, str]] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)
    typed: int = 0

    @property
    def last(self) -> int:
        """The number of the newest line that stands in it."""
        return self.holds[-1][0] if self.holds else 0

    @property
    def visit(self) -> Visit | None:
        """What the desk knows of it."""
        return queries.visit_of(self.account.pk, chat_visit.sha256(SECRET))

    def type(self) -> None:
        """A line more to send; its words are its key."""
        self.typed += 1
        self.unsent.append(f"theirs {self.typed}")

    def send(self, fault: str) -> None:
        """Tries the first line that has not left: it may be lost on the way, or its answer may."""
        if not self.unsent or fault == "lost":
            return
        key = self.unsent[0]
        try:
            chat_visit.say(self.account, SECRET, Words(key, key, language="en"), now=self.now)
        except TooMuch as much:
            self.now += timedelta(seconds=much.seconds)
            return
        if fault != "no answer":
            self.unsent.pop(0)

    def listen(self, cut: int) -> None:
        """Opens its line after the last number, and hears at most so many lines before it is cut."""
        visit = self.visit
        for line in queries.lines_after(visit.pk, self.last)[:cut] if visit else ():
            self.holds.append((line.number, line.entry.visible if line.entry else "moved"))

    def look(self, fault: str) -> None:
        """Somebody looks at it, and it says so, unless that is lost."""
        visit = self.visit
        if visit is not None and fault != "lost":
            chat_visit.look(visit, self.last, now=self.now)


FAULTS = st.sampled_from(["", "", "lost", "no answer"])
STEPS = st.one_of(
    st.tuples(st.just("type"), FAULTS), st.tuples(st.just("send"), FAULTS), st.tuples(st.just("look"), FAULTS),
    st.tuples(st.just("listen"), st.integers(0, 3)), st.tuples(st.just("answer"), st.just("")),
    st.tuples(st.just("deliver"), st.just("")), st.tuples(st.just("leave"), st.just("")),
    st.tuples(st.just("wait"), st.integers(1, 400)), st.tuples(st.just("address"), st.just("")))


@pytest.fixture
def account(world: World) -> ChannelAccount:
    return accounts.add_account(mailbox=world.care, channel="chat", provider="chat", name="Our shop", now=world.now)


class Story:
    """One window, one colleague who answers, and the workers."""

    def __init__(self, world: World, account: ChannelAccount) -> None:
        self.world = world
        self.window = Window(account, world.now)
        self.said: list[str] = []

    def do(self, step: str, detail: str | int) -> None:
        window = self.window
        window.now += timedelta(seconds=1)
        if step == "wait":
            window.now += timedelta(seconds=int(detail))
            chat_leaving.look_after(lambda: window.now)
        elif step in {"send", "look"}:
            getattr(window, step)(str(detail))
        elif step == "listen":
            window.listen(int(detail))
        else:
            acts: dict[str, Callable[[], None]] = {
                "type": window.type, "answer": self.answer, "deliver": self.deliver, "leave": self.leave,
                "address": self.address}
            acts[step]()

    def answer(self) -> None:
        """Léo answers in the case that the window wrote to last."""
        visit = self.window.visit
        if visit is None or visit.ticket is None:
            return
        words = f"ours {len(self.said) + 1}"
        draft = drafts.open_draft(visit.ticket, self.world.leo, now=self.window.now)
        channel = "email" if visit.left_at and chat_visit.known_way(visit) else "chat"
        sent = reply.send(visit.ticket, self.world.leo, reply.Answer(draft.key, words, channel, confirmed=True),
                          now=self.window.now)
        assert sent.delivery is not None
        self.said.append(words)

    def deliver(self) -> None:
        """The workers take up what is due; a mail server takes what is for it."""
        self.window.now += timedelta(seconds=11)
        for mail in Delivery.objects.filter(channel="email", state="waiting", due_at__lte=self.window.now):
            outbox.sent(mail, "250 2.0.0 queued", now=self.window.now)
        deliver.deliver_due(lambda: self.window.now)

    def leave(self) -> None:
        """The page is closed, and what is missed goes on."""
        visit = self.window.visit
        if visit is None:
            return
        chat_visit.go(visit, now=self.window.now)
        self.window.now += limits.NEXT_PAGE + timedelta(seconds=1)
        chat_leaving.look_after(lambda: self.window.now)

    def address(self) -> None:
        """They say where it goes on."""
        if self.window.visit is not None:
            chat_visit.keep_way_on(self.window.visit, "odile@example.net", "", now=self.window.now)

    def end_well(self) -> None:
        """The network is good again, and somebody looks until all is said."""
        for _ in range(len(self.window.unsent) + 30):
            self.window.send("")
            self.deliver()
        self.window.listen(500)
        self.window.look("")
        self.deliver()
        self.window.listen(500)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=4, max_size=24))
def test_every_line_once(world: World, account: ChannelAccount, steps: list[tuple[str, str | int]]) -> None:
    begin = transaction.savepoint()
    try:
        story = Story(world, account)
        story.window.type()
        for step, detail in steps:
            story.do(step, detail)
            check(story)
        story.end_well()
        check(story)
        complete(story)
    finally:
        transaction.savepoint_rollback(begin)


def check(story: Story) -> None:
    """At any moment: what the window holds is a beginning of what was said, in order, and nothing is there twice."""
    window = story.window
    numbers = [number for number, _words in window.holds]
    words = [words for _number, words in window.holds if words != "moved"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(words) == len(set(words))
    # Answers leave one after the other; each stands in a window or in mail, never in two windows or two mails.
    mailed = [line for mail in Delivery.objects.filter(channel="email") for line in mail.body.splitlines()
              if line.startswith("ours ")]
    assert len(mailed) == len(set(mailed))
    read = {line.entry.visible for line in Line.objects.exclude(shown_at=None).select_related("entry")
            if line.kind == Line.Kind.OURS and line.entry}
    assert read.isdisjoint(mailed), "what they saw was sent once more"


def complete(story: Story) -> None:
    """In the end: every word of theirs is on the case once, every word of ours in the window or in mail."""
    window = story.window
    theirs = [words for _number, words in window.holds if words.startswith("theirs")]
    assert sorted(theirs) == sorted(f"theirs {number}" for number in range(1, window.typed + 1))
    assert theirs == sorted(theirs, key=lambda one: int(one.split()[1]))
    mail = "\n".join(Delivery.objects.filter(channel="email").values_list("body", flat=True)).splitlines()
    in_window = [words for _number, words in window.holds if words.startswith("ours")]
    assert set(in_window) | set(mail) >= set(story.said)
    assert not Delivery.objects.exclude(state__in=["sent", "bounced"]).exists()


def test_a_visit_ends_without_a_line_lost_when_the_worker_dies_in_flight(world: World,
                                                                         account: ChannelAccount) -> None:
    """The line and the mark of flight are one: what nobody knows the outcome of stands in the window, once."""
    story = Story(world, account)
    story.window.type()
    story.window.send("")
    story.answer()
    story.window.now += timedelta(seconds=11)
    visit = story.window.visit
    assert visit is not None
    delivery = Delivery.objects.get()
    Delivery.objects.update(state="in_flight", claimed_at=story.window.now)
    actions.add_ours(actions.lock(visit.pk), delivery.entry, delivery.message_id, now=story.window.now)
    story.window.now += timedelta(minutes=15)
    deliver.recover(lambda: story.window.now)
    assert Delivery.objects.get().state == "unknown"
    story.window.listen(10)
    assert [words for _number, words in story.window.holds] == ["theirs 1", "ours 1"]
