"""Meta's Graph API, by which WhatsApp and Messenger are reached: one request, its answer, and the signature of hooks.

A token is shown to the address that was entered and to nobody else: no redirect is followed, and no line without
encryption leaves this machine.
"""

from __future__ import annotations

import hashlib
import hmac
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from django.utils.translation import gettext as _

from entendu.channels import line
from entendu.channels.line import Request
from entendu.channels.messages import File, Hook, Incoming
from entendu.channels.told import number, words
from entendu.channels.trouble import Deferred, LostSight, Refused, WantsSetUp

ADDRESS = "https://graph.facebook.com"
VERSION = "v23.0"
# Where Meta keeps files that were sent to us (WhatsApp: lookaside.fbsbx.com, Messenger: its networks' hosts).
HOSTS_OF_FILES = (".fbsbx.com", ".fbcdn.net", ".facebook.com", ".whatsapp.net")


class Meaning(Enum):
    """What an error of the provider's means for a message: GONE, the address is of no use; MESSAGE, this message will
    not be taken as it is; WINDOW, they wrote too long ago; SETUP, somebody has to do something first; NOW, worth
    another try by itself."""

    GONE = "gone"
    MESSAGE = "message"
    WINDOW = "window"
    SETUP = "setup"
    NOW = "now"


# The same message will not arrive by another try.
FOR_GOOD = frozenset({Meaning.GONE, Meaning.MESSAGE, Meaning.WINDOW})


@dataclass(frozen=True, slots=True)
class Error:
    """An error as the Graph API tells it: its code and finer code, and one line about it."""

    code: int
    subcode: int
    said: str
    status: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What is spoken for: the id of a telephone number or a page, and its token. `address` is another than Meta's in
    tests and behind a proxy alone."""

    id: str
    token: str = field(repr=False)
    address: str = ADDRESS
    version: str = VERSION

    def url(self, path: str) -> str:
        """The address of a path of the API, "me/messages"."""
        return f"{self.address.rstrip('/')}/{self.version}/{path}"


class Failed(Exception):
    """The Graph API answered with an error."""

    def __init__(self, error: Error) -> None:
        super().__init__(error.said)
        self.error = error


def is_signed(hook: Hook, secret: str) -> bool:
    """Whether Meta signed the body with the app's secret: HMAC-SHA256 over the raw bytes, in hexadecimal
    (developers.facebook.com, "Webhooks from Meta", Validating Payloads). Compared in constant time."""
    ours = "sha256=" + hmac.new(secret.encode(), hook.body, hashlib.sha256).hexdigest()
    given = hook.headers.get("x-hub-signature-256", "").encode("utf-8", "surrogateescape")
    return hmac.compare_digest(given, ours.encode()) and bool(secret)


def challenge(hook: Hook, token: str) -> str | None:
    """What Meta wants to read when it verifies the address of a hook; None where it does not know our verify token
    (developers.facebook.com, "Webhooks from Meta", Verification Requests)."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(hook.url).query).items()}
    known = hmac.compare_digest(query.get("hub.verify_token", "").encode(), token.encode()) and bool(token)
    word = query.get("hub.challenge", "")
    return word if query.get("hub.mode") == "subscribe" and known and 0 < len(word) <= 200 else None


def ask(page: Page, request: Request) -> Mapping[str, Any]:
    """The object that the API answers; `Failed` with its error; `Deferred` and `LostSight` where it did not answer."""
    answer = line.ask(request.shown(f"Bearer {page.token}"))
    said = answer.json if isinstance(answer.json, dict) else None
    if said is None:
        if answer.status >= 500:
            raise Failed(Error(2, 0, str(answer.status), answer.status))
        if 200 <= answer.status <= 299:
            raise LostSight(_("{host} answered something that is no answer; it may have arrived.").format(
                host=answer.host))
        raise Deferred(_("{host} answered {status} and no JSON; the message is kept; check the address.").format(
            host=answer.host, status=answer.status))
    if "error" in said or not 200 <= answer.status <= 299:
        raise Failed(error_in(said.get("error"), answer.status))
    return said


def with_files(page: Page, message: Incoming, *, largest: int) -> Incoming:
    """The message with the bytes of its files; what cannot be had is left out and named in the text."""
    if not message.files:
        return message
    files, text = [], message.text
    for file in message.files:
        content = _content(page, file.url, largest)
        if content is None:
            lost = _("(The file {name} could not be fetched.)").format(name=file.name or file.type)
            text = f"{text}\n{lost}".strip()
        else:
            files.append(replace(file, content=content, url="", name=_named(file)))
    return replace(message, files=tuple(files), text=text)


def _content(page: Page, where: str, largest: int) -> bytes | None:
    """By an id, which leads to an address that wants our token; or by an address that wants none."""
    try:
        if where.startswith(("https://", "http://")):
            return line.fetch(Request("GET", where), largest=largest) if _is_metas(page, where) else None
        url = words(ask(page, Request("GET", page.url(quote(where, safe="")))), "url")
        if not _is_metas(page, url):
            return None
        return line.fetch(Request("GET", url).shown(f"Bearer {page.token}"), largest=largest)
    except (Failed, LostSight):
        return None


def _is_metas(page: Page, url: str) -> bool:
    """Only Meta's own hosts are asked for files, and the address that was entered: a hook names no other machine."""
    try:
        host, ours = urlsplit(url).hostname or "", urlsplit(page.address).hostname
    except ValueError:
        return False
    return host == ours or (url.startswith("https://") and host.endswith(HOSTS_OF_FILES))


def _named(file: File) -> str:
    """Photographs come without a name: their kind, and the ending of their type."""
    if "." in file.name:
        return file.name
    return f"{file.name or 'file'}{mimetypes.guess_extension(file.type) or ''}"


def error_in(said: Any, status: int = 0) -> Error:
    """The error in an answer or in a hook."""
    text = words(said, "error_data", "details") or words(said, "message") or words(said, "title") or str(status)
    return Error(number(said, "code"), number(said, "error_subcode"), line.one_line(text), status)


def trouble_of(meaning: Meaning, error: Error, sentence: str) -> Deferred | Refused:
    """The trouble that a delivery ends with, or waits by: `sentence` says what to do."""
    said = f"{sentence} ({error.code}: {error.said})" if error.code else f"{sentence} ({error.said})"
    if meaning in {Meaning.NOW, Meaning.SETUP}:
        return WantsSetUp(said) if meaning is Meaning.SETUP else Deferred(said)
    return Refused(said, error.code, gone=meaning is Meaning.GONE)
