"""A mail server of the outside world: it keeps what it gets, misbehaves as told, and can answer every mail at once."""

from __future__ import annotations

import asyncio
import queue
import smtplib
import threading
from base64 import b64decode
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr
from typing import Any, Literal

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.certificates import Certificates
from tests.servers.oauth import OAuthServer
from tests.servers.processes import LOOPBACK, free_port, wait_for


@dataclass(frozen=True, slots=True)
class Refuse:
    """Refuse one mail with this answer, on naming a recipient or after its text."""

    answer: str = "550 5.1.1 No such mailbox"
    at: Literal["rcpt", "data"] = "rcpt"


@dataclass(frozen=True, slots=True)
class Drop:
    """Take one mail whole and hang up without a word: whoever sent it cannot know what became of it."""

    kept: bool = True


@dataclass(frozen=True, slots=True)
class Delay:
    """Take one mail, but answer only after so many seconds."""

    seconds: float


Behaviour = Refuse | Drop | Delay


@dataclass(frozen=True, slots=True)
class Received:
    """One mail that was taken, with what the connection looked like."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    login: str | None
    encrypted: bool

    @property
    def message(self) -> EmailMessage:
        """The content, parsed."""
        return message_from_bytes(self.content, policy=policy.default)  # type: ignore[return-value]


@dataclass(slots=True)
class Door:
    """Who may send: anybody; or holders of a password in `users` or of a token of `oauth`, over TLS."""

    certificates: Certificates | None = None
    users: dict[str, str] = field(default_factory=dict)
    oauth: OAuthServer | None = None

    def controller_options(self) -> dict[str, Any]:
        """The same in aiosmtpd's words."""
        context = self.certificates.server_context() if self.certificates else None
        closed = bool(self.users or self.oauth)
        return {"tls_context": context, "require_starttls": bool(context), "auth_required": closed,
                "auth_require_tls": bool(context), "authenticator": self._by_password if closed else None}

    def _by_password(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str,
                     shown: Any) -> AuthResult:
        known = isinstance(shown, LoginPassword) and self.users.get(shown.login.decode()) == shown.password.decode()
        return AuthResult(success=known, handled=False, auth_data=shown)

    def by_token(self, blob: bytes) -> AuthResult:
        """XOAUTH2: `user=…^Aauth=Bearer …^A^A` (Google, "OAuth 2.0 Mechanism", Gmail's IMAP and SMTP guide)."""
        words = dict(word.partition("=")[::2] for word in blob.decode().strip("\1").split("\1"))
        user, token = words.get("user", ""), words.get("auth", "").removeprefix("Bearer ")
        known = bool(self.oauth) and self.oauth.access_tokens.get(token) == user
        return AuthResult(success=known, handled=False, auth_data=LoginPassword(user.encode(), b""))


class SmtpRobot:
    """A running server; `plan` tells how the next mails fare, after them each mail is taken."""

    def __init__(self, door: Door) -> None:
        """Listen on a free loopback port from start() on."""
        self.host, self.port, self.door = "localhost", free_port(), door
        self.received: list[Received] = []
        self.greylisting = False
        self._known_pairs: set[tuple[str, str]] = set()
        self._planned: deque[Behaviour] = deque()
        self._answers: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._failures: list[Exception] = []
        self._answer: Callable[[Received], None] | None = None
        self._worker = threading.Thread(target=self._work, daemon=True)
        self._worker.start()

    def _new_controller(self) -> Controller:
        return Controller(_Conversation(self), hostname=LOOPBACK, port=self.port, server_hostname="world.test",
                          **self.door.controller_options())

    def start(self) -> None:
        """Start to listen; after stop() too, on the same port."""
        self._controller = self._new_controller()
        self._controller.start()

    def stop(self) -> None:
        """Stop to listen: from now on connections are refused. What was received is kept."""
        self._controller.stop(no_assert=True)
        self._controller.loop.close()

    def close(self) -> None:
        """Stop for good; an answer that could not be made or delivered is raised here."""
        self.stop()
        self._answers.put(None)
        self._worker.join()
        if self._failures:
            raise ExceptionGroup("The robot could not answer.", self._failures)

    def plan(self, *behaviours: Behaviour) -> None:
        """The next mails, in order, meet these."""
        self._planned.extend(behaviours)

    def wait_for(self, count: int = 1, seconds: float = 20) -> list[Received]:
        """All mails received, as soon as there are `count`."""
        return wait_for(lambda: self.received if len(self.received) >= count else [], seconds)

    def answer_with(self, write: Callable[[Received], EmailMessage | None], kind: Literal["lmtp", "smtp"], port: int,
                    most: int = 100) -> None:
        """From now on, answer every mail at once with what `write` makes of it (None: not), sent to this loopback port.

        After `most` answers the robot falls silent, so that a loop under test ends and can be counted.
        """
        left = iter(range(most))

        def answer(mail: Received) -> None:
            reply = write(mail)
            if reply is not None and next(left, None) is not None:
                with (smtplib.LMTP if kind == "lmtp" else smtplib.SMTP)(LOOPBACK, port) as client:
                    client.send_message(reply, from_addr=str(reply.get("Return-Path", reply["From"])).strip("<>"))

        self._answer = answer

    def answer_no_more(self) -> None:
        """Only collect again."""
        self._answer = None

    def _work(self) -> None:
        while job := self._answers.get():
            try:
                job()
            except Exception as failure:  # whatever it is, close() raises it in the test's own thread
                self._failures.append(failure)

    def take(self, mail: Received) -> None:
        """Keep a mail, and answer it where that was asked for."""
        self.received.append(mail)
        if answer := self._answer:
            self._answers.put(lambda: answer(mail))

    def behaviour_for(self, envelope: Envelope, recipient: str) -> Behaviour | None:
        """How this mail fares; a plan is used up by one mail, whatever the number of its recipients."""
        if not hasattr(envelope, "behaviour"):
            envelope.behaviour = self._planned.popleft() if self._planned else None
        pair = (envelope.mail_from or "", recipient)
        if self.greylisting and pair not in self._known_pairs:
            self._known_pairs.add(pair)
            return Refuse("451 4.7.1 Greylisted, come again")
        return envelope.behaviour


class _Conversation:
    """aiosmtpd's handler: its hooks are found by name."""

    def __init__(self, robot: SmtpRobot) -> None:
        self.robot = robot
        if robot.door.oauth:
            self.auth_XOAUTH2 = self._token

    async def _token(self, server: SMTP, words: list[str]) -> AuthResult:
        return self.robot.door.by_token(b64decode(words[1]) if len(words) > 1 else await server.challenge_auth(""))

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str,
                          options: list[str]) -> str:
        behaviour = self.robot.behaviour_for(envelope, address)
        if isinstance(behaviour, Refuse) and behaviour.at == "rcpt":
            return behaviour.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        behaviour = envelope.behaviour  # type: ignore[attr-defined]
        if isinstance(behaviour, Refuse):
            return behaviour.answer
        if not isinstance(behaviour, Drop) or behaviour.kept:
            shown = session.auth_data
            self.robot.take(Received(
                envelope.mail_from or "", tuple(envelope.rcpt_tos), bytes(envelope.content or b""),
                shown.login.decode() if isinstance(shown, LoginPassword) else None, session.ssl is not None,
            ))
        if isinstance(behaviour, Drop):
            server.transport.abort()
        if isinstance(behaviour, Delay):
            await asyncio.sleep(behaviour.seconds)
        return "250 OK taken"


def naive_reply(mail: Received) -> EmailMessage:
    """What a badly written robot sends: a reply like a person's, with nothing that tells it is automatic."""
    asked = mail.message
    reply = EmailMessage()
    reply["From"], reply["To"] = mail.recipients[0], parseaddr(str(asked.get("Reply-To", asked["From"])))[1]
    reply["Subject"] = f"Re: {asked['Subject']}"
    reply["Message-ID"] = make_msgid(domain="world.test")
    if asked["Message-ID"]:
        reply["In-Reply-To"] = reply["References"] = str(asked["Message-ID"])
    reply.set_content("Thank you for your message. We will answer as soon as we can.")
    return reply


def automatic_reply(mail: Received) -> EmailMessage:
    """What a well-behaved robot sends: marked as automatic, from the null sender (RFC 3834 §3)."""
    reply = naive_reply(mail)
    del reply["To"]
    reply["To"] = mail.sender or parseaddr(str(mail.message["From"]))[1]
    reply["Auto-Submitted"] = "auto-replied"
    reply["Return-Path"] = "<>"
    return reply


@contextmanager
def running_robot(door: Door | None = None) -> Iterator[SmtpRobot]:
    """A robot of its own on a free port."""
    robot = SmtpRobot(door or Door())
    robot.start()
    try:
        yield robot
    finally:
        robot.close()


@pytest.fixture
def smtp_robot() -> Iterator[SmtpRobot]:
    """An open mail server without TLS, new for each test (it starts in milliseconds)."""
    with running_robot() as robot:
        yield robot
