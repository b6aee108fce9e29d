"""A simulated week: a virtual clock, the desk's own flows, and a mail server whose robots answer within a second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid

from entendu.config.environment import OutgoingServer
from entendu.flows import deliver, release
from entendu.flows.mail import receive
from entendu.parts.inbox.actions import Envelope
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member, Role
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Mailbox, Ticket
from tests.servers.smtp_robot import Received, SmtpRobot

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
# A loop that we failed to break must end the test, not the machine.
MOST = 60


@dataclass
class Week:
    """The desk and the world around it. `answer` makes the robot's answer to what it got, or None."""

    robot: SmtpRobot
    mailbox: Mailbox
    ioana: Member
    now: datetime = MONDAY
    answer: Callable[[Received], EmailMessage | None] = lambda mail: None
    read: int = field(default=0)

    def clock(self) -> datetime:
        """The virtual time; looking at it lets a millisecond pass, as in life."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def arrives(self, message: EmailMessage | bytes, sender: str = "") -> RawLetter:
        """A letter comes in now and is read."""
        raw = message if isinstance(message, bytes) else message.as_bytes()
        taken = receive.take_in(raw, Envelope("smtp", sender, (self.mailbox.address,)), now=self.now)
        receive.read_waiting(self.clock())
        taken.refresh_from_db()
        return taken

    def passes(self, time: timedelta = WEEK) -> None:
        """Time goes by: what is due leaves, robots answer a second later, the worker recovers what was lost."""
        end = self.now + time
        while self.now < end and len(self.robot.received) < MOST:
            deliver.recover(self.clock)
            release.release_due(self.clock)
            deliver.deliver_due(self.clock)
            if self._robots_answer():
                continue
            waiting = (Delivery.objects.filter(state="waiting"), Submission.objects.filter(state="waiting"))
            due = [at for rows in waiting for at in rows.values_list("due_at", flat=True) if at]
            self.now = min(max(min(due, default=end), self.now + SECOND), end)

    def _robots_answer(self) -> bool:
        fresh, self.read = self.robot.received[self.read:], len(self.robot.received)
        self.now += SECOND
        for mail in fresh:
            reply = self.answer(mail)
            if reply is not None:
                self.arrives(reply, str(reply.get("Return-Path", "")).strip("<>"))
        return bool(fresh)

    def received_by(self, address: str) -> list[EmailMessage]:
        """What somebody outside got from us."""
        return [mail.message for mail in self.robot.received if address in mail.recipients]

    def tickets(self) -> list[Ticket]:
        """All tickets, oldest first."""
        return list(Ticket.objects.order_by("pk"))


def letter(sender: str, subject: str, text: str, to: str = "care@example.org", **headers: str) -> EmailMessage:
    """A letter as a person's mail program sends it; further headers by name with _ for -."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = make_msgid(domain="world.test")
    for name, value in headers.items():
        header = name.replace("_", "-")
        del message[header]
        message[header] = value
    message.set_content(text)
    return message


def week_with(robot: SmtpRobot, settings) -> Week:
    """A desk with one mailbox that confirms, one agent, and the robot as its outgoing server."""
    settings.ENTENDU_SMTP_OUT = OutgoingServer("127.0.0.1", robot.port, "none", "", "")
    team = staff.add_team("Care")
    ioana = staff.add_member("ioana@example.org", "Ioana Dumitru", role=Role.AGENT, password=None, now=MONDAY)
    staff.set_teams(ioana, [team])
    mailbox = tickets.add_mailbox(name="Care", address="care@example.org", team=team)
    return Week(robot, mailbox, ioana)
