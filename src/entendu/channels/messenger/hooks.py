"""What Messenger's web hook tells (developers.facebook.com, "Messenger Platform", Webhooks reference).

Messages, presses of buttons and reactions come in; of receipts, those that name their messages: Messenger tells "read"
as a moment without saying of what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from entendu.channels import graph
from entendu.channels.line import Request
from entendu.channels.messages import Account, Answer, File, Hook, Incoming, News, Receipt
from entendu.channels.told import mapping, moment, object_in, point, rows, words
from entendu.channels.trouble import Deferred, LostSight

KINDS = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/mp4", "file": "application/octet-stream"}
LONGEST_NAME = 160
LARGEST_FILE = 25 * 1024 * 1024  # the largest that Messenger takes of anybody


def is_believed(account: Account, hook: Hook, now: datetime) -> bool:
    """Whether Meta signed it with the app's secret, or asks for the address to be verified with our token.

    Meta signs no time; what is sent again is known by the ids of its messages.
    """
    if hook.method == "GET":
        return graph.challenge(hook, account.secrets.get("verify_token", "")) is not None
    return graph.is_signed(hook, account.secrets.get("app_secret", ""))


def answer(account: Account, hook: Hook) -> Answer:
    """The word that Meta wants to read when it verifies the address; nothing otherwise. `Unreadable` where what it
    posts is no JSON object."""
    if hook.method != "GET":
        object_in(hook.body)
    return Answer(body=graph.challenge(hook, account.secrets.get("verify_token", "")) or "")


def read(account: Account, hook: Hook) -> list[News]:
    """All that a hook tells of this page; `Unreadable` where it is no JSON object."""
    if hook.method == "GET":
        return []
    said: list[News] = []
    for event in _events(object_in(hook.body), account.address):
        sender, at = words(event, "sender", "id"), moment(words(event, "timestamp"), per_second=1000)
        if event.get("message") or event.get("postback") or event.get("reaction"):
            said += [one for one in (_said(event, sender, at),) if one is not None and sender]
        said += [Receipt(mid, "delivered") for mid in _list(mapping(event, "delivery"), "mids")]
    return said


def fetch(account: Account, message: Incoming) -> Incoming:
    """The message with its files and its writer's name, which the hook does not tell."""
    page = page_of(account)
    try:
        name = _name_of(page, message.sender)
    except (graph.Failed, Deferred, LostSight):
        name = message.sender_name  # not every app may ask for names; the message is worth more
    return graph.with_files(page, replace(message, sender_name=name), largest=LARGEST_FILE)


@lru_cache(maxsize=4096)
def _name_of(page: graph.Page, person: str) -> str:
    """What somebody calls themselves there, asked for once."""
    said = graph.ask(page, Request("GET", page.url(quote(person, safe="")), query={"fields": "first_name,last_name"}))
    return f"{words(said, 'first_name')} {words(said, 'last_name')}".strip()[:LONGEST_NAME]


def page_of(account: Account) -> graph.Page:
    """The page that is spoken for."""
    return graph.Page(account.address, account.secrets.get("token", ""),
                      account.settings.get("api_address", "") or graph.ADDRESS)


def _events(hook: Mapping[str, Any], page: str) -> Iterator[Mapping[str, Any]]:
    """What happened on our page. Echoes of what the page said itself are no news."""
    for entry in rows(hook, "entry"):
        if not page or words(entry, "id") in {"", page}:
            yield from (one for one in rows(entry, "messaging") if mapping(one, "message").get("is_echo") is not True)


def _said(event: Mapping[str, Any], sender: str, at: datetime | None) -> Incoming | None:
    message, press, reaction = (mapping(event, name) for name in ("message", "postback", "reaction"))
    if press:
        key = words(press, "mid") or f"postback-{sender}-{words(event, 'timestamp')}"
        return Incoming("messenger", key, sender, words(press, "title") or words(press, "payload"), at=at)
    if reaction:
        key = f"{words(reaction, 'mid')}-{words(reaction, 'action')}-{words(event, 'timestamp')}"
        emoji = words(reaction, "emoji") if words(reaction, "action") == "react" else ""
        said = _("(They reacted with {emoji}.)").format(emoji=emoji) if emoji else _("(They took their reaction back.)")
        return Incoming("messenger", key, sender, said, at=at)
    if not words(message, "mid"):
        return None
    files, lines, place = [], [words(message, "text")], None
    for one in rows(message, "attachments"):
        kind, payload = words(one, "type"), mapping(one, "payload")
        if kind in KINDS and words(payload, "url"):
            files.append(File(kind, KINDS[kind], url=words(payload, "url")))
            continue
        if kind == "location":
            place = point(mapping(payload, "coordinates").get("lat"), mapping(payload, "coordinates").get("long"))
        lines.append(_line(one, payload, place if kind == "location" else None))
    if message.get("is_unsupported") is True:
        lines.append(_("(A message came that Messenger does not hand on.)"))
    text = "\n".join(filter(None, lines))
    return Incoming("messenger", words(message, "mid"), sender, text, files=tuple(files), at=at, location=place)


def _line(one: Mapping[str, Any], payload: Mapping[str, Any], place: tuple[float, float] | None) -> str:
    """What is no file, in a line: a place, a link with its title, a template of a shop."""
    title = words(payload, "title") or words(one, "title")
    url = words(payload, "url") or words(one, "url")
    return " ".join(filter(None, (title, f"{place[0]}, {place[1]}" if place else url))) or f"({words(one, 'type')})"


def _list(value: Mapping[str, Any], name: str) -> list[str]:
    found = value.get(name)
    return [one for one in found if isinstance(one, str) and one] if isinstance(found, list) else []
