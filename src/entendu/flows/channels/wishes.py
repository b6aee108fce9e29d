"""Words that are a wish about our writing: stop, go on; or, of an appointment, something that a person has to ask.

A provider that keeps a list of its own stops us by its own words, whatever was meant: then our list is the same as its.
Where none does, "cancel" stops nothing and somebody asks.
"""

from __future__ import annotations

from datetime import datetime

from entendu.core.governor.opt_out import is_opt_in, may_mean_an_appointment
from entendu.flows.channels.providers import PROVIDERS
from entendu.flows.people import prefer
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.people import queries as people
from entendu.parts.people.models import Channel
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry


def hear_wish(entry: Entry, account: ChannelAccount, *, now: datetime) -> bool:
    """Does what a message wishes that is nothing else; False where it is an ordinary message."""
    words = entry.visible
    if entry.channel == Channel.CHAT:  # where somebody sits, who asks at once
        return False
    provider = PROVIDERS.get(account.provider)
    if may_mean_an_appointment(words) and not (provider and provider.stops_us and prefer.says_stop(entry)):
        tickets.record_event(entry.ticket, "appointment", member=None, now=now, word=words.strip()[:80])
        return False
    if entry.contact is not None and is_opt_in(words) and people.has_opted_out(entry.contact, entry.channel):
        prefer.go_on(entry.contact, channel=entry.channel)
        tickets.record_event(entry.ticket, "opted-in", member=None, now=now, channel=entry.channel,
                             word=words.strip()[:80])
        return True
    return prefer.hear_opt_out(entry, now=now)
