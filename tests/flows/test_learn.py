"""What did we learn? Asked once when a case is over that was more than a quick question; a line becomes a draft."""

from __future__ import annotations

import pytest

from entendu.core.tickets.states import Status
from entendu.flows.knowledge import learn
from entendu.parts.knowledge.models import Item, SavedReply
from entendu.parts.knowledge.queries.items import lessons_of
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket
from tests.world import World


def story(world: World) -> Ticket:
    """Marie asks, we ask back, she answers, we repair; the case is solved."""
    ticket = world.write_in(world.marie, "The form says error GW-1207 and I lose jobs.")
    world.deliver(world.answer(ticket, world.ioana, "Which phone is it?"))
    asked = ticket.entries.filter(kind="ours").get()
    world.later(hours=1)
    world.write_in(world.marie, "Any phone.", answers=asked)
    world.deliver(world.answer(ticket, world.ioana, "Hello Marie,\n\nwe have renewed the key: it works again."))
    ticket.refresh_from_db()
    return ticket


def solve(world: World, ticket: Ticket) -> None:
    tickets.move(ticket, Status.SOLVED, member=world.ioana, now=world.now)
    ticket.refresh_from_db()


def test_it_is_asked_once_and_when_it_is_over(world: World) -> None:
    ticket = story(world)
    assert not learn.asks(ticket), "it is not over"
    solve(world, ticket)
    assert learn.asks(ticket)
    learn.keep(ticket, "", "", world.ioana, now=world.now)
    assert not learn.asks(ticket), "it was passed over"


def test_a_quick_question_never_meets_it(world: World) -> None:
    ticket = world.write_in(world.marie, "When do you open?")
    world.deliver(world.answer(ticket, world.ioana, "At nine."))
    solve(world, ticket)
    assert not learn.asks(ticket)
    tickets.note(ticket, world.ioana, "She asked twice by phone as well.", now=world.now)
    assert learn.asks(ticket), "who left a note had to think"


@pytest.mark.parametrize(("into", "fields"), [
    ("article", {"body": "Hello Marie,\n\nwe have renewed the key: it works again."}),
    ("error", {"symptoms": "The form says error GW-1207 and I lose jobs.",
               "fix": "Hello Marie,\n\nwe have renewed the key: it works again."}),
    ("limit", {"reason": ""}), ("decision", {"reason": ""}),
])
def test_a_line_becomes_a_draft_that_is_filled_from_the_case(world: World, into: str, fields: dict[str, str]) -> None:
    ticket = story(world)
    kept = learn.keep(ticket, "Keys run out\nafter a year.", into, world.ioana, now=world.now)
    version = kept.version
    assert version is not None
    item = version.page.item
    assert (version.state, version.title) == ("draft", "Keys run out after a year.")
    assert (item.kind, item.ticket) == (into, ticket)
    assert item.team == world.care.team
    assert [code.text for code in item.codes.all()] == (["GW-1207"] if into == "error" else [])
    assert {name: getattr(version, name) for name in fields} == fields
    assert [(one.text, one.item) for one in lessons_of(ticket)] == [("Keys run out after a year.", item)]


def test_a_line_becomes_a_saved_reply_that_is_off_and_names_nobody(world: World) -> None:
    kept = learn.keep(story(world), "The key was renewed", "reply", world.ioana, now=world.now)
    reply = SavedReply.objects.get()
    assert (kept.reply, reply.title, reply.active, reply.team) == (reply, "The key was renewed", False, world.care.team)
    assert "renewed the key" in reply.text
    assert "Marie" not in reply.text


def test_a_line_alone_stays_with_the_case(world: World) -> None:
    ticket = story(world)
    kept = learn.keep(ticket, "Ask for the phone first.", "", world.ioana, now=world.now)
    assert (kept.version, kept.reply, kept.lesson.text) == (None, None, "Ask for the phone first.")
    assert not Item.objects.exists()
