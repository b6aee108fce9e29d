"""A case looked up: what is known that fits it, earlier cases like it, the web when asked, and what was kept of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entendu.channels.searxng.ask import Answer
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.reading import number_in, view_of
from entendu.doors.web.desk.rows import beside, marked, name_of, subject_of, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.knowledge import show
from entendu.flows.knowledge import look_up as flow
from entendu.flows.knowledge.look_up import LookedUp, WebSilent
from entendu.parts.knowledge.actions import cases
from entendu.parts.knowledge.actions.cases import To
from entendu.parts.knowledge.models import Page, Passage, Reference
from entendu.parts.knowledge.queries import items
from entendu.parts.knowledge.queries.found import Found, Similar
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Ticket

LONGEST = 200
QUOTES = 4  # of one page; the others are a press away, on the page itself


@members_only
@require_safe
def look_up(request: HttpRequest, number: int) -> HttpResponse:
    """What fits the case by itself; with `q` what holds these words."""
    query = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    return _shown(request, ticket_or_404(request, number), query)


@members_only
@require_POST
def ask_web(request: HttpRequest, number: int) -> HttpResponse:
    """Asks the web search the words in `web`, which the member has seen and could change; nothing else goes out."""
    ticket = ticket_or_404(request, number)
    query = " ".join(request.POST.get("web", "").replace("\0", "").split())[:LONGEST]
    if not query:
        return _shown(request, ticket, "", web={"query": "", "trouble": _("Write what to ask for first; nothing was "
                                                                          "asked.")}, status=422)
    try:
        answer = flow.ask_web(query, flow.language_of(ticket))
    except WebSilent as silent:
        return _shown(request, ticket, "", web={"query": query, "trouble": str(silent)}, status=422)
    return _shown(request, ticket, "", web=_web(query, answer))


@members_only
@require_POST
def quote(request: HttpRequest, number: int) -> HttpResponse:
    """Puts a paragraph of a page (`page` and `n`) or a document's passage (`passage`) into the member's draft."""
    ticket, member = ticket_or_404(request, number), member_of(request)
    page = items.page_seen_by(member, number_in(request.POST.get("page")))
    passage = _passage(request)
    if page is not None:
        said, place = flow.quotes(page), number_in(request.POST.get("n"))
        words = said[place] if place < len(said) else ""
    else:
        words = passage.text if passage is not None else ""
    if not words:
        messages.error(request, _("These words are no longer there; nothing was put into the reply; look again."))
        return redirect(_here(request, ticket))
    flow.put_in_reply(ticket, member, words, now=timezone.now())
    return redirect(f"{ticket_url(ticket.number, view_of(request))}#reply")


@members_only
@require_POST
def refer(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps where the case was looked up: a page, a document, an earlier case, or an address with title and note."""
    ticket, member = ticket_or_404(request, number), member_of(request)
    try:
        cases.refer(ticket, _to(request), request.POST.get("note", ""), member, now=timezone.now())
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, _("Kept with this case."))
    return redirect(f"{_here(request, ticket)}#references")


@members_only
@require_POST
def unrefer(request: HttpRequest, number: int, reference_id: int) -> HttpResponse:
    """It does not belong to the case after all."""
    ticket = ticket_or_404(request, number)
    found = next((one for one in items.references_of(ticket) if one.pk == reference_id), None)
    if found is None:
        raise Http404
    cases.forget_reference(found)
    return redirect(f"{_here(request, ticket)}#references")


def _shown(request: HttpRequest, ticket: Ticket, query: str, *, web: dict[str, Any] | None = None,
           status: int = 200) -> HttpResponse:
    member = member_of(request)
    looked = flow.look_up(ticket, member, query)
    service = items.web_search()
    here = _here(request, ticket)
    context = {
        "step_title": _("Look it up"), "step_lede": "", "step_url": here, "query": query,
        "terms": [*looked.codes, *looked.terms], "known": _known(looked), "similar": [_similar(one) for one in
                                                                                     looked.similar],
        "nearest": {"text": looked.nearest, "url": f"{here}{'&' if '?' in here else '?'}q={looked.nearest}"}
        if looked.nearest else None,
        "references": [_reference(request, ticket, one) for one in items.references_of(ticket)],
        "quote_url": beside("quote_knowledge", ticket.number, view_of(request)),
        "refer_url": beside("add_reference", ticket.number, view_of(request)),
        "web": (web or {"query": flow.web_query(looked)}) if service is not None and service.active else None,
        "web_url": beside("ask_web", ticket.number, view_of(request)),
        "web_host": service.address.partition("://")[2] if service else "",
    }
    return beside_step(request, ticket, "web/knowledge/case.html", context, status=status)


def _known(looked: LookedUp) -> list[dict[str, Any]]:
    """What was found, with what of it can go into a reply."""
    keys = [one.page for one in looked.known if one.page]
    pages = Page.objects.select_related("item", "published").in_bulk(keys)
    words = looked.query or " ".join([*looked.codes, *looked.terms])
    return [show.result(one, words) | _quotes(one, pages.get(one.page or 0)) for one in looked.known]


def _quotes(found: Found, page: Page | None) -> dict[str, Any]:
    if page is None:
        return {"quotes": [{"name": "passage", "value": found.passage, "n": 0, "text": found.text}], "team_only": False,
                "reference": ("passage", found.passage)}
    said = flow.quotes(page)
    return {"quotes": [{"name": "page", "value": page.pk, "n": place, "text": text}
                       for place, text in enumerate(said[:QUOTES])],
            "team_only": not page.item.for_customers, "reference": ("page", page.pk)}


def _similar(one: Similar) -> dict[str, Any]:
    return {"url": ticket_url(one.ticket.number), "number": one.ticket.number, "subject": subject_of(one.ticket),
            "person": name_of(one.ticket), "at": one.ticket.last_at,
            "snippet": marked(one.snippet, " ".join(one.shared))}


def _reference(request: HttpRequest, ticket: Ticket, one: Reference) -> dict[str, Any]:
    url = one.url
    if one.page is not None:
        url = show.page_url(one.page.item_id, one.page.language)
    elif one.document is not None:
        url = reverse("document", args=[one.document.pk])
    elif one.other is not None:
        url = ticket_url(one.other.number)
    return {"url": url, "outside": bool(one.url), "title": one.title, "note": one.note, "at": one.at,
            "by": one.member.name if one.member else "",
            "remove_url": reverse("remove_reference", args=[ticket.number, one.pk])}


def _web(query: str, answer: Answer) -> dict[str, Any]:
    return {"query": query, "asked": True, "results": answer.results, "spellings": answer.spellings,
            "silent": ", ".join(answer.silent)}


def _to(request: HttpRequest) -> To:
    """What the form names; 404 for what the member may not see."""
    member, said = member_of(request), request.POST
    if said.get("page"):
        page = items.page_seen_by(member, number_in(said["page"]))
        if page is None or page.published is None:
            raise Http404
        return To(page.published.title, page=page)
    if said.get("passage"):
        passage = _passage(request)
        if passage is None or passage.document is None:
            raise Http404
        return To(passage.document.title, document=passage.document)
    if said.get("other"):
        other = tickets.ticket_seen_by(member, number_in(said["other"]))
        if other is None:
            raise Http404
        return To(subject_of(other), other=other)
    return To(said.get("title", ""), url=said.get("url", "").strip())


def _passage(request: HttpRequest) -> Passage | None:
    wanted = Passage.objects.filter(pk=number_in(request.POST.get("passage")))
    return wanted.select_related("document").filter(document__in=items.documents(member_of(request))).first()


def _here(request: HttpRequest, ticket: Ticket) -> str:
    return beside("case_knowledge", ticket.number, view_of(request))
