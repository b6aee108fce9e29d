"""The tone between us: an insult that was read, or the step of the ladder that stands; anger at what happens is met
with a calm opening and the one question that helps most."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.core.care.civility import Step as Rung
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.templatetags.desk import stamp
from entendu.doors.web.understanding.step import Dot, Step
from entendu.flows.care import calm, civility
from entendu.parts.care.models import CivilityStep
from entendu.parts.care.queries import moments
from entendu.parts.tickets.models import Ticket


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """None where nothing is between us. Two queries, and two more where they are upset about what happens."""
    stands = civility.stands(ticket.contact_id)
    lately = moments.lately(ticket, reader.now)
    insulted = bool(lately & moments.UNCIVIL)
    upset = None if insulted or not lately & moments.UPSET else calm.offer(ticket)
    if stands is None and not insulted and upset is None:
        return None
    sentence = _stands(stands, reader) if stands is not None else _insult(lately) if insulted else _(
        "Upset about what happens, it seems, not about you.")
    return Step("tone", _("The tone"), Dot.PART if stands is not None else Dot.OPEN,
                "web/understanding/tone.html", url=reverse("civility", args=[ticket.number]),
                shown={"sentence": sentence, "steps_url": reverse("civility", args=[ticket.number]),
                       "ladder": stands is not None or insulted, "calm": upset,
                       "calm_url": reverse("calm", args=[ticket.number])})


def _insult(lately: frozenset[str]) -> str:
    if "insult" not in lately:
        return _("A threat was read in their words.")
    return _("An insult was read in their words; the matter behind it still wants an answer.")


def _stands(found: CivilityStep, reader: Reader) -> str:
    """Where they stand, and since when."""
    words = {"when": stamp(found.at), "who": found.manager.first_name if found.manager else "",
             "until": stamp(found.until) if found.until else ""}
    if found.step == Rung.WARNED:
        return _("Asked for civility, %(when)s.") % words
    if found.step == Rung.CALLED:
        return _("%(who)s takes over since %(when)s.") % words
    if found.until is not None and found.until > reader.now:
        return _("Paused until %(until)s. What may be urgent gets through.") % words
    return _("The pause ended %(until)s: invite them back.") % words
