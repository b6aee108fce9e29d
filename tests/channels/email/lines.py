"""Mail, as the contract of channels sees it: a letter comes by SMTP, LMTP or IMAP and not by a hook, and receipts are
bounces (`tests/flows`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from entendu.flows.mail import receive
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.inbox.actions import Envelope
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from tests.channels.contract import GONE, LATER, NEVER, SILENT, TAKES, Opener, Request
from tests.servers.processes import LOOPBACK
from tests.servers.smtp_robot import Behaviour, Delay, Drop, Refuse, SmtpRobot, running_robot
from tests.world import World

NOTHING: frozenset[str] = frozenset()
MARIE = "marie@home.example"


@dataclass
class MailLine:
    """Care's address, the world's mail server, and Marie's mail program."""

    world: World
    robot: SmtpRobot
    account: ChannelAccount
    address: str = MARIE
    brings_files: bool = True
    has_clock: bool = False
    has_names: bool = True

    def plan(self, *outcomes: str) -> None:
        said: dict[str, Behaviour] = {
            TAKES: Delay(0), LATER: Refuse("451 4.3.0 Try again"), NEVER: Refuse("554 5.7.1 Refused", at="data"),
            GONE: Refuse("550 5.1.1 No such mailbox"), SILENT: Drop(kept=False)}
        self.robot.plan(*(said[one] for one in outcomes))

    def taken(self) -> list[tuple[str, str]]:
        return [(one.recipients[0], _words(one.message)) for one in self.robot.received]

    def written(self, text: str, number: str, at: datetime, *, file: bytes = b"") -> Request:
        letter = EmailMessage()
        letter["From"], letter["To"] = f"Marie Laval <{MARIE}>", self.world.care.address
        letter["Subject"], letter["Date"], letter["Message-ID"] = "The valve", format_datetime(at), _name(number)
        if number != "in-0":
            letter["In-Reply-To"] = letter["References"] = _name("in-0")
        letter.set_content(text)
        if file:
            letter.add_attachment(file, maintype="image", subtype="png", filename="valve.png")
        return Request("", brought=lambda: self._kept(letter.as_bytes()))

    def told(self, delivery: Delivery, state: str) -> Request:
        raise AssertionError("A mail server tells nothing but bounces: no test may ask for more.")

    def forged(self, request: Request) -> Request:
        """No hook speaks for mail."""
        return Request("/hooks/email/nobody/", body=b"{}")

    def garbled(self, request: Request) -> Request | None:
        return None

    def _kept(self, raw: bytes) -> int:
        care, now = self.world.care, self.world.now
        kept = receive.take_in(raw, Envelope(RawLetter.Via.SMTP, MARIE, (care.address,)), mailbox=care, now=now)
        receive.read_batch([kept.pk], now)
        return 200


@contextmanager
def mail(world: World) -> Iterator[MailLine]:
    """Care's own server is the world's; Marie is reached at home alone."""
    with running_robot() as robot:
        outbox.set_send_account(world.care, host=LOOPBACK, port=robot.port, security="none", username="")
        for one in world.marie.addresses.all():
            people.remove_address(one)
        yield MailLine(world, robot, ChannelAccount(channel="email", provider="email", token="nobody"))


def _name(number: str) -> str:
    return f"<{number}@home.example>"


def _words(letter: EmailMessage) -> str:
    """What stands in it, and what its files are called."""
    plain = letter.get_body(("plain",))
    files = [one.get_filename() or "" for one in letter.iter_attachments()]
    return "\n".join([plain.get_content().strip() if plain is not None else "", *files])


LINES: dict[str, Opener] = {"mail": mail}
TELLS = {"mail": NOTHING}
