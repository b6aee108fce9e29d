"""Is it really solved? Asked once, at the right time; "not yet" opens it again; "solved" is the customer's word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from entendu.core.tickets.states import Status
from entendu.flows.care import satisfaction
from entendu.parts.care.models import Moment, Solution
from entendu.parts.outbox.models import Submission
from entendu.parts.people import actions as people
from entendu.parts.tickets.models import Entry, Ticket
from tests.world import World, build

State = Solution.State


@pytest.fixture
def case(world: World) -> Ticket:
    """More than a quick question."""
    ticket = world.write_in(world.jonas, "Confirm does nothing on phones.", subject="Booking")
    world.answer(ticket, world.ioana, "Hello Jonas, since when? I write again by Wednesday.")
    world.later(hours=1)
    world.write_in(world.jonas, "Since Thursday.", subject="Re: Booking", answers=ticket.entries.first())
    return ticket


def solve(world: World, ticket: Ticket, text: str = "Hello Jonas, the button is repaired since noon.") -> Solution:
    world.answer(Ticket.objects.get(pk=ticket.pk), world.ioana, text, closes=True)
    return Solution.objects.get(ticket=ticket, state__in=[State.PLANNED, State.ASKED])


def ask(world: World) -> int:
    return satisfaction.ask_due(lambda: world.now)


def write_back(world: World, ticket: Ticket, text: str) -> Ticket:
    world.later(minutes=5)
    answers = Entry.objects.filter(ticket=ticket).exclude(message_id="").order_by("id").last()
    world.write_in(world.jonas, text, subject="Re: Booking", answers=answers)
    return Ticket.objects.get(pk=ticket.pk)


def questions(ticket: Ticket) -> list[Submission]:
    return list(Submission.objects.filter(ticket=ticket, key__startswith="solved-"))


def test_it_is_asked_once_after_a_day_to_try_it(world: World, case: Ticket) -> None:
    found = solve(world, case)
    assert found.ask_at == datetime(2026, 11, 25, 9, tzinfo=UTC)  # said on Monday evening; on Wednesday at ten in Paris
    assert ask(world) == 0
    world.now = found.ask_at
    assert ask(world) == 1
    assert ask(world) == 0
    question, = questions(case)
    assert "Is it really solved?" in question.body
    assert "?solved=yes#solved" in question.body
    assert question.intent == "question"
    found.refresh_from_db()
    assert found.state == State.ASKED


def test_a_quick_question_is_asked_about_by_nobody(world: World) -> None:
    ticket = world.write_in(world.jonas, "Until when are you open on Friday?")
    found = solve(world, ticket, "Hello Jonas, until five.")
    assert found.ask_at is None
    world.later(days=30)
    assert ask(world) == 0


def test_what_went_on_meanwhile_is_not_asked_about(world: World, case: Ticket) -> None:
    found = solve(world, case)
    write_back(world, case, "One more thing: where do I find the invoices?")
    found.refresh_from_db()
    assert found.state == State.OVER
    world.later(days=7)
    assert ask(world) == 0


def test_their_yes_by_mail_settles_it_and_the_case_stays_solved(world: World, case: Ticket) -> None:
    found = solve(world, case)
    world.now = found.ask_at or world.now
    ask(world)
    ticket = write_back(world, case, "Yes, it works. Thanks!")
    assert ticket.status == Status.SOLVED
    found.refresh_from_db()
    assert (found.state, found.member) == (State.AGREED, None)
    assert Moment.objects.filter(contact=world.jonas, kind="agreed").count() == 1


def test_their_not_yet_opens_it_again_and_the_next_solution_is_asked_about_again(world: World, case: Ticket) -> None:
    found = solve(world, case)
    world.now = found.ask_at or world.now
    ask(world)
    ticket = write_back(world, case, "Not yet, on the tablet nothing happens.")
    assert ticket.status == Status.WAITING_FOR_US
    found.refresh_from_db()
    assert found.state == State.NOT_YET
    assert Entry.objects.filter(ticket=case, event="not-yet").count() == 1
    world.later(hours=2)
    again = solve(world, ticket, "Hello Jonas, now on tablets as well.")
    world.now = again.ask_at or world.now
    assert ask(world) == 1
    assert len(questions(case)) == 2


def test_thanks_alone_settle_nothing_and_bring_no_second_question(world: World, case: Ticket) -> None:
    found = solve(world, case)
    world.now = found.ask_at or world.now
    ask(world)
    ticket = write_back(world, case, "Thank you so much, Ioana!")
    found.refresh_from_db()
    assert found.state == State.ASKED
    assert ticket.status == Status.SOLVED
    assert ticket.waiting_since is None
    world.later(days=9)
    ask(world)
    assert len(questions(case)) == 1


def test_thanks_after_their_word_bring_nobody_back(world: World, case: Ticket) -> None:
    solve(world, case)
    write_back(world, case, "It works now, thank you!")
    world.later(hours=2)
    ticket = write_back(world, case, "Thanks again, Ioana. Best regards, Jonas")
    assert ticket.status == Status.SOLVED
    ticket = write_back(world, case, "Thanks again. Can you send the invoice as well?")
    assert ticket.status == Status.WAITING_FOR_US


def test_thanks_where_we_work_on_it_change_nothing(world: World, case: Ticket) -> None:
    solve(world, case)
    satisfaction.move(case, Status.WAITING_FOR_US, world.ioana, now=world.now)
    assert write_back(world, case, "Thank you!").status == Status.WAITING_FOR_US


def test_who_was_told_by_telephone_says_so(world: World, case: Ticket) -> None:
    solve(world, case)
    ticket = Ticket.objects.get(pk=case.pk)
    assert satisfaction.told_us(ticket, world.ioana, True, now=world.now)
    assert not satisfaction.told_us(ticket, world.leo, False, now=world.now)
    assert Solution.objects.get().member == world.ioana
    assert Ticket.objects.get(pk=case.pk).status == Status.SOLVED


def test_nobody_who_opted_out_is_asked(world: World, case: Ticket) -> None:
    people.opt_out(world.jonas.addresses.all(), world.now)
    assert solve(world, case).ask_at is None


class OnceEach(TestCase):
    """Whatever happens in whatever order, one solution brings one question at most."""

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(["solve", "close", "open", "thanks", "wait", "ask", "no"]), max_size=8))
    def test_one_solution_brings_one_question_at_most(self, acts: list[str]) -> None:
        world = build()
        ticket = world.write_in(world.jonas, "Confirm does nothing on phones. Error GW-1207.", subject="Booking")
        for act in acts:
            ticket = Ticket.objects.get(pk=ticket.pk)
            if act == "solve":
                world.answer(ticket, world.ioana, f"It is repaired, as of {world.now:%H:%M %d}.", closes=True)
            elif act in {"close", "open"}:
                to = Status.SOLVED if act == "close" else Status.WAITING_FOR_US
                satisfaction.move(ticket, to, world.ioana, now=world.now)
            elif act in {"thanks", "no"}:
                world.write_in(world.jonas, "Thank you!" if act == "thanks" else "It still does not work.",
                               answers=ticket.entries.first())
            elif act == "ask":
                ask(world)
            world.later(days=2 if act == "wait" else 0, minutes=7)
        ask(world)
        asked = Solution.objects.filter(submission__isnull=False)
        assert len(questions(ticket)) == asked.count() == len(set(asked.values_list("submission", flat=True)))
        assert Solution.objects.filter(state__in=[State.PLANNED, State.ASKED]).count() <= 1
        assert all(one.asked_at - one.said_at >= timedelta(hours=20) for one in asked if one.asked_at)
