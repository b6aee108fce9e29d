"""The chat window's door: who gets in, what is told to whom, and lines that come once whatever breaks."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import AsyncClient, Client
from django.utils import timezone

from entendu.channels.chat import limits
from entendu.doors.chat import line as door
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.chat import actions, queries
from entendu.parts.chat.models import Line, Visit
from entendu.parts.tickets.models import Entry, Ticket
from tests.world import World

KEY = "a-window-that-nobody-else-has-ever-had"
SHOP = "https://shop.example"


@pytest.fixture
def account(world: World) -> ChannelAccount:
    return accounts.add_account(mailbox=world.care, channel="chat", provider="chat", name="Our shop",
                                settings={"origins": [SHOP]}, now=timezone.now())


def url(account: ChannelAccount, path: str = "") -> str:
    return f"/chat/{account.token}/{path}"


def post(account: ChannelAccount, path: str, secret: str = KEY, headers: dict[str, str] | None = None,
         **values: Any) -> Any:
    return Client().post(url(account, f"window/{path}"), values,
                         headers={"Authorization": f"Bearer {secret}", **(headers or {})})


def test_the_script_is_small_and_knows_three_languages(account: ChannelAccount) -> None:
    response = Client().get(url(account, "widget.js"))
    script = response.content.decode()
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert len(response.content) < 15_000
    for words in ("Write to us", "Écrivez-nous", "Scrieți-ne"):
        assert words in script
    assert not response.cookies


def test_only_the_listed_pages_may_show_the_window(account: ChannelAccount) -> None:
    response = Client().get(url(account, "window/"), {"language": "fr", "page": f"{SHOP}/basket?token=secret"})
    policy = response["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {SHOP};" in f"{policy};"
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in response
    assert not response.cookies
    assert response["Content-Language"] == "fr"
    assert b"secret" not in response.content
    assert re.search(rb'<html lang="fr">', response.content)


@pytest.mark.parametrize("path", ["widget.js", "window/", "window/lines"])
def test_an_account_that_is_not_in_use_is_not_there(account: ChannelAccount, path: str) -> None:
    assert Client().get(f"/chat/nobody/{path}").status_code == 404
    accounts.change_account(account, enabled=False)
    assert Client().get(url(account, path)).status_code == 404


def test_a_line_is_taken_once(account: ChannelAccount) -> None:
    first = post(account, "say", "x" * 40, key="k" * 32, text="Bonjour", language="fr")
    assert first.status_code == 200
    assert first.json() == {"number": 1, "way": ""}
    values = {"key": "one", "text": "Bonjour", "language": "fr", "page": f"{SHOP}/basket?token=secret#x"}
    client = Client()
    for _again in range(3):
        response = client.post(url(account, "window/say"), values, headers={"Authorization": f"Bearer {KEY}"})
        assert response.json()["number"] == 1
    visit = Visit.objects.get(page=f"{SHOP}/basket")
    assert visit.lines.count() == 1


def test_another_page_cannot_speak_for_a_visitor(account: ChannelAccount) -> None:
    for headers in ({"Origin": "https://elsewhere.example"}, {"Origin": SHOP}, {"Sec-Fetch-Site": "cross-site"},
                    {"Origin": "null"}):
        assert post(account, "say", headers=headers, key="1", text="Bonjour").status_code == 403
    assert post(account, "say", headers={"Origin": "http://testserver"}, key="1", text="Bonjour").status_code == 200


@pytest.mark.parametrize("key", ["", "short", "x" * 31, "with space " * 4, "ș" * 40])
def test_without_a_key_nothing_is_taken(account: ChannelAccount, key: str) -> None:
    client = Client()
    given = {"Authorization": f"Bearer {key}".encode().decode("latin-1")}
    assert client.post(url(account, "window/say"), {"key": "1", "text": "Hi"}, headers=given).status_code == 401
    assert client.post(url(account, "window/shown"), {"number": "1"}, headers=given).status_code == 401
    assert not Ticket.objects.exists()


def say(account: ChannelAccount, text: str = "Bonjour", number: str = "1", **values: Any) -> Any:
    return Client().post(url(account, "window/say"), {"key": number, "text": text, "language": "fr", **values},
                         headers={"Authorization": f"Bearer {KEY}"})


@pytest.mark.parametrize(("values", "words"), [
    ({"text": "  "}, "rien"), ({"text": "a" * (limits.LONGEST + 1)}, "plus"), ({"key": "k" * 41}, "plus"),
    ({"files": [SimpleUploadedFile("a.exe", b"MZ")]}, "a.exe"),
    ({"files": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(limits.FILES + 1)]}, "plus"),
])
def test_what_is_not_taken_is_said(account: ChannelAccount, values: dict[str, Any], words: str) -> None:
    response = say(account, **{"text": "Bonjour", **values})
    assert response.status_code == 422
    assert words in response.json()["detail"]
    assert not Entry.objects.exists()


def test_a_file_is_a_download_for_its_window_alone(account: ChannelAccount) -> None:
    assert say(account, "", files=[SimpleUploadedFile("écran.html.txt", b"<script>")]).status_code == 200
    line = Line.objects.get()
    value = door.line_value(queries.visit(line.visit_id), line)  # type: ignore[arg-type]
    address = value["files"][0]["url"]
    response = Client().get(address)
    assert response.content == b"<script>"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert Client().get(address[:-1] + ("a" if address[-1] != "a" else "b")).status_code == 404
    other = accounts.add_account(mailbox=account.mailbox, channel="chat", provider="chat", name="Another",
                                 now=timezone.now())
    assert Client().get(address.replace(account.token, other.token)).status_code == 404


def test_a_flood_waits(account: ChannelAccount, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [say(account, f"a private line {number}", str(number)) for number in range(limits.LINES + 5)]
    assert [one.status_code for one in answers] == [200] * limits.LINES + [429] * 5
    assert int(answers[-1]["Retry-After"]) > 0
    assert Entry.objects.filter(kind="theirs").count() == limits.LINES
    assert "private" not in caplog.text


def test_where_to_go_on(account: ChannelAccount) -> None:
    say(account)
    wrong = post(account, "way", address="nowhere")
    assert (wrong.status_code, "adresse" in wrong.json()["detail"]) == (422, True)
    kept = post(account, "way", address="odile@example.net", name="Odile Faure")
    assert "o…@example.net" in kept.json()["way"]
    known = post(account, "way", address="marie@laval.example")
    assert (known.status_code, "m…@laval.example" in known.json()["way"]) == (200, True)
    assert post(account, "way", secret="z" * 40, address="a@b.example").status_code == 401


def test_a_closed_page_says_so(account: ChannelAccount) -> None:
    say(account)
    before = Visit.objects.get().seen_at
    assert Client().post(url(account, "window/left"), {"visit": KEY}).status_code == 204
    assert Visit.objects.get().seen_at < before
    assert Client().post(url(account, "window/left"), {"visit": "x"}).status_code == 204


async def heard(account: ChannelAccount, last: int, most: int,
                then: Callable[[], None] | None = None) -> list[dict[str, Any]]:
    """The first events of a line that is opened after this number; after the first of them something happens."""
    response = await AsyncClient().get(url(account, "window/lines"), headers={
        "Authorization": f"Bearer {KEY}", "Last-Event-ID": str(last)})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/event-stream"
    events: list[dict[str, Any]] = []
    stream = aiter(response.streaming_content)
    while len(events) < most:
        block = (await asyncio.wait_for(anext(stream), 10)).decode()
        events += [json.loads(line[6:]) for line in block.splitlines() if line.startswith("data: ")]
        if then is not None:
            await sync_to_async(then)()
            then = None
    await stream.aclose()
    return events


@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_opened_again_goes_on_after_the_last_number(account: ChannelAccount) -> None:
    for number in range(1, 6):
        say(account, f"line {number}", str(number))
    events = asyncio.run(heard(account, 3, 3))
    assert [event.get("text") for event in events] == ["line 4", "line 5", None]
    assert events[-1] == {"way": ""}


@pytest.mark.django_db(transaction=True)
def test_an_open_line_hears_what_is_written_meanwhile(account: ChannelAccount) -> None:
    say(account)

    def later() -> None:
        visit = Visit.objects.get()
        assert visit.ticket is not None
        entry = Entry.objects.create(ticket=visit.ticket, kind="ours", channel="chat", at=timezone.now(),
                                     text="Oui.", visible="Oui.")
        actions.add_ours(visit, entry, "one@example.org", now=timezone.now())

    state, line = asyncio.run(heard(account, 1, 2, later))
    assert state == {"way": ""}
    assert (line["number"], line["text"], line["who"]) == (2, "Oui.", "Care")


def test_nobody_listens_without_having_written(account: ChannelAccount) -> None:
    response = Client().get(url(account, "window/lines"), headers={"Authorization": f"Bearer {KEY}"})
    assert response.status_code == 204
    crossing = Client().get(url(account, "window/lines"), headers={"Sec-Fetch-Site": "cross-site"})
    assert crossing.status_code == 403
