"""What is not ours to do: when a letter asks for it, whom to ask instead is one press away, said kindly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from entendu.flows.listening.guesses import guesses_of
from entendu.flows.truth.letter import language_of, put_into_reply
from entendu.parts.knowledge.models.elsewhere import Elsewhere
from entendu.parts.knowledge.queries import elsewhere as queries
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Ticket

CHECK = "out-of-scope"
OFFERED = 3


@dataclass(frozen=True, slots=True)
class NotOurs:
    """What was read as not ours in their letters, and the entries of the directory that may fit, the nearest first."""

    words: str
    entries: tuple[Elsewhere, ...]


def not_ours(ticket: Ticket) -> NotOurs | None:
    """None where nothing of their latest letters is read as out of our scope; what a colleague called wrong is not."""
    read = [one for one in guesses_of(ticket) if one.check == CHECK and not one.wrong]
    if not read:
        return None
    text = " ".join([ticket.subject, *(one.words for one in read)])
    known = queries.for_team(ticket.mailbox.team_id)
    fitting = queries.borne_by(known, text) or queries.nearest_first(known, text)
    return NotOurs(read[-1].words, tuple(fitting[:OFFERED]))


def reply(ticket: Ticket, entry: Elsewhere | None) -> str:
    """Kind words in the customer's language: whom to ask; without an entry, back to what we can do."""
    language = language_of(ticket)
    with translation.override(language):
        if entry is None:
            return _("Thank you for telling me. I am not the right person for this, and I would not want to give you "
                     "half an answer. For what we look after I am here, and I go on with your case.")
        prepared = entry.reply(language)
        if prepared:
            return prepared
        words = {"topic": entry.topic, "whom": entry.whom, "link": entry.link}
        if entry.link:
            return _("This is not ours to settle, because it is looked after by %(whom)s. You reach them here: "
                     "%(link)s") % words
        return _("This is not ours to settle, because it is looked after by %(whom)s. They can help you.") % words


def put(ticket: Ticket, member: Member, entry_id: int, *, now: datetime) -> Draft | None:
    """The words lie in the member's reply; `entry_id` 0 is the kind way back. None where there is no such entry."""
    entry = next((one for one in queries.for_team(ticket.mailbox.team_id) if one.pk == entry_id), None)
    if entry is None and entry_id:
        return None
    return put_into_reply(ticket, member, reply(ticket, entry), now=now)
