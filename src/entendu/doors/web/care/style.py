"""A contact's style at the desk: the glyph with its word, what speaks for it, and the form that puts it right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from entendu.core.care.style import Style
from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.people.reading import contact_or_404
from entendu.flows.care import style as flow
from entendu.flows.care.style import Known
from entendu.parts.people.models import Contact

NAMES = {Style.YELLOW: gettext_lazy("Yellow"), Style.RED: gettext_lazy("Red"), Style.GREEN: gettext_lazy("Green"),
         Style.BLUE: gettext_lazy("Blue")}
HINTS = {
    Style.YELLOW: gettext_lazy("a few warm words first, then the matter"),
    Style.RED: gettext_lazy("short, one date, no story"),
    Style.GREEN: gettext_lazy("one step after the other, reassurance, time"),
    Style.BLUE: gettext_lazy("details, reasons, a list of what changed"),
}
TRAITS = {
    "small-talk": gettext_lazy("writes a few words beside the matter"), "exclaims": gettext_lazy("writes with warmth"),
    "short": gettext_lazy("writes short"), "to-the-point": gettext_lazy("wants a date or an answer"),
    "careful": gettext_lazy("asks whether it is safe"), "patient": gettext_lazy("leaves us time"),
    "exact": gettext_lazy("names versions and figures"), "ordered": gettext_lazy("writes in lists"),
    "long": gettext_lazy("writes at length"),
}


def shown(contact: Contact) -> dict[str, Any] | None:
    """The glyph and its words: .style, .name, .hint, .guessed, .from_words; None where no style is known."""
    known = flow.of(contact)
    return _shown(known) if known.style else None


def on_page(contact: Contact) -> dict[str, Any]:
    """As `shown`, with the form: .choices, .chosen, .weekly, .by_them, .url."""
    known = flow.of(contact)
    return (_shown(known) if known.style else {"style": ""}) | {
        "choices": [("", _("None of these"))] + [(one.value, f"{NAMES[one]}: {HINTS[one]}") for one in Style],
        "chosen": known.style, "weekly": known.weekly, "by_them": known.by_them, "by": known.by,
        "url": reverse("say_style", args=[contact.pk]),
    }


@members_only
@require_POST
def say_style(request: HttpRequest, person_id: int) -> HttpResponse:
    """A member puts it right."""
    contact = contact_or_404(request, person_id)
    try:
        flow.say(contact, request.POST.get("style", ""), "weekly" in request.POST, member=member_of(request),
                 now=timezone.now())
    except ValueError:
        messages.error(request, _("That is no style; nothing was changed; choose one of the list."))
    else:
        messages.success(request, _("Kept."))
    return redirect("person", contact.pk)


def _shown(known: Known) -> dict[str, Any]:
    style = Style(known.style)
    told = ngettext("from %(n)d letter", "from %(n)d letters", known.letters) % {"n": known.letters}
    return {"style": style.value, "name": NAMES[style], "hint": HINTS[style], "guessed": known.guessed,
            "from_words": told if known.guessed else "",
            "traits": ", ".join(str(TRAITS[one]) for one in known.traits)}
