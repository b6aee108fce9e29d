"""One item in one language, to read and to print; and how it came to read so."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entendu.core.knowledge.differences import between
from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.rows import ticket_url
from entendu.doors.web.knowledge import show
from entendu.doors.web.nav import show as show_page
from entendu.parts.knowledge.actions.items import may_publish
from entendu.parts.knowledge.models import Item, Page, Version
from entendu.parts.knowledge.models.items import FIELDS_OF, Kind, Stance
from entendu.parts.knowledge.queries import items
from entendu.parts.tickets import queries as tickets


@members_only
@require_safe
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """The item in the reader's language, or in the first that it has."""
    found = show.item_or_404(request, item_id)
    languages = [one.language for one in found.pages.all()]
    if not languages:
        raise Http404
    wanted = (translation.get_language() or "en")[:2]
    return redirect(show.page_url(item_id, wanted if wanted in languages else languages[0]))


@members_only
@require_safe
def page(request: HttpRequest, item_id: int, language: str) -> HttpResponse:
    """What is published; with `?draft=1`, and where nothing is, what is being written."""
    item, page = show.page_or_404(request, item_id, language)
    draft = items.open_version(page)
    newest = draft or items.newest(page)
    shown = draft if draft and (request.GET.get("draft") or page.published is None) else page.published or newest
    if shown is None:
        raise Http404
    return show_page(request, "web/knowledge/page.html", {
        "item": item, "version": shown, "lang": language, "kind": show.KINDS[Kind(item.kind)],
        "stance": show.STANCES.get(Stance(item.stance)) if item.stance else "",
        "codes": [code.text for code in item.codes.all()], "sections": show.sections(item.kind, shown.content),
        "languages": _languages(item, language), "here": show.page_url(item_id, language),
        "edit_url": reverse("edit_item", args=[item_id, language]),
        "history_url": reverse("item_history", args=[item_id, language]),
        "decide_url": reverse("decide_item", args=[item_id, language]),
        "state": _state(page, shown), "waiting": draft if draft and shown is not draft else None,
        "acts": _acts(request, item, page, shown), "list_url": reverse("knowledge"),
        "found_on": _found_on(request, item),
    }, at="knowledge")


@members_only
@require_safe
def history(request: HttpRequest, item_id: int, language: str) -> HttpResponse:
    """Each version with what it changed, the newest first."""
    item, page = show.page_or_404(request, item_id, language)
    versions = list(items.history(page))
    rows = [_compared(item, version, before) for version, before in zip(versions, [*versions[1:], None], strict=True)]
    return show_page(request, "web/knowledge/history.html", {
        "item": item, "lang": language, "title": versions[0].title if versions else "", "rows": rows,
        "back_url": show.page_url(item_id, language),
    }, at="knowledge")


def _compared(item: Item, version: Version, before: Version | None) -> dict[str, Any]:
    """A version with the fields that it changed, in words; of the first one all its words are new."""
    fields = []
    for name in FIELDS_OF[Kind(item.kind)]:
        old, new = getattr(before, name) if before else "", getattr(version, name)
        if old != new:
            fields.append({"title": _("Title") if name == "title" else show.FIELDS[name], "changes": between(old, new)})
    return {"version": version, "fields": fields, "first": before is None, "state": _version_state(version)}


def _version_state(version: Version) -> str:
    return _("Earlier") if version.state == Version.State.REPLACED else str(show.STATES[Version.State(version.state)])


def _state(page: Page, version: Version) -> str:
    if version.is_open or version.state == Version.State.PUBLISHED:
        return str(show.STATES[Version.State(version.state)])
    return _("Withdrawn") if page.published is None else _("Earlier")


def _languages(item: Item, current: str) -> list[dict[str, Any]]:
    """The languages that the item has, and those that it could have."""
    there = {one.language for one in item.pages.all()}
    return [{"code": code, "name": name, "current": code == current, "there": code in there,
             "url": show.page_url(item.pk, code) if code in there else reverse("edit_item", args=[item.pk, code])}
            for code, name in show.NAMES.items()]


def _acts(request: HttpRequest, item: Item, page: Page, shown: Version) -> dict[str, bool]:
    """What this member may do with the version that is shown."""
    lead = may_publish(item, member_of(request))
    return {"publish": lead and shown.is_open, "propose": not lead and shown.state == Version.State.DRAFT,
            "give_back": lead and shown.state == Version.State.REVIEW, "discard": shown.is_open,
            "withdraw": lead and page.published is not None and not shown.is_open}


def _found_on(request: HttpRequest, item: Item) -> dict[str, Any] | None:
    """The case that it was found on, where the reader may see it."""
    if item.ticket_id is None:
        return None
    ticket = tickets.ticket_seen_by(member_of(request), item.ticket_id)
    return {"url": ticket_url(ticket.number), "subject": ticket.subject, "number": ticket.number} if ticket else None
