"""What has reached a customer: the only part of the outbox that a page of theirs may show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.tickets.models import Entry, Ticket


def arrived_at(submissions: Iterable[int]) -> dict[int, datetime]:
    """When each of these submissions was taken by the other side's server; those that were not are left out."""
    rows = Submission.objects.filter(pk__in=list(submissions), delivery__state=Delivery.State.SENT)
    return {pk: at for pk, at in rows.values_list("pk", "delivery__sent_at") if at is not None}


def said_to_them(ticket: Ticket) -> QuerySet[Entry]:
    """What the customer wrote and what reached them, oldest first: no note, no event, nothing that waits or failed.

    A letter that one of us sent with another program has no submission; it came from our own archive.
    """
    theirs = Q(kind=Entry.Kind.THEIRS, automatic="")
    ours = Q(kind=Entry.Kind.OURS)
    reached = ours & Q(delivery__state=Delivery.State.SENT)
    from_archive = ours & Q(delivery=None, submission=None)
    return (Entry.objects.filter(ticket=ticket).filter(theirs | reached | from_archive)
            .select_related("member", "delivery").prefetch_related("attachments").order_by("at", "id"))
