"""Bytes become a Letter: the one door through which mail enters the product."""

from __future__ import annotations

from entendu.core.mail import addresses, body, mime, trace
from entendu.core.mail.automatic import judge
from entendu.core.mail.fields import Fields
from entendu.core.mail.language import detect
from entendu.core.mail.letter import Address, Letter
from entendu.core.mail.quotes import visible
from entendu.core.mail.quotes_html import visible_text

MAX_SUBJECT = 2_000


def read(raw: bytes) -> Letter:
    """The mail `raw` (RFC 5322, MIME), read forgivingly. Never raises; time and memory are linear in its size.

    What cannot be understood is kept as text or as a file and named in `defects`; the caller should keep `raw`.
    """
    root, defects = mime.parse(raw)
    fields = root.fields
    composed = body.compose(root)
    defects.extend(sentence for sentence in composed.defects if sentence not in defects)
    seen = visible_text(composed.html, composed.text) if composed.from_html else visible(composed.text)
    language = detect(seen) or detect(composed.text)
    sender = _sender(fields)
    if not sender.address:
        defects.append("The mail does not say whom it is from.")
    date = trace.parse_date(fields.value("date"))
    if date is None:
        defects.append("The mail has no date that can be read.")
    verdict = judge(root, composed.text)
    return Letter(
        message_id=trace.message_id(fields.value("message-id")),
        in_reply_to=trace.ids(fields.value("in-reply-to")),
        references=trace.ids(fields.value("references")),
        date=date,
        subject=fields.text("subject")[:MAX_SUBJECT],
        sender=sender,
        reply_to=_people(fields, "reply-to"),
        to=_people(fields, "to"),
        cc=_people(fields, "cc"),
        language=language,
        text=composed.text,
        visible=seen,
        html=composed.html,
        attachments=tuple(composed.attachments),
        auto=verdict.auto,
        bounce=verdict.bounce,
        defects=tuple(defects),
        return_path=return_path(fields),
        auto_submitted=fields.value("auto-submitted").partition(";")[0].split("(")[0].strip().lower()[:100],
        precedence=fields.value("precedence").lower()[:100],
        list_id=fields.text("list-id")[:500],
        delivered_to=_bare(fields, ("delivered-to",)),
        original_to=_bare(fields, ("x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")),
    )


def _sender(fields: Fields) -> Address:
    """From, else Sender, else the envelope (RFC 5322 §3.6.2 wants the first)."""
    for name in ("from", "sender", "x-sender", "return-path"):
        for value in fields.values(name):
            found = addresses.parse_one(value)
            if found.address or found.name:
                return found
    return Address("")


def _people(fields: Fields, name: str) -> tuple[Address, ...]:
    found: dict[tuple[str, str], Address] = {}
    for value in fields.values(name)[:50]:
        for address in addresses.parse_list(value):
            if address.address:
                found.setdefault((address.address, address.name), address)
    return tuple(found.values())[: addresses.MAX_ADDRESSES]


def _bare(fields: Fields, names: tuple[str, ...]) -> tuple[str, ...]:
    found = [addresses.parse_one(value).address for name in names for value in fields.values(name)[:50]]
    return tuple(dict.fromkeys(address for address in found if address))


def return_path(fields: Fields) -> str | None:
    """The envelope sender as Return-Path records it: None when it does not say, '' for the null sender."""
    if "return-path" not in fields:
        return None
    return addresses.parse_one(fields.value("return-path")).address
