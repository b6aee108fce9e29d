"""The small named world of the desk's tests: who works here, who writes to us, and two mailboxes.

Ioana (agent) and Léo (lead) look after care@example.org, Ana (agent) and Radu (lead) after billing@example.org; Sofia
is the administrator. Marie Laval lives in Mauritius and is reached from 8 to 18 there, Jonas Keller in Berlin at any
hour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count
from typing import Any

import pytest
from django.test import Client

from entendu.core.governor.model import Intent
from entendu.flows import reply
from entendu.flows.mail import receive
from entendu.flows.submit import Outcome
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.inbox.actions import Envelope
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact, Organisation
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member, Role
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Entry, Mailbox, Ticket

# A Monday, 18:40 in Paris and 20:40 in Mauritius (Marie's quiet hours), 17:40 UTC.
MONDAY = datetime(2026, 11, 23, 17, 40, tzinfo=UTC)
PASSWORD = "a long and quiet evening"
_numbers = count(1)


@dataclass
class World:
    """Everybody, and the verbs by which a test tells a story. `now` moves by `later` alone."""

    now: datetime
    ioana: Member
    leo: Member
    ana: Member
    radu: Member
    sofia: Member
    care: Mailbox
    billing: Mailbox
    laval: Organisation
    marie: Contact
    jonas: Contact

    def may_type_a_password(self, *members: Member) -> None:
        """These can sign in by the form. Hashing takes its time, so the others cannot."""
        for one in members:
            staff.set_password(one, PASSWORD)

    def later(self, **span: float) -> datetime:
        """Time passes."""
        self.now += timedelta(**span)
        return self.now

    def write_in(self, who: Contact, text: str, *, subject: str = "A question", to: Mailbox | None = None,
                 **more: Any) -> Ticket:
        """A letter comes in and is read; returns its ticket. `more`: html, files (name, type, content), answers."""
        raw = letter(who, text, subject=subject, at=self.now, to=(to or self.care).address, **more)
        return self.post(raw, to)

    def post(self, raw: bytes, to: Mailbox | None = None) -> Ticket:
        """These very bytes come in and are read."""
        mailbox = to or self.care
        kept = receive.take_in(raw, Envelope(RawLetter.Via.SMTP, "", (mailbox.address,)), mailbox=mailbox, now=self.now)
        receive.read_batch([kept.pk], self.now)
        kept.refresh_from_db()
        assert kept.entry is not None, kept.why
        return kept.entry.ticket

    def answer(self, ticket: Ticket, member: Member, text: str, **more: Any) -> Outcome:
        """A member answers from the composer."""
        draft = drafts.open_draft(ticket, member, now=self.now)
        return reply.send(ticket, member, reply.Answer(draft.key, text, **more), now=self.now)

    def tell(self, ticket: Ticket, text: str, key: str, *, source: str = "shop") -> Submission:
        """A system of ours wants to tell the ticket's contact something."""
        return hand_in(HandedIn(source=source, key=key, ticket=ticket, intent=Intent.UPDATE, body=text, author="Shop"),
                       now=self.now)

    def deliver(self, outcome: Outcome, words: str = "250 2.0.0 queued") -> None:
        """The server has taken the message."""
        assert outcome.delivery is not None
        outbox.sent(outcome.delivery, words, now=self.now)


def letter(who: Contact, text: str, *, subject: str, at: datetime, to: str, html: str = "",
           files: tuple[tuple[str, str, bytes], ...] = (), answers: Entry | None = None) -> bytes:
    """The bytes that their mail program would send."""
    message = EmailMessage()
    address = who.addresses.all()[0].value
    message["From"] = f"{who.name} <{address}>" if who.name else address
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{next(_numbers)}.{int(at.timestamp())}@{address.rpartition('@')[2]}>"
    if answers is not None:
        message["In-Reply-To"] = message["References"] = f"<{answers.message_id}>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, kind, content in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def build(now: datetime = MONDAY) -> World:
    """The world at its beginning: everybody is there, nobody has written."""
    care_team, billing_team = staff.add_team("Care"), staff.add_team("Billing")

    def member(address: str, name: str, role: str, *teams: Any) -> Member:
        one = staff.add_member(address, name, role=role, password=None, now=now)
        staff.change_member(one, time_zone="Europe/Paris")
        staff.set_teams(one, teams)
        return one

    def contact(name: str, address: str, **fields: Any) -> Contact:
        one = people.meet("email", address, name=name, language=fields.pop("language", "en"), now=now)
        return people.change_contact(one, **fields)

    laval = people.add_organisation("Laval Electrical", "laval.example")
    return World(
        now=now, laval=laval,
        ioana=member("ioana@example.org", "Ioana Dumitru", Role.AGENT, care_team),
        leo=member("leo@example.org", "Léo Garnier", Role.LEAD, care_team),
        ana=member("ana@example.org", "Ana Marin", Role.AGENT, billing_team),
        radu=member("radu@example.org", "Radu Stan", Role.LEAD, billing_team),
        sofia=member("sofia@example.org", "Sofia Lindqvist", Role.ADMINISTRATOR),
        care=tickets.add_mailbox(name="Care", address="care@example.org", team=care_team, time_zone="Europe/Paris",
                                 confirms=False),
        billing=tickets.add_mailbox(name="Billing", address="billing@example.org", team=billing_team,
                                    time_zone="Europe/Paris", confirms=False),
        marie=contact("Marie Laval", "marie@laval.example", about="Electrician, Curepipe", time_zone="Indian/Mauritius",
                      hours=[["mon-sat", "08:00", "18:00"]]),
        jonas=contact("Jonas Keller", "jonas@keller.example", about="Joiner, Berlin", time_zone="Europe/Berlin",
                      language="de"),
    )


@pytest.fixture
def world(db: None) -> World:
    """The world on a Monday evening; requests see the true time unless a test travels."""
    return build()


@pytest.fixture
def sign_in() -> Callable[[Member], Client]:
    """`sign_in(world.ioana)` gives that member's browser, CSRF left to the tests that are about it."""

    def signed_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return signed_in
