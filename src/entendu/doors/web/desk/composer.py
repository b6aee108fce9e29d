"""The place to answer: what stands in it, what would become of it, and who spoke meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.core.governor.model import Decision, Verdict
from entendu.core.governor.reasons import explain
from entendu.doors.web.desk import sms_cost
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.rows import day_and_clock, span
from entendu.doors.web.desk.thread import their_zone
from entendu.doors.web.nav import undo_seconds
from entendu.doors.web.promises.rows import moment, short
from entendu.flows import reply
from entendu.flows.judge import channels_of as open_channels
from entendu.flows.writing.read_draft import DraftReading
from entendu.parts.promises import queries as promises
from entendu.parts.staff import queries as staff
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Draft, Entry, Ticket

STATES = {Verdict.SEND: "send", Verdict.HOLD: "hold", Verdict.MERGE: "merge", Verdict.DROP: "drop", Verdict.ASK: "stop"}


@dataclass(frozen=True, slots=True)
class Writing:
    """What stands in the composer: from the draft that was kept, or from a form that was not accepted."""

    text: str = ""
    kind: str = "reply"
    key: str = ""
    seen: int = 0
    errors: tuple[str, ...] = ()
    conflict: dict[str, Any] | None = None
    remarks: dict[str, Any] | None = None
    ask: dict[str, Any] | None = None
    channel: str = ""

    @property
    def is_note(self) -> bool:
        """For the team alone."""
        return self.kind == "note"


def kept(draft: Draft | None, newest: int) -> Writing:
    """What stands in the composer when the page is opened. A fresh key goes with an empty box."""
    if draft is None:
        return Writing(key=uuid.uuid4().hex, seen=newest)
    kind = "note" if draft.kind == Entry.Kind.NOTE else "reply"
    return Writing(draft.text, kind, draft.key, draft.seen_entry if draft.text.strip() else newest,
                   channel="" if draft.channel == draft.ticket.channel else draft.channel)


def composer(ticket: Ticket, reader: Reader, writing: Writing, draft: Draft | None) -> dict[str, Any]:
    """The value `composer` of the templates; see the head of `web/ticket/composer.html`."""
    number = ticket.number
    channels = channels_of(ticket)
    seconds = undo_seconds(reader.member)
    to = ticket.contact.first_name or ticket.contact.name or _("them")
    no_channel = _("We have no address to write to. Notes are kept; add an address on the person's page to answer.")
    return {
        "url": reverse("answer", args=[number]), "draft_url": reverse("draft", args=[number]), "to": to,
        "reading_url": reverse("reading", args=[number]), "when_url": reverse("by_when", args=[number]),
        "saved_url": reverse("saved_replies", args=[number]), "use_url": reverse("use_reply", args=[number]),
        "read": "1" if writing.remarks else "", "ask": writing.ask,
        "kind": writing.kind, "text": writing.text, "channels": channels,
        "channel": chosen(ticket, writing) or next(iter(channels), ""),
        "no_channel": "" if channels else no_channel, "seen": writing.seen, "key": writing.key,
        "errors": list(writing.errors), "can_close": True, "owed": owed(ticket, reader),
        "undo_hint": _("undo for %(n)d s") % {"n": seconds} if seconds else "",
        "files": [{"name": file.name, "size": file.size, "id": file.pk}
                  for file in (draft.attachments.all() if draft else [])],
    }


def owed(ticket: Ticket, reader: Reader) -> str:
    """What "Send and close" leaves open, in one sentence: closing ends no promise."""
    still = promises.owed_on(ticket)
    if not still:
        return ""
    said, due = still[0]
    words = {"n": len(still), "words": short(said), "when": moment(due, reader.now) if due else ""}
    if not due:
        return ngettext("Closing leaves %(n)d promise open: “%(words)s”.",
                        "Closing leaves %(n)d promises open, first: “%(words)s”.", len(still)) % words
    return ngettext("Closing leaves %(n)d promise open: “%(words)s” (%(when)s).",
                    "Closing leaves %(n)d promises open, first: “%(words)s” (%(when)s).", len(still)) % words


def channels_of(ticket: Ticket) -> list[str]:
    """The channels by which the ticket's contact can be reached from here, first the one that the governor takes by
    itself: where they wrote last, else the one that they chose."""
    ways = open_channels(ticket.mailbox)
    usable = {address.channel for address in ticket.contact.addresses.all()
              if address.channel in ways and address.undeliverable_since is None}
    if len(usable) < 2:
        return list(usable)
    usual = tickets.wrote_last_by(ticket) or ticket.contact.channel or ticket.channel
    return sorted(usable, key=lambda channel: (channel != usual, channel))


def chosen(ticket: Ticket, writing: Writing) -> str:
    """The channel that the writer chose in the place of the usual one; "" where they left it."""
    return writing.channel if writing.channel and writing.channel in channels_of(ticket)[1:] else ""


def verdict(ticket: Ticket, reader: Reader, writing: Writing, reading: DraftReading | None = None, *,
            channels: Sequence[str] | None = None) -> dict[str, Any] | None:
    """The value `verdict` of the templates: what would become of the reply if Send were pressed now.

    While nothing is written there is nothing to say: their clock stands beside the case. A heated draft that would
    leave at once is offered some minutes; `reading` is how it was read, where it was; `channels` are `channels_of`,
    where known.
    """
    if writing.is_note or not writing.text.strip() or not (channels_of(ticket) if channels is None else channels):
        return None
    decision = reply.verdict(ticket, reader.member, reply.Answer(
        key=writing.key, text=writing.text, by=chosen(ticket, writing)), now=reader.now)
    said = {"state": STATES[decision.verdict], "lead": "", "text": explain(decision, reader.language), "acts": [],
            "overrule": "", "send_label": _send_label(decision, ticket, reader)}
    if decision.verdict is Verdict.HOLD:
        said["undo_hint"] = _("undo until %(clock)s") % {"clock": their_hour(decision, ticket, reader)}
        said["overrule"] = _("Send now, say why")
    elif decision.verdict is Verdict.DROP:
        said["overrule"] = _("Send it all the same, say why")
    said["cost"] = sms_cost.cost(ticket, decision, writing.text)
    if reading is not None and reading.heated and decision.verdict is Verdict.SEND:
        said |= _wait_a_little(ticket)
    return said


def _wait_a_little(ticket: Ticket) -> dict[str, Any]:
    """What becomes of hot words: they wait, are handed over, or go now for a reason that is given."""
    return {"state": "hold", "lead": _("There is heat in these words."), "heated": True,
            "text": _("Ten minutes cost little, and you may want to say it otherwise then."),
            "overrule": _("Send now, say why"), "send_label": _("Send in 10 minutes"),
            "acts": [{"label": _("Send in 10 minutes"), "value": "wait-10"}],
            "colleagues": [(one.pk, one.name) for one in staff.colleagues_on(ticket.mailbox.team_id)]}


def _send_label(decision: Decision, ticket: Ticket, reader: Reader) -> str:
    """What the button does, in words; the hour is the one of the other person's clock, as in the sentence above it."""
    if decision.verdict is Verdict.SEND:
        return _("Send")
    if decision.verdict in {Verdict.DROP, Verdict.ASK}:
        return _("Keep, not sent")
    return _("Send at %(clock)s") % {"clock": their_hour(decision, ticket, reader)}


def their_hour(decision: Decision, ticket: Ticket, reader: Reader) -> str:
    """When a held reply would go, on the other person's clock."""
    place = their_zone(ticket)
    return day_and_clock(decision.at.astimezone(place), reader.now.astimezone(place), reader.language)


def conflict(ticket: Ticket, reader: Reader, seen: int) -> dict[str, Any] | None:
    """The value `conflict` of the templates: who spoke since this entry, by the latest of them."""
    others = tickets.others_since(ticket, reader.member, seen)
    if not others:
        return None
    last = others[-1]
    theirs = last.kind == Entry.Kind.THEIRS
    name = ticket.contact.first_name if theirs else (last.member.first_name if last.member else last.author)
    return {"name": name or _("Somebody"), "to": ticket.contact.first_name or _("them"), "theirs": theirs,
            "ago": ago(reader.now - last.at), "entry_id": last.pk}


def ago(length: timedelta) -> str:
    """How long since, in seconds where it is that fresh: "20 s", "3 min"."""
    seconds = max(int(length.total_seconds()), 1)
    return _("%(n)d s") % {"n": seconds} if seconds < 60 else span(length)


def moment_asked(value: str, reader: Reader, zone_of_reader: Any) -> datetime | None:
    """The moment of "another time" on the reader's clock; None when it is missing, no time, or over."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    at = at.replace(tzinfo=zone_of_reader) if at.tzinfo is None else at
    return at if at > reader.now else None
