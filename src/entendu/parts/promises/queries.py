"""What others read of promises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection
from django.db.models import Min, Q, QuerySet

from entendu.parts.promises.models import Promise, Rhythm
from entendu.parts.sql import marks, moment, stored
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket

State, Kind = Promise.State, Promise.Kind
# A message that has not arrived in so long will not.
AWAITED = timedelta(days=7)
WEEKS = 12
# What was late, in the words of the index `promise_let_down`: otherwise SQLite does not take that one.
WAS_LATE = "(state IN ('moved', 'broken') OR (settled_at > due AND state = 'kept'))"
KEPT_IN_TIME = "settled_at <= due AND state = 'kept'"
KNEW = "(state = 'moved' OR told_at <= due)"
# What was promised for each week: in time, late, late and told of before, open still. Each is counted along an index
# that holds nothing else.
WEEKLY = """
WITH week (n, begins, ends) AS (VALUES {weeks})
SELECT n,
    (SELECT COUNT(*) FROM promises_promise WHERE {in_time} AND {within}),
    (SELECT COUNT(*) FROM promises_promise WHERE {was_late} AND {within}),
    (SELECT COUNT(*) FROM promises_promise WHERE {was_late} AND {knew} AND {within}),
    (SELECT COUNT(*) FROM promises_promise WHERE state = 'open' AND due < %s AND {within})
FROM week
"""
# To whom something was late, the most often first. Two halves, each along an index that holds little else.
LET_DOWN = """
SELECT late.contact_id, people_contact.name, (
    SELECT COUNT(*) FROM promises_promise WHERE contact_id = late.contact_id AND due >= %s AND due < %s AND {among}
      AND state IN ('kept', 'moved', 'broken', 'open')
), late.many FROM (
    SELECT contact_id, COUNT(*) AS many FROM (
        SELECT contact_id FROM promises_promise WHERE {was_late} AND due >= %s AND due < %s AND {among}
        UNION ALL
        SELECT contact_id FROM promises_promise WHERE state = 'open' AND due >= %s AND due < %s AND {among}
    ) AS each_one GROUP BY contact_id ORDER BY many DESC, contact_id LIMIT %s
) AS late JOIN people_contact ON people_contact.id = late.contact_id
ORDER BY people_contact.name, late.contact_id
"""
# By contact: how much is late and since when, and how much was broken; each along an index of its own.
GONE_BY = """
SELECT contact_id, COUNT(*), {first}, 0 FROM promises_promise
WHERE state = 'open' AND due < %s AND {among} GROUP BY contact_id
UNION ALL
SELECT contact_id, 0, NULL, COUNT(*) FROM promises_promise
WHERE state = 'broken' AND {was_late} AND due >= %s AND due < %s AND {among} GROUP BY contact_id
"""
# What was due to one contact, what of it was done or moved in time, and the words of the last that was not.
OUR_WORD = """
SELECT COUNT(*), COALESCE(SUM(CASE WHEN {true_to_it} THEN 1 ELSE 0 END), 0), (
    SELECT words FROM promises_promise WHERE {within} AND NOT ({true_to_it}) ORDER BY due DESC, id DESC LIMIT 1
) FROM promises_promise WHERE {within}
"""
TRUE_TO_IT = "(state = 'moved' OR (state = 'kept' AND settled_at <= due))"
# The first of one span of the board; a limit within a union wants a table of its own.
FIRST = """
SELECT * FROM (SELECT {n} AS n, id FROM promises_promise WHERE {asked} ORDER BY {order} LIMIT %s OFFSET %s) AS s{n}
"""
HOW_MANY_LATE = """
SELECT COUNT(*) FROM (SELECT id FROM promises_promise WHERE state = 'open' AND {among} AND due < %s LIMIT %s) AS late
"""
# What a row of the board shows.
SHOWN = ("ticket", "words", "kind", "opens", "due", "settled_at", "mailbox__time_zone", "contact__name",
         "contact__time_zone", "contact__hours", "owner__name", "owner__is_active")
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
        cursor.execute(HOW_MANY_LATE.format(among=among), [*whose, stored(now), most])
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
        known = {condition: stored(at) for condition, at in edges.items() if at is not None}
        asked = " AND ".join(["state = 'open'", among, "due IS NOT NULL", *known])
        parts.append(FIRST.format(n=n, asked=asked, order="due, id"))
        values += [*whose, *known.values(), span.most, span.skip]
    if kept is not None:
        asked = f"state = 'kept' AND {among} AND settled_at >= %s"
        parts.append(FIRST.format(n=len(spans), asked=asked, order="settled_at DESC, id DESC"))
        values += [*whose, stored(kept.since), kept.most, 0]
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
    stamps = [stored(edge) for edge in edges]
    asked = [[stamps[0]], *([*pair] for pair in pairwise(stamps)), [stamps[-1]], []]
    counted = ", ".join(COUNTED.format(among=among, span=span) for span in spans)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted}", [value for span in asked for value in (*whose, *span)])
        return list(cursor.fetchone())


def due_between(owners: Sequence[int], begins: datetime, ends: datetime) -> list[tuple[int, datetime]]:
    """Whose promises fall due when, of these members, in whatever mailbox."""
    rows = Promise.objects.filter(state=State.OPEN, owner__in=owners, due__gte=begins, due__lt=ends).order_by()
    return list(rows.values_list("owner_id", "due"))


def _among(mailboxes: Sequence[int], owner: Member | None) -> tuple[str, list[int]]:
    """Whose promises are meant: a condition and its values. The plus keeps SQLite from an index by mailbox or by owner:
    along those by the moment a few rows are enough, and they come in their order. PostgreSQL reckons that by itself."""
    plus = "+" if connection.vendor == "sqlite" else ""
    among = f"{plus}mailbox_id IN ({marks(mailboxes)})"
    return (among, [*mailboxes]) if owner is None else (f"{among} AND {plus}owner_id = %s", [*mailboxes, owner.pk])


def _for_rows(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    """With all that a row of the board shows, and nothing else: a board has dozens, of four tables each."""
    return rows.select_related("mailbox", "contact", "owner").only(*SHOWN)


def weeks_kept(mailboxes: Sequence[int], mondays: Sequence[datetime], now: datetime,
               contact: int | None = None) -> list[Week]:
    """What became of what was promised for each of these weeks; of one contact alone where their id is given.

    A promise counts in the week for which it was given: in time where it was done by then, otherwise late, also where
    the contact knew beforehand that it moves. What is still ahead does not count.
    """
    if not mailboxes:
        return [Week(monday, 0, 0, 0) for monday in mondays]
    among, whose = _among(mailboxes, None)
    if contact is not None:
        among, whose = f"contact_id = %s AND {among}", [contact, *whose]
    edges = [*mondays, mondays[-1] + timedelta(days=7)]
    found = _by_week(among, whose, [stored(edge) for edge in edges], stored(now))
    return [Week(monday, in_time + late + owed, in_time, told)
            for monday, (in_time, late, told, owed) in zip(mondays, found, strict=True)]


def _by_week(among: str, whose: list[int], edges: list[str], now: str) -> list[tuple[int, int, int, int]]:
    """Between each two edges: in time, late, of these told before, and open still."""
    moment = "%s::timestamptz" if connection.vendor == "postgresql" else "%s"
    weeks = ", ".join([f"(%s, {moment}, {moment})"] * (len(edges) - 1))
    asked = WEEKLY.format(in_time=KEPT_IN_TIME, was_late=WAS_LATE, knew=KNEW, weeks=weeks,
                          within=f"{among} AND due >= begins AND due < ends")
    values = [value for week in zip(range(len(edges)), edges, edges[1:], strict=False) for value in week]
    with connection.cursor() as cursor:
        cursor.execute(asked, [*values, *whose * 3, now, *whose])
        return [(in_time, late, told, owed) for _n, in_time, late, told, owed in sorted(cursor.fetchall())]


def let_down(mailboxes: Sequence[int], since: datetime, now: datetime, most: int) -> list[tuple[int, str, int, int]]:
    """The contacts to whom something was late since then: id, name, how many were given, how many in time; by name."""
    if not mailboxes:
        return []
    among, whose = _among(mailboxes, None)
    asked = LET_DOWN.format(was_late=WAS_LATE, among=among)
    with connection.cursor() as cursor:
        cursor.execute(asked, [*[stored(since), stored(now), *whose] * 3, most])
        return [(contact, name, given, given - late) for contact, name, given, late in cursor.fetchall()]


def gone_by(mailboxes: Sequence[int], since: datetime, now: datetime,
            contact: int | None = None) -> list[tuple[int, int, datetime | None, int]]:
    """By contact, or of one alone: how much is late, how much that was due since then was broken; a contact with both
    has a row for either. Since when it is late is said of one alone: hundreds of moments take longer than all else, and
    a page shows a few of them (`late_since`)."""
    if not mailboxes:
        return []
    among, whose = _among(mailboxes, None)
    if contact is not None:
        among, whose = f"contact_id = %s AND {among}", [contact, *whose]
    with connection.cursor() as cursor:
        cursor.execute(GONE_BY.format(was_late=WAS_LATE, among=among, first="NULL" if contact is None else "MIN(due)"),
                       [stored(now), *whose, stored(since), stored(now), *whose])
        return [(who, late, moment(first) if first else None, broken) for who, late, first, broken in cursor.fetchall()]


def late_since(contacts: Iterable[int], mailboxes: Sequence[int], now: datetime) -> dict[int, datetime]:
    """Since when something is late to these contacts."""
    rows = Promise.objects.filter(contact__in=list(contacts), mailbox__in=mailboxes, state=State.OPEN, due__lt=now)
    return dict(rows.order_by().values_list("contact_id").annotate(first=Min("due")))


def our_word(contact: int, mailboxes: Sequence[int], since: datetime, now: datetime) -> tuple[int, int, str]:
    """How our word to one contact stands: how much was due since then, how much of it was done or moved in time, and
    the words of the last that was not, or ''."""
    if not mailboxes:
        return 0, 0, ""
    among, whose = _among(mailboxes, None)
    within = f"contact_id = %s AND due >= %s AND due < %s AND state IN ('kept', 'moved', 'broken', 'open') AND {among}"
    with connection.cursor() as cursor:
        cursor.execute(OUR_WORD.format(within=within, true_to_it=TRUE_TO_IT),
                       [contact, stored(since), stored(now), *whose] * 2)
        given, kept, late = cursor.fetchone()
    return given, kept, late or ""


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
