"""Two contacts are one person, or one is two: whatever hangs on a contact moves, and can move back.

Which tables have a row of a contact's is asked of the models themselves, so that a table that is added joins in by
itself. The caller holds both contacts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max, QuerySet

from entendu.parts.people.models import Address, Contact, Identity
from entendu.parts.staff.models import Member

Kind = Identity.Kind
# What was written down of one of them and is learned where the other's was left open.
LEARNED = ("name", "about", "organisation_id", "language", "time_zone", "channel", "hours")
AT_ONCE = 400  # rows of a statement, within what SQLite takes


def join(contact: Contact, other: Contact, *, member: Member | None, now: datetime) -> Identity:
    """`other` is `contact`: all that hangs on the one hangs on the other, but for what both have, such as a number.

    Who wanted nothing by an address that both have still wants nothing; urgent news at any hour goes only to somebody
    who wanted it both times. `member` is None where it was proved and nobody had to say it.
    """
    kept = Identity(kind=Kind.JOINED, contact=contact, other=other, member=member, at=now, marks=_marks(),
                    before=_learn(contact, other))
    kept.moved = {name: _move(rows, field, contact) for name, field, rows in _hanging(other)}
    Contact.objects.filter(pk=other.pk).update(same_as=contact)
    kept.save()
    return kept


def part(address: Address, cases: Collection[int], *, name: str, member: Member, now: datetime) -> Identity:
    """The address is somebody else's, and so are these cases (numbers of tickets) with all that was said in them."""
    contact = address.contact
    other = Contact.objects.create(name=name, language=contact.language, time_zone=contact.time_zone, created_at=now)
    kept = Identity(kind=Kind.PARTED, contact=contact, other=other, member=member, at=now, marks=_marks())
    for table, field, rows in _hanging(contact):
        names = {one.name for one in rows.model._meta.get_fields()}
        if rows.model is Address:
            kept.moved[table] = _move(rows.filter(pk=address.pk), field, other)
        elif rows.model._meta.label_lower == "tickets.ticket":
            kept.moved[table] = _move(rows.filter(pk__in=cases), field, other)
        elif "ticket" in names and cases:
            kept.moved[table] = _move(rows.filter(ticket__in=cases), field, other)
    kept.save()
    return kept


def undo(kept: Identity, *, now: datetime) -> bool:
    """Everything hangs again where it did; False where it was undone before, or something new hangs on them."""
    if not can_be_undone(kept) or not Identity.objects.filter(pk=kept.pk, undone_at=None).update(undone_at=now):
        return False
    joined = kept.kind == Kind.JOINED
    back = kept.other if joined else kept.contact
    Contact.objects.filter(pk=kept.other_id).update(same_as=None if joined else kept.contact)
    for table, field, rows in _hanging(kept.contact if joined else kept.other):
        keys = kept.moved.get(table, [])
        for start in range(0, len(keys), AT_ONCE):
            rows.filter(pk__in=keys[start:start + AT_ONCE]).update(**{field: back})
    _unlearn(kept)
    return True


def can_be_undone(kept: Identity) -> bool:
    """Whether it is the last that was found out about these two, and nothing has come to hang on them since."""
    both = [kept.contact_id, kept.other_id]
    later = Identity.objects.filter(pk__gt=kept.pk, undone_at=None)
    if kept.undone_at is not None or later.filter(contact__in=both).exists() or later.filter(other__in=both).exists():
        return False
    return not any(
        model._default_manager.filter(**{f"{field}__in": both}, pk__gt=kept.marks.get(_name(model, field), 0)).exists()
        for model, field in _tables())


def verified(channel: str, value: str, now: datetime) -> int:
    """Whoever has this address is who they say: they wrote from it, or said a code that went there. Returns for how
    many that is new; a number that two people share says nothing of either."""
    found = Address.objects.filter(channel=channel, value=value)
    known = list(found.values_list("contact", "verified_at"))
    if len({owner for owner, _at in known}) != 1 or all(at is not None for _owner, at in known):
        return 0
    return found.filter(verified_at=None).update(verified_at=now)


def _tables() -> Iterator[tuple[Any, str]]:
    """Every table with a row of a contact's, and the field that says whose it is."""
    for relation in Contact._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.related_model is not Identity:
            yield relation.related_model, relation.field.name


def _hanging(contact: Contact) -> Iterator[tuple[str, str, QuerySet[Any]]]:
    """What hangs on the contact: name of table and field, the field, and the rows."""
    for model, field in _tables():
        yield _name(model, field), field, model._default_manager.filter(**{field: contact}).order_by("pk")


def _marks() -> dict[str, int]:
    """The newest row of each table now, whoever's it is."""
    return {_name(model, field): model._default_manager.aggregate(newest=Max("pk"))["newest"] or 0
            for model, field in _tables()}


def _name(model: Any, field: str) -> str:
    return f"{model._meta.label_lower}.{field}"


def _move(rows: QuerySet[Any], field: str, to: Contact) -> list[int]:
    """Hangs the rows on another contact, and returns which; a row that is there already as another stays."""
    keys = list(rows.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            rows.update(**{field: to})
    except IntegrityError:
        return [key for key in keys if _moves(rows.filter(pk=key), field, to)]
    return keys


def _moves(row: QuerySet[Any], field: str, to: Contact) -> bool:
    try:
        with transaction.atomic():
            return bool(row.update(**{field: to}))
    except IntegrityError:
        return False


def _learn(contact: Contact, other: Contact) -> dict[str, Any]:
    """Fills what was open from the other, and keeps the stricter wish; returns what stood there before."""
    before: dict[str, Any] = {name: getattr(contact, name) for name in LEARNED
                              if not getattr(contact, name) and getattr(other, name)}
    for name in before:
        setattr(contact, name, getattr(other, name))
    if contact.emergencies and not other.emergencies:
        before["emergencies"], contact.emergencies = True, False
    contact.save(update_fields=[*before])
    theirs = {(one.channel, one.value): one for one in other.addresses.exclude(opted_out_at=None)}
    stops = [one.pk for one in contact.addresses.filter(opted_out_at=None) if (one.channel, one.value) in theirs]
    for key in stops:
        one = Address.objects.get(pk=key)
        said = theirs[one.channel, one.value]
        Address.objects.filter(pk=key).update(opted_out_at=said.opted_out_at, opted_out_why=said.opted_out_why)
    return {"contact": before, "stops": stops}


def _unlearn(kept: Identity) -> None:
    """What was learned is open again, and what was stricter is as it was."""
    before = kept.before.get("contact", {})
    if before:
        Contact.objects.filter(pk=kept.contact_id).update(**before)
    Address.objects.filter(pk__in=kept.before.get("stops", [])).update(opted_out_at=None, opted_out_why="")
