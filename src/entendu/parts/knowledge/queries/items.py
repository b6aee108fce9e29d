"""What a member may read of items, pages, documents, references and lessons."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from entendu.parts.knowledge.models.cases import Lesson, Reference, WebSearch
from entendu.parts.knowledge.models.items import Item, Page, Version
from entendu.parts.knowledge.models.passages import Document
from entendu.parts.knowledge.search import Among
from entendu.parts.staff.models import Member, Team
from entendu.parts.tickets.models import Ticket

State = Version.State


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; "" is everything. `state` is one of `Version.State`, or "withdrawn"."""

    kind: str = ""
    language: str = ""
    state: str = ""


def teams_of(member: Member) -> list[Team]:
    """The teams whose knowledge the member reads beside that of all teams; an administrator's are all."""
    return list(Team.objects.all() if member.is_administrator else member.teams.all())


def among_for(member: Member, kinds: tuple[str, ...] = (), languages: tuple[str, ...] = ()) -> Among:
    """What a search by this member looks through."""
    teams = None if member.is_administrator else tuple(member.teams.values_list("pk", flat=True))
    return Among(teams, kinds, languages)


def seen_by(member: Member) -> QuerySet[Item]:
    """The items that a member may read: those of all teams and of their own."""
    if member.is_administrator:
        return Item.objects.all()
    return Item.objects.filter(Q(team=None) | Q(team__in=member.teams.values("pk")))


def item_seen_by(member: Member, item_id: int) -> Item | None:
    """One item with its team, codes and languages."""
    return (seen_by(member).select_related("team", "ticket", "added_by").prefetch_related("codes", "pages")
            .filter(pk=item_id).first())


def page_of(item: Item, language: str) -> Page | None:
    """The item in this language, with what is published."""
    return (Page.objects.select_related("published__written_by", "published__decided_by", "item__team")
            .filter(item=item, language=language).first())


def page_seen_by(member: Member, page_id: int) -> Page | None:
    """One page by its id."""
    return (Page.objects.select_related("item", "published").filter(item__in=seen_by(member), pk=page_id).first())


def newest(page: Page) -> Version | None:
    """The version that was written last."""
    return page.versions.select_related("written_by", "decided_by").first()


def open_version(page: Page) -> Version | None:
    """The version that is being written or looked at."""
    return (page.versions.select_related("written_by", "decided_by", "page__item")
            .filter(state__in=[State.DRAFT, State.REVIEW]).first())


def history(page: Page) -> QuerySet[Version]:
    """All versions, the newest first."""
    return page.versions.select_related("written_by", "decided_by")


def pages(member: Member, wanted: Wanted) -> QuerySet[Page]:
    """Pages with `newest_title` and `newest_state` (of the version written last), those changed last first."""
    last = Version.objects.filter(page=OuterRef("pk")).order_by("-number")
    found = (Page.objects.filter(item__in=seen_by(member)).select_related("item__team", "published")
             .annotate(newest_title=Subquery(last.values("title")[:1]), newest_state=Subquery(last.values("state")[:1]),
                       newest_by=Subquery(last.values("written_by__name")[:1])))
    if wanted.kind:
        found = found.filter(item__kind=wanted.kind)
    if wanted.language:
        found = found.filter(language=wanted.language)
    if wanted.state == State.PUBLISHED:
        found = found.exclude(published=None)
    elif wanted.state:
        found = found.filter(newest_state=wanted.state)
    return found.order_by("-changed_at", "-pk")


def documents(member: Member) -> QuerySet[Document]:
    """The imported documents that a member may read, newest first."""
    if member.is_administrator:
        return Document.objects.select_related("team", "added_by")
    teams = Q(team=None) | Q(team__in=member.teams.values("pk"))
    return Document.objects.filter(teams).select_related("team", "added_by")


def references_of(ticket: Ticket) -> list[Reference]:
    """Where the case was looked up, in order."""
    return list(Reference.objects.filter(ticket=ticket).select_related("member", "page__item", "document", "other"))


def lessons_of(ticket: Ticket) -> list[Lesson]:
    """What was learned from the case; one without words was passed over."""
    return list(Lesson.objects.filter(ticket=ticket).select_related("member", "item"))


def web_search() -> WebSearch | None:
    """The SearXNG that may be asked, switched on or off."""
    return WebSearch.objects.first()
