"""SMS by Kannel and by Twilio, as the contract of channels sees them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from django.conf import settings

from entendu.channels.messages import Account
from entendu.channels.sms import kannel, smpp
from entendu.flows.channels import smpp_lines
from entendu.flows.channels.accounts import value_of
from entendu.parts.accounts import actions
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery
from tests.channels.contract import GONE, LATER, NEVER, SILENT, TAKES, Opener, Request
from tests.servers import smsc
from tests.servers.processes import wait_for
from tests.servers.sms_gateways import Gateway, running_gateway
from tests.servers.smsc import Centre, running_centre
from tests.world import World

MARIE, OURS = "+23057001234", "+23052520000"
TOKEN = "a token of the tests"


@dataclass
class KannelLine:
    """Kannel's sendsms, and its sms-service as our page says to set it up."""

    account: ChannelAccount
    gateway: Gateway
    address: str = MARIE
    brings_files: bool = False
    has_clock: bool = False
    has_names: bool = True

    def plan(self, *outcomes: str) -> None:
        said: dict[str, tuple[int, str] | None] = {
            TAKES: (0, ""), LATER: (503, "Temporal failure, try again later."), NEVER: (400, "Number rejected"),
            GONE: (400, "Number rejected"), SILENT: None}
        self.gateway.plan(*(said[one] for one in outcomes))

    def taken(self) -> list[tuple[str, str]]:
        return [(one.to, one.text) for one in self.gateway.taken]

    def written(self, text: str, number: str, at: datetime, *, file: bytes = b"") -> Request:
        url = kannel.incoming_url(self._value)
        for escape, value in {"%I": number, "%p": self.address, "%P": OURS, "%T": str(int(at.timestamp())), "%c": "2",
                              "%b": quote(text.encode("utf-16-be"))}.items():
            url = url.replace(escape, quote(value) if escape != "%b" else value)
        return Request(_path(url), "GET")

    def told(self, delivery: Delivery, state: str) -> Request:
        kind, words = {"delivered": ("1", "id:7 stat:DELIVRD err:000"), "failed": ("16", "NACK/0x0b"),
                       "gone": ("2", "id:7 sub:001 stat:UNDELIV err:001 text:"),
                       "failed for now": ("2", "id:7 sub:001 stat:UNDELIV err:027 text:")}[state]
        url = kannel.report_url(self._value, f"{delivery.pk}-{delivery.attempts}")
        return Request(_path(url.replace("%d", kind).replace("%A", quote(words))), "GET")

    def forged(self, request: Request) -> Request:
        query = [(name, "0" * 40 if name in {"key", "sig"} else value)
                 for name, value in parse_qsl(urlsplit(request.path).query)]
        return replace(request, path=f"{urlsplit(request.path).path}?{urlencode(query)}")

    def garbled(self, request: Request) -> Request | None:
        return None

    @property
    def _value(self) -> Account:
        return value_of(self.account)


@dataclass
class TwilioLine:
    """Twilio's Messages, its status callbacks and its web hook, signed as Twilio signs."""

    account: ChannelAccount
    gateway: Gateway
    address: str = MARIE
    brings_files: bool = True
    has_clock: bool = False
    has_names: bool = True

    def plan(self, *outcomes: str) -> None:
        said: dict[str, tuple[int, str] | None] = {
            TAKES: (0, ""), LATER: (429, '{"code": 20429, "message": "Too Many Requests"}'),
            NEVER: (400, '{"code": 21408, "message": "Permission to send to this region is not enabled"}'),
            GONE: (400, '{"code": 21614, "message": "To is not a mobile number"}'), SILENT: None}
        self.gateway.plan(*(said[one] for one in outcomes))

    def taken(self) -> list[tuple[str, str]]:
        return [(one.to, one.text) for one in self.gateway.taken]

    def written(self, text: str, number: str, at: datetime, *, file: bytes = b"") -> Request:
        form = {"MessageSid": number, "SmsSid": number, "SmsStatus": "received", "AccountSid": "AC1", "To": OURS,
                "From": self.address, "Body": text, "NumMedia": "0"}
        if file:
            path = f"/2010-04-01/Accounts/AC1/Messages/{number}/Media/ME1"
            self.gateway.pages[path] = (200, {"content-type": "image/png"}, file)
            form |= {"NumMedia": "1", "MediaUrl0": f"{self.gateway.url}{path}", "MediaContentType0": "image/png"}
        return self._signed(value_of(self.account).hook_url, form)

    def told(self, delivery: Delivery, state: str) -> Request:
        status, code = {"delivered": ("delivered", ""), "failed": ("undelivered", "30007"),
                        "gone": ("undelivered", "30005"), "failed for now": ("undelivered", "30003")}[state]
        sent = next(one for one in reversed(self.gateway.taken) if f"ref={delivery.pk}-" in one.report_url)
        form = {"MessageSid": sent.number, "MessageStatus": status, "To": sent.to, "From": OURS, "AccountSid": "AC1"}
        return self._signed(sent.report_url, form | ({"ErrorCode": code} if code else {}))

    def forged(self, request: Request) -> Request:
        return replace(request, body=request.body.replace(b"AC1", b"AC2"))

    def garbled(self, request: Request) -> Request | None:
        return None

    def _signed(self, url: str, form: dict[str, Any]) -> Request:
        said = url + "".join(name + form[name] for name in sorted(form))
        digest = base64.b64encode(hmac.new(TOKEN.encode(), said.encode(), hashlib.sha1).digest()).decode()
        return Request(_path(url), headers={"x-twilio-signature": digest}, body=urlencode(form).encode(),
                       type="application/x-www-form-urlencoded")


@dataclass
class SmppLine:
    """A line to an SMS centre, with its reader; what the centre brings is kept by the test's own thread."""

    account: ChannelAccount
    centre: Centre
    brought: queue.Queue[bytes]
    now: Callable[[], datetime]
    address: str = MARIE
    brings_files: bool = False
    has_clock: bool = False
    has_names: bool = False

    def plan(self, *outcomes: str) -> None:
        said = {TAKES: smsc.OK, LATER: smsc.THROTTLED, NEVER: 0x0A, GONE: smsc.BAD_NUMBER, SILENT: None}
        self.centre.plan(*(said[one] for one in outcomes))

    def taken(self) -> list[tuple[str, str]]:
        return self.centre.messages()

    def written(self, text: str, number: str, at: datetime, *, file: bytes = b"") -> Request:
        return Request("", brought=lambda: self._kept(lambda: self.centre.writes(self.address, text)))

    def told(self, delivery: Delivery, state: str) -> Request:
        report = {"delivered": ("DELIVRD", "000"), "failed": ("REJECTD", "000"), "gone": ("UNDELIV", "001"),
                  "failed for now": ("UNDELIV", "027")}[state]
        names = list(delivery.references.filter(attempt=delivery.attempts).values_list("reference", flat=True))

        def report_on() -> None:
            for name in names:
                self.centre.report(name, *report)

        return Request("", brought=lambda: self._kept(report_on))

    def forged(self, request: Request) -> Request:
        """Nothing but the line is believed."""
        return Request(f"/hooks/smpp/{self.account.token}/", body=b"{}")

    def garbled(self, request: Request) -> Request | None:
        return None

    def _kept(self, act: Callable[[], None]) -> int:
        before = len(self.centre.acknowledged)
        act()
        wait_for(lambda: len(self.centre.acknowledged) > before and len(self.centre.acknowledged) == self.centre.handed)
        while not self.brought.empty():
            actions.keep_hook(self.account, now=self.now(), method="SMPP", url="", headers={},
                              body=self.brought.get())
        return 200


@contextmanager
def by_smpp(world: World) -> Iterator[SmppLine]:
    """Care's number at an SMS centre."""
    with running_centre() as centre, pytest.MonkeyPatch.context() as patch:
        patch.setattr(smpp, "ANSWER_SECONDS", 1.0)
        account = actions.add_account(
            now=world.now, mailbox=world.care, channel="sms", provider="smpp", name="Our SMS number", address=OURS,
            settings={"host": "127.0.0.1", "port": str(centre.port), "security": "none", "username": smsc.SYSTEM_ID,
                      "region": "MU"}, secret={"password": smsc.PASSWORD})
        brought: queue.Queue[bytes] = queue.Queue()
        line, stop = smpp.Line(value_of(account), brought.put), threading.Event()
        line.bind()
        patch.setitem(smpp_lines._open, account.pk, line)
        reader = threading.Thread(target=line.read, args=(stop,), daemon=True)
        reader.start()
        try:
            yield SmppLine(account, centre, brought, lambda: world.now)
        finally:
            stop.set()
            reader.join(5)


@contextmanager
def by_kannel(world: World) -> Iterator[KannelLine]:
    """Care's number at a Kannel."""
    with running_gateway() as gateway:
        yield KannelLine(actions.add_account(
            now=world.now, mailbox=world.care, channel="sms", provider="kannel", name="Our SMS number", address=OURS,
            settings={"url": f"{gateway.url}/cgi-bin/sendsms", "username": "desk", "region": "MU"},
            secret={"password": TOKEN}), gateway)


@contextmanager
def by_twilio(world: World) -> Iterator[TwilioLine]:
    """Care's number at Twilio."""
    with running_gateway() as gateway:
        yield TwilioLine(actions.add_account(
            now=world.now, mailbox=world.care, channel="sms", provider="twilio", name="Our SMS number", address=OURS,
            settings={"api_address": gateway.url, "region": "MU"},
            secret={"account_sid": "AC1", "auth_token": TOKEN}), gateway)


def _path(url: str) -> str:
    return url.removeprefix(settings.ENTENDU_URL)


LINES: dict[str, Opener] = {"kannel": by_kannel, "smpp": by_smpp, "twilio": by_twilio}
