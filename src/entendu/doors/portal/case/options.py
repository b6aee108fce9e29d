"""The ways to go on that we put before them: one tap chooses, and another changes it while there is time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from entendu.doors.portal.case.clock import in_words
from entendu.doors.portal.case.section import Section
from entendu.flows.truth.choose import day_words, may_choose
from entendu.parts.options.models import Choice, Offer, Option
from entendu.parts.options.queries import offers
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket

State = Offer.State


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """The latest options that have reached them, and what they chose; nothing of a draft. Four queries."""
    offer = offers.with_them(ticket)
    if offer is None or not _reached(offer):
        return None
    choice = offers.choice(offer) if offer.state == State.CHOSEN else None
    is_open = may_choose(offer, now)
    return Section("choice", _("Your choice"), "portal/case/options.html", shown={
        "id": offer.pk, "language": offer.language, "is_open": is_open, "chose": _chose(choice, now),
        "until": in_words(offer.until, now) if offer.until and is_open else "",
        "options": [_row(one, choice) for one in offers.options_of(offer)]})


def waiting(ticket: Ticket, now: datetime) -> bool:
    """Whether options are with them of which they have chosen none yet."""
    offer = offers.with_them(ticket)
    return offer is not None and offer.state == State.SENT and may_choose(offer, now) and _reached(offer)


def _row(option: Option, choice: Choice | None) -> dict[str, Any]:
    return {"place": option.place, "letter": option.letter, "words": option.words, "pros": option.pros.splitlines(),
            "cons": option.cons.splitlines(), "cost": option.cost,
            "ready": day_words(option.ready_on) if option.ready_on else "",
            "chosen": choice is not None and choice.option_id == option.pk}


def _chose(choice: Choice | None, now: datetime) -> str:
    """ "You took B on Tue 24 Nov, 09:12." """
    if choice is None:
        return ""
    return _("You took %(letter)s: %(when)s.") % {"letter": choice.option.letter, "when": in_words(choice.at, now)}


def _reached(offer: Offer) -> bool:
    return offer.submission is not None and bool(arrived_at([offer.submission]))
