"""What a message about a promise says, in the customer's language, for a person to read before it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.governor.model import Intent
from entendu.core.promises import said
from entendu.flows.submit import Proposal
from entendu.flows.writing.read_draft import work_of
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a form when its button is pressed: the key that makes it one message, and the text; `confirmed` as
    in `submit`."""

    key: str
    text: str
    confirmed: bool = False


def language_of(ticket: Ticket) -> str:
    """The language in which the ticket's contact reads."""
    return ticket.contact.language or ticket.mailbox.language


def their_zone(ticket: Ticket) -> ZoneInfo:
    """The clock of the ticket's contact; the mailbox's where they never said."""
    return work_of(ticket.mailbox, ticket.contact.time_zone).zone


def theirs(ticket: Ticket, moment: datetime) -> datetime:
    """The moment on their clock."""
    return moment.astimezone(their_zone(ticket))


def moved(promise: Promise, due: datetime, member: Member, *, late: bool) -> str:
    """That it moves, before it is due; or that it was not kept, and when it will be."""
    ticket, language = promise.ticket, language_of(promise.ticket)
    when = said.at(theirs(ticket, due), language)
    with translation.override(language):
        old = said.at(theirs(ticket, promise.due), language) if promise.due else ""
        words = {"words": _quoted(promise.words), "old": old, "when": when}
        if late:
            lead = _("we promised you this for %(old)s: “%(words)s”. We did not keep it; that was our failing.") % words
        elif old:
            lead = _("we promised you this for %(old)s: “%(words)s”. It takes longer, and you hear it from us before "
                     "that hour.") % words
        else:
            lead = _("we promised you this: “%(words)s”. It takes longer than we thought.") % words
        return _letter(ticket, [lead, _("The new date is %(when)s.") % words], member.first_name)


def plan(ticket: Ticket, steps: list[Promise], member: Member) -> str:
    """The steps of a plan, each with its date."""
    language = language_of(ticket)
    lines = [f"- {said.at(theirs(ticket, one.due), language)}: {one.words}" for one in steps if one.due]
    with translation.override(language):
        return _letter(ticket, [_("this is how we go on:"), "\n".join(lines),
                                _("If a date slips, you hear it from us before it has passed.")], member.first_name)


def nothing_new(ticket: Ticket, doing: str, next_due: datetime | None, signed: str) -> str:
    """That there is nothing new, what we do, and when they hear from us next: no more than is true."""
    language = language_of(ticket)
    with translation.override(language):
        parts = [_("there is nothing new to tell you about “%(subject)s” yet. We have not forgotten it.") % {
            "subject": ticket.subject.strip() or _("your case")}]
        if doing.strip():
            parts.append(_("What we are doing: %(doing)s") % {"doing": doing.strip()})
        if next_due is not None:
            parts.append(_("You hear from us again by %(when)s, also if nothing changes.") % {
                "when": said.at(theirs(ticket, next_due), language)})
        return _letter(ticket, parts, signed)


def arranged(ticket: Ticket, kind: str, window: tuple[datetime, datetime], where: str, member: Member) -> str:
    """When somebody calls or comes."""
    when = {"when": _between(ticket, window), "where": where}
    with translation.override(language_of(ticket)):
        if kind == Promise.Kind.VISIT:
            lead = _("we come on %(when)s: %(where)s.") if where else _("we come on %(when)s.")
        else:
            lead = _("we call you on %(when)s, at %(where)s.") if where else _("we call you on %(when)s.")
        return _letter(ticket, [lead % when, _("You hear from us once more an hour before, and not otherwise. If the "
                                               "time does not suit you, just answer.")], member.first_name)


def heads_up(promise: Promise) -> str:
    """The one reminder, an hour before."""
    ticket, language = promise.ticket, language_of(promise.ticket)
    who = promise.owner.first_name if promise.owner else ticket.mailbox.name
    with translation.override(language):
        words = {"who": who, "opens": said.clock(theirs(ticket, promise.opens or promise.made_at), language),
                 "closes": said.clock(theirs(ticket, promise.due or promise.made_at), language)}
        line = (_("%(who)s comes today between %(opens)s and %(closes)s, as arranged.") if promise.kind ==
                Promise.Kind.VISIT else _("%(who)s calls you today between %(opens)s and %(closes)s, as arranged."))
        return line % words


def missed(promise: Promise) -> str:
    """That nobody called or came: an apology without an excuse, and what happens now."""
    ticket = promise.ticket
    when = {"when": _between(ticket, (promise.opens or promise.made_at, promise.due or promise.made_at))}
    with translation.override(language_of(ticket)):
        lead = (_("we said that we would come on %(when)s, and we did not.") if promise.kind == Promise.Kind.VISIT else
                _("we said that we would call you on %(when)s, and we did not."))
        return _letter(ticket, [lead % when, _("We are sorry: you kept that time free for us. One of us writes to you "
                                               "with a new time; you need not do anything.")], ticket.mailbox.name)


def proposal(ticket: Ticket, member: Member, key: str, body: str) -> Proposal:
    """A message of a member that tells of a promise, as an answer to their last letter."""
    last = Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS).exclude(message_id="").order_by("-at", "-id")
    return Proposal(source="desk", key=key, ticket=ticket, intent=Intent.PROMISE, body=body, member=member,
                    channel=ticket.contact.channel or "email", language=language_of(ticket),
                    in_reply_to=last.values_list("message_id", flat=True).first() or "")


def _between(ticket: Ticket, window: tuple[datetime, datetime]) -> str:
    opens, closes = (theirs(ticket, moment) for moment in window)
    return said.between(opens, closes, language_of(ticket))


def _letter(ticket: Ticket, parts: list[str], signed: str) -> str:
    """In the language that is active."""
    name = ticket.contact.first_name
    return "\n\n".join([_("Hello %(name)s,") % {"name": name} if name else _("Hello,"), *parts, signed])


def _quoted(words: str) -> str:
    return " ".join(words.split()).rstrip(".!")
