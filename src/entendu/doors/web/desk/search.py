"""Find a case by its words or number, or a person by name; only what the member may see is found."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.reading import number_in
from entendu.doors.web.desk.rows import marked, row
from entendu.doors.web.nav import show
from entendu.parts.knowledge.queries.found import nearest_query
from entendu.parts.people import queries as people
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets import lists, queries

MOST = 30
PEOPLE = 6
LONGEST = 200


@members_only
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What holds every word of `q`; a number alone leads to that case."""
    member = member_of(request)
    query = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    number = number_in(query.removeprefix("#"))
    if number and queries.ticket_seen_by(member, number) is not None:
        return redirect("ticket", number)
    rows = found(member, query) if query else []
    words = ngettext("%(n)d case", "%(n)d cases", len(rows)) % {"n": len(rows)} if rows else ""
    context = {
        "query": query, "search_url": reverse("search"), "rows": rows, "people": known(member, query) if query else [],
        "count_text": words, "nearest": nearest(member, query) if query and not rows else None, "older_url": "",
    }
    return show(request, "web/search.html", context, at="search")


def found(member: Member, query: str) -> list[dict[str, Any]]:
    """The rows of the tickets that fit best, each with the words around the match."""
    hits = queries.search_tickets(queries.mailboxes_of(member), query, MOST)
    snippets = {hit.ticket.pk: hit.snippet for hit in hits}
    now = timezone.now()
    rows = [row(ticket, view="inbox", now=now) for ticket in lists.in_order(member, list(snippets))]
    for one in rows:
        one |= {"subject": marked(one["subject"], query), "snippet": marked(snippets[one["number"]], query)}
    return rows


def nearest(member: Member, query: str) -> dict[str, Any] | None:
    """Another spelling of the query and how many cases it has; None where it would find nothing either."""
    spelling = nearest_query(query)
    count = len(queries.numbers_found(queries.mailboxes_of(member), spelling, at_most=MOST)) if spelling else 0
    address = f"{reverse('search')}?{urlencode({'q': spelling})}"
    return {"text": spelling, "url": address, "count": count} if count else None


def known(member: Member, query: str) -> list[dict[str, str]]:
    """People whom the member may see with these words in name, organisation or address."""
    seen = queries.contacts_seen_by(member).values("pk")
    return [{"name": name_of(contact), "url": reverse("person", args=[contact.pk]), "about": about(contact)}
            for contact in people.contacts_named(query).filter(pk__in=seen)[:PEOPLE]]


def name_of(contact: Contact) -> str:
    """The name, or the address where there is none."""
    return contact.name or next((address.value for address in contact.addresses.all()), "—")


def about(contact: Contact) -> str:
    """The organisation or how they are reached."""
    if contact.organisation is not None:
        return contact.organisation.name
    return ", ".join(address.value for address in contact.addresses.all())
