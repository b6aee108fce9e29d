"""An account at a provider is connected: what stands in a form is tried, or kept. Secrets are never shown again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from entendu.channels.messages import Account, Probe
from entendu.flows.channels.accounts import hook_url
from entendu.flows.channels.providers import PROVIDERS
from entendu.parts.accounts import actions, queries
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.people.models import NUMBERED, normal
from entendu.parts.sealed import Unreadable
from entendu.parts.tickets.models import Mailbox


@dataclass(frozen=True, slots=True)
class Entered:
    """An account as entered; an empty secret means the one that is stored.

    `place` names the settings that say where a secret is shown: at another place the stored one is not.
    """

    provider: str
    name: str
    mailbox: Mailbox
    address: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    place: tuple[str, ...] = ()
    serves_all: bool = True
    enabled: bool = True


def missing_secrets(stored: ChannelAccount | None, entered: Entered) -> list[str]:
    """The names of the secrets that were not entered and are not stored for this place."""
    known = _secrets(stored, entered)
    return [name for name in entered.secrets if not known.get(name)]


def try_account(stored: ChannelAccount | None, entered: Entered) -> Probe:
    """Asks the provider, with what was entered, whether it would work; nothing is sent or kept."""
    provider = PROVIDERS[entered.provider]
    return provider.probe(Account(
        channel=provider.channel, provider=entered.provider, address=_address(entered), settings=entered.settings,
        secrets=_secrets(stored, entered), hook_url=hook_url(stored) if stored else "",
        number=stored.pk if stored else 0))


def keep_account(stored: ChannelAccount | None, entered: Entered, *, now: datetime) -> ChannelAccount:
    """Messages go by it from now on; `ValidationError` names the field that is wrong."""
    fields = {"mailbox": entered.mailbox, "name": entered.name, "address": _address(entered),
              "settings": dict(entered.settings), "serves_all": entered.serves_all, "enabled": entered.enabled}
    secrets = _secrets(stored, entered)
    if stored is None:
        channel = PROVIDERS[entered.provider].channel
        return actions.add_account(now=now, secret=secrets, provider=entered.provider, channel=channel, **fields)
    changed = actions.change_account(stored, secret=secrets, **fields)
    actions.is_well(changed)
    return changed


def _address(entered: Entered) -> str:
    """Our own number as E.164; a name, a short code or an id as it stands."""
    address = entered.address.strip()
    channel = PROVIDERS[entered.provider].channel
    is_number = channel in NUMBERED and address.lstrip("+").replace(" ", "").isdecimal()
    return normal(channel, address, str(entered.settings.get("region", ""))) if is_number else address


def _secrets(stored: ChannelAccount | None, entered: Entered) -> dict[str, str]:
    """What was entered, and what is stored where nothing was and the place is the same."""
    known = dict(entered.secrets)
    if stored is None or any(stored.settings.get(name, "") != entered.settings.get(name, "") for name in entered.place):
        return known
    try:
        kept = queries.secrets_of(stored)
    except Unreadable:
        return known
    return kept | {name: value for name, value in known.items() if value}
