"""Writers of styles."""

from __future__ import annotations

from datetime import datetime

from entendu.parts.care.models import ContactStyle
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member


def say(contact: Contact, style: str, weekly: bool, member: Member | None, *, now: datetime) -> ContactStyle:
    """This is their style from now on, as a member says, or they themselves."""
    said, _ = ContactStyle.objects.update_or_create(contact=contact, defaults={
        "style": style, "weekly": weekly, "member": member, "by_them": member is None, "at": now})
    return said
