"""Everything that we know, found by its words or looked through by kind, language and state."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.knowledge import show
from entendu.doors.web.nav import show as show_page
from entendu.parts.knowledge.models import Version
from entendu.parts.knowledge.models.items import Kind
from entendu.parts.knowledge.queries import items
from entendu.parts.knowledge.queries.found import find, nearest_query
from entendu.parts.knowledge.queries.items import Wanted
from entendu.parts.staff.models import Member

PAGE = 50
LONGEST = 200
STATES = (Version.State.PUBLISHED, Version.State.REVIEW, Version.State.DRAFT)


@members_only
@require_safe
def knowledge(request: HttpRequest) -> HttpResponse:
    """With `q` what holds every word of it, else the pages changed last; both narrowed by kind, language and state."""
    member = member_of(request)
    query = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    chosen = Wanted(_one_of(request, "kind", show.KINDS), _one_of(request, "language", show.NAMES),
                    _one_of(request, "state", STATES))
    context: dict[str, Any] = {
        "query": query, "list_url": reverse("knowledge"), "new_url": reverse("new_item"),
        "documents_url": reverse("documents"), "chosen": chosen,
        "kinds": list(show.KINDS.items()), "languages": list(show.NAMES.items()),
        "states": [(state.value, show.STATES[state]) for state in STATES],
        "filtered": bool(chosen.kind or chosen.language or chosen.state),
    }
    if query:
        context |= _searched(member, query, chosen)
    else:
        context |= _listed(request, member, chosen)
    return show_page(request, "web/knowledge/list.html", context, at="knowledge")


def _searched(member: Member, query: str, chosen: Wanted) -> dict[str, Any]:
    """Published pages and documents; drafts are found in the lists alone."""
    among = items.among_for(member, (chosen.kind,) if chosen.kind else (),
                            (chosen.language,) if chosen.language else ())
    found = [show.result(one, query) for one in find(query, among, PAGE)]
    nearest = None
    if not found and (spelling := nearest_query(query)):
        count = len(find(spelling, among, PAGE))
        where = f"{reverse('knowledge')}?{urlencode({'q': spelling, 'kind': chosen.kind, 'language': chosen.language})}"
        nearest = {"text": spelling, "url": where, "count": count} if count else None
    words = ngettext("%(n)d result", "%(n)d results", len(found)) % {"n": len(found)} if found else ""
    return {"found": found, "nearest": nearest, "count_text": words}


def _listed(request: HttpRequest, member: Member, chosen: Wanted) -> dict[str, Any]:
    if chosen.kind == show.DOCUMENT:
        return {"rows": [], "see_documents": True}
    page = Paginator(items.pages(member, chosen), PAGE).get_page(request.GET.get("page"))
    more = {"kind": chosen.kind, "language": chosen.language, "state": chosen.state, "page": page.number + 1}
    further = f"{reverse('knowledge')}?{urlencode(more)}" if page.has_next() else ""
    return {"rows": [_row(one) for one in page], "older_url": further}


def _row(page: Any) -> dict[str, Any]:
    title = page.published.title if page.published else page.newest_title
    return {"url": show.page_url(page.item_id, page.language), "title": title, "lang": page.language,
            "kind": show.KINDS[Kind(page.item.kind)], "language": show.NAMES[page.language],
            "state": show.state_of(page), "team": page.item.team.name if page.item.team else _("All teams"),
            "at": page.changed_at}


def _one_of(request: HttpRequest, name: str, known: Any) -> str:
    value = request.GET.get(name, "")
    return value if value in known else ""
