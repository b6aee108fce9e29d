"""Accounts as the channels see them."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from entendu.channels.messages import Account
from entendu.channels.trouble import Deferred
from entendu.parts.accounts import queries
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery
from entendu.parts.people.models import normal


def value_of(account: ChannelAccount) -> Account:
    """The record as the channel's value; `sealed.Unreadable` when its secrets were sealed by another installation."""
    return Account(channel=account.channel, provider=account.provider, address=account.address,
                   settings={name: str(value) for name, value in account.settings.items()},
                   secrets=queries.secrets_of(account), hook_url=hook_url(account), number=account.pk)


def hook_url(account: ChannelAccount) -> str:
    """Where the provider's web hooks come in: what is entered there."""
    return settings.ENTENDU_URL + reverse("channel_hook", args=[account.provider, account.token])


def account_for(delivery: Delivery) -> ChannelAccount:
    """The account by which a delivery leaves; `Deferred` when there is none any more."""
    account = queries.serving(delivery.ticket.mailbox, delivery.channel)
    if account is None:
        raise Deferred(f"{delivery.ticket.mailbox.name} has no account for {delivery.channel} any more; the message "
                       f"is kept; connect one in the settings, or choose another channel.")
    return account


def address_of(account: ChannelAccount, sender: str) -> str:
    """A sender's address as it is compared: a number without its country code is one of the account's country."""
    return normal(account.channel, sender, str(account.settings.get("region", "")))


def reference_of(delivery: Delivery) -> str:
    """Our own name for this try of a delivery, for providers whose receipts repeat what they were given."""
    return f"{delivery.pk}-{delivery.attempts}"
