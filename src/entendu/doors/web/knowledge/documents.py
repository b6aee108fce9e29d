"""Documents that were imported: what there is, one to read, one more, one less."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.reading import number_in
from entendu.doors.web.knowledge import show
from entendu.doors.web.nav import show as show_page
from entendu.flows.knowledge.look_up import CannotImport, import_document
from entendu.parts.knowledge.actions import passages as actions
from entendu.parts.knowledge.models import Document
from entendu.parts.knowledge.queries import items
from entendu.parts.staff.models import Role

PAGE = 50


@members_only
def documents(request: HttpRequest) -> HttpResponse:
    """What was imported; POST imports the chosen files, as far as each can be read."""
    if request.method == "POST":
        return _import(request)
    page = Paginator(items.documents(member_of(request)), PAGE).get_page(request.GET.get("page"))
    return show_page(request, "web/knowledge/documents.html", {
        "documents": [{"url": reverse("document", args=[one.pk]), "title": one.title, "name": one.name,
                       "type": one.get_type_display(), "language": show.NAMES[one.language],
                       "team": one.team.name if one.team else _("All teams"), "at": one.added_at} for one in page],
        "older_url": f"{reverse('documents')}?page={page.number + 1}" if page.has_next() else "",
        "teams": items.teams_of(member_of(request)), "form_url": reverse("documents"), "back_url": reverse("knowledge"),
    }, at="knowledge")


@members_only
@require_safe
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """One document as its words."""
    found = _document(request, document_id)
    return show_page(request, "web/knowledge/document.html", {
        "document": found, "passages": list(found.passages.all()), "back_url": reverse("documents"),
        "remove_url": reverse("remove_document", args=[found.pk]) if _may_remove(request, found) else "",
    }, at="knowledge")


@members_only
@require_POST
def remove(request: HttpRequest, document_id: int) -> HttpResponse:
    """Nothing of the document is found any more; leads and whoever imported it may do so."""
    found = _document(request, document_id)
    if not _may_remove(request, found):
        raise Http404
    actions.remove_document(found)
    messages.success(request, _("“%(title)s” is gone. Nothing of it is found any more.") % {"title": found.title})
    return redirect("documents")


def _import(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    wanted = number_in(request.POST.get("team"))
    team = next((one for one in items.teams_of(member) if one.pk == wanted), None)
    if wanted and team is None:
        raise Http404
    imported = 0
    for file in request.FILES.getlist("files"):
        try:
            import_document(file.name or "document", file.read(), team, member, now=timezone.now())
            imported += 1
        except CannotImport as trouble:
            messages.error(request, str(trouble))
    if imported:
        messages.success(request, ngettext("%(n)d document imported.", "%(n)d documents imported.", imported)
                         % {"n": imported})
    elif not request.FILES:
        messages.error(request, _("No file was chosen; nothing was imported; choose one first."))
    return redirect("documents")


def _document(request: HttpRequest, document_id: int) -> Document:
    found = items.documents(member_of(request)).filter(pk=document_id).first()
    if found is None:
        raise Http404
    return found


def _may_remove(request: HttpRequest, document: Document) -> bool:
    member = member_of(request)
    return member.role != Role.AGENT or document.added_by_id == member.pk
