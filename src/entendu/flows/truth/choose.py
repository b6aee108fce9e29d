"""Options with what speaks for and against each, put into one message; the customer chooses.

By one tap on the case page, or by answering with a letter or a number. Every choice is kept with its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entendu.core.governor.model import Decision, Intent
from entendu.core.listening.choosing import Chose
from entendu.core.listening.choosing import choose as read_choice
from entendu.flows.diagnosis.diagnose import zone_of
from entendu.flows.portal import case_link
from entendu.flows.submit import Outcome, preview, submit
from entendu.flows.truth.letter import NothingSaid, Sending, greeting, language_of, proposal, reached_before
from entendu.parts.options.actions import offers as actions
from entendu.parts.options.actions.offers import Draft, Heard, Way
from entendu.parts.options.models import Choice, Offer, Option
from entendu.parts.options.queries import offers
from entendu.parts.outbox import queries as outbox
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket

State = Offer.State
# One way alone is no choice.
FEWEST = 2


@transaction.atomic
def keep(ticket: Ticket, member: Member, draft: Draft, *, now: datetime, key: str = "") -> Offer | None:
    """Keeps the options as they are written; None where the form with this key was sent meanwhile."""
    people.lock(ticket.contact_id)
    if key and outbox.submission("desk", key) is not None:
        return None
    return actions.keep_draft(ticket, member, draft, language_of(ticket), now=now)


@transaction.atomic
def send(ticket: Ticket, member: Member, draft: Draft, sending: Sending, *, now: datetime) -> Outcome:
    """Puts the options before the customer; pressed twice it is one message.

    `NothingSaid` with fewer than two; `submit.NotConfirmed` where the words want a second look.
    """
    people.lock(ticket.contact_id)
    before = outbox.submission("desk", sending.key)
    if before is not None:
        return Outcome(before, None, before.delivery, fresh=False)
    if len(draft.ways) < FEWEST:
        raise NothingSaid("There is one way alone; nothing was sent; write at least two to choose from.")
    kept = actions.keep_draft(ticket, member, draft, language_of(ticket), now=now)
    asked = proposal(ticket, member, message(ticket, draft, member.first_name, now), sending, Intent.QUESTION)
    outcome = submit(replace(asked, binds=False), now=now)
    if outcome.delivery is not None:
        actions.sent(kept, outcome.submission.pk, now=now)
    if ticket.assignee_id is None:
        tickets.assign(ticket, member, member=member, now=now)
    return outcome


def verdict(ticket: Ticket, member: Member, draft: Draft, *, now: datetime) -> Decision:
    """What the governor would say of the message now."""
    body = message(ticket, draft, member.first_name, now)
    return preview(proposal(ticket, member, body, Sending("preview"), Intent.QUESTION), now=now)


def message(ticket: Ticket, draft: Draft, signed: str, at: datetime) -> str:
    """The whole message in the customer's language, on their clock."""
    with translation.override(language_of(ticket)):
        letters = "ABCDEF"[: len(draft.ways)]
        lead = draft.lead.strip() or _("these are the ways to go on that we see. Which one suits you?")
        parts = [greeting(ticket), lead, *(_way(letter, way) for letter, way in zip(letters, draft.ways, strict=False)),
                 _("To choose, answer with a letter (%(letters)s) or a number (%(numbers)s), or tap here:\n%(url)s") % {
                     "letters": _either(letters), "url": f"{case_link.link(ticket, at)}#choice",
                     "numbers": _either([str(place + 1) for place in range(len(letters))])}]
        if draft.until is not None:
            with timezone.override(zone_of(ticket)):
                parts.append(_("You can change your choice until %(when)s.") % {"when": moment_words(draft.until)})
    return "\n\n".join([*parts, signed])


@transaction.atomic
def choose(ticket: Ticket, offer_id: int, place: int, *, now: datetime) -> bool:
    """One tap on the case page. False where these options are not with them any more, or it is too late to change."""
    people.lock(ticket.contact_id)
    offer = offers.with_them(ticket)
    option = offers.option(offer, place) if offer is not None and offer.pk == offer_id else None
    if offer is None or option is None or not may_choose(offer, now):
        return False
    _take(ticket, offer, option, Heard(Choice.Way.PAGE), now)
    return True


@transaction.atomic
def note(ticket: Ticket, place: int, member: Member, *, now: datetime) -> bool:
    """A member read the choice in their words, or heard it on the phone; at any time. False without such an option."""
    people.lock(ticket.contact_id)
    offer = offers.with_them(ticket)
    option = offers.option(offer, place) if offer is not None else None
    if offer is None or option is None:
        return False
    way = Choice.Way.WORDS if offer.entry is not None else Choice.Way.TOLD
    _take(ticket, offer, option, Heard(way, offer.entry, member), now)
    return True


def hear(entry: Entry, *, now: datetime) -> None:
    """They wrote while options are with them: a letter or a number chooses; where it is not plain a person decides."""
    ticket = entry.ticket
    offer = offers.with_them(ticket)
    if offer is None or not reached_before(offer.submission, entry.at):
        return
    options = offers.options_of(offer)
    names = [ticket.contact.name, offer.member.name if offer.member else "", ticket.mailbox.name]
    found = read_choice(entry.visible, len(options), names)
    if found.said is Chose.ONE and may_choose(offer, now):
        _take(ticket, offer, options[found.place], Heard(Choice.Way.WORDS, entry), now)
    elif found.said is not Chose.NOTHING and offer.state == State.SENT:
        actions.answered(offer, entry)


def may_choose(offer: Offer, now: datetime) -> bool:
    """Whether a tap or a word of theirs still counts by itself."""
    return offer.until is None or now <= offer.until


def confirmation(ticket: Ticket, choice: Choice) -> str:
    """Words for the reply that takes them at their word, in their language; the day in it becomes a promise of ours."""
    with translation.override(language_of(ticket)):
        words = {"letter": choice.option.letter, "words": choice.option.words, "day": ""}
        if choice.option.ready_on is None:
            return _("Thank you. We take %(letter)s: %(words)s.") % words
        words["day"] = day_words(choice.option.ready_on)
        return _("Thank you. We take %(letter)s: %(words)s. You have it by %(day)s.") % words


def day_words(day: date) -> str:
    """A day in the language that is in force: "Thursday 26 November"."""
    return formats.date_format(day, pgettext("date format", "l j F"))


def moment_words(at: datetime) -> str:
    """A moment on the clock that is in force: "Thursday 26 November, 18:00"."""
    local = timezone.localtime(at)
    return _("%(day)s, %(hour)s") % {"day": day_words(local), "hour": formats.date_format(local, "H:i")}


def _take(ticket: Ticket, offer: Offer, option: Option, heard: Heard, now: datetime) -> None:
    """The choice goes on record, once; where the customer spoke, the next word is ours."""
    before = offers.choice(offer)
    if before is not None and before.option_id == option.pk and offer.state == State.CHOSEN:
        return
    actions.choose(offer, option, heard, now=now)
    words = f"{option.letter}: {option.words}"
    name = ticket.contact.first_name or ticket.contact.name
    if heard.way is Choice.Way.PAGE:
        tickets.come_back(ticket, "chose", now=now, words=words, their=name)
    else:
        tickets.record_event(ticket, "chose", member=heard.member, now=now, words=words[:300], their=name)


def _way(letter: str, way: Way) -> str:
    """One option, as it stands in the message."""
    lines = [f"{letter}. {way.words}", *(f"   + {one}" for one in way.pros), *(f"   – {one}" for one in way.cons)]
    if way.cost:
        lines.append("   " + _("Cost: %(cost)s") % {"cost": way.cost})
    if way.ready_on is not None:
        lines.append("   " + _("Ready: %(day)s") % {"day": day_words(way.ready_on)})
    return "\n".join(lines)


def _either(names: Sequence[str]) -> str:
    """ "A, B or C"."""
    return _("%(all)s or %(last)s") % {"all": ", ".join(names[:-1]), "last": names[-1]}
