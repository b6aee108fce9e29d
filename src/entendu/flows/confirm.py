"""A new request is confirmed: once, by mail, in the words of the person's language, and never to a machine."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.governor.model import Intent
from entendu.core.mail.automatic import may_answer
from entendu.core.mail.letter import Letter
from entendu.core.tickets.confirming import Request, should_confirm
from entendu.flows import own_page
from entendu.flows.hand_in import HandedIn, hand_in
from entendu.parts.outbox import queries as outbox
from entendu.parts.outbox.models import Submission
from entendu.parts.people import queries as people
from entendu.parts.people.models import Channel
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Ticket


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
        body = _words(ticket, own_page.link(ticket.contact, now) if last is None else "")
    return hand_in(HandedIn(source="desk", key=f"confirm-{ticket.pk}", ticket=ticket, intent=Intent.CONFIRMATION,
                            body=body, author=ticket.mailbox.name, language=ticket.contact.language,
                            in_reply_to=mail.message_id), now=now)


def _words(ticket: Ticket, own: str) -> str:
    """The confirmation; the first one to a person asks how they want to be reached, on the page at `own`."""
    name = ticket.contact.first_name
    greeting = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
    subject = ticket.subject.strip()
    if subject:
        news = _("we have your message “%(subject)s”. One of us reads it and answers here.") % {"subject": subject}
    else:
        news = _("we have your message. One of us reads it and answers here.")
    more = _("Just answer this mail if there is something to add. Your case has the number %(number)s.") % {
        "number": ticket.number}
    paragraphs = [greeting, news, more]
    if own:
        paragraphs.append(_("How do you want to be reached, and at which hours? You can say so here, at any time:\n"
                            "%(url)s") % {"url": own})
    return "\n\n".join([*paragraphs, ticket.mailbox.name])
