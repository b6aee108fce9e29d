"""What others read of tickets. Everything that a member may see passes through `seen_by`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from entendu.core.tickets.states import Status
from entendu.core.tickets.threading import Alive, Known
from entendu.parts.people.models import Contact, Organisation
from entendu.parts.people.queries import with_codes
from entendu.parts.sql import marks, moment, stored
from entendu.parts.staff.models import Member
from entendu.parts.tickets import search
from entendu.parts.tickets.models import Attachment, Change, Draft, Entry, File, Joining, Mailbox, MissingLetter, Ticket

WAITING_FOR_US = (Status.OPEN, Status.WAITING_FOR_US)
OVER = (Status.SOLVED, Status.CLOSED)
# Nobody reads the exact number of so many cases; who counts no further is as quick with a million of them.
MOST_COUNTED = 1_000
AWAKE = "status IN ('open', 'us') AND (later_until IS NULL OR later_until <= %s)"
LISTS = {"inbox": f"{AWAKE} AND (assignee_id IS NULL OR assignee_id = %s)",
         "mine": "status IN ('open', 'us', 'them') AND assignee_id = %s", "us": AWAKE, "them": "status = 'them'"}
# Put together by the ORM it takes twice the time, and each page asks it.
HELD = """
(SELECT COUNT(*) FROM (SELECT id FROM tickets_ticket WHERE {where} AND mailbox_id IN ({boxes}) LIMIT %s) AS held)
"""
COUNTS = "SELECT {held}, (SELECT MAX(id) FROM tickets_change)"
OPEN_BY_CONTACT = """
SELECT contact_id, COUNT(*), MIN(waiting_since) FROM tickets_ticket WHERE contact_id IN ({contacts})
AND {plus}mailbox_id IN ({boxes}) AND {plus}status IN ('open', 'us', 'them') AND {plus}later_until IS NULL
GROUP BY contact_id
"""


def mailboxes_of(member: Member) -> QuerySet[Mailbox]:
    """The mailboxes that a member may see: those of their teams; an administrator sees all."""
    if not member.is_active:
        return Mailbox.objects.none()
    if member.is_administrator:
        return Mailbox.objects.select_related("team")
    return Mailbox.objects.select_related("team").filter(team__members=member)


def mailbox_ids_of(member: Member) -> tuple[int, ...]:
    """The ids of those mailboxes, for `member.mailbox_ids` while one request is served."""
    return tuple(mailboxes_of(member).order_by().values_list("pk", flat=True))


def mailbox_ids(member: Member) -> tuple[int, ...]:
    """The same, from the member where they were read for this request."""
    return mailbox_ids_of(member) if member.mailbox_ids is None else member.mailbox_ids


def seen_by(member: Member) -> QuerySet[Ticket]:
    """The tickets that a member may see. For all others a ticket does not exist: pages answer 404. What has become a
    part of another ticket is seen there (`now_part_of`)."""
    if member.mailbox_ids is not None:
        return Ticket.objects.filter(mailbox__in=member.mailbox_ids, joined_to=None)
    return Ticket.objects.filter(mailbox__in=mailboxes_of(member).values("pk"), joined_to=None)


def now_part_of(member: Member, number: int) -> Ticket | None:
    """The ticket that this one was joined to, as the member may see it; None where it is one of its own."""
    into = Ticket.objects.filter(pk=number).values_list("joined_to", flat=True).first()
    return seen_by(member).filter(pk=into).first() if into else None


def ticket_seen_by(member: Member, number: int) -> Ticket | None:
    """One ticket with what its page needs, or None."""
    return (seen_by(member).select_related("mailbox", "contact__organisation", "assignee")
            .prefetch_related("contact__addresses").filter(pk=number).first())


def contacts_seen_by(member: Member) -> QuerySet[Contact]:
    """Contacts with a ticket in the member's mailboxes, and those who have none anywhere yet; each person once."""
    people = Contact.objects.filter(same_as=None)
    if member.is_administrator:
        return people
    visible = seen_by(member).filter(contact=OuterRef("pk"))
    return people.filter(Exists(visible) | ~Exists(Ticket.objects.filter(contact=OuterRef("pk"))))


def contact_seen_by(member: Member, contact_id: int) -> Contact | None:
    """One contact with organisation and addresses, which know their codes (`people.queries.with_codes`), or None.

    The rule is that of `contacts_seen_by`, asked of one person by two plain questions: a quarter of the time.
    """
    found = (Contact.objects.filter(same_as=None, pk=contact_id).select_related("organisation")
             .prefetch_related(Prefetch("addresses", with_codes())).first())
    if found is None or member.is_administrator:
        return found
    where = set(Ticket.objects.filter(contact=found).order_by().values_list("mailbox", "joined_to").distinct())
    seen = any(box in mailbox_ids(member) for box, into in where if into is None)
    return found if seen or not where else None


def with_open_tickets(member: Member, contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """The contacts with `open_tickets` (how many) and `last_at` (of the newest), of tickets that the member may see."""
    theirs = seen_by(member).filter(contact=OuterRef("pk")).order_by()
    unfinished = theirs.exclude(status__in=OVER).values("contact").annotate(n=Count("pk")).values("n")
    newest = theirs.values("contact").annotate(at=Max("last_at")).values("at")
    return contacts.annotate(open_tickets=Coalesce(Subquery(unfinished), Value(0)), last_at=Subquery(newest))


def tickets_of_contact(member: Member, contact: Contact) -> QuerySet[Ticket]:
    """The contact's tickets that the member may see, newest first."""
    return seen_by(member).filter(contact=contact).order_by("-last_at", "-pk")


def open_by_contact(mailboxes: Sequence[int], contacts: Iterable[int]) -> list[tuple[int, int, datetime | None]]:
    """Of these contacts: how many unfinished tickets nobody put off, and since when the longest waits; one query, along
    what belongs to each of them."""
    among = list(contacts)
    if not mailboxes or not among:
        return []
    # The plus keeps SQLite from walking through all that is unfinished; PostgreSQL reckons that by itself.
    asked = OPEN_BY_CONTACT.format(plus="+" if connection.vendor == "sqlite" else "",
                                   contacts=marks(among), boxes=marks(mailboxes))
    with connection.cursor() as cursor:
        cursor.execute(asked, [*among, *mailboxes])
        return [(contact, many, moment(since) if since else None) for contact, many, since in cursor.fetchall()]


def waiting_since_before(mailboxes: Sequence[int], before: datetime) -> set[int]:
    """The contacts of whose unfinished tickets one has waited for us since before that moment; one query."""
    rows = Ticket.objects.filter(mailbox__in=mailboxes, later_until=None, waiting_since__lte=before)
    return set(rows.exclude(status__in=OVER).order_by().values_list("contact_id", flat=True))


def organisations_seen_by(member: Member) -> QuerySet[Organisation]:
    """Organisations with a contact whom the member may see, and those without any contact yet."""
    if member.is_administrator:
        return Organisation.objects.all()
    visible = contacts_seen_by(member).filter(organisation=OuterRef("pk"))
    anyone = Contact.objects.filter(organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(visible) | ~Exists(anyone))


def with_rows(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """The tickets with what a list of them shows, newest first."""
    return (tickets.select_related("mailbox", "contact", "assignee").prefetch_related("tags")
            .order_by("-last_at", "-pk"))


def older_than(tickets: QuerySet[Ticket], last_at: datetime, number: int) -> QuerySet[Ticket]:
    """Those that come after this place in a list by time, newest first."""
    return tickets.filter(Q(last_at__lt=last_at) | Q(last_at=last_at, pk__lt=number))


def counts(member: Member, *, now: datetime) -> tuple[dict[str, int], int]:
    """How many tickets each list of the navigation holds, `MOST_COUNTED` where there are as many or more, and the
    newest change (`last_change`); one query that reads nothing but indexes."""
    mailboxes = mailbox_ids(member)
    if not mailboxes:
        return dict.fromkeys(LISTS, 0), last_change()
    boxes, at = marks(mailboxes), stored(now)
    asked = {"inbox": [at, member.pk], "mine": [member.pk], "us": [at], "them": []}
    with connection.cursor() as cursor:
        held = ", ".join(HELD.format(where=where, boxes=boxes) for where in LISTS.values())
        cursor.execute(COUNTS.format(held=held),
                       [value for name in LISTS for value in (*asked[name], *mailboxes, MOST_COUNTED)])
        *held, change = cursor.fetchone()
    return dict(zip(LISTS, held, strict=True)), change or 0


def conversation(ticket: Ticket) -> QuerySet[Entry]:
    """All entries in order, with their authors and files."""
    return said_on(ticket).prefetch_related("attachments")


def said_on(ticket: Ticket) -> QuerySet[Entry]:
    """The same without the files, for those who show a part of it and ask for its files with `files_of`."""
    return Entry.objects.filter(ticket=ticket).select_related("contact", "member").order_by("at", "id")


def files_of(entries: Iterable[Entry]) -> dict[int, list[Attachment]]:
    """The files that came or went with these entries, by the entry's id."""
    found: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(entry__in=[entry.pk for entry in entries]):
        found.setdefault(file.entry_id or 0, []).append(file)
    return found


def beside(ticket: Ticket, member: Member) -> QuerySet[Ticket]:
    """The contact's other tickets that the member may see, newest first, and before them those that were joined to this
    one, which know it by `joined_to`."""
    theirs = Ticket.objects.filter(mailbox__in=mailbox_ids(member), contact=ticket.contact_id)
    return (theirs.filter(Q(joined_to=None) | Q(joined_to=ticket)).exclude(pk=ticket.pk)
            .order_by(F("joined_to").asc(nulls_last=True), "-last_at"))


def joining_of(into: Ticket, number: int) -> Joining | None:
    """How the ticket `number` became a part of this one; None where it is none."""
    return Joining.objects.select_related("ticket", "into").filter(into=into, ticket=number, undone_at=None).first()


def writers_on_both(ticket: Ticket, other: Ticket) -> list[str]:
    """Who has words of a draft on either of two tickets."""
    of = [set(Draft.objects.filter(ticket=one).exclude(text="").values_list("member__name", flat=True))
          for one in (ticket, other)]
    return sorted(of[0] & of[1])


def draft_of(member: Member, ticket: Ticket) -> Draft | None:
    """The member's draft on this ticket."""
    return Draft.objects.prefetch_related("attachments").filter(ticket=ticket, member=member).first()


def others_since(ticket: Ticket, member: Member, entry_id: int) -> list[Entry]:
    """What colleagues sent and the contact wrote after this entry, oldest first; machines do not count."""
    people = Q(kind=Entry.Kind.THEIRS, automatic="") | Q(kind=Entry.Kind.OURS, member__isnull=False)
    return list(Entry.objects.filter(people, ticket=ticket, pk__gt=entry_id).exclude(member=member)
                .select_related("member").defer("text", "html").order_by("pk"))


def ticket(number: int) -> Ticket | None:
    """The ticket with its mailbox and contact, for stories that no member asked for; where it has become a part of
    another, that one."""
    found = Ticket.objects.select_related("mailbox", "contact", "joined_to__mailbox", "joined_to__contact").filter(
        pk=number).first()
    return found.joined_to or found if found else None


def entries_by_message_id(ids: Iterable[str], sender: Contact) -> list[Known]:
    """Which tickets hold these Message-IDs, and whether the sender takes part in each."""
    wanted = [one for one in ids if one]
    if not wanted:
        return []
    return _known(Entry.objects.filter(message_id__in=wanted), sender)


def missing_by_message_id(ids: Iterable[str], sender: Contact) -> list[Known]:
    """Which tickets' letters answer letters of these Message-IDs that we have not seen."""
    wanted = [one for one in ids if one]
    if not wanted:
        return []
    return _known(MissingLetter.objects.filter(message_id__in=wanted), sender)


def _known(rows: QuerySet[Entry] | QuerySet[MissingLetter], sender: Contact) -> list[Known]:
    found = set(rows.order_by().values_list("message_id", "ticket_id", "ticket__contact_id"))
    theirs = {ticket for _, ticket, contact in found if contact == sender.pk}
    others = {ticket for _, ticket, _ in found} - theirs
    if others:
        theirs |= set(Entry.objects.filter(ticket__in=others, contact=sender).order_by()
                      .values_list("ticket_id", flat=True))
    return [Known(message_id, ticket, ticket in theirs) for message_id, ticket, _ in found]


def wrote_last_by(ticket: Ticket) -> str:
    """The channel of what they wrote last on the ticket; "" where they never did."""
    theirs = ticket.entries.filter(kind=Entry.Kind.THEIRS, automatic="").order_by("-at", "-id")
    return theirs.values_list("channel", flat=True).first() or ""


def alive_tickets(contact: Contact, mailbox: Mailbox) -> list[Alive]:
    """The contact's tickets in this mailbox that are not closed, for answers that lost their references."""
    rows = (Ticket.objects.filter(contact=contact, mailbox=mailbox).exclude(status=Status.CLOSED)
            .order_by("-last_at").values_list("pk", "base_subject", "last_at")[:50])
    return [Alive(number, subject, last_at) for number, subject, last_at in rows]


def open_cases(contact: Contact, *, at_most: int = 5) -> list[Ticket]:
    """The contact's latest tickets that are not closed, or else the latest of all."""
    theirs = (Ticket.objects.select_related("mailbox", "contact").filter(contact=contact, joined_to=None)
              .order_by("-last_at", "-pk"))
    return list(theirs.exclude(status=Status.CLOSED)[:at_most]) or list(theirs[:1])


def newest_automatic_ticket(contact: Contact, mailbox: Mailbox, since: datetime) -> Ticket | None:
    """The ticket on which a machine's mails are gathered: its newest in this mailbox since then."""
    return (Ticket.objects.filter(contact=contact, mailbox=mailbox, last_at__gte=since, joined_to=None)
            .order_by("-last_at").first())


def mailbox_for(addresses: Iterable[str]) -> Mailbox | None:
    """The mailbox that one of these addresses (lower case, without plus part) belongs to."""
    wanted = list(addresses)
    found = {mailbox.address: mailbox for mailbox in Mailbox.objects.filter(address__in=wanted)}
    return next((found[address] for address in wanted if address in found), None)


def mailboxes() -> list[Mailbox]:
    """All mailboxes, oldest first."""
    return list(Mailbox.objects.select_related("team").order_by("pk"))


def first_mailbox() -> Mailbox | None:
    """Where mail goes that names none of our addresses: the oldest mailbox."""
    return Mailbox.objects.order_by("pk").first()


def is_ours(address: str) -> bool:
    """Whether this is a mailbox of ours: mail from there is not a customer's."""
    return Mailbox.objects.filter(address=address.lower()).exists()


def attachment_seen_by(member: Member, attachment_id: int) -> Attachment | None:
    """One file, when the member may see its ticket; a draft's file is its writer's alone."""
    tickets = seen_by(member)
    return (Attachment.objects.select_related("entry")
            .filter(Q(entry__ticket__in=tickets) | Q(draft__member=member, draft__ticket__in=tickets))
            .filter(pk=attachment_id).first())


def entry_seen_by(member: Member, entry_id: int) -> Entry | None:
    """One entry, when the member may see its ticket."""
    return Entry.objects.filter(ticket__in=seen_by(member), pk=entry_id).first()


def file_content(sha256: str) -> bytes | None:
    """The bytes of an uploaded file."""
    content = File.objects.filter(pk=sha256).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


@dataclass(frozen=True, slots=True)
class Found:
    """A search result: the ticket, its best entry's words around the match, and the score."""

    ticket: Ticket
    snippet: str
    score: float


def search_tickets(mailboxes: Iterable[Mailbox], query: str, limit: int,
                   states: Sequence[str] = search.ANY_STATE) -> list[Found]:
    """Tickets in these mailboxes and states that hold every word of the query, best first."""
    found = search.hits(query, [mailbox.pk for mailbox in mailboxes], limit, states)
    tickets = Ticket.objects.select_related("contact", "mailbox").in_bulk([hit.ticket for hit in found])
    entries = Entry.objects.only("visible").in_bulk([hit.entry for hit in found])
    return [Found(tickets[hit.ticket], search.snippet(entries[hit.entry].visible, query), hit.score)
            for hit in found if hit.ticket in tickets and hit.entry in entries]


def numbers_found(mailboxes: Iterable[Mailbox], query: str, *, at_most: int = 1000) -> list[int]:
    """Numbers of the tickets in these mailboxes that hold every word of the query, the best of them."""
    return [hit.ticket for hit in search.hits(query, [mailbox.pk for mailbox in mailboxes], at_most)]


def mailbox_of_latest(contact: Contact) -> Mailbox | None:
    """The mailbox of the ticket on which something was last said with the contact: the name that they know us by."""
    latest = Ticket.objects.select_related("mailbox").filter(contact=contact).order_by("-last_at", "-pk").first()
    return latest.mailbox if latest is not None else None


def mailbox(mailbox_id: int) -> Mailbox | None:
    """One mailbox with its team."""
    return Mailbox.objects.select_related("team").filter(pk=mailbox_id).first()


def changes_after(last: int, *, at_most: int = 500) -> list[Change]:
    """Changes with a higher id, oldest first."""
    return list(Change.objects.filter(pk__gt=last).order_by("pk")[:at_most])


def last_change() -> int:
    """The id of the newest change, 0 when there is none."""
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0


def changes_in(ids: Iterable[int]) -> list[Change]:
    """Those of the changes that exist by now: on PostgreSQL a lower id may become visible after a higher one."""
    return list(Change.objects.filter(pk__in=list(ids)).order_by("pk"))
