"""Writers of calls that were put off."""

from __future__ import annotations

from datetime import datetime

from entendu.parts.care.models import CallPutOff
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member


def put_off(contact: Contact, member: Member, why: str, until: datetime, *, now: datetime) -> CallPutOff:
    """Not now, and why; the contact is off the radar until then, or until something new happens."""
    return CallPutOff.objects.create(contact=contact, member=member, why=why.strip()[:300], at=now, until=until)
