"""What others read of chats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from entendu.parts.chat.models import Line, Visit
from entendu.parts.people.models import Address, Channel
from entendu.parts.tickets.models import Attachment, Ticket

# By which a written message does not go on by itself.
NO_OTHER_WAY = (Channel.CHAT, Channel.PHONE)
UNSEEN = Q(kind=Line.Kind.OURS, shown_at=None, went_at=None)


def visit_of(account_id: int, sha256: str) -> Visit | None:
    """The visit of the browser with this key at this account."""
    return (Visit.objects.select_related("account__mailbox", "contact", "ticket__mailbox")
            .filter(account_id=account_id, sha256=sha256).first())


def visit(visit_id: int) -> Visit | None:
    """One visit with its contact and ticket."""
    return (Visit.objects.select_related("account__mailbox", "contact", "ticket__mailbox").filter(pk=visit_id)
            .first())


def address_for(sha256: str) -> str:
    """The address of channel "chat" at which the browser with this key is reached. It opens nothing."""
    return f"visitor-{sha256[:12]}"


def visit_at(address: str) -> Visit | None:
    """The visit that is reached at this address."""
    return Visit.objects.select_related("account").filter(address=address).first()


def line_of(visit: Visit, key: str) -> Line | None:
    """The line that was sent with this key."""
    return visit.lines.filter(key=key).first() if key else None


def lines_after(visit_id: int, number: int, *, at_most: int = 200) -> list[Line]:
    """The lines that follow this number, in order, with what they say and their files."""
    return list(Line.objects.filter(visit=visit_id, number__gt=number).select_related("entry__member")
                .prefetch_related("entry__attachments").order_by("number")[:at_most])


def newest_lines(visits: Sequence[int]) -> dict[int, int]:
    """The number of the newest line of each of these visits."""
    return dict(Visit.objects.filter(pk__in=visits).order_by().values_list("pk", "last"))


def lines_since(visit: Visit, moment: datetime) -> int:
    """How many lines they have written since then."""
    return visit.lines.filter(kind=Line.Kind.THEIRS, at__gt=moment).count()


def began_since(account_id: int, moment: datetime) -> int:
    """How many visits began at this account since then."""
    return Visit.objects.filter(account_id=account_id, started_at__gt=moment).count()


def silent_since(moment: datetime, *, at_most: int = 100) -> list[Visit]:
    """Visits that are thought to be there and have given no sign since then."""
    return list(Visit.objects.select_related("contact", "ticket").filter(left_at=None, seen_at__lte=moment)
                .order_by("seen_at")[:at_most])


def with_unseen(written_before: datetime, *, at_most: int = 100) -> list[int]:
    """The ids of visits with lines of ours that nobody has seen, because they have left or have not looked since then,
    and that can go on elsewhere. Without another way lines wait in the window."""
    away = Q(at__lte=written_before) | Q(visit__left_at__isnull=False)
    ways = Address.objects.filter(contact=OuterRef("visit__contact"), undeliverable_since=None, opted_out_at=None)
    other = Exists(ways.exclude(channel__in=NO_OTHER_WAY)) | ~Q(visit__mail="")
    rows = Line.objects.filter(UNSEEN).filter(away).filter(other)
    return list(rows.order_by().values_list("visit_id", flat=True).distinct()[:at_most])


def untold(*, at_most: int = 100) -> list[Line]:
    """Lines of ours that were shown, which their deliveries do not know yet."""
    rows = Line.objects.filter(kind=Line.Kind.OURS, shown_at__isnull=False, told_at=None)
    return list(rows.select_related("visit__account").order_by("shown_at")[:at_most])


def unseen(visit: Visit) -> list[Line]:
    """Lines of ours that the window has not shown and that went nowhere else, in order."""
    return list(visit.lines.filter(UNSEEN).select_related("entry__member").order_by("number"))


def of_contact(contact_id: int) -> list[Visit]:
    """The contact's visits, the one that was seen last first."""
    return list(Visit.objects.filter(contact=contact_id).order_by("-seen_at"))


def line_with(reference: str) -> Line | None:
    """The line that this delivery became."""
    return Line.objects.filter(reference=reference).first()


def file_of(visit: Visit, attachment_id: int) -> Attachment | None:
    """A file that stands on a line of this visit."""
    return Attachment.objects.filter(pk=attachment_id, entry__chat_lines__visit=visit).first()


def presence_on(ticket: Ticket) -> Visit | None:
    """The visit that was last seen on this ticket."""
    return Visit.objects.filter(ticket=ticket).order_by("-seen_at").first()
