"""What a draft would add to what its reader was told before: evidence for a person who decides, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from entendu.core.governor.ledger import tells_nothing
from entendu.core.governor.model import Intent, Settings, Submission
from entendu.core.governor.told import belief, said, sources_of, told_on
from entendu.flows.judge import state_of
from entendu.parts.tickets.models import Ticket


class Adds(StrEnum):
    """Everything in it was told before; nothing in it can be noted down; or there is news in it."""

    KNOWN = "known"
    PLAIN = "plain"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What it adds on its case, and when what it repeats was told last."""

    adds: Adds
    told_at: datetime | None = None


def weigh(ticket: Ticket, text: str, *, now: datetime) -> Weighed:
    """Reads the draft as the governor reads what systems write, against what was told on this ticket."""
    state = state_of(ticket.contact, ticket.mailbox, now)
    case, settings = str(ticket.pk), Settings()
    draft = Submission(id="draft", source="desk", person=str(ticket.contact_id), case=case, intent=Intent.ANSWER,
                       body=text, submitted_at=now, human=True)
    news = said(draft, state.recipient, settings)
    told = told_on([case], state, settings)[case]
    if not news.reading.news and not news.states:
        return Weighed(Adds.PLAIN)
    if told and belief(told).knows(news):
        return Weighed(Adds.KNOWN, sources_of(news, told)[-1].at)
    return Weighed(Adds.PLAIN if tells_nothing(news) else Adds.NEWS)
