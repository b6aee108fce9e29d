"""The civility ladder at the desk: each step with its words, logged and reversible; what is urgent gets through."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from entendu.core.governor.model import Intent
from entendu.core.tickets.states import Status
from entendu.flows.care import civility
from entendu.flows.submit import undo
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.flows.writing.read_draft import reading_to_send
from entendu.parts.care.models import CivilityStep
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Entry, Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
ABUSE = "You are a bunch of useless clowns. Go to hell, all of you."


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.now, tick=False)
    return time_machine


@pytest.fixture
def case(world: World) -> Ticket:
    people.change_contact(world.jonas, language="en")
    return world.write_in(world.jonas, ABUSE, subject="Booking")


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def take(client: Client, ticket: Ticket, step: str, **more: Any) -> Any:
    """By the form of the page, in the words that it proposes."""
    page = client.get(f"/c/{ticket.pk}/civility/", {"step": step, **more}).content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)
    words = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert key is not None
    assert words is not None
    form = {"step": step, "key": key[1], "text": html.unescape(words[1]), **more}
    assert client.post(f"/c/{ticket.pk}/civility/", form).status_code == 302
    return client.post(f"/c/{ticket.pk}/civility/", form)  # pressed twice


def again(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def write_back(world: World, ticket: Ticket, text: str, **more: Any) -> Ticket:
    world.later(minutes=5)
    world.write_in(world.jonas, text, subject="Re: Booking", answers=ticket.entries.first(), **more)
    return again(ticket)


def test_an_insult_offers_the_ladder_and_each_step_is_sent_once(world: World, case: Ticket, sign_in: SignIn,
                                                                clock: Any) -> None:
    client = sign_in(world.ioana)
    rail = text_of(client.get(f"/c/{case.pk}/understanding/"))
    assert "An insult was read in their words; the matter behind it still wants an answer. What we can do" in rail
    take(client, case, "warned")
    assert "Please write to me without insults." in Delivery.objects.get().body
    assert Delivery.objects.get().body.startswith("Hello Jonas,")
    assert "Asked for civility, 18:40." in text_of(client.get(f"/c/{case.pk}/understanding/"))
    world.later(minutes=10)
    clock.move_to(world.now, tick=False)
    take(client, case, "paused")
    assert again(case).later_until == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert "We pause our conversation until Tuesday 24 November at 09:00" in Delivery.objects.last().body  # type: ignore[union-attr]
    world.later(minutes=10)
    clock.move_to(world.now, tick=False)
    take(client, case, "called", manager=world.leo.pk)
    assert (again(case).assignee, again(case).later_until) == (world.leo, None)
    assert "I have asked Léo Garnier to go on with your case." in Delivery.objects.last().body  # type: ignore[union-attr]
    assert "Léo takes over since" in text_of(client.get(f"/c/{case.pk}/understanding/"))
    world.later(hours=1)
    clock.move_to(world.now, tick=False)
    take(sign_in(world.leo), case, "invited")
    assert civility.stands(world.jonas.pk) is None
    assert list(CivilityStep.objects.order_by("id").values_list("step", flat=True)) == ["warned", "paused", "called",
                                                                                        "invited"]
    thread = text_of(client.get(f"/c/{case.pk}/"))
    for words in ("You asked for civility", "You paused the conversation until", "You asked Léo Garnier to take over",
                  "Léo invited them back"):
        assert words in thread


@pytest.mark.parametrize(("language", "words"), [
    ("fr", ("Écrivez-moi sans insultes", "mardi 24 novembre à 09:00", "Léo Garnier", "derrière nous")),
    ("ro", ("scrieți fără insulte", "marți 24 noiembrie, ora 09:00", "Léo Garnier", "a rămas în urmă")),
])
def test_each_step_has_its_words_in_their_language(world: World, case: Ticket, language: str,
                                                   words: tuple[str, ...]) -> None:
    people.change_contact(world.jonas, language=language)
    ticket = again(case)
    for step, said in zip(civility.Step, words, strict=True):
        text = civility.prepared(ticket, step, world.ioana, now=world.now, manager=world.leo)
        assert not reading_to_send(ticket, world.ioana, text, world.now, "").errors
        assert said.casefold() in text.casefold().replace("\xa0", " ")


def test_a_step_cannot_be_skipped(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    client.post(f"/c/{case.pk}/civility/", {"step": "paused", "text": "No.", "key": "k" * 12})
    assert not CivilityStep.objects.exists()
    with pytest.raises(civility.NotNow):
        civility.take(case, world.ioana, civility.Taking(civility.Step.PAUSED, "No.", "k2"), now=world.now)
    take(client, case, "warned")
    with pytest.raises(civility.NotNow):
        civility.take(again(case), world.ioana, civility.Taking(civility.Step.CALLED, "Léo.", "k3"), now=world.now)


def pause(world: World, case: Ticket) -> Ticket:
    for number, step in enumerate((civility.Step.WARNED, civility.Step.PAUSED)):
        world.later(minutes=5)
        text = civility.prepared(case, step, world.ioana, now=world.now)
        world.deliver(civility.take(again(case), world.ioana, civility.Taking(step, text, f"step-{number}"),
                                    now=world.now))
    return again(case)


def test_during_a_pause_an_insult_rests_and_is_kept(world: World, case: Ticket) -> None:
    paused = pause(world, case)
    ticket = write_back(world, paused, ABUSE)
    assert ticket.later_until == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert Entry.objects.filter(ticket=case, kind="theirs").count() == 2
    assert ticket.status == Status.WAITING_FOR_US


@pytest.mark.parametrize(("text", "more"), [
    ("You clowns, the till is down and nobody can pay.", {}), (f"{ABUSE} ORA-00942!", {}),
    (f"{ABUSE} I need it by tomorrow morning.", {}), ("Vous êtes nuls, la chaudière fuit dans le magasin.", {}),
    (ABUSE, {"files": (("screen.png", "image/png", b"\x89PNG"),)}), ("Ihr seid alle Idioten und könnt nichts.", {}),
])
def test_what_may_be_urgent_or_could_not_be_read_gets_through(world: World, case: Ticket, text: str,
                                                              more: dict[str, Any], sign_in: SignIn) -> None:
    ticket = write_back(world, pause(world, case), text, **more)
    assert ticket.later_until is None
    assert ticket.status == Status.WAITING_FOR_US
    assert "this letter got through" in text_of(sign_in(world.ioana).get(f"/c/{case.pk}/"))


def test_an_insult_after_an_urgent_fact_does_not_put_it_to_rest(world: World, case: Ticket) -> None:
    ticket = write_back(world, pause(world, case), "The till is down and nobody can pay.")
    assert write_back(world, ticket, ABUSE).later_until is None


def test_a_new_case_of_theirs_rests_or_gets_through_as_well(world: World, case: Ticket) -> None:
    pause(world, case)
    world.later(minutes=5)
    assert world.write_in(world.jonas, ABUSE, subject="You").later_until is not None
    assert world.write_in(world.jonas, "Smoke comes from the cabinet.", subject="Now").later_until is None


def test_what_we_tell_them_is_touched_by_no_step(world: World, case: Ticket) -> None:
    alert = {"source": "monitor", "ticket": case, "intent": Intent.ALERT, "vital": True, "author": "Monitor"}
    before = hand_in(HandedIn(key="a", body="The power at your site goes off at 20:00.", **alert), now=world.now)  # type: ignore[arg-type]
    pause(world, case)
    after = hand_in(HandedIn(key="b", body="The power at your site goes off at 21:00.", **alert), now=world.now)  # type: ignore[arg-type]
    verdicts = [Submission.objects.get(pk=one.pk).verdicts.last().verdict for one in (before, after)]
    assert verdicts[0] == verdicts[1] == "send"


def test_a_step_is_taken_back_with_its_message_or_later(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    take(client, case, "warned")
    assert undo(Submission.objects.get().pk, world.ioana, now=world.now)
    assert civility.stands(world.jonas.pk) is None
    assert not Draft.objects.filter(ticket=case).exists()
    paused = pause(world, case)
    step = CivilityStep.objects.get(step="paused")
    for _press in range(2):
        page = text_of(client.post(f"/c/{case.pk}/civility/{step.pk}/removal/", follow=True))
    assert "Taken back by Ioana" in page
    assert again(paused).later_until is None
    assert civility.stands(world.jonas.pk).step == "warned"  # type: ignore[union-attr]
    assert "You took a step back: paused" in text_of(client.get(f"/c/{case.pk}/"))


def test_insults_are_covered_for_who_chooses_so(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    assert "An insult, covered" not in text_of(client.get(f"/c/{case.pk}/"))
    me = {"name": "Ioana Dumitru", "language": "en", "time_zone": "Europe/Paris", "theme": "", "undo_seconds": 10,
          "hides_insults": "on"}
    assert client.post("/me/", me).status_code == 302
    page = client.get(f"/c/{case.pk}/").content.decode()
    assert re.search(r'<details class="veil"><summary lang="en">An insult, covered</summary><span>[^<]*clowns', page)
    assert "An insult, covered" not in text_of(sign_in(world.leo).get(f"/c/{case.pk}/"))


def test_the_veil_covers_no_urgent_fact(world: World, sign_in: SignIn) -> None:
    staff.change_member(world.ioana, hides_insults=True)
    ticket = world.write_in(world.marie, "You useless clowns, the till is down. You are a bunch of liars.")
    page = sign_in(world.ioana).get(f"/c/{ticket.pk}/").content.decode()
    assert "the till is down" in re.sub(r'<details class="veil">.*?</details>', "", page, flags=re.DOTALL)


def test_the_facts_beside_it_leave_insults_out_for_who_chooses_so(world: World, sign_in: SignIn) -> None:
    staff.change_member(world.ioana, hides_insults=True)
    ticket = world.write_in(world.marie, "The page stopped at noon. Still no answer, you heartless liars.")
    covered = text_of(sign_in(world.ioana).get(f"/c/{ticket.pk}/understanding/"))
    assert "heartless liars" in text_of(sign_in(world.leo).get(f"/c/{ticket.pk}/understanding/"))
    facts = covered[covered.index("Facts"):]
    assert "Still no answer, …" in facts
    assert "liars" not in facts


def test_anger_at_what_happens_is_met_with_a_calm_opening_and_one_question(world: World, sign_in: SignIn) -> None:
    people.change_contact(world.jonas, language="en")
    ticket = world.write_in(world.jonas, "This is the third time the booking page is broken and I am furious, I lose "
                                         "clients every single day because of it.", subject="Again")
    client = sign_in(world.ioana)
    rail = text_of(client.get(f"/c/{ticket.pk}/understanding/"))
    assert "Upset about what happens, it seems, not about you." in rail
    assert "What we can do" not in rail
    for _press in range(2):
        client.post(f"/c/{ticket.pk}/calm/")
    draft = Draft.objects.get(ticket=ticket)
    assert draft.text.startswith("I'm sorry; I can see how much trouble this has made for you.")
    assert draft.text.count("I'm sorry") == 1
    assert draft.text.rstrip().endswith("?") or "- " in draft.text


def test_a_calm_case_meets_none_of_it(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.jonas, "Hello, until when are you open on Friday?")
    assert "The tone" not in text_of(sign_in(world.ioana).get(f"/c/{ticket.pk}/understanding/"))
