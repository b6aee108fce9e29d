"""Administrators say which systems may tell contacts something, and what their form letters are for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from entendu.core.governor.model import Intent
from entendu.flows.release import release_for
from entendu.flows.systems.sources import Words, hand_over
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.actions.sources import Seen
from entendu.parts.outbox.models.sources import Source
from entendu.parts.outbox.queries import sources as queries
from entendu.parts.staff.models import Member
from tests.doors.web.test_people import saved, text_of
from tests.world import World

SignIn = Callable[[Member], Client]
BOOKING = {"name": "Booking", "door": "both", "language": "", "rate": "600", "largest": "10"}


@pytest.fixture
def sofia(world: World, sign_in: SignIn) -> Client:
    """The administrator's browser."""
    return sign_in(world.sofia)


@pytest.fixture
def booking(world: World) -> Source:
    return sources.add_source(name="Booking", mailbox=world.care, now=world.now)[0]


def test_a_source_is_added_and_its_password_shown_this_once(world: World, sofia: Client) -> None:
    answer = sofia.post("/settings/sources/new/", BOOKING | {"mailbox": world.care.pk})
    source = Source.objects.get()
    secret = answer.context["secret"]
    assert queries.source_signing_in("booking", secret) == queries.source_of_secret(secret) == source
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert secret not in sofia.get(f"/settings/sources/{source.pk}/").content.decode()
    assert (source.largest, source.rate, source.may_claim_urgency, source.mailbox) == (
        10 * 1024 * 1024, 600, False, world.care)


@pytest.mark.parametrize(("change", "field"), [
    ({"name": ""}, "name"), ({"name": "Booking"}, "name"), ({"name": "desk"}, "name"), ({"rate": "0"}, "rate"),
    ({"largest": "0"}, "largest"), ({"door": "window"}, "door"), ({"mailbox": "99999"}, "mailbox"),
])
def test_what_cannot_be_is_said_at_its_field(world: World, sofia: Client, booking: Source, change: dict[str, str],
                                             field: str) -> None:
    answer = sofia.post("/settings/sources/new/", BOOKING | {"name": "Billing", "mailbox": world.care.pk} | change)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Source.objects.count() == 1


def test_a_source_is_changed_and_keeps_its_name(world: World, sofia: Client, booking: Source) -> None:
    saved(sofia, f"/settings/sources/{booking.pk}/", name="Other", door="api", language="fr", rate="30", largest="2",
          may_claim_urgency="on", mailbox=world.billing.pk)
    booking.refresh_from_db()
    assert (booking.name, booking.door, booking.language, booking.rate, booking.largest, booking.may_claim_urgency,
            booking.mailbox) == ("Booking", "api", "fr", 30, 2 * 1024 * 1024, True, world.billing)


def test_a_new_password_ends_the_old_one(sofia: Client, booking: Source) -> None:
    secret = sofia.post(f"/settings/sources/{booking.pk}/secret/").context["secret"]
    assert queries.source_of_secret(secret) == booking
    assert sofia.post(f"/settings/sources/{booking.pk}/secret/").context["secret"] != secret
    assert queries.source_of_secret(secret) is None


def test_switched_off_and_on(sofia: Client, booking: Source) -> None:
    saved(sofia, f"/settings/sources/{booking.pk}/access/")
    assert not Source.objects.get().active
    assert "Switch it on" in text_of(sofia.get(f"/settings/sources/{booking.pk}/"))
    saved(sofia, f"/settings/sources/{booking.pk}/access/", active="1")
    assert Source.objects.get().active


def test_a_form_letter_is_named(world: World, sofia: Client, booking: Source) -> None:
    letter = sources.see_template(booking, Seen("d1", "Your visit", "your visit on <value>", "update"), now=world.now)
    assert "1 form letter waits for a name." in text_of(sofia.get("/settings/sources/"))
    page = text_of(sofia.get(f"/settings/sources/{booking.pk}/"))
    assert "Nobody has named it yet." in page
    address = f"/settings/sources/{booking.pk}/templates/{letter.pk}/"
    assert "Choose what the form letter is for" in text_of(sofia.post(address, {"intent": "gossip"}, follow=True))
    saved(sofia, address, intent="resolution")
    letter.refresh_from_db()
    assert (letter.intent, letter.reviewed_by) == ("resolution", world.sofia)
    assert "Named by Sofia Lindqvist." in text_of(sofia.get(f"/settings/sources/{booking.pk}/"))
    other, _secret = sources.add_source(name="Billing", mailbox=world.billing, now=world.now)
    assert sofia.post(f"/settings/sources/{other.pk}/templates/{letter.pk}/", {"intent": "alert"}).status_code == 404


def test_what_became_of_its_messages(world: World, sofia: Client, booking: Source, time_machine: object) -> None:
    time_machine.move_to(world.now)  # type: ignore[attr-defined]
    for case, body in (("job-1", "Ana comes on 26 November at 09:30."), ("job-2", "The invoice 4127 is 120 €.")):
        hand_over(booking, world.jonas, Words(intent=Intent.UPDATE, body=body, case=case), now=world.now)
    hand_over(booking, world.marie, Words(intent=Intent.ALERT, body="Pay now, invoice 9!"), now=world.now)
    delivery = release_for(world.jonas.pk, world.later(hours=16))
    assert delivery is not None
    outbox.sent(delivery, "250 queued", now=world.now)
    ticket = delivery.ticket
    world.later(days=2)
    answer = ticket.entries.filter(kind="ours").latest("id")
    world.write_in(world.jonas, "Thank you!", answers=answer)
    found = queries.figures(booking, world.now.replace(day=1))
    assert (found.submitted, found.sent, found.merged, found.held, found.demoted) == (3, 2, 2, 1, 1)
    assert found.answered == 1
    page = sofia.get(f"/settings/sources/{booking.pk}/")
    assert {one["label"]: one["count"] for one in page.context["figures"]}["Answered"] == 1
    row = sofia.get("/settings/sources/").context["rows"][0]
    assert row["cells"] == ["care@example.org", "on", 3, 2, 2, 1, 0, 1]
