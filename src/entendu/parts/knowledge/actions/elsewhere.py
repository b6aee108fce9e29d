"""Writers of what is not ours to do."""

from __future__ import annotations

from datetime import datetime

from entendu.parts.knowledge.models.elsewhere import Elsewhere
from entendu.parts.staff.models import Member


def keep(known: Elsewhere | None, member: Member, *, now: datetime, **said: object) -> Elsewhere:
    """The entry with these fields: the one that is known, or a new one."""
    entry = known or Elsewhere()
    for name, value in said.items():
        setattr(entry, name, value)
    entry.member, entry.changed_at = member, now
    entry.save()
    return entry


def remove(entry: Elsewhere) -> None:
    """It is ours after all, or nobody asks any more."""
    entry.delete()
