"""What others read of letters and mail accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from entendu.parts.inbox.models import MailAccount, RawContent, RawLetter
from entendu.parts.tickets.models import Entry, Mailbox


def letters_to_read(limit: int) -> list[tuple[int, int]]:
    """Ids of the letters to us that nobody has read yet, oldest first, each with how often reading it has begun."""
    waiting = RawLetter.objects.filter(state=RawLetter.State.STORED).exclude(via=RawLetter.Via.RELAY).order_by("pk")
    return list(waiting.values_list("pk", "attempts")[:limit])


def letters_to_hand_over(limit: int) -> list[tuple[int, int]]:
    """The same of the letters that our systems gave to the relay, for contacts."""
    waiting = RawLetter.objects.filter(state=RawLetter.State.STORED, via=RawLetter.Via.RELAY).order_by("pk")
    return list(waiting.values_list("pk", "attempts")[:limit])


def claim(letter_ids: Iterable[int]) -> list[RawLetter]:
    """The letters, locked until the transaction ends, without those that another process has or is through with."""
    return list(RawLetter.objects.select_related("mailbox").select_for_update(skip_locked=True, of=("self",))
                .filter(pk__in=list(letter_ids), state=RawLetter.State.STORED).order_by("pk"))


def content(letter: RawLetter) -> bytes:
    """The bytes as they came."""
    return bytes(RawContent.objects.values_list("content", flat=True).get(pk=letter.pk))


def content_of_entry(entry_id: int) -> bytes | None:
    """The bytes of the letter that became this entry."""
    found = RawContent.objects.filter(letter__entry=entry_id).values_list("content", flat=True).first()
    return None if found is None else bytes(found)


def same_letter(fingerprint: str, but: int) -> int | None:
    """The number of a letter placed before that says the same, from the same, under the same Message-ID."""
    return (RawLetter.objects.filter(fingerprint=fingerprint).exclude(pk=but).exclude(state=RawLetter.State.DUPLICATE)
            .order_by("pk").values_list("pk", flat=True).first())


def states_of(digests: Iterable[str]) -> dict[str, tuple[int, str]]:
    """The first letter with each of these SHA-256 digests, as (id, state); digests that are new are left out."""
    rows = RawLetter.objects.filter(sha256__in=list(digests)).order_by("-pk").values_list("sha256", "pk", "state")
    return {digest: (number, state) for digest, number, state in rows}


def unread_among(letter_ids: Iterable[int]) -> list[int]:
    """Those of the letters that still wait to be read."""
    waiting = RawLetter.objects.filter(pk__in=list(letter_ids), state=RawLetter.State.STORED).order_by("pk")
    return list(waiting.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Became:
    """What became of some letters; `opened` are those with which a ticket begins, `joined` stand in an older one."""

    opened: int
    joined: int
    duplicates: int
    quarantined: int
    unread: int


def became(letter_ids: Iterable[int]) -> Became:
    """Counts what became of the letters."""
    earlier = Entry.objects.filter(ticket=OuterRef("entry__ticket"), pk__lt=OuterRef("entry"))
    rows = (RawLetter.objects.filter(pk__in=list(letter_ids)).annotate(joined=Exists(earlier))
            .values_list("state", "joined"))
    count = Counter(rows)
    states = Counter(state for state, _ in count.elements())
    entries = (RawLetter.State.PLACED, RawLetter.State.RECORDED)
    return Became(
        opened=sum(count[state, False] for state in entries), joined=sum(count[state, True] for state in entries),
        duplicates=states[RawLetter.State.DUPLICATE], quarantined=states[RawLetter.State.QUARANTINED],
        unread=states[RawLetter.State.STORED])


def oldest_unread_at() -> datetime | None:
    """When the oldest letter that nobody has read came in."""
    return (RawLetter.objects.filter(state=RawLetter.State.STORED).order_by("received_at")
            .values_list("received_at", flat=True).first())


def counts_by_state() -> dict[str, int]:
    """How many letters are in each state."""
    return dict(RawLetter.objects.order_by().values_list("state").annotate(Count("pk")))


def account_of(mailbox: Mailbox) -> MailAccount | None:
    """The account from which this mailbox's mail is fetched, when it has one."""
    return MailAccount.objects.filter(mailbox=mailbox).first()


def active_accounts() -> QuerySet[MailAccount]:
    """The accounts from which mail is fetched."""
    return MailAccount.objects.select_related("mailbox").filter(active=True)


def quarantined() -> QuerySet[RawLetter]:
    """Letters that could not be read."""
    return RawLetter.objects.filter(state=RawLetter.State.QUARANTINED)


def entries_with_letters(entry_ids: Iterable[int]) -> set[int]:
    """Which of these entries came as a letter whose bytes are kept."""
    return set(RawLetter.objects.filter(entry__in=list(entry_ids)).values_list("entry_id", flat=True))
