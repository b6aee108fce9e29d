"""The only writer of customers' systems, of what changed in them, and of the programs that tell it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entendu.parts.diagnosis.models.changes import ChangeSource, System, SystemChange
from entendu.parts.people.models import Contact, Organisation
from entendu.parts.sealed import seal
from entendu.parts.staff.models import Member, digest

AT_ONCE = 500  # keys asked for in one statement: SQLite binds 32,766 values, and a plan stays small


class ChangeReused(ValueError):
    """A key stands for another change already; the text says so in one sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change to keep. `key` is its source's own name for it; '' where it has none: then its content is its name."""

    system: System
    at: datetime
    kind: str
    actor: str
    object: str
    details: str
    key: str = ""


def system_of(owner: Organisation | Contact, name: str = "") -> System:
    """The system of that name, or the only one, of an organisation or of a contact; made where it is new."""
    whose = {"organisation": owner} if isinstance(owner, Organisation) else {"contact": owner}
    return System.objects.get_or_create(**whose, name=" ".join(name.split())[:80])[0]


@transaction.atomic
def keep_changes(source: str, changes: Sequence[Change], *, member: Member | None = None,
                 now: datetime) -> list[tuple[SystemChange, bool]]:
    """Keeps changes that are not kept yet, all or none: each row, and whether it is new; in the given order.

    `ChangeReused` where a key stands for another change.
    """
    wanted = [_row(source, change, member, now) for change in changes]
    known = _known(source, [row.key for row in wanted])
    fresh: dict[str, SystemChange] = {}
    for row in wanted:
        same = known.get(row.key) or fresh.setdefault(row.key, row)
        if same.fingerprint != row.fingerprint:
            raise ChangeReused(f"The key {row.key!r} stands for another change of {source} already; that one stands "
                               "and nothing was taken; give this one a key of its own.")
    SystemChange.objects.bulk_create(fresh.values(), ignore_conflicts=True, batch_size=AT_ONCE)
    kept = known | _known(source, list(fresh))
    for system in {row.system_id for row in fresh.values()}:
        System.objects.filter(pk=system).update(changed_at=now)
    return [(kept[row.key], row is fresh.get(row.key)) for row in wanted]


@transaction.atomic
def add_source(*, secret: str, now: datetime, **fields: Any) -> ChangeSource:
    """A program that may tell what changed; `ValidationError` names the field that is wrong."""
    source = ChangeSource(created_at=now, secret=seal(secret), sha256=digest(secret), **fields)
    source.name = source.name.strip()
    if source.name.casefold() in {"desk", "file"}:
        raise ValidationError({"name": _("The desk itself goes by this name; choose another.")})
    source.full_clean(exclude=["secret", "last_used_at"])
    source.save(force_insert=True)
    return source


def renew_secret(source: ChangeSource, secret: str) -> None:
    """Another secret; the old one opens nothing from now on."""
    source.secret, source.sha256 = seal(secret), digest(secret)
    source.save(update_fields=["secret", "sha256"])


def switch_source(source: ChangeSource, *, active: bool) -> None:
    """Whether it may tell anything."""
    source.active = active
    source.save(update_fields=["active"])


def note_use(source: ChangeSource, *, now: datetime) -> None:
    """It has just told something."""
    ChangeSource.objects.filter(pk=source.pk).update(last_used_at=now)


def _known(source: str, keys: Sequence[str]) -> dict[str, SystemChange]:
    return {row.key: row for start in range(0, len(keys), AT_ONCE)
            for row in SystemChange.objects.filter(source=source, key__in=keys[start:start + AT_ONCE])}


def _row(source: str, change: Change, member: Member | None, now: datetime) -> SystemChange:
    said = [change.system.pk, change.at.isoformat(), change.kind, change.actor, change.object, change.details]
    mark = hashlib.sha256(json.dumps(said).encode()).hexdigest()
    return SystemChange(
        system=change.system, at=change.at, kind=change.kind, actor=change.actor[:160], object=change.object[:300],
        details=change.details[:2000], source=source, key=change.key[:200] or mark, fingerprint=mark, member=member,
        received_at=now)
