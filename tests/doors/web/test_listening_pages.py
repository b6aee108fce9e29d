"""Things for the customer to do, calls, feature requests and needs, how an organisation works: the desk's pages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.flows.portal import case_link
from entendu.parts.listening.models import Call, FeatureRequest, Need, Task
from entendu.parts.listening.queries import needs
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket
from tests.world import World

SignIn = Callable[[Member], Client]


@pytest.fixture
def case(world: World, time_machine: Any) -> Ticket:
    time_machine.move_to(world.now, tick=False)
    return world.write_in(world.jonas, "The till does not print any more. It would be nice to have a button that sends "
                                       "the receipt by mail, we copy them by hand at the moment.", subject="Till")


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def key_on(page: Any) -> str:
    found = re.search(r'name="key" value="(\w+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_things_to_do_are_gathered_into_one_message(world: World, case: Ticket, sign_in: SignIn) -> None:
    client, url = sign_in(world.ioana), f"/c/{case.pk}/tasks/"
    client.post(url, {"act": "add", "kind": "try", "words": "Try it with another cable."})
    client.post(url, {"act": "add", "kind": "send", "words": "Send us the log of the till."})
    client.post(url, {"act": "add", "kind": "tell", "words": "This one is left out."})
    client.post(url, {"act": "add-missing", "codes": ["since", "since", "nonsense"]})
    client.post(url, {"act": f"drop-{Task.objects.get(words='This one is left out.').pk}"})
    page = client.get(url)
    assert "Ready to ask, in one message" in text_of(page)
    form = {"act": "send", "key": key_on(page)}
    for _press in range(2):
        client.post(url, form)
    delivery = Delivery.objects.get()
    assert "- Try it with another cable.\n- Send us the log of the till.\n- Since when does it happen" in delivery.body
    assert "This one is left out." not in delivery.body
    assert "/case/" in delivery.body
    assert set(Task.objects.filter(state="asked").values_list("code", flat=True)) == {"", "since"}
    again = client.post(url, {"act": "send", "key": key_on(client.get(f"/c/{case.pk}/heard/"))})
    assert again.status_code == 422
    client.post(url, {"act": f"done-{Task.objects.get(kind='try').pk}"})
    assert Task.objects.get(kind="try").state == "done"


def test_an_answer_by_mail_settles_what_was_missing(world: World, case: Ticket, sign_in: SignIn) -> None:
    client, url = sign_in(world.ioana), f"/c/{case.pk}/tasks/"
    client.post(url, {"act": "add-missing", "codes": ["since", "who"]})
    client.post(url, {"act": "send", "key": key_on(client.get(url))})
    world.later(minutes=10)
    world.write_in(world.jonas, "Since Monday.", answers=Entry.objects.filter(ticket=case, kind="theirs").latest("id"))
    assert {one.code: one.state for one in Task.objects.all()} == {"since": "done", "who": "asked"}


def test_links_are_withdrawn_from_the_page(world: World, case: Ticket, sign_in: SignIn) -> None:
    own = f"/case/{case_link.token(case, world.now)}/"
    client = sign_in(world.ioana)
    assert "no longer open it" in text_of(client.post(f"/c/{case.pk}/tasks/", {"act": "withdraw"}, follow=True))
    assert Client().get(own).status_code == 410
    assert "were withdrawn by Ioana" in text_of(client.get(f"/c/{case.pk}/tasks/"))


def test_a_call_keeps_each_line_with_its_moment(world: World, case: Ticket, sign_in: SignIn, time_machine: Any) -> None:
    client, url = sign_in(world.ioana), f"/c/{case.pk}/call/"
    assert "Begin the call" in text_of(client.get(url))
    client.post(url, {"act": "start"})
    client.post(url, {"act": "start"})
    assert Call.objects.count() == 1

    def typed(text: str, seconds: int) -> str:
        time_machine.move_to(world.later(seconds=seconds), tick=False)
        return text_of(client.post(f"{url}notes/", {"text": text}))

    assert typed("till dead since Mon", 12) == "00:12 till dead since Mon"
    assert typed("till dead since Monday 9am\nboth shops", 50) == "00:12 till dead since Monday 9am 01:02 both shops"
    time_machine.move_to(world.later(minutes=4), tick=False)
    client.post(url, {"act": "end", "text": "till dead since Monday 9am\nboth shops\nangry customers wait"})
    note = Entry.objects.get(ticket=case, kind=Entry.Kind.NOTE)
    assert note.text == ("Call, 5 minutes\n00:12 till dead since Monday 9am\n01:02 both shops\n"
                         "05:02 angry customers wait")
    assert Call.objects.get().entry == note
    assert not Delivery.objects.exists()
    assert client.post(f"{url}notes/", {"text": "late"}).status_code == 204
    assert "Till dead since Monday 9am." in text_of(client.get(f"/c/{case.pk}/heard/"))


def test_a_wish_becomes_a_request_in_one_press(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    rail = client.get(f"/c/{case.pk}/understanding/")
    assert "A wish, it seems:" in text_of(rail)
    wish = re.search(r'name="ask" value="([^"]+)"', rail.content.decode())
    assert wish is not None
    client.post(f"/c/{case.pk}/request/", {"act": "make", "ask": html.unescape(wish[1])})
    assert "send" in FeatureRequest.objects.get().ask
    assert "Feature request" in text_of(client.get(f"/c/{case.pk}/understanding/"))
    client.post(f"/c/{case.pk}/request/", {
        "act": "keep", "ask": "A button", "goal": "Customers have their receipt", "today": "Copied by hand",
        "without": "Two hours a week"})
    client.post(f"/c/{case.pk}/request/", {"act": "need", "words": "Receipts reach customers without paper"})
    made = FeatureRequest.objects.get()
    assert (made.ask, made.goal, made.need.words) == (  # type: ignore[union-attr]
        "A button", "Customers have their receipt", "Receipts reach customers without paper")


def test_different_asks_share_a_need_and_two_needs_become_one(world: World, case: Ticket, sign_in: SignIn) -> None:
    other = world.write_in(world.marie, "Could you add a print of the receipts as PDF?", subject="PDF")
    client = sign_in(world.ioana)
    client.post(f"/c/{case.pk}/request/", {"act": "make", "ask": "A button that sends the receipt by mail"})
    client.post(f"/c/{case.pk}/request/", {"act": "need", "words": "Receipts reach customers without paper"})
    client.post(f"/c/{other.pk}/request/", {"act": "make", "ask": "Print receipts as PDF"})
    page = text_of(client.get(f"/c/{other.pk}/request/"))
    assert "These sound alike. Is it one of them? Receipts reach customers without paper" in page
    client.post(f"/c/{other.pk}/request/", {"act": "need", "words": "PDF of receipts"})
    first, second = Need.objects.order_by("id")
    client.post(f"/needs/{second.pk}/", {"act": "merge", "into": first.pk})
    assert [one.ask for one in needs.requests_of(first)] == [
        "A button that sends the receipt by mail", "Print receipts as PDF"]
    assert "2 cases" in text_of(client.get("/needs/"))
    shown = text_of(client.get(f"/needs/{first.pk}/"))
    assert "Jonas Keller" in shown
    assert "Marie Laval" in shown
    assert client.get(f"/needs/{second.pk}/").status_code == 404
    client.post(f"/needs/{first.pk}/", {"act": "solve", "solution": "Receipts go by mail from version 5"})
    assert "Can be done since" in text_of(client.get(f"/needs/{first.pk}/"))
    assert list(needs.tickets_waiting_for(first)) == [case, other]
    assert sign_in(world.ana).get(f"/needs/{first.pk}/").status_code == 404
    assert "Receipts" not in text_of(sign_in(world.ana).get("/needs/"))


def test_how_they_work_stands_beside_each_case(world: World, sign_in: SignIn) -> None:
    people.change_contact(world.marie, organisation=world.laval)
    ticket = world.write_in(world.marie, "Nothing happens.", subject="Booking")
    client = sign_in(world.ioana)
    form = {"name": "Laval Electrical", "domain": "laval.example",
            "about": "On ladders, phone only, reads at 12:30", "process": "Visits by neighbourhood",
            "vocabulary": "A visit is a “chantier”", "systems": "Our booking page", "busy_times": "Saturdays"}
    assert client.post(f"/people/organisations/{world.laval.pk}/", form).status_code == 302
    page = text_of(client.get(f"/c/{ticket.pk}/"))
    assert "Works On ladders, phone only, reads at 12:30 Process: Visits by neighbourhood" in page
    assert "Busy: Saturdays" in page
    assert "Visits by neighbourhood" in text_of(client.get(f"/people/{world.marie.pk}/"))


def test_the_first_confirmation_invites_them_to_speak_up_once(world: World, time_machine: Any) -> None:
    from entendu.parts.tickets import actions as tickets

    time_machine.move_to(world.now, tick=False)
    tickets.change_mailbox(world.care, confirms=True)
    world.write_in(world.jonas, "The till is dead.", subject="Till")
    world.later(days=30)
    world.write_in(world.jonas, "The printer is dead.", subject="Printer")
    first, second = (kept.body for kept in world.jonas.submissions.filter(intent="confirmation").order_by("id"))
    assert "Please speak up, from the start" in first
    assert "we are there until it is right" in first
    assert "/you/" in first
    assert "Please speak up" not in second
    assert "/case/" in second
