"""A delivery leaves by WhatsApp: as it is while they wrote within 24 hours, in an approved template later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from entendu.channels.messages import Account, Carried, Outgoing
from entendu.channels.trouble import Refused
from entendu.channels.whatsapp.send import LONGEST_VARIABLE, Template, send
from entendu.flows.channels.accounts import value_of
from entendu.flows.channels.flight import BeforeFlight
from entendu.flows.channels.parcel import parcel_of, watched, way_of
from entendu.flows.portal import case_link
from entendu.parts.outbox.models import Delivery


def carry(delivery: Delivery, before_flight: BeforeFlight) -> Carried:
    """Hands the delivery over; raises what `channels.trouble` has for each way in which that fails."""
    way, now = way_of(delivery), delivery.claimed_at or timezone.now()
    account, parcel, template = value_of(way.account), parcel_of(delivery), None
    if not way.is_open(now):
        template = template_for(account, parcel.language or delivery.ticket.mailbox.language)
        if template is None:
            raise Refused(_("They wrote more than 24 hours ago, and WhatsApp takes only an approved template then; "
                            "nothing was sent; enter one in the account's settings, or choose another channel."),
                          "window")
        parcel = _within(parcel, delivery, now)
    with watched(way, now):
        return send(account, parcel, template=template, before_flight=lambda: before_flight(way.account))


def template_for(account: Account, language: str) -> Template | None:
    """The account's template in this language, else in its first; None where it has none.

    Entered one a line, as language code and name: "fr case_news".
    """
    lines = [line.split() for line in account.settings.get("templates", "").splitlines()]
    known = [Template(name=line[1], language=line[0]) for line in lines if len(line) == 2]
    short = language.partition("-")[0].partition("_")[0]
    fits = [one for one in known if one.language.partition("_")[0] == short]
    return next(iter(fits or known), None)


def _within(parcel: Outgoing, delivery: Delivery, now: datetime) -> Outgoing:
    """What a template holds: words up to its length and no files. The rest stands on the case's page, whose address
    goes along."""
    flat = " ".join(parcel.text.split())
    if len(flat) <= LONGEST_VARIABLE and not parcel.files:
        return parcel
    address = case_link.link(delivery.ticket, now)
    room = LONGEST_VARIABLE - len(address) - 2
    if len(flat) > room:
        flat = flat[:room].rsplit(" ", 1)[0] + "…"
    return replace(parcel, text=f"{flat} {address}", files=())
