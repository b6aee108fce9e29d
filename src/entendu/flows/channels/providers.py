"""Every provider that an account may be at: its channel, how it is tried, and how its web hooks are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from entendu.channels.messages import Account, Hooks, Probe
from entendu.channels.messenger import hooks as messenger_hooks
from entendu.channels.messenger.probe import probe as probe_messenger
from entendu.channels.other.probe import probe as probe_other
from entendu.channels.phone import by_hand, pbx, twilio_voice
from entendu.channels.sms import kannel, smpp, smpp_hooks, twilio
from entendu.channels.teams import hooks as teams_hooks
from entendu.channels.teams.probe import probe as probe_teams
from entendu.channels.whatsapp import hooks as whatsapp_hooks
from entendu.channels.whatsapp.probe import probe as probe_whatsapp


@dataclass(frozen=True, slots=True)
class Provider:
    """`name` is its own and not translated; `hooks` is None where nothing comes in by HTTP.

    One that `stops_us` keeps a list of its own of those who want nothing from us, and lets nothing pass to them.
    """

    name: str
    channel: str
    probe: Callable[[Account], Probe]
    hooks: Hooks | None = None
    stops_us: bool = False


PROVIDERS: dict[str, Provider] = {
    "kannel": Provider("Kannel", "sms", kannel.probe, kannel),
    "twilio": Provider("Twilio", "sms", twilio.probe, twilio, stops_us=True),
    "smpp": Provider("SMPP", "sms", smpp.probe, smpp_hooks),
    "whatsapp": Provider("WhatsApp Cloud API", "whatsapp", probe_whatsapp, whatsapp_hooks),
    "messenger": Provider("Messenger", "messenger", probe_messenger, messenger_hooks),
    "teams": Provider("Microsoft Teams", "teams", probe_teams, teams_hooks),
    "telephone": Provider("Telephone, by hand", "phone", by_hand.probe),
    "pbx": Provider("Telephone exchange", "phone", pbx.probe, pbx),
    "twilio-voice": Provider("Twilio Voice", "phone", twilio_voice.probe, twilio_voice),
    "apprise": Provider("Apprise", "other", probe_other),
}
