"""The line on which open pages hear of changes: who hears what, and when the line ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client

from entendu.doors.web import changes, live
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Change
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    """The world in committed rows: the reader of changes has a connection of its own."""
    return build()


async def listen(member: Member, **headers: str) -> Any:
    """The answer of the line to a member's browser."""
    client = AsyncClient()
    await sync_to_async(client.force_login)(member)
    return await client.get("/live/", headers=headers)


async def event(line: AsyncIterator[bytes], within: float = 20) -> dict[str, Any]:
    """The next event on the line; heartbeats and the first word are passed over."""
    while True:
        said = (await asyncio.wait_for(anext(line), within)).decode()
        if "data: " in said:
            number, data = said.strip().split("\n")
            return {"id": int(number.removeprefix("id: ")), **json.loads(data.removeprefix("data: "))}


def test_colleagues_hear_and_others_do_not(world: World) -> None:
    theirs = world.write_in(world.jonas, "An invoice", to=world.billing)
    ticket = world.write_in(world.marie, "The page does nothing.")
    # As a page does: it says what it shows already, so nothing is missed however late the reader begins to look.
    shown = Change.objects.order_by("pk").last()
    assert shown is not None

    async def story() -> None:
        answer = await listen(world.leo, **{"Last-Event-ID": str(shown.pk)})
        assert answer["Content-Type"] == "text/event-stream"
        assert answer["X-Accel-Buffering"] == "no"
        line = aiter(answer)
        assert (await anext(line)).startswith(b"retry: ")
        await sync_to_async(tickets.note)(theirs, world.ana, "for Billing alone", now=world.now)
        await sync_to_async(tickets.note)(ticket, world.ioana, "seen it", now=world.now)
        heard = await event(line)
        assert (heard["kind"], heard["ticket"], heard["by"]) == ("note", ticket.number, "Ioana")
        await line.aclose()

    asyncio.run(story())


def test_a_browser_that_comes_back_hears_what_it_missed(world: World) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.")
    first = Change.objects.order_by("pk").last()
    assert first is not None
    tickets.note(ticket, world.ioana, "one", now=world.now)
    tickets.note(ticket, world.ioana, "two", now=world.now)

    async def story() -> None:
        line = aiter(await listen(world.leo, **{"Last-Event-ID": str(first.pk)}))
        assert [(await event(line))["kind"] for _ in range(2)] == ["note", "note"]
        await line.aclose()

    asyncio.run(story())


@pytest.mark.parametrize("loss", ["team", "session", "account", "password"])
def test_the_line_ends_with_the_right_to_hear(world: World, loss: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 1.0)
    ticket = world.write_in(world.marie, "The page does nothing.")

    def lose(client: AsyncClient) -> None:
        match loss:
            case "team":
                staff.set_teams(world.leo, [])
            case "session":
                client.logout()
            case "account":
                staff.change_member(world.leo, is_active=False)
            case "password":
                staff.set_password(world.leo, "another long evening")
        tickets.note(ticket, world.ioana, "not for his ears", now=world.now)

    async def story() -> list[bytes]:
        client = AsyncClient()
        await sync_to_async(client.force_login)(world.leo)
        line = aiter(await client.get("/live/"))
        said = [await anext(line)]
        await sync_to_async(lose)(client)
        async for one in line:
            said.append(one)
            if said[-3:] == [b": still here\n\n"] * 3:
                break  # who has another team's line still is told nothing of this one
        await line.aclose()
        return said

    assert not [one for one in asyncio.run(story()) if b"data:" in one]


def test_a_line_shows_that_it_lives(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.05)

    async def story() -> None:
        line = aiter(await listen(world.leo))
        assert [await anext(line) for _ in range(3)][1:] == [b": still here\n\n"] * 2
        await line.aclose()

    asyncio.run(story())


def test_without_a_session_a_browser_is_told_to_stop(world: World) -> None:
    assert Client().get("/live/").status_code == 204


def test_numbers_that_appear_out_of_order(world: World) -> None:
    """PostgreSQL gives numbers before it commits: 7 may be seen before 6."""
    ticket = world.write_in(world.marie, "The page does nothing.")
    seen = Change.objects.order_by("pk").last()
    assert seen is not None
    reading = changes.Reading(seen.pk, now=0.0)

    def appears(ahead: int) -> int:
        return Change.objects.create(pk=seen.pk + ahead, ticket=ticket, mailbox=ticket.mailbox, kind="note",
                                     at=world.now).pk

    later = appears(3)
    assert [change.pk for change in reading.news(1.0)] == [later]
    earlier = appears(2)
    assert [change.pk for change in reading.news(2.0)] == [earlier]
    assert reading.news(3.0) == []
    assert reading.news(1.0 + changes.LATE) == []
    appears(1)
    assert reading.news(20.0) == [], "what is that late is shown by the next page that is loaded"


def test_an_import_is_not_told_one_by_one(world: World) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.")
    many = [Change(pk=number, ticket=ticket, mailbox=ticket.mailbox, kind="theirs")
            for number in range(changes.MOST + 1)]

    async def story() -> list[Any]:
        listener = changes.Listener(frozenset({ticket.mailbox_id}), asyncio.get_running_loop())
        listener.tell(many)
        await asyncio.sleep(0)
        return [listener.heard.get_nowait() for _ in range(listener.heard.qsize())]

    assert asyncio.run(story()) == [None]


def test_the_reader_goes_with_its_last_listener(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "LOOK_EVERY", 0.01)
    everyone = changes.Changes()

    async def story() -> Callable[[], bool]:
        listener = changes.Listener(frozenset(), asyncio.get_running_loop())
        everyone.join(listener)
        thread = everyone._thread
        assert thread is not None
        assert thread.is_alive()
        everyone.leave(listener)
        await asyncio.to_thread(thread.join, 5)
        return thread.is_alive

    assert not asyncio.run(story())()
