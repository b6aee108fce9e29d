"""A temporary fix: on record, told and confirmed as temporary, and no case is over while it stands."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from entendu.core.tickets.states import Status
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.understanding import temporary as step
from entendu.flows.portal import case_link
from entendu.flows.submit import undo
from entendu.flows.truth import temporary as flow
from entendu.parts.options.actions.temporary import InPlace
from entendu.parts.options.models import TemporaryFix
from entendu.parts.options.queries import temporary as queries
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Draft, Entry, Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
FORM = {"act": "record", "name": "A plain form", "works": "Your page takes bookings without the calendar.",
        "since": "2026-11-23T10:15", "until": "2026-11-26"}


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.now, tick=False)


@pytest.fixture
def case(world: World) -> Ticket:
    return world.write_in(world.jonas, "Hello,\n\nmy clients tap Confirm and nothing happens.", subject="Booking")


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def press(client: Client, ticket: Ticket, act: str, **more: Any) -> Any:
    """One press on the page, at the latest of the fixes, or at `fix`."""
    page = client.get(f"/c/{ticket.pk}/temporary/").content.decode()
    fix = more.pop("fix", None) or latest(ticket)
    key = re.search(rf'name="key" value="(\w+[ta]{fix.pk})"', page)
    said = {"act": act, "fix": fix.pk, "key": key[1] if key else ""}
    return client.post(f"/c/{ticket.pk}/temporary/", said | more)


def latest(ticket: Ticket) -> TemporaryFix:
    return queries.fixes(ticket)[0]


def reached(world: World) -> None:
    Delivery.objects.filter(state="waiting").update(state="sent", sent_at=world.now)


def tap(world: World, ticket: Ticket, answer: str, fix: TemporaryFix | None = None) -> Any:
    """One tap on the case page, at the latest of the fixes, or at `fix`."""
    return Client().post(f"/case/{case_link.token(ticket, world.now)}/temporary/",
                         {"fix": (fix or latest(ticket)).pk, "answer": answer})


@pytest.fixture
def told(world: World, case: Ticket, sign_in: SignIn) -> Ticket:
    """Recorded and told, and the message has arrived."""
    client = sign_in(world.ioana)
    client.post(f"/c/{case.pk}/temporary/", FORM)
    press(client, case, "tell", confirmed="on")
    reached(world)
    return case


def state(ticket: Ticket) -> str:
    return latest(ticket).state


def close(client: Client, ticket: Ticket, to: Status = Status.SOLVED) -> str:
    """Tries to close it by the menu; returns what the page says."""
    client.post(f"/c/{ticket.pk}/status/", {"status": to})
    ticket.refresh_from_db()
    return text_of(client.get(f"/c/{ticket.pk}/"))


def test_it_is_told_in_plain_words_in_their_language_once(world: World, case: Ticket, sign_in: SignIn) -> None:
    people.change_contact(world.jonas, language="fr")
    client = sign_in(world.ioana)
    client.post(f"/c/{case.pk}/temporary/", FORM | {"name": "Un formulaire simple", "works": ""})
    assert "Jonas does not know yet" in text_of(client.get(f"/c/{case.pk}/understanding/"))
    preview = text_of(client.get(f"/c/{case.pk}/temporary/"))
    assert "Ceci est provisoire." in preview
    press(client, case, "tell", confirmed="on")
    key = Delivery.objects.get().submissions.get().key
    client.post(f"/c/{case.pk}/temporary/", {"act": "tell", "key": key})
    body = Delivery.objects.get().body
    assert "Un formulaire simple" in body
    assert "jeudi 26 novembre" in body
    assert re.search(r"/case/\S+/#temporary", body)
    assert Promise.objects.get().due is not None  # the day in it is a word given
    assert state(case) == "told"
    assert "with Jonas" in text_of(client.get(f"/c/{case.pk}/understanding/"))


def test_a_day_before_the_cause_is_known_is_asked_about(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    client.post(f"/c/{case.pk}/temporary/", FORM)
    asked = press(client, case, "tell")
    assert asked.status_code == 422
    assert "Send it so all the same" in text_of(asked)
    assert not Delivery.objects.exists()
    client.post(f"/c/{case.pk}/temporary/", FORM | {"until": "", "fix": latest(case).pk})
    assert press(client, case, "tell").status_code == 302
    assert "We have no day for the repair yet" in Delivery.objects.get().body


def test_a_tap_says_that_it_is_clear(world: World, told: Ticket, sign_in: SignIn) -> None:
    page = text_of(Client().get(f"/case/{case_link.token(told, world.now)}/"))
    assert "For now: A plain form Your page takes bookings without the calendar." in page
    assert "You have a stopgap for now. The repair comes by Thursday 26 November." in page
    for _twice in range(2):
        assert tap(world, told, "clear").status_code == 302
    assert state(told) == "confirmed"
    client = sign_in(world.ioana)
    assert "confirmed by Jonas" in text_of(client.get(f"/c/{told.pk}/understanding/"))
    assert text_of(client.get(f"/c/{told.pk}/")).count("Jonas knows that the fix is temporary") == 1
    assert "You know that this is temporary." in text_of(
        Client().get(f"/case/{case_link.token(told, world.now)}/"))


@pytest.mark.parametrize(("words", "after"), [
    ("Yes, thank you", "confirmed"), ("Oui, c'est clair", "confirmed"), ("Da", "confirmed"),
    ("No, I thought it was repaired.", "answered"), ("When do you come?", "told"),
])
def test_an_answer_in_words(world: World, told: Ticket, words: str, after: str) -> None:
    world.later(minutes=10)
    world.write_in(world.jonas, words, answers=Entry.objects.filter(ticket=told, kind="ours").get())
    assert state(told) == after


@pytest.mark.parametrize("to", [Status.SOLVED, Status.CLOSED])
def test_no_case_is_over_while_it_stands(world: World, told: Ticket, sign_in: SignIn, to: Status) -> None:
    page = close(sign_in(world.ioana), told, to)
    assert told.status != to
    assert "“A plain form” is temporary, so the case is not solved" in page
    assert "fix the root cause, or ask Jonas whether it may stay" in page


def test_send_and_close_sends_nothing_and_keeps_the_words(world: World, told: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    page = client.get(f"/c/{told.pk}/").content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key is not None
    before = Delivery.objects.count()
    answer = client.post(f"/c/{told.pk}/answer/", {
        "key": key[1], "text": "All done, call me on Friday.", "kind": "ours", "then": "close", "read": "1",
        "seen": "999999"})
    assert answer.status_code == 422
    assert "nothing was sent and it stays open" in text_of(answer)
    assert "All done, call me on Friday." in answer.content.decode()
    assert Delivery.objects.count() == before


def test_the_root_cause_lets_it_close_and_tells_them(world: World, told: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    press(client, told, "repaired", words="")
    assert "Say what was repaired" in text_of(client.get(f"/c/{told.pk}/temporary/"))
    press(client, told, "repaired", words="the missing line is back in the header")
    assert state(told) == "fixed"
    assert {(one.state, one.why) for one in Promise.objects.all()} == {
        ("kept", "the missing line is back in the header")}
    assert "You fixed the root cause: the missing line" in text_of(client.get(f"/c/{told.pk}/"))
    press(client, told, "to-reply")
    assert Draft.objects.get().text == ("The repair is in: the missing line is back in the header. The stopgap is not "
                                        "needed any more: A plain form.")
    close(client, told)
    assert told.status == "solved"


def test_they_may_agree_to_live_with_it(world: World, told: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    assert tap(world, told, "stay").status_code == 422  # nobody asked
    press(client, told, "ask")
    assert "Can you live with it as it is?" in Delivery.objects.latest("id").body
    reached(world)
    assert "Can you live with it as it is?" in text_of(Client().get(f"/case/{case_link.token(told, world.now)}/"))
    assert tap(world, told, "stay").status_code == 302
    assert state(told) == "accepted"
    assert "Jonas lives with it" in text_of(client.get(f"/c/{told.pk}/understanding/"))
    close(client, told)
    assert told.status == "solved"


@pytest.mark.parametrize(("words", "after"), [
    ("Yes, but not for long.", "told"), ("Yes", "accepted"), ("No, please repair it.", "told"),
])
def test_they_may_say_so_by_mail(world: World, told: Ticket, sign_in: SignIn, words: str, after: str) -> None:
    world.later(minutes=1)
    (fix,) = queries.standing(told)
    press(sign_in(world.ioana), told, "ask")
    reached(world)
    world.later(minutes=10)
    world.write_in(world.jonas, words, answers=Entry.objects.filter(ticket=told, kind="ours").latest("id"))
    assert state(told) == after
    fix.refresh_from_db()
    assert (fix.asked_at is None) == words.startswith("No")


def test_on_the_phone_it_wants_their_words(world: World, told: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    press(client, told, "accepted", words="  ")
    assert state(told) == "told"
    press(client, told, "accepted", words="On the phone at 18:10: fine as it is")
    assert state(told) == "accepted"
    assert "On the phone at 18:10" in text_of(client.get(f"/c/{told.pk}/temporary/"))


def test_in_other_words_it_is_told_again(world: World, told: Ticket, sign_in: SignIn) -> None:
    tap(world, told, "clear")
    client = sign_in(world.ioana)
    client.post(f"/c/{told.pk}/temporary/", FORM | {"until": "2026-12-03", "fix": latest(told).pk})
    fix = TemporaryFix.objects.get()
    assert (fix.state, fix.until, fix.confirmed_at) == ("recorded", date(2026, 12, 3), None)
    assert "For now: A plain form" not in text_of(Client().get(f"/case/{case_link.token(told, world.now)}/"))


def test_taken_back_they_were_not_told(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    client.post(f"/c/{case.pk}/temporary/", FORM)
    press(client, case, "tell", confirmed="on")
    assert undo(Delivery.objects.get().submissions.get().pk, world.ioana, now=world.now)
    assert state(case) == "recorded"
    press(client, case, "discard")
    assert not TemporaryFix.objects.exists()
    assert tickets.may_be_over(case)


def test_a_case_that_was_over_is_open_again(world: World, case: Ticket) -> None:
    tickets.move(case, Status.SOLVED, member=world.ioana, now=world.now)
    flow.record(case, world.ioana, InPlace("A plain form", "", world.now), now=world.now)
    case.refresh_from_db()
    assert case.status == "us"


@pytest.fixture
def two(world: World, told: Ticket, sign_in: SignIn) -> Ticket:
    """A second one is put on record beside the first, half an hour after that was told, told, and has arrived."""
    Delivery.objects.update(sent_at=world.now - timedelta(minutes=30))
    client = sign_in(world.ioana)
    client.post(f"/c/{told.pk}/temporary/", FORM | {"name": "A list by hand", "until": ""})
    press(client, told, "tell", confirmed="on")
    reached(world)
    return told


def test_pressed_twice_it_is_one(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    for _twice in range(2):
        client.post(f"/c/{case.pk}/temporary/", FORM)
    assert TemporaryFix.objects.count() == 1


def test_each_is_told_confirmed_and_ends_by_itself(world: World, two: Ticket, sign_in: SignIn) -> None:
    form, by_hand = queries.standing(two)
    page = text_of(Client().get(f"/case/{case_link.token(two, world.now)}/"))
    assert "You have 2 stopgaps for now. The repairs are still to come." in page
    assert page.index("A plain form Your page takes bookings") < page.index("A list by hand")
    assert tap(world, two, "clear", form).status_code == 302
    client = sign_in(world.ioana)
    beside = text_of(client.get(f"/c/{two.pk}/understanding/"))
    assert re.search(r"A plain form, since .{,40} confirmed by Jonas", beside)
    assert re.search(r"A list by hand, since .{,60} with Jonas", beside)
    said = close(client, two)
    assert "Several things are temporary, so the case is not solved: “A plain form”, “A list by hand”." in said
    press(client, two, "repaired", fix=form, words="the missing line is back")
    assert "“A list by hand” is temporary" in close(client, two)
    assert two.status != "solved"
    press(client, two, "to-reply", fix=form)
    assert Draft.objects.get().text.endswith("The stopgap is not needed any more: A plain form.")
    press(client, two, "accepted", fix=by_hand, words="On the phone: fine")
    close(client, two)
    assert two.status == "solved"


def test_a_yes_by_mail_answers_what_was_asked_last(world: World, two: Ticket) -> None:
    form, by_hand = queries.standing(two)
    world.later(minutes=10)
    world.write_in(world.jonas, "Yes", answers=Entry.objects.filter(ticket=two, kind="ours").latest("id"))
    form.refresh_from_db()
    by_hand.refresh_from_db()
    assert (form.state, by_hand.state) == ("told", "confirmed")


def test_a_yes_to_what_arrived_as_one_is_for_both(world: World, two: Ticket) -> None:
    Delivery.objects.update(sent_at=world.now)
    world.later(minutes=10)
    world.write_in(world.jonas, "Yes", answers=Entry.objects.filter(ticket=two, kind="ours").latest("id"))
    assert [one.state for one in queries.standing(two)] == ["confirmed", "confirmed"]


def test_leave_to_let_things_stay_is_given_for_one_at_a_time(world: World, two: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    for fix in queries.standing(two):
        press(client, two, "ask", fix=fix)
    Delivery.objects.update(state="sent", sent_at=world.now)
    world.write_in(world.jonas, "Yes", answers=Entry.objects.filter(ticket=two, kind="ours").latest("id"))
    assert len(queries.standing(two)) == 2
    form, by_hand = queries.standing(two)
    assert tap(world, two, "stay", form).status_code == 302
    assert queries.standing(two) == [by_hand]


def test_the_words_of_one_that_has_ended_stay(world: World, two: Ticket, sign_in: SignIn) -> None:
    form, _by_hand = queries.standing(two)
    client = sign_in(world.ioana)
    press(client, two, "repaired", fix=form, words="the line is back")
    client.post(f"/c/{two.pk}/temporary/", FORM | {"name": "Another form", "fix": form.pk})
    form.refresh_from_db()
    assert form.name == "A plain form"
    assert "Nothing temporary stands on this case any more" in text_of(client.get(f"/c/{two.pk}/temporary/"))
    assert flow.reword(form, world.ioana, InPlace("Another form", "", world.now)) is False


def test_the_step_costs_one_query(world: World, told: Ticket, django_assert_max_num_queries: Any) -> None:
    ticket = Ticket.objects.select_related("contact").get(pk=told.pk)
    flow.record(ticket, world.ioana, InPlace("A list by hand", "", world.now), now=world.now)
    with django_assert_max_num_queries(1):
        assert step.step(ticket, Reader(world.ioana, "en", world.now)) is not None


def test_another_team_cannot_end_it(world: World, told: Ticket, sign_in: SignIn) -> None:
    assert sign_in(world.ana).post(f"/c/{told.pk}/temporary/", {"act": "repaired", "words": "x"}).status_code == 404
