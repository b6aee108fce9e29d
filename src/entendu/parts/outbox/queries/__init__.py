"""What others read of the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Count, QuerySet

from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery, ProviderReference, SendAccount, Submission
from entendu.parts.people.models import Contact
from entendu.parts.sql import stored
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Mailbox, Ticket

# SQLite walks the index of what waits only when the state is written out, keeps this order only in a CROSS JOIN, and
# would ask for all that the member ever sent but for the plus.
LEAVING = """
SELECT s.id FROM outbox_delivery d CROSS JOIN outbox_submission s
WHERE d.state = 'waiting' AND d.due_at > %s AND s.delivery_id = d.id AND +s.member_id = %s
"""


def submission(source: str, key: str) -> Submission | None:
    """The submission that a source handed in under this key."""
    return Submission.objects.select_related("delivery").filter(source=source, key=key).first()


def due(now: datetime, limit: int) -> list[int]:
    """Ids of the deliveries that leave now, oldest first; peeked at without a lock, claimed one by one."""
    return list(Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now)
                .order_by("due_at").values_list("pk", flat=True)[:limit])


def delivery(delivery_id: int) -> Delivery:
    """One delivery with what its sender needs."""
    return (Delivery.objects.select_related("ticket__mailbox", "contact", "entry")
            .prefetch_related("submissions").get(pk=delivery_id))


def waiting(contact: Contact) -> list[Submission]:
    """What systems want to tell the contact and nobody has decided on for good, oldest first."""
    rows = Submission.objects.filter(contact=contact, state=Submission.State.WAITING, delivery=None)
    return list(rows.exclude(due_at=None).select_related("ticket__mailbox").prefetch_related("files")
                .order_by("submitted_at", "id"))


def submissions(keys: set[tuple[str, str]]) -> dict[tuple[str, str], Submission]:
    """What sources handed in under these keys before."""
    by_source: dict[str, list[str]] = {}
    for source, key in keys:
        by_source.setdefault(source, []).append(key)
    return {(one.source, one.key): one for source, said in by_source.items()
            for one in Submission.objects.filter(source=source, key__in=said)}


def contacts_to_judge(now: datetime, limit: int) -> list[int]:
    """Ids of the contacts for whom something that waits is due, the most overdue first."""
    due = Submission.objects.filter(state=Submission.State.WAITING, due_at__lte=now)
    return list(dict.fromkeys(due.order_by("due_at").values_list("contact_id", flat=True)[:limit]))


def last_of(deliveries: Iterable[str]) -> Delivery | None:
    """The latest of these deliveries, as it stands now."""
    return Delivery.objects.filter(pk__in=[int(one) for one in deliveries]).order_by("-id").first()


def put_off(contact: Contact, channel: str, address: str) -> int:
    """How often in a row a server has put off what systems want to tell the contact at this address.

    A message that is made anew of what is news by then goes on with the waits of the one that it was.
    """
    last = (Delivery.objects.filter(contact=contact, automatic=True, channel=channel, address=address).order_by("-id")
            .values_list("state", "attempts").first())
    return last[1] if last and last[0] == Delivery.State.CANCELLED else 0


def told_in(submissions: Iterable[str]) -> list[str]:
    """Ids of the deliveries in which these submissions go, or have gone."""
    rows = Submission.objects.filter(pk__in=[int(one) for one in submissions]).exclude(delivery=None)
    return [str(number) for number in rows.values_list("delivery_id", flat=True)]


def stated_in(deliveries: Iterable[str]) -> list[str]:
    """Ids of the submissions whose words these deliveries hold, oldest first."""
    rows = Submission.objects.filter(delivery__in=[int(one) for one in deliveries]).exclude(
        state__in=[Submission.State.CANCELLED, Submission.State.CARRIED, Submission.State.DROPPED])
    return [str(number) for number in rows.order_by("id").values_list("pk", flat=True)]


def delivery_of_message_id(message_id: str) -> Delivery | None:
    """The delivery that left under this Message-ID."""
    if not message_id:
        return None
    return Delivery.objects.select_related("ticket", "contact").filter(message_id=message_id[:255]).first()


def last_confirmation(contact: Contact) -> Submission | None:
    """The latest confirmation that was meant for this contact and not taken back."""
    return (Submission.objects.filter(contact=contact, intent="confirmation", source="desk")
            .exclude(state__in=[Submission.State.CANCELLED, Submission.State.DROPPED]).order_by("-id").first())


def a_person_wrote(contact: Contact, since: datetime) -> bool:
    """Whether a member has written to the contact after `since`."""
    return Submission.objects.filter(contact=contact, submitted_at__gt=since).exclude(member=None).exclude(
        state=Submission.State.CANCELLED).exists()


def submissions_of(ticket: Ticket) -> QuerySet[Submission]:
    """All submissions on a ticket with their deliveries and verdicts, for the conversation."""
    return (Submission.objects.filter(ticket=ticket).select_related("delivery", "member")
            .prefetch_related("verdicts", "delivery__tries").order_by("id"))


def deliveries_of(ticket: Ticket) -> dict[int, Delivery]:
    """What became of the messages on a ticket: delivery by entry id."""
    return {one.entry_id: one for one in Delivery.objects.filter(ticket=ticket).exclude(entry=None) if one.entry_id}


def leaving(member: Member, tickets: QuerySet[Ticket], now: datetime) -> list[Submission]:
    """The member's own messages on these tickets that can still be taken back, the next twenty to leave: when, to whom.

    Each page asks this. It begins with what waits to leave, which is little, not with all that the member ever sent.
    """
    with connection.cursor() as cursor:
        cursor.execute(LEAVING, [stored(now), member.pk])
        found = [number for (number,) in cursor.fetchall()]
    if not found:
        return []
    return list(Submission.objects.select_related("delivery", "contact")
                .only("delivery__due_at", "delivery__address", "contact__name")
                .filter(pk__in=found, ticket__in=tickets).order_by("delivery__due_at")[:20])


def counts_by_state() -> dict[str, int]:
    """How many deliveries are in each state."""
    rows = Delivery.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def oldest_due_at(now: datetime) -> datetime | None:
    """Since when the longest-overdue delivery should have left."""
    return (Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now).order_by("due_at")
            .values_list("due_at", flat=True).first())


def send_account_of(mailbox: Mailbox) -> SendAccount | None:
    """The SMTP account by which this mailbox's mail leaves, when it has one of its own."""
    return SendAccount.objects.filter(mailbox=mailbox).first()


def submission_in(tickets: QuerySet[Ticket], submission_id: int) -> Submission | None:
    """One submission with its delivery, when it belongs to one of these tickets."""
    return (Submission.objects.select_related("delivery", "ticket__mailbox", "contact")
            .filter(pk=submission_id, ticket__in=tickets).first())


def named(account: ChannelAccount, reference: str) -> ProviderReference | None:
    """What a provider means by this name, with its delivery."""
    return (ProviderReference.objects.select_related("delivery__ticket__mailbox", "delivery__contact")
            .filter(account=account, reference=reference[:255]).first())


def last_written_to(contacts: Iterable[int], account: ChannelAccount, since: datetime) -> Delivery | None:
    """The last message that left for one of these contacts by this account, with its ticket."""
    rows = Delivery.objects.filter(contact__in=list(contacts), account=account, sent_at__gte=since)
    return rows.select_related("ticket__mailbox", "contact").order_by("-sent_at", "-id").first()
