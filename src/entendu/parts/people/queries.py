"""What others read of contacts and organisations."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from entendu.parts.people.models import Address, Channel, Contact, Organisation, normal


def contact(contact_id: int) -> Contact | None:
    """One contact with organisation and addresses."""
    return (Contact.objects.select_related("organisation").prefetch_related("addresses")
            .filter(pk=contact_id).first())


def contact_at(channel: str, value: str) -> Contact | None:
    """The contact who is reached at this address, compared as `actions.normal` stores it."""
    known = Address.objects.select_related("contact").filter(channel=channel, value=normal(channel, value)).first()
    return known.contact if known else None


def contacts_at(channel: str, value: str) -> list[Contact]:
    """Everybody who is reached at this address, the first known first: a telephone may have several owners."""
    known = Address.objects.select_related("contact").filter(channel=channel, value=normal(channel, value))
    return [one.contact for one in known.order_by("pk")]


def addresses_of(contact: Contact) -> QuerySet[Address]:
    """All addresses of a contact, oldest first."""
    return Address.objects.filter(contact=contact)


def has_opted_out(contact: Contact, channel: str = "") -> bool:
    """Whether they asked not to be written to, by this channel or by any."""
    theirs = addresses_of(contact).exclude(opted_out_at=None)
    return (theirs.filter(channel=channel) if channel else theirs).exists()


def mail_address_of(contact: Contact) -> str:
    """Where mail for this contact goes: the first address that works; empty when there is none."""
    address = addresses_of(contact).filter(channel=Channel.EMAIL, undeliverable_since=None).first()
    return address.value if address else ""


def contacts_named(words: str, among: QuerySet[Contact] | None = None) -> QuerySet[Contact]:
    """Contacts whose name, organisation or address holds each of the words, all or among some."""
    found = Contact.objects.all() if among is None else among
    found = found.select_related("organisation").prefetch_related("addresses")
    for word in words.replace("\0", " ").split():
        found = found.filter(Q(name__icontains=word) | Q(organisation__name__icontains=word)
                             | Q(addresses__value__icontains=word))
    return found.distinct()


def organisations() -> QuerySet[Organisation]:
    """All organisations by name."""
    return Organisation.objects.all()


def address(contact: Contact, address_id: int) -> Address | None:
    """One address of the contact."""
    return Address.objects.filter(contact=contact, pk=address_id).first()


def organisation_of_domain(domain: str) -> Organisation | None:
    """The organisation whose people write from this mail domain."""
    return Organisation.objects.filter(domain=domain.strip().lower()).exclude(domain="").first()
