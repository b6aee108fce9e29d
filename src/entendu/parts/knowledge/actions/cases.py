"""The only writer of references, lessons and the address of the web search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from entendu.parts.knowledge.models.cases import Lesson, Reference, WebSearch
from entendu.parts.knowledge.models.items import Item, Page
from entendu.parts.knowledge.models.passages import Document
from entendu.parts.knowledge.models.replies import SavedReply
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket

_WEB = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class To:
    """What a reference leads to: an address outside, or something of ours."""

    title: str
    url: str = ""
    page: Page | None = None
    document: Document | None = None
    other: Ticket | None = None


@transaction.atomic
def refer(ticket: Ticket, to: To, note: str, member: Member, *, now: datetime) -> Reference:
    """Keeps where the case was looked up, each place once; `ValidationError` where it leads nowhere in the web."""
    if to.url or not (to.page or to.document or to.other):
        try:
            _WEB(to.url)
        except ValidationError:
            raise ValidationError({"url": _("That is no address of the web; nothing was kept; it begins with "
                                            "https://.")}) from None
    known = Reference.objects.filter(ticket=ticket, url=to.url, page=to.page, document=to.document,
                                     other=to.other).first()
    note = " ".join(note.split())[:500]
    if known is not None:
        if note:
            known.note = note
            known.save(update_fields=["note"])
        return known
    new = Reference(ticket=ticket, url=to.url, title=" ".join(to.title.split())[:300] or to.url[:300], note=note,
                    page=to.page, document=to.document, other=to.other, member=member, at=now)
    new.save()
    return new


def forget_reference(reference: Reference) -> None:
    """It does not belong to the case after all."""
    reference.delete()


def keep_lesson(ticket: Ticket, text: str, member: Member, *, now: datetime,
                became: Item | SavedReply | None = None) -> Lesson:
    """What was learned from the case, in one line, and what became of it; without words it was passed over."""
    item, reply = (became if isinstance(became, kind) else None for kind in (Item, SavedReply))
    return Lesson.objects.create(ticket=ticket, text=" ".join(text.split())[:300], item=item, reply=reply,
                                 member=member, at=now)


@transaction.atomic
def set_web_search(address: str, active: bool, member: Member, *, now: datetime) -> WebSearch:
    """From now on this SearXNG is asked, or nobody is."""
    known = WebSearch.objects.select_for_update().first() or WebSearch()
    known.address, known.active, known.changed_by, known.changed_at = address.rstrip("/"), active, member, now
    known.save()
    return known


def remove_web_search() -> None:
    """The desk asks nobody outside."""
    WebSearch.objects.all().delete()
