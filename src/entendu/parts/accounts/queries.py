"""What others read of channel accounts and their web hooks."""

from __future__ import annotations

import json
from datetime import datetime

from django.db.models import Q

from entendu.parts.accounts.models import Arrival, ChannelAccount, Piece, WebHook
from entendu.parts.people.models import Contact
from entendu.parts.sealed import unseal
from entendu.parts.tickets.models import Mailbox


def accounts() -> list[ChannelAccount]:
    """All accounts by name, with their mailboxes."""
    return list(ChannelAccount.objects.select_related("mailbox"))


def account(account_id: int) -> ChannelAccount | None:
    """One account with its mailbox."""
    return ChannelAccount.objects.select_related("mailbox").filter(pk=account_id).first()


def account_of_hook(provider: str, token: str) -> ChannelAccount | None:
    """The account whose hooks come in at this address, when it is in use."""
    return (ChannelAccount.objects.select_related("mailbox")
            .filter(provider=provider, token=token, enabled=True).first())


def of_provider(provider: str) -> list[ChannelAccount]:
    """The accounts at this provider that are in use."""
    return list(ChannelAccount.objects.select_related("mailbox").filter(provider=provider, enabled=True))


def channels_by_mailbox() -> dict[int | None, frozenset[str]]:
    """The channels that accounts open to each mailbox; under None those that are open to all."""
    found: dict[int | None, set[str]] = {None: set()}
    rows = ChannelAccount.objects.filter(enabled=True).order_by().values_list("mailbox_id", "channel", "serves_all")
    for mailbox, channel, serves_all in rows:
        found.setdefault(None if serves_all else mailbox, set()).add(channel)
    return {mailbox: frozenset(channels) for mailbox, channels in found.items()}


def serving(mailbox: Mailbox, channel: str) -> ChannelAccount | None:
    """The account by which this mailbox writes: its own, else the oldest that serves all."""
    rows = ChannelAccount.objects.filter(Q(mailbox=mailbox) | Q(serves_all=True), enabled=True, channel=channel)
    return min(rows, key=lambda one: (one.mailbox_id != mailbox.pk, one.pk), default=None)


def secrets_of(account: ChannelAccount) -> dict[str, str]:
    """Its secrets by name; `sealed.Unreadable` when they were sealed by another installation."""
    opened = json.loads(unseal(account.secret) or "{}")
    return {str(name): str(value) for name, value in opened.items()}


def hooks_to_read(now: datetime, limit: int) -> list[int]:
    """Ids of the hooks that wait, oldest first."""
    return list(WebHook.objects.filter(state=WebHook.State.WAITING, due_at__lte=now).order_by("due_at", "id")
                .values_list("pk", flat=True)[:limit])


def hook(hook_id: int) -> WebHook:
    """One hook with its account."""
    return WebHook.objects.select_related("account__mailbox").get(pk=hook_id)


def aside(account: ChannelAccount) -> int:
    """How many hooks of the account could not be read."""
    return WebHook.objects.filter(account=account, state=WebHook.State.ASIDE).count()


def last_arrival(contact: Contact, channel: str) -> Arrival | None:
    """What the contact sent us last by this channel, with its entry and its account, while that is in use."""
    return (Arrival.objects.select_related("account__mailbox", "entry")
            .filter(entry__contact=contact, account__channel=channel, account__enabled=True).order_by("-id").first())


def stale_pieces(before: datetime) -> list[Piece]:
    """Parts of messages whose others have not come since then, message by message, in their order."""
    return list(Piece.objects.filter(at__lt=before).select_related("account__mailbox")
                .order_by("account_id", "sender", "group", "total", "place"))
