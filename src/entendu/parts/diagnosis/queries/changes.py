"""What others read of the change log. However long it is, a page reads a bounded number of its rows by an index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from entendu.core.diagnosis.timeline import Kind
from entendu.parts.diagnosis.models.changes import ChangeSource, System, SystemChange
from entendu.parts.people.models import Contact
from entendu.parts.sql import stored
from entendu.parts.staff.models import digest

MOST_SYSTEMS = 8
# Of each kind the latest before the error: a program that deploys every hour hides no contractor's one edit. Together
# some hundreds of rows, which are ranked in a few milliseconds.
EACH_KIND = 20
LEAST_OF_A_KIND = 8
AFTER = 20
# The ORM joins no limited queries on SQLite, which wants each of them in brackets of its own.
LATEST_OF_A_KIND = """
SELECT * FROM (
    SELECT id, system_id, at, kind, actor, object, details FROM diagnosis_systemchange
    WHERE system_id = %s AND kind = %s AND at >= %s AND at <= %s ORDER BY at DESC LIMIT %s) AS of_a_kind
"""


def systems_of(contact: Contact) -> list[System]:
    """The customer's systems, those that changed last first: the contact's own and their organisation's."""
    theirs = Q(contact=contact)
    if contact.organisation_id is not None:
        theirs |= Q(organisation=contact.organisation_id)
    return list(System.objects.filter(theirs).exclude(changed_at=None).order_by("-changed_at")[:MOST_SYSTEMS])


def before(systems: Sequence[System], latest: datetime, *, since: datetime) -> list[SystemChange]:
    """The latest changes of each kind in these systems from `since` to `latest`, in no order; one query.

    Each row has what a time line shows; its source and key are read when they are asked for.
    """
    if not systems:
        return []
    each = max(LEAST_OF_A_KIND, EACH_KIND // len(systems))
    first, last = stored(since), stored(latest)
    bounds = [(system.pk, kind.value, first, last, each) for system in systems for kind in Kind]
    return list(SystemChange.objects.raw(" UNION ALL ".join([LATEST_OF_A_KIND] * len(bounds)),
                                         [value for one in bounds for value in one]))


def after(systems: Sequence[System], latest: datetime) -> list[SystemChange]:
    """What was changed since the error, the first first; a handful."""
    return list(SystemChange.objects.filter(system__in=systems, at__gt=latest).order_by("at", "id")[:AFTER])


def change_of(contact: Contact, change_id: int) -> SystemChange | None:
    """One change of the customer's systems."""
    return SystemChange.objects.select_related("system").filter(
        pk=change_id, system__in=[one.pk for one in systems_of(contact)]).first()


def sources() -> QuerySet[ChangeSource]:
    """The programs that tell what changed, by name."""
    return ChangeSource.objects.select_related("system__organisation", "system__contact")


def source(source_id: int) -> ChangeSource | None:
    """One of them, on or off."""
    return sources().filter(pk=source_id).first()


def source_of_secret(secret: str) -> ChangeSource | None:
    """The active program with this secret."""
    return sources().filter(sha256=digest(secret), active=True).first()
