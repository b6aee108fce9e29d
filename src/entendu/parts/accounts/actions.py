"""The only writers of channel accounts, their web hooks and what came in by them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from entendu.parts.accounts.models import Arrival, ChannelAccount, Piece, WebHook
from entendu.parts.sealed import seal
from entendu.parts.tickets.models import Entry


def add_account(*, now: datetime, secret: Mapping[str, str] | None = None, **fields: Any) -> ChannelAccount:
    """A new account with an address for its hooks; `ValidationError` names the field that is wrong."""
    account = ChannelAccount(created_at=now, token=secrets.token_urlsafe(18), secret=_sealed(secret or {}), **fields)
    account.full_clean()
    account.save(force_insert=True)
    return account


def change_account(account: ChannelAccount, *, secret: Mapping[str, str] | None = None,
                   **fields: Any) -> ChannelAccount:
    """Sets the given fields after checking them, and all secrets where `secret` is given."""
    if secret is not None:
        fields["secret"] = _sealed(secret)
    for name, value in fields.items():
        setattr(account, name, value)
    account.full_clean()
    account.save(update_fields=list(fields))
    return account


def lock(account: ChannelAccount) -> ChannelAccount:
    """The account, held until the transaction ends: what comes in by it is placed one after the other, so that the
    first two messages of a stranger do not make two people of them."""
    return ChannelAccount.objects.select_for_update().select_related("mailbox").get(pk=account.pk)


def troubled(account: ChannelAccount, words: str, *, now: datetime) -> None:
    """Something is wrong with the account; the sentence stands on its page until `is_well`."""
    ChannelAccount.objects.filter(pk=account.pk).update(last_trouble=words[:300], trouble_at=now)
    account.last_trouble, account.trouble_at = words[:300], now


def is_well(account: ChannelAccount) -> None:
    """It works again."""
    if account.last_trouble:
        ChannelAccount.objects.filter(pk=account.pk).update(last_trouble="", trouble_at=None)
        account.last_trouble, account.trouble_at = "", None


def keep_hook(account: ChannelAccount, *, now: datetime, **fields: Any) -> WebHook:
    """A believed hook, kept as it came. When this returns outside a transaction, it survives a power cut."""
    hook = WebHook.objects.create(account=account, received_at=now, due_at=now, **fields)
    ChannelAccount.objects.filter(pk=account.pk).update(hook_at=now)
    return hook


def claim_hook(hook_id: int, *, now: datetime, until: datetime) -> bool:
    """True for the one worker that may read it now; should it die, the hook is due again at `until`. The try counts."""
    return bool(WebHook.objects.filter(pk=hook_id, state=WebHook.State.WAITING, due_at__lte=now)
                .update(due_at=until, tries=F("tries") + 1))


def done_with(hook: WebHook) -> None:
    """It was read: what it said stands in the records."""
    hook.delete()


def read_later(hook: WebHook, at: datetime) -> None:
    """It is too early for it: a receipt may overtake the answer to what it speaks of."""
    hook.due_at = at
    hook.save(update_fields=["due_at"])


def set_aside(hook: WebHook, why: str) -> None:
    """It cannot be read; it stays as it came."""
    hook.state, hook.why = WebHook.State.ASIDE, why[:300]
    hook.save(update_fields=["state", "why"])


def arrived(account: ChannelAccount, provider_id: str, *, now: datetime) -> Arrival | None:
    """A message of this name came in; None when it came before. To be called with the account locked."""
    arrival, fresh = Arrival.objects.get_or_create(account=account, provider_id=provider_id[:255],
                                                   defaults={"at": now})
    return arrival if fresh else None


def became(arrival: Arrival, entry: Entry) -> None:
    """The entry that the message stands in."""
    arrival.entry = entry
    arrival.save(update_fields=["entry"])


def _sealed(secret: Mapping[str, str]) -> str:
    return seal(json.dumps(dict(secret))) if any(secret.values()) else ""


def keep_piece(account: ChannelAccount, sender: str, *, now: datetime, **fields: Any) -> list[Piece]:
    """One more part of a message; all of them, in their order, once the last is there. The same part again is one."""
    key = {"account": account, "sender": sender, "group": fields["group"], "total": fields["total"]}
    Piece.objects.update_or_create(**key, place=fields["place"], defaults={
        "provider_id": fields["provider_id"], "text": fields["text"], "at": now})
    there = list(Piece.objects.filter(**key))
    return there if len(there) == fields["total"] else []


def forget_pieces(pieces: Iterable[Piece]) -> None:
    """They were put together."""
    Piece.objects.filter(pk__in=[one.pk for one in pieces]).delete()
