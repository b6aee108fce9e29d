"""What we ask of Twilio is held against Twilio's own published description, by Prism: messages, calls, the try of an
account. It is fetched from npm; a run that cannot fetch it fails and says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from entendu.channels import line
from entendu.channels.messages import Account, Outgoing
from entendu.channels.phone import twilio_voice
from entendu.channels.sms import twilio
from tests.servers.published import running_prism
from tools import npm_packages

pytestmark = pytest.mark.long
AT = "/2010-04-01/Accounts"
OURS = (f"{AT}/{{Sid}}.json", f"{AT}/{{AccountSid}}/Messages.json", f"{AT}/{{AccountSid}}/Calls.json",
        f"{AT}/{{AccountSid}}/IncomingPhoneNumbers.json")
SID, MARIE, NUMBER = "AC" + "0" * 31 + "1", "+23057001234", "+23052520000"


@pytest.fixture(scope="module")
def described() -> Iterator[str]:
    """A Twilio that takes what its description allows and nothing else."""
    npm_packages.fetch()
    with running_prism(npm_packages.FOLDER / "twilio.json", OURS) as address:
        yield address


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Response]:
    """All that was answered to us, with what Prism found wrong in it."""
    kept: list[httpx.Response] = []
    send = httpx.Client.send

    def sent(client: httpx.Client, request: httpx.Request, **more: Any) -> httpx.Response:
        kept.append(send(client, request, **more))
        return kept[-1]

    monkeypatch.setattr(httpx.Client, "send", sent)
    return kept


def account(address: str, number: str = NUMBER) -> Account:
    """Our number there."""
    return Account("sms", "twilio", number, settings={"api_address": address},
                   secrets={"account_sid": SID, "auth_token": "a token of the tests"},
                   hook_url="https://desk.example/hooks/twilio/token/")


def right(answers: list[httpx.Response]) -> list[int]:
    """The statuses; a request that is not as described fails with Prism's words. What Prism makes up as an answer is
    not ours."""
    found = [one for answer in answers for one in json.loads(answer.headers.get("sl-violations", "[]"))]
    assert [one for one in found if one["location"][0] == "request"] == []
    return [one.status_code for one in answers]


def test_prism_refuses_what_twilio_does_not_describe(described: str) -> None:
    sign_in = (SID, "a token of the tests")
    for form in ({"From": NUMBER}, {"To": MARIE, "Body": "x", "ValidityPeriod": "soon"}):
        said = httpx.post(f"{described}{AT}/{SID}/Messages.json", data=form, auth=sign_in, timeout=60)
        assert said.status_code in {400, 422}, said.text
    assert httpx.post(f"{described}{AT}/{SID}/Messages.json", data={"To": MARIE}, timeout=60).status_code == 401


@pytest.mark.parametrize("number", [NUMBER, "MG" + "0" * 31 + "2"])
@pytest.mark.parametrize("text", ["We come at ten.", "Bună ziua 👋 — à 10 h", "x" * 1600])
def test_a_message_is_one_that_twilio_describes(described: str, answers: list[httpx.Response], number: str,
                                                text: str) -> None:
    ours = account(described, number)
    said = line.ask(twilio.request(ours, Outgoing(to=MARIE, text=text, reference="7-1")))
    assert right(answers) == [201]
    assert said.status == 201


def test_a_call_back_is_one_that_twilio_describes(described: str, answers: list[httpx.Response]) -> None:
    twilio_voice.call_back(account(described), "+23057009999", MARIE, task=7)
    assert right(answers) == [201]


def test_the_try_of_an_account_asks_what_twilio_describes(described: str, answers: list[httpx.Response]) -> None:
    """Prism makes up no number that its own description allows, so it answers that one question with its complaint."""
    twilio.probe(account(described))
    assert [one.request.url.path.rpartition("/")[2] for one in answers] == [f"{SID}.json", "IncomingPhoneNumbers.json"]
    assert right(answers)[0] == 200
