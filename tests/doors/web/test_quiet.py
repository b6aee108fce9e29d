"""Quiet: what was held, merged and dropped is seen by those who may, with its reason, and can be sent all the same."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.core.governor.model import Verdict
from entendu.flows.deliver import _still_right
from entendu.flows.release import release_for
from entendu.flows.submit import release_anyway
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people.models import Address
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from tests.world import World

SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Callable[..., None]:
    """It is the world's Monday; `clock(hours=3)` lets time pass for the pages as well."""
    time_machine.move_to(world.now, tick=False)

    def passes(**span: float) -> None:
        time_machine.move_to(world.later(**span), tick=False)

    return passes


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.write_in(world.jonas, "When do you come?", subject="The visit")


def text_of(answer: Any) -> str:
    """The page's main part as one line of words."""
    assert answer.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])
    return html.unescape(" ".join(plain.split()))


def arrive(world: World, ticket: Ticket) -> Delivery:
    """All that waits for the ticket's contact leaves and arrives."""
    Submission.objects.filter(contact=ticket.contact, state="waiting").update(due_at=world.now)
    delivery = release_for(ticket.contact_id, world.now)
    assert delivery is not None
    outbox.sent(delivery, "250 2.0.0 queued", now=world.now)
    return delivery


def test_held_merged_and_dropped_newest_first(world: World, ticket: Ticket, sign_in: SignIn,
                                              clock: Callable[..., None]) -> None:
    world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    world.tell(ticket, "Your invoice 2026-118 over 40 EUR is ready.", "invoice", source="billing")
    arrive(world, ticket)
    clock(minutes=5)
    world.tell(ticket, "Reminder: your visit is on Friday at 10:00.", "again", source="calendar")
    Submission.objects.filter(key="again").update(due_at=world.now)
    release_for(ticket.contact_id, world.now)
    clock(minutes=5)
    world.tell(ticket, "Ana comes on Friday at 14:30.", "move")
    client = sign_in(world.ioana)
    page = text_of(client.get("/quiet/"))
    assert page.index("Held.") < page.index("Dropped.") < page.index("Merged.")
    assert "Sent in one message with 1 other, by email, 18:40." in page
    assert "Not sent: Jonas knows this since at 18:40; what calendar wrote" in page
    assert "Ana comes on Friday at 14:30." in page
    assert "Jonas Keller" in page
    assert "The visit" in page
    for kind, count in (("held", 1), ("merged", 1), ("dropped", 1), ("asks", 0)):
        assert client.get(f"/quiet/?kind={kind}").content.decode().count('class="qu-row') == count, kind


def test_only_of_their_mailboxes(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    world.tell(ticket, "The secret sum is 815 EUR.", "sum")
    for member, sees in ((world.leo, True), (world.sofia, True), (world.ana, False)):
        assert ("815" in text_of(sign_in(member).get("/quiet/"))) is sees
    kept = Submission.objects.get(key="sum")
    answer = sign_in(world.ana).post(f"/messages/{kept.pk}/release/", {"reason": "I want to", "back": "quiet"})
    assert answer.status_code == 404


def test_sent_all_the_same_in_its_own_words_and_with_the_reason(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    kept = world.tell(ticket, "Tips for your garden, page 1.", "tips")
    outbox.settle(kept, Submission.State.DROPPED)
    client = sign_in(world.ioana)
    address = f"/messages/{kept.pk}/release/"
    assert "Say in a few words" in text_of(client.post(address, {"reason": " ", "back": "quiet"}, follow=True))
    assert Delivery.objects.count() == 0
    done = client.post(address, {"reason": "he asked for it on the phone", "back": "quiet"})
    assert done["Location"] == "/quiet/"
    kept.refresh_from_db()
    assert kept.delivery is not None
    assert (kept.delivery.body, kept.override, kept.state) == (
        "Tips for your garden, page 1.", "he asked for it on the phone", "leaving")
    again = text_of(client.post(address, {"reason": "once more", "back": "quiet"}, follow=True))
    assert "nothing was sent twice" in again
    assert Delivery.objects.count() == 1
    thread = text_of(client.get(f"/c/{ticket.number}/"))
    assert "You sent what Shop had written all the same: he asked for it on the phone" in thread


def test_what_was_sent_all_the_same_survives_being_judged_again(world: World, clock: Callable[..., None]) -> None:
    ticket = world.write_in(world.marie, "Nothing happens.", subject="Booking")
    clock(hours=2)
    kept = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    clock(hours=1)
    decision = release_anyway(kept, world.ioana, "she waits for it", world.now)
    assert decision is not None
    assert decision.verdict is Verdict.SEND
    assert decision.reasons[0].code == "overruled"
    delivery = Delivery.objects.get()
    clock(hours=1)
    assert _still_right(delivery, world.now)


def test_an_opt_out_is_above_everybody(world: World, ticket: Ticket) -> None:
    kept = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    Address.objects.filter(contact=world.jonas).update(opted_out_at=world.now)
    decision = release_anyway(kept, world.ioana, "I say so", world.now)
    assert decision is not None
    assert decision.verdict is Verdict.ASK
    assert Delivery.objects.count() == 0
    kept.refresh_from_db()
    assert kept.state == "asked"


def test_pages_follow_each_other_with_as_many_queries(world: World, ticket: Ticket, sign_in: SignIn,
                                                      django_assert_max_num_queries: Any) -> None:
    for number in range(35):
        world.tell(ticket, f"Your number is {1000 + number}.", f"n{number}")
    client = sign_in(world.ioana)
    with django_assert_max_num_queries(13):
        first = client.get("/quiet/")
    following = re.search(r'href="(/quiet/\?before=\d+)"', first.content.decode())
    assert following is not None
    with django_assert_max_num_queries(13):
        second = client.get(following[1])
    found = [set(re.findall(r"Your number is (\d+)\.", page.content.decode())) for page in (first, second)]
    assert [len(one) for one in found] == [30, 5]
    assert not found[0] & found[1]


def test_the_case_says_what_was_merged(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    world.tell(ticket, "Your invoice 2026-118 over 40 EUR is ready.", "invoice", source="billing")
    arrive(world, ticket)
    page = text_of(sign_in(world.ioana).get(f"/c/{ticket.number}/"))
    assert "2 automatic messages were merged into this one" in page
    world.later(hours=1)
    world.tell(ticket, "Reminder: your visit is on Friday at 10:00.", "again", source="calendar")
    Submission.objects.filter(key="again").update(due_at=world.now)
    release_for(world.jonas.pk, world.now)
    assert "2 automatic messages" in text_of(sign_in(world.ioana).get(f"/c/{ticket.number}/"))
    alone = world.write_in(world.marie, "Hello?", subject="Other")
    world.tell(alone, "Your visit is on Monday at 9:00.", "one")
    arrive(world, alone)
    assert "merged into" not in text_of(sign_in(world.ioana).get(f"/c/{alone.number}/"))


EARLIER, NEWER = "Your visit is on Friday at 14:00.", "Your visit is on Friday at 16:00."


def contradict(world: World, ticket: Ticket, clock: Callable[..., None]) -> tuple[Submission, Submission]:
    """Two systems give one visit two hours within two minutes."""
    earlier = world.tell(ticket, EARLIER, "earlier", source="agenda")
    clock(minutes=2)
    return earlier, world.tell(ticket, NEWER, "newer", source="crm")


def leave(world: World, ticket: Ticket) -> list[str]:
    """The bodies of what leaves once all waits are over."""
    rows = Submission.objects.filter(contact=ticket.contact, state="waiting")
    while (due := rows.order_by("due_at").values_list("due_at", flat=True).first()) is not None:
        release_for(ticket.contact_id, due)
    return list(Delivery.objects.exclude(state="cancelled").order_by("id").values_list("body", flat=True))


def test_what_two_systems_contradict_each_other_about_is_put_before_a_person(
        world: World, ticket: Ticket, sign_in: SignIn, clock: Callable[..., None]) -> None:
    contradict(world, ticket, clock)
    client = sign_in(world.ioana)
    page = client.get("/quiet/?kind=asks").content.decode()
    assert page.count('class="qu-row') == 1
    assert "crm and agenda say two things within minutes" in html.unescape(page)
    assert client.get("/quiet/?kind=held").content.decode().count('class="qu-row') == 1
    ticket.refresh_from_db()
    assert ticket.status == "us"
    assert "Our systems contradict each other (agenda, crm)" in text_of(client.get(f"/c/{ticket.number}/"))


def test_without_a_word_of_anybody_the_newer_one_goes(world: World, ticket: Ticket, clock: Callable[..., None]) -> None:
    contradict(world, ticket, clock)
    (body,) = leave(world, ticket)
    assert "16:00" in body
    assert "14:00" not in body


def test_a_member_drops_the_wrong_one_and_the_other_goes(world: World, ticket: Ticket, sign_in: SignIn,
                                                         clock: Callable[..., None]) -> None:
    _, newer = contradict(world, ticket, clock)
    client = sign_in(world.ioana)
    page = text_of(client.post(f"/messages/{newer.pk}/drop/", follow=True))
    assert "decided that Jonas does not get what crm wrote" in page
    assert "does not wait any more" in text_of(client.post(f"/messages/{newer.pk}/drop/", follow=True))
    assert sign_in(world.ana).post(f"/messages/{newer.pk}/drop/").status_code == 404
    (body,) = leave(world, ticket)
    assert "14:00" in body
    assert "16:00" not in body


def test_a_member_sends_the_right_one_and_the_older_never_follows(world: World, ticket: Ticket, sign_in: SignIn,
                                                                  clock: Callable[..., None]) -> None:
    _, newer = contradict(world, ticket, clock)
    sign_in(world.ioana).post(f"/messages/{newer.pk}/release/", {"reason": "I called them", "back": "quiet"})
    assert [("16:00" in body, "14:00" in body) for body in leave(world, ticket)] == [(True, False)]
