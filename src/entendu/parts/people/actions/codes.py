"""Codes that went to an address, and whether one was said back. A code is kept as its HMAC by our key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q
from django.utils.crypto import constant_time_compare, salted_hmac

from entendu.parts.people.models import Address, AddressCode, Contact

SALT = "entendu.address-code"


def keep(address: Address, claimant: Contact, code: str, *, now: datetime) -> AddressCode:
    """The code is on its way to this address; whoever asks for another within its day gets none (`asked_lately`)."""
    return AddressCode.objects.create(owner_id=address.contact_id, claimant=claimant, channel=address.channel,
                                      value=address.value, digest=_digest(code), asked_at=now,
                                      expires_at=now + AddressCode.GOOD_FOR)


def asked_lately(address: Address, claimant: Contact, now: datetime) -> bool:
    """Whether a code went there within a day, whoever asked: nobody's mailbox is filled by typing its address. To the
    same claimant one code goes, once; its owner, for whom one of us asks, may have another."""
    found = AddressCode.objects.filter(channel=address.channel, value=address.value)
    unanswered = Q(claimant=claimant, used_at=None) & ~Q(owner=claimant)
    return found.filter(Q(asked_at__gt=now - AddressCode.GOOD_FOR) | unanswered).exists()


def said_back(who: Contact, codes: Iterable[str], *, now: datetime, at: Address | None = None) -> AddressCode | None:
    """The code that one of these is, said by its owner or by its claimant; None where none is. Each code that was
    said and is none counts as a try of those that are open: after five they open nothing. `at` leaves out all that went
    to other addresses."""
    found = AddressCode.objects.filter(Q(owner=who) | Q(claimant=who), used_at=None, expires_at__gt=now,
                                       tries__lt=AddressCode.TRIES).select_related("owner", "claimant")
    open_ = list(found if at is None else found.filter(channel=at.channel, value=at.value))
    for code in list(codes)[:AddressCode.TRIES] if open_ else ():
        for kept in open_:
            right = constant_time_compare(kept.digest, _digest(code))
            still = AddressCode.objects.filter(pk=kept.pk, used_at=None, tries__lt=AddressCode.TRIES)
            if right and still.update(used_at=now):
                return kept
        AddressCode.objects.filter(pk__in=[kept.pk for kept in open_]).update(tries=F("tries") + 1)
    return None


def _digest(code: str) -> str:
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()
