"""The list of people, and finding one among them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.chat_presence import called
from entendu.doors.web.nav import show
from entendu.parts.people.models import Contact
from entendu.parts.people.queries import contacts_named
from entendu.parts.tickets.queries import contacts_seen_by, with_open_tickets

PAGE = 50


@members_only
def people(request: HttpRequest) -> HttpResponse:
    """Contacts by name, those of the member's mailboxes; with `q` only those who fit every word."""
    member, query = member_of(request), request.GET.get("q", "").strip()
    found = with_open_tickets(member, contacts_named(query, contacts_seen_by(member)))
    page = Paginator(found.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    further = reverse("people") + "?" + urlencode({"q": query, "page": page.number + 1}) if page.has_next() else ""
    return show(request, "web/people/list.html", {
        "query": query, "list_url": reverse("people"), "new_url": reverse("new_person"), "older_url": further,
        "organisations_url": reverse("organisations"), "radar_url": reverse("radar"),
        "people": [_row(contact) for contact in page],
    }, at="people")


def name_of(contact: Contact) -> str:
    """What a contact is called on a page: the name, or where they are reached."""
    if contact.name:
        return contact.name
    first = next(iter(contact.addresses.all()), None)
    return called(first.value) if first else _("Somebody without a name")


def _row(contact: Contact) -> dict[str, object]:
    unfinished: int = contact.open_tickets  # type: ignore[attr-defined]
    words = ngettext("%(n)s open case", "%(n)s open cases", unfinished) % {"n": unfinished}
    return {
        "name": name_of(contact), "url": reverse("person", args=[contact.pk]),
        "organisation": contact.organisation.name if contact.organisation else "",
        "addresses": ", ".join(address.value for address in contact.addresses.all()),
        "open_text": words if unfinished else "", "last": contact.last_at,  # type: ignore[attr-defined]
    }
