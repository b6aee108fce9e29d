"""What a customer decides on their case page: which option, whether something temporary is understood. By POST."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from entendu.doors.portal.case.acts import number_in
from entendu.doors.portal.case.page import Visit, back, post_only, shown, through_the_door
from entendu.flows.truth import choose, temporary
from entendu.parts.options.models import TemporaryFix
from entendu.parts.options.queries.temporary import standing


@post_only
@through_the_door
def case_choice(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One tap on an option. Tapped twice it is one choice."""
    offer, option = number_in(request.POST.get("offer", "")), request.POST.get("option", "")
    if not option.isdecimal() or not choose.choose(visit.ticket, offer, number_in(option), now=visit.now):
        words = _("These options are not open any more; nothing was changed; look at what stands here now, or write to "
                  "us.")
        return shown(request, replace(visit, wrong={"choice": words}), status=422)
    return back(request, visit, "chosen", "choice")


@post_only
@through_the_door
def case_temporary(request: HttpRequest, visit: Visit) -> HttpResponse:
    """They know that it is temporary, can live with it, or cannot. Said twice, the first word counts."""
    wanted, answer = number_in(request.POST.get("fix", "")), request.POST.get("answer", "")
    fix = next((one for one in standing(visit.ticket) if one.pk == wanted), None)
    if fix is None or not _taken(visit, fix, answer):
        words = _("This is not asked any more; nothing was changed; look at what stands here now, or write to us.")
        return shown(request, replace(visit, wrong={"temporary": words}), status=422)
    return back(request, visit, "temporary", "temporary")


def _taken(visit: Visit, fix: TemporaryFix, answer: str) -> bool:
    """Whether it was a word that the page asks for."""
    if answer == "clear":
        return temporary.confirm(fix, now=visit.now) or fix.confirmed_at is not None
    if answer == "stay" and fix.asked_at is not None:
        return temporary.accept(fix, _("On the case page: “Yes, leave it so”"), now=visit.now)
    return answer == "repair" and temporary.refuse(fix, now=visit.now)
