""""We made a mistake": what happened, what it did to them, what we do now. Prepared in their language, edited by a
person, sent once, and counted for the team without a name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.governor.model import Decision, Intent
from entendu.flows.diagnosis.diagnose import confirmed_cause
from entendu.flows.submit import Outcome, preview, submit
from entendu.flows.truth.letter import NothingSaid, Sending, greeting, language_of, proposal
from entendu.parts.listening.queries import restatements
from entendu.parts.options.actions import mistakes as actions
from entendu.parts.options.actions.mistakes import Owned
from entendu.parts.options.models import Mistake
from entendu.parts.outbox import queries as outbox
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket


def proposed(ticket: Ticket) -> Owned:
    """A beginning: the cause that was confirmed, and what we understood of its effect, as far as both are known."""
    cause, heard = confirmed_cause(ticket), restatements.problem_statement(ticket)
    return Owned(cause.words if cause is not None else "", heard.text if heard is not None else "")


@transaction.atomic
def keep(ticket: Ticket, member: Member, owned: Owned, *, now: datetime, key: str = "") -> Mistake | None:
    """Keeps it as it is written; None where the form with this key was sent meanwhile."""
    people.lock(ticket.contact_id)
    if key and outbox.submission("desk", key) is not None:
        return None
    return actions.keep_draft(ticket, member, owned, language_of(ticket), now=now)


@transaction.atomic
def send(ticket: Ticket, member: Member, owned: Owned, sending: Sending, *, now: datetime) -> Outcome:
    """Owns up to it; pressed twice it is one message. `NothingSaid` without what happened and what we do now;
    `submit.NotConfirmed` where the words want a second look."""
    people.lock(ticket.contact_id)
    before = outbox.submission("desk", sending.key)
    if before is not None:
        return Outcome(before, None, before.delivery, fresh=False)
    if not owned.happened.strip() or not owned.remedy.strip():
        raise NothingSaid("What happened or what we do now is missing; nothing was sent; write both in a sentence.")
    kept = actions.keep_draft(ticket, member, owned, language_of(ticket), now=now)
    asked = proposal(ticket, member, message(ticket, owned, member.first_name), sending, Intent.ANSWER)
    outcome = submit(asked, now=now)
    if outcome.delivery is not None:
        actions.sent(kept, outcome.submission.pk, now=now)
    if ticket.assignee_id is None:
        tickets.assign(ticket, member, member=member, now=now)
    return outcome


def verdict(ticket: Ticket, member: Member, owned: Owned, *, now: datetime) -> Decision:
    """What the governor would say of it now."""
    body = message(ticket, owned, member.first_name)
    return preview(proposal(ticket, member, body, Sending("preview"), Intent.ANSWER), now=now)


def message(ticket: Ticket, owned: Owned, signed: str) -> str:
    """The whole message in the customer's language. It begins with the mistake and excuses nothing."""
    with translation.override(language_of(ticket)):
        parts = [greeting(ticket), _("We made a mistake, and we are sorry."),
                 _("What happened: %(words)s") % {"words": owned.happened.strip()}]
        if owned.effect.strip():
            parts.append(_("What it did to you: %(words)s") % {"words": owned.effect.strip()})
        parts.append(_("What we do now: %(words)s") % {"words": owned.remedy.strip()})
    return "\n\n".join([*parts, signed])
