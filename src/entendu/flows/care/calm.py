"""Somebody is upset about what happens: a calm opening, and the one question that helps most, ready for the reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from entendu.core.wording import rules
from entendu.flows.listening import ask
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Draft, Entry, Ticket


@dataclass(frozen=True, slots=True)
class Calm:
    """A sentence that shows that they were heard, and a question with its code ("" where nothing is missing)."""

    opening: str
    question: str
    code: str
    language: str


def offer(ticket: Ticket) -> Calm | None:
    """What could be said now; None in a language that we have no opening for."""
    language = (ticket.contact.language or ticket.mailbox.language)[:2]
    offers = rules.of_the_product(language).head("no-empathy").offers if language in rules.LANGUAGES else ()
    if not offers:
        return None
    missing = ask.missing_of(ticket)
    first = missing[0] if missing else None
    return Calm(offers[0], first.question if first else "", first.code if first else "", language)


@transaction.atomic
def use(ticket: Ticket, member: Member, *, now: datetime) -> Draft | None:
    """Both stand in the reply that the member writes: the opening at its beginning, the question at its end."""
    found = offer(ticket)
    if found is None:
        return None
    draft = queries.draft_of(member, ticket) or drafts.open_draft(ticket, member, now=now)
    if found.opening not in draft.text:
        text = f"{found.opening}\n\n{draft.text}".rstrip()
        drafts.write(draft, text=text, kind=Entry.Kind.OURS, channel=ticket.channel, now=now)
    if found.code:
        ask.put_into_reply(ticket, member, [found.code], now=now)
    return draft
