"""Their view: what this person got from all of us lately, the draft as it would arrive, and four questions about it.

The questions are answered by whoever writes; beside each stands what the records say. Nothing is scored or kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from entendu.core.governor.model import Decision, Verdict
from entendu.core.governor.reasons import explain, moment_words
from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk import composer as writing_place
from entendu.doors.web.desk.composer import Writing
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.phone import Phone, arriving, days, phone_of
from entendu.doors.web.desk.reading import reader_of, view_of
from entendu.doors.web.desk.rows import beside, name_of, span, subject_of, ticket_url
from entendu.doors.web.nav import show
from entendu.doors.web.templatetags.desk import by_channel
from entendu.flows import reply
from entendu.flows.writing.weigh import Adds, weigh
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Draft, Entry, Ticket

QUESTION = re.compile(r"[^.?!\n]*\?")
LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Seen:
    """The draft and the phone on which it would arrive. `decision` is None while nothing is written."""

    ticket: Ticket
    reader: Reader
    phone: Phone
    text: str
    decision: Decision | None

    def when(self, at: datetime) -> str:
        """A moment in words, on the other person's clock."""
        return moment_words(at.astimezone(self.phone.place), self.reader.now.astimezone(self.phone.place),
                            self.reader.language)


@members_only
@require_safe
def their_view(request: HttpRequest, number: int) -> HttpResponse:
    """The page; its draft is the reader's own, as it was last kept."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    draft = tickets.draft_of(reader.member, ticket)
    writing = writing_place.kept(draft, 0)
    text = "" if writing.is_note else writing.text.strip()
    answer = reply.Answer(key=writing.key, text=text, channel=ticket.channel)
    decision = reply.verdict(ticket, reader.member, answer, now=reader.now) if text else None
    seen = Seen(ticket, reader, phone_of(ticket, reader), text, decision)
    items = [*seen.phone.got, *seen.phone.coming]
    if decision is not None:
        items = sorted([*items, arriving(seen.phone, reader, text, decision)], key=lambda item: item["at"])
    name = ticket.contact.first_name or name_of(ticket)
    return show(request, "web/ticket/their_view.html", {
        "name": name, "subject": subject_of(ticket), "mailbox": ticket.mailbox.name, "headline": _headline(seen),
        "back_url": ticket_url(number, view_of(request)), "days": days(items, reader.now.astimezone(seen.phone.place)),
        "questions": _questions(seen), "sending": _sending(request, seen, writing, draft),
    }, at=view_of(request))


def _headline(seen: Seen) -> str:
    got = len(seen.phone.got)
    if not got:
        words = _("Nothing from us in 7 days.")
    else:
        words = ngettext("%(n)d message from us in 7 days.", "%(n)d messages from us in 7 days.", got) % {"n": got}
    if seen.decision is None:
        return words
    return _("%(so_far)s This would be number %(next)d.") % {"so_far": words, "next": got + 1}


def _sending(request: HttpRequest, seen: Seen, writing: Writing, draft: Draft | None) -> dict[str, Any] | None:
    """What the Send button at the end posts; None while nothing is written, or while files lie in the draft unseen."""
    if seen.decision is None or draft is None:
        return None
    channels = writing_place.channels_of(seen.ticket)
    return {"url": beside("answer", seen.ticket.number, view_of(request)), "key": writing.key, "seen": writing.seen,
            "text": writing.text, "channel": channels[0] if channels else "", "can_send": bool(channels),
            "verdict": writing_place.verdict(seen.ticket, seen.reader, writing),
            "files": [file.name for file in draft.attachments.all()]}


def _questions(seen: Seen) -> list[dict[str, Any]]:
    """The four questions, each with its evidence in sentences and what one can do when the answer is no."""
    back = ticket_url(seen.ticket.number)
    lead, quote = _needed(seen)
    yes_no = [("yes", _("Yes")), ("unsure", _("Not sure")), ("no", _("No"))]
    felt = [("yes", _("Better")), ("unsure", _("The same")), ("no", _("Worse"))]
    contact = reverse("edit_person", args=[seen.ticket.contact_id])
    return [
        {"name": "needed", "title": _("Is it needed?"), "says": lead, "quote": quote, "choices": yes_no,
         "remedy": _("Leave it for the team, as a note"), "url": f"{back}#reply"},
        {"name": "helps", "title": _("Does it help?"), "says": _helps(seen), "choices": yes_no,
         "remedy": _("Say what they have to do, even if it is nothing"), "url": f"{back}#reply"},
        {"name": "channel", "title": _("Right channel?"), "says": _channel(seen), "choices": yes_no,
         "remedy": _("Change how they are reached"), "url": contact},
        {"name": "feels", "title": _("How would it feel?"), "says": _feels(seen), "choices": felt,
         "remedy": _("Say first what you understood"), "url": f"{back}#reply"},
    ]


def _needed(seen: Seen) -> tuple[list[str], str]:
    """Who spoke last, and the question that is still open."""
    said = Entry.objects.filter(ticket=seen.ticket).order_by("-at", "-id").defer("html")
    theirs = said.filter(kind=Entry.Kind.THEIRS, automatic="").first()
    ours = said.filter(kind=Entry.Kind.OURS).first()
    if theirs is None:
        return [_("They have not written on this case.")], ""
    if ours is not None and ours.at >= theirs.at:
        return [_("The last word here is ours, %(when)s. They have not written since.")
                % {"when": seen.when(ours.at)}], ""
    asked = QUESTION.findall(theirs.visible)
    quote = asked[-1].strip()[:LONGEST_QUOTE] if asked else ""
    if quote:
        return [_("They asked something %(when)s, and nobody has answered.") % {"when": seen.when(theirs.at)}], quote
    return [_("They wrote %(when)s, and nobody has answered.") % {"when": seen.when(theirs.at)}], ""


def _helps(seen: Seen) -> list[str]:
    """Whether it tells anything that they were not told before on this case."""
    if not seen.text:
        return [_("Nothing is written yet.")]
    weighed = weigh(seen.ticket, seen.text, now=seen.reader.now)
    if weighed.adds is Adds.KNOWN and weighed.told_at is not None:
        return [_("All that it states they were told before, last %(when)s.") % {"when": seen.when(weighed.told_at)}]
    if weighed.adds is Adds.PLAIN:
        return [_("It states no day, no hour, no amount and no result.")]
    return [_("It states something that they have not been told on this case.")]


def _channel(seen: Seen) -> list[str]:
    """By which way it would come, when on their clock, whether that is what they chose, and what comes as well."""
    contact, decision = seen.ticket.contact, seen.decision
    says = []
    if decision is not None and decision.verdict in {Verdict.SEND, Verdict.HOLD}:
        at = max(decision.at, seen.reader.now)
        words = {"how": by_channel(decision.channel), "when": seen.when(at)}
        if not contact.hours:
            says.append(_("It would arrive %(how)s %(when)s on their clock. They gave no hours.") % words)
        elif seen.phone.hours.is_open(at):
            says.append(_("It would arrive %(how)s %(when)s on their clock, within their hours.") % words)
        else:
            says.append(_("It would arrive %(how)s %(when)s on their clock, outside their hours.") % words)
    elif decision is not None:
        says.append(explain(decision, seen.reader.language))
    if contact.channel:
        says.append(_("They chose to be reached %(how)s.") % {"how": by_channel(contact.channel)})
    else:
        says.append(_("They have not chosen a way yet."))
    coming = len(seen.phone.coming)
    if coming:
        says.append(ngettext("%(n)d other message waits for them.", "%(n)d other messages wait for them.", coming)
                    % {"n": coming})
    return says


def _feels(seen: Seen) -> list[str]:
    """How much they got, how recently, how much of it at a bad hour, and what they were spared."""
    phone = seen.phone
    if phone.last_at is None:
        says = [_("They got nothing from us in 7 days.")]
    else:
        says = [_("The last one came %(ago)s ago.") % {"ago": span(seen.reader.now - phone.last_at)}]
    if phone.outside:
        says.append(ngettext("%(n)d came outside their hours.", "%(n)d came outside their hours.", phone.outside)
                    % {"n": phone.outside})
    if phone.spared:
        says.append(ngettext("%(n)d more was merged or dropped before they saw it.",
                             "%(n)d more were merged or dropped before they saw them.", phone.spared)
                    % {"n": phone.spared})
    return says
