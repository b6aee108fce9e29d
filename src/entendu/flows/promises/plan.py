"""Anything that takes longer than a few days gets milestones with a date, which the customer reads on their case page.

A step is planned first, then told with the others in one message; from then on it is a promise like any other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from entendu.flows.promises import letters
from entendu.flows.promises.letters import Words
from entendu.flows.submit import Outcome, submit
from entendu.parts.outbox import queries as outbox
from entendu.parts.people import actions as people
from entendu.parts.promises import actions, queries
from entendu.parts.promises.actions import Given
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket


class NotTold(ValueError):
    """The plan was not sent; the text says why in one sentence."""


def add(ticket: Ticket, member: Member, words: str, due: datetime, *, now: datetime) -> Promise:
    """One more step, which nobody outside knows of yet."""
    step = actions.plan(ticket, member, words, due, now=now)
    tickets.understanding_changed(ticket, member, now=now)
    return step


def remove(step: Promise, member: Member, *, now: datetime) -> bool:
    """The step is left out. False where they know of it: then it is moved, or kept."""
    done = actions.unplan(step)
    tickets.understanding_changed(step.ticket, member, now=now)
    return done


def proposed(ticket: Ticket, steps: list[Promise], member: Member) -> str:
    """The message that tells of the steps."""
    return letters.plan(ticket, steps, member)


@transaction.atomic
def tell(ticket: Ticket, member: Member, words: Words, *, now: datetime) -> Outcome:
    """All planned steps become promises with this message; pressed twice it is one. `NotTold` where there is none, or
    no message reaches them; `submit.NotConfirmed` where the words want a second look."""
    people.lock(ticket.contact_id)
    before = outbox.submission("desk", words.key)
    if before is not None:
        return Outcome(before, None, before.delivery, fresh=False)
    steps = queries.planned(ticket)
    if not steps:
        raise NotTold("No step is planned yet; nothing was sent; add one first.")
    given = tuple(Given(one.words, one.due, one.kind, step=one.pk) for one in steps)
    proposal = replace(letters.proposal(ticket, member, words.key, words.text.strip()), given=given,
                       confirmed=words.confirmed)
    outcome = submit(proposal, now=now)
    if outcome.delivery is None:
        raise NotTold("No message reaches them at present; the plan is kept and nothing was sent.")
    return outcome
