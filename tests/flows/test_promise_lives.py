"""A promise lives until it is kept, moved in time, or broken and said so: whatever happens around it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from entendu.core.tickets.states import Status
from entendu.flows import submit
from entendu.flows.listening import call
from entendu.flows.promises import letters, meet, move, plan, rhythm, settle
from entendu.flows.promises.letters import Words
from entendu.flows.promises.meet import Meeting, NotArranged
from entendu.flows.promises.move import Moving, NotMoved
from entendu.flows.promises.watch import watch
from entendu.flows.release import release_for
from entendu.flows.submit import NotConfirmed
from entendu.parts.outbox.models import Submission
from entendu.parts.people import actions as people
from entendu.parts.promises.actions import Agreed
from entendu.parts.promises.models import Promise
from entendu.parts.promises.queries import open_promises, promises_of
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket
from tests.world import World, world

__all__ = ["world"]
State = Promise.State
LIST = "Your door is at our counter. We will send you the list by Thursday at 16:00."


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Marie's. She is reached from 8 to 18 in Mauritius, three hours ahead of us."""
    return world.write_in(world.marie, "Where is my door?")


@pytest.fixture
def promise(world: World, ticket: Ticket) -> Promise:
    """The list by Thursday 16:00 hers, said in a message that has reached her on Tuesday morning."""
    outcome = world.answer(ticket, world.ioana, LIST)
    world.later(hours=12)
    world.deliver(outcome)
    (given,) = open_promises(ticket)
    assert given.due == datetime(2026, 11, 26, 16, tzinfo=ZoneInfo("Indian/Mauritius"))
    return given


def state_of(promise: Promise) -> tuple[str, bool]:
    """Its state, and whether it is known that they were told."""
    promise.refresh_from_db()
    return promise.state, promise.told_at is not None


def moving(world: World, promise: Promise, due: datetime, key: str = "m1", **more: bool) -> Moving:
    text = move.proposed(promise, due, world.ioana, now=world.now)
    return Moving(due, text, key, **more)


class TestKept:
    def test_by_the_first_message_that_reached_them_since(self, world: World, ticket: Ticket, promise: Promise) -> None:
        world.later(hours=24)
        outcome = world.answer(ticket, world.leo, "Hello Marie,\n\nhere is the list.\n\nLéo")
        world.deliver(outcome)
        world.later(hours=2)
        assert settle.keep(promise, world.ioana, now=world.now)
        assert state_of(promise)[0] == State.KEPT
        assert (promise.kept_by, promise.settled_at) == (outcome.submission.pk, world.now - timedelta(hours=2))

    def test_by_an_act_in_words(self, world: World, promise: Promise) -> None:
        assert settle.keep(promise, world.ioana, "Handed over at the counter", now=world.now)
        assert (promise.kept_by, promise.why, promise.settled_at) == (None, "Handed over at the counter", world.now)
        assert not settle.keep(promise, world.leo, now=world.now)

    def test_not_by_the_message_that_gave_it_nor_by_one_that_has_not_arrived(self, world: World, ticket: Ticket,
                                                                            promise: Promise) -> None:
        world.answer(ticket, world.ioana, "One moment please, Marie.")
        assert settle.keep(promise, world.ioana, now=world.now)
        assert (promise.kept_by, promise.settled_at) == (None, world.now)

    def test_it_may_be_owed_again_and_it_may_have_been_none(self, world: World, promise: Promise) -> None:
        settle.keep(promise, world.ioana, now=world.now)
        assert settle.owe_again(promise, world.ioana, now=world.now)
        assert settle.disown(promise, world.ioana, now=world.now)
        assert state_of(promise)[0] == State.WITHDRAWN
        assert not settle.owe_again(promise, world.ioana, now=world.now)


def test_it_outlives_thanks_closing_and_reassigning(world: World, ticket: Ticket, promise: Promise) -> None:
    world.write_in(world.marie, "Thank you!", answers=ticket.entries.get(kind="ours"))
    ticket.refresh_from_db()
    tickets.assign(ticket, world.leo, member=world.ioana, now=world.now)
    tickets.move(ticket, Status.CLOSED, member=world.leo, now=world.now)
    assert [one.pk for one in open_promises(ticket)] == [promise.pk]
    assert settle.take(promise, world.leo, now=world.now)
    assert open_promises(ticket)[0].owner == world.leo


class TestMoved:
    def test_told_before_its_moment_it_is_moved(self, world: World, ticket: Ticket, promise: Promise) -> None:
        due = datetime(2026, 11, 27, 12, tzinfo=ZoneInfo("Indian/Mauritius"))
        outcome = move.move(promise, world.ioana, moving(world, promise, due), now=world.now)
        assert "We will send you the list by Thursday at 16:00" in outcome.submission.body
        assert "Friday 27 November at 12:00" in outcome.submission.body
        assert state_of(promise) == (State.MOVED, False)
        (new,) = open_promises(ticket)
        assert (new.due, new.owner, promise.moved_to) == (due, world.ioana, new)
        assert new.words == "We will send you the list by Friday 27 November at 12:00."
        world.later(minutes=1)
        world.deliver(outcome)
        watch(world.later(days=3))
        assert state_of(promise) == (State.MOVED, True)
        assert promise.told_at is not None
        assert promise.told_at < promise.due

    def test_a_message_that_comes_too_late_broke_it(self, world: World, ticket: Ticket, promise: Promise) -> None:
        due = promise.due + timedelta(days=1)
        outcome = move.move(promise, world.ioana, moving(world, promise, due), now=world.now)
        world.later(days=3)
        watch(world.now)
        assert state_of(promise) == (State.BROKEN, False)
        world.deliver(outcome)
        watch(world.later(minutes=2))
        assert state_of(promise) == (State.BROKEN, True)
        assert ticket.entries.filter(event="promise-untold").count() == 1

    def test_after_its_moment_it_is_broken_and_said_so(self, world: World, ticket: Ticket, promise: Promise) -> None:
        world.later(days=3)
        outcome = move.move(promise, world.ioana, moving(world, promise, world.now + timedelta(days=3)), now=world.now)
        assert "that was our failing" in outcome.submission.body
        assert state_of(promise) == (State.BROKEN, False)
        assert len(open_promises(ticket)) == 1

    def test_it_goes_at_once_where_their_hours_would_hold_it_too_long(self, world: World, ticket: Ticket) -> None:
        outcome = world.answer(ticket, world.ioana, "We will send you the list by Tuesday at 7:30.", confirmed=True)
        (given,) = open_promises(ticket)
        world.deliver(outcome)
        world.later(hours=2)  # 22:40 hers; her hours begin at eight
        moved = move.move(given, world.ioana, moving(world, given, world.now + timedelta(days=2), confirmed=True),
                          now=world.now)
        assert moved.delivery is not None
        assert moved.delivery.due_at <= world.now + timedelta(seconds=60)
        assert moved.submission.override == move.WHY_NOW
        assert state_of(given)[0] == State.MOVED

    def test_undone_it_stands_as_before(self, world: World, ticket: Ticket, promise: Promise) -> None:
        wanted = moving(world, promise, promise.due + timedelta(days=1))
        outcome = move.move(promise, world.ioana, wanted, now=world.now)
        assert submit.undo(outcome.submission.pk, world.ioana, now=world.now)
        assert state_of(promise) == (State.OPEN, False)
        assert [one.pk for one in open_promises(ticket)] == [promise.pk]
        assert (promise.moved_to, promise.told_by) == (None, None)

    def test_pressed_twice_it_is_one(self, world: World, ticket: Ticket, promise: Promise) -> None:
        wanted = moving(world, promise, promise.due + timedelta(days=1))
        first = move.move(promise, world.ioana, wanted, now=world.now)
        assert not move.move(promise, world.ioana, wanted, now=world.now).fresh
        assert [one.submission for one in open_promises(ticket)] == [first.submission.pk]

    def test_without_a_way_to_them_nothing_moves_until_somebody_phones(self, world: World, ticket: Ticket,
                                                                       promise: Promise) -> None:
        people.mark_undeliverable("email", world.marie.addresses.get().value, "550 gone", world.now)
        due = promise.due + timedelta(days=1)
        with pytest.raises(NotMoved):
            move.move(promise, world.ioana, moving(world, promise, due), now=world.now)
        assert state_of(promise) == (State.OPEN, False)
        new = move.by_voice(promise, world.ioana, due, "Told her on the phone", now=world.now)
        assert state_of(promise) == (State.MOVED, True)
        assert [one.pk for one in open_promises(ticket)] == [new.pk]
        with pytest.raises(NotMoved):
            move.by_voice(promise, world.ioana, due, "", now=world.now)


class TestPlan:
    def test_a_step_is_a_promise_once_it_was_told_and_a_plan_again_when_undone(self, world: World,
                                                                               ticket: Ticket) -> None:
        days = [world.now + timedelta(days=days, hours=-6) for days in (2, 4, 9)]
        steps = [plan.add(ticket, world.ioana, words, day, now=world.now) for words, day in
                 zip(("The copy is ready", "You try the copy", "The repair is in"), days, strict=True)]
        assert open_promises(ticket) == []
        plan.remove(steps[1], world.ioana, now=world.now)
        left = [steps[0], steps[2]]
        body = plan.proposed(ticket, left, world.ioana)
        outcome = plan.tell(ticket, world.ioana, Words("p1", body, True), now=world.now)
        assert "- Wednesday 25 November at 15:40: The copy is ready" in outcome.submission.body
        assert [one.pk for one in open_promises(ticket)] == [one.pk for one in left]
        assert not plan.remove(steps[0], world.ioana, now=world.now)
        assert submit.undo(outcome.submission.pk, world.ioana, now=world.now)
        assert [(one.pk, one.state) for one in promises_of(ticket)] == [(one.pk, State.PLANNED) for one in left]
        with pytest.raises(plan.NotTold):
            plan.tell(world.write_in(world.jonas, "Hello"), world.ioana, Words("p2", "x"), now=world.now)


class TestNews:
    def test_what_a_person_writes_keeps_it_and_the_next_is_owed(self, world: World, ticket: Ticket) -> None:
        rhythm.agree(ticket, world.ioana, Agreed(2), rhythm.first_date(ticket, 2, now=world.now), now=world.now)
        (first,) = open_promises(ticket)
        assert first.due == datetime(2026, 11, 25, 17, 30, tzinfo=ZoneInfo("Europe/Paris"))
        world.later(hours=15)
        world.deliver(world.answer(ticket, world.ioana, "Hello Marie,\n\nwe have ordered the part.\n\nIoana"))
        watch(world.later(minutes=1))
        assert state_of(first)[0] == State.KEPT
        (second,) = open_promises(ticket)
        assert (second.kind, second.due) == ("news", datetime(2026, 11, 26, 17, 30, tzinfo=ZoneInfo("Europe/Paris")))

    def test_nothing_new_stands_ready_and_a_person_sends_it(self, world: World, ticket: Ticket) -> None:
        doing = "the part is on its way from Brest."
        rhythm.agree(ticket, world.ioana, Agreed(2, doing=doing), rhythm.first_date(ticket, 2, now=world.now),
                     now=world.now)
        (first,) = open_promises(ticket)
        watch(world.later(hours=12))
        ticket.rhythm.refresh_from_db()
        assert ticket.rhythm.ready_for is None
        watch(world.later(hours=28))  # Wednesday morning
        ticket.rhythm.refresh_from_db()
        assert ticket.rhythm.ready_for == first
        text = ticket.rhythm.text
        assert "nothing new" in text
        assert doing in text
        assert "Friday 27 November at 20:30" in text  # half past five in Paris
        ticket.refresh_from_db()
        assert ticket.status == Status.WAITING_FOR_US
        outcome = rhythm.send(ticket, world.ioana, Words("n1", text, True), now=world.now)
        assert outcome.delivery is not None
        assert [one.due for one in open_promises(ticket)] == [first.due, ticket.rhythm.next_due]
        world.deliver(outcome)
        watch(world.later(minutes=1))
        assert [(one.kind, one.due) for one in open_promises(ticket)] == [("news", ticket.rhythm.next_due)]

    def test_by_rule_it_is_sent_in_time_and_the_governor_swallows_none(self, world: World, ticket: Ticket) -> None:
        rhythm.agree(ticket, world.ioana, Agreed(1, by_rule=True), rhythm.first_date(ticket, 1, now=world.now),
                     now=world.now)
        (first,) = open_promises(ticket)
        people.change_contact(world.marie, hours=[])
        told = []
        for _minute in range(24 * 60 // 5):
            world.later(minutes=5)
            watch(world.now)
            delivery = release_for(world.marie.pk, world.now)
            if delivery is not None:
                told.append((world.now, delivery.body))
                world.deliver(submit.Outcome(delivery.submissions.get(), None, delivery, True))
        ((at, words),) = told
        assert at <= first.due
        assert "nothing new" in words
        assert state_of(first)[0] == State.KEPT
        assert [one.due for one in open_promises(ticket)] == [
            datetime(2026, 11, 25, 17, 30, tzinfo=ZoneInfo("Europe/Paris"))]

    def test_ended_it_owes_what_was_promised_and_nothing_more(self, world: World, ticket: Ticket) -> None:
        rhythm.agree(ticket, world.ioana, Agreed(2), rhythm.first_date(ticket, 2, now=world.now), now=world.now)
        assert rhythm.end(ticket, world.ioana, now=world.now)
        assert not rhythm.end(ticket, world.ioana, now=world.now)
        assert len(open_promises(ticket)) == 1
        with pytest.raises(rhythm.NothingReady):
            rhythm.send(ticket, world.ioana, Words("n1", "x"), now=world.now)


class TestMeetings:
    def call_at(self, world: World, hour: int, minutes: int = 60, day: int = 26) -> Meeting:
        opens = datetime(2026, 11, day, hour, tzinfo=ZoneInfo("Europe/Paris"))
        return Meeting("call", opens, opens + timedelta(minutes=minutes), "+230 5 555 0127", f"c{hour}.{minutes}")

    @pytest.mark.parametrize(("hour", "minutes", "day", "why"), [
        (14, 180, 26, "wide"), (14, 2, 26, "backwards"), (14, 60, 22, "past"), (21, 60, 26, "closed"),
        (14, 60, 28, "closed"), (17, 60, 26, "closed"),
    ])
    def test_a_window_is_narrow_and_ours(self, world: World, ticket: Ticket, hour: int, minutes: int, day: int,
                                         why: str) -> None:
        with pytest.raises(NotArranged) as refused:
            meet.arrange(ticket, world.ioana, self.call_at(world, hour, minutes, day), now=world.now)
        assert refused.value.wrong == why
        assert promises_of(ticket) == []

    def test_one_heads_up_and_the_call_keeps_it(self, world: World, ticket: Ticket) -> None:
        outcome = meet.arrange(ticket, world.ioana, self.call_at(world, 10), now=world.now)
        assert "Thursday 26 November between 13:00 and 14:00" in outcome.submission.body
        world.deliver(outcome)
        (given,) = open_promises(ticket)
        world.now = given.opens - timedelta(minutes=61)
        watch(world.now)
        assert Submission.objects.filter(source=meet.SOURCE).count() == 0
        for _turn in range(5):
            watch(world.later(minutes=2))
        (reminder,) = Submission.objects.filter(source=meet.SOURCE)
        assert reminder.body == "Ioana calls you today between 13:00 and 14:00, as arranged."
        world.now = given.opens + timedelta(minutes=5)
        held = call.start(ticket, world.ioana, now=world.now)
        watch(world.later(minutes=75))  # they still talk
        assert state_of(given)[0] == State.OPEN
        call.end(ticket, held, "She is glad.", now=world.now)
        assert state_of(given)[0] == State.KEPT
        assert given.settled_at < given.due

    def test_missed_it_apologises_by_itself_once(self, world: World, ticket: Ticket) -> None:
        world.deliver(meet.arrange(ticket, world.ioana, self.call_at(world, 10), now=world.now))
        (given,) = open_promises(ticket)
        world.now = given.due + timedelta(minutes=5)
        watch(world.now)
        assert state_of(given)[0] == State.OPEN
        for _turn in range(3):
            watch(world.later(minutes=6))
        (sorry,) = Submission.objects.filter(source=meet.SOURCE, key__startswith="missed")
        assert "we said that we would call you on Thursday 26 November between 13:00 and 14:00" in sorry.body
        assert state_of(given) == (State.BROKEN, False)
        assert ticket.entries.filter(event="meeting-missed").count() == 1


class TestAskedAbout:
    @pytest.mark.parametrize(("text", "rule"), [
        ("Hello Jonas, it will be repaired by Thursday at 16:00.", "promise-no-cause"),
        ("We will fix this.", "promise-no-cause"),
        ("Hello Jonas, the page will be fixed by Thursday at 16:00.", "promise-no-cause"),
        ("Hello Jonas, I will call you on Saturday at 15:00.", "promise-holiday"),
        ("Hello Jonas, I will call you on Thursday at 22:00.", "promise-night"),
        ("Hello Jonas, I will call you tonight at 23:00.", "promise-nobody-works"),
    ])
    def test_a_promise_that_cannot_be_made(self, world: World, text: str, rule: str) -> None:
        ticket = world.write_in(world.jonas, "Since this morning I land on the sign-in page.")
        people.change_contact(world.jonas, language="en")
        ticket.refresh_from_db()
        with pytest.raises(NotConfirmed) as asked:
            world.answer(ticket, world.ioana, text)
        assert rule in [one.rule for one in asked.value.findings]
        assert open_promises(ticket) == []
        assert world.answer(ticket, world.ioana, text, confirmed=True).delivery is not None

    @pytest.mark.parametrize("text", [
        "Hello Jonas, I will call you on Thursday at 15:00.", "Hello Jonas, I will call you by Friday.",
        "Hello Jonas, we hope to repair it by Thursday at 16:00.",
        "If it is fixed by Thursday, we will tell you.", "Shall it be fixed by Thursday?",
        "Hello Jonas, I will write to you by Thursday at 16:00 what we have found.",
    ])
    def test_an_honest_one_is_not(self, world: World, text: str) -> None:
        people.change_contact(world.jonas, language="en")
        ticket = world.write_in(world.jonas, "Since this morning I land on the sign-in page.")
        world.answer(ticket, world.ioana, text)

    def test_the_letters_that_we_write_ask_nothing(self, world: World, promise: Promise) -> None:
        due = datetime(2026, 11, 27, 12, tzinfo=ZoneInfo("Indian/Mauritius"))
        assert letters.language_of(promise.ticket) == "en"
        for language in ("en", "fr", "ro"):
            people.change_contact(world.marie, language=language)
            promise.ticket.contact.refresh_from_db()
            move.move(promise, world.ioana, moving(world, promise, due, key=language), now=world.now)
            promise = open_promises(promise.ticket)[0]
            due += timedelta(days=3)
