"""What we heard, beside a case and on its page: drafted, sent once, confirmed by a tap or in words, versions kept."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.flows.listening import restate
from entendu.flows.portal import case_link
from entendu.flows.submit import undo
from entendu.parts.listening.models import Restatement, Task
from entendu.parts.listening.queries import restatements
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Entry, Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
LETTER = """Hello,

since Thursday my clients tap Confirm on a phone and nothing happens. Two jobs gone this week.

Jonas"""


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.now, tick=False)


@pytest.fixture
def case(world: World) -> Ticket:
    ticket = world.write_in(world.jonas, LETTER, subject="Booking is broken")
    return world.write_in(world.jonas, "It is the page on our own site. I am losing money here.", subject="Re: Booking",
                          answers=ticket.entries.get())


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def rail_of(client: Client, ticket: Ticket) -> str:
    return text_of(client.get(f"/c/{ticket.pk}/understanding/"))


def send(client: Client, ticket: Ticket, **more: Any) -> Any:
    """By the button on the page, with the key that the page gave out."""
    page = client.get(f"/c/{ticket.pk}/heard/").content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key is not None
    form = {"act": "send", "key": key[1], "text": "Your clients cannot confirm a booking on a phone."}
    return client.post(f"/c/{ticket.pk}/heard/", form | more)


def sent_to_them(world: World, ticket: Ticket) -> Restatement:
    """The latest restatement, taken by their server."""
    found = restatements.latest(ticket)
    assert found is not None
    Delivery.objects.filter(submissions=found.submission).update(state="sent", sent_at=world.now)
    return found


def test_a_quick_question_never_meets_it(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.jonas, "Hello,\n\nuntil when are you open on Friday?\n\nJonas", subject="Friday")
    assert "What we heard" not in rail_of(sign_in(world.ioana), ticket)


def test_it_is_offered_where_it_helps_with_what_is_missing(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    rail = rail_of(client, case)
    assert "Say back what you understood" in rail
    assert "Not said yet: ? What they have tried already" in rail
    page = text_of(client.get(f"/c/{case.pk}/heard/"))
    assert "Since Thursday your clients tap Confirm on a phone and nothing happens." in page
    assert "You are losing money here." in page


def test_the_step_costs_three_queries(world: World, case: Ticket, sign_in: SignIn,
                                      django_assert_max_num_queries: Any) -> None:
    from entendu.doors.web.desk.fate import Reader
    from entendu.doors.web.understanding import heard

    ticket = Ticket.objects.select_related("contact").get(pk=case.pk)
    with django_assert_max_num_queries(3):
        assert heard.step(ticket, Reader(world.ioana, "en", world.now)) is not None


def test_typing_keeps_it_and_says_when_it_would_go(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    answer = client.post(f"/c/{case.pk}/heard/draft/", {"text": "You cannot take bookings."})
    assert "by email" in text_of(answer).lower()
    assert restatements.latest(case).text == "You cannot take bookings."  # type: ignore[union-attr]
    assert "You cannot take bookings." in text_of(sign_in(world.leo).get(f"/c/{case.pk}/heard/"))
    marie = world.write_in(world.marie, LETTER, subject="Booking")
    held = text_of(client.post(f"/c/{marie.pk}/heard/draft/", {"text": "You cannot take bookings."}))
    assert "08:00" in held  # it is 21:40 for Marie, and she did write; the question waits for her morning


def test_it_goes_once_with_its_questions_in_their_language(world: World, case: Ticket, sign_in: SignIn) -> None:
    people.change_contact(world.jonas, language="fr")
    client = sign_in(world.ioana)
    page = client.get(f"/c/{case.pk}/heard/").content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key is not None
    form = {"act": "send", "key": key[1], "text": "Vos clients ne peuvent pas confirmer.", "codes": ["tried"]}
    for _press in range(3):
        assert client.post(f"/c/{case.pk}/heard/", form).status_code == 302
    delivery = Delivery.objects.get()
    assert delivery.body.startswith("Bonjour Jonas,\n\nVoici ce que nous avons compris\xa0:\n\nVos clients")
    assert "Est-ce bien cela\xa0?" in delivery.body
    assert re.search(r"/case/\S+/\?heard=yes#heard", delivery.body)
    assert re.search(r"/case/\S+/\?heard=no#heard", delivery.body)
    assert "Qu’avez-vous déjà essayé" in delivery.body
    assert Task.objects.get().state == "asked"
    assert "What they have tried already" not in rail_of(client, case)


def test_what_is_confirmed_stands_in_the_rail(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    send(client, case)
    assert "with Jonas" in rail_of(client, case)
    said = sent_to_them(world, case)
    Client().post(f"/case/{case_link.token(case, world.now)}/heard/", {"restatement": said.pk, "answer": "yes"})
    rail = rail_of(client, case)
    assert "confirmed by Jonas" in rail
    assert "Your clients cannot confirm a booking on a phone." in rail
    assert "Not said yet" not in rail
    assert "Jonas says that what we understood is right" in text_of(client.get(f"/c/{case.pk}/"))
    assert restatements.problem_statement(case) == said


@pytest.mark.parametrize(("words", "state"), [
    ("Yes, that's it!\n\nJonas", "confirmed"), ("Oui, c'est ça.", "confirmed"), ("Da, exact", "confirmed"),
    ("Not quite: it is the tablet as well.", "corrected"), ("Pas tout à fait, aussi sur tablette", "corrected"),
    ("Yes, but on tablets as well.", "answered"), ("When will it work again?", "answered"),
])
def test_an_answer_in_words_counts(world: World, case: Ticket, sign_in: SignIn, words: str, state: str) -> None:
    send(sign_in(world.ioana), case)
    said = sent_to_them(world, case)
    world.later(minutes=30)
    world.write_in(world.jonas, words, answers=Entry.objects.filter(ticket=case, kind="ours").latest("id"))
    said.refresh_from_db()
    assert said.state == state
    assert said.entry is not None
    assert (said.correction != "") == (state == "corrected")


def test_what_they_wrote_before_it_reached_them_is_no_answer(world: World, case: Ticket, sign_in: SignIn) -> None:
    send(sign_in(world.ioana), case)
    world.write_in(world.jonas, "Yes!", answers=case.entries.filter(kind="theirs").latest("id"))
    assert restatements.latest(case).state == "sent"  # type: ignore[union-attr]


def test_in_doubt_a_person_says_whether_it_was_a_yes(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    send(client, case)
    said = sent_to_them(world, case)
    world.later(minutes=30)
    world.write_in(world.jonas, "Yes, but on tablets as well.",
                   answers=Entry.objects.filter(ticket=case, kind="ours").latest("id"))
    assert "Jonas answered: read it" in rail_of(client, case)
    page = text_of(client.get(f"/c/{case.pk}/heard/"))
    assert "Is that a yes?" in page
    assert "Yes, but on tablets as well." in page
    client.post(f"/c/{case.pk}/heard/", {"act": "no"})
    said.refresh_from_db()
    assert (said.state, said.decided_by) == ("corrected", world.ioana)
    assert said.correction == "Yes, but on tablets as well."
    send(client, case, text="Your clients cannot confirm on phones and tablets.")
    assert [one.version for one in restatements.versions(case)] == [2, 1]
    assert "Earlier versions" in text_of(client.get(f"/c/{case.pk}/heard/"))


def test_undone_it_is_a_draft_again(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    send(client, case, codes=["tried"])
    said = restatements.latest(case)
    assert said is not None
    assert said.submission is not None
    assert undo(said.submission, world.ioana, now=world.now)
    said.refresh_from_db()
    assert (said.state, said.submission) == ("draft", None)
    assert Task.objects.get().state == "ready"
    assert not Draft.objects.filter(ticket=case).exists()
    send(client, case)
    assert restatements.latest(case).state == "sent"  # type: ignore[union-attr]


def test_a_keystroke_that_comes_late_begins_no_new_version(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    key = re.search(r'name="key" value="(\w+)"', client.get(f"/c/{case.pk}/heard/").content.decode())
    assert key is not None
    client.post(f"/c/{case.pk}/heard/", {"act": "send", "key": key[1], "text": "The page does nothing."})
    client.post(f"/c/{case.pk}/heard/draft/", {"key": key[1], "text": "The page does nothing"})
    assert [(one.version, one.state) for one in restatements.versions(case)] == [(1, "sent")]


def test_empty_it_does_not_go(world: World, case: Ticket, sign_in: SignIn) -> None:
    answer = send(sign_in(world.ioana), case, text="  ")
    assert answer.status_code == 422
    assert "nothing was sent" in text_of(answer)
    assert not Delivery.objects.exists()


def test_questions_go_into_the_reply_and_are_offered_once(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    assert client.post(f"/c/{case.pk}/heard/", {"act": "to-reply", "codes": ["tried"]}).status_code == 302
    draft = Draft.objects.get(ticket=case)
    assert draft.text == "So that we can go on:\n- What have you tried already? It need not be done again."
    assert "What they have tried already" not in rail_of(client, case)
    world.later(minutes=5)
    world.write_in(world.jonas, "I restarted the phone, no change.", answers=case.entries.latest("id"))
    assert Task.objects.get().state == "done"


def test_restate_drafts_nothing_out_of_nothing(world: World) -> None:
    ticket = world.write_in(world.jonas, "Hello!", subject="Hello")
    assert restate.proposed(ticket) == ""
