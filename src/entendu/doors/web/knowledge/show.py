"""How items, pages and documents are named on every page about them, and who may do what with them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.core.knowledge import markdown
from entendu.doors.web.access import member_of
from entendu.doors.web.desk.rows import marked
from entendu.parts.knowledge.models import Item, Page, Version
from entendu.parts.knowledge.models.items import FIELDS_OF, LANGUAGES, Content, Kind, Stance
from entendu.parts.knowledge.queries import items
from entendu.parts.knowledge.queries.found import Found

DOCUMENT = "document"
KINDS = {Kind.ARTICLE: gettext_lazy("Article"), Kind.ERROR: gettext_lazy("Known error"),
         Kind.LIMIT: gettext_lazy("Limit"), Kind.DECISION: gettext_lazy("Decision"),
         DOCUMENT: gettext_lazy("Document")}
STANCES = {Stance.CAN: gettext_lazy("Can be done"), Stance.CANNOT: gettext_lazy("Cannot be done"),
           Stance.PLANNED: gettext_lazy("Planned, without a date")}
STATES = {Version.State.DRAFT: gettext_lazy("Draft"), Version.State.REVIEW: gettext_lazy("In review"),
          Version.State.PUBLISHED: gettext_lazy("Published"), Version.State.REPLACED: gettext_lazy("Withdrawn")}
NAMES = dict(LANGUAGES)
FIELDS = {
    "body": gettext_lazy("Text"), "reason": gettext_lazy("Why"), "symptoms": gettext_lazy("What they see"),
    "cause": gettext_lazy("Cause"), "fix": gettext_lazy("Fix"), "workaround": gettext_lazy("What worked instead"),
    "affected": gettext_lazy("Versions affected"),
}


def item_or_404(request: HttpRequest, item_id: int) -> Item:
    """The item, when this member may read it."""
    found = items.item_seen_by(member_of(request), item_id)
    if found is None:
        raise Http404
    return found


def page_or_404(request: HttpRequest, item_id: int, language: str) -> tuple[Item, Page]:
    """The item in that language."""
    item = item_or_404(request, item_id)
    found = items.page_of(item, language)
    if found is None:
        raise Http404
    return item, found


def page_url(item_id: int, language: str) -> str:
    """Where the item is read in that language."""
    return reverse("item_page", args=[item_id, language])


def sections(kind: str, content: Content) -> list[dict[str, Any]]:
    """The fields that hold words, each with its name and as HTML; an article's text has no name of its own."""
    said = ((name, getattr(content, name)) for name in FIELDS_OF[Kind(kind)] if name != "title")
    return [{"name": name, "title": "" if kind == Kind.ARTICLE else FIELDS[name],
             "html": as_html(words, 3 if kind != Kind.ARTICLE else 2)} for name, words in said if words.strip()]


def as_html(words: str, heading: int = 3) -> SafeString:
    """Markdown as HTML; everything but our own tags is escaped there."""
    return mark_safe(markdown.to_html(words, heading))  # noqa: S308 - escaped by core.knowledge.markdown


def result(found: Found, query: str) -> dict[str, Any]:
    """What was found, as the lists show it: title and words around the match with the query's words marked."""
    url = (page_url(found.item, found.language) if found.item
           else reverse("document", args=[found.document]) + f"#p{found.passage}")
    return {"kind": KINDS.get(found.kind, found.kind), "url": url, "title": marked(found.title, query),
            "plain_title": found.title, "snippet": marked(found.snippet, query), "lang": found.language,
            "language": NAMES.get(found.language, found.language), "at": found.at, "by_code": found.by_code}


def state_of(page: Page) -> str:
    """What a list says of a page that `items.pages` gave."""
    newest = page.newest_state  # type: ignore[attr-defined]
    if page.published_id is None:
        return str(STATES[newest])
    if newest == Version.State.DRAFT:
        return _("Published, a draft is being written")
    if newest == Version.State.REVIEW:
        return _("Published, a change is in review")
    return str(STATES[Version.State.PUBLISHED])
