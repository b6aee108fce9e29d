"""Defects and incidents at the desk: opened, linked, told to all; a hint on what looks like them; its team's alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entendu.parts.diagnosis.actions import defects as actions
from entendu.parts.diagnosis.models.defects import Defect
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
TEXT = "{greeting}\n\nExports fail since noon. We look for the reason."


@pytest.fixture
def leo(world: World, sign_in: SignIn, time_machine: Any) -> Client:
    """Léo at his desk on the world's Monday."""
    time_machine.move_to(world.now, tick=False)
    return sign_in(world.leo)


@pytest.fixture
def case(world: World) -> Ticket:
    """Jonas's case."""
    people.change_contact(world.jonas, language="en")
    return world.write_in(world.jonas, "The export ends with a 502.", subject="Exports fail")


@pytest.fixture
def defect(world: World, leo: Client, case: Ticket) -> Defect:
    """An incident that Léo opened from the case."""
    page = leo.get(reverse("new_incident"), {"case": case.number}).content.decode()
    assert 'value="Exports fail"' in page
    answer = leo.post(f"{reverse('new_incident')}?case={case.number}", {
        "title": "Exports fail", "kind": "incident", "state": "confirmed", "signs": "export 502\nexport échoue",
        "known": "The worker is out of memory.", "team": world.care.team_id})
    assert answer.status_code == 302, answer.content.decode()
    return Defect.objects.get()


def said(case: Ticket, **more: str) -> dict[str, str]:
    """What Léo types."""
    return {"key": "n1", "text-en": TEXT, "ticket": str(case.number), "act": "send", **more}


def test_opened_from_a_case_it_touches_it(leo: Client, case: Ticket, defect: Defect) -> None:
    page = leo.get(reverse("incident", args=[defect.pk])).content.decode()
    assert "It touches 1 case." in page
    assert "The worker is out of memory." in page
    assert "Exports fail" in leo.get(reverse("incidents")).content.decode()
    rail = leo.get(f"/c/{case.number}/understanding/").content.decode()
    assert "One of many" in rail
    assert "confirmed" in rail
    assert "You linked it with “Exports fail”" in leo.get(f"/c/{case.number}/").content.decode()


def test_seen_before_it_is_sent_and_told_once(leo: Client, case: Ticket, defect: Defect) -> None:
    address = reverse("incident_news", args=[defect.pk])
    ahead = leo.post(address, said(case, act="look")).content.decode()
    assert "What would become of it" in ahead
    assert "Exports fail since noon." in ahead
    assert "Will go by email" in ahead or "Goes by email" in ahead or "by email" in ahead
    assert Submission.objects.count() == 0
    answer = leo.post(address, said(case), follow=True).content.decode()
    assert "One person is told." in answer
    assert "Goes by email in a few seconds." in answer
    leo.post(address, said(case))
    assert Delivery.objects.count() == 1
    assert "Hello Jonas," in Delivery.objects.get().body


def test_told_a_moment_ago_they_are_told_again_when_somebody_says_so(leo: Client, case: Ticket, defect: Defect) -> None:
    address = reverse("incident_news", args=[defect.pk])
    leo.post(address, said(case))
    again = said(case, **{"key": "n2", "text-en": "We are still looking for the reason."})
    ahead = leo.post(address, again | {"act": "look"}).content.decode()
    assert "One of them was told of it at" in ahead
    asked = leo.post(address, again)
    assert asked.status_code == 422
    assert "Some of them were told a moment ago; nothing was sent." in asked.content.decode()
    assert Submission.objects.count() == 1
    leo.post(address, again | {"confirmed": "1"})
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(("more", "words"), [
    ({"text-en": ""}, "There is no text in the language of any of these people"),
    ({"ticket": ""}, "No case is chosen"),
    ({"text-en": "We write at {what hour}.", "confirmed": "1"}, "“what hour” in braces is filled in by nothing"),
    ({"text-en": "[if name] open"}, "cannot be read"),
    ({"text-en": "You idiot, this is your own fault."}, "There is something in these words to look at again"),
])
def test_what_cannot_go_says_why(leo: Client, case: Ticket, defect: Defect, more: dict[str, str], words: str) -> None:
    answer = leo.post(reverse("incident_news", args=[defect.pk]), said(case, **more))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Submission.objects.count() == 0


def test_a_new_letter_that_looks_like_it_says_so(world: World, leo: Client, case: Ticket, defect: Defect) -> None:
    leo.post(reverse("incident_news", args=[defect.pk]), said(case))
    fresh = world.write_in(world.marie, "My exports end with 502.", subject="Orders")
    rail = leo.get(f"/c/{fresh.number}/understanding/").content.decode()
    assert "because of: export 502" in rail
    leo.post(f"/c/{fresh.number}/incidents/", {"defect": defect.pk, "act": "news"})
    assert Draft.objects.get(ticket=fresh).text.startswith("Hello Marie,\n\nExports fail since noon.")
    leo.post(f"/c/{fresh.number}/incidents/", {"defect": defect.pk, "act": "news"})
    assert Draft.objects.get(ticket=fresh).text.count("Exports fail since noon.") == 2, "nothing is written over"
    page = leo.get(reverse("incident", args=[defect.pk])).content.decode()
    assert "These may be about it too" in page
    leo.post(reverse("incident_case", args=[defect.pk]), {"case": fresh.number, "act": "refuse"})
    assert "Exports fail" not in leo.get(f"/c/{fresh.number}/understanding/").content.decode()
    leo.post(f"/c/{fresh.number}/incidents/", {"defect": defect.pk, "act": "link"})
    assert "It touches 2 cases." in leo.get(reverse("incident", args=[defect.pk])).content.decode()


def test_a_change_of_state_stands_on_its_cases(leo: Client, case: Ticket, defect: Defect) -> None:
    form = {"title": "Exports fail", "kind": "defect", "state": "fixed", "version": "4.2.2", "signs": "", "known": ""}
    assert leo.post(reverse("incident", args=[defect.pk]), form).status_code == 302
    assert "“Exports fail” is fixed in 4.2.2" in leo.get(f"/c/{case.number}/").content.decode()
    wrong = leo.post(reverse("incident", args=[defect.pk]), form | {"title": ""})
    assert wrong.status_code == 422


def test_other_teams_do_not_see_it(world: World, sign_in: SignIn, case: Ticket, defect: Defect) -> None:
    ana = sign_in(world.ana)
    assert "Exports fail" not in ana.get(reverse("incidents")).content.decode()
    theirs = world.write_in(world.marie, "The export ends with a 502.", subject="Invoice", to=world.billing)
    assert "One of many" not in ana.get(f"/c/{theirs.number}/understanding/").content.decode()
    answer = ana.post(f"/c/{theirs.number}/incidents/", {"defect": defect.pk, "act": "link"}, follow=True)
    assert "Choose one of the list" in answer.content.decode()
    sofia = sign_in(world.sofia)
    answer = sofia.post(reverse("incident_case", args=[defect.pk]), {"case": theirs.number}, follow=True)
    assert "belongs to another team" in answer.content.decode()
    assert ana.post(reverse("new_incident"), {"title": "x", "kind": "incident", "state": "suspected",
                                              "team": world.care.team_id}).status_code == 422


def test_the_page_of_many_cases_asks_few_queries(world: World, leo: Client, case: Ticket, defect: Defect) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection, ) as queries:
            assert leo.get(reverse("incident", args=[defect.pk])).status_code == 200
        return len(queries)

    before = asked()
    for number in range(6):
        who = people.meet("email", f"p{number}@example.net", name=f"P{number}", language="en", now=world.now)
        actions.link(defect, world.write_in(who, "Nothing happens at all.", subject="Help"), world.leo, now=world.now)
    assert asked() <= before + 2


def test_a_step_asks_at_most_three_queries(world: World, defect: Defect) -> None:
    from entendu.doors.web.desk.fate import Reader
    from entendu.doors.web.understanding import escalation, incidents

    fresh = world.write_in(world.marie, "My exports end with 502.", subject="Orders")
    reader = Reader(world.leo, "en", world.now)
    fresh = Ticket.objects.select_related("mailbox").get(pk=fresh.pk)
    for step, most in ((incidents.step, 3), (escalation.step, 1)):
        with CaptureQueriesContext(connection) as queries:
            step(fresh, reader)
        assert len(queries) <= most, step
