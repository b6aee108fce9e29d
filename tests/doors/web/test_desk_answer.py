"""Answering: the verdict as it is typed, sending once, undo, conflicts, notes, files, and what became of it all."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Entry, Ticket
from tests.world import World

SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Callable[..., None]:
    """It is the world's Monday; `clock(hours=3)` lets time pass for the pages as well."""
    time_machine.move_to(world.now, tick=False)

    def passes(**span: float) -> None:
        time_machine.move_to(world.later(**span), tick=False)

    return passes


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Jonas has written; it is evening for him and he has no hours, so an answer goes at once."""
    return world.write_in(world.jonas, "I land on the sign-in page.", subject="Sign-in loops")


def form(client: Client, ticket: Ticket) -> dict[str, str]:
    """What the composer's form holds when the page is opened."""
    return hidden(client.get(f"/c/{ticket.number}/").content.decode())


def hidden(page: str) -> dict[str, str]:
    """What the composer on this page had seen, and its key."""
    return dict(re.findall(r'<input type="hidden" name="(seen|key)"(?: id="\w+")? value="([^"]*)"', page))


def text_of(answer: Any) -> str:
    """The page as one line of words."""
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return html.unescape(" ".join(plain.split()))


def put(client: Client, ticket: Ticket, **fields: str) -> Any:
    """A draft as the page's script keeps it."""
    return client.put(f"/c/{ticket.number}/draft/", urlencode(fields), "application/x-www-form-urlencoded")


def send(client: Client, ticket: Ticket, text: str = "Try again now, please.", **more: Any) -> Any:
    """The form filled in and sent; `read`: the page's script has shown what the second reader says of it."""
    fields = {**form(client, ticket), "kind": "reply", "text": text, "read": "1"}
    return client.post(f"/c/{ticket.number}/answer/", fields | more)


def test_a_reply_goes_after_the_undo_window(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    assert send(client, ticket).status_code == 302
    delivery = Delivery.objects.get()
    assert (delivery.body, delivery.address, delivery.due_at) == (
        "Try again now, please.", "jonas@keller.example", world.now + timedelta(seconds=10))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == ("them", world.ioana)
    page = text_of(client.get(f"/c/{ticket.number}/"))
    assert "Reply to Jonas goes in 10 seconds." in page
    assert "Goes by email in a few seconds." in page
    assert "Reply to Jonas goes in 10 seconds." in text_of(client.get("/keys/")), "on every page"


@pytest.mark.parametrize(("own", "seconds"), [(30, 30), (0, 0), (None, 10)])
def test_the_undo_window_is_the_members_own(world: World, sign_in: SignIn, ticket: Ticket, own: int | None,
                                            seconds: int) -> None:
    staff.change_member(world.ioana, undo_seconds=own)
    send(sign_in(world.ioana), ticket)
    assert Delivery.objects.get().due_at == world.now + timedelta(seconds=seconds)


def test_pressed_twice_is_sent_once(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    filled = {**form(client, ticket), "kind": "reply", "text": "Try again now, please."}
    for _press in range(3):
        assert client.post(f"/c/{ticket.number}/answer/", filled).status_code == 302
    assert Delivery.objects.count() == Submission.objects.count() == 1
    late = put(client, ticket, text=filled["text"], key=filled["key"], kind="reply", seen=filled["seen"])
    assert late.status_code == 204
    assert not Draft.objects.exists(), "a draft that was on its way does not come back after its reply"


def test_a_second_window_sends_its_own_words(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    first, second = form(client, ticket), form(client, ticket)
    put(client, ticket, text="One", kind="reply", **first)
    client.post(f"/c/{ticket.number}/answer/", {**second, "kind": "reply", "text": "Two"})
    assert [one.body for one in Delivery.objects.all()] == ["Two"]
    assert not Draft.objects.exists()


def test_undo_brings_the_words_back(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    send(client, ticket, "Half a thouhgt")
    kept = Submission.objects.get()
    assert client.post(f"/messages/{kept.pk}/undo/").status_code == 302
    page = client.get(f"/c/{ticket.number}/").content.decode()
    assert "Half a thouhgt</textarea>" in page
    assert "goes in" not in text_of(client.get("/inbox/"))
    ticket.refresh_from_db()
    assert ticket.status == "open"
    send(client, ticket, "A whole thought")
    assert [one.body for one in Delivery.objects.filter(state="waiting")] == ["A whole thought"]


def test_undo_after_it_has_left(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    send(client, ticket)
    outbox.sent(Delivery.objects.get(), "250 queued", now=world.now)
    page = text_of(client.post(f"/messages/{Submission.objects.get().pk}/undo/", follow=True))
    assert "has left already and cannot be taken back" in page
    assert "Sent by email, 18:40." in page


def test_outside_their_hours_it_waits_and_says_so(world: World, sign_in: SignIn, clock: Callable[..., None]) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.", subject="Booking")
    clock(hours=3)
    client = sign_in(world.ioana)
    assert "Will go by email" not in text_of(client.get(f"/c/{ticket.number}/"))
    put(client, ticket, text="Hello")
    opened = text_of(client.get(f"/c/{ticket.number}/"))
    assert "Will go by email at 08:00: it is 00:40 for Marie." in opened
    assert "Send at 08:00" in opened
    assert "undo until 08:00" in opened
    send(client, ticket, "Hello Marie")
    delivery = Delivery.objects.get()
    assert delivery.due_at.isoformat() == "2026-11-24T04:00:00+00:00"
    page = text_of(client.get(f"/c/{ticket.number}/"))
    assert "Goes by email Tue 24 Nov, 05:00 (08:00 theirs)." in page
    assert "Reply to Marie goes at 05:00 tomorrow" in page


def test_sent_now_for_a_reason(world: World, sign_in: SignIn, clock: Callable[..., None]) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.", subject="Booking")
    clock(hours=3)
    client = sign_in(world.ioana)
    refused = send(client, ticket, "Hello Marie", act="overrule", reason=" ")
    assert refused.status_code == 422
    assert "Say in a few words why it goes now" in text_of(refused)
    assert "Hello Marie</textarea>" in refused.content.decode()
    send(client, ticket, "Hello Marie", act="overrule", reason="she waits at the airport")
    assert Delivery.objects.get().due_at == world.now + timedelta(seconds=10)
    assert "she waits at the airport" in text_of(client.get(f"/c/{ticket.number}/"))


def test_released_for_a_reason(world: World, sign_in: SignIn, clock: Callable[..., None]) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.", subject="Booking")
    clock(hours=3)
    client = sign_in(world.ioana)
    send(client, ticket, "Hello Marie")
    address = f"/messages/{Submission.objects.get().pk}/release/"
    assert "why it goes now" in text_of(client.post(address, {"reason": ""}, follow=True))
    client.post(address, {"reason": "she waits at the airport"})
    assert Delivery.objects.get().due_at == world.now + timedelta(seconds=10)


def test_the_same_words_twice_are_kept_and_can_be_sent(world: World, sign_in: SignIn, ticket: Ticket,
                                                       clock: Callable[..., None]) -> None:
    client = sign_in(world.ioana)
    clock(minutes=5)
    send(client, ticket, "Try again.")
    outbox.sent(Delivery.objects.get(), "250 queued", now=world.now)
    clock(minutes=5)
    said = put(client, ticket, text="Try again.", kind="reply", **form(client, ticket))
    assert "got the same message" in text_of(said)
    assert "Keep, not sent" in text_of(said)
    send(client, ticket, "Try again.")
    assert Delivery.objects.count() == 1
    dropped = Submission.objects.get(state="dropped")
    assert "Not sent: Jonas got the same message" in text_of(client.get(f"/c/{ticket.number}/"))
    client.post(f"/messages/{dropped.pk}/release/", {"reason": "he asked for it again"})
    assert Delivery.objects.filter(state="waiting").count() == 1


def test_what_was_no_longer_right_at_its_time_can_still_be_sent(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    send(client, ticket)
    outbox.withdraw(Delivery.objects.get(), now=world.now)
    outbox.settle(Submission.objects.get(), Submission.State.DROPPED)
    client.post(f"/messages/{Submission.objects.get().pk}/release/", {"reason": "he asked for it"})
    assert (Delivery.objects.get().state, Submission.objects.get().state) == ("waiting", "leaving")


def test_what_was_put_off_can_go_now(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    send(client, ticket, then="at", send_at="2026-11-25T09:30")
    client.post(f"/messages/{Submission.objects.get().pk}/release/", {"reason": "it cannot wait"})
    assert Delivery.objects.get().due_at == world.now + timedelta(seconds=10)


@pytest.mark.parametrize(("then", "status", "leads_to"), [
    ("", "them", "/c/{}/"), ("wait", "them", "/c/{}/"), ("close", "solved", "/inbox/")])
def test_ways_to_send(world: World, sign_in: SignIn, ticket: Ticket, then: str, status: str, leads_to: str) -> None:
    answer = send(sign_in(world.ioana), ticket, then=then)
    ticket.refresh_from_db()
    assert (ticket.status, answer["Location"]) == (status, leads_to.format(ticket.number))


def test_send_and_open_next(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    other = world.write_in(world.marie, "The page does nothing.")
    client = sign_in(world.ioana)
    assert send(client, other, then="next")["Location"] == f"/c/{ticket.number}/"
    assert send(client, ticket, then="next")["Location"] == "/inbox/"


def test_another_time(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    late = send(client, ticket, then="at", send_at="2026-11-20T08:00")
    assert late.status_code == 422
    assert "still to come" in text_of(late)
    send(client, ticket, then="at", send_at="2026-11-25T09:30")
    assert Delivery.objects.get().due_at.isoformat() == "2026-11-25T08:30:00+00:00", "on Ioana's clock, in Paris"


def test_nothing_written(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    answer = send(sign_in(world.ioana), ticket, " \n ")
    assert answer.status_code == 422
    assert "There is nothing written yet" in text_of(answer)
    assert not Submission.objects.exists()


def test_a_note_never_leaves(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    put(client, ticket, text="He is nice", kind="note", **form(client, ticket))
    send(client, ticket, "He is nice", kind="note")
    assert not Submission.objects.exists()
    assert ticket.entries.get(kind=Entry.Kind.NOTE).text == "He is nice"
    assert not Draft.objects.exists()
    assert "note for the team" in text_of(sign_in(world.leo).get(f"/c/{ticket.number}/"))


def test_a_colleague_answered_meanwhile(world: World, sign_in: SignIn, ticket: Ticket,
                                        clock: Callable[..., None]) -> None:
    client = sign_in(world.ioana)
    opened = form(client, ticket)
    put(client, ticket, text="I think", kind="reply", **opened)
    world.answer(ticket, world.leo, "It works again.")
    clock(seconds=20)
    warned = put(client, ticket, text="I think that", kind="reply", **opened)
    assert warned.status_code == 409
    assert "Léo answered Jonas 20 s ago." in text_of(warned)
    assert Draft.objects.get(member=world.ioana).text == "I think that", "kept all the same"
    first = client.post(f"/c/{ticket.number}/answer/", {**opened, "kind": "reply", "text": "I think that too."})
    assert first.status_code == 409
    assert "I think that too.</textarea>" in first.content.decode()
    assert Submission.objects.filter(member=world.ioana).count() == 0
    again = hidden(first.content.decode())
    second = client.post(f"/c/{ticket.number}/answer/", {**again, "kind": "reply", "text": "I think that too."})
    assert second.status_code == 302
    assert Submission.objects.filter(member=world.ioana).count() == 1


def test_they_wrote_meanwhile(world: World, sign_in: SignIn, ticket: Ticket, clock: Callable[..., None]) -> None:
    client = sign_in(world.ioana)
    opened = form(client, ticket)
    clock(minutes=2)
    world.write_in(world.jonas, "Forget it, it works.", answers=ticket.entries.first())
    clock(seconds=5)
    answer = client.post(f"/c/{ticket.number}/answer/", {**opened, "kind": "reply", "text": "Try this."})
    assert "Jonas wrote 5 s ago." in text_of(answer)


def test_the_open_thread_learns_of_it(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    opened = form(client, ticket)
    part = {"HX-Request": "true", "HX-Target": "entries"}
    put(client, ticket, text="I think", kind="reply", **opened)
    world.answer(ticket, world.leo, "It works again.")
    refreshed = client.get(f"/c/{ticket.number}/", {"seen": opened["seen"]}, headers=part)
    assert "Léo answered Jonas" in text_of(refreshed)
    assert f'name="seen" id="seen" value="{opened["seen"]}"' in refreshed.content.decode()


def test_files_go_along(world: World, sign_in: SignIn, ticket: Ticket, settings: Any) -> None:
    client = sign_in(world.ioana)
    settings.ENTENDU_ATTACHMENT_BYTES = 10
    large = SimpleUploadedFile("film.mp4", b"01234567890", "video/mp4")
    refused = send(client, ticket, "See the film", attachments=[large])
    assert refused.status_code == 422
    assert "film.mp4 has 11 bytes, and a file may have 10 bytes at most" in text_of(refused)
    assert "See the film</textarea>" in refused.content.decode()
    small = SimpleUploadedFile("plan.txt", b"a plan", "text/plain")
    send(client, ticket, "", attachments=[small])
    entry = ticket.entries.get(kind=Entry.Kind.OURS)
    attachment = entry.attachments.get()
    assert (attachment.name, attachment.size) == ("plan.txt", 6)
    got = sign_in(world.leo).get(f"/files/{attachment.pk}/")
    assert got.content == b"a plan"
    assert got["Content-Disposition"] == 'attachment; filename="plan.txt"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_is_taken_out_again(world: World, sign_in: SignIn, ticket: Ticket) -> None:
    client = sign_in(world.ioana)
    world.answer(ticket, world.ioana, "Before")
    plan = SimpleUploadedFile("plan.txt", b"a plan", "text/plain")
    send(client, ticket, "See the plan", attachments=[plan])
    client.post(f"/messages/{Submission.objects.last().pk}/undo/")
    kept = Draft.objects.get().attachments.get()
    page = client.get(f"/c/{ticket.number}/")
    assert "plan.txt" in text_of(page)
    send(client, ticket, "See the plan", act=f"remove-{kept.pk}")
    assert (Draft.objects.get().text, Draft.objects.get().attachments.count()) == ("See the plan", 0)


OUTCOMES = {
    "sent": (lambda one, now: outbox.sent(one, "250 queued", now=now), "Sent by email, 18:40."),
    "deferred": (lambda one, now: outbox.deferred(one, "450 try later", now + timedelta(minutes=5), now=now),
                 "Not sent yet. 450 try later. Your text is kept. We try again at 18:45."),
    "refused": (lambda one, now: outbox.refused(one, "550 no such user", now=now), "Not sent. 550 no such user."),
    "lost": (lambda one, now: outbox.lost_sight(one, "The line broke.", now=now),
             "We do not know whether it arrived. The line broke."),
    "bounced": (lambda one, now: outbox.bounced(one, "mailbox full", now=now),
                "Came back, Jonas did not get it: mailbox full."),
}


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_what_became_of_it(world: World, sign_in: SignIn, ticket: Ticket, name: str) -> None:
    client = sign_in(world.ioana)
    happens, words = OUTCOMES[name]
    send(client, ticket)
    happens(Delivery.objects.get(), world.now)
    assert words in text_of(client.get(f"/c/{ticket.number}/"))


@pytest.mark.parametrize("name", ["deferred", "refused", "bounced"])
def test_tried_again_by_hand(world: World, sign_in: SignIn, ticket: Ticket, name: str) -> None:
    client = sign_in(world.ioana)
    send(client, ticket)
    OUTCOMES[name][0](Delivery.objects.get(), world.now)
    client.post(f"/messages/{Submission.objects.get().pk}/retry/")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.due_at, delivery.attempts) == ("waiting", world.now, 0)


@pytest.mark.parametrize("state", ["claimed", "in_flight", "sent"])
def test_what_is_under_way_is_not_tried_again(world: World, sign_in: SignIn, ticket: Ticket, state: str) -> None:
    client = sign_in(world.ioana)
    send(client, ticket)
    Delivery.objects.update(state=state)
    page = text_of(client.post(f"/messages/{Submission.objects.get().pk}/retry/", follow=True))
    assert "nothing was sent twice" in page
    assert Delivery.objects.get().state == state


@pytest.mark.parametrize(("said", "state"), [("yes", "sent"), ("no", "waiting")])
def test_an_unknown_outcome_is_settled_once(world: World, sign_in: SignIn, ticket: Ticket, said: str,
                                            state: str) -> None:
    client = sign_in(world.ioana)
    send(client, ticket)
    outbox.lost_sight(Delivery.objects.get(), "The line broke.", now=world.now)
    address = f"/messages/{Submission.objects.get().pk}/arrival/"
    client.post(address, {"arrived": said})
    assert Delivery.objects.get().state == state
    assert "settled already" in text_of(client.post(address, {"arrived": "no"}, follow=True))
    assert Delivery.objects.get().state == state
