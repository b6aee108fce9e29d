"""In the story of an empty desk: the day on which four systems wanted to write to one customer eight times.

It goes through the governor on the clock of that day, and ends as three messages; the rest is on the page Quiet.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from entendu.core.governor.model import Intent
from entendu.core.tickets.states import Status
from entendu.flows.installation.demo_acts import LEFT
from entendu.flows.installation.demo_story import TOLD_IN
from entendu.flows.release import release_for
from entendu.flows.systems.sources import Words, hand_over
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models.sources import Source
from entendu.parts.people import actions as people
from entendu.parts.people.models import Channel, Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Mailbox, Ticket

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What a system wanted to say at an hour of the customer's clock. `{day}` in its words is the day's date."""

    at: str
    source: str
    intent: str
    body: str
    subject: str = ""
    expires: str = ""


def tell(mailbox: Mailbox, member: Member, now: datetime) -> None:
    """The last working day before `now`, as it went for the customer whom the story names."""
    told = tomllib.loads(TOLD_IN.read_text(encoding="utf-8"))["day"]
    wishes = [Wish(**wish) for wish in told["wish"]]
    contact = people.meet(Channel.EMAIL, told["who"], name="", language="", now=now)
    day = _Day(contact, told["case"], _working_day(now.astimezone(ZoneInfo(contact.time_zone))))
    known = {name: sources.add_source(name=name, mailbox=mailbox, may_claim_urgency=name in told["urgent"],
                                      now=day.at("00:00"))[0] for name in dict.fromkeys(one.source for one in wishes)}
    stands_on: Ticket | None = None
    for wish in wishes:
        day.passes(day.at(wish.at))
        stands_on = day.wants(known[wish.source], wish)
    day.passes(day.at("23:59"))
    if stands_on is not None:
        tickets.move(stands_on, Status.SOLVED, member=member, now=day.at("23:59"))


def _working_day(now: datetime) -> datetime:
    """Midnight of the latest Monday to Friday before the day of `now`, on its clock."""
    day = now.date() - timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, time(), now.tzinfo)


@dataclass(frozen=True, slots=True)
class _Day:
    """One customer's day, from its midnight on; `case` is the systems' name of the matter."""

    contact: Contact
    case: str
    midnight: datetime

    def at(self, hour: str) -> datetime:
        """An hour of that day."""
        return datetime.combine(self.midnight.date(), time.fromisoformat(hour), self.midnight.tzinfo)

    def wants(self, source: Source, wish: Wish) -> Ticket:
        """A system hands in what it wants to say; the ticket on which it stands."""
        words = Words(Intent(wish.intent), wish.body.format(day=f"{self.midnight:%A %-d %B}"), wish.subject,
                      case=self.case, vital=wish.intent == Intent.ALERT.value, language=self.contact.language,
                      expires=self.at(wish.expires) if wish.expires else None)
        return hand_over(source, self.contact, words, now=self.at(wish.at)).submission.ticket

    def passes(self, until: datetime) -> None:
        """Whatever becomes due until then is judged, and what leaves has arrived."""
        before = self.midnight
        while (due := self._next()) is not None and before < due <= until:
            delivery = release_for(self.contact.pk, due)
            if delivery is not None:
                outbox.sent(delivery, LEFT, now=due)
            before = due

    def _next(self) -> datetime | None:
        return min((kept.due_at for kept in queries.waiting(self.contact) if kept.due_at), default=None)
