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


def spared_of(ticket: Ticket, at_most: int) -> list[Submission]:
    """What systems wrote on the ticket of which its contact was to be spared a message, the newest first: it waits for
    other news, or its time for that is over. What newer news has replaced is not there. Two queries."""
    held = Q(state=Submission.State.WAITING) | Q(state=Submission.State.DROPPED, delivery=None)
    rows = (Submission.objects.filter(held, ticket=ticket, spared=True).prefetch_related("verdicts")
            .order_by("-submitted_at", "-id")[:at_most])
    return [one for one in rows if one.state == Submission.State.WAITING or _was_spared(one)]


def _was_spared(kept: Submission) -> bool:
    last = max(kept.verdicts.all(), key=lambda one: one.pk, default=None)
    return last is not None and any(reason["code"] == "spared" for reason in last.reasons)


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
