"""Programs that ask: one in the name of an agent, one in the name of a colleague of another team."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member, Role
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Mailbox, Ticket

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Program:
    """Asks over HTTP with a bearer token, and reads JSON."""

    client: Client
    secret: str = ""

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query, headers=self._who)

    def post(self, path: str, body: Any) -> HttpResponse:
        return self.client.post(f"/api/v1{path}", body, content_type="application/json", headers=self._who)

    @property
    def _who(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}


@dataclass(frozen=True)
class Desk:
    """Ioana and Léo answer for Care, Tomasz for Billing; Marie wrote to Care, Jonas to Billing."""

    ioana: Member
    tomasz: Member
    care: Mailbox
    billing: Mailbox
    marie: Contact
    jonas: Contact
    booking: Ticket
    invoice: Ticket


def wrote(mailbox: Mailbox, contact: Contact, subject: str, text: str, minutes: int) -> Ticket:
    """A ticket in which the contact has said one thing, so many minutes after nine."""
    at = NOW + timedelta(minutes=minutes)
    ticket = tickets.open_ticket(mailbox, contact, subject=subject, channel="email", now=at)
    tickets.record_theirs(ticket, contact, tickets.Said(text=text, language="en"), now=at)
    return ticket


@pytest.fixture
def desk(db: None) -> Desk:
    care, billing = staff.add_team("Care"), staff.add_team("Billing")
    ioana = staff.add_member("ioana@example.org", "Ioana Dumitru", role=Role.AGENT, password=None, now=NOW)
    tomasz = staff.add_member("tomasz@example.org", "Tomasz Wrona", role=Role.AGENT, password=None, now=NOW)
    staff.set_teams(ioana, [care])
    staff.set_teams(tomasz, [billing])
    support = tickets.add_mailbox(name="Support", address="support@example.org", team=care)
    accounts = tickets.add_mailbox(name="Accounts", address="accounts@example.org", team=billing)
    marie = people.meet("email", "marie@laval.mu", name="Marie Laval", language="fr", now=NOW)
    jonas = people.meet("email", "jonas@keller.de", name="Jonas Keller", language="de", now=NOW)
    return Desk(ioana, tomasz, support, accounts, marie, jonas,
                wrote(support, marie, "Booking page", "The Confirm button does nothing on phones.", 0),
                wrote(accounts, jonas, "Invoice 4127", "The invoice was paid twice.", 1))


@pytest.fixture
def program(client: Client) -> Callable[[Member], Program]:
    """`program(member)` asks in the member's name."""
    def of(member: Member) -> Program:
        return Program(client, staff.make_api_token(member, "Booking system", now=NOW)[1])

    return of
