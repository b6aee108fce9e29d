"""What others read of contacts and organisations."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet, Subquery

from entendu.parts.people.models import Address, AddressCode, Channel, Contact, Identity, Organisation, normal


def contact(contact_id: int) -> Contact | None:
    """One contact with organisation and addresses; who turned out to be somebody else is that somebody."""
    found = (Contact.objects.select_related("organisation", "same_as__organisation").prefetch_related(
        "addresses", "same_as__addresses").filter(pk=contact_id).first())
    return found.same_as if found is not None and found.same_as is not None else found


def names_of_one(contact_id: int) -> list[int]:
    """The contact's number, and those of all who turned out to be the same: what was signed for one holds."""
    return [contact_id, *Contact.objects.filter(same_as=contact_id).order_by("pk").values_list("pk", flat=True)]


def alike(contact: Contact) -> QuerySet[Contact]:
    """Who may be the same: somebody of the same name, or at the same address."""
    at = Q(pk__in=[])
    for channel, value in addresses_of(contact).values_list("channel", "value"):
        at |= Q(addresses__channel=channel, addresses__value=value)
    named = Q(name__iexact=contact.name) if contact.name else Q(pk__in=[])
    found = Contact.objects.filter(at | named, same_as=None).exclude(pk=contact.pk)
    return found.select_related("organisation").prefetch_related("addresses").distinct()


def identities_of(contact: Contact) -> list[Identity]:
    """When this contact was found to be another too, or another not to be this one, newest first; what was undone is
    over."""
    return list(Identity.objects.filter(Q(contact=contact) | Q(other=contact), undone_at=None)
                .select_related("contact", "other", "member"))


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
    found = (Contact.objects.all() if among is None else among).filter(same_as=None)
    found = found.select_related("organisation").prefetch_related("addresses")
    for word in words.replace("\0", " ").split():
        found = found.filter(Q(name__icontains=word) | Q(organisation__name__icontains=word)
                             | Q(addresses__value__icontains=word))
    return found.distinct()


def organisations() -> QuerySet[Organisation]:
    """All organisations by name."""
    return Organisation.objects.all()


def with_codes() -> QuerySet[Address]:
    """Addresses with `code_until`: until when a code that went there proves something, None where none does."""
    open_ = AddressCode.objects.filter(owner=OuterRef("contact"), channel=OuterRef("channel"), value=OuterRef("value"),
                                       used_at=None, tries__lt=AddressCode.TRIES)
    return Address.objects.annotate(code_until=Subquery(open_.order_by("-expires_at").values("expires_at")[:1]))


def latest_code(address: Address) -> AddressCode | None:
    """The code that went there last, whoever asked for it."""
    return AddressCode.objects.filter(owner=address.contact_id, channel=address.channel, value=address.value).first()


def address(contact: Contact, address_id: int) -> Address | None:
    """One address of the contact."""
    return Address.objects.filter(contact=contact, pk=address_id).first()


def organisation_of_domain(domain: str) -> Organisation | None:
    """The organisation whose people write from this mail domain."""
    return Organisation.objects.filter(domain=domain.strip().lower()).exclude(domain="").first()
