"""A provider tells what became of a message that it had taken: arrived, read, or not delivered after all.

What failed for good stands on the address and brings the case back, as a bounced letter does; what failed for now is
tried again with the waits of any other message.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from entendu.channels.messages import Receipt
from entendu.flows.channels.waits import is_over, next_try
from entendu.flows.people import prefer
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.actions import receipts
from entendu.parts.outbox.models import Delivery, ProviderReference
from entendu.parts.people import actions as people
from entendu.parts.tickets import actions as tickets

logger = logging.getLogger(__name__)
State = Delivery.State

# The sender has not written down yet what it was told: the receipt was quicker.
TOO_EARLY = frozenset({State.CLAIMED, State.IN_FLIGHT})


@transaction.atomic
def receipt(account: ChannelAccount, said: Receipt, *, now: datetime) -> bool:
    """Puts it on the message that it speaks of; False where that is not known (yet), and nothing has changed."""
    found = queries.named(account, said.reference)
    if found is None or found.delivery.state in TOO_EARLY:
        return False
    people.lock(found.delivery.contact_id)
    if said.state == "failed":
        _failed(found, said, now)
    else:
        _arrived(found, said, now)
    return True


def _arrived(found: ProviderReference, said: Receipt, now: datetime) -> None:
    """Taken on ('sent'), 'delivered' or 'read'. Where we had lost sight of it, now it is known."""
    delivery = found.delivery
    new = said.state != "sent" and receipts.told(found, said.state, said.code)
    if delivery.state == State.UNKNOWN and found.attempt == delivery.attempts:
        new = outbox.sent(delivery, said.words or said.state, now=now) or new
    if receipts.arrived(delivery, now=now) or new:
        tickets.delivery_changed(delivery.ticket, now=now)


def _failed(found: ProviderReference, said: Receipt, now: datetime) -> None:
    delivery, words = found.delivery, " ".join(filter(None, (said.words, f"({said.code})" if said.code else "")))
    if not receipts.told(found, "failed", said.code):
        return
    if found.attempt != delivery.attempts or delivery.state not in {State.SENT, State.UNKNOWN}:
        return
    logger.warning("not delivered", extra={"delivery": delivery.pk, "code": said.code})
    if not (said.permanent or said.gone or said.stopped or is_over(delivery, now) or receipts.some_arrived(delivery)):
        receipts.come_again(delivery, words, next_try(delivery, now), now=now)
        tickets.delivery_changed(delivery.ticket, now=now)
        return
    outbox.bounced(delivery, words, now=now)
    if said.gone:
        people.mark_undeliverable(delivery.channel, delivery.address, words, now)
    if said.stopped:
        prefer.stop(delivery.contact, now=now, channel=delivery.channel, why=words)
    if delivery.automatic and (said.gone or said.stopped):
        outbox.dissolve(delivery, now=now)  # judged anew: there may be another way to them
    tickets.come_back(delivery.ticket, "bounced", now=now, words=words)
