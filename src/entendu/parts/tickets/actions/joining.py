"""Two cases are one matter: everything that hangs on the one hangs on the other from then on, until it is taken back.

What refers to a case is found by its keys, whichever part keeps it: a part that comes tomorrow is joined as well. A row
that the other case has already, as a tag or its own rhythm of news, stays where it is and is not shown.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.dateparse import parse_datetime

from entendu.core.tickets.states import Status, more_pressing
from entendu.parts.staff.models import Member
from entendu.parts.tickets import search
from entendu.parts.tickets.actions import record_event
from entendu.parts.tickets.models import Entry, Joining, Ticket

# What is of one case alone: what open pages were told of it, who has read it up to where, which links were withdrawn.
STAYS = frozenset({"tickets.Change.ticket", "tickets.Reading.ticket", "tickets.Joining.ticket", "tickets.Joining.into",
                   "listening.CaseDoor.ticket"})


class NotTwo(ValueError):
    """They are one case already, or of two people or mailboxes; nothing was changed."""


@transaction.atomic
def join(ticket: Ticket, into: Ticket, *, member: Member, now: datetime) -> Joining:
    """What hangs on `ticket` hangs on `into`, which then waits for whoever either waited for. `NotTwo` where they
    cannot be one. No message comes of it."""
    both = Ticket.objects.select_for_update().filter(pk__in=[ticket.pk, into.pk]).order_by("pk")
    held = {one.pk: one for one in both}
    if len(held) != 2 or any(one.joined_to_id for one in held.values()):
        raise NotTwo("One of the two is a part of another case already; nothing was changed.")
    ticket, into = held[ticket.pk], held[into.pk]
    if (ticket.contact_id, ticket.mailbox_id) != (into.contact_id, into.mailbox_id):
        raise NotTwo("The two are of two people or of two mailboxes; nothing was changed.")
    kept = Joining.objects.create(ticket=ticket, into=into, member=member, at=now, was={
        "ticket": _standing(ticket), "into": _standing(into)})
    kept.moved = {str(key): _hand_over(key, _of(key, ticket), into) for key in _keys()}
    kept.moved = {name: rows for name, rows in kept.moved.items() if rows}
    waiting = [one.waiting_since for one in (ticket, into) if one.waiting_since]
    _stand(into, status=more_pressing(Status(ticket.status), Status(into.status)).value,
           waiting_since=min(waiting, default=None), last_at=max(ticket.last_at, into.last_at),
           later_until=into.later_until if ticket.status == into.status else None)
    _stand(ticket, status=Status.CLOSED.value, waiting_since=None, later_until=None, joined_to=into)
    record_event(into, "joined", member=member, now=now, words=ticket.subject[:200], number=ticket.pk, joining=kept.pk)
    kept.was["joined"] = _standing(into)
    kept.save(update_fields=["moved", "was"])
    search.belongs(_entries(kept), into)
    return kept


@transaction.atomic
def undo(kept: Joining, *, member: Member, now: datetime) -> bool:
    """They are two cases again; what came since stays with the one that it came to. False where that was done already,
    or the one has become a part of a third."""
    Ticket.objects.select_for_update().filter(pk__in=[kept.ticket_id, kept.into_id]).order_by("pk").first()
    kept = Joining.objects.select_related("ticket", "into").get(pk=kept.pk)
    ticket, into = kept.ticket, kept.into
    if kept.undone_at is not None or ticket.joined_to_id != into.pk or into.joined_to_id is not None:
        return False
    for key in _keys():
        rows = kept.moved.get(str(key), [])
        _hand_over(key, _of(key, into).filter(pk__in=[into.pk] if key.primary_key else rows), ticket)
    search.belongs(_entries(kept), ticket)
    _stand(ticket, joined_to=None, **kept.was["ticket"])
    if _standing(into) == kept.was["joined"]:  # nothing has happened to it since
        _stand(into, **kept.was["into"])
    Joining.objects.filter(pk=kept.pk).update(undone_at=now)
    record_event(into, "taken-apart", member=member, now=now, words=ticket.subject[:200], number=ticket.pk)
    return True


def _keys() -> list[models.ForeignKey[Any, Any]]:
    """Every field of any part that names a case and goes along."""
    fields = [one.remote_field for one in Ticket._meta.get_fields(include_hidden=True)
              if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)]
    return [one for one in fields if str(one) not in STAYS]  # type: ignore[union-attr,misc]


def _of(key: models.ForeignKey[Any, Any], ticket: Ticket) -> models.QuerySet[models.Model]:
    return key.model._base_manager.filter(**{key.name: ticket})


def _hand_over(key: models.ForeignKey[Any, Any], rows: models.QuerySet[models.Model], to: Ticket) -> list[Any]:
    """These rows name that case from now on; returns the keys that they then have. What it has already stays behind."""
    ids = list(rows.order_by().values_list("pk", flat=True))
    if not ids:
        return []
    try:
        with transaction.atomic():
            key.model._base_manager.filter(pk__in=ids).update(**{key.name: to})
    except IntegrityError:
        if len(ids) == 1:
            return []
        return [done for one in ids for done in _hand_over(key, rows.filter(pk=one), to)]
    return ids


def _entries(kept: Joining) -> list[int]:
    return list(kept.moved.get(str(Entry._meta.get_field("ticket")), []))


def _standing(ticket: Ticket) -> dict[str, Any]:
    """How a case stands, as JSON."""
    moments = {name: getattr(ticket, name) for name in ("waiting_since", "later_until", "last_at")}
    return {"status": str(ticket.status), **{name: at.isoformat() if at else None for name, at in moments.items()}}


def _stand(ticket: Ticket, **fields: Any) -> None:
    for name, value in fields.items():
        is_moment = name in {"waiting_since", "later_until", "last_at"} and isinstance(value, str)
        setattr(ticket, name, parse_datetime(value) if is_moment else value)
    ticket.save(update_fields=list(fields))
