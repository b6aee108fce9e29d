"""Drafts: what a member is writing, kept on the server from the first keystroke. The only writer of drafts."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from django.db import transaction

from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions
from entendu.parts.tickets.models import Attachment, Draft, Entry, Ticket


def open_draft(ticket: Ticket, member: Member, *, now: datetime, key: str = "") -> Draft:
    """The member's draft on this ticket; made when there is none, under the page's key or a fresh one."""
    if not key or Draft.objects.filter(key=key).exists():
        key = uuid.uuid4().hex
    draft, _ = Draft.objects.get_or_create(
        ticket=ticket, member=member, defaults={"key": key, "changed_at": now, "seen_entry": _newest(ticket)})
    return draft


def write(draft: Draft, *, text: str, kind: str, channel: str, now: datetime) -> None:
    """What is in the box now."""
    draft.text, draft.kind, draft.channel, draft.changed_at = text, kind, channel, now
    draft.save(update_fields=["text", "kind", "channel", "changed_at"])


def see(draft: Draft, entry_id: int) -> None:
    """The writer has seen the ticket up to this entry."""
    draft.seen_entry = entry_id
    draft.save(update_fields=["seen_entry"])


@transaction.atomic
def add_file(draft: Draft, name: str, type_: str, content: bytes) -> Attachment:
    """A file that goes with the reply; the same file a second time is the one that is there."""
    sha256 = hashlib.sha256(content).hexdigest()
    same = draft.attachments.filter(sha256=sha256, name=name[:255]).first()
    if same is not None:
        return same
    actions.keep_file(content, sha256)
    attachment = Attachment(draft=draft, name=name[:255], type=type_[:127], size=len(content), sha256=sha256)
    attachment.save()
    return attachment


def remove_file(attachment: Attachment) -> None:
    """The file does not go along after all."""
    attachment.delete()


@transaction.atomic
def become(draft: Draft, entry: Entry) -> None:
    """The draft is sent: its files belong to the entry, and the box is empty."""
    draft.attachments.update(draft=None, entry=entry)
    draft.delete()


@transaction.atomic
def bring_back(entry: Entry, member: Member, *, now: datetime) -> Draft:
    """An undone reply lies in its writer's box again, before anything written since."""
    draft = open_draft(entry.ticket, member, now=now)
    text = entry.text if not draft.text.strip() else f"{entry.text}\n\n{draft.text}"
    write(draft, text=text, kind=Entry.Kind.OURS, channel=entry.channel, now=now)
    entry.attachments.update(entry=None, draft=draft)
    return draft


def discard(draft: Draft) -> None:
    """The writer throws the draft away."""
    draft.delete()


def _newest(ticket: Ticket) -> int:
    newest = ticket.entries.order_by("-id").values_list("id", flat=True).first()
    return newest or 0
