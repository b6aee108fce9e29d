"""The only writers of visits and their lines.

Every line is numbered under the lock of its visit: a browser that knows the number of its latest line can ask for what
comes after it and misses nothing, on PostgreSQL too, where rows of a sequence may appear out of order.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from entendu.parts.chat.models import Line, Visit
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Entry, Ticket


def begin(account_id: int, contact: Contact, sha256: str, *, now: datetime, **about: str) -> Visit:
    """A visit of this browser, with its `address`, `language` and `page`. To be called with the account locked."""
    visit = Visit(account_id=account_id, contact=contact, sha256=sha256, started_at=now, seen_at=now, **about)
    visit.save(force_insert=True)
    return visit


def lock(visit_id: int) -> Visit:
    """The visit, held until the transaction ends."""
    return Visit.objects.select_for_update().get(pk=visit_id)


def concerns(visit: Visit, ticket: Ticket) -> None:
    """From now on the visit's lines belong to this ticket."""
    if visit.ticket_id != ticket.pk:
        visit.ticket = ticket
        visit.save(update_fields=["ticket"])


def add_theirs(visit: Visit, key: str, entry: Entry, *, now: datetime) -> Line:
    """Their own words, as the next line of a visit that is held."""
    return _add(visit, Line(kind=Line.Kind.THEIRS, key=key, entry=entry, at=now, shown_at=now))


def add_ours(visit: Visit, entry: Entry | None, reference: str, *, now: datetime) -> Line:
    """A message of ours, as the next line of a visit that is held."""
    return _add(visit, Line(kind=Line.Kind.OURS, entry=entry, reference=reference, at=now))


def add_moved(visit: Visit, way: str, masked: str, *, now: datetime) -> Line:
    """The word that it went on elsewhere, as the next line of a visit that is held."""
    return _add(visit, Line(kind=Line.Kind.MOVED, way=way, masked=masked, at=now, shown_at=now))


def _add(visit: Visit, line: Line) -> Line:
    visit.last += 1
    visit.save(update_fields=["last"])
    line.visit, line.number = visit, visit.last
    line.save(force_insert=True)
    return line


def show(visit: Visit, up_to: int, *, now: datetime) -> list[Line]:
    """The window of a visit that is held has shown its lines up to this number; returns those of ours that are new.

    What went elsewhere meanwhile stays so: it was sent there because it had not been seen.
    """
    up_to = min(up_to, visit.last)
    if up_to <= visit.shown:
        return []
    new = list(visit.lines.filter(kind=Line.Kind.OURS, number__lte=up_to, shown_at=None, went_at=None))
    visit.lines.filter(pk__in=[line.pk for line in new]).update(shown_at=now)
    visit.shown = up_to
    visit.save(update_fields=["shown"])
    return new


def told(line: Line, *, now: datetime) -> None:
    """The delivery of a line that was shown knows it."""
    line.told_at = now
    line.save(update_fields=["told_at"])


def send_elsewhere(lines: Iterable[Line], *, now: datetime) -> None:
    """Lines of a visit that is held, which were not shown, go on by another way."""
    Line.objects.filter(pk__in=[line.pk for line in lines], shown_at=None).update(went_at=now)


def hold_open(visit_id: int, *, now: datetime) -> None:
    """Its page is still open. That alone brings nobody back who does not look."""
    Visit.objects.filter(pk=visit_id, left_at=None, seen_at__lt=now).update(seen_at=now)


def look(visit: Visit, *, now: datetime) -> bool:
    """Somebody looks at the window, or writes in it; True where they were thought to have left."""
    came_back = bool(Visit.objects.filter(pk=visit.pk).exclude(left_at=None).update(left_at=None, seen_at=now))
    Visit.objects.filter(pk=visit.pk, seen_at__lt=now).update(seen_at=now)
    return came_back


def say_goodbye(visit: Visit, seen_at: datetime) -> None:
    """Its page was closed: seen at this moment and not since, unless it comes back at once."""
    Visit.objects.filter(pk=visit.pk, left_at=None).update(seen_at=seen_at)


def leave(visit: Visit, *, seen_before: datetime, now: datetime) -> bool:
    """Nobody has been there since then; False where it came back this moment, or was known to have left."""
    gone = Visit.objects.filter(pk=visit.pk, left_at=None, seen_at__lte=seen_before)
    return bool(gone.update(left_at=now))


def no_claim(contact: Contact, mail: str) -> int:
    """The address that was claimed in their windows is known to be theirs; returns in how many."""
    return Visit.objects.filter(contact=contact, mail=mail).update(mail="")


def claim_mail(visit: Visit, mail: str) -> None:
    """They gave a mail address that another contact has, believed once a code that goes there is said back; "" where
    they gave another."""
    visit.mail = mail
    visit.save(update_fields=["mail"])
