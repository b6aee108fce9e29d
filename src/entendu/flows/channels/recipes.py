"""What an administrator enters at a provider, so that it tells us what people write."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from entendu.channels.messages import Account
from entendu.channels.sms import kannel
from entendu.flows.channels.accounts import value_of
from entendu.flows.channels.providers import PROVIDERS
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.sealed import Unreadable

Row = tuple[str, str]


def entered_there(account: ChannelAccount) -> list[Row]:
    """Each thing to enter, as what it is called there and its value; nothing where nothing comes in by HTTP."""
    provider = PROVIDERS.get(account.provider)
    if provider is None or provider.hooks is None or account.provider == "smpp":
        return []
    try:
        value = value_of(account)
    except Unreadable:
        return []
    return RECIPES.get(account.provider, _address)(value)


def _address(account: Account) -> list[Row]:
    return [(_("Address for web hooks"), account.hook_url)]


def _kannel(account: Account) -> list[Row]:
    return [(_("get-url of the sms-service"), kannel.incoming_url(account))]


def _twilio(account: Account) -> list[Row]:
    return [(_("Messaging web hook of the number (“A message comes in”, HTTP POST)"), account.hook_url)]


def _meta(account: Account) -> list[Row]:
    return [(_("Callback URL (Webhooks)"), account.hook_url),
            (_("Verify token"), account.secrets.get("verify_token", ""))]


def _teams(account: Account) -> list[Row]:
    return [(_("Callback URL of the outgoing web hook"), account.hook_url)]


def _exchange(account: Account) -> list[Row]:
    return [(_("Address for events of calls"), account.hook_url),
            (_("Secret that signs them (Standard Webhooks)"), account.secrets.get("signing_secret", ""))]


def _voice(account: Account) -> list[Row]:
    return [(_("Voice web hook of the number (“A call comes in”, HTTP POST)"), account.hook_url)]


RECIPES: dict[str, Callable[[Account], list[Row]]] = {
    "kannel": _kannel, "twilio": _twilio, "whatsapp": _meta, "messenger": _meta, "teams": _teams, "pbx": _exchange,
    "twilio-voice": _voice,
}
