"""A delivery leaves as an SMS, by the mailbox's account. Files do not fit into one: the case's page has them."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from entendu.channels.messages import Carried, Outgoing
from entendu.channels.sms.send import send
from entendu.core.governor.sms import typed_plainly
from entendu.flows.channels import smpp_lines
from entendu.flows.channels.accounts import account_for, reference_of, value_of
from entendu.flows.channels.flight import BeforeFlight
from entendu.flows.mail.letter_out import files_going
from entendu.flows.portal import case_link, short_link
from entendu.parts.outbox.models import Delivery


def carry(delivery: Delivery, before_flight: BeforeFlight) -> Carried:
    """Hands the delivery over; raises what `channels.trouble` has for each way in which that fails."""
    account = account_for(delivery)
    message = Outgoing(to=delivery.address, text=_words(delivery), reference=reference_of(delivery))

    def mark(*references: str) -> bool:
        return before_flight(account, *references)

    way = smpp_lines.send if account.provider == "smpp" else send
    return way(value_of(account), message, mark)


def _words(delivery: Delivery) -> str:
    """Typed plainly, because a typographic quote costs a segment and nobody sees it on a telephone; our own links are
    short, because a signed one would fill half a segment."""
    text, now = delivery.body.strip(), delivery.claimed_at or timezone.now()
    if files_going(delivery):
        with translation.override(delivery.contact.language or delivery.ticket.mailbox.language):
            text += "\n\n" + _("The files are here: %(link)s") % {"link": case_link.link(delivery.ticket, now)}
    return typed_plainly(short_link.shorten(text, delivery.contact, now=now))
