"""Whose an address is: known by a code that went there and was said back, or because they wrote from it.

A code goes through the governor like any message. It is said back wherever its owner or whoever claims the address
writes to us: in the answer to that message, on the page of a case, in the chat. Then who claimed it and who has it are
one person; until then nothing of the one is the other's.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.governor.model import Intent
from entendu.flows.people import identity
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.chat import actions as chat
from entendu.parts.outbox.queries import delivery_of_message_id
from entendu.parts.people import actions as people
from entendu.parts.people.actions import codes
from entendu.parts.people.actions.identity import verified
from entendu.parts.people.models import Address, Channel, Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries
from entendu.parts.tickets.models import Entry, Mailbox, Ticket

# Six digits, as we write them and as people type them.
CODE = re.compile(r"(?<!\d)(\d{3})[ \u00a0-]?(\d{3})(?!\d)")
# With so few words beside it, a message says the code and nothing else.
FEW = 4


@transaction.atomic
def ask(address: Address, claimant: Contact, mailbox: Mailbox, *, now: datetime) -> bool:
    """A code goes to the address, to be said back by whoever claims it; False where one went lately."""
    owner = people.lock_all({address.contact_id, claimant.pk})[address.contact_id]
    if codes.asked_lately(address, claimant, now):
        return False
    code = f"{secrets.randbelow(10**6):06d}"
    kept = codes.keep(address, claimant, code, now=now)
    with translation.override(owner.language or mailbox.language):
        ticket = _case(owner, mailbox, now)
        lead = _("Hello %(name)s,") % {"name": owner.first_name} if owner.first_name else _("Hello,")
        body = [lead, _("somebody in our chat says that this address is theirs, and an answer of ours waits there."),
                _("If it was you, answer with this code, or type it in the chat: %(code)s")
                % {"code": f"{code[:3]} {code[3:]}"},
                _("If it was not you, there is nothing to do: nobody has seen anything of yours."), mailbox.name]
    hand_in(HandedIn(source="desk", key=f"code-{kept.pk}", ticket=ticket, intent=Intent.CONFIRMATION,
                     body="\n\n".join(body), channel=address.channel, author=mailbox.name, language=owner.language,
                     expires=kept.expires_at), now=now)
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
    verified(kept.channel, kept.value, now)
    if kept.claimant_id != kept.owner_id:
        identity.join(kept.owner, kept.claimant, member=None, now=now)
        chat.no_claim(kept.owner, kept.value)
        tickets.record_event(entry.ticket, "proved", member=None, now=now, address=kept.value, name=kept.owner.name)
    return len(CODE.sub("", entry.visible).split()) <= FEW


def by_use(channel: str, value: str, *, answers: str = "", now: datetime) -> None:
    """They wrote from this address. Anybody can write any address on a letter: one counts where it `answers` a message
    of ours that went there, whose Message-ID nobody else has seen."""
    if channel == Channel.EMAIL:
        delivery = delivery_of_message_id(answers) if answers else None
        if delivery is None or delivery.address.lower() != value.lower():
            return
        value = value.lower()
    verified(channel, value, now)


def _case(owner: Contact, mailbox: Mailbox, now: datetime) -> Ticket:
    """Their newest case in the mailbox, or one for this question."""
    alive = queries.alive_tickets(owner, mailbox)
    found = queries.ticket(alive[0].ticket) if alive else None
    return found or tickets.open_ticket(mailbox, owner, subject=_("Was it you in our chat?"), channel=Channel.EMAIL,
                                        now=now)
