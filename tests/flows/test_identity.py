"""Who is who: two entries are one person, one is two, and either can be taken back while nothing new hangs on them."""

from __future__ import annotations

import pytest
from django.db import models

from entendu.flows.people import identity, own_page
from entendu.flows.portal import case_link
from entendu.flows.release import release_for
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Submission
from entendu.parts.people import actions as people
from entendu.parts.people import queries
from entendu.parts.people.actions.identity import can_be_undone
from entendu.parts.people.models import Address, Contact, Identity
from entendu.parts.tickets.models import Entry, Ticket
from tests.world import World

State = Submission.State


@pytest.fixture
def other(world: World) -> Contact:
    """Marie wrote from another address of hers; nobody knew that it was she."""
    return people.add_contact([("email", "m.laval@home.example"), ("sms", "+23057001234")], now=world.now,
                              name="M. Laval", time_zone="Indian/Mauritius", emergencies=False)


def everything(contact: Contact) -> dict[str, list[int]]:
    """Each row of each table that hangs on a contact."""
    found = {}
    for relation in Contact._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.related_model is not Identity:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: contact})
            found[relation.related_model._meta.label] = sorted(rows.values_list("pk", flat=True))
    return found


def told(world: World, ticket: Ticket, text: str, key: str) -> None:
    """A system said it, and it arrived."""
    kept = world.tell(ticket, text, key)
    assert kept.due_at is not None
    world.now = max(world.now, kept.due_at)
    release_for(ticket.contact_id, world.now)
    kept.refresh_from_db()
    assert kept.delivery is not None, kept.state
    outbox.sent(kept.delivery, "250 2.0.0 queued", now=world.now)


def test_all_that_hangs_on_one_hangs_on_the_other(world: World, other: Contact) -> None:
    theirs = world.write_in(other, "The page does nothing.", subject="Booking")
    world.write_in(world.marie, "When do you come?", subject="The visit")
    identity.join(world.marie, other, member=world.ioana, now=world.now)
    theirs.refresh_from_db()
    assert theirs.contact == world.marie
    assert not any(everything(other).values())
    assert {one.value for one in queries.addresses_of(world.marie)} >= {"m.laval@home.example", "+23057001234"}
    assert queries.contact_at("email", "m.laval@home.example") == world.marie
    assert queries.contact(other.pk) == world.marie
    world.marie.refresh_from_db()
    assert (world.marie.name, world.marie.emergencies) == ("Marie Laval", False), "the stricter wish holds"
    again = world.write_in(world.marie, "And the price?", subject="The price")
    assert again.contact == world.marie


def test_the_governor_knows_them_as_one(world: World, other: Contact) -> None:
    """What was told at one address is not told again at the other."""
    ticket = world.write_in(other, "When do you come?", subject="The visit")
    told(world, ticket, "Your visit is on Friday at 10:00.", "first")
    identity.join(world.marie, other, member=world.ioana, now=world.now)
    world.later(minutes=30)
    ticket.refresh_from_db()
    assert ticket.contact == world.marie
    again = world.tell(ticket, "Your visit is on Friday at 10:00.", "second")
    if again.due_at is not None:
        world.now = max(world.now, again.due_at)
        release_for(world.marie.pk, world.now)
    again.refresh_from_db()
    assert again.state == State.DROPPED


def test_an_opt_out_of_either_holds(world: World, other: Contact) -> None:
    people.add_address(world.marie, "sms", "+23057001234")
    people.opt_out(Address.objects.filter(contact=other, channel="sms"), world.now)
    identity.join(world.marie, other, member=world.ioana, now=world.now)
    assert queries.has_opted_out(world.marie, "sms")


def test_it_is_taken_back_row_by_row(world: World, other: Contact) -> None:
    people.add_address(world.marie, "sms", "+23057001234")
    people.opt_out(Address.objects.filter(contact=other, channel="sms"), world.now)
    ticket = world.write_in(other, "When do you come?", subject="The visit")
    told(world, ticket, "Your visit is on Friday at 10:00.", "first")
    world.write_in(world.marie, "And the invoice?", subject="The invoice")
    before = [everything(world.marie), everything(other)]
    wishes = [Contact.objects.filter(pk=one.pk).values().get() for one in (world.marie, other)]
    stops = list(Address.objects.order_by("pk").values())
    kept = identity.join(world.marie, other, member=world.ioana, now=world.now)
    assert identity.undo(kept, now=world.now)
    assert [everything(world.marie), everything(other)] == before
    assert [Contact.objects.filter(pk=one.pk).values().get() for one in (world.marie, other)] == wishes
    assert list(Address.objects.order_by("pk").values()) == stops
    assert not identity.undo(kept, now=world.now)


def test_what_is_new_keeps_them_together(world: World, other: Contact) -> None:
    kept = identity.join(world.marie, other, member=world.ioana, now=world.now)
    assert can_be_undone(kept)
    world.write_in(world.marie, "When do you come?", subject="The visit")
    assert not can_be_undone(kept)
    assert not identity.undo(kept, now=world.now)
    assert queries.contact(other.pk) == world.marie


def test_only_the_latest_is_taken_back_first(world: World, other: Contact) -> None:
    first = identity.join(world.marie, other, member=world.ioana, now=world.now)
    second = identity.join(world.jonas, world.marie, member=world.ioana, now=world.now)
    assert queries.contact(other.pk) == world.jonas, "who was she is he now"
    assert not identity.undo(first, now=world.now)
    assert identity.undo(second, now=world.now)
    assert queries.contact(other.pk) == world.marie
    assert identity.undo(first, now=world.now)


def test_two_that_are_one_are_not_joined_again(world: World, other: Contact) -> None:
    identity.join(world.marie, other, member=world.ioana, now=world.now)
    for pair in ((world.marie, other), (other, world.marie), (world.marie, world.marie)):
        with pytest.raises(identity.NotTwo):
            identity.join(*pair, member=world.ioana, now=world.now)


def test_links_that_were_given_out_hold(world: World, other: Contact) -> None:
    ticket = world.write_in(other, "When do you come?", subject="The visit")
    link, page = case_link.token(ticket, world.now), own_page.token(other, world.now)
    identity.join(world.marie, other, member=world.ioana, now=world.now)
    assert case_link.opened(link, world.now) is not None
    assert own_page.contact_of(page, world.now) == world.marie


def test_an_address_becomes_a_person_with_the_cases_that_are_theirs(world: World, other: Contact) -> None:
    identity.join(world.marie, other, member=world.ioana, now=world.now)
    stays = world.write_in(world.marie, "The invoice?", subject="The invoice")
    goes = world.write_in(world.marie, "It is Paul, her husband.", subject="The boiler")
    address = Address.objects.get(value="m.laval@home.example")
    kept = identity.part(address, [goes.pk], name="Paul Laval", member=world.ioana, now=world.now)
    paul = kept.other
    assert everything(paul)["tickets.Ticket"] == [goes.pk]
    assert Entry.objects.filter(ticket=goes, kind="theirs").get().contact == paul
    assert queries.contact_at("email", "m.laval@home.example") == paul
    stays.refresh_from_db()
    assert stays.contact == world.marie
    assert case_link.opened(case_link.token(stays, world.now), world.now) is not None
    assert identity.undo(kept, now=world.now)
    goes.refresh_from_db()
    assert goes.contact == world.marie
    assert queries.contact_at("email", "m.laval@home.example") == world.marie


def test_cases_that_one_may_not_see_do_not_go_along(world: World, other: Contact) -> None:
    secret = world.write_in(world.marie, "My account.", subject="Account", to=world.billing)
    people.add_address(world.marie, "sms", "+23057009999")
    address = Address.objects.get(value="+23057009999")
    identity.part(address, [secret.pk], name="", member=world.ioana, now=world.now)
    secret.refresh_from_db()
    assert secret.contact == world.marie


def test_a_letter_that_answers_ours_proves_its_address(world: World) -> None:
    """Anybody can write any address on a letter; only who reads there knows the Message-ID that it answers."""
    ticket = world.write_in(world.marie, "When do you come?", subject="The visit")
    hers = Address.objects.get(value="marie@laval.example")
    assert hers.verified_at is None
    world.deliver(world.answer(ticket, world.leo, "On Friday."))
    world.write_in(world.marie, "Fine.", answers=ticket.entries.get(kind="ours"))
    hers.refresh_from_db()
    assert hers.verified_at == world.now
