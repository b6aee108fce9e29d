"""No promise disappears, whatever is merged, reassigned, closed, opened again or restarted; and one that moves was told
before its old moment. A machine tries it in every order; six hundred runs with `-m long`.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from entendu.core.tickets.states import BY_HAND, Status
from entendu.flows import submit
from entendu.flows.listening import same_matter
from entendu.flows.promises import letters, move, plan, settle
from entendu.flows.promises.letters import Words
from entendu.flows.promises.move import Moving, NotMoved
from entendu.flows.promises.watch import watch
from entendu.flows.release import release_for
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.promises.models import Promise
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket
from tests.long.crashing import Power, PowerCut
from tests.world import MONDAY, World, build

State = Promise.State
DONE = "Hello Marie, the door is at our counter."
SAID = (
    "Hello Marie, I will call you by Thursday noon.", "Hello Marie, we will send you the list tomorrow at 15:00.",
    "Hello Marie, I will come back to you with an answer.", DONE,
    "I will write to you on Wednesday by 14:00. We will send you the bill by Friday.",
)
SPANS = (timedelta(minutes=3), timedelta(hours=1), timedelta(hours=7), timedelta(hours=20), timedelta(days=2))
AHEAD = (timedelta(hours=5), timedelta(days=1), timedelta(days=6))
_keys = count(1)


class Cut(Power):
    """Power that goes between two statements; savepoints are the commits of a run that is one transaction."""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        return super().__call__(execute, sql, params, many, context)


class Desk(RuleBasedStateMachine):
    """One ticket, its promises, and everything that may happen around them."""

    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.run = transaction.atomic()
        self.run.__enter__()
        self.world: World = build(MONDAY + timedelta(hours=16))
        people.change_contact(self.world.marie, hours=[["mon-fri", "08:00", "18:00"]])
        self.given: dict[int, str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.run.__exit__(None, None, None)

    @initialize()
    def she_writes(self) -> None:
        self.ticket: Ticket = self.world.write_in(self.world.marie, "Where is my door?")

    # ── what is promised ────────────────────────────────────────────────────────────────────────────────────

    @rule(text=st.sampled_from(SAID))
    def we_answer(self, text: str) -> None:
        self.world.answer(self.ticket, self.world.ioana, text, confirmed=True)

    @rule(ahead=st.sampled_from(AHEAD))
    def we_plan(self, ahead: timedelta) -> None:
        plan.add(self.ticket, self.world.ioana, "The copy is ready", self.world.now + ahead, now=self.world.now)
        steps = Promise.objects.filter(ticket=self.ticket, state=State.PLANNED)
        body = plan.proposed(self.ticket, list(steps), self.world.ioana)
        try:
            plan.tell(self.ticket, self.world.ioana, Words(f"p{next(_keys)}", body, True), now=self.world.now)
        except plan.NotTold:
            self.reached["no way to them"] += 1
        else:
            self.reached["planned"] += 1

    # ── what is done about it ───────────────────────────────────────────────────────────────────────────────

    def an_open(self, which: int) -> Promise | None:
        rows = list(Promise.objects.filter(state=State.OPEN).select_related("ticket__mailbox", "ticket__contact"))
        return rows[which % len(rows)] if rows else None

    @rule(which=st.integers(0, 5))
    def it_is_kept(self, which: int) -> None:
        promise = self.an_open(which)
        if promise is not None and settle.keep(promise, self.world.leo, now=self.world.now):
            self.reached["kept by a message" if promise.kept_by else "kept by an act"] += 1

    @rule(which=st.integers(0, 5), ahead=st.sampled_from(AHEAD), voice=st.booleans())
    def it_moves(self, which: int, ahead: timedelta, voice: bool) -> None:
        promise = self.an_open(which)
        if promise is None:
            return
        due = self.world.now + ahead
        if voice:
            move.by_voice(promise, self.world.ioana, due, "On the phone", now=self.world.now)
            self.reached["moved by voice"] += promise.state == State.MOVED
            return
        text = letters.moved(promise, due, self.world.ioana, late=False)
        wanted = Moving(due, text, f"m{next(_keys)}", confirmed=True)
        try:
            move.move(promise, self.world.ioana, wanted, now=self.world.now)
        except NotMoved:
            self.reached["no way to them"] += 1
        else:
            self.reached["moved" if promise.state == State.MOVED else "broken and said so"] += 1

    @rule(which=st.integers(0, 5), ahead=st.sampled_from(AHEAD), step=st.integers(1, 120))
    def the_power_goes_while_it_moves(self, which: int, ahead: timedelta, step: int) -> None:
        promise = self.an_open(which)
        if promise is None:
            return
        before, due = self.everything(), self.world.now + ahead
        text = letters.moved(promise, due, self.world.ioana, late=False)
        wanted = Moving(due, text, f"m{next(_keys)}", confirmed=True)
        power = Cut(fails_at=step)
        try:
            with transaction.atomic(), connection.execute_wrapper(power):
                move.move(promise, self.world.ioana, wanted, now=self.world.now)
        except PowerCut:
            self.reached["power cut"] += 1
            assert self.everything() == before
        except NotMoved:
            assert self.everything() == before

    @rule()
    def the_last_message_is_taken_back(self) -> None:
        delivery = Delivery.objects.filter(automatic=False).order_by("-id").first()
        if delivery is not None:
            kept = delivery.submissions.get()
            gave = set(Promise.objects.filter(submission=kept.pk).values_list("pk", flat=True))
            if submit.undo(kept.pk, kept.member, now=self.world.now):
                self.reached["taken back"] += 1
                # What a reply gave was never given; a step of a plan is planned again, and of no message then.
                back = Promise.objects.filter(pk__in=gave, state__in=[State.PLANNED, State.WITHDRAWN])
                never = set(back.values_list("pk", flat=True))
                self.given = {pk: words for pk, words in self.given.items() if pk not in never}

    # ── what happens around it, and changes no promise ──────────────────────────────────────────────────────

    @rule(text=st.sampled_from(["Thank you!", "Thanks, all is well.", "And the key?"]))
    def she_writes_again(self, text: str) -> None:
        before = self.everything()
        self.world.write_in(self.world.marie, text, answers=self.ticket.entries.filter(kind="theirs").first())
        assert self.everything() == before

    @rule(which=st.integers(0, 5))
    def it_is_closed_or_opened_again(self, which: int) -> None:
        before = self.everything()
        self.ticket.refresh_from_db()
        ways = sorted(BY_HAND[Status(self.ticket.status)])
        to = ways[which % len(ways)]
        tickets.move(self.ticket, to, member=self.world.leo, now=self.world.now)
        self.reached[f"set to {to}"] += 1
        assert self.everything() == before

    @rule(leo=st.booleans())
    def it_is_reassigned(self, leo: bool) -> None:
        before = self.everything()
        tickets.assign(self.ticket, self.world.leo if leo else None, member=self.world.ioana, now=self.world.now)
        assert self.everything() == before

    @rule(number=st.integers(1, 3))
    def systems_write_and_are_merged(self, number: int) -> None:
        before = self.everything()
        for one in range(number):
            self.world.tell(self.ticket, f"Order {next(_keys)}: part {one} has left our store.", f"s{next(_keys)}")
        release_for(self.world.marie.pk, self.world.now + timedelta(hours=5))
        self.reached["merged"] += 1
        assert self.everything() == before

    @rule(text=st.sampled_from(SAID), apart=st.booleans())
    def she_wrote_twice_and_two_cases_become_one(self, text: str, apart: bool) -> None:
        other = self.world.write_in(self.world.marie, "My door has not come.", subject=f"Door {next(_keys)}")
        self.world.answer(other, self.world.ioana, text, confirmed=True)
        before = self.everything()
        other.refresh_from_db()
        joined = same_matter.join(other, self.ticket, member=self.world.leo, now=self.world.now)
        if apart:
            same_matter.take_apart(joined, member=self.world.leo, now=self.world.now)
        self.reached["taken apart" if apart else "joined"] += 1
        assert self.everything() == before

    # ── time ────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(span=st.sampled_from(SPANS))
    def time_passes(self, span: timedelta) -> None:
        self.world.later(seconds=span.total_seconds())
        watch(self.world.now)

    @rule(takes_it=st.booleans())
    def messages_leave(self, takes_it: bool) -> None:
        for delivery in Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=self.world.now):
            if takes_it:
                outbox.sent(delivery, "250 ok", now=self.world.now)
        watch(self.world.now)

    @rule(span=st.sampled_from(SPANS))
    def messages_leave_as_time_passes(self, span: timedelta) -> None:
        """As most days go: what is due leaves at its moment and arrives."""
        until = self.world.now + span
        waiting = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=until)
        for delivery in waiting.order_by("due_at"):
            self.world.now = max(self.world.now, delivery.due_at)
            outbox.sent(delivery, "250 ok", now=self.world.now)
            watch(self.world.now)
        self.world.later(seconds=(until - self.world.now).total_seconds())
        watch(self.world.now)

    # ── what usually comes together, and chance alone rarely finds ──────────────────────────────────────────

    @rule(which=st.integers(0, 5))
    def she_reads_that_it_is_done(self, which: int) -> None:
        self.we_answer(DONE)
        self.messages_leave_as_time_passes(timedelta(hours=20))
        self.it_is_kept(which)

    @rule(which=st.integers(0, 5), ahead=st.sampled_from(AHEAD), too_late=st.booleans())
    def it_moves_and_its_moment_comes(self, which: int, ahead: timedelta, too_late: bool) -> None:
        promise = self.an_open(which)
        if promise is None or promise.due is None:
            return
        until_due = max(promise.due - self.world.now, timedelta()) + timedelta(minutes=1)
        if too_late:
            self.messages_leave_as_time_passes(until_due)
        self.it_moves(which, ahead, voice=False)
        self.messages_leave_as_time_passes(until_due)

    @rule(gone=st.booleans())
    def her_address_fails_or_works_again(self, gone: bool) -> None:
        address = self.world.marie.addresses.get()
        if gone:
            people.mark_undeliverable("email", address.value, "550 gone", self.world.now)
        else:
            people.mark_deliverable(address)

    # ── what must hold ──────────────────────────────────────────────────────────────────────────────────────

    def everything(self) -> list[tuple[Any, ...]]:
        """Each promise as it stands, but for what nobody was told."""
        return list(Promise.objects.exclude(state=State.PLANNED).order_by("pk").values_list(
            "pk", "state", "due", "words", "owner", "submission", "told_by", "told_at", "moved_to", "kept_by"))

    @invariant()
    def no_promise_disappears(self) -> None:
        rows = {one.pk: one for one in Promise.objects.all()}
        for pk, words in self.given.items():
            assert pk in rows, f"“{words}” is gone"
            assert rows[pk].state not in {State.WITHDRAWN, State.PLANNED}, f"“{words}” counts no more"
        self.given |= {pk: one.words for pk, one in rows.items() if one.state not in {State.WITHDRAWN, State.PLANNED}}

    @invariant()
    def what_moved_goes_on(self) -> None:
        for one in Promise.objects.filter(state__in=[State.MOVED, State.BROKEN]).select_related("moved_to"):
            assert one.moved_to is not None
            assert one.moved_to.state not in {State.WITHDRAWN, State.PLANNED}

    @invariant()
    def a_promise_that_moved_was_told_before_its_moment(self) -> None:
        now = self.world.now
        watch(now)
        for one in Promise.objects.filter(state=State.MOVED):
            if one.due is not None and one.due <= now:
                assert one.told_at is not None, f"“{one.words}” was moved, and they never heard"
                assert one.told_at < one.due
                self.reached["told before"] += 1


PLACES = {"planned", "kept by a message", "kept by an act", "moved by voice", "no way to them", "moved",
          "broken and said so", "power cut", "taken back", "merged", "joined", "taken apart", "told before",
          "set to closed", "set to open"}


def play(runs: int, seed: int, steps: int = 12) -> None:
    """So many runs of so many steps, always the same for a seed."""
    seeded = type("Desk", (Desk,), {"_hypothesis_internal_use_seed": seed})
    run_state_machine_as_test(seeded, settings=settings(
        max_examples=runs, stateful_step_count=steps, phases=(Phase.generate, Phase.shrink), database=None,
        deadline=None, report_multiple_bugs=False, print_blob=False, suppress_health_check=list(HealthCheck)))


@pytest.mark.django_db
def test_no_promise_disappears() -> None:
    play(5, seed=1)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("piece", range(4))
def test_no_promise_disappears_in_six_hundred_runs(piece: int) -> None:
    Desk.reached.clear()
    play(150, seed=100 + piece, steps=25)
    missed = {place for place in PLACES if not Desk.reached[place]}
    assert not missed, f"never came to {sorted(missed)}"
