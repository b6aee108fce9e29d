"""The board of promises, the page of one case's, and what is done on them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from entendu.flows.promises import rhythm, settle
from entendu.flows.promises.watch import watch
from entendu.parts.people import actions as people
from entendu.parts.promises.actions import Agreed
from entendu.parts.promises.models import Promise
from entendu.parts.promises.queries import open_promises
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
LIST = "Your door is at our counter. We will send you the list by Thursday at 16:00."


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Marie's, with a list promised for Thursday 16:00 hers, 13:00 ours."""
    ticket = world.write_in(world.marie, "Where is my door?")
    world.deliver(world.answer(ticket, world.ioana, LIST))
    return ticket


def text_of(page: bytes) -> str:
    """What stands on a page, without tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.decode())))


def at(world: World, **span: float) -> time_machine.travel:
    return time_machine.travel(world.now + timedelta(**span), tick=False)


def test_the_board_shows_each_day_and_both_clocks(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    with at(world, hours=12):
        page = text_of(sign_in(world.leo).get("/promises/").content)
    said = "“We will send you the list by Thursday at 16:00.”"
    assert f"Thursday 26 13:00 16:00 theirs {said} Marie Laval , by Ioana" in page
    assert "Nothing was promised for the last 12 weeks." in page


def test_what_is_late_stands_on_top_with_its_next_act(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    people.add_address(world.marie, "phone", "+23055550127")
    with at(world, days=2, hours=19, minutes=30):
        agent = sign_in(world.ioana)
        page = text_of(agent.get("/promises/").content)
        assert re.search(r"due 13:00, 1 h 10 late, by you", page.replace(" ,", ",")), page[:1500]
        assert "Marie has not been told. Their hours end at 15:00." in page
        assert "Phone now" in page
        assert "1 late" in text_of(agent.get("/inbox/").content)
        assert "0 of 1 kept on time in 12 weeks. 1 was late. None of those people heard it from us before." in page


def test_done_moved_and_owed_again_from_the_board(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    (promise,) = open_promises(ticket)
    with at(world, hours=15):
        agent = sign_in(world.leo)
        back = agent.post(f"/promises/{promise.pk}/", {"act": "done", "next": "/promises/"})
        assert back.headers["Location"] == "/promises/"
        page = text_of(agent.get("/promises/").content)
        assert "Kept: “We will send you the list by Thursday at 16:00.”" in page
        assert "Kept “We will send you the list by Thursday at 16:00.” Marie Laval , 2 days early, by Ioana" in page
        again = agent.post(f"/promises/{promise.pk}/", {"act": "done"}, follow=True)
        assert "Somebody else was quicker" in text_of(again.content)
        agent.post(f"/promises/{promise.pk}/", {"act": "again"})
        agent.post(f"/promises/{promise.pk}/", {"act": "take"})
        assert open_promises(ticket)[0].owner == world.leo
        evil = agent.post(f"/promises/{promise.pk}/", {"act": "none", "next": "https://evil.example/"})
        assert evil.headers["Location"] == f"/c/{ticket.number}/promises/#p-{promise.pk}"
        assert open_promises(ticket) == []


def test_a_new_date_is_written_read_and_sent(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    (promise,) = open_promises(ticket)
    with at(world, hours=15):
        agent = sign_in(world.ioana)
        first = text_of(agent.get(f"/promises/{promise.pk}/move/").content)
        assert "New date, on their clock" in first
        assert "What Marie reads" not in first
        form = agent.get(f"/promises/{promise.pk}/move/?due=2026-11-27T12:00").content.decode()
        assert "It takes longer, and you hear it from us before that hour." in unescape(form)
        key = re.search(r'name="key" value="(\w+)"', form)
        text = re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL)
        assert key is not None
        assert text is not None
        sent = {"due": "2026-11-27T12:00", "text": unescape(text[1]), "key": key[1], "next": "/promises/"}
        done = agent.post(f"/promises/{promise.pk}/move/", sent, follow=True)
        assert "Moved to Friday 27 November at 12:00, and told." in text_of(done.content)
    promise.refresh_from_db()
    assert promise.state == Promise.State.MOVED
    assert open_promises(ticket)[0].due == datetime(2026, 11, 27, 12, tzinfo=ZoneInfo("Indian/Mauritius"))


def test_what_cannot_be_moved_says_why_and_keeps_the_words(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    (promise,) = open_promises(ticket)
    people.mark_undeliverable("email", world.marie.addresses.get().value, "550 gone", world.now)
    with at(world, hours=15):
        agent = sign_in(world.ioana)
        past = agent.post(f"/promises/{promise.pk}/move/", {"due": "2026-11-20T12:00", "text": "x", "key": "k1"})
        assert (past.status_code, "still to come" in text_of(past.content)) == (422, True)
        wanted = {"due": "2026-11-27T12:00", "text": "It takes until Friday.", "key": "k2"}
        refused = agent.post(f"/promises/{promise.pk}/move/", wanted)
        assert refused.status_code == 422
        assert "Phone them and say here that you did." in text_of(refused.content)
        assert "It takes until Friday." in refused.content.decode()
        agent.post(f"/promises/{promise.pk}/move/", wanted | {"act": "voice", "why": "She was glad to know"})
    promise.refresh_from_db()
    assert (promise.state, promise.why) == (Promise.State.MOVED, "She was glad to know")


def test_who_closes_reads_what_stays_owed(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    agent, address = sign_in(world.ioana), f"/c/{ticket.number}/"
    with at(world, hours=12):
        page = text_of(agent.get(address).content)
        assert "Closing leaves 1 promise open: “We will send you the list by Thursday at 16:00.”" in page
        assert "(Thu 26 Nov, 13:00)." in page
        (promise,) = open_promises(ticket)
        assert settle.keep(promise, world.ioana, "Sent with the door", now=world.now)
        assert "Closing leaves" not in text_of(agent.get(address).content)


def test_another_team_sees_none_of_it(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    (promise,) = open_promises(ticket)
    stranger = sign_in(world.ana)
    with at(world, hours=15):
        assert "the list" not in text_of(stranger.get("/promises/").content)
        assert stranger.post(f"/promises/{promise.pk}/", {"act": "done"}).status_code == 404
        assert stranger.get(f"/promises/{promise.pk}/move/").status_code == 404
        assert stranger.get(f"/c/{ticket.number}/promises/").status_code == 404
        assert stranger.get("/promises/all/late/").status_code == 200
    assert len(open_promises(ticket)) == 1


def test_all_of_a_part_a_page_at_a_time(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    Promise.objects.bulk_create(
        Promise(ticket=ticket, mailbox=world.care, contact=world.marie, owner=world.ioana, words=f"Number {n}",
                made_at=world.now, due=world.now + timedelta(days=1, minutes=n)) for n in range(120))
    with at(world):
        agent = sign_in(world.ioana)
        board = agent.get("/promises/")
        assert "114 more" in text_of(board.content)
        listed = text_of(agent.get("/promises/all/2026-11-24/").content)
        assert "Number 49" in listed
        assert "Number 50" not in listed
        assert "Number 50" in text_of(agent.get("/promises/all/2026-11-24/?from=50").content)
        assert agent.get("/promises/all/nonsense/").status_code == 404
        mine = text_of(agent.get("/promises/?of=mine").content)
        assert "Number 0" in mine
        assert "Number 0" not in text_of(sign_in(world.leo).get("/promises/?of=mine").content)
    with at(world, days=9):
        assert "117 more are late" in text_of(agent.get("/promises/").content) or "118" in text_of(
            agent.get("/promises/").content)


def test_the_page_of_a_case_plans_tells_and_arranges(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    here = f"/c/{ticket.number}/promises/"
    with at(world, hours=15):
        agent = sign_in(world.ioana)
        refused = agent.post(f"{here}plan/", {"words": "The copy is ready", "due": "2026-11-20T12:00"})
        assert refused.status_code == 422
        agent.post(f"{here}plan/", {"words": "The copy is ready", "due": "2026-11-25T12:00"})
        agent.post(f"{here}plan/", {"words": "The door is in", "due": "2026-11-30T17:00"})
        page = agent.get(here).content.decode()
        text = re.search(r'id="plan-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
        assert text is not None
        assert "- Wednesday 25 November at 12:00: The copy is ready" in text[1]
        agent.post(f"{here}plan/told/", {"text": unescape(text[1]), "key": "plan1"})
        assert len(open_promises(ticket)) == 3
        wide = agent.post(f"{here}meeting/", {"opens": "2026-11-26T13:00", "minutes": "180", "kind": "call",
                                              "key": "c"})
        assert "Nobody keeps more than two hours free for us" in text_of(wide.content)
        agent.post(f"{here}meeting/", {"opens": "2026-11-26T13:00", "minutes": "60", "kind": "call", "key": "call1",
                                       "where": "+230 5 555 0127"})
        assert [one.kind for one in open_promises(ticket)] == ["step", "call", "word", "step"]
        page = text_of(agent.get(here).content)
        assert "10:00–11:00" in page.replace("Thu 26 Nov, ", "")
        assert "To Marie:" not in page


def test_news_is_agreed_prepared_and_sent(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    here = f"/c/{ticket.number}/promises/"
    with at(world, hours=1):
        agent = sign_in(world.ioana)
        assert agent.post(f"{here}news/", {"every": "0"}).status_code == 422
        agent.post(f"{here}news/", {"every": "2", "doing": "We wait for the part."})
        assert "Change it" in text_of(agent.get(here).content)
    world.later(hours=40)
    watch(world.now)
    with at(world):
        assert "News stands ready to be sent" in text_of(agent.get(f"/c/{ticket.number}/understanding/").content)
        page = agent.get(here).content.decode()
        text = re.search(r'id="news-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
        assert text is not None
        assert "We wait for the part." in text[1]
        done = agent.post(f"{here}news/sent/", {"text": unescape(text[1]), "key": "news1"}, follow=True)
        assert "They hear from us" in text_of(done.content)
        agent.post(f"{here}news/", {"act": "end"})
        assert "Agree it" in text_of(agent.get(here).content)


def test_a_share_for_teams_and_customers_and_none_for_colleagues(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    (promise,) = open_promises(ticket)
    bill = world.write_in(world.jonas, "Two VAT lines.", to=world.billing)
    rhythm.agree(bill, world.ana, Agreed(1), rhythm.first_date(bill, 1, now=world.now), now=world.now)
    settle.keep(promise, world.leo, "Sent", now=world.later(days=1))
    with at(world, days=6):
        page = text_of(sign_in(world.sofia).get("/promises/").content)
        assert "1 of 2 kept on time in 12 weeks." in page
        assert "Jonas Keller 0 of 1 on time" in page
        assert "Marie Laval 1" not in page
        care = text_of(sign_in(world.sofia).get(f"/promises/?team={world.care.team_id}").content)
        assert "1 of 1 kept on time in 12 weeks. None was late." in care
        case = text_of(sign_in(world.leo).get(f"/c/{ticket.number}/promises/").content)
        assert "To Marie: 1 of 1 kept on time in 12 weeks." in case
        assert "Léo 1 of" not in page


def test_a_closed_case_keeps_its_promise_on_the_board(world: World, ticket: Ticket, sign_in: SignIn) -> None:
    with at(world, hours=15):
        agent = sign_in(world.ioana)
        agent.post(f"/c/{ticket.number}/status/", {"status": "closed"})
        assert "the list" in text_of(agent.get("/promises/").content)


@pytest.mark.parametrize("language", ["fr", "ro"])
def test_in_other_languages(world: World, ticket: Ticket, sign_in: SignIn, language: str) -> None:
    Member.objects.filter(pk=world.ioana.pk).update(language=language)
    world.ioana.refresh_from_db()
    with at(world, days=4):
        page = sign_in(world.ioana).get("/promises/")
    assert page.status_code == 200
    says = {"fr": "Promesses : 0 sur 1 tenues à temps", "ro": "Promisiuni: 0 din 1 ținute la timp"}
    assert says[language] in text_of(page.content)


@pytest.mark.parametrize(("ioana", "leo", "asks", "says"), [
    (1, 2, "", "Léo has room for 2 more promises on Thursday."),
    (1, 1, "", "Léo has room for one more promise on Thursday."),
    (2, 1, "", ""),  # nobody's day is full
    (1, None, "", ""),
    (None, 1, "", ""),
    (1, 2, "?of=mine", ""),  # it is not the reader's own day
])
def test_who_has_room_is_said_where_somebody_has_none(world: World, ticket: Ticket, sign_in: SignIn, ioana: int | None,
                                                      leo: int | None, asks: str, says: str) -> None:
    staff.change_member(world.ioana, promises_a_day=ioana)
    staff.change_member(world.leo, promises_a_day=leo)
    with at(world, hours=12):
        page = text_of(sign_in(world.leo).get(f"/promises/{asks}").content)
        own = text_of(sign_in(world.ioana).get("/promises/?of=mine").content)
    assert re.findall(r"\w+ has room for .*?\.", page) == ([says] if says else [])
    assert ("has room" in own) == (ioana == 1 and leo is not None)


def test_a_member_says_how_many_a_day_and_takes_it_back(world: World, sign_in: SignIn) -> None:
    agent = sign_in(world.ioana)
    form = {"name": "Ioana Dumitru", "language": "en", "time_zone": "Europe/Paris", "theme": "", "undo_seconds": "10"}
    for entered, kept in (("4", 4), ("0", 4), ("", None)):
        agent.post("/me/", {**form, "promises_a_day": entered})
        world.ioana.refresh_from_db()
        assert world.ioana.promises_a_day == kept
