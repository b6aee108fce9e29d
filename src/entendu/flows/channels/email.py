"""A delivery leaves as a letter, by the mailbox's outgoing server."""

from __future__ import annotations

from django.conf import settings

from entendu.channels.email.send import Server, send
from entendu.channels.messages import Carried
from entendu.channels.trouble import Deferred
from entendu.flows.channels.flight import BeforeFlight
from entendu.flows.mail.letter_out import letter
from entendu.parts.outbox import queries
from entendu.parts.outbox.models import Delivery
from entendu.parts.sealed import unseal
from entendu.parts.tickets.models import Mailbox


class NoServer(Deferred):
    """The mailbox has no way out yet."""


def carry(delivery: Delivery, before_flight: BeforeFlight) -> Carried:
    """Hands the letter over; raises what `channels.trouble` has for each way in which that fails."""
    mailbox = delivery.ticket.mailbox
    return Carried(send(server_for(mailbox), letter(delivery), sender=mailbox.address, recipient=delivery.address,
                        before_data=before_flight))


def server_for(mailbox: Mailbox) -> Server:
    """The mailbox's own outgoing server, else the installation's (ENTENDU_SMTP_OUT); `NoServer` when there is none."""
    account = queries.send_account_of(mailbox)
    if account is not None:
        return Server(account.host, account.port, account.security, account.username, unseal(account.secret))
    default = settings.ENTENDU_SMTP_OUT
    if default is None:
        raise NoServer(f"{mailbox.name} has no outgoing mail server yet; the message is kept; "
                       f"connect one in the mailbox's settings.")
    return Server(default.host, default.port, default.security, default.username, default.password)
