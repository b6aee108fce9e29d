"""A new request is confirmed: once, by mail, in the words of the person's language, and never to a machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.governor.model import Intent
from entendu.core.mail.automatic import may_answer
from entendu.core.mail.letter import Letter
from entendu.core.tickets.confirming import Request, should_confirm
from entendu.flows.people import own_page
from entendu.flows.portal import case_link
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.outbox import queries as outbox
from entendu.parts.outbox.models import Submission
from entendu.parts.people import queries as people
from entendu.parts.people.models import Channel
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Ticket

SOURCE = "desk"


def confirm(ticket: Ticket, mail: Letter, raw: bytes, now: datetime) -> Submission | None:
    """Submits the confirmation of a new ticket's first letter; None when silence is better."""
    if not ticket.mailbox.confirms or tickets.is_ours(mail.sender.address):
        return None
    if people.has_opted_out(ticket.contact, Channel.EMAIL):
        return None
    last = outbox.last_confirmation(ticket.contact)
    request = Request(
        sender=mail.sender.address, may_answer=may_answer(raw), at=now,
        last_confirmed_at=last.submitted_at if last else None,
        a_person_wrote_since=last is not None and outbox.a_person_wrote(ticket.contact, last.submitted_at))
    if not should_confirm(request):
        return None
    with translation.override(ticket.contact.language or ticket.mailbox.language):
        links = Links(case_link.link(ticket, now), own_page.link(ticket.contact, now) if last is None else "")
        body = _words(ticket, links)
    return hand_in(HandedIn(source=SOURCE, key=f"confirm-{ticket.pk}", ticket=ticket, intent=Intent.CONFIRMATION,
                            body=body, author=ticket.mailbox.name, language=ticket.contact.language,
                            in_reply_to=mail.message_id), now=now)


def is_one(kept: Submission) -> bool:
    """Whether a submission is a confirmation of this desk's own."""
    return kept.source == SOURCE and kept.intent == Intent.CONFIRMATION


@dataclass(frozen=True, slots=True)
class Links:
    """The page of the case, and in the first confirmation to a person that of their own wishes; else ""."""

    case: str
    own: str


def _words(ticket: Ticket, links: Links) -> str:
    """The confirmation; the first one to a person asks how they want to be reached, and asks them to speak up."""
    name = ticket.contact.first_name
    greeting = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
    subject = ticket.subject.strip()
    if subject:
        news = _("we have your message “%(subject)s”. One of us reads it and answers here.") % {"subject": subject}
    else:
        news = _("we have your message. One of us reads it and answers here.")
    more = _("Just answer this mail if there is something to add. Your case has the number %(number)s, and its page is "
             "here:\n%(url)s") % {"number": ticket.number, "url": links.case}
    paragraphs = [greeting, news, more]
    if links.own:
        paragraphs.append(_("Please speak up, from the start: when something is unclear, takes too long or goes wrong. "
                            "Surprises can happen on our side too; when one does, we say so, and we are there until it "
                            "is right."))
        paragraphs.append(_("How do you want to be reached, and at which hours? You can say so here, at any time:\n"
                            "%(url)s") % {"url": links.own})
    return "\n\n".join([*paragraphs, ticket.mailbox.name])
