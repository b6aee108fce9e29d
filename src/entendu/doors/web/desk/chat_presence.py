"""Whether a visitor of a chat is there, and what happened between them and us, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from entendu.channels.chat.way_on import masked
from entendu.doors.web.templatetags.desk import by_channel, stamp
from entendu.flows.channels.chat import CHANNEL
from entendu.parts.chat import queries
from entendu.parts.tickets.models import Ticket


def presence(ticket: Ticket) -> str:
    """"Here now." or since when they are gone, for a case that began in a chat; else "". One query."""
    visit = queries.presence_on(ticket) if ticket.channel == CHANNEL else None
    if visit is None:
        return ""
    if visit.left_at is None:
        return _("Here now.")
    return _("Left the chat %(when)s.") % {"when": stamp(visit.left_at)}


def called(address: str) -> str:
    """A contact whom nothing but an address names; the address of a chat window says nothing to a reader."""
    if address.startswith("visitor-"):
        return _("Visitor %(mark)s") % {"mark": address[8:12]}
    return address


def _way(words: dict[str, Any], own: bool) -> str:
    words = words | {"how": by_channel(words.get("channel", "")), "address": masked(words.get("channel", ""),
                                                                                      words.get("address", ""))}
    return _("They gave an address for when they have left: it goes on %(how)s, %(address)s") % words


FORMS = {"chat-way": _way}
