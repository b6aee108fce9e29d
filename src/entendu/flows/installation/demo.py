"""Fills an empty desk with a story to look around in, through the same doors as real letters and replies.

Nothing of it leaves: what "we" said is recorded as handed over in the past, to addresses under .example (RFC 2606 §2).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from entendu.core.diagnosis.timeline import Kind
from entendu.core.governor.model import Intent
from entendu.core.mail.letter import Address
from entendu.core.mail.write import Outgoing, write
from entendu.core.tickets.states import Status
from entendu.flows.diagnosis import changes as log
from entendu.flows.installation import demo_day
from entendu.flows.installation.demo_acts import ACTS, LEFT, Scene
from entendu.flows.installation.demo_story import Act, Case, Said, Someone, cases
from entendu.flows.mail.receive import read_batch
from entendu.flows.submit import Proposal, submit
from entendu.parts.diagnosis.actions.changes import system_of
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox.actions import Envelope
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox import actions as outbox
from entendu.parts.people import actions as people
from entendu.parts.people.models import Channel, Contact
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member, Role
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Mailbox, Ticket

IOANA = "Ioana"


def tell(mailbox: Mailbox, administrator: Member, now: datetime) -> None:
    """The whole story, ending a few minutes before `now`."""
    leo = staff.add_member("leo@example.org", "Léo Garnier", role=Role.LEAD, password=None, now=now)
    for member in (administrator, leo):
        staff.change_member(member, time_zone="Europe/Paris")
    staff.set_teams(leo, [mailbox.team])
    writers = {IOANA: administrator, "Léo": leo}
    confirms = mailbox.confirms
    tickets.change_mailbox(mailbox, confirms=False)
    for case in cases():
        _tell_case(case, mailbox, writers, now)
    demo_day.tell(mailbox, administrator, now)
    tickets.change_mailbox(mailbox, confirms=confirms)


def _tell_case(case: Case, mailbox: Mailbox, writers: dict[str, Member], now: datetime) -> None:
    contact = _meet(case.who, now - timedelta(hours=case.said[0].ago))
    ticket: Ticket | None = None
    told = [log.Told(now - timedelta(hours=one.ago), one.what, Kind(one.kind), one.who, one.details)
            for one in case.changed]
    if told:
        log.take(log.By("Hosting", system_of(contact.organisation or contact)), told, now=now)
    for said in case.steps():
        at = now - timedelta(hours=said.ago)
        if isinstance(said, Act):
            if ticket is not None:
                ACTS[said.does](Scene(ticket, writers[said.writer], at, said.said))
        elif said.by == "them":
            ticket = _they_write(case, said, mailbox, ticket, at)
        elif ticket is not None and said.by == "note":
            tickets.note(ticket, writers[said.writer], said.text, now=at)
        elif ticket is not None:
            _we_write(ticket, said, writers[said.writer], at)
    if ticket is None:
        return
    ticket.refresh_from_db()
    begun, end = (now - timedelta(hours=said.ago) for said in (case.said[0], case.said[-1]))
    if case.assigned:
        tickets.assign(ticket, writers[IOANA], member=writers[IOANA], now=begun + timedelta(minutes=12))
    if case.tags:
        tickets.set_tags(ticket, case.tags, member=writers[IOANA], now=begun + timedelta(minutes=13))
    if case.over:
        tickets.move(ticket, Status.SOLVED, member=writers[IOANA], now=end + timedelta(minutes=5))
    people.change_contact(contact, hours=[list(row) for row in case.who.hours])


def _meet(who: Someone, at: datetime) -> Contact:
    contact = people.meet(Channel.EMAIL, who.address, name=who.name, language=who.language, now=at)
    organisation = people.add_organisation(who.organisation, who.address.rpartition("@")[2])
    return people.change_contact(contact, about=who.about, organisation=organisation, time_zone=who.time_zone)


def _they_write(case: Case, said: Said, mailbox: Mailbox, ticket: Ticket | None, at: datetime) -> Ticket:
    """A letter as their mail program would send it, stored and read like any other, without a confirmation."""
    ids = [] if ticket is None else list(ticket.entries.exclude(message_id="").values_list("message_id", flat=True))
    raw = write(Outgoing(
        message_id=f"{int(at.timestamp())}@{case.who.address.rpartition('@')[2]}", date=at,
        sender=Address(case.who.address, case.who.name), to=(Address(mailbox.address, mailbox.name),),
        subject=case.subject if ticket is None else f"Re: {case.subject}", text=said.text,
        in_reply_to=ids[-1] if ids else "", references=tuple(ids)))
    envelope = Envelope(RawLetter.Via.SMTP, case.who.address, (mailbox.address,))
    letter = inbox.store(raw, envelope, mailbox=mailbox, now=at)
    read_batch([letter.pk], at)
    letter.refresh_from_db()
    return letter.entry.ticket


def _we_write(ticket: Ticket, said: Said, writer: Member, at: datetime) -> None:
    """A reply that was decided, left and arrived back then."""
    last = ticket.entries.filter(kind=Entry.Kind.THEIRS).order_by("-at").values_list("message_id", flat=True).first()
    outcome = submit(Proposal(source="desk", key=f"story-{ticket.pk}-{said.ago}", ticket=ticket, intent=Intent.ANSWER,
                              body=said.text, member=writer, in_reply_to=last or "", confirmed=True), now=at)
    if outcome.delivery is not None:
        outbox.sent(outcome.delivery, LEFT, now=outcome.decision.at if outcome.decision else at)
