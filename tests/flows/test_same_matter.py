"""Two letters about one matter: two cases become one, nobody is written to, and it can be taken back whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from entendu.core.tickets.states import Status, more_pressing
from entendu.flows.care import satisfaction
from entendu.flows.listening import same_matter
from entendu.flows.portal import case_link
from entendu.parts.care.models import Solution
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.promises.models import Promise
from entendu.parts.tickets import actions, queries
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.actions.joining import NotTwo
from entendu.parts.tickets.models import Draft, Entry, Joining, Ticket
from tests.world import World, build


@pytest.fixture
def two(world: World) -> tuple[Ticket, Ticket]:
    """Jonas wrote of his form, and an hour later again with another subject."""
    first = world.write_in(world.jonas, "Confirm does nothing on phones.", subject="Booking form")
    world.later(hours=1)
    return first, world.write_in(world.jonas, "The button is dead, error GW-1207.", subject="Urgent")


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def rows() -> dict[str, list[tuple[Any, Any]]]:
    """Which case each row of each part names; changes for open pages and lines of history left out."""
    named: dict[str, list[tuple[Any, Any]]] = {}
    for field in Ticket._meta.get_fields(include_hidden=True):
        if not field.auto_created or field.concrete:
            continue
        key = field.remote_field  # type: ignore[union-attr]
        if key.model._meta.object_name not in {"Change", "Joining"}:
            held: models.QuerySet[Any] = key.model._base_manager.exclude(**{key.name: None})
            if key.model is Entry:
                held = held.exclude(kind=Entry.Kind.EVENT)
            named[str(key)] = sorted(held.values_list("pk", key.attname), key=str)
    return named


def test_one_conversation_and_one_account_of_what_they_were_told(world: World, two: tuple[Ticket, Ticket]) -> None:
    first, second = two
    world.answer(second, world.ioana, "Hello Jonas, I look at it. You hear from me by Wednesday noon.")
    world.tell(second, "Your booking page is back at 15:00.", "shop-1")
    same_matter.join(second, fresh(first), member=world.ioana, now=world.now)
    first, second = fresh(first), fresh(second)
    assert (second.status, second.joined_to, second.waiting_since) == (Status.CLOSED, first, None)
    words = [entry.visible for entry in queries.conversation(first) if entry.kind != Entry.Kind.EVENT]
    assert [one.split(",")[0] for one in words] == [
        "Confirm does nothing on phones.", "The button is dead", "Hello Jonas"]
    assert not Entry.objects.filter(ticket=second).exclude(event="moved").exists()
    assert set(Submission.objects.exclude(key__startswith="confirm").values_list("ticket", flat=True)) == {first.pk}
    assert Promise.objects.get().ticket == first
    assert first.last_at == max(Entry.objects.filter(ticket=first).exclude(kind="event").values_list("at", flat=True))
    assert [hit.ticket for hit in queries.search.hits("dead button", [first.mailbox_id], 5)] == [first.pk]


def test_nobody_outside_hears_of_it(world: World, two: tuple[Ticket, Ticket]) -> None:
    """zammad#2803."""
    before = Submission.objects.count(), Delivery.objects.count()
    kept = same_matter.join(two[1], two[0], member=world.ioana, now=world.now)
    same_matter.take_apart(kept, member=world.ioana, now=world.now)
    world.later(days=30)
    satisfaction.ask_due(lambda: world.now)
    assert (Submission.objects.count(), Delivery.objects.count()) == before


def test_letters_and_links_of_either_lead_to_the_one_that_is_left(world: World, two: tuple[Ticket, Ticket]) -> None:
    first, second = two
    link = case_link.token(second, world.now)
    letters = Entry.objects.filter(ticket=second, kind=Entry.Kind.THEIRS).get()
    same_matter.join(second, first, member=world.ioana, now=world.now)
    assert world.write_in(world.jonas, "And the map is gone.", subject="Re: Urgent", answers=letters) == first
    found = case_link.opened(link, world.now)
    assert found is not None
    assert (found.ticket, found.door) == (first, case_link.Door.OPEN)
    case_link.withdraw(first, world.ioana, now=world.now)
    found = case_link.opened(link, world.now)
    assert found is not None
    assert found.door == case_link.Door.WITHDRAWN


def test_links_that_were_withdrawn_stay_so(world: World, two: tuple[Ticket, Ticket]) -> None:
    link = case_link.token(two[1], world.now)
    case_link.withdraw(two[1], world.ioana, now=world.now)
    same_matter.join(two[1], two[0], member=world.ioana, now=world.now)
    found = case_link.opened(link, world.now)
    assert found is not None
    assert found.door == case_link.Door.WITHDRAWN


@pytest.mark.parametrize(("of_one", "of_other", "left"), [
    (Status.WAITING_FOR_US, Status.WAITING_FOR_THEM, Status.WAITING_FOR_US),
    (Status.WAITING_FOR_THEM, Status.SOLVED, Status.WAITING_FOR_THEM),
    (Status.CLOSED, Status.SOLVED, Status.SOLVED),
    (Status.OPEN, Status.CLOSED, Status.OPEN),
    (Status.OPEN, Status.WAITING_FOR_US, Status.WAITING_FOR_US),
])
def test_it_waits_for_whoever_either_waited_for(of_one: Status, of_other: Status, left: Status) -> None:
    assert more_pressing(of_one, of_other) is more_pressing(of_other, of_one) is left


def test_whoever_waited_longer_counts(world: World, two: tuple[Ticket, Ticket]) -> None:
    same_matter.join(two[0], two[1], member=world.ioana, now=world.now)
    assert fresh(two[1]).waiting_since == two[0].waiting_since


def test_one_of_two_solutions_is_asked_about(world: World, two: tuple[Ticket, Ticket]) -> None:
    first, second = two
    for ticket in two:
        world.later(minutes=5)
        world.answer(fresh(ticket), world.ioana, f"It is repaired since {world.now:%H:%M}.", closes=True)
    same_matter.join(fresh(second), fresh(first), member=world.ioana, now=world.now)
    assert Solution.objects.filter(state__in=["planned", "asked"]).get().ticket == first


def test_a_draft_on_both_is_not_lost(world: World, two: tuple[Ticket, Ticket]) -> None:
    for ticket in two:
        drafts.write(drafts.open_draft(ticket, world.ioana, now=world.now), text=f"Hello Jonas, {ticket.subject}",
                     kind="ours", channel="email", now=world.now)
    with pytest.raises(same_matter.UnsentDrafts, match="Ioana"):
        same_matter.join(two[1], two[0], member=world.leo, now=world.now)
    assert fresh(two[1]).joined_to is None
    assert Draft.objects.count() == 2


def test_two_people_or_a_case_with_itself_are_not_one(world: World, two: tuple[Ticket, Ticket]) -> None:
    other = world.write_in(world.marie, "Where is the van?")
    for one, into in ((other, two[0]), (two[0], two[0])):
        with pytest.raises(NotTwo):
            same_matter.join(one, into, member=world.ioana, now=world.now)


def test_what_is_a_part_already_is_joined_no_second_time(world: World, two: tuple[Ticket, Ticket]) -> None:
    third = world.write_in(world.jonas, "Third.", subject="Once more")
    same_matter.join(two[1], two[0], member=world.ioana, now=world.now)
    with pytest.raises(NotTwo):
        same_matter.join(two[1], third, member=world.ioana, now=world.now)
    same_matter.join(two[0], third, member=world.ioana, now=world.now)
    assert queries.ticket(two[1].pk) == queries.ticket(two[0].pk) == third


def test_what_came_since_stays_where_it_came(world: World, two: tuple[Ticket, Ticket]) -> None:
    kept = same_matter.join(two[1], two[0], member=world.ioana, now=world.now)
    actions.note(fresh(two[0]), world.leo, "Both by the same script.", now=world.later(minutes=3))
    assert same_matter.take_apart(kept, member=world.ioana, now=world.now)
    assert not same_matter.take_apart(kept, member=world.ioana, now=world.now)
    assert Entry.objects.get(kind=Entry.Kind.NOTE).ticket == two[0]
    assert fresh(two[1]).status == two[1].status
    assert Joining.objects.get().undone_at == world.now
    same_matter.join(fresh(two[1]), fresh(two[0]), member=world.ioana, now=world.now)


class TakenBackWhole(TestCase):
    """Whatever was done on two cases before: joined and taken apart, every row of every part is where it was."""

    @settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.sampled_from(["answer", "solve", "system", "note", "tag", "letter", "draft", "later"]),
                              st.booleans()), max_size=7))
    def test_taken_back_whole(self, acts: list[tuple[str, bool]]) -> None:
        world = build()
        pair = [world.write_in(world.jonas, f"Confirm does nothing, GW-12{n}7.", subject=f"Form {n}") for n in (0, 1)]
        for number, (act, which) in enumerate(acts):
            world.later(minutes=7)
            ticket = fresh(pair[which])
            if act in {"answer", "solve"}:
                world.answer(ticket, world.ioana, f"I write again by Thursday {9 + number}:00.", closes=act == "solve")
            elif act == "system":
                world.tell(ticket, f"Your page is back at 1{number}:00.", f"shop-{number}")
            elif act == "note":
                actions.note(ticket, world.leo, "Seen.", now=world.now)
            elif act == "tag":
                actions.set_tags(ticket, ["form", f"t{number}"], member=world.leo, now=world.now)
            elif act == "letter":
                world.write_in(world.jonas, f"And {number} more.", answers=ticket.entries.first())
            elif act == "draft":
                writer = world.leo if which else world.ioana
                drafts.write(drafts.open_draft(ticket, writer, now=world.now), text="Hello", kind="ours",
                             channel="email", now=world.now)
            else:
                actions.set_later(ticket, world.now + timedelta(days=1), member=world.ioana, now=world.now)
        for one in Solution.objects.filter(ticket=pair[1], state__in=["planned", "asked"]):
            satisfaction.not_yet(one.ticket, now=world.now)
        before = rows(), [Ticket.objects.filter(pk=one.pk).values().get() for one in pair]
        kept = same_matter.join(fresh(pair[1]), fresh(pair[0]), member=world.ioana, now=world.now)
        left = {(name, key) for name, held in rows().items() for key, case in held if case == pair[1].pk}
        assert {name for name, _ in left} <= {"tickets.Ticket_tags.ticket", "tickets.Reading.ticket",
                                              "listening.CaseDoor.ticket"}
        same_matter.take_apart(kept, member=world.ioana, now=world.now)
        assert (rows(), [Ticket.objects.filter(pk=one.pk).values().get() for one in pair]) == before
