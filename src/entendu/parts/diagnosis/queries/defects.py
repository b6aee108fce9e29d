"""What others read of defects and incidents. What a member may see passes through `seen_by`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from entendu.parts.diagnosis.models.defects import Defect, DefectNews, DefectTicket, DefectTold
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket

LIVE = (Defect.State.SUSPECTED, Defect.State.CONFIRMED)
# So many live ones of a team are looked at for a letter; more at once is no list, but a day on which all is down.
MOST_LIVE = 30


def seen_by(member: Member) -> QuerySet[Defect]:
    """Those of the member's teams; an administrator sees all. For all others they do not exist."""
    if not member.is_active:
        return Defect.objects.none()
    if member.is_administrator:
        return Defect.objects.all()
    return Defect.objects.filter(team__members=member)


def defect_seen_by(member: Member, defect_id: int) -> Defect | None:
    """One with its team, or None."""
    return seen_by(member).select_related("team", "member").filter(pk=defect_id).first()


def with_tickets(defects: QuerySet[Defect]) -> QuerySet[Defect]:
    """With `touched`: how many tickets each touches."""
    return defects.select_related("team").annotate(touched=Count("links", filter=Q(links__refused=False)))


def live_of(team_id: int) -> list[Defect]:
    """The team's live ones, the newest first, each with `has_news`: whether something was said of it."""
    return list(_with_news(Defect.objects.filter(team=team_id, state__in=LIVE))[:MOST_LIVE])


def links_of(ticket: Ticket) -> list[DefectTicket]:
    """What links the ticket to defects and incidents, refusals among it, each with its defect and `has_news`."""
    return list(DefectTicket.objects.filter(ticket=ticket).select_related("defect")
                .annotate(has_news=Exists(DefectNews.objects.filter(defect=OuterRef("defect")))))


def _with_news(defects: QuerySet[Defect]) -> QuerySet[Defect]:
    return defects.annotate(has_news=Exists(DefectNews.objects.filter(defect=OuterRef("pk"))))


def tickets_of(defect: Defect) -> list[Ticket]:
    """The tickets that it touches, with mailbox, contact and addresses, the oldest first."""
    return list(Ticket.objects.filter(defect_links__defect=defect, defect_links__refused=False)
                .select_related("mailbox", "contact").prefetch_related("contact__addresses").order_by("pk"))


def known_tickets(defect: Defect) -> set[int]:
    """The numbers of the tickets that somebody has decided about."""
    return set(defect.links.values_list("ticket_id", flat=True))


def news_of(defect: Defect) -> list[DefectNews]:
    """All that was said of it, the newest first, with who said it and what became of it for each ticket."""
    return list(defect.news.select_related("member").prefetch_related(
        "told__ticket__contact__addresses", "told__on__contact__addresses", "told__on__mailbox"))


def heard_since(defect: Defect, tickets: Iterable[int], since: datetime) -> dict[int, DefectNews]:
    """What the contacts of these tickets (by number) were told of it last after `since`, by the contact's id."""
    told = (DefectTold.objects.filter(news__defect=defect, news__at__gt=since, ticket__in=list(tickets))
            .exclude(submission="").select_related("news", "on").order_by("news_id"))
    return {one.on.contact_id: one.news for one in told}


def latest_news(defects: Iterable[int]) -> dict[int, DefectNews]:
    """The newest of each defect (by its id)."""
    found: dict[int, DefectNews] = {}
    for news in DefectNews.objects.filter(defect__in=list(defects)).order_by("id"):
        found[news.defect_id] = news
    return found
