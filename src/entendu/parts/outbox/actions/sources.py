"""Sources: the only writer of them, their cases, their templates and what they said with a submission."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from entendu.parts.outbox.actions.rows import insert_all
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.models.sources import Source, SourceCase, SourceMessage, SourceTemplate, SubmissionFile
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member, digest
from entendu.parts.tickets.models import Ticket

# What the product itself submits stands under these names.
OURS = frozenset({"desk", "entendu"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A form letter as it was recognised: its digest, its masked text, and what its words seem to be for."""

    digest: str
    subject: str
    sample: str
    intent: str


@transaction.atomic
def add_source(*, now: datetime, **fields: Any) -> tuple[Source, str]:
    """A new source and its secret, which is kept nowhere; `ValidationError` names the field that is wrong."""
    secret = _secret()
    source = Source(created_at=now, sha256=digest(secret), **fields)
    source.name = source.name.strip()
    if source.name.casefold() in OURS:
        raise ValidationError({"name": _("The desk itself goes by this name; choose another.")})
    source.username = _free_username(source.name)
    source.full_clean()
    source.save(force_insert=True)
    return source, secret


def change_source(source: Source, **fields: Any) -> Source:
    """Sets the given fields after checking them; its name stays, for it stands with what was submitted."""
    for name, value in fields.items():
        setattr(source, name, value)
    source.full_clean()
    source.save(update_fields=list(fields))
    return source


def renew_secret(source: Source) -> str:
    """A new secret; the old one opens nothing from now on."""
    secret = _secret()
    source.sha256 = digest(secret)
    source.save(update_fields=["sha256"])
    return secret


def count_use(source_id: int, messages: int, *, now: datetime) -> bool:
    """Counts what is handed in now; False, and nothing counted, when this minute's limit is reached or it is off.

    One conditional update, so that every door of every process counts together.
    """
    minute = now.replace(second=0, microsecond=0)
    active = Source.objects.filter(pk=source_id, active=True)
    if active.exclude(minute=minute).update(minute=minute, in_minute=messages, last_used_at=now):
        return True
    return bool(active.filter(minute=minute, in_minute__lt=F("rate"))
                .update(in_minute=F("in_minute") + messages, last_used_at=now))


@transaction.atomic
def count_uses(uses: Sequence[tuple[int, int, datetime]]) -> list[bool]:
    """As `count_use` for many, each a source's id, how many messages, and when: in one transaction.

    In the order of the sources' ids, so that nobody waits for somebody who waits.
    """
    places = sorted(range(len(uses)), key=lambda place: uses[place][0])
    allowed = {place: count_use(uses[place][0], uses[place][1], now=uses[place][2]) for place in places}
    return [allowed[place] for place in range(len(uses))]


def set_case(source: Source, case: str, contact: Contact, ticket: Ticket) -> None:
    """From now on the source speaks to the contact about this case on this ticket."""
    SourceCase.objects.update_or_create(source=source, case=case, contact=contact, defaults={"ticket": ticket})


def see_template(source: Source, seen: Seen, *, now: datetime) -> SourceTemplate:
    """The template with this digest, once more seen; a new one waits for somebody to name it."""
    known = SourceTemplate.objects.filter(source=source, digest=seen.digest)
    if not known.update(seen=F("seen") + 1, last_at=now):
        template, new = SourceTemplate.objects.get_or_create(
            source=source, digest=seen.digest,
            defaults={"subject": seen.subject[:300], "sample": seen.sample, "intent": seen.intent, "seen": 1,
                      "first_at": now, "last_at": now})
        if new:
            return template
        known.update(seen=F("seen") + 1, last_at=now)  # another reader saw it first this very moment
    return known.get()


def name_template(template: SourceTemplate, intent: str, member: Member, *, now: datetime) -> None:
    """A person says what this form letter is for; `ValidationError` when the intent is none."""
    template.intent, template.reviewed_by, template.reviewed_at = intent, member, now
    template.full_clean()
    template.save(update_fields=["intent", "reviewed_by", "reviewed_at"])


def note_messages(notes: Sequence[SourceMessage]) -> None:
    """What sources said with these submissions, each of which is noted once."""
    insert_all(notes)


def attach(submission: Submission, files: Iterable[dict[str, Any]]) -> None:
    """Files that go with the submission: name, type, size and sha256 of bytes that are kept already."""
    SubmissionFile.objects.bulk_create(SubmissionFile(submission=submission, **file) for file in files)


def _secret() -> str:
    return f"entendu_source_{secrets.token_urlsafe(32)}"


def _free_username(name: str) -> str:
    """What the system signs in with: the name as a slug, numbered where it is taken."""
    stem = slugify(name)[:50] or "source"
    for number in count(1):
        wanted = stem if number == 1 else f"{stem}-{number}"
        if not Source.objects.filter(username=wanted).exists():
            return wanted
    raise AssertionError("unreachable: there is always another number")
