"""One person, many addresses: two entries turn out to be one person, or one to be two, and either can be taken back.

From then on the governor knows them as one: what either was told, what waits for either, what either wished.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from entendu.flows import bell
from entendu.parts.outbox.models import Submission
from entendu.parts.people import actions as people
from entendu.parts.people.actions import identity as actions
from entendu.parts.people.models import Address, Contact, Identity
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Ticket


class NotTwo(ValueError):
    """They are one already, or one of them is not there any more; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What will hang on the contact when the other turns out to be the same."""

    addresses: tuple[Address, ...]
    cases: int
    told: int
    stops: tuple[Address, ...]


def joining(contact: Contact, other: Contact) -> Joining:
    """What would be joined; nothing is changed."""
    there = {(one.channel, one.value) for one in contact.addresses.all()}
    theirs = tuple(other.addresses.all())
    return Joining(
        addresses=tuple(one for one in theirs if (one.channel, one.value) not in there),
        cases=Ticket.objects.filter(contact=other).count(),
        told=Submission.objects.filter(contact=other, state=Submission.State.DELIVERED).count(),
        stops=tuple(one for one in theirs if one.opted_out_at is not None))


@transaction.atomic
def join(contact: Contact, other: Contact, *, member: Member | None, now: datetime) -> Identity:
    """They are one person, who keeps the first one's page. `NotTwo` where they are that already."""
    held = people.lock_all([contact.pk, other.pk])
    if len(held) != 2 or any(one.same_as_id is not None for one in held.values()):
        raise NotTwo("These two are one person already, or one of them is gone; nothing was changed.")
    kept = actions.join(held[contact.pk], held[other.pk], member=member, now=now)
    transaction.on_commit(bell.ring)
    return kept


@transaction.atomic
def part(address: Address, cases: Collection[int], *, name: str, member: Member, now: datetime) -> Identity:
    """Somebody else has this address, and these cases of the contact's that the member sees are theirs."""
    contact = people.lock(address.contact_id)
    theirs = tickets.tickets_of_contact(member, contact).filter(pk__in=cases)
    kept = actions.part(address, list(theirs.values_list("pk", flat=True)), name=name[:160], member=member, now=now)
    transaction.on_commit(bell.ring)
    return kept


@transaction.atomic
def undo(kept: Identity, *, now: datetime) -> bool:
    """Takes it back; False where something new hangs on them, or somebody was quicker."""
    people.lock_all([kept.contact_id, kept.other_id])
    done = actions.undo(kept, now=now)
    transaction.on_commit(bell.ring)
    return done
