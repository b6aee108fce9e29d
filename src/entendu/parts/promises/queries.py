"""What others read of promises."""

from __future__ import annotations

from entendu.parts.promises.models import Promise
from entendu.parts.tickets.models import Ticket


def open_promises(ticket: Ticket) -> list[Promise]:
    """What we still owe the ticket's contact on this ticket: the nearest first, those without a date last."""
    return list(Promise.objects.filter(ticket=ticket, state=Promise.State.OPEN).select_related("owner"))
