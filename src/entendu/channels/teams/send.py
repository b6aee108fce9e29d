"""Posting to Teams: an adaptive card, by the web hook of a workflow (learn.microsoft.com, "Create incoming webhooks
with Workflows"; adaptivecards.io, schema 1.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from entendu.channels import line
from entendu.channels.line import Request
from entendu.channels.messages import Account, Carried, Outgoing
from entendu.channels.pieces import pieces
from entendu.channels.trouble import Deferred, LostSight, Refused, WantsSetUp, Withdrawn

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
# A message may have 28 kB (learn.microsoft.com, "Format cards in Teams"); what stands around the words needs some.
LONGEST_TEXT = 5_000  # characters; each is at most four bytes, and its escape as many again
# A text block reads a part of Markdown: these are written so that they stand as they are.
MARKS = re.compile(r"([\\*_~`\[\]()#<>])")
LIST_MARK = re.compile(r"^(\s*)([-+]|\d+\.)(?=\s)")


def send(account: Account, parcel: Outgoing, *, case_url: str = "", before_flight: Callable[[], bool]) -> Carried:
    """Posts the words as a card, in as many cards as they need. Files are named, with the case's page to have them
    from: a workflow takes none.

    Raises `Deferred`, `Refused`, `LostSight` or `Withdrawn`.
    """
    url = account.secrets.get("workflow_url", "")
    cards = cards_of(parcel, case_url)
    if not before_flight():
        raise Withdrawn
    for taken, one in enumerate(cards):
        try:
            _post(url, one)
        except (Deferred, Refused) as trouble:
            if taken:
                raise LostSight(_("{n} of {all} messages were taken and then no more ({said}).").format(
                    n=taken, all=len(cards), said=str(trouble).rstrip("."))) from None
            raise
    return Carried(_("The workflow took it."))


def cards_of(parcel: Outgoing, case_url: str = "") -> list[dict[str, Any]]:
    """The messages to post, as JSON values."""
    parts = pieces(parcel.text, LONGEST_TEXT) or [""]
    names = ", ".join(file.name for file in parcel.files)
    found = []
    for number, part in enumerate(parts):
        body = [_block(text) for text in part.splitlines() if text.strip()]
        actions = []
        if names and number == len(parts) - 1:
            body.append(_block(_("Files: {names}").format(names=names)))
            actions = [{"type": "Action.OpenUrl", "title": _("Open the case"), "url": case_url}] if case_url else []
        card = {"$schema": SCHEMA, "type": "AdaptiveCard", "version": "1.4", "body": body,
                "msteams": {"width": "Full"}, "lang": parcel.language or "en", "fallbackText": part[:200]}
        found.append({"type": "message", "attachments": [
            {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None,
             "content": card | ({"actions": actions} if actions else {})}]})
    return found


def _block(text: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": literal(text), "wrap": True}


def literal(text: str) -> str:
    """A line that a text block shows as it is written, with addresses left whole so that they can be pressed."""
    words = (word if word.startswith(("https://", "http://")) else MARKS.sub(r"\\\1", word)
             for word in re.split(r"(\s+)", text))
    return LIST_MARK.sub(r"\1\\\2", "".join(words))


def _post(url: str, card: dict[str, Any]) -> None:
    """One card. A workflow takes it with 202, an older connector with 200."""
    answer = line.ask(Request("POST", url, json=card))
    status = answer.status
    if 200 <= status <= 299:
        return
    if status == 413:
        raise Refused(_("Teams says that the message is too large; nothing was posted; make it shorter."), status)
    if status == 400:
        raise Refused(_("The workflow did not accept the card ({said}).").format(said=answer.text or status), status)
    if status in {401, 403, 404, 410}:
        raise WantsSetUp(_("The workflow is not there any more or is switched off ({status}); the message is kept; "
                           "make a new one in Teams and enter its address in the settings.").format(status=status))
    if status == 429:
        raise Deferred(_("Teams takes no more from us for now; the message is kept."), line.again_at(answer))
    raise Deferred(_("{host} answered {status}; the message is kept.").format(host=answer.host, status=status))
