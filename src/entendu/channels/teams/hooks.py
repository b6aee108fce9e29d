"""What Teams' outgoing web hook tells: a message in which we were mentioned (learn.microsoft.com, "Create Outgoing
Webhooks"). Its body is an activity of the Bot Framework; the signature is over the raw body, and the activity's own
time, which is signed with it, keeps an old message from being played again."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import html
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from entendu.channels.messages import Account, Answer, Hook, Incoming, News
from entendu.channels.told import mapping, object_in, rows, words
from entendu.channels.trouble import Unreadable

# Microsoft names no tolerance; five minutes is what Standard Webhooks' libraries take.
TOLERANCE = timedelta(minutes=5)
MENTION = re.compile(r"<at\b[^>]*>(.*?)</at>", re.DOTALL | re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote)>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
BLANK_LINES = re.compile(r"\n{3,}")
LONGEST_NAME = 160


def is_believed(account: Account, hook: Hook, now: datetime) -> bool:
    """Whether Teams signed exactly this with the team's security token, and lately."""
    if not is_signed(hook.headers.get("authorization", ""), hook.body, account.secrets.get("security_token", "")):
        return False
    try:
        at = _moment(object_in(hook.body))
    except Unreadable:
        return True  # signed, and told that it cannot be read
    return at is not None and abs(now - at) <= TOLERANCE


def is_signed(authorization: str, body: bytes, token: str) -> bool:
    """Whether the header is "HMAC" and the HMAC-SHA256 of the raw body by the token, which is the key in base64.
    Compared in constant time."""
    try:
        key = base64.b64decode(token, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    kind, _space, given = authorization.strip().partition(" ")
    ours = base64.b64encode(hmac.new(key, body, hashlib.sha256).digest())
    same = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), ours)
    return same and kind.upper() == "HMAC" and bool(key)


def answer(account: Account, hook: Hook) -> Answer:
    """Teams shows its writer an error unless the hook is answered with a message within ten seconds. `Unreadable` where
    the body is no JSON object."""
    object_in(hook.body)
    said = account.settings.get("acknowledgement", "") or _("We have your message and answer here.")
    return Answer(200, json.dumps({"type": "message", "text": said}, ensure_ascii=False),
                  "application/json; charset=utf-8")


def read(account: Account, hook: Hook) -> list[News]:
    """The message; `Unreadable` where the body is no activity. Other activities tell us nothing."""
    said = object_in(hook.body)
    if words(said, "type") != "message" or not words(said, "id"):
        return []
    sender = words(said, "from", "aadObjectId") or words(said, "from", "id")
    text = "\n".join(filter(None, (plain(_words(said)), *_files(said))))
    # Ids of messages are moments in thousandths of a second: unique in a conversation alone.
    key = f"{words(said, 'conversation', 'id')};{words(said, 'id')}"[-190:]
    return [Incoming("teams", key, sender, text, words(said, "from", "name")[:LONGEST_NAME], at=_moment(said))]


def fetch(account: Account, message: Incoming) -> Incoming:
    """The message as it is: an outgoing web hook may fetch nothing from Teams."""
    return message


def plain(text: str) -> str:
    """The words without the mention of us, tags and entities. Other people's mentions keep their names."""
    found = MENTION.search(text)
    if found is not None and not TAG.sub("", text[:found.start()]).strip():
        text = text[:found.start()] + text[found.end():]
    text = TAG.sub("", BREAK.sub("\n", MENTION.sub(r"\1", text)))
    lines = (line.strip() for line in html.unescape(text).replace("\xa0", " ").splitlines())
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _words(said: Mapping[str, Any]) -> str:
    """The text; where it is empty, the HTML that comes beside it."""
    beside = next((words(one, "content") for one in rows(said, "attachments")
                   if words(one, "contentType") == "text/html"), "")
    text = words(said, "text")
    return text if plain(text) else beside


def _files(said: Mapping[str, Any]) -> list[str]:
    """Files stay in the team's SharePoint, which a web hook may not open: their names and addresses."""
    found = []
    for one in rows(said, "attachments"):
        kind, name = words(one, "contentType"), words(one, "name")
        url = words(one, "contentUrl") or words(mapping(one, "content"), "downloadUrl")
        if kind not in {"text/html", "text/plain"} and (name or url):
            found.append(_("(A file lies in Teams: {name})").format(name=" ".join(filter(None, (name, url)))))
    return found


def _moment(said: Mapping[str, Any]) -> datetime | None:
    """When it was written (RFC 3339); a time without a zone is universal time. Seven digits of a second are cut."""
    text = re.sub(r"(\.\d{6})\d+", r"\1", words(said, "timestamp"))
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
