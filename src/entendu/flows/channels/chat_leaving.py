"""A visitor has left the chat: what they missed goes on by mail or SMS, in one message, and nothing that they saw.

The governor says by which way and when, as for any message; without another way the lines wait in the window. A page
that is open somewhere is nobody who looks: after a while the same happens there. What was shown has arrived and is
never sent again; what goes elsewhere is marked before it is submitted, in one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.channels.chat import limits
from entendu.channels.chat.way_on import masked
from entendu.core.governor.model import Decision, Intent, Verdict
from entendu.flows import bell
from entendu.flows.channels.chat import CHANNEL
from entendu.flows.channels.chat_visit import tell_shown
from entendu.flows.people import verify
from entendu.flows.submit import Proposal, go_on, preview
from entendu.parts.chat import actions, queries
from entendu.parts.chat.models import Line, Visit
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.people import queries as contacts
from entendu.parts.people.models import Channel, Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

# What has left into the window. What a worker has in hand this moment is looked at the next time; what became of all
# else is known already.
IN_WINDOW = frozenset({Delivery.State.SENT, Delivery.State.UNKNOWN})
IN_HAND = frozenset({Delivery.State.CLAIMED, Delivery.State.IN_FLIGHT})
WHY = "They left the chat before it was shown."


def look_after(clock: Clock) -> int:
    """Notices who has left, sends on what they missed, and tells deliveries what was shown; returns how much there
    was to do."""
    now = clock()
    left = sum(_left(visit, now) for visit in queries.silent_since(now - limits.AWAY))
    told = tell_shown(now)
    return left + told + sum(send_on(visit_id, now=now) for visit_id in queries.with_unseen(now - limits.UNSEEN))


@transaction.atomic
def _left(visit: Visit, now: datetime) -> bool:
    people.lock(visit.contact_id)
    if not actions.leave(visit, seen_before=now - limits.AWAY, now=now):
        return False
    _not_there(visit, now)
    return True


def _not_there(visit: Visit, now: datetime) -> None:
    """Until they come back, the window is the way to them only where there is no other."""
    theirs = contacts.addresses_of(visit.contact).filter(undeliverable_since=None, opted_out_at=None)
    if theirs.exclude(channel__in=queries.NO_OTHER_WAY).exists():
        for address in theirs.filter(channel=CHANNEL):
            people.mark_undeliverable(CHANNEL, address.value, "", now)
    if visit.ticket is not None:
        tickets.tell_changed(visit.ticket, "presence", None, now=now)


@transaction.atomic
def send_on(visit_id: int, *, now: datetime) -> bool:
    """What this visitor has not seen goes on by another way, as one message; False where there is nothing to send."""
    visit = queries.visit(visit_id)
    if visit is None or visit.ticket is None:
        return False
    owner = contacts.contact_at(Channel.EMAIL, visit.mail) if visit.mail else None
    people.lock_all({visit.contact_id, *([owner.pk] if owner else [])})
    held = actions.lock(visit_id)
    unseen = queries.unseen(held)
    found = _deliveries(unseen)
    if not unseen or any(one.state in IN_HAND for one in found.values()):
        return False
    if owner is not None and owner.pk != visit.contact_id:
        return _asked_whose(visit, owner, now)
    deliveries = [one for one in found.values() if one.state in IN_WINDOW]
    missed = [line for line in unseen if line.entry and found.get(line.reference) in deliveries]
    actions.send_elsewhere(unseen, now=now)
    if not missed:
        return False
    if held.left_at is not None or actions.leave(held, seen_before=now, now=now):
        _not_there(visit, now)
    ticket = visit.ticket
    for delivery in deliveries:
        outbox.bounced(delivery, WHY, now=now)
    decision = _sent_on(ticket, held, missed, now)
    if decision is None:
        for delivery in deliveries:
            outbox.dissolve(delivery, now=now)
    _note(held, decision, now)
    transaction.on_commit(bell.ring)
    logger.info("went on elsewhere", extra={"visit": visit_id, "lines": len(missed)})
    return True


def _asked_whose(visit: Visit, owner: Contact, now: datetime) -> bool:
    """The address that they gave is another contact's: a code goes there, once, and the lines wait in the window."""
    address = contacts.addresses_of(owner).filter(channel=Channel.EMAIL, value=visit.mail).first()
    if visit.ticket is None or address is None or not verify.ask(address, visit.contact, visit.ticket.mailbox, now=now):
        return False
    tickets.record_event(visit.ticket, "code-sent", member=None, now=now, address=visit.mail)
    return True


def _deliveries(lines: Iterable[Line]) -> dict[str, Delivery]:
    """What these lines were, by their references."""
    rows = Delivery.objects.filter(message_id__in=[line.reference for line in lines]).select_related("ticket")
    return {one.message_id: one for one in rows}


def _sent_on(ticket: Ticket, visit: Visit, missed: Sequence[Line], now: datetime) -> Decision | None:
    """One message of all that they missed, in the name of who wrote last; None where only systems wrote: what those
    said is judged anew, as it always is."""
    writer = next((line.entry.member for line in reversed(missed) if line.entry and line.entry.member), None)
    if writer is None:
        return None
    key = f"{visit.pk}-{missed[-1].number}"
    proposal = Proposal(source=CHANNEL, key=key, ticket=ticket, intent=Intent.ANSWER, member=writer, body="",
                        language=visit.language)
    way = preview(proposal, now=now)
    proposal = Proposal(source=CHANNEL, key=key, ticket=ticket, intent=Intent.ANSWER, member=writer,
                        body=words_of(missed, writer, way.channel, visit.language), language=visit.language,
                        channel=way.channel or Channel.EMAIL)
    outcome = go_on(proposal, now=now)
    if outcome.decision is not None and outcome.decision.verdict is Verdict.ASK:
        tickets.come_back(ticket, "asked", now=now, words="")
    if outcome.submission.entry is not None:
        tickets.attach(outcome.submission.entry, _files(line.entry for line in missed if line.entry))
    return outcome.decision


def words_of(missed: Iterable[Line], writer: Member, channel: str, language: str) -> str:
    """What they read: every missed line in its order, whole. An SMS has no room for more than who writes."""
    lines = [line.entry.visible.strip() for line in missed if line.entry and line.entry.visible.strip()]
    with translation.override(language or "en"):
        if channel != Channel.EMAIL:
            return "\n".join([_("%(name)s, from our chat:") % {"name": writer.first_name}, *lines])
        return "\n\n".join([_("You had left our chat before you could read this:"), *lines,
                            _("Answer this mail, and we go on from here.")])


def _files(entries: Iterable[Entry]) -> list[dict[str, object]]:
    return [{"name": one.name, "type": one.type, "size": one.size, "sha256": one.sha256}
            for entry in entries for one in entry.attachments.all()]


def _note(visit: Visit, decision: Decision | None, now: datetime) -> None:
    """The window says where it went, so that whoever comes back knows what they may have read already."""
    if decision is not None and decision.verdict in {Verdict.SEND, Verdict.HOLD} and decision.address:
        actions.add_moved(visit, decision.channel, masked(decision.channel, decision.address), now=now)
