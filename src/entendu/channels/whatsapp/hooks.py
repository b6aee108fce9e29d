"""What WhatsApp's web hook tells (developers.facebook.com, "WhatsApp Cloud API", Webhooks, Payload examples).

One hook may hold several messages and receipts. A kind of message that is new to us comes through as a sentence that
names it: nothing is lost in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from entendu.channels import graph
from entendu.channels.messages import Account, Answer, File, Hook, Incoming, News, Receipt
from entendu.channels.told import mapping, moment, object_in, point, rows, words
from entendu.channels.trouble import Unreadable
from entendu.channels.whatsapp import codes

FILES = ("image", "document", "audio", "video", "voice", "sticker")
# "played" is said of a voice message that was listened to.
STATES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
LARGEST_FILE = 100 * 1024 * 1024  # the largest that WhatsApp takes of anybody
LONGEST_NAME = 160


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
    """All that a hook tells of this number; `Unreadable` where it is no JSON object."""
    if hook.method == "GET":
        return []
    said: list[News] = []
    for value in _values(object_in(hook.body)):
        if account.address and words(value, "metadata", "phone_number_id") not in {"", account.address}:
            continue  # another number of the same app: its account has a hook of its own
        names = {words(one, "wa_id") or words(one, "user_id"): words(one, "profile", "name")
                 for one in rows(value, "contacts")}
        said += [_said(one, names) for one in rows(value, "messages") if words(one, "id")]
        said += [receipt for one in rows(value, "statuses") if (receipt := _became(one)) is not None]
    return said


def fetch(account: Account, message: Incoming) -> Incoming:
    """The message with its files: Meta names an address for each id, good for five minutes and with our token only."""
    return graph.with_files(page_of(account), message, largest=LARGEST_FILE)


def page_of(account: Account) -> graph.Page:
    """The number that is spoken for."""
    return graph.Page(account.address, account.secrets.get("token", ""),
                      account.settings.get("api_address", "") or graph.ADDRESS)


def _values(hook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The changes of the field "messages". What our own people write with the app ("smb_message_echoes") is no news."""
    for entry in rows(hook, "entry"):
        for change in rows(entry, "changes"):
            if change.get("field", "messages") == "messages":
                yield mapping(change, "value")


def _said(one: Mapping[str, Any], names: Mapping[str, str]) -> Incoming:
    """`from` may be missing where its owner shows a name instead of a number; then `from_user_id` stands for them."""
    sender = words(one, "from") or words(one, "from_user_id")
    kind = words(one, "type")
    files, lost = _files(one, kind) if kind in FILES else ((), "")
    text = "\n".join(filter(None, (words(one, kind, "caption"), lost))) if kind in FILES else _text(one, kind)
    found = mapping(one, "location")
    return Incoming(
        "whatsapp", words(one, "id"), f"+{sender}" if sender.isdecimal() else sender, text,
        names.get(sender, "")[:LONGEST_NAME], files, moment(words(one, "timestamp")),
        point(found.get("latitude"), found.get("longitude")) if found else None)


def _files(one: Mapping[str, Any], kind: str) -> tuple[tuple[File, ...], str]:
    """The file by its id, or the sentence that WhatsApp lost it."""
    found, errors = mapping(one, kind), rows(one, "errors")
    if errors or not words(found, "id"):
        return (), _("(A file came that WhatsApp could not hand on: {said}.)").format(
            said=(_trouble(errors[0]) if errors else kind).rstrip("."))
    return (File(words(found, "filename") or kind, words(found, "mime_type").partition(";")[0],
                 url=words(found, "id")),), ""


def _text(one: Mapping[str, Any], kind: str) -> str:
    match kind:
        case "text":
            return words(one, "text", "body")
        case "button":
            return words(one, "button", "text")
        case "interactive":
            return _answered(mapping(one, "interactive"))
        case "reaction":
            return _reaction(words(one, "reaction", "emoji"))
        case "location":
            return _location(mapping(one, "location"))
        case "contacts":
            return "\n".join(_card(card) for card in rows(one, "contacts"))
        case "order":
            return _order(mapping(one, "order"))
        case "system":
            return words(one, "system", "body")
        case _:
            errors = rows(one, "errors")
            said = _trouble(errors[0]) if errors else kind
            return _("(A message came that WhatsApp does not hand on: {said}.)").format(said=said.rstrip("."))


def _answered(said: Mapping[str, Any]) -> str:
    """What was chosen in a list, pressed, or filled into a form; a form's answers come as JSON in a text."""
    chosen = mapping(said, "button_reply") or mapping(said, "list_reply")
    if chosen:
        return "\n".join(filter(None, (words(chosen, "title"), words(chosen, "description"))))
    form = mapping(said, "nfm_reply")
    try:
        answers = object_in(words(form, "response_json").encode())
    except Unreadable:
        answers = {}
    lines = [f"{name}: {words(answers, name)}" for name in answers if name != "flow_token" and words(answers, name)]
    return "\n".join([words(form, "body"), *lines]).strip()


def _reaction(emoji: str) -> str:
    if not emoji:
        return _("(They took their reaction back.)")
    return _("(They reacted with {emoji}.)").format(emoji=emoji)


def _location(found: Mapping[str, Any]) -> str:
    place = point(found.get("latitude"), found.get("longitude"))
    return "\n".join(filter(None, (words(found, "name"), words(found, "address"),
                                   f"{place[0]}, {place[1]}" if place else "")))


def _card(card: Mapping[str, Any]) -> str:
    """A contact that was sent along: name, numbers, mail addresses."""
    ways = [words(one, "phone") for one in rows(card, "phones")]
    ways += [words(one, "email") for one in rows(card, "emails")]
    return ", ".join(filter(None, (words(card, "name", "formatted_name"), *ways)))


def _order(order: Mapping[str, Any]) -> str:
    items = [f"{words(one, 'quantity')} × {words(one, 'product_retailer_id')}" for one in rows(order, "product_items")]
    return "\n".join(filter(None, (words(order, "text"), *items)))


def _became(one: Mapping[str, Any]) -> Receipt | None:
    state, reference = STATES.get(words(one, "status"), ""), words(one, "id")
    if not state or not reference:
        return None
    errors = rows(one, "errors")
    if state != "failed":
        return Receipt(reference, state)
    error = graph.error_in(errors[0] if errors else {})
    meaning = codes.meaning(error)
    return Receipt(reference, "failed", str(error.code), f"{codes.sentence(error)} ({error.code}: {error.said})",
                   permanent=meaning in graph.FOR_GOOD, gone=meaning is graph.Meaning.GONE)


def _trouble(error: Mapping[str, Any]) -> str:
    return words(error, "error_data", "details") or words(error, "title") or words(error, "message")
