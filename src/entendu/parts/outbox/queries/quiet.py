"""What others read of everything that a contact was told, was nearly told, or was spared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from entendu.parts.outbox.models import Delivery, Submission, Verdict
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket

State = Submission.State
# What can no longer be called back, as far as the other person is concerned: it is there, or may be.
ARRIVED = (Delivery.State.SENT, Delivery.State.UNKNOWN, Delivery.State.IN_FLIGHT)
# A reply that counts down its undo seconds is not held.
UNDO_AT_MOST = timedelta(minutes=2)
MOST = 200


def got_since(contact: Contact, since: datetime, *, at_most: int = MOST) -> list[Delivery]:
    """What reached the contact, or may have, from every system and person; oldest first, of more the newest."""
    rows = (Delivery.objects.filter(contact=contact, state__in=ARRIVED, created_at__gte=since - timedelta(days=1))
            .filter(Q(sent_at__gte=since) | Q(sent_at=None, claimed_at__gte=since))
            .select_related("entry__member", "ticket__mailbox").prefetch_related("submissions").order_by("-id"))
    return sorted(rows[:at_most], key=left_at)


def left_at(delivery: Delivery) -> datetime:
    """When it left, as far as anybody knows."""
    return delivery.sent_at or delivery.claimed_at or delivery.due_at


def leaving_to(contact: Contact, *, at_most: int = MOST) -> list[Delivery]:
    """What is decided and has not left: above all replies that wait for the contact's morning; the next first."""
    return list(Delivery.objects.filter(contact=contact, state=Delivery.State.WAITING)
                .select_related("entry__member", "ticket__mailbox").prefetch_related("submissions")
                .order_by("due_at", "id")[:at_most])


def spared_since(contact: Contact, since: datetime) -> int:
    """How many messages systems wanted to send since then that did not go by themselves."""
    return Submission.objects.filter(contact=contact, member=None, submitted_at__gte=since).filter(
        Q(state__in=(State.DROPPED, State.CARRIED)) | MERGED).count()


# A submission that a delivery states together with another: only the one that speaks for it has the entry.
MERGED = Q(state__in=(State.LEAVING, State.DELIVERED), delivery__isnull=False, entry=None)


def quiet(tickets: QuerySet[Ticket], kind: str, *, now: datetime) -> QuerySet[Submission]:
    """Submissions on these tickets that did not simply leave, newest first, with all that a row of them shows.

    `kind` is "held", "merged", "dropped", "asks", or "" for all of them. What waits while two systems contradict each
    other asks.
    """
    last = Verdict.objects.filter(submission=OuterRef("pk")).order_by("-id").values("verdict")[:1]
    waits = Q(state=State.WAITING, delivery=None)
    held = waits & ~Q(said_last="ask") | Q(
        state=State.LEAVING, delivery__state=Delivery.State.WAITING, delivery__due_at__gt=now + UNDO_AT_MOST,
        entry__isnull=False)
    kinds = {"held": held, "merged": MERGED, "dropped": Q(state__in=(State.DROPPED, State.CARRIED)),
             "asks": Q(state=State.ASKED) | waits & Q(said_last="ask")}
    wanted = kinds.get(kind) or kinds["held"] | kinds["merged"] | kinds["dropped"] | kinds["asks"]
    return (Submission.objects.annotate(said_last=Subquery(last)).filter(wanted, ticket__in=tickets)
            .select_related("ticket__mailbox", "contact", "delivery__entry", "member")
            .prefetch_related("contact__addresses", Prefetch("verdicts", Verdict.objects.order_by("-id")))
            .order_by("-id"))


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list. `before` asks for the following part, 0 at the end."""

    rows: list[Submission]
    before: int


def page(found: QuerySet[Submission], *, before: int, size: int) -> Page:
    """The rows after the one with the id `before` (0 for the first part); four queries, however long the list is."""
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found[:size + 1])
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else 0)


def parts_of(delivery_ids: Iterable[int]) -> dict[int, int]:
    """How many submissions each of these deliveries states."""
    rows = (Submission.objects.filter(delivery__in=list(delivery_ids), state__in=(State.LEAVING, State.DELIVERED))
            .order_by().values_list("delivery").annotate(Count("pk")))
    return dict(rows)
