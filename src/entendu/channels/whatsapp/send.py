"""Sending by WhatsApp: free text while they wrote within 24 hours, else an approved template; files one by one
(developers.facebook.com, "WhatsApp Cloud API", Messages and Media)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entendu.channels import graph
from entendu.channels.graph import Failed, Page
from entendu.channels.line import Request
from entendu.channels.messages import Account, Carried, File, Outgoing
from entendu.channels.pieces import pieces
from entendu.channels.told import rows, words
from entendu.channels.trouble import Deferred, LostSight, Refused, Withdrawn
from entendu.channels.whatsapp import codes
from entendu.channels.whatsapp.hooks import page_of

LONGEST_TEXT = 4096  # characters of a text message
LONGEST_VARIABLE = 900  # of a template's variable: body and variable together are 1,024 at most
# What each kind of message takes (Media, Supported media types), and how large; anything else goes as a document.
KINDS = {
    "image": (frozenset({"image/jpeg", "image/png"}), 5),
    "video": (frozenset({"video/mp4", "video/3gpp"}), 16),
    "audio": (frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}), 16),
}
LARGEST_DOCUMENT = 100  # megabytes
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Template:
    """An approved template whose body has one variable, {{1}}: our words."""

    name: str
    language: str


def send(account: Account, parcel: Outgoing, *, template: Template | None = None,
         before_flight: Callable[[], bool]) -> Carried:
    """Hands the words and files over; the words in a template where the 24 hours are over, and no files then.

    Files are put into Meta's store before `before_flight`; nobody sees them there. Raises `Deferred`, `Refused`,
    `LostSight` or `Withdrawn`. Where one of several messages went and the next did not, we have lost sight of it: the
    words say how far it came.
    """
    page = page_of(account)
    try:
        messages = _messages(page, parcel, template)
        if not before_flight():
            raise Withdrawn
    except Failed as failed:
        raise trouble_of(failed) from None
    except LostSight as lost:
        raise Deferred(str(lost)) from None  # a file that was not stored, or stored and never sent
    references: list[str] = []
    for message in messages:
        try:
            said = graph.ask(page, Request("POST", page.url(f"{page.id}/messages"),
                                           json={**_head(parcel.to), **message}))
        except (Failed, Deferred, Refused) as trouble:
            if references:
                raise LostSight(_("{n} of {all} messages were taken and then no more ({said}).").format(
                    n=len(references), all=len(messages), said=_words(trouble))) from None
            if isinstance(trouble, Failed):
                raise trouble_of(trouble) from None
            raise
        references += [words(one, "id") for one in rows(said, "messages")]
    return Carried(_("WhatsApp took it."), tuple(filter(None, references)))


def trouble_of(failed: Failed) -> Deferred | Refused:
    """What an error of the API means for the delivery."""
    return graph.trouble_of(codes.meaning(failed.error), failed.error, codes.sentence(failed.error))


def _messages(page: Page, parcel: Outgoing, template: Template | None) -> list[dict[str, Any]]:
    """The messages of a parcel in order: the words first, then each file."""
    if template is not None:
        return [_of_template(template, parcel.text)]
    said: list[dict[str, Any]] = [{"type": "text", "text": {"body": piece, "preview_url": False}}
                                  for piece in pieces(parcel.text, LONGEST_TEXT)]
    return said + [_of_file(page, file) for file in parcel.files]


def _head(to: str) -> dict[str, Any]:
    """A number, or the id by which Meta calls somebody who shows none."""
    known = {"to": to.lstrip("+")} if to.lstrip("+").isdecimal() else {"recipient": to}
    return {"messaging_product": "whatsapp", "recipient_type": "individual", **known}


def _of_template(template: Template, text: str) -> dict[str, Any]:
    """A variable holds no line breaks, no tabs and no more than four spaces in a row (error 132018)."""
    flat = " ".join(text.split())
    if len(flat) > LONGEST_VARIABLE:
        flat = flat[:LONGEST_VARIABLE - 1] + "…"
    return {"type": "template", "template": {
        "name": template.name, "language": {"code": template.language},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": flat}]}]}}


def _of_file(page: Page, file: File) -> dict[str, Any]:
    kind = next((name for name, (types, most) in KINDS.items()
                 if file.type in types and len(file.content) <= most * MEGABYTE), "document")
    if len(file.content) > LARGEST_DOCUMENT * MEGABYTE:
        raise Refused(_("{name} is larger than WhatsApp takes ({n} MB); nothing was sent; send a link to it.").format(
            name=file.name, n=LARGEST_DOCUMENT), 131053)
    said: Mapping[str, Any] = graph.ask(page, Request(
        "POST", page.url(f"{page.id}/media"), form={"messaging_product": "whatsapp", "type": file.type},
        files={"file": (file.name, file.content, file.type)}))
    named = {"id": words(said, "id")} | ({"filename": file.name} if kind == "document" else {})
    return {"type": kind, kind: named}


def _words(trouble: Exception) -> str:
    return trouble.error.said if isinstance(trouble, Failed) else str(trouble).rstrip(".")
