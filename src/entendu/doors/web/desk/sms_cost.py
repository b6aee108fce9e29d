"""What a reply takes as an SMS: its segments, their price, and what plainer letters would save."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.core.governor.cost import read_price
from entendu.core.governor.links import as_counted
from entendu.core.governor.model import Decision
from entendu.core.governor.sms import segments, typed_plainly, without_accents
from entendu.parts.accounts import queries as accounts
from entendu.parts.people.models import Channel
from entendu.parts.tickets.models import Ticket

ACT = "plain-letters"


def cost(ticket: Ticket, decision: Decision, text: str) -> dict[str, Any] | None:
    """The value `verdict.cost` of the templates; None where nothing is written or it goes another way."""
    if decision.channel != Channel.SMS or not text.strip():
        return None
    said = as_counted(text.strip(), settings.ENTENDU_URL)
    count = segments(typed_plainly(said))
    words = ngettext("%(n)d SMS segment", "%(n)d SMS segments", count) % {"n": count}
    account = accounts.serving(ticket.mailbox, Channel.SMS)
    price = read_price(str(account.settings.get("segment_price", ""))) if account else None
    if price is not None:
        amount = f"{localize(price.amount * count, use_l10n=True)} {price.currency}"
        words = _("%(segments)s, %(price)s") % {"segments": words, "price": amount}
    fewer = segments(without_accents(said))
    offer = _("Without accents: %(n)d") % {"n": fewer} if fewer < count else ""
    return {"words": f"{words}.", "offer": offer}
