"""No ticket closes as solved against its rules: whatever is done in whatever order, one that is over has nothing
temporary left, unless its root cause is fixed or the customer agreed to live with it."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entendu.core.tickets.closing import OPEN, Fix, LooseEnd, can_settle, loose_ends
from entendu.core.tickets.states import Status, is_over
from entendu.flows import submit
from entendu.flows.truth import temporary
from entendu.flows.truth.letter import Sending
from entendu.parts.options.actions.temporary import InPlace
from entendu.parts.options.models import TemporaryFix
from entendu.parts.options.queries import temporary as queries
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket
from tests.world import World

ACTS = ("record", "record another", "other words", "tell", "arrives", "clear", "ask", "stay", "repair", "repaired",
        "discard", "solve", "close", "reopen", "reply and close", "reply", "undo", "they write", "agreed on the phone")


@pytest.mark.parametrize("fix", Fix)
@pytest.mark.parametrize("to", Status)
def test_what_is_over_has_nothing_temporary_left(fix: Fix, to: Status) -> None:
    assert can_settle(to, loose_ends([fix])) is not (fix in OPEN and is_over(to))
    assert loose_ends([Fix.FIXED, fix]) == ({LooseEnd.TEMPORARY} if fix in OPEN else frozenset())


@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=12))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_ticket_is_over_against_its_rules(world: World, acts: list[str]) -> None:
    sid = connection.savepoint() if connection.in_atomic_block else None
    try:
        ticket = world.write_in(world.jonas, "My clients tap Confirm and nothing happens.", subject="Booking")
        for number, act in enumerate(acts):
            with contextlib.suppress(tickets.IllegalMove):
                do(world, ticket, act, number)
            ticket = Ticket.objects.select_related("contact", "mailbox").get(pk=ticket.pk)
            left = TemporaryFix.objects.filter(ticket=ticket, state__in=OPEN).exists()
            assert tickets.may_be_over(ticket) is not left, acts[: number + 1]
            assert not (left and is_over(Status(ticket.status))), acts[: number + 1]
    finally:
        if sid is not None:
            connection.savepoint_rollback(sid)


def do(world: World, ticket: Ticket, act: str, number: int) -> None:
    """One thing that a member or the customer does, by the way that the pages take."""
    now = world.later(minutes=1)
    standing = queries.standing(ticket)
    fix = standing[number % len(standing)] if standing else None
    by: dict[str, Any] = {"now": now, "by": world.ioana}
    if act.startswith("record"):
        name = f"A stopgap {number}" if act.endswith("another") else "A plain form"
        temporary.record(ticket, world.ioana, InPlace(name, "", now), now=now)
    elif act == "other words" and fix is not None:
        temporary.reword(fix, world.ioana, InPlace(f"A plain form {number}", "", now))
    elif act == "solve":
        tickets.move(ticket, Status.SOLVED, member=world.ioana, now=now)
    elif act == "close":
        tickets.move(ticket, Status.CLOSED, member=world.ioana, now=now)
    elif act == "reopen":
        tickets.move(ticket, Status.WAITING_FOR_US, member=world.ioana, now=now)
    elif act.startswith("reply"):
        closes = act.endswith("close")
        world.answer(ticket, world.ioana, f"Here is news number {number}.", closes=closes, confirmed=True)
    elif act == "undo":
        latest = Submission.objects.filter(ticket=ticket, member=world.ioana).order_by("-id").first()
        if latest is not None:
            submit.undo(latest.pk, world.ioana, now=now)
    elif act == "arrives":
        Delivery.objects.filter(ticket=ticket, state="waiting").update(state="sent", sent_at=now)
    elif act == "they write":
        world.write_in(world.jonas, "Yes", subject="Re: Booking")
    elif fix is not None:
        settle(fix, act, number, world, by)


def settle(fix: TemporaryFix, act: str, number: int, world: World, by: dict[str, Any]) -> None:
    """What is said of one fix that stands."""
    now, member = by["now"], world.ioana
    if act == "tell":
        temporary.tell(fix, member, Sending(f"tell{fix.pk}x{number}", confirmed=True), now=now)
    elif act == "ask" and fix.told_at is not None:
        temporary.ask_to_live(fix, member, Sending(f"ask{fix.pk}x{number}", confirmed=True), now=now)
    elif act == "clear":
        temporary.confirm(fix, **by)
    elif act == "repair":
        temporary.refuse(fix, **by)
    elif act == "stay" and fix.asked_at is not None:
        temporary.accept(fix, "Yes, leave it so", now=now)
    elif act == "agreed on the phone":
        temporary.accept(fix, "On the phone", **by)
    elif act == "repaired":
        temporary.repaired(fix, "the line is back", member, now=now)
    elif act == "discard":
        temporary.discard(fix, now=now)
