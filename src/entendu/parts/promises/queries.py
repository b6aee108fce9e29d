"""What others read of promises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from entendu.parts.promises.models import Promise, Rhythm
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket

State, Kind = Promise.State, Promise.Kind
# A message that has not arrived in so long will not.
AWAITED = timedelta(days=7)
WEEKS = 12
# What was promised for each week, how much of it was done in time, and of the rest how much they knew beforehand. Raw,
# because a week of somebody's zone is two moments, and each vendor would reckon it from the row anew. PLACES stands for
# the weeks, AMONG for whose promises are meant.
KEPT = """
WITH week (n, begins, ends) AS (VALUES {weeks})
SELECT week.n, COUNT(p.id),
       COUNT(CASE WHEN p.state = 'kept' AND p.settled_at <= p.due THEN 1 END),
       COUNT(CASE WHEN p.state = 'moved' OR (p.state IN ('broken', 'kept') AND p.told_at <= p.due) THEN 1 END)
FROM week JOIN promises_promise p ON p.due >= week.begins AND p.due < week.ends
JOIN tickets_ticket t ON t.id = p.ticket_id
WHERE p.state IN ('kept', 'moved', 'broken', 'open') AND (p.state <> 'open' OR p.due < {now}) AND {among}
GROUP BY week.n ORDER BY week.n
"""


@dataclass(frozen=True, slots=True)
class Week:
    """What was promised for one week that began at `begins`: how many, how many in time, how many of the late ones the
    contact heard of before."""

    begins: datetime
    given: int
    kept: int
    told: int


def open_promises(ticket: Ticket) -> list[Promise]:
    """What we still owe the ticket's contact on this ticket: the nearest first, those without a date last."""
    return list(Promise.objects.filter(ticket=ticket, state=State.OPEN).select_related("owner"))


def promises_of(ticket: Ticket) -> list[Promise]:
    """All that was promised or planned on the ticket, whatever became of it; what was never given is left out."""
    return list(Promise.objects.filter(ticket=ticket).exclude(state=State.WITHDRAWN)
                .select_related("owner", "settled_by", "moved_to"))


def kept_on(ticket: Ticket, most: int) -> list[Promise]:
    """What was kept on the ticket, the latest first."""
    return list(Promise.objects.filter(ticket=ticket, state=State.KEPT).order_by("-settled_at", "-id")[:most])


def how_many_late(mailboxes: Sequence[int], now: datetime, most: int) -> int:
    """How many promises are late; no more than `most` are counted, so that a desk in trouble stays quick."""
    rows = Promise.objects.filter(state=State.OPEN, due__lt=now, ticket__mailbox__in=list(mailboxes))
    return rows.order_by().values("pk")[:most].count() if mailboxes else 0


def planned(ticket: Ticket) -> list[Promise]:
    """The steps of a plan that nobody outside knows of yet."""
    return list(Promise.objects.filter(ticket=ticket, state=State.PLANNED))


def promise_among(tickets: QuerySet[Ticket], promise_id: int) -> Promise | None:
    """One promise, if its ticket is among these."""
    return (Promise.objects.filter(pk=promise_id, ticket__in=tickets)
            .select_related("ticket__mailbox__team", "ticket__contact", "owner").first())


def owed_between(mailboxes: Sequence[int], owner: Member | None, begin: datetime | None,
                 end: datetime | None) -> QuerySet[Promise]:
    """What is open and due in `[begin, end)`, the nearest first, with what a row shows of it."""
    rows = Promise.objects.filter(state=State.OPEN, ticket__mailbox__in=mailboxes, due__isnull=False)
    if owner is not None:
        rows = rows.filter(owner=owner)
    if begin is not None:
        rows = rows.filter(due__gte=begin)
    if end is not None:
        rows = rows.filter(due__lt=end)
    return rows.select_related("ticket__mailbox", "contact", "owner").order_by("due", "id")


def undated(mailboxes: Sequence[int], owner: Member | None) -> QuerySet[Promise]:
    """What is open and has no date, the oldest first."""
    rows = Promise.objects.filter(state=State.OPEN, ticket__mailbox__in=mailboxes, due=None)
    if owner is not None:
        rows = rows.filter(owner=owner)
    return rows.select_related("ticket__mailbox", "contact", "owner").order_by("id")


def how_many(mailboxes: Sequence[int], owner: Member | None, edges: Sequence[datetime]) -> list[int]:
    """How much is open before the first edge, between each two, and after the last; then without a date. One query."""
    rows = Promise.objects.filter(state=State.OPEN, ticket__mailbox__in=mailboxes)
    if owner is not None:
        rows = rows.filter(owner=owner)
    spans = [Q(due__lt=edges[0]), *(Q(due__gte=begin, due__lt=end) for begin, end in pairwise(edges)),
             Q(due__gte=edges[-1]), Q(due=None)]
    counted = rows.order_by().aggregate(**{f"n{n}": Count("pk", filter=span) for n, span in enumerate(spans)})
    return [counted[f"n{n}"] for n in range(len(spans))]


def kept_since(mailboxes: Sequence[int], owner: Member | None, since: datetime, most: int) -> list[Promise]:
    """What was kept since then, the latest first, with what a row shows of it."""
    rows = Promise.objects.filter(state=State.KEPT, settled_at__gte=since, due__gte=since - timedelta(days=14),
                                  ticket__mailbox__in=mailboxes)
    if owner is not None:
        rows = rows.filter(owner=owner)
    return list(rows.select_related("contact", "owner", "ticket").order_by("-settled_at", "-id")[:most])


def weeks_kept(mailboxes: Sequence[int], mondays: Sequence[datetime], now: datetime,
               contact: int | None = None) -> list[Week]:
    """What became of what was promised for each of these weeks; of one contact alone where their id is given.

    A promise counts in the week for which it was given: in time where it was done by then, otherwise late, also where
    the contact knew beforehand that it moves. What is still ahead does not count.
    """
    if not mailboxes:
        return [Week(monday, 0, 0, 0) for monday in mondays]
    cast = "CAST({} AS timestamptz)" if connection.vendor == "postgresql" else "{}"
    stamp, ends = cast.format("%s"), [*mondays[1:], mondays[-1] + timedelta(days=7)]
    weeks = ", ".join([f"({n}, {stamp}, {stamp})" for n in range(len(mondays))])
    among = f"t.mailbox_id IN ({', '.join(['%s'] * len(mailboxes))})"
    among += "" if contact is None else " AND p.contact_id = %s"
    moments = [moment for pair in zip(mondays, ends, strict=True) for moment in pair]
    values = [connection.ops.adapt_datetimefield_value(moment) for moment in [*moments, now]]
    with connection.cursor() as cursor:
        cursor.execute(KEPT.format(weeks=weeks, now=stamp, among=among),
                       [*values, *mailboxes, *([] if contact is None else [contact])])
        found = {n: counts for n, *counts in cursor.fetchall()}
    return [Week(monday, *found.get(n, (0, 0, 0))) for n, monday in enumerate(mondays)]


def let_down(mailboxes: Sequence[int], since: datetime, now: datetime, most: int) -> list[tuple[int, str, int, int]]:
    """The contacts to whom something was late since then: id, name, how many were given, how many in time; by name."""
    given = Promise.objects.filter(ticket__mailbox__in=mailboxes, due__gte=since, due__lt=now,
                                   state__in=[State.KEPT, State.MOVED, State.BROKEN, State.OPEN])
    rows = (given.order_by().values("contact_id", "contact__name")
            .annotate(given=Count("pk"), kept=Count("pk", filter=Q(state=State.KEPT, settled_at__lte=F("due"))))
            .filter(kept__lt=F("given")).order_by("-given", "contact__name")[:most])
    return [(row["contact_id"], row["contact__name"], row["given"], row["kept"]) for row in rows]


def untold(now: datetime, limit: int) -> list[Promise]:
    """Moved or broken by a message of which nobody has noted yet that it arrived: broken ones, and moved ones whose
    moment has come."""
    rows = Promise.objects.filter(told_by__isnull=False, told_at=None)
    broken = Q(state=State.BROKEN, settled_at__gt=now - AWAITED)
    return list(rows.filter(broken | Q(state=State.MOVED, due__lte=now)).select_related("ticket")
                .order_by("due", "pk")[:limit])


def windows(kinds: Iterable[str], before: datetime, limit: int) -> list[Promise]:
    """Open calls and visits whose window is over before this moment, the oldest first."""
    return list(Promise.objects.filter(state=State.OPEN, kind__in=list(kinds), due__lt=before)
                .select_related("ticket__mailbox", "ticket__contact", "owner").order_by("due", "pk")[:limit])


def to_announce(now: datetime, ahead: timedelta) -> list[Promise]:
    """Open calls and visits without a heads-up that begin within `ahead`."""
    return list(Promise.objects.filter(state=State.OPEN, kind__in=[Kind.CALL, Kind.VISIT], heads_up=None,
                                       opens__gt=now, opens__lte=now + ahead)
                .select_related("ticket__mailbox", "ticket__contact", "owner").order_by("opens", "pk"))


def open_calls(ticket: Ticket) -> list[Promise]:
    """Calls that we owe on the ticket, the nearest first."""
    return list(Promise.objects.filter(ticket=ticket, kind=Kind.CALL, state=State.OPEN))


def news_due(before: datetime, limit: int) -> list[Promise]:
    """Open promises of news that are due before this moment, the nearest first."""
    return list(Promise.objects.filter(kind=Kind.NEWS, state=State.OPEN, due__lt=before)
                .select_related("ticket__mailbox", "ticket__contact", "owner").order_by("due", "pk")[:limit])


def rhythm_of(ticket: Ticket) -> Rhythm | None:
    """The rhythm of news that stands on the ticket."""
    return (Rhythm.objects.filter(ticket=ticket, ended_at=None).select_related("ready_for", "member").first())
