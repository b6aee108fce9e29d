"""The only writers of contacts, addresses and organisations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from entendu.parts.people.models import Address, Channel, Contact, Organisation, normal


def meet(channel: str, value: str, *, name: str, language: str, now: datetime) -> Contact:
    """The contact at this address, made when unknown. Learns a name or language where we had none.

    Two letters of a stranger may be read at once: the second finds the first one's contact.
    """
    value = normal(channel, value)
    known = Address.objects.select_related("contact").filter(channel=channel, value=value).first()
    if known is None:
        try:
            with transaction.atomic():
                contact = Contact(name=name[:160], language=language, created_at=now,
                                  organisation=_organisation_of(channel, value))
                contact.save()
                Address.objects.create(contact=contact, channel=channel, value=value)
                return contact
        except IntegrityError:
            known = Address.objects.select_related("contact").get(channel=channel, value=value)
    contact = known.contact
    learned = []
    if name and not contact.name:
        contact.name, learned = name[:160], ["name"]
    if language and not contact.language:
        contact.language, learned = language, [*learned, "language"]
    if learned:
        contact.save(update_fields=learned)
    return contact


def _organisation_of(channel: str, value: str) -> Organisation | None:
    if channel != Channel.EMAIL:
        return None
    domain = value.rpartition("@")[2]
    return Organisation.objects.filter(domain=domain).exclude(domain="").first()


def lock(contact_id: int) -> Contact:
    """The contact, held until the transaction ends: one decision at a time for one person.

    On SQLite the transaction is the lock already; on PostgreSQL the row is.
    """
    return Contact.objects.select_for_update().get(pk=contact_id)


def lock_all(contact_ids: Iterable[int]) -> dict[int, Contact]:
    """These contacts with their addresses, held as by `lock`; all take them in one order, so that nobody waits for
    somebody who waits."""
    held = Contact.objects.select_for_update().filter(pk__in=contact_ids).order_by("pk")
    return {contact.pk: contact for contact in held.prefetch_related("addresses")}


@transaction.atomic
def add_contact(addresses: Iterable[tuple[str, str]] = (), *, now: datetime, **fields: object) -> Contact:
    """A contact entered by hand, reached at these (channel, value); `ValidationError` names the field that is wrong."""
    contact = Contact(created_at=now, **fields)
    contact.full_clean()
    contact.save()
    for channel, value in addresses:
        add_address(contact, channel, value)
    return contact


def change_contact(contact: Contact, **fields: object) -> Contact:
    """Sets the given fields after checking them."""
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.full_clean()
    contact.save(update_fields=list(fields))
    return contact


def add_address(contact: Contact, channel: str, value: str) -> Address:
    """One more way to reach the contact; `ValidationError` when it is theirs or another's already."""
    address = Address(contact=contact, channel=channel, value=normal(channel, value))
    address.full_clean()
    address.save()
    return address


def remove_address(address: Address) -> None:
    """The contact is no longer reached there. What was sent there stays on record."""
    address.delete()


def mark_undeliverable(channel: str, value: str, why: str, now: datetime) -> int:
    """A permanent failure was reported for this address; it is not written to until somebody says otherwise.

    Returns how many contacts are concerned.
    """
    return Address.objects.filter(channel=channel, value=normal(channel, value), undeliverable_since=None).update(
        undeliverable_since=now, undeliverable_why=why[:300])


def mark_deliverable(address: Address) -> None:
    """The address works again, by somebody's word or because they wrote from it."""
    if address.undeliverable_since is not None:
        address.undeliverable_since, address.undeliverable_why = None, ""
        address.save(update_fields=["undeliverable_since", "undeliverable_why"])


def opt_out(addresses: Iterable[Address], now: datetime, why: str = "") -> int:
    """They asked not to be written to there, except for answers; `why` is their word, or their provider's. Returns how
    many addresses it is new for."""
    keys = [address.pk for address in addresses]
    return Address.objects.filter(pk__in=keys, opted_out_at=None).update(opted_out_at=now, opted_out_why=why[:300])


def opt_in(addresses: Iterable[Address]) -> int:
    """They want to be written to there again; returns how many addresses it is new for."""
    keys = [address.pk for address in addresses]
    return Address.objects.filter(pk__in=keys).exclude(opted_out_at=None).update(opted_out_at=None, opted_out_why="")


def add_organisation(name: str, domain: str = "", about: str = "", **how: str) -> Organisation:
    """A new organisation; contacts whose mail comes from `domain` will belong to it. `how` says how they work:
    process, vocabulary, systems, busy_times."""
    organisation = Organisation(name=name.strip(), domain=domain.strip().lower(), about=about, **how)
    organisation.full_clean()
    organisation.save()
    return organisation


def change_organisation(organisation: Organisation, **fields: object) -> Organisation:
    """Sets the given fields after checking them."""
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.full_clean()
    organisation.save(update_fields=list(fields))
    return organisation
