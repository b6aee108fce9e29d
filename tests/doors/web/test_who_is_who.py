"""Who is who, on the page of a person: found, looked at, joined, told apart, taken back."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from entendu.parts.people import actions as people
from entendu.parts.people import queries
from entendu.parts.people.models import Address, Identity
from entendu.parts.staff.models import Member
from tests.world import World

SignIn = Callable[[Member], Client]


def test_found_looked_at_joined_and_taken_back(world: World, sign_in: SignIn) -> None:
    other = people.add_contact([("email", "m.laval@home.example")], now=world.now, name="M. Laval")
    world.write_in(world.marie, "When do you come?", subject="The visit")
    client, page = sign_in(world.ioana), f"/people/{world.marie.pk}/"
    assert "Nobody looks alike" in client.get(f"{page}same/").content.decode()
    found = client.get(f"{page}same/", {"q": "home.example"}).content.decode()
    assert f"?with={other.pk}" in found
    shown = client.get(f"{page}same/", {"with": other.pk}).content.decode()
    assert "m.laval@home.example" in shown
    assert Identity.objects.count() == 0, "a look changes nothing"
    joined = client.post(f"{page}same/", {"with": other.pk}, follow=True).content.decode()
    assert "Ioana joined M. Laval to them" in joined
    assert "m.laval@home.example" in joined
    assert "Marie Laval" in client.get(f"/people/{other.pk}/").content.decode(), "the old page leads to the person"
    assert "M. Laval" not in client.get("/people/").content.decode()
    kept = Identity.objects.get()
    client.post(f"{page}identities/{kept.pk}/undoing/")
    assert queries.contact(other.pk) == other


def test_an_address_becomes_a_person_of_its_own(world: World, sign_in: SignIn) -> None:
    case = world.write_in(world.marie, "It is Paul.", subject="The boiler")
    people.add_address(world.marie, "sms", "+23057009999")
    address = Address.objects.get(value="+23057009999")
    client, url = sign_in(world.ioana), f"/people/{world.marie.pk}/addresses/{address.pk}/parting/"
    assert "The boiler" in client.get(url).content.decode()
    page = client.post(url, {"name": "Paul Laval", "cases": [str(case.pk)]}, follow=True).content.decode()
    assert "The boiler" in page
    assert "told them and Marie Laval apart" in page
    case.refresh_from_db()
    assert case.contact.name == "Paul Laval"


def test_nobody_joins_whom_they_may_not_see(world: World, sign_in: SignIn) -> None:
    world.write_in(world.jonas, "My account.", subject="Account", to=world.billing)
    world.write_in(world.marie, "When do you come?", subject="The visit")
    client, url = sign_in(world.ioana), f"/people/{world.marie.pk}/same/"
    assert client.post(url, {"with": world.jonas.pk}).status_code == 404
    assert "Jonas" not in client.get(url, {"q": "Jonas"}).content.decode().split("</form>", 1)[1].split("</main>")[0]
    assert Identity.objects.count() == 0
