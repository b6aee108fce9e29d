"""One customer to whom systems and people write, on the desk's own flows and a virtual clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from entendu.core.governor.model import Intent
from entendu.flows import reply
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Ticket
from tests.stories.week import Week, letter

EIGHT_TO_NINE = [["mon-sun", "08:00", "21:00"]]


class Story:
    """One customer and a case, told to by systems. Times are UTC unless the customer lives elsewhere."""

    def __init__(self, week: Week, name: str = "Grace Adeyemi", **wishes: Any) -> None:
        self.week, self.number = week, 0
        tickets.change_mailbox(week.mailbox, confirms=False)
        self.address = f"{name.split()[0].lower()}@world.test"
        self.contact: Contact = people.meet("email", self.address, name=name, language="en", now=week.now)
        people.change_contact(self.contact, **{"time_zone": "UTC", "hours": EIGHT_TO_NINE} | wishes)
        self.case = self.open("A visit")

    def open(self, subject: str) -> Ticket:
        return tickets.open_ticket(self.week.mailbox, self.contact, subject=subject, channel="email", now=self.week.now)

    def at(self, clock: str, day: int = 23) -> None:
        """Time goes by until then; the week begins on Monday, 23 November 2026."""
        hour, minute, *second = (int(part) for part in clock.split(":"))
        moment = datetime(2026, 11, day, hour, minute, *second, tzinfo=UTC)
        if moment > self.week.now:
            self.week.passes(moment - self.week.now)

    def say(self, body: str, intent: Intent = Intent.UPDATE, **more: Any) -> Submission:
        self.number += 1
        words = {"source": "crm", "key": f"{self.contact.pk}-{self.number}", "ticket": self.case} | more
        return hand_in(HandedIn(intent=intent, body=body, **words), now=self.week.now)

    def writes(self, text: str, subject: str = "Question") -> Ticket:
        return self.week.arrives(letter(f"{self.contact.name} <{self.address}>", subject, text)).entry.ticket

    def answers(self, ticket: Ticket, text: str) -> Submission:
        draft = drafts.open_draft(ticket, self.week.ioana, now=self.week.now)
        return reply.send(ticket, self.week.ioana, reply.Answer(draft.key, text), now=self.week.now).submission

    def got(self) -> list[str]:
        """What they read, oldest first."""
        return [mail.get_body(("plain",)).get_content().strip() for mail in self.week.received_by(self.address)]

    def times(self) -> list[str]:
        sent = Delivery.objects.filter(contact=self.contact, state="sent").order_by("sent_at", "id")
        return [f"{one.sent_at:%d %H:%M}" for one in sent]

    def fate(self, kept: Submission) -> tuple[str, str]:
        kept.refresh_from_db()
        return kept.state, list(kept.verdicts.all())[-1].reasons[0]["code"]
