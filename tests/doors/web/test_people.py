"""People at the desk: found, read, written down, and reached only where they are reached."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.governor.hours import parse
from entendu.doors.web.people.hours import HoursField, Row, in_words
from entendu.parts.people import actions
from entendu.parts.people.models import Address, Contact, Organisation
from entendu.parts.staff.models import Member
from tests.world import World

SignIn = Callable[[Member], Client]


def text_of(response: HttpResponse) -> str:
    """The words of a page, without its tags."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def names(response: HttpResponse) -> list[str]:
    return [person["name"] for person in response.context["people"]]


def saved(client: Client, path: str, **values: object) -> HttpResponse:
    """A form is sent; the page on which one lands afterwards."""
    return client.post(path, values, follow=True)


@pytest.fixture
def met(world: World) -> World:
    """Marie has written to Care, Jonas to Billing."""
    world.write_in(world.marie, "The Confirm button does nothing.", subject="Booking page")
    world.write_in(world.jonas, "Paid twice.", subject="Invoice 4127", to=world.billing)
    return world


def test_an_agent_sees_the_people_of_their_mailboxes(met: World, sign_in: SignIn) -> None:
    assert names(sign_in(met.ioana).get("/people/")) == ["Marie Laval"]
    assert names(sign_in(met.ana).get("/people/")) == ["Jonas Keller"]
    assert names(sign_in(met.sofia).get("/people/")) == ["Jonas Keller", "Marie Laval"]


@pytest.mark.parametrize("path", ["", "edit/"])
def test_a_stranger_does_not_exist(met: World, sign_in: SignIn, path: str) -> None:
    assert sign_in(met.ioana).get(f"/people/{met.jonas.pk}/{path}").status_code == 404
    assert sign_in(met.ioana).get(f"/people/{met.marie.pk}/{path}").status_code == 200


def test_a_stranger_cannot_be_changed(met: World, sign_in: SignIn) -> None:
    client, address = sign_in(met.ioana), met.jonas.addresses.get()
    for path in ("edit/", "addresses/", f"addresses/{address.pk}/removal/", f"addresses/{address.pk}/mending/"):
        assert client.post(f"/people/{met.jonas.pk}/{path}", {"name": "X"}).status_code == 404
    # The address of one contact is not reached through the page of another.
    assert client.post(f"/people/{met.marie.pk}/addresses/{address.pk}/removal/").status_code == 404
    assert list(met.jonas.addresses.all()) == [address]


@pytest.mark.parametrize(("query", "found"), [
    ("laval", ["Marie Laval"]), ("MARIE electr", ["Marie Laval"]), ("jonas", []), ("laval.example", ["Marie Laval"]),
    ("marie jonas", []), ("\0", ["Marie Laval"]), ("   ", ["Marie Laval"]),
])
def test_finds_by_name_organisation_and_address(met: World, sign_in: SignIn, query: str, found: list[str]) -> None:
    assert names(sign_in(met.ioana).get("/people/", {"q": query})) == found


def test_the_list_takes_the_same_queries_however_long(met: World, sign_in: SignIn) -> None:
    client = sign_in(met.ioana)
    client.get("/people/")
    with CaptureQueriesContext(connection) as few:
        client.get("/people/")
    for number in range(60):
        actions.meet("email", f"person{number}@example.com", name=f"Person {number}", language="", now=met.now)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/people/")
    assert len(names(page)) == 50
    assert len(many) == len(few)
    assert len(names(client.get(page.context["older_url"]))) == 11


def test_says_how_many_cases_are_open(met: World, sign_in: SignIn) -> None:
    met.write_in(met.marie, "Another thing.", subject="Colours")
    met.write_in(met.marie, "For the others.", subject="Hidden", to=met.billing)
    page = sign_in(met.ioana).get("/people/")
    assert page.context["people"][0]["open_text"] == "2 open cases"
    person = text_of(sign_in(met.ioana).get(f"/people/{met.marie.pk}/"))
    assert "Colours" in person
    assert "Hidden" not in person


def test_the_page_says_when_and_how_they_are_reached(met: World, sign_in: SignIn) -> None:
    said = text_of(sign_in(met.ioana).get(f"/people/{met.marie.pk}/"))
    for words in ("Monday to Saturday, 08:00 to 18:00", "Mauritius, where it is", "marie@laval.example",
                  "Urgent news at any hour"):
        assert words in said


def test_an_address_that_does_not_work_says_why_and_works_again(met: World, sign_in: SignIn) -> None:
    actions.mark_undeliverable("email", "marie@laval.example", "The mailbox is full.", met.now)
    client = sign_in(met.ioana)
    page = client.get(f"/people/{met.marie.pk}/")
    assert "Does not work since Nov. 23, 2026, because: The mailbox is full." in text_of(page)
    after = saved(client, page.context["person"]["addresses"][0]["mend_url"])
    assert "marie@laval.example is written to again." in text_of(after)
    assert met.marie.addresses.get().undeliverable_since is None


def test_adds_and_takes_out_a_number(met: World, sign_in: SignIn) -> None:
    client = sign_in(met.ioana)
    page = saved(client, f"/people/{met.marie.pk}/addresses/", channel="sms", value="+230 5 555 01 27")
    assert Address.objects.get(channel="sms").value == "+23055550127"
    saved(client, page.context["person"]["addresses"][1]["remove_url"])
    assert list(met.marie.addresses.values_list("channel", flat=True)) == ["email"]


@pytest.mark.parametrize(("channel", "value", "words"), [
    ("email", "marie", "“marie” is no mail address; check for a missing @ or a blank."),
    ("email", "Marie@Laval.example", "marie@laval.example stands here already."),
    ("email", "jonas@keller.example", "jonas@keller.example belongs to another contact already."),
    ("email", "odile@faure.example", "odile@faure.example belongs to Odile Faure already."),
    ("sms", "call me", "This is no telephone number; write it with its country code, such as +230 5 555 01 27."),
    ("phone", "12+345678", "This is no telephone number; write it with its country code, such as +230 5 555 01 27."),
    ("pigeon", "x", "Select a valid choice. pigeon is not one of the available choices."),
])
def test_a_mistake_in_an_address_is_one_sentence(met: World, sign_in: SignIn, channel: str, value: str,
                                                 words: str) -> None:
    actions.meet("email", "odile@faure.example", name="Odile Faure", language="fr", now=met.now)
    response = sign_in(met.ioana).post(f"/people/{met.marie.pk}/addresses/", {"channel": channel, "value": value})
    assert response.status_code == 422
    assert list(response.context["address_form"].errors.values()) == [[words]]


ROWS = {"hours-0-first": "mon", "hours-0-last": "fri", "hours-0-opens": "8", "hours-0-closes": "12h30",
        "hours-1-first": "sat", "hours-1-last": "", "hours-1-opens": "22.00", "hours-1-closes": "24:00",
        "hours-2-first": "", "hours-2-last": "", "hours-2-opens": "", "hours-2-closes": ""}
MARIE = {"name": "Marie Laval", "about": "Electrician", "language": "fr", "time_zone": "Indian/Mauritius",
         "channel": "sms"}


def test_edits_what_is_written_down(met: World, sign_in: SignIn) -> None:
    actions.change_organisation(met.laval, about="Mornings on ladders.")
    page = saved(sign_in(met.ioana), f"/people/{met.marie.pk}/edit/", **MARIE, **ROWS, organisation=met.laval.pk)
    marie = Contact.objects.get(pk=met.marie.pk)
    assert (marie.about, marie.language, marie.channel, marie.emergencies) == ("Electrician", "fr", "sms", False)
    assert marie.hours == [["mon-fri", "08:00", "12:30"], ["sat", "22:00", "00:00"]]
    said = text_of(page)
    for words in ("Monday to Friday, 08:00 to 12:30; Saturday, 22:00 to 00:00", "Français", "Mornings on ladders.",
                  "Never outside these hours"):
        assert words in said


def test_the_form_shows_what_is_stored(met: World, sign_in: SignIn) -> None:
    page = sign_in(met.ioana).get(f"/people/{met.marie.pk}/edit/").content.decode()
    assert re.search(r'name="hours-0-first"[^>]*>.*?value="mon" selected', page, re.DOTALL)
    assert 'name="hours-0-opens" value="08:00"' in page
    assert '<option value="Indian/Mauritius" selected>Mauritius</option>' in page


def test_each_mistake_in_the_hours_is_a_sentence_and_nothing_is_stored(met: World, sign_in: SignIn) -> None:
    wrong = {"hours-0-first": "", "hours-0-last": "", "hours-0-opens": "8", "hours-0-closes": "9",
             "hours-1-first": "mon", "hours-1-last": "", "hours-1-opens": "", "hours-1-closes": "9",
             "hours-2-first": "mon", "hours-2-last": "", "hours-2-opens": "8", "hours-2-closes": "",
             "hours-3-first": "mon", "hours-3-last": "", "hours-3-opens": "8", "hours-3-closes": "25:00",
             "hours-4-first": "mon", "hours-4-last": "tue", "hours-4-opens": "8", "hours-4-closes": "08:00"}
    response = sign_in(met.ioana).post(f"/people/{met.marie.pk}/edit/", MARIE | wrong)
    assert response.status_code == 422
    assert response.context["form"].errors["hours"] == [
        "Row 1 has times and no day; choose the day on which it begins.",
        "Row 2 has no beginning; enter a time such as 09:00.",
        "Row 3 has no end; enter a time such as 17:30.",
        "Row 4: “25:00” is no time of day; write it as in 09:00.",
        "Row 5 begins and ends at 08:00; enter another time for its end.",
    ]
    assert 'value="25:00"' in response.content.decode()
    assert Contact.objects.get(pk=met.marie.pk).hours == [["mon-sat", "08:00", "18:00"]]


TIMES = st.text(alphabet="0123456789:h. ", max_size=6)
DAYS = st.sampled_from(["", "mon", "wed", "sun", "x"])


@given(st.lists(st.tuples(DAYS, DAYS, TIMES, TIMES), max_size=5))
def test_hours_that_are_accepted_can_be_used_and_shown(entered: list[tuple[str, str, str, str]]) -> None:
    field = HoursField()
    rows = [Row(first, last, opens.strip(), closes.strip()) for first, last, opens, closes in entered]
    try:
        stored = field.clean(rows)
    except ValidationError:
        return  # the sentences have a test of their own
    assert len(parse([tuple(row) for row in stored], "UTC").windows) == len(stored)
    assert field.clean(field.prepare_value(stored)) == stored
    assert bool(in_words(stored)) == bool(stored)


def test_adds_a_person_before_they_wrote(met: World, sign_in: SignIn) -> None:
    page = saved(sign_in(met.ioana), "/people/new/", **MARIE | {"name": "Tomasz Wrona"}, email="Tomasz@Wrona.example",
                 phone="+48 601 234 567", emergencies="on")
    assert "Tomasz Wrona is among your people now." in text_of(page)
    tomasz = Contact.objects.get(name="Tomasz Wrona")
    assert [(one.channel, one.value) for one in tomasz.addresses.all()] == [
        ("email", "tomasz@wrona.example"), ("phone", "+48601234567")]


def test_a_person_is_added_with_all_or_nothing(met: World, sign_in: SignIn) -> None:
    response = sign_in(met.ioana).post("/people/new/", MARIE | {"email": "jonas@keller.example"})
    assert response.status_code == 422
    assert Contact.objects.count() == 2


def test_organisations_are_kept_and_seen_through_their_people(met: World, sign_in: SignIn) -> None:
    client = sign_in(met.ioana)
    saved(client, "/people/organisations/new/", name="Wrona", domain="@Wrona.example", about="Ladders.")
    kept = Organisation.objects.get(name="Wrona")
    assert (kept.domain, kept.about) == ("wrona.example", "Ladders.")
    actions.change_contact(met.jonas, organisation=kept)
    assert client.get(f"/people/organisations/{kept.pk}/").status_code == 404  # its only contact is Billing's
    actions.change_contact(met.marie, organisation=kept)
    page = text_of(client.get(f"/people/organisations/{kept.pk}/"))
    assert "Marie Laval" in page
    assert "Jonas Keller" not in page


@pytest.mark.parametrize(("values", "field", "words"), [
    ({"name": "Keller"}, "name", "Another organisation has this name."),
    ({"name": "New", "domain": "keller.example"}, "domain",
     "Mail from keller.example belongs to another organisation already."),
    ({"name": "New", "domain": "keller"}, "domain",
     "“keller” is no mail domain; write what stands behind the @, such as laval.mu."),
    ({"name": ""}, "name", "This field is required."),
])
def test_a_mistake_in_an_organisation_is_one_sentence(met: World, sign_in: SignIn, values: dict[str, str], field: str,
                                                      words: str) -> None:
    actions.add_organisation("Keller", "keller.example")
    response = sign_in(met.ioana).post("/people/organisations/new/", values)
    assert response.context["form"].errors == {field: [words]}
    assert not Organisation.objects.filter(name="New").exists()


@pytest.mark.parametrize("path", ["/people/", "/people/new/", "/people/organisations/", "/people/organisations/new/",
                                  "/people/1/", "/people/1/edit/"])
def test_whoever_has_not_signed_in_is_led_to_the_sign_in(world: World, client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_changes_need_the_forms_own_token(met: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(met.ioana)
    address = met.marie.addresses.get()
    for path in ("new/", f"{met.marie.pk}/edit/", f"{met.marie.pk}/addresses/",
                 f"{met.marie.pk}/addresses/{address.pk}/removal/", f"{met.marie.pk}/addresses/{address.pk}/mending/"):
        assert client.post(f"/people/{path}").status_code == 403
    for path in (f"addresses/{address.pk}/removal/", f"addresses/{address.pk}/mending/"):
        assert client.get(f"/people/{met.marie.pk}/{path}").status_code == 405
