"""Writers of options. Each verb is called in the transaction of the story that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from entendu.parts.options.models import Choice, Offer, Option
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket

State = Offer.State
MOST = 6


@dataclass(frozen=True, slots=True)
class Way:
    """One way to go on, as a member writes it: `pros` and `cons` hold a line each."""

    words: str
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()
    cost: str = ""
    ready_on: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form: the words before the options, the options, and until when the choice can be changed."""

    ways: tuple[Way, ...]
    lead: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """How we know what they chose: on which way, in which entry, and who of us read or heard it."""

    way: Choice.Way
    entry: Entry | None = None
    member: Member | None = None


def keep_draft(ticket: Ticket, member: Member, draft: Draft, language: str, *, now: datetime) -> Offer:
    """The draft of the ticket's options: the one that is there, or a new version."""
    latest = Offer.objects.select_for_update().filter(ticket=ticket).order_by("-version").first()
    if latest is None or latest.state != State.DRAFT:
        latest = Offer(ticket=ticket, version=latest.version + 1 if latest else 1)
    latest.lead, latest.until, latest.language = draft.lead, draft.until, language
    latest.member, latest.changed_at = member, now
    latest.save()
    latest.options.all().delete()
    Option.objects.bulk_create(_option(latest, place, way) for place, way in enumerate(draft.ways[:MOST]))
    return latest


def discard_draft(ticket: Ticket) -> None:
    """The draft is thrown away; what was sent stays."""
    Offer.objects.filter(ticket=ticket, state=State.DRAFT).delete()


def sent(offer: Offer, submission: int, *, now: datetime) -> None:
    """The options go with this submission."""
    offer.state, offer.submission, offer.sent_at = State.SENT, submission, now
    offer.save(update_fields=["state", "submission", "sent_at"])


def take_back(submission: int) -> int:
    """The message was taken back before it left: its options are a draft again. Returns how many offers there were."""
    return Offer.objects.filter(submission=submission, state=State.SENT).update(
        state=State.DRAFT, submission=None, sent_at=None)


def choose(offer: Offer, option: Option, heard: Heard, *, now: datetime) -> Choice:
    """They chose; what they chose before stays on record."""
    choice = Choice(offer=offer, option=option, way=heard.way, at=now, entry=heard.entry, member=heard.member)
    choice.save()
    offer.state, offer.entry = State.CHOSEN, None
    offer.save(update_fields=["state", "entry"])
    return choice


def answered(offer: Offer, entry: Entry) -> None:
    """They wrote of the options, and it takes a person to say which one they meant."""
    offer.state, offer.entry = State.ANSWERED, entry
    offer.save(update_fields=["state", "entry"])


def _option(offer: Offer, place: int, way: Way) -> Option:
    return Option(offer=offer, place=place, words=way.words[:200], pros="\n".join(way.pros), cons="\n".join(way.cons),
                  cost=way.cost[:120], ready_on=way.ready_on)
