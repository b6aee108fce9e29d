"""A contact's own page: opened by a signed link alone, in their language, and what is said on it counts at once."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from entendu.doors.portal.forms import WEEK, days_of, rows_of
from entendu.flows.mail.letter_out import letter
from entendu.flows.people import own_page
from entendu.flows.release import release_for
from entendu.parts.outbox.models import Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets
from tests.world import World

FORM = {"channel": "email", "when": "some", "days": ["mon", "tue", "thu"], "opens": "09:00", "closes": "17:30",
        "emergencies": "on", "language": ""}


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.now, tick=False)


def address(world: World, who: Contact) -> str:
    return f"/you/{own_page.token(who, world.now)}/"


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def test_it_shows_what_we_hold_and_nothing_else(world: World) -> None:
    world.write_in(world.marie, "Nothing happens.", subject="Booking is broken")
    people.add_address(world.marie, "phone", "+230 5 555 01 27")
    answer = Client().get(address(world, world.marie))
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Marie, how shall we reach you?" in page
    assert "By email, at marie@laval.example" in page
    assert "By phone, on … 127" in page
    assert "Hours are those of Mauritius, where it is 21:40 now." in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    for inside in ("Booking is broken", "Electrician", "5550127", "Ioana", "Laval Electrical"):
        assert inside not in page
    assert "<script" not in answer.content.decode()
    assert '<option value="08:00" selected>' in answer.content.decode()
    assert len(re.findall(r'name="days"[^>]*checked', answer.content.decode())) == 6


@pytest.mark.parametrize("spoil", [
    lambda token: token[:-1], lambda token: "1" + token, lambda token: token.replace(".", "x", 1),
    lambda token: "1.abc.def", lambda token: "..", lambda token: "é.1.2",
])
def test_only_what_we_signed_opens_it(world: World, spoil: Any) -> None:
    answer = Client().get(f"/you/{spoil(own_page.token(world.marie, world.now))}/")
    assert answer.status_code == 404
    assert "This link is no longer good." in text_of(answer)


def test_a_link_is_good_for_400_days_and_for_one_contact(world: World) -> None:
    token = own_page.token(world.marie, world.now)
    assert own_page.contact_of(token, world.now + timedelta(days=399)) == world.marie
    assert own_page.contact_of(token, world.now + timedelta(days=401)) is None
    words = token.split(".")
    other = own_page.token(world.jonas, world.now).split(".")
    assert own_page.contact_of(".".join([other[0], *words[1:]]), world.now) is None
    assert own_page.token(world.marie, world.now) == token


def test_what_they_say_counts_at_once(world: World) -> None:
    ticket = world.write_in(world.marie, "Nothing happens.", subject="Booking")
    own = address(world, world.marie)
    world.later(hours=2)
    kept = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    answer = Client().post(own, FORM | {"opens": "14:00"}, follow=True)
    assert "Kept. We go by this from now on." in text_of(answer)
    world.marie.refresh_from_db()
    assert world.marie.hours == [["mon-tue", "14:00", "17:30"], ["thu", "14:00", "17:30"]]
    assert world.marie.channel == "email"
    kept.refresh_from_db()
    assert kept.opens_at == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_they_may_stop_us_and_let_us_go_on(world: World) -> None:
    client = Client()
    page = text_of(client.post(address(world, world.jonas), FORM | {"stop": "on"}, follow=True))
    assert "Kept. We write to you no more, except to answer you." in page
    assert world.jonas.addresses.get().opted_out_at is not None
    client.post(address(world, world.jonas), FORM)
    assert world.jonas.addresses.get().opted_out_at is None


@pytest.mark.parametrize(("change", "words"), [
    ({"days": []}, "Choose at least one day"), ({"closes": "09:00"}, "It ends when it begins"),
    ({"when": "never"}, "nothing was changed yet"), ({"channel": "pigeon"}, "nothing was changed yet"),
])
def test_what_is_missing_is_said_and_nothing_changes(world: World, change: dict[str, Any], words: str) -> None:
    answer = Client().post(address(world, world.marie), FORM | change)
    assert answer.status_code == 422
    assert words in text_of(answer)
    world.marie.refresh_from_db()
    assert world.marie.hours == [["mon-sat", "08:00", "18:00"]]


def test_richer_hours_can_be_kept_as_they_are(world: World) -> None:
    rich = [["mon-fri", "08:00", "12:00"], ["sat", "10:00", "11:00"]]
    people.change_contact(world.marie, hours=rich)
    assert "As now: Monday to Friday, 08:00 to 12:00; Saturday, 10:00 to 11:00" in text_of(
        Client().get(address(world, world.marie)))
    Client().post(address(world, world.marie), FORM | {"when": "keep"})
    world.marie.refresh_from_db()
    assert (world.marie.hours, world.marie.channel) == (rich, "email")
    Client().post(address(world, world.marie), FORM | {"when": "any"})
    world.marie.refresh_from_db()
    assert world.marie.hours == []


def test_it_speaks_their_language_and_another_if_they_choose(world: World) -> None:
    people.change_contact(world.marie, language="fr")
    client = Client(headers={"Accept-Language": "ro"})
    assert client.get(address(world, world.marie))["Content-Language"] == "fr"
    assert client.get(address(world, world.jonas))["Content-Language"] == "ro"
    assert client.get(address(world, world.marie) + "?language=en")["Content-Language"] == "en"
    client.post(address(world, world.marie), FORM | {"language": "en"})
    world.marie.refresh_from_db()
    assert world.marie.language == "en"


def test_a_change_needs_the_token_of_the_form(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(world, world.marie), FORM).status_code == 403
    page = strict.get(address(world, world.marie)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    done = strict.post(address(world, world.marie), FORM | {"csrfmiddlewaretoken": token[1]})
    assert done.status_code == 302


@pytest.mark.parametrize(("days", "rows"), [
    (WEEK, [["mon-sun", "09:00", "17:00"]]), (["mon"], [["mon", "09:00", "17:00"]]),
    (["sun", "mon"], [["mon", "09:00", "17:00"], ["sun", "09:00", "17:00"]]),
    (["mon", "tue", "fri"], [["mon-tue", "09:00", "17:00"], ["fri", "09:00", "17:00"]]),
])
def test_days_as_rows_and_back(days: list[str], rows: list[list[str]]) -> None:
    assert rows_of(days, "09:00", "17:00") == rows
    assert days_of(rows) == set(days)


def test_the_first_confirmation_carries_the_link_and_no_other(world: World) -> None:
    tickets.change_mailbox(world.care, confirms=True)
    world.write_in(world.jonas, "I land on the sign-in page.", subject="Sign-in loops")
    first = Submission.objects.get()
    found = re.search(r"http://\S+(/you/\S+/)", first.body)
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    assert first.due_at is not None
    delivery = release_for(world.jonas.pk, first.due_at)
    assert delivery is not None
    assert found[0] in delivery.body
    world.later(days=8)
    world.write_in(world.jonas, "And another thing.", subject="Another thing altogether")
    assert "/you/" not in Submission.objects.latest("pk").body


@pytest.mark.parametrize(("secure", "intent", "stands"), [
    (True, "courtesy", True), (False, "courtesy", False), (True, "update", False),
])
def test_a_courtesy_says_where_to_stop_it(world: World, settings: Any, secure: bool, intent: str, stands: bool) -> None:
    settings.SECURE = secure
    ticket = world.write_in(world.jonas, "Hello?", subject="One")
    kept = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    assert kept.due_at is not None
    delivery = release_for(world.jonas.pk, kept.due_at)
    assert delivery is not None
    Submission.objects.update(intent=intent)
    delivery.refresh_from_db()
    raw = letter(delivery).decode()
    assert ("List-Unsubscribe: <http" in raw) is stands
    assert letter(delivery).decode() == raw
