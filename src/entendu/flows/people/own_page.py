"""The link to a contact's own page: signed, good for 400 days, and the same bytes for the same contact and moment.

Whoever has the link is taken for the contact, as whoever reads their mail is. It can be made for nobody else without
our key, so no page can be found by counting.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils.http import base36_to_int, int_to_base36

from entendu.parts.people import queries as people
from entendu.parts.people.models import Contact

GOOD_FOR = timedelta(days=400)
SALT = "entendu.own-page"


def link(contact: Contact, at: datetime) -> str:
    """The address of the contact's own page, signed at `at`."""
    return f"{settings.ENTENDU_URL}/you/{token(contact, at)}/"


def token(contact: Contact, at: datetime) -> str:
    """Contact, moment and signature, in letters that every mail program leaves alone."""
    words = f"{int_to_base36(contact.pk)}.{int_to_base36(int(at.timestamp()))}"
    return f"{words}.{signing.Signer(salt=SALT).signature(words)}"


def contact_of(text: str, now: datetime) -> Contact | None:
    """The contact of a token that we signed within the last 400 days; None for anything else."""
    found = _signed(text)
    if found is None:
        return None
    contact_id, at = found
    if not timedelta(minutes=-5) <= timedelta(seconds=now.timestamp() - at) <= GOOD_FOR:
        return None
    return people.contact(contact_id)


def until(text: str) -> datetime | None:
    """Until when a token that we signed is good; None for anything else."""
    found = _signed(text)
    return datetime.fromtimestamp(found[1], UTC) + GOOD_FOR if found is not None else None


def _signed(text: str) -> tuple[int, int] | None:
    """The contact's number and the moment in seconds, where the signature is ours."""
    words, _, signature = text.rpartition(".")
    if not signing.constant_time_compare(signature, signing.Signer(salt=SALT).signature(words)):
        return None
    number, _, moment = words.partition(".")
    try:
        return base36_to_int(number), base36_to_int(moment)
    except ValueError:
        return None
