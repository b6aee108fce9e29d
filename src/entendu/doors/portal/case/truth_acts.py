"""What a customer decides on their case page: which option, whether something temporary is understood. By POST."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from entendu.doors.portal.case.acts import number_in
from entendu.doors.portal.case.page import Visit, back, post_only, shown, through_the_door
from entendu.flows.truth import choose


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
