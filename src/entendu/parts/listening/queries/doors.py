"""Readers of the case page's door."""

from __future__ import annotations

from entendu.parts.listening.models import CaseDoor, ShortLink
from entendu.parts.tickets.models import Ticket


def generation(ticket_id: int) -> int:
    """The generation of links that opens the ticket's case page now."""
    return CaseDoor.objects.filter(pk=ticket_id).values_list("generation", flat=True).first() or 0


def short_link(digest: str) -> ShortLink | None:
    """The short link with this digest of its letters."""
    return ShortLink.objects.filter(pk=digest).first()


def door(ticket: Ticket) -> CaseDoor | None:
    """When links were withdrawn, and by whom; None where they never were."""
    return CaseDoor.objects.select_related("withdrawn_by").filter(pk=ticket.pk).first()
