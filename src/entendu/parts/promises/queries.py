"""What others read of promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection
from django.db.models import Q, QuerySet

from entendu.parts.promises.models import Promise, Rhythm
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket

State, Kind = Promise.State, Promise.Kind
# A message that has not arrived in so long will not.
AWAITED = timedelta(days=7)
WEEKS = 12
# What was promised for each week, how much of it was done in time, and of the rest how much they knew beforehand: three
# numbers in one text, because a value of its own for each week is what both databases find without sorting all rows or
# sending workers for them.
WEEKLY = """
WITH week (n, begins, ends) AS (VALUES {weeks})
SELECT n, (
    SELECT COUNT(*) || ' ' || COUNT(CASE WHEN state = 'kept' AND settled_at <= due THEN 1 END) || ' '
           || COUNT(CASE WHEN state = 'moved' OR (state IN ('broken', 'kept') AND told_at <= due) THEN 1 END)
    FROM promises_promise WHERE {among} AND due >= week.begins AND due < week.ends
      AND state IN ('kept', 'moved', 'broken', 'open') AND (state <> 'open' OR due < {now})
) FROM week ORDER BY n
"""
# To whom something was late, the most often first. Two halves, each along an index that holds little else; the first
# condition stands as in `promise_let_down`, or SQLite does not take that one.
LET_DOWN = """
SELECT contact_id, COUNT(*) FROM (
    SELECT contact_id FROM promises_promise
    WHERE (state IN ('moved', 'broken') OR (settled_at > due AND state = 'kept'))
      AND due >= %s AND due < %s AND {among}
    UNION ALL
    SELECT contact_id FROM promises_promise
    WHERE state = 'open' AND due >= %s AND due < %s AND {among}
) AS late GROUP BY contact_id ORDER BY COUNT(*) DESC, contact_id LIMIT %s
"""


# The first of one span of the board; a limit within a union wants a table of its own.
FIRST = """
SELECT * FROM (SELECT {n} AS n, id FROM promises_promise WHERE {asked} ORDER BY {order} LIMIT %s OFFSET %s) AS s{n}
"""
HOW_MANY_LATE = """
SELECT COUNT(*) FROM (SELECT id FROM promises_promise WHERE state = 'open' AND {among} AND due < %s LIMIT %s) AS late
"""
COUNTED = "(SELECT COUNT(*) FROM promises_promise WHERE state = 'open' AND {among} AND {span})"


@dataclass(frozen=True, slots=True)
class Span:
    """What is due in `[begin, end)`, None being without an edge: at most so many, after so many."""

    begin: datetime | None
    end: datetime | None
    most: int
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept since a moment, the latest first: at most so many."""

    since: datetime
    most: int


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


def owed_on(ticket: Ticket) -> list[tuple[str, datetime | None]]:
    """The words and due times of the same promises, in the same order."""
    return list(Promise.objects.filter(ticket=ticket, state=State.OPEN).values_list("words", "due"))


def promises_of(ticket: Ticket) -> list[Promise]:
    """All that was promised or planned on the ticket, whatever became of it; what was never given is left out."""
    return list(Promise.objects.filter(ticket=ticket).exclude(state=State.WITHDRAWN)
                .select_related("owner", "settled_by", "moved_to"))


def kept_on(ticket: Ticket, most: int) -> list[Promise]:
    """What was kept on the ticket, the latest first."""
    return list(Promise.objects.filter(ticket=ticket, state=State.KEPT).order_by("-settled_at", "-id")[:most])


def how_many_late(mailboxes: Sequence[int], now: datetime, most: int) -> int:
    """How many promises are late; no more than `most` are counted, so that a desk in trouble stays quick."""
    if not mailboxes:
        return 0
    among, whose = _among(mailboxes, None)
    with connection.cursor() as cursor:
        cursor.execute(HOW_MANY_LATE.format(among=among), [*whose, _stamp(now), most])
        return int(cursor.fetchone()[0])


def planned(ticket: Ticket) -> list[Promise]:
    """The steps of a plan that nobody outside knows of yet."""
    return list(Promise.objects.filter(ticket=ticket, state=State.PLANNED))


def open_from(submission: int) -> list[Promise]:
    """What the message of this submission promised and is still owed."""
    return list(Promise.objects.filter(submission=submission, state=State.OPEN).select_related("ticket"))


def promise_among(tickets: QuerySet[Ticket], promise_id: int) -> Promise | None:
    """One promise, if its ticket is among these."""
    return (Promise.objects.filter(pk=promise_id, ticket__in=tickets)
            .select_related("ticket__mailbox__team", "ticket__contact", "owner").first())


def shown(mailboxes: Sequence[int], owner: Member | None, spans: Sequence[Span],
          kept: Kept | None = None) -> list[list[Promise]]:
    """What is open and due within each of these spans, the nearest first, and last of all what was kept; each with what
    a row shows of it. Two queries however many spans there are."""
    among, whose = _among(mailboxes, owner)
    parts, values = [], []
    for n, span in enumerate(spans):
        edges = {"due >= %s": span.begin, "due < %s": span.end}
        known = {condition: _stamp(at) for condition, at in edges.items() if at is not None}
        asked = " AND ".join(["state = 'open'", among, "due IS NOT NULL", *known])
        parts.append(FIRST.format(n=n, asked=asked, order="due, id"))
        values += [*whose, *known.values(), span.most, span.skip]
    if kept is not None:
        asked = f"state = 'kept' AND {among} AND settled_at >= %s"
        parts.append(FIRST.format(n=len(spans), asked=asked, order="settled_at DESC, id DESC"))
        values += [*whose, _stamp(kept.since), kept.most, 0]
    found: list[list[Promise]] = [[] for _part in parts]
    if not mailboxes:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        rows = cursor.fetchall()
    promises = _for_rows(Promise.objects.order_by().filter(pk__in=[pk for _n, pk in rows])).in_bulk()
    for n, pk in rows:
        found[n].append(promises[pk])
    return found


def undated(mailboxes: Sequence[int], owner: Member | None) -> QuerySet[Promise]:
    """What is open and has no date, the oldest first."""
    rows = Promise.objects.filter(state=State.OPEN, mailbox__in=mailboxes, due=None)
    if owner is not None:
        rows = rows.filter(owner=owner)
    return _for_rows(rows).order_by("id")


def how_many(mailboxes: Sequence[int], owner: Member | None, edges: Sequence[datetime]) -> list[int]:
    """How much is open before the first edge, between each two, and after the last; then without a date. One query."""
    if not mailboxes:
        return [0] * (len(edges) + 2)
    among, whose = _among(mailboxes, owner)
    spans = ["due < %s", *["due >= %s AND due < %s"] * (len(edges) - 1), "due >= %s", "due IS NULL"]
    stamps = [_stamp(edge) for edge in edges]
    asked = [[stamps[0]], *([*pair] for pair in pairwise(stamps)), [stamps[-1]], []]
    counted = ", ".join(COUNTED.format(among=among, span=span) for span in spans)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted}", [value for span in asked for value in (*whose, *span)])
        return list(cursor.fetchone())


def _among(mailboxes: Sequence[int], owner: Member | None) -> tuple[str, list[int]]:
    """Whose promises are meant: a condition and its values. The plus keeps both databases from an index by mailbox or
    by owner: along those by the moment a few rows are enough, and they come in their order."""
    among = f"+mailbox_id IN ({', '.join(['%s'] * len(mailboxes))})"
    return (among, [*mailboxes]) if owner is None else (f"{among} AND +owner_id = %s", [*mailboxes, owner.pk])


def _stamp(at: datetime) -> str:
    """A moment as the database takes it."""
    return str(connection.ops.adapt_datetimefield_value(at))


def _for_rows(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    """With all that a row of the board shows."""
    return rows.select_related("mailbox", "contact", "owner")


def weeks_kept(mailboxes: Sequence[int], mondays: Sequence[datetime], now: datetime,
               contact: int | None = None) -> list[Week]:
    """What became of what was promised for each of these weeks; of one contact alone where their id is given.

    A promise counts in the week for which it was given: in time where it was done by then, otherwise late, also where
    the contact knew beforehand that it moves. What is still ahead does not count.
    """
    if not mailboxes:
        return [Week(monday, 0, 0, 0) for monday in mondays]
    among, whose = f"mailbox_id IN ({', '.join(['%s'] * len(mailboxes))})", [*mailboxes]
    if contact is not None:  # by their own index, for they have few
        among, whose = f"contact_id = %s AND +{among}", [contact, *whose]
    stamp = "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"
    ends = [*mondays[1:], mondays[-1] + timedelta(days=7)]
    weeks = ", ".join(f"({n}, {stamp}, {stamp})" for n in range(len(mondays)))
    edges = [_stamp(edge) for week in zip(mondays, ends, strict=True) for edge in week]
    with connection.cursor() as cursor:
        cursor.execute(WEEKLY.format(weeks=weeks, now=stamp, among=among), [*edges, *whose, _stamp(now)])
        found = [[int(count) for count in counts.split()] for _n, counts in cursor.fetchall()]
    return [Week(monday, *counts) for monday, counts in zip(mondays, found, strict=True)]


def let_down(mailboxes: Sequence[int], since: datetime, now: datetime, most: int) -> list[tuple[int, str, int, int]]:
    """The contacts to whom something was late since then: id, name, how many were given, how many in time; by name."""
    if not mailboxes:
        return []
    among, whose = _among(mailboxes, None)
    with connection.cursor() as cursor:
        cursor.execute(LET_DOWN.format(among=among), [*([_stamp(since), _stamp(now), *whose] * 2), most])
        late = dict(cursor.fetchall())
    # By contact, of whom there are few: the mailboxes are left out of the question, so that its index is used.
    theirs = (Promise.objects.order_by().filter(due__gte=since, due__lt=now, contact__in=late)
              .exclude(state__in=[State.PLANNED, State.WITHDRAWN]).values_list("contact", "contact__name", "mailbox"))
    counted = Counter((contact, name) for contact, name, mailbox in theirs if mailbox in mailboxes)
    return sorted(((contact, name, given, given - late[contact]) for (contact, name), given in counted.items()),
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
