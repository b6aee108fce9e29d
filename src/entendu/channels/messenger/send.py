"""Sending by Messenger: an answer within 24 hours of their last words; a person's within seven days, where Meta has
granted the page "Human Agent" (developers.facebook.com, "Messenger Platform", Send API, Message tags)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from entendu.channels import graph
from entendu.channels.graph import Failed, Page
from entendu.channels.line import Request
from entendu.channels.messages import Account, Carried, File, Outgoing
from entendu.channels.messenger import codes
from entendu.channels.messenger.hooks import page_of
from entendu.channels.pieces import pieces
from entendu.channels.told import words
from entendu.channels.trouble import Deferred, LostSight, Refused, Withdrawn

LONGEST_TEXT = 2000  # characters
LARGEST_FILE = 25 * 1024 * 1024


def send(account: Account, parcel: Outgoing, *, human_agent: bool = False,
         before_flight: Callable[[], bool]) -> Carried:
    """Hands the words and files over; `human_agent` says that a person writes, later than 24 hours after their words.

    Files are put into Meta's store before `before_flight`; nobody sees them there. Raises `Deferred`, `Refused`,
    `LostSight` or `Withdrawn`. Where one of several messages went and the next did not, we have lost sight of it: the
    words say how far it came.
    """
    page = page_of(account)
    try:
        messages: list[dict[str, Any]] = [{"text": piece} for piece in pieces(parcel.text, LONGEST_TEXT)]
        messages += [_of_file(page, file) for file in parcel.files]
        if not before_flight():
            raise Withdrawn
    except Failed as failed:
        raise trouble_of(failed) from None
    except LostSight as lost:
        raise Deferred(str(lost)) from None  # a file that was not stored, or stored and never sent
    why = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if human_agent else {"messaging_type": "RESPONSE"}
    references: list[str] = []
    for message in messages:
        body = {"recipient": {"id": parcel.to}, "message": message, **why}
        try:
            said = graph.ask(page, Request("POST", page.url(f"{page.id}/messages"), json=body))
        except (Failed, Deferred) as trouble:
            if references:
                words_of = trouble.error.said if isinstance(trouble, Failed) else str(trouble).rstrip(".")
                raise LostSight(_("{n} of {all} messages were taken and then no more ({said}).").format(
                    n=len(references), all=len(messages), said=words_of)) from None
            if isinstance(trouble, Failed):
                raise trouble_of(trouble) from None
            raise
        references.append(words(said, "message_id"))
    return Carried(_("Messenger took it."), tuple(filter(None, references)))


def trouble_of(failed: Failed) -> Deferred | Refused:
    """What an error of the API means for the delivery."""
    return graph.trouble_of(codes.meaning(failed.error), failed.error, codes.sentence(failed.error))


def _of_file(page: Page, file: File) -> dict[str, Any]:
    kind = file.type.partition("/")[0]
    kind = kind if kind in {"image", "video", "audio"} else "file"
    if len(file.content) > LARGEST_FILE:
        raise Refused(_("{name} is larger than Messenger takes ({n} MB); nothing was sent; send a link to it.").format(
            name=file.name, n=25), 100)
    message = {"attachment": {"type": kind, "payload": {"is_reusable": False}}}
    said: Mapping[str, Any] = graph.ask(page, Request(
        "POST", page.url(f"{page.id}/message_attachments"), form={"message": json.dumps(message)},
        files={"filedata": (file.name, file.content, file.type)}))
    return {"attachment": {"type": kind, "payload": {"attachment_id": words(said, "attachment_id")}}}
