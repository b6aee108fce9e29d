"""A delivery becomes a line of a chat window.

Window and desk are one program: the line and the mark of flight are written together, so that a message whose outcome
was lost sight of stands in the window or has not left, and another try finds the line that is there.
"""

from __future__ import annotations

from django.db import transaction

from entendu.channels.messages import Carried
from entendu.channels.trouble import Refused, Withdrawn
from entendu.flows.channels.flight import BeforeFlight
from entendu.parts.chat import actions, queries
from entendu.parts.outbox.models import Delivery

CHANNEL = "chat"


def carry(delivery: Delivery, before_flight: BeforeFlight) -> Carried:
    """Puts it into the window; whoever looks at the window has it at once. `Refused` where the window is no more."""
    with transaction.atomic():
        visit = queries.visit_at(delivery.address)
        if visit is None:
            raise Refused("This chat is no more; choose another way.", "gone", gone=True)
        held = actions.lock(visit.pk)
        if not before_flight(visit.account, delivery.message_id):
            raise Withdrawn
        if queries.line_with(delivery.message_id) is None:
            actions.add_ours(held, delivery.entry, delivery.message_id, now=delivery.claimed_at or delivery.due_at)
    return Carried("In the window.", (delivery.message_id,))
