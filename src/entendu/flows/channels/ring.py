"""A member calls: by a link that dials, or by a call back that rings their own telephone first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from entendu.channels.phone import by_hand, twilio_voice
from entendu.channels.trouble import Deferred, LostSight, Refused
from entendu.flows.channels.accounts import value_of
from entendu.parts.accounts import queries as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.people.models import NUMBERED, Channel, normal
from entendu.parts.sealed import Unreadable
from entendu.parts.staff.models import Member
from entendu.parts.telephone.models import CallTask
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket

CALLS_BACK = "twilio-voice"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the contact's and what a click on it opens."""

    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to ring: `ours` first, then `theirs`, one of the contact's numbers; and the call that it is made for."""

    ours: str
    theirs: str
    task: CallTask | None = None


class NotRung(Exception):
    """Nobody was rung; the text says why in one sentence."""


def account_of(ticket: Ticket) -> ChannelAccount | None:
    """The account by which calls about the ticket are made; None where the telephone is not connected."""
    return accounts.serving(ticket.mailbox, Channel.PHONE)


def numbers_of(ticket: Ticket) -> list[Number]:
    """Where the contact can be called: numbers for calls first, then those at which they get messages; each once."""
    account = account_of(ticket)
    value = value_of(account) if account is not None else None
    theirs = sorted(ticket.contact.addresses.all(), key=lambda one: (one.channel != Channel.PHONE, one.pk))
    found = dict.fromkeys(one.value for one in theirs if one.channel in NUMBERED and one.undeliverable_since is None)
    return [Number(one, by_hand.link(value, one) if value else by_hand.tel(one)) for one in found]


def rings_back(ticket: Ticket) -> str | None:
    """Where a call back would ring us, as far as that is known; None where calls back are not connected."""
    account = account_of(ticket)
    if account is None or account.provider != CALLS_BACK:
        return None
    return str(account.settings.get("forward_to", ""))


def ring(ticket: Ticket, member: Member, wanted: Wanted, *, now: datetime) -> None:
    """Rings the member's own telephone and puts it through to theirs; `NotRung` says why not."""
    account = account_of(ticket)
    known = {one.value for one in numbers_of(ticket)}
    if account is None or account.provider != CALLS_BACK or wanted.theirs not in known:
        raise NotRung(_("Calls back are not connected for this number; nobody was rung."))
    own = normal(Channel.PHONE, wanted.ours, str(account.settings.get("region", "")))
    if not own.startswith("+"):
        raise NotRung(_("Enter your own number with its country code; nobody was rung."))
    try:
        twilio_voice.call_back(value_of(account), own, wanted.theirs,
                               task=wanted.task.pk if wanted.task else 0)
    except (Deferred, Refused, Unreadable) as trouble:
        raise NotRung(str(trouble)) from None
    except LostSight as lost:
        raise NotRung(_("{words} Your telephone may ring.").format(words=lost)) from None
    tickets.record_event(ticket, "call-back", member=member, now=now, number=wanted.theirs)
