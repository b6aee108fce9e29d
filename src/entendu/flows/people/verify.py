"""Whose an address is: known by a code that went there and was said back, or because they wrote from it.

A code goes through the governor like any message, to that address and to no other. It is said back wherever its owner
or whoever claims the address writes to us: in the answer to that message, on the page of a case, in the chat; or to one
of us. Then who claimed it and who has it are one person; until then nothing of the one is the other's.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.governor.model import Intent
from entendu.flows.judge import channels_of
from entendu.flows.people import identity
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.chat import actions as chat
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.queries import delivery_of_message_id
from entendu.parts.people import actions as people
from entendu.parts.people import queries as contacts
from entendu.parts.people.actions import codes
from entendu.parts.people.actions.identity import verified
from entendu.parts.people.models import Address, AddressCode, Channel, Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries
from entendu.parts.tickets.models import Entry, Mailbox, Ticket

# Six digits, as we write them and as people type them.
CODE = re.compile(r"(?<!\d)(\d{3})[ \u00a0-]?(\d{3})(?!\d)")
# With so few words beside it, a message says the code and nothing else.
FEW = 4
SOURCE = "desk"
# A window of the chat knows its visitor, and who calls a number hears who answers.
NOT_BY_CODE = frozenset({Channel.CHAT, Channel.PHONE})


class Asked(StrEnum):
    """What came of asking for a code: sent · one went there within a day · two people have this address, so a code
    proves neither · nothing goes there: it does not work, they want nothing there, or nobody connected a way to it."""

    SENT = "sent"
    LATELY = "lately"
    SHARED = "shared"
    NO_WAY = "no-way"


@transaction.atomic
def ask(address: Address, claimant: Contact, mailbox: Mailbox, *, now: datetime) -> bool:
    """A code goes to the address, to be said back by whoever claims it; False where one went lately."""
    owner = people.lock_all({address.contact_id, claimant.pk})[address.contact_id]
    if codes.asked_lately(address, claimant, now):
        return False
    code = _drawn()
    with translation.override(owner.language or mailbox.language):
        ticket = _case(owner, mailbox, _("Was it you in our chat?"), now)
        lines = [_greeting(owner),
                 _("somebody in our chat says that this address is theirs, and an answer of ours waits there."),
                 _("If it was you, answer with this code, or type it in the chat: %(code)s") % {"code": _shown(code)},
                 _("If it was not you, there is nothing to do: nobody has seen anything of yours."), mailbox.name]
    _send("\n\n".join(lines), codes.keep(address, claimant, code, now=now), ticket, now)
    return True


@transaction.atomic
def ask_owner(address: Address, member: Member, mailbox: Mailbox, *, now: datetime) -> Asked:
    """A member wants to know whether the address is theirs: a code goes there, to be said back in whatever way."""
    owner = people.lock(address.contact_id)
    if codes.asked_lately(address, owner, now):
        return Asked.LATELY
    if len(contacts.contacts_at(address.channel, address.value)) != 1:
        return Asked.SHARED
    if not can_be_asked(address) or address.channel not in channels_of(mailbox):
        return Asked.NO_WAY
    code = _drawn()
    with translation.override(owner.language or mailbox.language):
        ticket = _case(owner, mailbox, _("Is this address yours?"), now)
        words = _to_owner(owner, mailbox, address.channel, _shown(code))
    _send(words, codes.keep(address, owner, code, now=now), ticket, now)
    tickets.record_event(ticket, "code-asked", member=member, now=now, address=address.value)
    return Asked.SENT


def can_be_asked(address: Address) -> bool:
    """Whether a code may go there: written words reach it, it works, and they have not said that they want none."""
    stops = address.opted_out_at is not None or address.undeliverable_since is not None
    return address.channel not in NOT_BY_CODE and not stops


@transaction.atomic
def told(address: Address, words: str, member: Member, *, now: datetime) -> bool:
    """A member was told the code that went to the address, on the telephone or face to face; False where it is not that
    code, or not any more. Each wrong one counts as a try."""
    owner = people.lock(address.contact_id)
    said = ["".join(found) for found in CODE.findall(words)]
    kept = codes.said_back(owner, said, now=now, at=address) if said else None
    if kept is None:
        return False
    _proved(kept, message_of(kept).ticket, member, now)
    return True


@transaction.atomic
def hear(entry: Entry, *, now: datetime) -> bool:
    """Their words say back a code: the address is theirs, and who claimed it and who has it are one. True where they
    say nothing else."""
    if entry.contact is None:
        return False
    said = ["".join(found) for found in CODE.findall(entry.visible)]
    kept = codes.said_back(entry.contact, said, now=now) if said else None
    if kept is None:
        return False
    _proved(kept, entry.ticket, None, now)
    return len(CODE.sub("", entry.visible).split()) <= FEW


def message_of(kept: AddressCode) -> Submission:
    """The message in which the code went; it was written in one transaction with the code."""
    return Submission.objects.select_related("ticket__mailbox", "delivery").get(source=SOURCE, key=f"code-{kept.pk}")


def _to_owner(owner: Contact, mailbox: Mailbox, channel: str, code: str) -> str:
    """What whoever reads at the address is asked; short where each segment costs."""
    if channel != Channel.EMAIL:
        return _("%(firm)s: answer with %(code)s or tell it to us, and we know that we reach you here. Not for you? "
                 "There is nothing to do.") % {"firm": mailbox.name, "code": code}
    return "\n\n".join([
        _greeting(owner), _("we want to be sure that this address is yours before we write to it about your cases."),
        _("If it is, answer with this code, or tell it to whoever of us you speak with: %(code)s") % {"code": code},
        _("If you know nothing of us, there is nothing to do: nobody has seen anything of yours."), mailbox.name])


def _greeting(owner: Contact) -> str:
    return _("Hello %(name)s,") % {"name": owner.first_name} if owner.first_name else _("Hello,")


def _drawn() -> str:
    """A code that nobody can foresee."""
    return f"{secrets.randbelow(10**6):06d}"


def _shown(code: str) -> str:
    """As people read it aloud."""
    return f"{code[:3]} {code[3:]}"


def _send(words: str, kept: AddressCode, ticket: Ticket, now: datetime) -> None:
    """On its way to this address and to no other."""
    hand_in(HandedIn(source=SOURCE, key=f"code-{kept.pk}", ticket=ticket, intent=Intent.CONFIRMATION, body=words,
                     channel=kept.channel, to=kept.value, author=ticket.mailbox.name,
                     language=ticket.contact.language, expires=kept.expires_at), now=now)


def _proved(kept: AddressCode, ticket: Ticket, member: Member | None, now: datetime) -> None:
    """The address is theirs; `member` was told the code, else they wrote it."""
    verified(kept.channel, kept.value, now)
    if kept.claimant_id != kept.owner_id:
        identity.join(kept.owner, kept.claimant, member=None, now=now)
        chat.no_claim(kept.owner, kept.value)
    tickets.record_event(ticket, "proved", member=member, now=now, address=kept.value, whose=kept.owner.name)


def by_use(channel: str, value: str, *, answers: str = "", now: datetime) -> None:
    """They wrote from this address. Anybody can write any address on a letter: one counts where it `answers` a message
    of ours that went there, whose Message-ID nobody else has seen."""
    if channel == Channel.EMAIL:
        delivery = delivery_of_message_id(answers) if answers else None
        if delivery is None or delivery.address.lower() != value.lower():
            return
        value = value.lower()
    verified(channel, value, now)


def _case(owner: Contact, mailbox: Mailbox, subject: str, now: datetime) -> Ticket:
    """Their newest case in the mailbox, or one for this question."""
    alive = queries.alive_tickets(owner, mailbox)
    found = queries.ticket(alive[0].ticket) if alive else None
    return found or tickets.open_ticket(mailbox, owner, subject=subject, channel=Channel.EMAIL, now=now)
