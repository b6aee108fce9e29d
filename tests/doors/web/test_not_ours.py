"""What is not ours: a directory that leads keep, offered where a letter asks for it, into the reply by a press."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.parts.knowledge.models import Elsewhere
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Ticket
from entendu.parts.wording.models import EntryReading
from tests.world import World

SignIn = Callable[[Member], Client]
ENTRY = {"topic": "Domain names", "signs": "domain\nnom de domaine", "whom": "your registrar",
         "link": "https://registrar.example", "reply_en": "", "reply_ro": "",
         "reply_fr": "Votre bureau d’enregistrement s’en occupe."}


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.now, tick=False)


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def asked(world: World, words: str) -> Ticket:
    """A letter that was read as out of our scope."""
    ticket = world.write_in(world.jonas, words, subject="A favour")
    entry = ticket.entries.get(kind="theirs")
    EntryReading.objects.update_or_create(entry=entry, defaults={"findings": [
        {"check": "out-of-scope", "start": 0, "end": len(words), "text": words, "message": "", "severity": "hint"}]})
    return ticket


@pytest.fixture
def kept(world: World, sign_in: SignIn) -> Elsewhere:
    client = sign_in(world.leo)
    page = client.get("/settings/not-ours/new/").content.decode()
    team = re.search(r'<option value="(\d+)"', page)
    assert team is not None
    assert client.post("/settings/not-ours/new/", ENTRY | {"team": team[1]}).status_code == 302
    return Elsewhere.objects.get()


def test_a_lead_keeps_the_directory(world: World, kept: Elsewhere, sign_in: SignIn) -> None:
    client = sign_in(world.leo)
    assert "Domain names your registrar https://registrar.example fr" in text_of(client.get("/settings/not-ours/"))
    assert client.get("/settings/not-ours/").status_code == 200
    assert sign_in(world.ioana).get("/settings/not-ours/").status_code == 404
    assert sign_in(world.radu).get(f"/settings/not-ours/{kept.pk}/").status_code == 404
    client.post(f"/settings/not-ours/{kept.pk}/removal/")
    assert not Elsewhere.objects.exists()


def test_it_is_offered_where_the_reading_says_so(world: World, kept: Elsewhere, sign_in: SignIn) -> None:
    ticket = asked(world, "Could you renew my domain with the registrar for me?")
    client = sign_in(world.ioana)
    rail = text_of(client.get(f"/c/{ticket.pk}/understanding/"))
    assert "Not ours" in rail
    assert "Domain names: your registrar Use in reply" in rail
    quiet = world.write_in(world.jonas, "My clients tap Confirm and nothing happens.", subject="Booking")
    assert "Domain names" not in text_of(client.get(f"/c/{quiet.pk}/understanding/"))


def test_its_words_go_into_the_reply_with_the_reason(world: World, kept: Elsewhere, sign_in: SignIn) -> None:
    ticket = asked(world, "Could you renew my domain for me?")
    client = sign_in(world.ioana)
    client.post(f"/c/{ticket.pk}/not-ours/", {"entry": kept.pk})
    assert Draft.objects.get().text == ("This is not ours to settle, because it is looked after by your registrar. You "
                                        "reach them here: https://registrar.example")
    people.change_contact(world.jonas, language="fr")
    client.post(f"/c/{ticket.pk}/not-ours/", {"entry": kept.pk})
    assert Draft.objects.get().text.endswith("\n\nVotre bureau d’enregistrement s’en occupe.")


def test_talk_that_is_nobodys_gets_a_kind_way_back(world: World, sign_in: SignIn) -> None:
    ticket = asked(world, "My neighbour is so unfair to me, what shall I do?")
    client = sign_in(world.ioana)
    assert "A kind way back" in text_of(client.get(f"/c/{ticket.pk}/understanding/"))
    client.post(f"/c/{ticket.pk}/not-ours/", {"entry": "0"})
    assert Draft.objects.get().text.startswith("Thank you for telling me. I am not the right person for this")


def test_the_entries_of_another_team_are_not_offered(world: World, kept: Elsewhere, sign_in: SignIn) -> None:
    billing = world.write_in(world.marie, "Renew my domain please.", subject="Domain", to=world.billing)
    client = sign_in(world.ana)
    assert "Domain names" not in text_of(client.get(f"/c/{billing.pk}/not-ours/"))
    client.post(f"/c/{billing.pk}/not-ours/", {"entry": kept.pk})
    assert not Draft.objects.exists()
    assert "not there any more" in text_of(client.get(f"/c/{billing.pk}/not-ours/"))
