"""What was read in the customer's letters, beside the conversation: guesses in words that can each be put right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.reading import view_of
from entendu.doors.web.desk.remarks import quoted, short_stamp
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.thread import their_zone
from entendu.flows.care import moments
from entendu.flows.listening.guesses import (
    CALM,
    EMOTIONS,
    RIGHT,
    WRONG,
    Guess,
    NotAVerdict,
    due_of,
    guesses_of,
)
from entendu.flows.people import spare
from entendu.parts.tickets.models import Ticket

# What a line begins with, in the order of the lines. What needs an answer comes before what is good to know.
LINES = (
    (("emotion", "insult", "threat"), gettext_lazy("Feels")), (("question",), gettext_lazy("Asks")),
    (("deadline",), gettext_lazy("Needs it")), (("error-code",), gettext_lazy("Reports")),
    (("claim",), gettext_lazy("Claims")), (("feature-request", spare.CHECK), gettext_lazy("Wishes")),
    (("out-of-scope",), gettext_lazy("Not ours")),
)
FEELINGS = {
    "worry": gettext_lazy("It was worry"), "frustration": gettext_lazy("It was frustration"),
    "anger": gettext_lazy("It was anger"), "satisfaction": gettext_lazy("It was satisfaction"),
    "urgency": gettext_lazy("It was hurry"), CALM: gettext_lazy("It was calm"),
}
IN_WORDS = frozenset({"emotion", "insult", "threat"})  # the sentence says more than the quotation
QUIET = frozenset({CALM, "satisfaction"})  # nobody has to act on these
EACH = 4  # of one kind; the letters themselves hold the others


def guesses(ticket: Ticket, view: str, elsewhere: frozenset[str] = frozenset()) -> dict[str, Any] | None:
    """The value `rail.guesses` of the templates; None where they are calm or content and nothing was found.

    `elsewhere` are checks whose findings stand in another place of the rail.
    """
    found = [one for one in _once(guesses_of(ticket)) if one.check not in elsewhere]
    if not any(_is_worth_a_line(one) for one in found):
        return None
    lines = []
    for checks, title in LINES:
        rows = [_row(one, ticket) for one in found if one.check in checks and _is_worth_a_line(one)]
        if rows:
            lines.append({"title": title, "rows": rows[:EACH]})
    return {"url": beside("guess", ticket.number, view), "lines": lines}


@members_only
@require_POST
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """A member's word on one guess: `guess` is its id and the word, with a colon between them."""
    ticket = ticket_or_404(request, number)
    name, _colon, verdict = request.POST.get("guess", "").partition(":")
    try:
        with transaction.atomic():
            guess = moments.correct(member_of(request), name, verdict)
            if guess is not None:
                spare.follow(member_of(request), guess, now=timezone.now())
        if guess is None:
            messages.error(request, _("That guess is not there any more; nothing was changed."))
    except NotAVerdict as trouble:
        messages.error(request, str(trouble))
    back = "ticket_about" if request.POST.get("pane") == "about" else ""
    return redirect(beside(back, number, view_of(request)) if back else ticket_url(ticket.number, view_of(request)))


def _is_worth_a_line(one: Guess) -> bool:
    return not one.wrong and one.value not in QUIET


def _once(found: list[Guess]) -> list[Guess]:
    """The same words read twice are one guess, the later one."""
    return list({(one.check, one.value, one.words.casefold()): one for one in found}.values())


def _row(one: Guess, ticket: Ticket) -> dict[str, Any]:
    due = due_of(one)
    act = _("Only with other news") if one.check == spare.CHECK and not one.verdict else ""
    words = [(RIGHT, _("That is right"))] if not one.verdict and not act else []
    words.append((WRONG, _("It is not so")))
    if one.check == "emotion":
        words += [(name, str(FEELINGS[name])) for name in EMOTIONS if name != one.value]
    return {
        "id": one.id, "sentence": one.sentence, "in_words": one.check in IN_WORDS, "is_code": one.check == "error-code",
        "quote": quoted(one.words), "by": short_stamp(due.astimezone(their_zone(ticket))) if due else "",
        "seen": bool(one.verdict), "entry_url": f"{reverse('ticket', args=[ticket.number])}#e-{one.entry}",
        "verdicts": words, "act": act,
    }
