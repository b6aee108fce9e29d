"""The only sender of SMS: one message to one number, with an outcome that is never a guess."""

from __future__ import annotations

from collections.abc import Callable

from entendu.channels import line
from entendu.channels.messages import Account, Carried, Outgoing
from entendu.channels.sms import kannel, twilio
from entendu.channels.trouble import Withdrawn

GATEWAYS = {"kannel": (kannel.request, kannel.outcome), "twilio": (twilio.request, twilio.outcome)}


def send(account: Account, message: Outgoing, before_flight: Callable[..., bool]) -> Carried:
    """Hands the message to the account's provider and returns its words.

    `before_flight` is called with our names for the message just before its words leave; when it returns False,
    nothing is sent. Raises `Deferred`, `Refused`, `LostSight` or `Withdrawn`.
    """
    request, outcome = GATEWAYS[account.provider]
    asked = request(account, message)
    if not before_flight(message.reference):
        raise Withdrawn
    return Carried(outcome(line.ask(asked)))
