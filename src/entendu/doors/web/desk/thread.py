"""What was said on a ticket, as the thread shows it: theirs, ours, notes and what happened in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.core.governor.model import Intent
from entendu.doors.web.desk.events import sentence
from entendu.doors.web.desk.fate import Reader, There, fate, merged
from entendu.doors.web.middleware import zone
from entendu.flows.care import veil
from entendu.parts.inbox import queries as inbox
from entendu.parts.outbox import queries as outbox
from entendu.parts.outbox.models import Submission
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Attachment, Entry, Ticket

# Longer threads open with their latest part; the rest is one press away.
LATEST = 40
# Whether there may be pictures on other people's servers; the frame itself looks closely.
REMOTE = Q(html__icontains='src="http') | Q(html__icontains="src='http")
AUTOMATIC = {
    "auto-reply": gettext_lazy("automatic reply"), "bounce": gettext_lazy("delivery report"),
    "link": gettext_lazy("asked for the link to this case"),
    "list": gettext_lazy("from a mailing list"), "report": gettext_lazy("report of a mail system"),
}


@dataclass(frozen=True, slots=True)
class Thread:
    """The part of a thread that is shown, how much came before it, and whether systems tell how things stand here."""

    entries: list[dict[str, Any]]
    newest: int
    earlier: int
    earlier_from: datetime | None
    has_updates: bool


def thread(ticket: Ticket, reader: Reader, *, everything: bool) -> Thread:
    """The entries of a ticket; four queries and as many again for what happened in it, however long it is;
    two more for who covers insults."""
    found = tickets.said_on(ticket).defer("html").annotate(has_html=Q(html__gt=""), has_remote=REMOTE)
    rows, earlier = list(found) if everything else list(reversed(found.reverse()[:LATEST + 1])), 0
    if len(rows) > LATEST and not everything:
        rows, earlier = rows[-LATEST:], found.count() - LATEST
    files = tickets.files_of(rows)
    submissions = list(outbox.submissions_of(ticket))
    kept = {submission.entry_id: submission for submission in submissions}
    together = merged(submissions)
    letters = inbox.entries_with_letters(row.pk for row in rows if row.kind == Entry.Kind.THEIRS)
    covered = veil.veiled(rows) if reader.member.hides_insults else {}
    there = There(ticket.contact.first_name, their_zone(ticket))
    return Thread(
        entries=[_entry(row, reader, there, kept.get(row.pk), has_letter=row.pk in letters)
                 | {"merged": together.get(row.pk, []), "attachments": _files(files.get(row.pk, [])),
                    "pieces": covered.get(row.pk)} for row in rows],
        newest=max((row.pk for row in rows), default=0),
        earlier=earlier,
        earlier_from=ticket.created_at if earlier else None,
        has_updates=any(one.intent == Intent.UPDATE.value and one.member_id is None for one in submissions))


def their_zone(ticket: Ticket) -> ZoneInfo:
    """The zone of the ticket's contact, or of its mailbox where they never said."""
    return zone(ticket.contact.time_zone or ticket.mailbox.time_zone)


def _entry(row: Entry, reader: Reader, there: There, kept: Submission | None, *, has_letter: bool) -> dict[str, Any]:
    if row.kind == Entry.Kind.EVENT:
        return {"id": row.pk, "kind": "event", "at": row.at, "text": sentence(row, reader)}
    author, face = _author(row, reader)
    shown = {
        "id": row.pk, "kind": row.kind, "author": author, "face": face, "channel": row.channel, "at": row.at,
        "their_at": their_clock(row.at, there.zone), "text": row.visible, "lang": row.language, "folded": folded(row),
        "html_url": reverse("html", args=[row.pk]) if row.has_html else "",  # type: ignore[attr-defined]
        "images_url": "", "raw_url": reverse("letter", args=[row.pk]) if has_letter else "",
        "automatic": AUTOMATIC.get(row.automatic, ""), "unreadable": row.automatic == "unreadable",
    }
    if row.has_remote:  # type: ignore[attr-defined]
        shown["images_url"] = shown["html_url"] + "?images=1"
    return shown | (fate(kept, reader, there) if kept is not None else {})


def _files(files: Iterable[Attachment]) -> list[dict[str, Any]]:
    return [{"name": file.name, "size": file.size, "url": reverse("file", args=[file.pk])}
            for file in files if not (file.inline and file.content_id)]


def _author(row: Entry, reader: Reader) -> tuple[str, str]:
    """Who said it, and the letters of their face."""
    if row.member is not None:
        return (_("You") if row.member_id == reader.member.pk else row.member.first_name), row.member.initials
    if row.contact is not None:
        return row.contact.first_name or row.author or _("Somebody"), row.contact.initials
    return row.author or _("Entendu"), (row.author or "E")[:1].upper()


def their_clock(at: datetime, place: ZoneInfo) -> datetime | None:
    """The same moment in the other person's zone; None where both clocks show the same."""
    theirs = at.astimezone(place)
    return theirs if theirs.utcoffset() != timezone.localtime(at).utcoffset() else None


def folded(row: Entry) -> str:
    """What is not shown at once: quotes of earlier words and the signature."""
    text, visible = row.text.strip(), row.visible.strip()
    if not text or text == visible:
        return ""
    return text[len(visible):].strip() if visible and text.startswith(visible) else text
