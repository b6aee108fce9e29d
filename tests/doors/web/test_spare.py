"""The wish for fewer updates of a case: confirmed with one press, undone with another, seen on the customer's page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.test import Client
from django.utils import timezone

from entendu.flows.portal import case_link
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from tests.world import World

SignIn = Callable[[Member], Client]


def asks(world: World) -> Ticket:
    """Marie asks for fewer updates of her case."""
    return world.write_in(world.marie, "The visit went well. Please stop these updates.", subject="The boiler")


def beside(client: Client, ticket: Ticket) -> str:
    """What stands beside the conversation once it is there."""
    return client.get(f"/c/{ticket.number}/understanding/").content.decode()


def test_one_press_confirms_it_and_the_case_says_so(world: World, sign_in: SignIn) -> None:
    ticket, client = asks(world), sign_in(world.ioana)
    page = beside(client, ticket)
    assert "<q>stop these updates</q>" in page
    button = page.split('name="guess" value="')[1].split('"')[0]
    assert "Only with other news" in page
    assert button.endswith(":right")
    client.post(f"/c/{ticket.number}/guess/", {"guess": button})
    ticket.refresh_from_db()
    assert ticket.spared_at is not None
    case = client.get(f"/c/{ticket.number}/").content.decode()
    assert "You spare them updates of our systems on this case" in case
    assert '<option value="spared" selected>' in case
    assert "Only with other news</button>" not in beside(client, ticket)


def test_the_rail_sets_it_and_takes_it_back(world: World, sign_in: SignIn) -> None:
    ticket, client = asks(world), sign_in(world.ioana)
    for value, stands in (("spared", True), ("spared", True), ("", False)):
        client.post(f"/c/{ticket.number}/case/", {"updates": value})
        ticket.refresh_from_db()
        assert (ticket.spared_at is not None) is stands
    assert [one.event for one in ticket.entries.filter(kind="event")] == ["spared", "not-spared"]
    client.post(f"/c/{ticket.number}/case/", {"subject": "The boiler again"})
    ticket.refresh_from_db()
    assert ticket.spared_at is None, "a form without the field changes nothing of it"


def test_where_no_system_tells_how_things_stand_nobody_is_asked_about_it(world: World, sign_in: SignIn) -> None:
    ticket, client = asks(world), sign_in(world.ioana)
    assert 'id="rail-updates"' not in client.get(f"/c/{ticket.number}/").content.decode()
    world.tell(ticket, "Your boiler is on its way.", "k1")
    assert 'id="rail-updates"' in client.get(f"/c/{ticket.number}/").content.decode()


def test_what_they_are_spared_stands_on_their_page(world: World, sign_in: SignIn) -> None:
    ticket, client = asks(world), sign_in(world.ioana)
    client.post(f"/c/{ticket.number}/case/", {"updates": "spared"})
    ticket.refresh_from_db()
    world.tell(ticket, "The technician has ordered a part.", "1")
    page = Client().get(urlsplit(case_link.link(ticket, timezone.now())).path).content.decode()
    assert "How it stands" in page
    assert "The technician has ordered a part." in page
    quiet = client.get("/quiet/").content.decode()
    assert "Marie asked for fewer updates on this case" in quiet
