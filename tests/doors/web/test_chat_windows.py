"""Chat windows in the settings, and the quiet words about a visitor on the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from entendu.flows.channels import chat_leaving, chat_visit
from entendu.flows.channels.chat_visit import Words
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.chat import queries
from entendu.parts.staff.models import Member
from tests.world import World

SECRET = "a-window-that-nobody-else-has-ever-had"
SignIn = Callable[[Member], Client]
PAGES = "https://shop.example/basket\nwww.laval.example"
ENTERED = {"name": "The shop", "pages": PAGES, "region": "mu", "enabled": "on"}


def test_a_window_is_kept_and_its_line_is_shown(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.sofia)
    kept = client.post("/settings/chat/new/", {**ENTERED, "mailbox": world.care.pk}, follow=True)
    account = ChannelAccount.objects.get()
    assert account.settings == {"origins": ["https://shop.example", "https://www.laval.example"], "region": "MU"}
    assert f"/chat/{account.token}/widget.js" in kept.content.decode()
    assert "The shop" in client.get("/settings/chat/").content.decode()
    assert f"/settings/chat/{account.pk}/" in client.get("/settings/channels/").content.decode()
    trial = client.get(f"/settings/chat/{account.pk}/try/").content.decode()
    assert f'<script async src="/chat/{account.token}/widget.js">' in trial
    client.post(f"/settings/chat/{account.pk}/", {"name": "The shop", "mailbox": world.care.pk})
    assert "This window is not in use." in client.get(f"/settings/chat/{account.pk}/try/").content.decode()


@pytest.mark.parametrize(("field", "value", "words"), [
    ("pages", "http://shop.example", "no address of a page"), ("pages", "https://*", "no address of a page"),
    ("region", "M1", "two letters"), ("name", "Taken", "already exists"),
])
def test_what_is_wrong_is_said(world: World, sign_in: SignIn, field: str, value: str, words: str) -> None:
    accounts.add_account(mailbox=world.care, channel="chat", provider="chat", name="Taken", now=timezone.now())
    response = sign_in(world.sofia).post("/settings/chat/new/", {**ENTERED, "mailbox": world.care.pk, field: value})
    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert ChannelAccount.objects.count() == 1


def test_a_try_says_what_a_visitor_would_meet(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.sofia)
    tried = client.post("/settings/chat/new/", {**ENTERED, "mailbox": world.care.pk, "pages": "", "try": "1"})
    words = tried.content.decode()
    assert "No page may show it yet" in words
    assert "has no outgoing mail server" in words
    assert not ChannelAccount.objects.exists()


def test_the_desk_says_quietly_who_is_there(world: World, sign_in: SignIn) -> None:
    account = accounts.add_account(mailbox=world.care, channel="chat", provider="chat", name="Shop", now=timezone.now())
    line = chat_visit.say(account, SECRET, Words("1", "Do you deliver?", language="en"), now=timezone.now())
    assert line.entry is not None
    client, page = sign_in(world.ioana), f"/c/{line.entry.ticket_id}/"
    there = client.get(page).content.decode()
    assert '<span class="soft" id="presence">Here now.</span>' in there
    assert "Visitor " in there
    visit = queries.visit(line.visit_id)
    assert visit is not None
    chat_visit.keep_way_on(visit, "odile@example.net", "", now=timezone.now())
    chat_visit.go(visit, now=timezone.now() - chat_leaving.limits.AWAY)
    chat_leaving.look_after(timezone.now)
    gone = client.get(page).content.decode()
    assert "Left the chat" in gone
    assert "o…@example.net" in gone
