"""The lists, finding, and what is done to a case without a word to the customer."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entendu.core.tickets.states import Status
from entendu.parts.people import actions as people
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import lists
from entendu.parts.tickets import queries as queries_of_tickets
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


def words(answer: Any) -> str:
    """The page as one line of words."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def numbers(answer: Any) -> list[int]:
    """The tickets of a list page, in their order."""
    return [int(one) for one in re.findall(r'id="row-(\d+)"', answer.content.decode())]


def many(world: World, count: int) -> list[Ticket]:
    """So many people have written, one a minute."""
    found = []
    for number in range(count):
        who = people.meet("email", f"n{number}@crowd.example", name=f"Guest {number}", language="en", now=world.now)
        found.append(tickets.open_ticket(world.care, who, subject=f"Matter {number}", channel="email",
                                         now=world.now))
        tickets.record_theirs(found[-1], who, tickets.Said(text="Hello"), now=world.now)
        world.later(minutes=1)
    return found


def test_who_waited_longest_stands_above_the_newest(world: World, sign_in: SignIn, clock: Callable[..., None]) -> None:
    old = world.write_in(world.jonas, "I cannot sign in.", subject="Sign-in loops")
    clock(days=2)
    new = world.write_in(world.marie, "The page does nothing.", subject="Booking")
    clock(minutes=38)
    page = sign_in(world.ioana).get("/inbox/")
    assert numbers(page) == [old.pk, new.pk]
    said = words(page)
    order = ["Waiting longest", "Waiting 2 days", "Today", "Waiting 38 min"]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)


@pytest.mark.parametrize(("view", "who", "expected"), [
    ("inbox", "ioana", ["open", "hers"]), ("mine", "ioana", ["hers"]), ("us", "ioana", ["open", "hers", "leos"]),
    ("them", "ioana", ["answered"]), ("all", "ioana", ["open", "hers", "leos", "answered", "solved", "later"]),
    ("inbox", "leo", ["open", "leos"]), ("all", "ana", []),
])
def test_what_each_list_holds(world: World, sign_in: SignIn, view: str, who: str, expected: list[str]) -> None:
    names = ["open", "hers", "leos", "answered", "solved", "later"]
    cases = dict(zip(names, many(world, 6), strict=True))
    by = {"member": world.ioana, "now": world.now}
    tickets.assign(cases["hers"], world.ioana, **by)
    tickets.assign(cases["leos"], world.leo, **by)
    tickets.move(cases["answered"], Status.WAITING_FOR_THEM, **by)
    tickets.move(cases["solved"], Status.SOLVED, **by)
    tickets.set_later(cases["later"], world.now + timedelta(days=9), **by)
    page = sign_in(getattr(world, who)).get(f"/{view}/")
    assert sorted(numbers(page)) == sorted(cases[name].pk for name in expected)


@pytest.mark.parametrize("who", ["ioana", "leo", "ana", "sofia"])
def test_the_navigation_counts_what_the_lists_hold(world: World, sign_in: SignIn, who: str) -> None:
    cases = many(world, 9)
    by = {"member": world.ioana, "now": world.now}
    for case, member in zip(cases[:5], [world.ioana, world.ioana, world.leo, world.leo, world.ioana], strict=True):
        tickets.assign(case, member, **by)
    tickets.set_later(cases[0], world.now + timedelta(days=9), **by)
    tickets.set_later(cases[5], world.now + timedelta(days=9), **by)
    tickets.set_later(cases[6], world.now - timedelta(days=1), **by)
    tickets.move(cases[1], Status.WAITING_FOR_THEM, **by)
    tickets.move(cases[2], Status.SOLVED, **by)
    tickets.move(cases[7], Status.CLOSED, **by)
    world.write_in(world.marie, "The invoice is missing.", to=world.billing)
    client = sign_in(getattr(world, who))
    for view in ("inbox", "mine", "us", "them"):
        page = client.get(f"/{view}/")
        assert page.context["nav"][view] == len(numbers(page)), view


def test_nobody_is_told_the_exact_number_of_very_many(world: World, sign_in: SignIn,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    many(world, 4)
    monkeypatch.setattr(queries_of_tickets, "MOST_COUNTED", 3)
    client = sign_in(world.leo)
    assert '<span class="n">2+</span>' in client.get("/inbox/").content.decode()
    assert "2+ cases" in words(client.get("/more/"))
    tickets.move(Ticket.objects.order_by("pk")[0], Status.SOLVED, member=world.leo, now=world.now)
    tickets.move(Ticket.objects.order_by("pk")[1], Status.SOLVED, member=world.leo, now=world.now)
    assert '<span class="n">2</span>' in client.get("/inbox/").content.decode()


def test_what_a_member_may_see_is_asked_at_each_request(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.")
    ioana, address = sign_in(world.ioana), f"/c/{ticket.number}/"
    assert ioana.get(address).status_code == 200
    staff.set_teams(world.ioana, [world.billing.team])
    assert ioana.get(address).status_code == 404
    assert numbers(ioana.get("/all/")) == []


def test_pages_follow_each_other_without_a_gap(world: World, sign_in: SignIn) -> None:
    cases = many(world, 120)
    Ticket.objects.update(last_at=world.now)  # the same moment for all: the number decides
    client, address, seen = sign_in(world.ioana), "/all/", []
    while address:
        page = client.get(address)
        seen += numbers(page)
        found = re.search(r'class="older"><a class="act" href="([^"]+)"', page.content.decode())
        address = html.unescape(found[1]) if found else ""
    assert seen == sorted((case.pk for case in cases), reverse=True)


@pytest.mark.parametrize("cursor", ["", "x", "2026-11-23~1", "~", "2026-11-23T00:00:00+00:00~x",
                                    f"2026-11-23T00:00:00+00:00~{10**30}", "2026-11-23T00:00:00+00:00~²"])
def test_a_cursor_that_is_none_is_the_first_page(cursor: str) -> None:
    assert lists.read_cursor(cursor) is None


def test_unread_until_one_has_looked(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.")
    ioana, leo = sign_in(world.ioana), sign_in(world.leo)
    assert "not read" in words(ioana.get("/inbox/"))
    ioana.get(f"/c/{ticket.number}/")
    assert "not read" not in words(ioana.get("/inbox/"))
    assert "not read" in words(leo.get("/inbox/")), "each for themselves"
    tickets.note(ticket, world.leo, "look", now=world.now)
    assert "not read" in words(ioana.get("/inbox/"))


def queries(client: Client, address: str) -> int:
    """How many queries a page takes; what PostgreSQL's planner is told for one of them is none."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return sum(not query["sql"].startswith("SET LOCAL") for query in seen.captured_queries)


@pytest.mark.parametrize("view", ["inbox", "mine", "us", "them", "all"])
def test_a_list_takes_as_many_queries_for_two_as_for_fifty(world: World, sign_in: SignIn, view: str) -> None:
    client = sign_in(world.ioana)
    for case in many(world, 2):
        tickets.assign(case, world.ioana, member=world.ioana, now=world.now)
    few = queries(client, f"/{view}/")
    for case in many(world, 48):
        tickets.assign(case, world.ioana, member=world.ioana, now=world.now)
    assert queries(client, f"/{view}/") == few <= 14


def test_a_case_takes_as_many_queries_with_one_word_as_with_thirty(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    ticket = world.write_in(world.jonas, "Hello", files=(("a.txt", "text/plain", b"a"),))
    world.answer(ticket, world.ioana, "Hello Jonas")
    address = f"/c/{ticket.number}/"
    client.get(address)
    few = queries(client, address)
    for number in range(10):
        world.later(minutes=5)
        first = ticket.entries.first()
        world.write_in(world.jonas, f"Again {number}", answers=first, files=(("a.txt", "text/plain", b"a"),))
        world.deliver(world.answer(ticket, world.leo, f"Yes {number}"))
        tickets.note(ticket, world.leo, "hm", now=world.now)
    client.get(address)
    assert queries(client, address) <= few + 1, "the tries of deliveries are one query more when there are any"
    assert few <= 34


def test_a_case_takes_no_more_queries_when_more_people_are_part_of_it(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    ticket = world.write_in(world.jonas, "Hello", files=(("a.txt", "text/plain", b"a"),))
    tickets.note(ticket, world.leo, "hm", now=world.now)
    address = f"/c/{ticket.number}/"
    client.get(address)
    few = queries(client, address)
    for number in range(45):
        who = people.meet("email", f"n{number}@crowd.example", name="", language="en", now=world.now)
        tickets.record_theirs(ticket, who, tickets.Said(text="Me too"), now=world.later(minutes=1))
        one = staff.add_member(f"m{number}@example.org", f"Member {number}", role="agent", password=None, now=world.now)
        staff.set_teams(one, [world.care.team])
        tickets.note(ticket, one, "hm", now=world.now)
        tickets.open_ticket(world.care, world.jonas, subject="Again", channel="email", now=world.now)
    client.get(address)
    assert queries(client, address) <= few + 2, "one for how much is folded away, one for rows without a name"
    assert queries(client, address + "?all=1") <= few + 1


def test_a_row_brings_the_case_alone(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.", subject="Booking")
    client, address = sign_in(world.ioana), f"/c/{ticket.number}/"
    whole = client.get(address)
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "conversation"})
    assert "HX-Target" in part["Vary"]
    assert "HX-Target" in whole["Vary"], "a browser that kept one must not show it for the other"
    said, page = part.content.decode(), whole.content.decode()
    for piece in ("<title>", 'id="conversation"', 'id="entries"', 'id="seen"', 'id="conflict"', 'id="about"'):
        assert piece in said, piece
        assert piece in page, piece
    assert re.findall("<title>.*</title>", said) == re.findall("<title>.*</title>", page)
    assert 'id="nav"' not in said
    assert 'id="rows"' not in said


def test_a_row_opens_beside_the_list_that_stays(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.")
    part = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/c/{ticket.number}/"}
    page = sign_in(world.ioana).get("/us/", headers=part).content.decode()
    assert f'hx-get="/c/{ticket.number}/?in=us"' in page
    assert 'aria-current="true"' in page


def test_states_that_cannot_follow_are_said_in_words(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.")
    client = sign_in(world.ioana)
    for wanted in ("closed", "them"):
        said = client.post(f"/c/{ticket.number}/status/", {"status": wanted}, follow=True)
    assert "The case is “closed” and cannot become “waiting for them” from there" in words(said)
    assert "no state of a case" in words(client.post(f"/c/{ticket.number}/status/", {"status": "gone"}, follow=True))
    ticket.refresh_from_db()
    assert ticket.status == "closed"


def test_the_rail_saves_what_changed(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.", subject="Booking")
    said = {"assignee": world.leo.pk, "status": "them", "tags": "Phones, booking,, phones", "subject": " No  bookings "}
    client = sign_in(world.ioana)
    for _press in range(2):
        client.post(f"/c/{ticket.number}/case/", said)
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.status, ticket.subject) == (world.leo, "them", "No bookings")
    assert [tag.name for tag in ticket.tags.all()] == ["booking", "phones"]
    history = list(ticket.entries.filter(kind=Entry.Kind.EVENT).values_list("event", flat=True))
    assert sorted(history) == ["assigned", "moved", "renamed", "tagged"], "each once"
    page = words(client.get(f"/c/{ticket.number}/"))
    assert "You handed it to Léo Garnier" in page
    assert "You set it to “waiting for them”" in page


def test_out_of_sight_until_later(world: World, sign_in: SignIn, clock: Callable[..., None]) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.")
    client = sign_in(world.ioana)
    client.post(f"/c/{ticket.number}/later/", {"until": "tomorrow"})
    ticket.refresh_from_db()
    assert ticket.later_until is not None
    assert ticket.later_until.isoformat() == "2026-11-24T07:00:00+00:00", "eight o'clock in Paris"
    assert numbers(client.get("/inbox/")) == []
    clock(hours=15)
    assert numbers(client.get("/inbox/")) == [ticket.pk]
    assert "no moment to wait for" in words(client.post(f"/c/{ticket.number}/later/", {"until": "x"}, follow=True))


def test_a_case_that_we_begin(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    assert 'value="marie@laval.example"' in client.get(f"/new/?to={world.jonas.pk}").content.decode().replace(
        "jonas@keller.example", "marie@laval.example")
    wrong = client.post("/new/", {"address": "nobody", "mailbox": world.care.pk, "subject": "x"})
    assert wrong.status_code == 422
    foreign = client.post("/new/", {"address": "a@b.example", "mailbox": world.billing.pk, "subject": "x"})
    assert foreign.status_code == 422
    made = client.post("/new/", {"address": "Jonas@Keller.example", "mailbox": world.care.pk, "subject": "Your visit",
                                 "text": "May we come on Friday?"})
    ticket = Ticket.objects.get()
    assert made["Location"] == f"/c/{ticket.number}/"
    assert (ticket.contact, ticket.assignee) == (world.jonas, world.ioana)
    draft = Draft.objects.get()
    client.post(f"/c/{ticket.number}/answer/", {"kind": "reply", "text": draft.text, "key": draft.key})
    kept = ticket.submissions.get()
    assert (kept.intent, kept.subject) == ("question", "Your visit")


def test_html_is_shown_in_a_frame_that_can_do_nothing(world: World, sign_in: SignIn) -> None:
    source = '<p onclick="x()">Hello</p><script>x()</script><img src="https://tracker.example/a.png">'
    ticket = world.write_in(world.marie, "Hello", html=source)
    entry = ticket.entries.get()
    client = sign_in(world.ioana)
    page = client.get(f"/c/{ticket.number}/").content.decode()
    assert f'src="/entries/{entry.pk}/html/"' in page
    assert f'href="/entries/{entry.pk}/html/?images=1"' in page
    frame = client.get(f"/entries/{entry.pk}/html/")
    policy = frame["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "sandbox" in policy
    assert "script" not in frame.content.decode()
    assert "tracker.example" not in frame.content.decode()
    asked = client.get(f"/entries/{entry.pk}/html/?images=1")
    assert "img-src data: https:;" in asked["Content-Security-Policy"]
    assert "https://tracker.example/a.png" in asked.content.decode()


def test_the_letters_own_pictures_are_inside(world: World, sign_in: SignIn) -> None:
    raw = (b"From: Marie <marie@laval.example>\r\nTo: care@example.org\r\nSubject: A picture\r\n"
           b"Message-ID: <p@laval.example>\r\nMIME-Version: 1.0\r\n"
           b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
           b'<p>See <img src="cid:one@laval"></p>\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <one@laval>\r\n'
           b"Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n")
    entry = world.post(raw).entries.get()
    client = sign_in(world.ioana)
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in client.get(f"/entries/{entry.pk}/html/").content.decode()
    arrived = client.get(f"/entries/{entry.pk}/letter.eml")
    assert arrived.content == raw
    assert arrived["Content-Disposition"] == f'attachment; filename="{entry.ticket_id}-{entry.pk}.eml"'


def test_found_by_words_by_number_and_by_name(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, "Les réservations <b>n’arrivent</b> pas", subject="Réservation")
    client = sign_in(world.ioana)
    page = client.get("/search/", {"q": "reservation"}).content.decode()
    assert "<mark>réservations</mark> &lt;b&gt;n’arrivent" in page
    assert client.get("/search/", {"q": f"#{ticket.number}"})["Location"] == f"/c/{ticket.number}/"
    people_found = words(client.get("/search/", {"q": "laval"}))
    assert "Marie Laval" in people_found
    assert "No case with “zebra”" in words(client.get("/search/", {"q": "zebra"}))
