"""Writers of the case page's door."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from entendu.parts.listening.models import CaseDoor, CasePost, ShortLink
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket


def withdraw_links(ticket: Ticket, member: Member | None, *, now: datetime) -> None:
    """No link to the case page that was given out until now opens it any more."""
    CaseDoor.objects.get_or_create(ticket=ticket)
    CaseDoor.objects.filter(ticket=ticket).update(generation=F("generation") + 1, withdrawn_at=now, withdrawn_by=member)


def keep_short_link(digest: str, path: str, until: datetime, *, now: datetime) -> None:
    """A short link that is about to leave; the same long link has the same one. What is over is forgotten."""
    ShortLink.objects.filter(until__lt=now).delete()
    ShortLink.objects.get_or_create(digest=digest, defaults={"path": path, "until": until})


def take_post(ticket: Ticket, key: str, *, now: datetime) -> CasePost | None:
    """The form with this key is being taken; None where it was taken before. Inside the transaction that takes it."""
    post, fresh = CasePost.objects.get_or_create(ticket=ticket, key=key, defaults={"at": now})
    return post if fresh else None


def name_entry(post: CasePost, entry: Entry) -> None:
    """What was posted is this entry."""
    post.entry = entry
    post.save(update_fields=["entry"])
