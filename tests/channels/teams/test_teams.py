"""Teams both ways: what an outgoing web hook tells, whom we believe and until when, and the cards that go."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from entendu.channels.messages import Account, File, Hook, Incoming, Outgoing
from entendu.channels.teams import hooks
from entendu.channels.teams.probe import probe
from entendu.channels.teams.send import literal, send
from entendu.channels.trouble import Deferred, LostSight, Refused, Withdrawn
from tests.servers import workflow as teams
from tests.servers.workflow import Workflow

NOW = datetime(2026, 11, 23, 17, 40, tzinfo=UTC)
ACCOUNT = Account("teams", "teams", "", secrets={"security_token": teams.TOKEN})
PARCEL = Outgoing("7c3e", "Your meter is replaced on Thursday. — Ștefan 👋", "1-0", language="en")


def hook(body: bytes) -> Hook:
    """A signed hook."""
    return Hook("POST", "https://desk.example/hooks/teams/token", teams.signed(body), body)


def account(workflow: Workflow) -> Account:
    """The team's channel."""
    return Account("teams", "teams", "", secrets={"security_token": teams.TOKEN, "workflow_url": workflow.url})


def may_leave() -> bool:
    """Nobody took it back."""
    return True


@pytest.mark.parametrize(("text", "said"), [
    ("<at>Care</at> hello", "hello"),
    ("<at>Care</at>&nbsp;the lift stops &lt;again&gt;\n", "the lift stops <again>"),
    ("<div><div><at itemid=\"0\">Care</at>&nbsp;one<br>two</div><p>three</p></div>", "one\ntwo\nthree"),
    ("hello <at>Jonas</at> and you", "hello Jonas and you"),
    ("<at>Care</at> ask <at>Jonas</at>", "ask Jonas"),
    ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ("", ""),
])
def test_the_words_without_the_mention_of_us(text: str, said: str) -> None:
    assert hooks.plain(text) == said


def test_a_message_says_who_and_where() -> None:
    [said] = hooks.read(ACCOUNT, hook(teams.activity("Bună 👋", at=NOW)))
    assert isinstance(said, Incoming)
    assert (said.text, said.sender_name) == ("Bună 👋", "Priya Nair")
    assert said.sender == "7c3e8a3e-0000-4000-8000-000000000001"
    assert said.at is not None
    assert abs(said.at - NOW) < timedelta(seconds=1)
    assert "19:abc@thread.tacv2" in said.provider_id


def test_files_are_named_and_words_beside_are_read() -> None:
    files = [{"contentType": "text/html", "content": "<div><at>Care</at> see the plan</div>"},
             {"contentType": "reference", "name": "plan.pdf", "contentUrl": "https://laval.sharepoint.com/plan.pdf"}]
    [said] = hooks.read(ACCOUNT, hook(teams.activity("", at=NOW, attachments=files)))
    assert isinstance(said, Incoming)
    assert said.text == "see the plan\n(A file lies in Teams: plan.pdf https://laval.sharepoint.com/plan.pdf)"


@pytest.mark.parametrize("more", [{"type": "typing"}, {"id": ""}, {"type": 7}])
def test_other_activities_tell_nothing(more: dict[str, Any]) -> None:
    assert hooks.read(ACCOUNT, hook(teams.activity("x", at=NOW, **more))) == []


@pytest.mark.parametrize(("minutes", "believed"), [(0, True), (-4, True), (4, True), (-6, False), (6, False)])
def test_an_old_message_and_a_wrong_clock_are_not_believed(minutes: int, believed: bool) -> None:
    at = NOW + timedelta(minutes=minutes)
    assert hooks.is_believed(ACCOUNT, hook(teams.activity("hello", at=at)), NOW) is believed


def test_only_what_the_team_signed_is_believed() -> None:
    good = hook(teams.activity("hello", at=NOW))
    assert not hooks.is_believed(ACCOUNT, replace(good, body=good.body.replace(b"hello", b"hullo")), NOW)
    assert not hooks.is_believed(ACCOUNT, replace(good, headers={}), NOW)
    assert not hooks.is_believed(ACCOUNT, replace(good, headers={"authorization": "HMAC ü"}), NOW)
    mine = teams.signed(good.body)["authorization"].removeprefix("HMAC ")
    assert not hooks.is_believed(ACCOUNT, replace(good, headers={"authorization": f"Bearer {mine}"}), NOW)
    assert not hooks.is_believed(Account("teams", "teams", ""), good, NOW)
    assert not hooks.is_believed(Account("teams", "teams", "", secrets={"security_token": "not base64!"}), good, NOW)
    timeless = json.dumps({"type": "message", "id": "1", "text": "hello"}).encode()
    assert not hooks.is_believed(ACCOUNT, hook(timeless), NOW)


def test_teams_hears_at_once_that_it_was_heard() -> None:
    said = hooks.answer(ACCOUNT, hook(teams.activity("hello", at=NOW)))
    assert json.loads(said.body)["type"] == "message"
    assert said.content_type.startswith("application/json")
    own = Account("teams", "teams", "", {"acknowledgement": "Noté."})
    assert json.loads(hooks.answer(own, hook(b"{}")).body)["text"] == "Noté."


def test_words_go_as_a_card(workflow: Workflow) -> None:
    send(account(workflow), replace(PARCEL, text="First line\n\n- not a list\nsee https://a.example/x_y"),
         before_flight=may_leave)
    assert workflow.texts() == ["First line\n\\- not a list\nsee https://a.example/x_y"]
    assert workflow.cards[0]["lang"] == "en"


def test_files_are_had_from_the_case(workflow: Workflow) -> None:
    files = (File("plan.pdf", "application/pdf", b"%PDF"),)
    send(account(workflow), replace(PARCEL, files=files), case_url="https://desk.example/case/x/",
         before_flight=may_leave)
    assert "plan.pdf" in workflow.texts()[0]
    assert workflow.cards[0]["actions"][0]["url"] == "https://desk.example/case/x/"


def test_long_words_go_in_cards_that_teams_takes(workflow: Workflow) -> None:
    send(account(workflow), replace(PARCEL, text="*șț* 👋 " * 2500), before_flight=may_leave)
    assert len(workflow.cards) > 1


@pytest.mark.parametrize(("plain", "shown"), [
    ("2 * 3 _is_ [six](no)", "2 \\* 3 \\_is\\_ \\[six\\]\\(no\\)"), ("1. one", "\\1. one"), ("- a", "\\- a"),
    ("a - b", "a - b"), ("1.5 kg", "1.5 kg"), ("<b>", "\\<b\\>")])
def test_marks_stand_as_they_are(plain: str, shown: str) -> None:
    assert literal(plain) == shown


@pytest.mark.parametrize(("status", "kind"), [(400, Refused), (413, Refused), (401, Deferred), (404, Deferred),
                                              (410, Deferred), (429, Deferred), (500, Deferred), (302, Deferred)])
def test_what_an_answer_means(workflow: Workflow, status: int, kind: type[Exception]) -> None:
    workflow.planned.append(status)
    with pytest.raises(kind) as told:
        send(account(workflow), PARCEL, before_flight=may_leave)
    assert status != 429 or told.value.again_at is not None  # type: ignore[attr-defined]
    assert workflow.cards == []


def test_what_is_not_known_is_said(workflow: Workflow) -> None:
    workflow.planned.append(None)
    with pytest.raises(LostSight):
        send(account(workflow), PARCEL, before_flight=may_leave)
    with pytest.raises(Withdrawn):
        send(account(workflow), PARCEL, before_flight=lambda: False)
    assert len(workflow.cards) == 1


def test_try_it(workflow: Workflow) -> None:
    assert probe(account(workflow)).ok
    assert not probe(replace(account(workflow), secrets={"workflow_url": workflow.url, "security_token": "abc"})).ok
    assert not probe(replace(account(workflow), secrets={"workflow_url": "https://prod.logic.azure.com/workflows"})).ok
    assert not probe(replace(account(workflow), secrets={})).ok
    assert workflow.cards == []
