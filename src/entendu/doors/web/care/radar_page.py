"""The radar: whom one had better call, why, when and at which number. Few rows; most days none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.care.brief import brief, latest_cases, row
from entendu.doors.web.nav import show
from entendu.doors.web.people.reading import contact_or_404
from entendu.flows.care import radar as flow
from entendu.flows.care.radar import Proposed


@members_only
@require_safe
def radar(request: HttpRequest) -> HttpResponse:
    """The proposed calls."""
    now = timezone.now()
    found = flow.radar(member_of(request), now)
    calls = [row(one, now) | {"url": reverse("person", args=[one.contact.pk]),
                              "brief_url": reverse("brief", args=[one.contact.pk]),
                              "not_now_url": reverse("not_now", args=[one.contact.pk])} for one in found.calls]
    return show(request, "web/care/radar.html", {
        "calls": calls, "more": found.more, "people_url": reverse("people")}, at="people")


@members_only
@require_safe
def brief_page(request: HttpRequest, person_id: int) -> HttpResponse:
    """All that one wants to know before dialling, on one page that can be printed."""
    contact, member, now = contact_or_404(request, person_id), member_of(request), timezone.now()
    proposed = Proposed(contact, flow.reasons_for(contact, member, now))
    told = brief(contact, latest_cases(contact, member), now)
    return show(request, "web/care/brief.html", {
        "call": row(proposed, now), "brief": told, "person_url": reverse("person", args=[contact.pk]),
        "notes_url": reverse("call", args=[told["current"].number]) if told["current"] else "",
        "cases": [{"url": reverse("ticket", args=[one.number]), "subject": one.subject or _("Without a subject"),
                   "state": one.get_status_display()} for one in told["cases"]],
        "organisation": contact.organisation.name if contact.organisation else "", "about": contact.about,
    }, at="people")


@members_only
@require_POST
def not_now(request: HttpRequest, person_id: int) -> HttpResponse:
    """Put off for some days, with the reason."""
    contact, why = contact_or_404(request, person_id), request.POST.get("why", "").strip()
    if not why:
        messages.error(request, _("Say in a word why not; they stay where they are until then."))
    else:
        flow.put_off(contact, member_of(request), why, now=timezone.now())
        messages.success(request, _("%(name)s is off the radar for three days, unless something new happens.")
                         % {"name": contact.first_name or contact.name})
    return redirect("radar" if request.POST.get("back") != "person" else reverse("person", args=[contact.pk]))
