"""Whom a page of one person is about."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from entendu.doors.web.access import member_of
from entendu.parts.people import queries
from entendu.parts.people.models import Contact
from entendu.parts.tickets.queries import contact_seen_by


def contact_or_404(request: HttpRequest, person_id: int) -> Contact:
    """The contact, when this member may see them; who turned out to be somebody else is that somebody."""
    member = member_of(request)
    contact = contact_seen_by(member, person_id)
    if contact is None:
        known = queries.contact(person_id)
        contact = contact_seen_by(member, known.pk) if known is not None and known.pk != person_id else None
    if contact is None:
        raise Http404
    return contact
