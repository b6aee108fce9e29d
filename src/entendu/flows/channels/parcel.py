"""A delivery as a channel's value, and the account by which it goes: the one that they wrote to last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from entendu.channels.messages import File, Outgoing
from entendu.channels.trouble import WantsSetUp
from entendu.flows.channels.accounts import account_for, reference_of
from entendu.flows.mail.letter_out import files_going
from entendu.parts.accounts import actions, queries
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery

# Meta counts 24 hours from its own reading of the clock; a message that takes a little is not to come too late.
WINDOW = timedelta(hours=24) - timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Way:
    """By which account a delivery goes, and when they wrote to it last; None where they never did."""

    account: ChannelAccount
    heard_at: datetime | None

    def is_open(self, now: datetime, window: timedelta = WINDOW) -> bool:
        """Whether they wrote within the window."""
        return self.heard_at is not None and now - self.heard_at < window


@contextmanager
def watched(way: Way, now: datetime) -> Iterator[None]:
    """What has to be changed about the account stands on its page, until a message has left by it again."""
    try:
        yield
    except WantsSetUp as trouble:
        actions.troubled(way.account, trouble.words, now=now)
        raise
    actions.is_well(way.account)


def way_of(delivery: Delivery) -> Way:
    """Their name for us and ours for them hold for one account alone, so the one that they wrote to answers;
    `Deferred` when there is none any more."""
    arrival = queries.last_arrival(delivery.contact, delivery.channel)
    if arrival is None or arrival.entry is None:
        return Way(account_for(delivery), None)
    return Way(arrival.account, arrival.entry.at)


def parcel_of(delivery: Delivery) -> Outgoing:
    """The words and files of a delivery, to its address."""
    said = list(delivery.submissions.all())
    files = tuple(File(one.name, one.type, one.content) for one in files_going(delivery))
    return Outgoing(to=delivery.address, text=delivery.body, reference=reference_of(delivery),
                    language=said[0].language if said else "", subject=delivery.subject, files=files)
