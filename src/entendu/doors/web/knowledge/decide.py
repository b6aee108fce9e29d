"""What becomes of a draft: proposed, published, given back, thrown away; and what is published withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.reading import number_in
from entendu.doors.web.knowledge import show
from entendu.parts.knowledge.actions import items as actions
from entendu.parts.knowledge.actions.items import MayNotPublish, Overtaken
from entendu.parts.knowledge.models import Page, Version
from entendu.parts.knowledge.queries import items
from entendu.parts.staff.models import Member


class NotDecided(ValueError):
    """What was asked for cannot be done; the text is one sentence."""


@members_only
@require_POST
def decide(request: HttpRequest, item_id: int, language: str) -> HttpResponse:
    """`act` is publish, propose, give-back (with `asked`), discard or withdraw; `edits` is what the reader has read."""
    item, page = show.page_or_404(request, item_id, language)
    member, act = member_of(request), request.POST.get("act", "")
    try:
        said = _withdraw(page, member) if act == "withdraw" else _draft(request, page, act, member)
        messages.success(request, said)
    except (MayNotPublish, NotDecided) as trouble:
        messages.error(request, str(trouble))
    except Overtaken as trouble:
        messages.error(request, overtaken(trouble))
    left = items.item_seen_by(member, item.pk)
    if left is None or items.page_of(left, language) is None:
        return redirect("knowledge")
    return redirect(show.page_url(item_id, language))


def overtaken(trouble: Overtaken) -> str:
    """The trouble in the reader's language."""
    return _("%(name)s has changed this in the meantime; nothing was overwritten; read it, then decide again.") % {
        "name": trouble.by}


def publish(version: Version, member: Member) -> str:
    """Publishes what was read and says so."""
    actions.publish(version, member, now=timezone.now())
    return _("Published. From now on it is found.")


def _draft(request: HttpRequest, page: Page, act: str, member: Member) -> str:
    version, now = items.open_version(page), timezone.now()
    if version is None:
        raise NotDecided(_("Nothing waits to be decided here; it stays as it is; somebody was quicker."))
    if act == "publish":
        version.edits = number_in(request.POST.get("edits"))
        return publish(version, member)
    if act == "propose":
        actions.propose(version, now=now)
        return _("It waits for a lead to read it.")
    if act == "give-back":
        words = request.POST.get("asked", "").strip()
        if not words:
            raise NotDecided(_("Say in a sentence what is missing; it stays as it is."))
        actions.give_back(version, member, words, now=now)
        return _("Given back, with what you would like to see.")
    if act == "discard":
        actions.discard(version)
        return _("The draft is gone.")
    raise NotDecided(_("That cannot be decided here; it stays as it is; choose one of the buttons."))


def _withdraw(page: Page, member: Member) -> str:
    actions.withdraw(page, member, now=timezone.now())
    return _("Withdrawn. It is no longer found; its words stay in its history.")
