"""What others read of sources: who asks, on which ticket it speaks, and what became of what it handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.outbox.models.sources import Source, SourceCase, SourceMessage, SourceTemplate, SubmissionFile
from entendu.parts.people.models import Contact
from entendu.parts.sql import stored
from entendu.parts.staff.models import digest
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.tickets.queries import OVER

ANSWERED_WITHIN = timedelta(days=3)
# Of each contact, to find the matter that a system speaks about; each along an index of its own.
LOOKED_THROUGH = 30
LATELY = """
SELECT * FROM (SELECT id FROM outbox_submission WHERE contact_id = %s AND submitted_at >= %s AND {which}
ORDER BY submitted_at DESC LIMIT %s) AS s{n}
"""
State = Submission.State


def sources() -> QuerySet[Source]:
    """All sources by name."""
    return Source.objects.select_related("mailbox")


def source(source_id: int) -> Source | None:
    """One source with its mailbox."""
    return Source.objects.select_related("mailbox").filter(pk=source_id).first()


def source_of_secret(secret: str) -> Source | None:
    """The active source with this secret, when it may use the interface for programs."""
    return (Source.objects.select_related("mailbox").filter(sha256=digest(secret), active=True)
            .exclude(door=Source.Door.RELAY).first())


def source_signing_in(username: str, secret: str) -> Source | None:
    """The active source with this user name and secret, when it may use the mail relay."""
    known = Source.objects.filter(username=username, active=True).exclude(door=Source.Door.API).first()
    return known if known is not None and compare_digest(known.sha256, digest(secret)) else None


def cases_of(wanted: Iterable[tuple[Source, str, Contact]]) -> dict[tuple[int, str, int], Ticket]:
    """Where these sources speak to these contacts about these cases: tickets by (source id, case, contact id).

    Systems that give a matter one name speak about one matter: what another source of the same mailbox has begun under
    that name is found too. A bare number says nothing of the kind, for two systems may both count from one.
    """
    asked = list(wanted)
    keys = {(source.pk, case, contact.pk) for source, case, contact in asked}
    rows = SourceCase.objects.select_related("ticket__mailbox").filter(
        source__in={key[0] for key in keys}, case__in={key[1] for key in keys}, contact__in={key[2] for key in keys})
    known = {key: row.ticket for row in rows if (key := (row.source_id, row.case, row.contact_id)) in keys}
    shared = [one for one in asked if (one[0].pk, one[1], one[2].pk) not in known and is_shared(one[1])]
    return known | _begun_by_others(shared) if shared else known


def is_shared(case: str) -> bool:
    """Whether other systems mean the same matter by this name: "job-17", and not "17"."""
    return any(map(str.isalpha, case))


def has_a_name(ticket: Ticket) -> bool:
    """Whether a system has given the matter on this ticket a name."""
    return SourceCase.objects.filter(ticket=ticket).exclude(case="").exists()


def said_lately(contacts: set[int], mailboxes: set[int], since: datetime) -> list[Submission]:
    """What these contacts were told since then, or are to be told, on tickets of these mailboxes that are not over: the
    latest of each, with ticket and contact. Two queries, however long anybody's history is."""
    if not contacts:
        return []
    parts = [LATELY.format(n=f"{contact}_{place}", which=which) for contact in contacts
             for place, which in enumerate(("delivery_id IS NOT NULL", "state = 'waiting'"))]
    values = [value for contact in contacts for _ in range(2) for value in (contact, stored(since), LOOKED_THROUGH)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        found = [pk for (pk,) in cursor.fetchall()]
    rows = Submission.objects.filter(pk__in=found, ticket__mailbox__in=mailboxes, ticket__joined_to=None)
    return list(rows.exclude(ticket__status__in=OVER).select_related("contact", "ticket__mailbox"))


def _begun_by_others(wanted: list[tuple[Source, str, Contact]]) -> dict[tuple[int, str, int], Ticket]:
    """The same for names that these sources have not used: the first ticket that was begun under each."""
    rows = SourceCase.objects.select_related("ticket__mailbox").filter(
        source__mailbox__in={source.mailbox_id for source, _, _ in wanted}, case__in={case for _, case, _ in wanted},
        contact__in={contact.pk for _, _, contact in wanted}).order_by("-id")
    first = {(row.ticket.mailbox_id, row.case, row.contact_id): row.ticket for row in rows}
    return {(source.pk, case, contact.pk): ticket for source, case, contact in wanted
            if (ticket := first.get((source.mailbox_id, case, contact.pk)))}


def contact_for(source: Source, contact_id: int) -> Contact | None:
    """The contact with this id, when they have a ticket in the source's mailbox or none anywhere yet."""
    theirs = Ticket.objects.filter(contact=OuterRef("pk"))
    known = Exists(theirs.filter(mailbox=source.mailbox_id)) | ~Exists(theirs)
    return Contact.objects.filter(known, pk=contact_id).first()


def messages_under(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], SourceMessage]:
    """What stands under these names of a source and keys of its own, with the submissions."""
    keys_of: dict[str, list[str]] = {}
    for source, key in names:
        keys_of.setdefault(source, []).append(key)
    return {(source, one.submission.key): one for source, keys in keys_of.items()
            for one in SourceMessage.objects.select_related("submission__delivery").filter(
                submission__source=source, submission__key__in=keys)}


def message_from(source: Source, submission_id: int) -> SourceMessage | None:
    """One message of this source with all that became of it."""
    return (SourceMessage.objects.select_related("submission__delivery", "submission__ticket")
            .prefetch_related("submission__verdicts").filter(source=source, pk=submission_id).first())


def same_lately(said: Iterable[tuple[int, str]], since: datetime) -> dict[tuple[int, str], tuple[str, datetime]]:
    """The keys under which sources (by id) handed in these very words (by fingerprint) last after `since`, and when.

    Not where the person has written meanwhile: the same words are another answer then.
    """
    wanted = set(said)
    wrote = Entry.objects.filter(contact=OuterRef("submission__contact"), kind=Entry.Kind.THEIRS, automatic="",
                                 at__gt=OuterRef("submission__submitted_at"))
    rows = (SourceMessage.objects.filter(source__in={source for source, _ in wanted}, received_at__gt=since,
                                         fingerprint__in={mark for _, mark in wanted})
            .annotate(wrote=Exists(wrote)).order_by("received_at")
            .values_list("source_id", "fingerprint", "submission__key", "received_at", "wrote"))
    latest = {(source, mark): (key, at, wrote) for source, mark, key, at, wrote in rows}
    return {name: (key, at) for name, (key, at, wrote) in latest.items() if name in wanted and not wrote}


def answers_a_letter(message_ids: Iterable[str], contacts: Iterable[Contact]) -> bool:
    """Whether one of these is the Message-ID of something that one of the contacts wrote to us."""
    return Entry.objects.filter(message_id__in=[one for one in message_ids if one], kind=Entry.Kind.THEIRS,
                                contact__in=list(contacts)).exists()


def templates_of(source: Source) -> QuerySet[SourceTemplate]:
    """The source's form letters, the most frequent first."""
    return SourceTemplate.objects.filter(source=source).select_related("reviewed_by")


def template(source: Source, template_id: int) -> SourceTemplate | None:
    """One form letter of the source."""
    return SourceTemplate.objects.filter(source=source, pk=template_id).first()


def to_review() -> int:
    """How many form letters wait for somebody to name them, over all active sources."""
    return SourceTemplate.objects.filter(reviewed_at=None, source__active=True).count()


def files_of(submissions: Iterable[Submission]) -> list[SubmissionFile]:
    """The files that go with these submissions."""
    return list(SubmissionFile.objects.filter(submission__in=list(submissions)))


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of a source's messages since some moment.

    `sent` were stated by a delivery that left, of these `merged` together with others; `answered` are those on whose
    ticket the contact wrote within three days. `held` wait, `asked` wait for a person, `demoted` claimed an urgency
    that the source may not claim.
    """

    submitted: int
    sent: int
    merged: int
    answered: int
    held: int
    dropped: int
    asked: int
    failed: int
    demoted: int


def figures(source: Source, since: datetime) -> Figures:
    """Counts the source's messages since then."""
    sent = Q(submission__state=State.DELIVERED)
    others = (Submission.objects.filter(delivery=OuterRef("submission__delivery"), state=State.DELIVERED)
              .exclude(pk=OuterRef("pk")))
    wrote = Entry.objects.filter(
        ticket=OuterRef("submission__ticket"), kind=Entry.Kind.THEIRS, automatic="",
        at__gt=OuterRef("submission__delivery__sent_at"),
        at__lte=OuterRef("submission__delivery__sent_at") + ANSWERED_WITHIN)
    rows = SourceMessage.objects.filter(source=source, received_at__gte=since).annotate(
        together=Exists(others), wrote=Exists(wrote))
    on_its_way = Q(submission__delivery__state__in=[Delivery.State.CLAIMED, Delivery.State.IN_FLIGHT])
    return Figures(**rows.aggregate(
        submitted=Count("pk"), sent=Count("pk", filter=sent), merged=Count("pk", filter=sent & Q(together=True)),
        answered=Count("pk", filter=sent & Q(wrote=True)),
        held=Count("pk", filter=Q(submission__state__in=[State.WAITING, State.LEAVING, State.CARRIED]) & ~on_its_way),
        dropped=Count("pk", filter=Q(submission__state=State.DROPPED)),
        asked=Count("pk", filter=Q(submission__state=State.ASKED)),
        failed=Count("pk", filter=Q(submission__state=State.FAILED)),
        demoted=Count("pk", filter=~Q(claimed=""))))
