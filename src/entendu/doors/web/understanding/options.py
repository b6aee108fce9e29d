"""The ways to go on that were put before them, and which one they chose."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.templatetags.desk import stamp
from entendu.doors.web.understanding.step import Dot, Step
from entendu.parts.options.models import Choice, Offer
from entendu.parts.options.queries import offers
from entendu.parts.tickets.models import Ticket

State = Offer.State
DOTS = {State.CHOSEN: Dot.DONE, State.SENT: Dot.PART, State.ANSWERED: Dot.PART}


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """None where there are none. Three queries: the offer, its options, the choice."""
    offer = offers.latest(ticket)
    if offer is None:
        return None
    choice = offers.choice(offer) if offer.state == State.CHOSEN else None
    rows = [{"letter": one.letter, "words": one.words, "chosen": choice is not None and choice.option_id == one.pk}
            for one in offers.options_of(offer)]
    title = _("Options") if offer.state == State.DRAFT else _("Options offered")
    return Step("options", title, DOTS.get(State(offer.state), Dot.OPEN), "web/understanding/options.html",
                state=_state(offer, choice, ticket), state_is_theirs=choice is not None,
                url=reverse("options", args=[ticket.number]),
                shown={"rows": rows, "language": offer.language, "chosen": stamp(choice.at) if choice else ""})


def _state(offer: Offer, choice: Choice | None, ticket: Ticket) -> str:
    """What stands at the right of the title."""
    name = ticket.contact.first_name or _("them")
    if choice is not None:
        return _("%(name)s chose %(letter)s") % {
            "name": ticket.contact.first_name or _("They"), "letter": choice.option.letter}
    words = {State.DRAFT: _("a draft"), State.ANSWERED: _("%(name)s answered: read it")}
    return words.get(State(offer.state), _("with %(name)s")) % {"name": name}
