"""A line to an SMS centre by SMPP 3.4 (Short Message Peer to Peer, issue 1.2): bound as transceiver, kept open.

One thread reads; others hand messages over and wait for the centre's answer to each. What the centre brings is
acknowledged only once it is kept.
"""

from __future__ import annotations

import ipaddress
import itertools
import logging
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from django.utils.translation import gettext as _
from smpplib import consts, exceptions, smpp
from smpplib.client import Client

from entendu.channels.line import is_this_machine, one_line
from entendu.channels.messages import Account, Carried, Outgoing, Probe
from entendu.channels.sms import pdu
from entendu.channels.trouble import Deferred, LostSight, Refused, Withdrawn

logger = logging.getLogger(__name__)
logging.getLogger("smpplib").setLevel(logging.CRITICAL)  # at lower levels it writes down messages and passwords

CONNECT_SECONDS, ANSWER_SECONDS = 10.0, 30.0
# The centre is asked whether it is there so often, and thought dead when it has said nothing for three times as long.
ENQUIRE_SECONDS = 30.0
# command_status (section 5.1.3): nobody there; and what passes: queue full, system error, throttled, out of resources.
NOBODY = frozenset({0x0B})
PASSING = frozenset({0x08, 0x14, 0x45, 0x58, 0x61, 0x62, 0x64})
NOT_ALLOWED = frozenset({0x0D, 0x0E, 0x0F})

Keep = Callable[[bytes], None]


class Line:
    """One bound session. `keep` is given what the centre brings, and returns once it is safe."""

    def __init__(self, account: Account, keep: Keep) -> None:
        self.account, self.keep = account, keep
        self._client = _Client(account)
        self._sending = threading.Lock()
        self._waiting: dict[int, Future[Any]] = {}
        self._parts = itertools.count(1)
        self._heard = time.monotonic()
        self.is_bound = False

    def bind(self) -> None:
        """Opens the session; `Deferred` with one sentence when that fails."""
        settings = self.account.settings
        try:
            self._client.connect()
            self._client.bind_transceiver(system_id=settings.get("username", ""),
                                          password=self.account.secrets.get("password", ""),
                                          system_type=settings.get("system_type", ""))
        except exceptions.PDUError as error:
            self.close()
            raise Deferred(_refused_bind(_status(error))) from None
        except (exceptions.ConnectionError, OSError) as error:
            self.close()
            said = one_line(str(error.__context__ or error)) or type(error).__name__
            raise Deferred(_("The SMS centre {host} cannot be reached on port {port} ({said}); check server, port and "
                             "encryption.").format(host=settings.get("host"), port=settings.get("port"),
                                                   said=said)) from None
        self.is_bound, self._heard = True, time.monotonic()

    def read(self, stop: threading.Event) -> None:
        """Reads until `stop` is set or the line is lost."""
        asked = time.monotonic()
        try:
            while not stop.is_set():
                now = time.monotonic()
                if now - self._heard > 3 * ENQUIRE_SECONDS:
                    raise exceptions.ConnectionError("nothing heard")
                if now - max(asked, self._heard) > ENQUIRE_SECONDS:
                    self._send(smpp.make_pdu("enquire_link", client=self._client))
                    asked = now
                if self._client.has_news(0.5):
                    self._act(self._client.read_pdu())
        finally:
            self.is_bound = False
            for waits in list(self._waiting.values()):
                waits.set_exception(exceptions.ConnectionError("the line is lost"))
            self.close()

    def submit(self, message: Outgoing, before_flight: Callable[..., bool]) -> Carried:
        """Hands the message over, part by part; the centre's names for the parts are its references."""
        if not self.is_bound:
            raise no_line(self.account)
        rows = pdu.submissions(self.account, message, next(self._parts) % 256)
        if not before_flight():
            raise Withdrawn
        names = []
        for row in rows:
            answer = self._ask(row)
            if answer.status:
                raise _refusal(int(answer.status))
            names.append(pdu.plain(answer.message_id))
        return Carried(_("taken by the SMS centre in {n} parts").format(n=len(names)), tuple(filter(None, names)))

    def close(self) -> None:
        """Ends the session."""
        try:
            if self.is_bound:
                self._send(smpp.make_pdu("unbind", client=self._client))
        except (exceptions.PDUError, exceptions.ConnectionError, OSError):
            pass  # it is gone already
        self.is_bound = False
        self._client.hang_up()

    def _ask(self, row: dict[str, Any]) -> Any:
        """One submit_sm and the answer to it. From the first octet on, silence is not knowing."""
        waits: Future[Any] = Future()
        with self._sending:
            asked = smpp.make_pdu("submit_sm", client=self._client, **row)
            self._waiting[asked.sequence] = waits
            try:
                self._client.send_pdu(asked)
            except (exceptions.PDUError, exceptions.ConnectionError, OSError) as error:
                self._waiting.pop(asked.sequence, None)
                raise _lost() from error
        try:
            return waits.result(ANSWER_SECONDS)
        except (TimeoutError, exceptions.ConnectionError) as error:
            raise _lost() from error
        finally:
            self._waiting.pop(asked.sequence, None)

    def _act(self, came: Any) -> None:
        self._heard = time.monotonic()
        if came.command in {"submit_sm_resp", "generic_nack"}:
            waits = self._waiting.get(came.sequence)
            if waits is not None and not waits.done():
                waits.set_result(came)
        elif came.command == "deliver_sm":
            self.keep(pdu.kept(pdu.fields_of(came), time.time()))
            self._answer("deliver_sm_resp", came)
        elif came.command == "enquire_link":
            self._answer("enquire_link_resp", came)
        elif came.command == "unbind":
            self._answer("unbind_resp", came)
            raise exceptions.ConnectionError("the SMS centre has ended the session")

    def _answer(self, command: str, came: Any) -> None:
        answer = smpp.make_pdu(command, client=self._client)
        answer.sequence = came.sequence
        self._send(answer)

    def _send(self, what: Any) -> None:
        with self._sending:
            self._client.send_pdu(what)


class _Client(Client):  # type: ignore[misc]
    """The library's session over a socket of ours: IPv6 too, and TLS that looks at the certificate."""

    def __init__(self, account: Account) -> None:
        settings = account.settings
        super().__init__(settings.get("host", ""), int(settings.get("port") or 2775), timeout=ANSWER_SECONDS,
                         allow_unknown_opt_params=True, logger_name="smpplib.client")
        self._tls = settings.get("security") == "tls"

    def connect(self) -> None:
        """Opens the line; `OSError` when that fails."""
        raw = socket.create_connection((self.host, self.port), timeout=CONNECT_SECONDS)
        raw.settimeout(self.timeout)
        try:
            secured = ssl.create_default_context().wrap_socket(raw, server_hostname=self.host) if self._tls else raw
        except OSError:
            raw.close()
            raise
        self._socket, self.state = secured, consts.SMPP_CLIENT_STATE_OPEN

    def has_news(self, seconds: float) -> bool:
        """Whether the centre has sent something, waiting for so long."""
        held = self._socket
        if held is None:
            raise exceptions.ConnectionError("closed")
        if isinstance(held, ssl.SSLSocket) and held.pending():
            return True
        return bool(select.select([held], [], [], seconds)[0])

    def hang_up(self) -> None:
        """Closes the line, whatever its state."""
        held, self._socket = self._socket, None
        self.state = consts.SMPP_CLIENT_STATE_CLOSED
        if held is not None:
            held.close()


def probe(account: Account) -> Probe:
    """Binds and unbinds."""
    if account.settings.get("security") != "tls" and not is_private(account.settings.get("host", "")):
        return Probe(False, _("Without TLS the password would travel in the open; choose TLS, or a tunnel that ends on "
                              "this machine or in your own network."))
    line = Line(account, lambda _body: None)
    try:
        line.bind()
    except Deferred as trouble:
        return Probe(False, trouble.words)
    line.close()
    return Probe(True, _("The SMS centre knows us and takes messages."))


def is_private(host: str) -> bool:
    """Whether the host is this machine, or an address of a network of one's own (RFC 1918, RFC 4193)."""
    if is_this_machine(host):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def no_line(account: Account) -> Deferred:
    """There is no session to hand a message over."""
    return Deferred(_("There is no line to the SMS centre {host} now; the message is kept and leaves when there is "
                      "one.").format(host=account.settings.get("host", "")))


def _lost() -> LostSight:
    return LostSight(_("The line to the SMS centre was lost while the message was handed over; it may have arrived."))


def _refusal(status: int) -> Deferred | Refused:
    words = f"{consts.DESCRIPTIONS.get(status, 'Unknown status')} (0x{status:02X})"
    if status in PASSING:
        return Deferred(_("The SMS centre takes nothing for now ({said}); the message is kept.").format(said=words))
    return Refused(words, f"0x{status:02X}", gone=status in NOBODY)


def _refused_bind(status: int) -> str:
    words = f"{consts.DESCRIPTIONS.get(status, 'Unknown status')} (0x{status:02X})"
    if status in NOT_ALLOWED:
        return _("The SMS centre does not accept the system id or the password ({said}).").format(said=words)
    return _("The SMS centre opens no session ({said}); ask its people.").format(said=words)


def _status(error: exceptions.PDUError) -> int:
    return int(error.args[1]) if len(error.args) > 1 else 0
