"""What others read of letters and mail accounts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from entendu.parts.inbox.models import MailAccount, RawContent, RawLetter


def letters_to_read(limit: int) -> list[tuple[int, int]]:
    """Ids of the letters that nobody has read yet, oldest first, each with how often reading it has begun."""
    waiting = RawLetter.objects.filter(state=RawLetter.State.STORED).order_by("pk")
    return list(waiting.values_list("pk", "attempts")[:limit])


def claim(letter_id: int) -> RawLetter | None:
    """The letter, locked until the transaction ends, or None when another process has it or is through with it."""
    return (RawLetter.objects.select_related("mailbox").select_for_update(skip_locked=True, of=("self",))
            .filter(pk=letter_id, state=RawLetter.State.STORED).first())


def content(letter: RawLetter) -> bytes:
    """The bytes as they came."""
    return bytes(RawContent.objects.values_list("content", flat=True).get(letter=letter))


def content_of_entry(entry_id: int) -> bytes | None:
    """The bytes of the letter that became this entry."""
    found = RawContent.objects.filter(letter__entry=entry_id).values_list("content", flat=True).first()
    return None if found is None else bytes(found)


def same_letter(fingerprint: str, but: int) -> RawLetter | None:
    """A letter placed before that says the same, from the same, under the same Message-ID."""
    return (RawLetter.objects.filter(fingerprint=fingerprint).exclude(pk=but)
            .exclude(state=RawLetter.State.DUPLICATE).order_by("pk").first())


def same_bytes(sha256: str, but: int) -> RawLetter | None:
    """A letter taken in before with exactly these bytes."""
    return RawLetter.objects.filter(sha256=sha256).exclude(pk=but).order_by("pk").first()


def oldest_unread_at() -> datetime | None:
    """When the oldest letter that nobody has read came in."""
    return (RawLetter.objects.filter(state=RawLetter.State.STORED).order_by("received_at")
            .values_list("received_at", flat=True).first())


def active_accounts() -> QuerySet[MailAccount]:
    """The accounts from which mail is fetched."""
    return MailAccount.objects.select_related("mailbox").filter(active=True)


def quarantined() -> QuerySet[RawLetter]:
    """Letters that could not be read."""
    return RawLetter.objects.filter(state=RawLetter.State.QUARANTINED)
