"""The case page put together: a signed link opens it, and nothing of it is internal."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from entendu.doors.portal.case import (
    heard,
    kept,
    need,
    options,
    plan,
    reach_us,
    reach_you,
    said,
    solved,
    temporary,
    updates,
    write,
)
from entendu.doors.portal.case.clock import zone_of
from entendu.doors.portal.case.headline import headline
from entendu.doors.portal.case.section import Place, Section
from entendu.doors.portal.languages import LANGUAGES, chosen_language, languages
from entendu.flows.portal import case_link
from entendu.flows.portal.case_link import Door, Opened
from entendu.parts.outbox.queries.arrived import said_to_them
from entendu.parts.people import queries as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket

# The order of the page. A section that has nothing to say gives None and takes no room.
SECTIONS: tuple[Callable[[Ticket, Contact, datetime], Section | None], ...] = (
    heard.section, temporary.section, plan.section, options.section, need.section,
    solved.section, updates.section,
    said.section, write.section, reach_us.section, reach_you.section, kept.section,
)
EVERYTHING = 200


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody with a good link: the case, its contact, the time, and the token that they came with.

    `instead` are sections to show in the place of those with the same name, `wrong` sentences for sections whose form
    was not taken, `words` what they had written there.
    """

    ticket: Ticket
    contact: Contact
    now: datetime
    token: str
    instead: Mapping[str, Section] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


View = Callable[[HttpRequest, Visit], HttpResponse]


def through_the_door(view: View) -> Callable[..., HttpResponse]:
    """Only a good link gets in; others read why, and may ask for a new one. In the customer's language and zone.

    A form needs no token against forgery: what it may do follows from the address alone, which no other page knows, and
    many mail programs open links where no cookie is kept.
    """

    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        now = timezone.now()
        found = case_link.opened(token, now)
        contact = people.contact(found.ticket.contact_id) if found else None
        with translation.override(chosen_language(request, contact)):
            if found is None or contact is None or found.door is not Door.OPEN:
                response = closed(request, found, token)
            else:
                with timezone.override(zone_of(found.ticket)):
                    response = view(request, Visit(found.ticket, contact, now, token), **more)
            response["Content-Language"] = translation.get_language() or "en"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(never_cache(guarded))


def closed(request: HttpRequest, found: Opened | None, token: str) -> HttpResponse:
    """Why the link does not open. A link that we did sign may ask for a new one, which goes to the contact's mail."""
    again = reverse("case_again", args=[token]) if found is not None else ""
    return render(request, "portal/case/closed.html", {
        "door": found.door.value if found else "", "again_url": again, "ask_url": reverse("case_door"), "sent": False,
        "firm": found.ticket.mailbox.name if found else "", "address": found.ticket.mailbox.address if found else "",
    }, status=404 if found is None else 410)


@require_safe
@through_the_door
def case_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page. Opening it changes nothing."""
    return shown(request, visit)


@require_safe
@through_the_door
def case_said(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that was said, newest first."""
    rows = said_to_them(visit.ticket).reverse()[:EVERYTHING]
    return render(request, "portal/case/all_said.html", _frame(request, visit, "case_said") | {
        "messages": said.messages(rows, visit.ticket, visit.now)})


def shown(request: HttpRequest, visit: Visit, *, status: int = 200) -> HttpResponse:
    """The page as it stands, or with a form that was not taken."""
    sections = [visit.instead.get(one.name, one) for ask in SECTIONS
                if (one := ask(visit.ticket, visit.contact, visit.now)) is not None]
    answer, is_solved = request.GET.get("heard", ""), request.GET.get("solved", "")
    return render(request, "portal/case/page.html", _frame(request, visit, "case_page") | {
        "head": headline(visit.ticket, visit.now), "wrong": visit.wrong, "words": visit.words,
        "main": [one for one in sections if one.place is Place.MAIN],
        "side": [one for one in sections if one.place is Place.SIDE],
        "planned": plan.stands(sections), "done": request.GET.get("done", ""),
        "answer": answer if answer in {"yes", "no"} else "",
        "solved": is_solved if is_solved in {"yes", "no"} else "",
    }, status=status)


def back(request: HttpRequest, visit: Visit, done: str, anchor: str) -> HttpResponse:
    """To the page again, with a word on what was done: a page that is loaded anew sends nothing twice."""
    language = request.POST.get("language", "")
    asked = {"done": done, **({"language": language} if language in LANGUAGES else {})}
    return HttpResponseRedirect(f"{reverse('case_page', args=[visit.token])}?{urlencode(asked)}#{anchor}")


def _frame(request: HttpRequest, visit: Visit, name: str) -> dict[str, Any]:
    """What stands around: the firm, the languages, the addresses of the forms, and a key for each form that is sent."""
    token = visit.token
    language = request.POST.get("language") or request.GET.get("language") or ""
    return {
        "firm": visit.ticket.mailbox.name, "languages": languages(reverse(name, args=[token])),
        "subject": visit.ticket.subject.strip(), "number": visit.ticket.number,
        "page": {"url": reverse("case_page", args=[token]), "heard_url": reverse("case_heard", args=[token]),
                 "write_url": reverse("case_write", args=[token]), "wishes_url": reverse("case_wishes", args=[token]),
                 "said_url": reverse("case_said", args=[token]), "task_url": reverse("case_task", args=[token]),
                 "choice_url": reverse("case_choice", args=[token]),
                 "temporary_url": reverse("case_temporary", args=[token]),
                 "solved_url": reverse("case_solved", args=[token]),
                 "key": uuid.uuid4().hex, "language": language if language in LANGUAGES else ""},
    }


post_only = require_http_methods(["POST"])
