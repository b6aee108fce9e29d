"""Their view: what one person got from all of us, the draft as it would arrive, and what the records say about it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.flows.release import release_for
from entendu.flows.writing.weigh import Adds, weigh
from entendu.parts.outbox import actions as outbox
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets.actions import drafts
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


def text_of(answer: Any) -> str:
    """The page's main part as one line of words."""
    assert answer.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])
    return html.unescape(" ".join(plain.split()))


def write(world: World, ticket: Ticket, member: Member, text: str, kind: str = "ours") -> None:
    draft = drafts.open_draft(ticket, member, now=world.now)
    drafts.write(draft, text=text, kind=kind, channel="email", now=world.now)


def told(world: World, ticket: Ticket, text: str, key: str) -> None:
    """A system said it, and it arrived."""
    kept = world.tell(ticket, text, key)
    assert kept.due_at is not None
    delivery = release_for(ticket.contact_id, kept.due_at)
    assert delivery is not None
    outbox.sent(delivery, "250 2.0.0 queued", now=kept.due_at)


def test_everything_they_got_in_seven_days_and_the_draft_at_the_end(world: World, sign_in: SignIn,
                                                                    clock: Callable[..., None]) -> None:
    ticket = world.write_in(world.jonas, "When do you come? I wait at home.", subject="The visit")
    told(world, ticket, "Long ago: your file 4711 is ready.", "old")
    clock(days=8)
    told(world, ticket, "Your visit is on Friday at 10:00.", "visit")
    clock(days=1)
    world.write_in(world.jonas, "Does Ana come as well? Thank you.", subject="The visit",
                   answers=ticket.entries.filter(kind="ours").last())
    write(world, ticket, world.ioana, "Ana comes too, at 14:30 instead.")
    page = text_of(sign_in(world.ioana).get(f"/c/{ticket.number}/their-view/"))
    assert "1 message from us in 7 days. This would be number 2." in page
    assert "Long ago" not in page
    assert page.index("Your visit is on Friday at 10:00.") < page.index("Ana comes too, at 14:30 instead.")
    assert "They asked something at 18:40, and nobody has answered. Does Ana come as well?" in page
    assert "It states something that they have not been told on this case." in page
    assert "by email at 18:40 on their clock. They gave no hours. They have not chosen a way yet." in page
    assert "The last one came 20 h ago." in page


def test_without_a_draft_nothing_is_framed_and_nothing_can_be_sent(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.jonas, "I land on the sign-in page.", subject="Sign-in loops")
    write(world, ticket, world.ioana, "For us: she is up a ladder.", kind="note")
    page = text_of(sign_in(world.ioana).get(f"/c/{ticket.number}/their-view/"))
    assert "Nothing from us in 7 days." in page
    assert "ladder" not in page
    assert "Nothing is written yet." in page
    assert "They wrote at 18:40, and nobody has answered." in page


def test_what_comes_outside_their_hours_says_so_and_what_waits_is_there(world: World, sign_in: SignIn,
                                                                        clock: Callable[..., None]) -> None:
    ticket = world.write_in(world.marie, "Nothing happens.", subject="Booking")
    world.deliver(world.answer(ticket, world.leo, "We look into it."))
    world.tell(ticket, "Your invoice 2026-121 over 40 EUR is ready.", "invoice")
    clock(hours=1)
    write(world, ticket, world.ioana, "It is found.")
    page = text_of(sign_in(world.ioana).get(f"/c/{ticket.number}/their-view/"))
    assert page.index("Outside their hours") < page.index("Tomorrow, Tuesday 24 November" if "November" in page
                                                          else "Tomorrow, Tuesday 24 Nov")
    assert "1 came outside their hours." in page
    assert "Your invoice 2026-121" in page
    assert "1 other message waits for them." in page
    assert "by email at 08:00 tomorrow on their clock, within their hours." in page
    assert "Send at 08:00" in page


def test_words_of_another_team_are_counted_and_not_shown(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.jonas, "Hello.", subject="One")
    other = world.write_in(world.jonas, "My bill.", subject="Two", to=world.billing)
    world.deliver(world.answer(other, world.ana, "The secret sum is 815."))
    page = text_of(sign_in(world.ioana).get(f"/c/{ticket.number}/their-view/"))
    assert "1 message from us in 7 days." in page
    assert "Another team of ours" in page
    assert "815" not in page
    assert "Ana" not in page


def test_from_the_composer_the_words_come_along(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.jonas, "I land on the sign-in page.", subject="Sign-in loops")
    client = sign_in(world.ioana)
    asked = client.post(f"/c/{ticket.number}/answer/", {"kind": "reply", "text": "It works again.", "act": "their-view",
                                                       "key": "a" * 32, "seen": str(ticket.entries.last().pk)})
    assert asked["Location"] == f"/c/{ticket.number}/their-view/"
    page = client.get(asked["Location"])
    assert "It works again." in text_of(page)
    hidden = dict(re.findall(r'<input type="hidden" name="(kind|channel|text|seen|key)" value="([^"]*)"',
                             page.content.decode()))
    sent = client.post(f"/c/{ticket.number}/answer/", hidden | {"then": ""})
    assert sent.status_code == 302
    assert ticket.entries.filter(kind="ours").get().text == "It works again."


@pytest.mark.parametrize(("text", "adds"), [
    ("Your visit is on Friday at 10:00.", Adds.KNOWN),
    ("Your visit is on Friday at 11:00.", Adds.NEWS),
    ("Thank you for your patience.", Adds.PLAIN),
])
def test_what_a_draft_adds(world: World, text: str, adds: Adds) -> None:
    ticket = world.write_in(world.jonas, "When do you come?", subject="The visit")
    told(world, ticket, "Your visit is on Friday at 10:00.", "visit")
    assert weigh(ticket, text, now=world.later(hours=6)).adds is adds


def test_it_asks_the_database_no_more_for_a_long_story(world: World, sign_in: SignIn,
                                                       django_assert_max_num_queries: Any) -> None:
    ticket = world.write_in(world.jonas, "Hello?", subject="One")
    for number in range(12):
        world.deliver(world.answer(ticket, world.leo, f"Word number {number}."))
        world.later(minutes=1)
    people.change_contact(world.jonas, channel="email")
    client = sign_in(world.ioana)
    with django_assert_max_num_queries(26):
        page = text_of(client.get(f"/c/{ticket.number}/their-view/"))
    assert "12 messages from us in 7 days." in page
    assert "They chose to be reached by email." in page
