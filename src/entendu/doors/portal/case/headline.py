"""The first sentence of the page: what happens next, and whose turn it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.core.tickets.states import Status, is_over, waits_for_us
from entendu.doors.portal.case import heard, options, solved, temporary
from entendu.doors.portal.case.promised import promised
from entendu.flows.truth.choose import day_words
from entendu.parts.listening.queries import tasks
from entendu.parts.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Headline:
    """The sentence, who looks after the case (a first name, or ''), and what was promised."""

    sentence: str
    who: str
    promises: list[dict[str, Any]]


def headline(ticket: Ticket, now: datetime) -> Headline:
    """The first of `SENTENCES` that has something to say."""
    promises = promised(ticket, now)
    sentence = next(said for one in SENTENCES if (said := one(ticket, promises, now)))
    return Headline(sentence, ticket.assignee.first_name if ticket.assignee else "", promises)


def _is_asked_whether_it_is_right(ticket: Ticket, promises: list[dict[str, Any]], now: datetime) -> str:
    return _("Did we understand you? One tap tells us.") if heard.waiting(ticket) else ""


def _is_asked_to_choose(ticket: Ticket, promises: list[dict[str, Any]], now: datetime) -> str:
    return _("You decide how we go on. One tap tells us.") if options.waiting(ticket, now) else ""


def _has_something_to_do(ticket: Ticket, promises: list[dict[str, Any]], now: datetime) -> str:
    many = len(tasks.asked(ticket))
    return ngettext("We need one thing from you.", "We need %(n)d things from you.", many) % {"n": many} if many else ""


def _is_asked_whether_it_works(ticket: Ticket, promises: list[dict[str, Any]], now: datetime) -> str:
    return _("We think that this is settled. Does it work for you?") if solved.waiting(ticket) else ""


def _is_over(ticket: Ticket, promises: list[dict[str, Any]], now: datetime) -> str:
    return _("We think that this is settled. If it is not, tell us here.") if is_over(Status(ticket.status)) else ""


def _has_a_stopgap(ticket: Ticket, promises: list[dict[str, Any]], now: datetime) -> str:
    fixes = temporary.standing(ticket)
    if not fixes:
        return ""
    many, days = len(fixes), [one.until for one in fixes if one.until is not None]
    if len(days) < many:
        return ngettext("You have a stopgap for now. The repair is still to come.",
                        "You have %(n)d stopgaps for now. The repairs are still to come.", many) % {"n": many}
    return ngettext("You have a stopgap for now. The repair comes by %(day)s.",
                    "You have %(n)d stopgaps for now. The repairs come by %(day)s.", many) % {
                        "n": many, "day": day_words(max(days))}


def _was_promised_something(ticket: Ticket, promises: list[dict[str, Any]], now: datetime) -> str:
    dated = next((one for one in promises if one["due"]), None)
    if dated is None:
        return ""
    if dated["late"]:
        return _("We owe you news since %(when)s.") % {"when": dated["due"]}
    return _("You hear from us by %(when)s.") % {"when": dated["due"]}


def _waits(ticket: Ticket, promises: list[dict[str, Any]], now: datetime) -> str:
    if waits_for_us(Status(ticket.status)):
        return _("We have your words. The next step is ours.")
    return _("We wrote to you. The next word is yours.")


# In this order; what comes with plans and temporary fixes goes before `_was_promised_something`.
SENTENCES: tuple[Callable[[Ticket, list[dict[str, Any]], datetime], str], ...] = (
    _is_asked_whether_it_is_right, _is_asked_to_choose, _has_something_to_do,
    _is_asked_whether_it_works,
    _is_over, _has_a_stopgap, _was_promised_something, _waits,
)
