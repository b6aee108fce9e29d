"""A message of ours came back: it stands on the message, the address and the ticket, and nobody is written to."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from entendu.core.mail.letter import Bounce, Letter
from entendu.core.tickets import tokens
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries as cases
from entendu.parts.tickets.models import Ticket


def record_bounce(letter: RawLetter, mail: Letter, fingerprint: str, now: datetime) -> bool:
    """Puts a delivery report (RFC 3464) on the message it speaks of; False when it is none of ours."""
    bounce = mail.bounce
    if bounce is None:
        return False
    delivery, ticket = _ours(mail, bounce)
    if ticket is None:
        return False
    words = bounce.diagnostic or bounce.status or "it could not be delivered"
    if delivery is not None and bounce.permanent:
        outbox.bounced(delivery, words, now=now)
        if delivery.automatic:
            outbox.dissolve(delivery, now=now)
        people.mark_undeliverable(delivery.channel, delivery.address, words, now)
        tickets.come_back(ticket, "bounced", now=now, words=words)
    entry = tickets.record_theirs(ticket, ticket.contact, tickets.Said(
        text=mail.text, visible=mail.visible, subject=mail.subject, message_id=mail.message_id, automatic="bounce",
        author=mail.sender.name or mail.sender.address,
        details={"status": bounce.status, "permanent": bounce.permanent, "recipient": bounce.recipient}), now=now)
    inbox.settle(letter, RawLetter.State.RECORDED, fingerprint=fingerprint, entry=entry)
    return True


def _ours(mail: Letter, bounce: Bounce) -> tuple[Delivery | None, Ticket | None]:
    """The delivery that came back and its ticket: by the original's Message-ID, else by a token that we signed."""
    ids = [bounce.original_message_id, *mail.in_reply_to, *reversed(mail.references)]
    for one in ids:
        delivery = queries.delivery_of_message_id(one)
        if delivery is not None:
            return delivery, delivery.ticket
    key = settings.ENTENDU_SECRETS_KEY.encode()
    for text in (*ids, *(address.address for address in mail.to)):
        number = tokens.number_in(text, key)
        ticket = cases.ticket(number) if number is not None else None
        if ticket is not None:
            return None, ticket
    return None, None
