"""A quick fix buys time, and the customer is told in plain words that it is temporary, and says so.

The ticket cannot be over until its root cause is fixed or the customer agrees to live with it: see
`core/tickets/closing.py`, enforced by the only writers of a ticket's state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.governor.model import Decision, Intent
from entendu.core.listening.answer import Heard, answer
from entendu.core.tickets.closing import Fix
from entendu.flows.portal import case_link
from entendu.flows.promises import settle
from entendu.flows.submit import Outcome, Proposal, preview, submit
from entendu.flows.truth.choose import day_words
from entendu.flows.truth.letter import NothingSaid, Sending, greeting, language_of, proposal
from entendu.parts.listening.queries import restatements
from entendu.parts.options.actions import temporary as actions
from entendu.parts.options.actions.temporary import InPlace
from entendu.parts.options.models import TemporaryFix
from entendu.parts.options.queries import temporary as queries
from entendu.parts.outbox import queries as outbox
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.people import actions as people
from entendu.parts.promises import queries as promises
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket


@transaction.atomic
def record(ticket: Ticket, member: Member, said: InPlace, *, now: datetime) -> TemporaryFix:
    """Something temporary is in place; from now on the ticket is not over. Several may stand at once; one that stands
    by the same name is put into these words."""
    people.lock(ticket.contact_id)
    known = next((one for one in queries.standing(ticket) if one.name == said.name), None)
    if known is not None:
        actions.reword(known, member, said, language_of(ticket))
        return known
    fix = actions.record(ticket, member, said, language_of(ticket), now=now)
    tickets.record_event(ticket, "temporary", member=member, now=now, words=fix.name)
    return fix


@transaction.atomic
def reword(fix: TemporaryFix, member: Member, said: InPlace) -> bool:
    """The fix in other words: they have to be told again. False where it had ended, and nothing changes then."""
    people.lock(fix.ticket.contact_id)
    open_now = next((one for one in queries.standing(fix.ticket) if one.pk == fix.pk), None)
    if open_now is None:
        return False
    actions.reword(open_now, member, said, language_of(fix.ticket))
    return True


@transaction.atomic
def discard(fix: TemporaryFix, *, now: datetime) -> bool:
    """It was written down by mistake; False where the customer was told of it."""
    people.lock(fix.ticket.contact_id)
    return actions.discard(fix, now=now)


@transaction.atomic
def tell(fix: TemporaryFix, member: Member, sending: Sending, *, now: datetime) -> Outcome:
    """The customer is told that it is temporary; pressed twice it is one message. `submit.NotConfirmed` where the words
    want a second look."""
    outcome = _send(_telling(fix, member, sending, now), now)
    if outcome.fresh and outcome.delivery is not None:
        actions.told(fix, outcome.submission.pk, now=now)
    return outcome


@transaction.atomic
def ask_to_live(fix: TemporaryFix, member: Member, sending: Sending, *, now: datetime) -> Outcome:
    """The customer is asked whether they can live with it. `NothingSaid` where they have not been told what it is."""
    if fix.told_at is None:
        raise NothingSaid("They have not been told that it is temporary; nothing was sent; tell them first.")
    outcome = _send(_asking(fix, member, sending, now), now)
    if outcome.fresh and outcome.delivery is not None:
        actions.asked(fix, outcome.submission.pk, now=now)
    return outcome


def verdict(fix: TemporaryFix, member: Member, *, now: datetime) -> Decision:
    """What the governor would say of the message that tells them, now."""
    return preview(_telling(fix, member, Sending("preview"), now), now=now)


def message(fix: TemporaryFix, signed: str, at: datetime) -> str:
    """The message that calls it temporary, in the customer's language."""
    ticket = fix.ticket
    with translation.override(language_of(ticket)):
        name = fix.name.strip().rstrip(".")
        parts = [greeting(ticket), _("For now there is a stopgap: %(name)s.") % {"name": name}, fix.works.strip(),
                 _not_for_good(fix),
                 _("Is that clear? Tell us here, or just answer with a yes:\n%(url)s") % {"url": _link(ticket, at)}]
    return "\n\n".join([*(part for part in parts if part), signed])


def question(fix: TemporaryFix, signed: str, at: datetime) -> str:
    """The message that asks whether they can live with it, in the customer's language."""
    ticket = fix.ticket
    with translation.override(language_of(ticket)):
        parts = [greeting(ticket),
                 _("%(name)s is still a stopgap: the cause of the trouble is not repaired.") % {
                     "name": fix.name.strip()},
                 _("Can you live with it as it is? Then we leave it so. If not, we go on until it is repaired; either "
                   "is fine with us.\n\nTell us here, or just answer with a yes or a no:\n%(url)s") % {
                       "url": _link(ticket, at)}]
    return "\n\n".join([*parts, signed])


@transaction.atomic
def confirm(fix: TemporaryFix, *, now: datetime, entry: Entry | None = None, by: Member | None = None) -> bool:
    """They know that it is temporary; False where they said so before, and nothing changes then."""
    people.lock(fix.ticket.contact_id)
    if not actions.confirm(fix, entry or fix.entry, now=now):
        return False
    _note(fix, "temporary-confirmed", by, now)
    return True


@transaction.atomic
def accept(fix: TemporaryFix, words: str, *, now: datetime, by: Member | None = None) -> bool:
    """They agree to live with it: the ticket may be over. `words` say how they did; False where it had ended."""
    people.lock(fix.ticket.contact_id)
    if not actions.end(fix, Fix.ACCEPTED, words, by, now=now):
        return False
    _note(fix, "temporary-accepted", by, now)
    return True


@transaction.atomic
def refuse(fix: TemporaryFix, *, now: datetime, by: Member | None = None) -> bool:
    """They cannot live with it: it stays to be repaired. False where nobody had asked."""
    people.lock(fix.ticket.contact_id)
    if not actions.refuse(fix):
        return False
    _note(fix, "temporary-refused", by, now)
    return True


@transaction.atomic
def repaired(fix: TemporaryFix, words: str, member: Member, *, now: datetime) -> bool:
    """The root cause is fixed; `words` say by what, and what they were promised with the stopgap is kept by it.
    `NothingSaid` without them; False where it had ended before."""
    if not words.strip():
        raise NothingSaid("Nobody said what was repaired; the fix stays temporary; say it in a few words.")
    people.lock(fix.ticket.contact_id)
    if not actions.end(fix, Fix.FIXED, words.strip(), member, now=now):
        return False
    tickets.record_event(fix.ticket, "temporary-over", member=member, now=now, words=fix.ended_words)
    if fix.submission is not None:
        for promise in promises.open_from(fix.submission):
            settle.keep(promise, member, fix.ended_words, now=now)
    return True


def news_of_repair(fix: TemporaryFix) -> str:
    """Words for the reply once the root cause is fixed, in the customer's language."""
    with translation.override(language_of(fix.ticket)):
        words = {"name": fix.name.strip().rstrip("."), "what": fix.ended_words.strip().rstrip(".")}
        return _("The repair is in: %(what)s. The stopgap is not needed any more: %(name)s.") % words


def hear(entry: Entry, *, now: datetime) -> bool:
    """They wrote: a plain yes or no answers what was asked last. True where that was about something temporary.

    Several questions that arrived together have one answer only where it can be meant for all: a yes to what is
    temporary is, leave to let things stay is given for one at a time.
    """
    standing = queries.standing(entry.ticket)
    asked = _asked_last(standing, entry)
    if not asked:
        return False
    told = [one for one in standing if one.submission in asked and one.state == Fix.TOLD]
    may_stay = [one for one in standing if one.asked_submission in asked]
    names = [entry.ticket.contact.name, entry.ticket.mailbox.name]
    said = answer(entry.visible, entry.language or standing[0].language, names)
    if said is Heard.UNSURE or len(may_stay) > 1 or (may_stay and told):
        return False
    if may_stay:
        if said is Heard.YES:
            return accept(may_stay[0], entry.visible.strip(), now=now)
        return refuse(may_stay[0], now=now)
    if said is Heard.YES:
        return sum(confirm(one, now=now, entry=entry) for one in told) > 0
    return sum(actions.answered(one, entry) for one in told) > 0


def _asked_last(fixes: Sequence[TemporaryFix], entry: Entry) -> frozenset[int]:
    """The messages about the fixes that they answer, several where they arrived as one; none where what we understood
    was asked later, or nothing arrived."""
    told = [one for fix in fixes for one in (fix.submission, fix.asked_submission) if one is not None]
    if not told:
        return frozenset()
    restatement = restatements.with_them(entry.ticket)
    heard = restatement.submission if restatement is not None and restatement.state == restatement.State.SENT else None
    reached = {one: at for one, at in arrived_at([*told, heard] if heard else told).items() if at <= entry.at}
    latest = max(reached.values(), default=None)
    asked = frozenset(one for one, at in reached.items() if at == latest)
    return frozenset() if heard in asked else asked


def _not_for_good(fix: TemporaryFix) -> str:
    """That it is temporary, and until when, as far as anybody knows."""
    if fix.until is None:
        return _("This is temporary. We have no day for the repair yet. The cause of the trouble is still there, and "
                 "we keep working on it.")
    return _("This is temporary. We will take it out by %(day)s, when the repair is in. Until then the cause of the "
             "trouble is still there, and we keep working on it.") % {"day": day_words(fix.until)}


def _send(wanted: Proposal, now: datetime) -> Outcome:
    ticket, member = wanted.ticket, wanted.member
    people.lock(ticket.contact_id)
    before = outbox.submission("desk", wanted.key)
    if before is not None:
        return Outcome(before, None, before.delivery, fresh=False)
    outcome = submit(wanted, now=now)
    if ticket.assignee_id is None:
        tickets.assign(ticket, member, member=member, now=now)
    return outcome


def _telling(fix: TemporaryFix, member: Member, sending: Sending, now: datetime) -> Proposal:
    return proposal(fix.ticket, member, message(fix, member.first_name, now), sending, Intent.UPDATE)


def _asking(fix: TemporaryFix, member: Member, sending: Sending, now: datetime) -> Proposal:
    asked = proposal(fix.ticket, member, question(fix, member.first_name, now), sending, Intent.QUESTION)
    return replace(asked, binds=False)


def _note(fix: TemporaryFix, event: str, by: Member | None, now: datetime) -> None:
    """The line of history; where the customer spoke, the next word is ours."""
    ticket = fix.ticket
    name = ticket.contact.first_name or ticket.contact.name
    if by is not None:
        tickets.record_event(ticket, event, member=by, now=now, words=name)
    else:
        tickets.come_back(ticket, event, now=now, words=name)


def _link(ticket: Ticket, at: datetime) -> str:
    return f"{case_link.link(ticket, at)}#temporary"
