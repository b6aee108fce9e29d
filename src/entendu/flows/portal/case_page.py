"""The customer acts on their case page: writes, sends files, answers what we asked, says yes or not quite.

Each becomes an entry as a letter does, read like one. A form has a key: sent twice over a bad line, it is taken once.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.governor.model import Intent
from entendu.core.mail.language import detect
from entendu.flows import bell
from entendu.flows.care import satisfaction
from entendu.flows.listening import restate
from entendu.flows.listening.listen import listen
from entendu.flows.mail.read_letter import read_entry
from entendu.flows.portal import case_link
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.listening.actions import doors
from entendu.parts.listening.actions import tasks as tasks_
from entendu.parts.listening.models import Restatement
from entendu.parts.listening.queries import restatements, tasks
from entendu.parts.people import actions as people
from entendu.parts.people import queries as contacts
from entendu.parts.people.models import Channel, Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries
from entendu.parts.tickets.models import Entry, Ticket

logger = logging.getLogger(__name__)

CHANNEL = "portal"
# Whoever asks for a new link gets one in a while, however often they press.
AGAIN = timedelta(minutes=5)
LINK_ASKED = "link"
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was chosen: its name, what the browser says it is, and its bytes."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Post:
    """What a form of the page holds; `key` was given out with it."""

    key: str
    text: str = ""
    files: tuple[Upload, ...] = ()


@transaction.atomic
def write(ticket: Ticket, post: Post, *, now: datetime) -> Entry | None:
    """Keeps what they wrote as an entry of theirs; None where this form was taken before, or says nothing."""
    if not post.text.strip() and not post.files:
        return None
    return _take(ticket, post, now)


@transaction.atomic
def answer_task(ticket: Ticket, task_id: int, post: Post, *, now: datetime) -> Entry | None:
    """Their answer to something that we asked; the question stands quoted below it, for whoever reads it later."""
    task = tasks.task(ticket, task_id)
    if task is None or (not post.text.strip() and not post.files):
        return None
    entry = _take(ticket, post, now, quoted=task.words)
    if entry is not None:
        tasks_.done(task, entry, now=now)
    return entry


@transaction.atomic
def say_yes(ticket: Ticket, restatement_id: int, *, now: datetime) -> bool:
    """One tap: what we understood is right. False where it was settled before, or is not with them."""
    restatement = with_them(ticket, restatement_id)
    people.lock(ticket.contact_id)
    return restatement is not None and restate.say_yes(ticket, restatement, now=now)


@transaction.atomic
def say_not_quite(ticket: Ticket, restatement_id: int, post: Post, *, now: datetime) -> bool:
    """Something is different, in their own words; False as above."""
    restatement = with_them(ticket, restatement_id)
    if restatement is None:
        return False
    said = replace(post, text=post.text.strip() or _("Not quite."))
    entry = _take(ticket, said, now, quoted=restatement.text, is_answer=True)
    return entry is not None and restate.say_not_quite(ticket, restatement, now=now, entry=entry)


@transaction.atomic
def say_solved(ticket: Ticket, *, now: datetime) -> bool:
    """One tap: it works. False where it was settled before, or we have not said that it is solved."""
    people.lock(ticket.contact_id)
    return satisfaction.agree(ticket, now=now)


@transaction.atomic
def say_not_yet(ticket: Ticket, post: Post, *, now: datetime) -> bool:
    """It is not solved, in their words or without any: the case is open again. False where the form was taken before;
    a settled case is opened by it all the same."""
    entry = _take(ticket, replace(post, text=post.text.strip() or _("Not yet.")), now, is_answer=True)
    return entry is not None and satisfaction.not_yet(entry.ticket, now=now, entry=entry)


def with_them(ticket: Ticket, restatement_id: int) -> Restatement | None:
    """The restatement of this id where it is the latest that was sent to them."""
    latest = restatements.with_them(ticket)
    return latest if latest is not None and latest.pk == restatement_id else None


@transaction.atomic
def send_link(contact: Contact, of: Sequence[Ticket], *, now: datetime) -> bool:
    """A mail with fresh links to these cases, by the contact's own address; False where one went a moment ago.

    Whoever asked is here and waits for it, whatever their hours say.
    """
    if not of:
        return False
    people.lock(contact.pk)
    ticket = of[0]
    if Entry.objects.filter(contact=contact, automatic=LINK_ASKED, at__gt=now - AGAIN).exists():
        return False
    tickets.record_theirs(ticket, contact, tickets.Said(text="", channel=CHANNEL, automatic=LINK_ASKED), now=now)
    with translation.override(contact.language or ticket.mailbox.language):
        lead = _("Hello %(name)s,") % {"name": contact.first_name} if contact.first_name else _("Hello,")
        why = _("you asked for the page of your case. Here it is:") if len(of) == 1 else _(
            "you asked for the pages of your cases. Here they are:")
        rest = _("If it was not you, there is nothing to do: the link came to you alone.")
    links = [f"{one.subject.strip() or one.number}\n{case_link.link(one, now)}" for one in of]
    hand_in(HandedIn(source="desk", key=f"link-{contact.pk}-{int(now.timestamp())}", ticket=ticket,
                     intent=Intent.ANSWER, body="\n\n".join([lead, why, *links, rest, ticket.mailbox.name]),
                     channel=Channel.EMAIL, author=ticket.mailbox.name, language=contact.language), now=now)
    return True


def ask_for_link(address: str, *, now: datetime) -> None:
    """Somebody at the door gives a mail address: if we know it, links to its open cases go there. They are told the
    same in every case, so that nobody learns who our customers are."""
    contact = contacts.contact_at(Channel.EMAIL, address)
    if contact is not None:
        send_link(contact, queries.open_cases(contact), now=now)


def _take(ticket: Ticket, post: Post, now: datetime, *, quoted: str = "", is_answer: bool = False) -> Entry | None:
    """The entry, its files, and what is read in it; None where the form was taken before."""
    contact = people.lock(ticket.contact_id)
    taken = doors.take_post(ticket, post.key, now=now)
    if taken is None:
        return None
    quote = "\n\n" + "\n".join(f"> {line}" for line in quoted.splitlines()) if quoted else ""
    visible = post.text.strip()[:LONGEST]
    entry = tickets.record_theirs(ticket, contact, tickets.Said(
        text=visible + quote, visible=visible, language=detect(visible) or contact.language, channel=CHANNEL), now=now)
    _attach(entry, post.files)
    doors.name_entry(taken, entry)
    read_entry(entry)
    if not is_answer:
        listen(entry, now=now)
    transaction.on_commit(bell.ring)
    logger.info("posted", extra={"ticket": ticket.pk, "files": len(post.files)})
    return entry


def _attach(entry: Entry, files: Sequence[Upload]) -> None:
    rows = []
    for file in files:
        digest = hashlib.sha256(file.content).hexdigest()
        tickets.keep_file(file.content, digest)
        rows.append({"name": file.name[:255], "type": file.type[:127], "size": len(file.content), "sha256": digest})
    tickets.attach(entry, rows)
