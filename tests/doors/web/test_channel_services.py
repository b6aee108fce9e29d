"""Setting up WhatsApp, Messenger, Teams, the telephone and Apprise: one page each, with a button that tries it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.parts.accounts import queries
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.staff.models import Member
from tests.servers import graph as meta
from tests.servers import twilio_voice as twilio
from tests.servers import workflow as teams
from tests.servers.graph import Graph
from tests.servers.twilio_voice import Voice
from tests.servers.workflow import Workflow
from tests.world import World

SignIn = Callable[[Member], Client]


@pytest.fixture
def form(world: World) -> dict[str, Any]:
    """What every account has."""
    return {"name": "Our channel", "mailbox": world.care.pk, "serves_all": "on", "enabled": "on"}


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    """Sofia, who may."""
    return sign_in(world.sofia)


def keep(client: Client, provider: str, form: dict[str, Any]) -> ChannelAccount:
    """Saves the form; the account."""
    answer = client.post(f"/settings/channels/new/{provider}/", form)
    assert answer.status_code == 302, text_of(answer)
    return ChannelAccount.objects.get()


def test_whatsapp_is_tried_and_kept(client: Client, form: dict[str, Any], graph: Graph) -> None:
    form |= {"address": meta.NUMBER, "token": meta.TOKEN, "app_secret": meta.SECRET, "api_address": graph.url,
             "templates": "fr  case_news\n\nen_US case_news"}
    url = "/settings/channels/new/whatsapp/"
    assert "It works." in text_of(client.post(url, form | {"try": "1"}))
    assert "make a new one" in text_of(client.post(url, form | {"try": "1", "token": "old"}))
    assert "is no template" in text_of(client.post(url, form | {"templates": "French: case news"}))
    assert "all digits" in text_of(client.post(url, form | {"address": "+230 5700 1234"}))
    account = keep(client, "whatsapp", form)
    assert account.settings["templates"] == "fr case_news\nen_US case_news"
    page = text_of(client.get(f"/settings/channels/{account.pk}/"))
    word = queries.secrets_of(account)["verify_token"]
    assert word in page
    assert f"/hooks/whatsapp/{account.token}/" in page
    assert meta.TOKEN not in page
    client.post(f"/settings/channels/{account.pk}/", form | {"token": "", "app_secret": "", "name": "Renamed"})
    account.refresh_from_db()
    assert (account.name, queries.secrets_of(account)["verify_token"]) == ("Renamed", word)
    assert queries.secrets_of(account)["token"] == meta.TOKEN


def test_messenger(client: Client, form: dict[str, Any], graph: Graph) -> None:
    form |= {"address": meta.PAGE, "token": meta.TOKEN, "app_secret": meta.SECRET, "api_address": graph.url}
    assert "It works." in text_of(client.post("/settings/channels/new/messenger/", form | {"try": "1"}))
    account = keep(client, "messenger", form | {"human_agent": "on"})
    assert account.settings["human_agent"] == "1"
    client.post(f"/settings/channels/{account.pk}/", form)
    account.refresh_from_db()
    assert account.settings["human_agent"] == ""


def test_teams_with_and_without_a_way_in(client: Client, form: dict[str, Any], workflow: Workflow) -> None:
    form |= {"workflow_url": workflow.url}
    url = "/settings/channels/new/teams/"
    assert "nothing comes in" in text_of(client.post(url, form | {"try": "1"}))
    assert "look right" in text_of(client.post(url, form | {"try": "1", "security_token": teams.TOKEN}))
    assert "This field is required." in text_of(client.post(url, form | {"workflow_url": ""}))
    first = text_of(client.get(url))
    assert "The workflow’s address (optional)" not in first.replace("'", "’"), "nothing is stored that could stay"
    assert "Security token (optional)" in first
    assert keep(client, "teams", form).channel == "teams"
    assert workflow.cards == []


def test_the_telephone_by_hand_and_by_an_exchange(client: Client, form: dict[str, Any]) -> None:
    url = "/settings/channels/new/pbx/"
    assert "no name of an exchange" in text_of(client.post(url, form | {"sip_domain": "no domain"}))
    account = keep(client, "pbx", form | {"sip_domain": "pbx.example.org", "region": "fr"})
    assert account.settings == {"sip_domain": "pbx.example.org", "region": "FR"}
    page = text_of(client.get(f"/settings/channels/{account.pk}/"))
    assert queries.secrets_of(account)["signing_secret"] in page
    tried = client.post(f"/settings/channels/{account.pk}/", form | {"try": "1"})
    assert "look right" in text_of(tried)
    by_hand = client.post("/settings/channels/new/telephone/", form | {"try": "1", "sip_domain": "pbx.example.org"})
    assert "sip:" in text_of(by_hand)


def test_twilio_voice(client: Client, form: dict[str, Any], voice: Voice) -> None:
    form |= {"address": twilio.NUMBER, "account_sid": twilio.SID, "auth_token": twilio.TOKEN, "api_address": voice.url}
    assert "It works." in text_of(client.post("/settings/channels/new/twilio-voice/", form | {"try": "1"}))
    assert keep(client, "twilio-voice", form).channel == "phone"


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_apprise(client: Client, form: dict[str, Any]) -> None:
    url = "/settings/channels/new/apprise/"
    assert "ntfy" in text_of(client.post(url, form | {"try": "1", "url": "ntfy://ntfy.sh/{to}"}))
    assert "no service" in text_of(client.post(url, form | {"try": "1", "url": "file:///etc/passwd"}))
    account = keep(client, "apprise", form | {"url": "ntfy://ntfy.sh/{to}"})
    assert "ntfy.sh" not in account.secret
    assert "ntfy.sh" not in text_of(client.get(f"/settings/channels/{account.pk}/"))
