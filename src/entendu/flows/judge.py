"""What the records know of a person, as the values that the governor judges by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import Max

from entendu import __version__
from entendu.core.governor.decide import decide
from entendu.core.governor.facts.note import recalled
from entendu.core.governor.facts.read import Reading
from entendu.core.governor.model import (
    Decision,
    Inbound,
    Intent,
    Recipient,
    Sent,
    Settings,
    State,
    Submission,
    Waiting,
    Writing,
)
from entendu.parts.accounts import queries as accounts
from entendu.parts.outbox.models import Delivery
from entendu.parts.outbox.models import Submission as Kept
from entendu.parts.outbox.queries import remembered
from entendu.parts.outbox.queries.remembered import Remembered
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Entry, Mailbox

# The channels that need no account to be used; all others are there once a mailbox has an account for them, and until
# then stand on a contact as a note for people.
CHANNELS = frozenset({"email"})
WROTE_LATELY = timedelta(days=30)
NEVER_ARRIVED = {Delivery.State.FAILED, Delivery.State.BOUNCED}


def state_of(contact: Contact, mailbox: Mailbox, now: datetime, *, without: int | None = None) -> State:
    """What a forecast about this contact rests on; `without` leaves out the submission that is judged again."""
    return states_of([(contact, mailbox)], now, without=without)[contact.pk]


def states_of(asked: Collection[tuple[Contact, Mailbox]], now: datetime, *,
              without: int | None = None) -> dict[int, State]:
    """What forecasts about these contacts rest on, in as many statements for all of them as for one.

    The latest of what waits is enough for a forecast.
    """
    contacts = [contact for contact, _ in asked]
    ids = [contact.pk for contact in contacts]
    told, waits, wrote = remembered.history(ids, now), remembered.waiting_lately(ids), inbound_of(contacts, now)
    writing = writing_to(ids, now)
    states, opened = {}, accounts.channels_by_mailbox()
    for contact, mailbox in asked:
        recipient = recipient_of(contact, mailbox, opened)
        by, sent, waiting = reader(recipient), [], []
        for kept in told[contact.pk]:
            if kept.pk == without:
                continue
            if kept.delivery_state in remembered.NOT_YET_LEFT:
                waiting.append(_waiting(kept, by))
            else:
                sent.append(_sent(kept, by))
        waiting += [_waiting(kept, by) for kept in waits[contact.pk] if kept.pk != without]
        states[contact.pk] = _state(recipient, sent, waiting, wrote[contact.pk], writing[contact.pk])
    return states


def state_at_release(contact: Contact, mailbox: Mailbox, now: datetime, rows: Iterable[Kept]) -> State:
    """All that a release for this contact rests on; `rows` are all that waits for them.

    What is on its way counts as told: its words are made, and nothing may be put into them any more.
    """
    recipient = recipient_of(contact, mailbox)
    sent = [_sent(kept, reader(recipient)) for kept in remembered.history([contact.pk], now)[contact.pk]]
    number, waiting = contact.pk, waiting_of(rows, now)
    return _state(recipient, sent, waiting, inbound_of([contact], now)[number], writing_to([number], now)[number])


def waiting_of(rows: Iterable[Kept], now: datetime) -> tuple[Waiting, ...]:
    """What waits, as the values that are judged."""
    return tuple(Waiting(value_of(kept), kept.due_at or now) for kept in rows)


def _state(recipient: Recipient, sent: list[Sent], waiting: Iterable[Waiting], inbound: tuple[Inbound, ...],
           writing: tuple[Writing, ...]) -> State:
    sent.sort(key=lambda one: one.at)
    return State(recipient, tuple(sent), tuple(waiting), inbound, writing)


def reader(recipient: Recipient) -> str:
    """Who reads messages to this recipient: another version may read otherwise, and a day begins by their zone."""
    return f"{__version__} {recipient.timezone}"


def channels_of(mailbox: Mailbox, opened: Mapping[int | None, frozenset[str]] | None = None) -> frozenset[str]:
    """The channels by which this mailbox really writes; `opened` is `accounts.channels_by_mailbox` where that is
    known."""
    opened = accounts.channels_by_mailbox() if opened is None else opened
    nothing: frozenset[str] = frozenset()
    return CHANNELS | opened.get(None, nothing) | opened.get(mailbox.pk, nothing)


def recipient_of(contact: Contact, mailbox: Mailbox,
                 opened: Mapping[int | None, frozenset[str]] | None = None) -> Recipient:
    """How the contact wants to be reached; where they never said, the mailbox's language and zone stand in."""
    channels = channels_of(mailbox, opened)
    ways = [address for address in contact.addresses.all() if address.channel in channels]
    working = {address.channel: address.value for address in reversed(ways) if address.undeliverable_since is None}
    return Recipient(
        name=contact.first_name or contact.name or next(iter(working.values()), "—"),
        language=contact.language or mailbox.language,
        timezone=contact.time_zone or mailbox.time_zone,
        addresses=working,
        every=frozenset((one.channel, one.value) for one in ways if one.undeliverable_since is None),
        channel=contact.channel if contact.channel in channels else None,
        hours=tuple((str(days), str(opens), str(closes)) for days, opens, closes in contact.hours),
        emergencies=contact.emergencies,
        opted_out=frozenset(address.channel for address in ways if address.opted_out_at),
        undeliverable=frozenset(address.channel for address in ways) - frozenset(working),
    )


def value_of(kept: Kept | Remembered, *, has_files: bool | None = None, reading: Reading | None = None) -> Submission:
    """The record of a submission as the value that is judged; `has_files` where the records need not be asked.

    `reading` is what was read in its words, where that is known.
    """
    if has_files is None:
        has_files = kept.has_files if isinstance(kept, Remembered) else bool(kept.files.all())
    by, to = ("", "") if isinstance(kept, Remembered) else (kept.by, kept.to)
    return Submission(
        id=str(kept.pk), source=kept.source, person=str(kept.contact_id), case=str(kept.ticket_id),
        intent=Intent(kept.intent), body=kept.body, subject=kept.subject, submitted_at=kept.submitted_at,
        language=kept.language, channel=kept.channel, key=kept.key, human=kept.member_id is not None,
        facts=kept.facts, vital=kept.vital, due=kept.due, expires=kept.expires, not_before=kept.not_before,
        in_reply_to=kept.in_reply_to, override=kept.override, by=by, to=to, spared=kept.spared,
        has_attachments=has_files, reading=reading)


@lru_cache(maxsize=8192)
def _waiting(kept: Remembered, by: str) -> Waiting:
    """What waits by itself, or in a delivery that has not left; the same row is the same value again."""
    at = kept.due_at if kept.delivery_id is None else kept.delivery_due_at
    return Waiting(value_of(kept, reading=recalled(kept.reading, by)), at or kept.submitted_at, kept.delivery_channel)


def judged(submission: Submission, state: State, now: datetime, member: Member | None) -> Decision:
    """The decision, with the time that this member wants for taking a reply back."""
    return decide(submission, state, now, choices(member))


def choices(member: Member | None = None) -> Settings:
    """What this desk, and the member who writes, have chosen."""
    seconds = settings.ENTENDU_UNDO_SECONDS
    if member is not None and member.undo_seconds is not None:
        seconds = member.undo_seconds
    return Settings(undo_seconds=seconds, home=settings.ENTENDU_URL)


@lru_cache(maxsize=8192)
def _sent(kept: Remembered, by: str) -> Sent:
    delivered = None
    if kept.delivery_state == Delivery.State.SENT:
        delivered = True
    elif kept.delivery_state in NEVER_ARRIVED:
        delivered = False
    text = f"{kept.subject}\n{kept.body}" if kept.subject else kept.body
    return Sent(str(kept.pk), kept.source, str(kept.ticket_id), Intent(kept.intent), kept.delivery_channel,
                kept.left_at or kept.submitted_at, text, key=kept.key, facts=kept.facts, delivered=delivered,
                delivery=str(kept.delivery_id), written_at=kept.submitted_at, expires=kept.expires,
                human=kept.member_id is not None, reading=recalled(kept.reading, by))


def inbound_of(contacts: Iterable[Contact], now: datetime) -> dict[int, tuple[Inbound, ...]]:
    """When and by which channel each contact wrote last on each of their tickets, old to new.

    Whoever asks for the link to their case is here as well, and waits for it.
    """
    wrote: dict[int, list[Inbound]] = {contact.pk: [] for contact in contacts}
    rows = (Entry.objects.filter(contact__in=wrote, kind=Entry.Kind.THEIRS, automatic__in=("", "link"),
                                  at__gt=now - WROTE_LATELY)
            .values("contact_id", "ticket_id", "channel").annotate(last=Max("at")).order_by("last"))
    for row in rows:
        wrote[row["contact_id"]].append(Inbound(row["last"], row["channel"], str(row["ticket_id"])))
    return {contact_id: tuple(said) for contact_id, said in wrote.items()}


def writing_to(contacts: Iterable[int], now: datetime) -> dict[int, tuple[Writing, ...]]:
    """On which tickets of each contact (by id) a reply is being written: its words changed a moment ago."""
    lease = choices().typing
    rows = (Draft.objects.filter(ticket__contact__in=contacts, kind=Entry.Kind.OURS, changed_at__gt=now - lease)
            .exclude(text="").order_by("id").values_list("ticket__contact_id", "ticket_id", "changed_at"))
    found: dict[int, list[Writing]] = {contact: [] for contact in contacts}
    for contact, ticket, changed_at in rows:
        found[contact].append(Writing(str(ticket), changed_at + lease))
    return {contact: tuple(said) for contact, said in found.items()}
