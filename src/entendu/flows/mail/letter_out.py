"""A delivery becomes a letter: who it is from, what it answers, what goes with it. The same rows, the same bytes."""

from __future__ import annotations

from django.conf import settings

from entendu.channels.email.render import page
from entendu.core.governor.model import Intent
from entendu.core.mail.letter import Address, Attachment
from entendu.core.mail.write import Outgoing, write
from entendu.core.tickets import tokens
from entendu.flows.people import own_page
from entendu.parts.outbox.models import Delivery
from entendu.parts.outbox.queries.sources import files_of
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Entry, Mailbox

# Enough of a thread for every mail client to find its place, and no header that grows for ever (RFC 5322 §3.6.4).
REFERENCES = 20


def letter(delivery: Delivery) -> bytes:
    """The RFC 5322 message of a delivery, with a Message-ID that stays over all attempts."""
    ticket = delivery.ticket
    mailbox = ticket.mailbox
    ids = _references(delivery)
    text = _with_signature(delivery.body, mailbox)
    number_mark = tokens.plus_address(mailbox.address, ticket.number, settings.ENTENDU_SECRETS_KEY.encode())
    return write(Outgoing(
        message_id=delivery.message_id,
        date=delivery.created_at,
        sender=Address(mailbox.address, mailbox.name),
        reply_to=(Address(number_mark, mailbox.name),) if mailbox.plus_addresses else (),
        to=(Address(delivery.address, delivery.contact.name),),
        subject=delivery.subject or _answering(ticket.subject),
        in_reply_to=ids[-1] if ids else "",
        references=tuple(ids[-REFERENCES:]),
        text=text,
        html=page(text, delivery.submissions.all()[0].language if delivery.submissions.all() else ""),
        attachments=tuple(files_going(delivery)),
        automatic=delivery.automatic,
        unsubscribe=_unsubscribe(delivery),
    ))


def _unsubscribe(delivery: Delivery) -> str:
    """Where the reader of a courtesy can ask for no more; news about their own matter is no list mail (RFC 2369)."""
    intents = {kept.intent for kept in delivery.submissions.all()}
    if not settings.SECURE or not delivery.automatic or intents != {Intent.COURTESY.value}:
        return ""
    return own_page.link(delivery.contact, delivery.created_at)


def _references(delivery: Delivery) -> list[str]:
    """The thread before this entry, oldest first; last the letter that it answers."""
    before = Entry.objects.filter(ticket=delivery.ticket, kind__in=[Entry.Kind.THEIRS, Entry.Kind.OURS])
    if delivery.entry is not None:
        before = before.filter(pk__lt=delivery.entry.pk)
    ids = [one for one in before.order_by("at", "id").values_list("message_id", flat=True) if one]
    for kept in delivery.submissions.all():
        if kept.in_reply_to:
            ids = [one for one in ids if one != kept.in_reply_to] + [kept.in_reply_to]
    return list(dict.fromkeys(ids))


def _with_signature(body: str, mailbox: Mailbox) -> str:
    return f"{body}\n\n-- \n{mailbox.signature.strip()}\n" if mailbox.signature.strip() else f"{body}\n"


def _answering(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def files_going(delivery: Delivery) -> list[Attachment]:
    """Those of the reply, or of all that systems wanted to say with this delivery; each once."""
    kept = [*(delivery.entry.attachments.all() if delivery.entry else ()), *files_of(delivery.submissions.all())]
    files = []
    for attachment in {(one.name, one.sha256): one for one in kept}.values():
        content = tickets.file_content(attachment.sha256)
        if content is None:
            raise FileNotFoundError(f"The file {attachment.name} of this reply is missing; the reply was not sent; "
                                    f"attach it again.")
        files.append(Attachment(name=attachment.name, type=attachment.type, content=content))
    return files
