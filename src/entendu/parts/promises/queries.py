"""What others read of promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from entendu.parts.people.models import Contact
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
    rows = Promise.objects.filter(state=State.OPEN, due__lt=now, mailbox__in=list(mailboxes))
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
    rows = Promise.objects.filter(state=State.OPEN, mailbox__in=mailboxes, due__isnull=False)
    if owner is not None:
        rows = rows.filter(owner=owner)
    if begin is not None:
        rows = rows.filter(due__gte=begin)
    if end is not None:
        rows = rows.filter(due__lt=end)
    return rows.select_related("ticket__mailbox", "contact", "owner").order_by("due", "id")


def undated(mailboxes: Sequence[int], owner: Member | None) -> QuerySet[Promise]:
    """What is open and has no date, the oldest first."""
    rows = Promise.objects.filter(state=State.OPEN, mailbox__in=mailboxes, due=None)
    if owner is not None:
        rows = rows.filter(owner=owner)
    return rows.select_related("ticket__mailbox", "contact", "owner").order_by("id")


def how_many(mailboxes: Sequence[int], owner: Member | None, edges: Sequence[datetime]) -> list[int]:
    """How much is open before the first edge, between each two, and after the last; then without a date. One query."""
    if not mailboxes:
        return [0] * (len(edges) + 2)
    among = f"state = 'open' AND mailbox_id IN ({', '.join(['%s'] * len(mailboxes))})"
    whose = [*mailboxes]
    if owner is not None:
        among, whose = f"{among} AND owner_id = %s", [*whose, owner.pk]
    spans = ["due < %s", *["due >= %s AND due < %s"] * (len(edges) - 1), "due >= %s", "due IS NULL"]
    stamps = [connection.ops.adapt_datetimefield_value(edge) for edge in edges]
    asked = [[stamps[0]], *([*pair] for pair in pairwise(stamps)), [stamps[-1]], []]
    counted = ", ".join(f"(SELECT COUNT(*) FROM promises_promise WHERE {among} AND {span})" for span in spans)  # noqa: S608 - no word of a user
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted}", [value for span in asked for value in (*whose, *span)])
        return list(cursor.fetchone())


def kept_since(mailboxes: Sequence[int], owner: Member | None, since: datetime, most: int) -> list[Promise]:
    """What was kept since then, the latest first, with what a row shows of it."""
    rows = Promise.objects.filter(state=State.KEPT, settled_at__gte=since, due__gte=since - timedelta(days=14),
                                  mailbox__in=mailboxes)
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
    among = f"p.mailbox_id IN ({', '.join(['%s'] * len(mailboxes))})"
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
    given = Promise.objects.order_by().filter(mailbox__in=mailboxes, due__gte=since, due__lt=now)
    late = Q(state__in=[State.MOVED, State.BROKEN, State.OPEN]) | Q(state=State.KEPT, settled_at__gt=F("due"))
    worst = list(given.filter(late).values("contact").annotate(n=Count("pk")).order_by("-n", "contact")
                 .values_list("contact", "n")[:most])
    counted: Counter[int] = Counter()
    # By contact, of whom there are few: the mailboxes are left out of the question, so that its index is used.
    given = Promise.objects.order_by().filter(due__gte=since, due__lt=now)
    theirs = (given.filter(contact__in=[contact for contact, _n in worst])
              .exclude(state__in=[State.PLANNED, State.WITHDRAWN]).values_list("contact", "mailbox"))
    for contact, mailbox in theirs:
        counted[contact] += mailbox in mailboxes
    names = dict(Contact.objects.filter(pk__in=counted).values_list("pk", "name"))
    return sorted(((contact, names[contact], counted[contact], counted[contact] - n) for contact, n in worst),
                  key=lambda row: row[1])


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
    rows = Promise.objects.filter(kind=Kind.NEWS, state=State.OPEN, due__lt=before)
    around = ("ticket__mailbox", "ticket__contact", "ticket__rhythm", "owner")
    return list(rows.select_related(*around).order_by("due", "pk")[:limit])


def rhythm_of(ticket: Ticket) -> Rhythm | None:
    """The rhythm of news that stands on the ticket."""
    return (Rhythm.objects.filter(ticket=ticket, ended_at=None).select_related("ready_for", "member").first())
