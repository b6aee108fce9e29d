"""The only writers of mailboxes, tickets and entries. Each verb is one transaction and tells the listeners."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from entendu.core.mail.subject import base_subject
from entendu.core.tickets.closing import LooseEnd, can_settle
from entendu.core.tickets.states import Act, Status, after, is_over, may_move, waits_for_us
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets import search
from entendu.parts.tickets.models import (
    Attachment,
    Change,
    Entry,
    File,
    Mailbox,
    MissingLetter,
    Reading,
    Tag,
    Ticket,
    Unfinished,
)


class IllegalMove(ValueError):
    """A state that cannot follow the present one; the text says so in one sentence."""


class StaysOpen(IllegalMove):
    """Something is left to do on the ticket, so it is not over; nothing was changed. `ends` says what it is."""

    def __init__(self, ticket: Ticket, ends: frozenset[LooseEnd]) -> None:
        loose = ", ".join(sorted(ends))
        super().__init__(f"Ticket {ticket.pk} has loose ends ({loose}); it stays open; tie them first.")
        self.ends = ends


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry holds besides its ticket, kind and time."""

    text: str
    visible: str = ""
    html: str = ""
    language: str = ""
    subject: str = ""
    message_id: str = ""
    channel: str = "email"
    automatic: str = ""
    author: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def add_mailbox(**fields: object) -> Mailbox:
    """A new mailbox; `ValidationError` names the field that is wrong."""
    mailbox = Mailbox(**fields)
    mailbox.address = mailbox.address.lower()
    mailbox.full_clean()
    mailbox.save()
    return mailbox


def change_mailbox(mailbox: Mailbox, **fields: object) -> Mailbox:
    """Sets the given fields after checking them."""
    for name, value in fields.items():
        setattr(mailbox, name, value)
    mailbox.address = mailbox.address.lower()
    mailbox.full_clean()
    mailbox.save(update_fields=list(fields))
    return mailbox


@transaction.atomic
def open_ticket(mailbox: Mailbox, contact: Contact, *, subject: str, channel: str, now: datetime) -> Ticket:
    """A new ticket, open, assigned to nobody."""
    ticket = Ticket(mailbox=mailbox, contact=contact, subject=subject[:300],
                    base_subject=base_subject(subject)[:300].casefold(), channel=channel, created_at=now, last_at=now,
                    waiting_since=now)
    ticket.save()
    return ticket


@transaction.atomic
def record_theirs(ticket: Ticket, contact: Contact, said: Said, *, now: datetime) -> Entry:
    """What the contact wrote. A person's letter makes the ticket wait for us; automatic mail moves nothing. The entry
    of a letter that opens it again keeps what it was (`stay_over`)."""
    if not said.automatic and is_over(Status(ticket.status)):
        said = replace(said, details={**said.details, "opened": ticket.status})
    entry = _add(ticket, Entry.Kind.THEIRS, said, contact, now)
    act = Act.AUTOMATIC if said.automatic else Act.THEY_WROTE
    status = after(Status(ticket.status), act)
    changed: dict[str, Any] = {"last_at": max(ticket.last_at, now), "status": status}
    if act is Act.THEY_WROTE:
        changed["later_until"] = None
        if ticket.waiting_since is None:
            changed["waiting_since"] = now
    _change(ticket, **changed)
    _tell(ticket, "theirs", None, now)
    return entry


@transaction.atomic
def stay_over(ticket: Ticket, entry: Entry, *, now: datetime) -> bool:
    """What they wrote asks nothing of anybody: the ticket that it opened is over again, as before. False where it
    opened none, or something is left to do."""
    was = entry.details.get("opened", "")
    if not was or not may_be_over(ticket):
        return False
    _change(ticket, status=was, waiting_since=None)
    _tell(ticket, "theirs", None, now)
    return True


@transaction.atomic
def record_ours(ticket: Ticket, member: Member | None, said: Said, *, now: datetime) -> Entry:
    """What we wrote to the contact: by a member, or by a system whose name is `said.author`."""
    entry = _add(ticket, Entry.Kind.OURS, said, member, now)
    _change(ticket, last_at=max(ticket.last_at, now))
    _tell(ticket, "ours", member, now)
    return entry


@transaction.atomic
def note(ticket: Ticket, member: Member, text: str, *, now: datetime) -> Entry:
    """A note for the team. It changes nothing for the contact and can never become a message."""
    entry = _add(ticket, Entry.Kind.NOTE, Said(text=text, visible=text, channel=""), member, now)
    _tell(ticket, "note", member, now)
    return entry


@transaction.atomic
def record_event(ticket: Ticket, event: str, *, member: Member | None, now: datetime, **details: Any) -> Entry:
    """A line of history: who assigned, moved or tagged, what bounced."""
    entry = Entry(ticket=ticket, kind=Entry.Kind.EVENT, event=event, member=member, details=details, at=now)
    entry.save()
    _tell(ticket, event, member, now)
    return entry


@transaction.atomic
def answer(ticket: Ticket, *, closes: bool, now: datetime) -> None:
    """A reply of ours was accepted for sending: the next word is theirs, or the matter is solved. `StaysOpen` where it
    would be solved with loose ends."""
    if closes:
        _may_be_over(ticket, Status.SOLVED)
    act = Act.WE_ANSWERED_AND_CLOSED if closes else Act.WE_ANSWERED
    _change(ticket, status=after(Status(ticket.status), act), waiting_since=None, last_at=max(ticket.last_at, now))


@transaction.atomic
def take_back_answer(ticket: Ticket, entry: Entry, status: str, member: Member, *, now: datetime) -> None:
    """The reply was undone before it left: its entry goes, the ticket waits as it did before, or for us where it was
    over and something came up meanwhile."""
    if not can_settle(Status(status), _left_to_do(ticket)):
        status = Status.WAITING_FOR_US
    search.forget(entry)
    waiting = ticket.created_at if waits_for_us(Status(status)) else None
    last = ticket.entries.filter(kind=Entry.Kind.THEIRS, automatic="").order_by("-at").first()
    if waiting and last:
        waiting = last.at
    entry.delete()
    _change(ticket, status=status, waiting_since=waiting)
    _tell(ticket, "undone", member, now)


@transaction.atomic
def unsay(entry: Entry, *, now: datetime) -> None:
    """A message of a system did not leave after all: its entry goes, the ticket stays as it is."""
    ticket = entry.ticket
    search.forget(entry)
    entry.delete()
    _tell(ticket, "undone", None, now)


@transaction.atomic
def move(ticket: Ticket, to: Status, *, member: Member | None, now: datetime) -> None:
    """Sets the state by hand; `IllegalMove` when it cannot follow, `StaysOpen` while something is left to do. Nobody
    outside hears of it."""
    if Status(ticket.status) is to:
        return
    _may_be_over(ticket, to)
    if not may_move(Status(ticket.status), to):
        raise IllegalMove(f"Ticket {ticket.pk} is {ticket.status}; it stays so; open it again first.")
    record_event(ticket, "moved", member=member, now=now, was=ticket.status, to=to.value)
    since = (ticket.waiting_since or now) if waits_for_us(to) else None
    _change(ticket, status=to.value, waiting_since=since, later_until=None)


@transaction.atomic
def leave_open(ticket: Ticket, end: LooseEnd, *, now: datetime) -> None:
    """The ticket has this loose end from now on; where it was over, it waits for us again."""
    held = Ticket.objects.select_for_update().get(pk=ticket.pk)
    Unfinished.objects.get_or_create(ticket=held, end=end.value)
    if is_over(Status(held.status)):
        ticket.status = held.status
        move(ticket, Status.WAITING_FOR_US, member=None, now=now)


def tie(ticket: Ticket, end: LooseEnd) -> None:
    """This is done; the ticket may be over as far as it goes."""
    Unfinished.objects.filter(ticket=ticket, end=end.value).delete()


@transaction.atomic
def assign(ticket: Ticket, to: Member | None, *, member: Member | None, now: datetime) -> None:
    """Hands the ticket to a colleague, or to nobody."""
    if ticket.assignee_id == (to.pk if to else None):
        return
    _change(ticket, assignee=to)
    record_event(ticket, "assigned", member=member, now=now, to=to.name if to else "")


@transaction.atomic
def set_later(ticket: Ticket, until: datetime | None, *, member: Member, now: datetime) -> None:
    """Out of sight until then, or until they write. Nothing is sent when it comes back (freescout#5616)."""
    _change(ticket, later_until=until)
    record_event(ticket, "later", member=member, now=now, until=until.isoformat() if until else "")


def rest(ticket: Ticket, until: datetime, *, now: datetime) -> None:
    """Out of sight until then, or until they write, while the conversation is paused; the pause is its own history."""
    _change(ticket, later_until=until)
    _tell(ticket, "later", None, now)


def spare(ticket: Ticket, spared: bool, *, member: Member | None, now: datetime) -> bool:
    """Whether the contact is to be spared updates of systems on it from now on; False where that is so already."""
    as_yet = Ticket.objects.filter(pk=ticket.pk, spared_at__isnull=spared)
    if not as_yet.update(spared_at=now if spared else None):
        return False
    ticket.spared_at = now if spared else None
    record_event(ticket, "spared" if spared else "not-spared", member=member, now=now)
    return True


@transaction.atomic
def set_tags(ticket: Ticket, names: Iterable[str], *, member: Member, now: datetime) -> None:
    """The ticket has exactly these tags; unknown ones are made."""
    wanted = {name.strip().lower()[:60] for name in names if name.strip()}
    if wanted == set(ticket.tags.values_list("name", flat=True)):
        return
    ticket.tags.set([Tag.objects.get_or_create(name=name)[0] for name in sorted(wanted)])
    record_event(ticket, "tagged", member=member, now=now, tags=sorted(wanted))


@transaction.atomic
def rename(ticket: Ticket, subject: str, *, member: Member, now: datetime) -> None:
    """A better subject for the desk; mail threads go by their ids and do not mind."""
    _change(ticket, subject=subject.strip()[:300])
    record_event(ticket, "renamed", member=member, now=now)


def read(ticket: Ticket, member: Member, entry_id: int) -> None:
    """The member has seen the ticket up to this entry. A page that tells them nothing new writes nothing."""
    if Reading.objects.filter(ticket=ticket, member=member, entry__gte=entry_id).exists():
        return
    Reading.objects.bulk_create([Reading(ticket=ticket, member=member, entry=entry_id)], update_conflicts=True,
                                unique_fields=["ticket", "member"], update_fields=["entry"])


def attach(entry: Entry, files: Iterable[dict[str, Any]]) -> None:
    """Names, types, sizes and digests of the files that came with a letter; their bytes stay in the letter."""
    Attachment.objects.bulk_create(Attachment(entry=entry, **file) for file in files)


def await_letters(ticket: Ticket, message_ids: Iterable[str]) -> None:
    """The ticket's letters answer these, which we have not seen: should one still come, it belongs here."""
    MissingLetter.objects.bulk_create([MissingLetter(ticket=ticket, message_id=one[:255]) for one in message_ids],
                                      ignore_conflicts=True)


def keep_file(content: bytes, sha256: str) -> None:
    """The bytes of an uploaded file, stored once."""
    File.objects.get_or_create(sha256=sha256, defaults={"content": content})


@transaction.atomic
def come_back(ticket: Ticket, event: str, *, now: datetime, words: str, **details: Any) -> None:
    """A message of ours did not arrive, or they did something: the ticket waits for us again and says why."""
    record_event(ticket, event, member=None, now=now, words=words[:300], **details)
    _change(ticket, status=Status.WAITING_FOR_US, waiting_since=ticket.waiting_since or now)


def delivery_changed(ticket: Ticket, *, now: datetime) -> None:
    """Something became of a message of ours: open pages show it."""
    _tell(ticket, "delivery", None, now)


def tell_changed(ticket: Ticket, what: str, member: Member | None, *, now: datetime) -> None:
    """Something was found out about a case (`what`, at most 16 letters): open pages show it; no line of history."""
    _tell(ticket, what, member, now)


def understanding_changed(ticket: Ticket, member: Member | None, *, now: datetime) -> None:
    """Something was learnt of the case: open pages show it."""
    _tell(ticket, "understanding", member, now)


def sweep_changes(before: datetime) -> int:
    """Forgets changes that every open page has long seen; returns how many."""
    return Change.objects.filter(at__lt=before).delete()[0]


def _add(ticket: Ticket, kind: str, said: Said, by: Contact | Member | None, now: datetime) -> Entry:
    contact = by if isinstance(by, Contact) else None
    member = by if isinstance(by, Member) else None
    entry = Entry(
        ticket=ticket, kind=kind, contact=contact, member=member, at=now, text=said.text,
        visible=said.visible or said.text, html=said.html, language=said.language, subject=said.subject[:300],
        message_id=said.message_id[:255], channel=said.channel, automatic=said.automatic,
        author=said.author or (by.name if by else ""), details=said.details)
    entry.save()
    search.learn(entry, ticket.subject)
    return entry


def may_be_over(ticket: Ticket) -> bool:
    """Whether nothing is left to do on the ticket."""
    return not _left_to_do(ticket)


def _may_be_over(ticket: Ticket, to: Status) -> None:
    """`StaysOpen` where it may not. The ticket's row is held, so that no loose end comes up meanwhile."""
    if not is_over(to):
        return
    Ticket.objects.select_for_update().only("pk").get(pk=ticket.pk)
    ends = _left_to_do(ticket)
    if not can_settle(to, ends):
        raise StaysOpen(ticket, ends)


def _left_to_do(ticket: Ticket) -> frozenset[LooseEnd]:
    return frozenset(LooseEnd(end) for end in Unfinished.objects.filter(ticket=ticket).values_list("end", flat=True))


def _change(ticket: Ticket, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(ticket, name, value)
    ticket.save(update_fields=list(fields))


def _tell(ticket: Ticket, kind: str, member: Member | None, now: datetime) -> None:
    Change.objects.create(ticket=ticket, mailbox_id=ticket.mailbox_id, member=member, kind=kind, at=now)
