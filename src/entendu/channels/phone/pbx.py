"""Events of one's own telephone exchange (Asterisk, FreePBX, 3CX, a script), by a web hook of our own form.

A POST of a JSON object, signed as Standard Webhooks has it (headers webhook-id, webhook-timestamp, webhook-signature):

    {"call": "1732383600.42", "event": "ended", "direction": "in", "number": "+23057001234",
     "at": "2026-11-23T17:40:00Z", "seconds": 75, "agent": "ioana@example.org", "task": 7}

`event` is ringing, answered, ended, missed, busy or failed; `seconds`, `agent` and `task` may be left out.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from entendu.channels.messages import Account, Answer, Called, CallState, Hook, Incoming, News, Probe
from entendu.channels.told import number, object_in, words
from entendu.channels.trouble import Unreadable
from entendu.channels.webhooks.standard import PREFIX, NotSigned, verified

LONGEST_CALL = 86_400  # seconds; what is longer was not hung up


def is_believed(account: Account, hook: Hook, now: datetime) -> bool:
    """Whether the exchange signed exactly this with our secret within five minutes of now."""
    secret = account.secrets.get("signing_secret", "")
    try:
        verified(secret, hook.headers, hook.body, now)
    except NotSigned:
        return False
    return bool(secret)


def answer(account: Account, hook: Hook) -> Answer:
    """An exchange wants to hear nothing. `Unreadable` where the body is no JSON object."""
    object_in(hook.body)
    return Answer()


def read(account: Account, hook: Hook) -> list[News]:
    """What happened; `Unreadable` where the body is no such event."""
    said = object_in(hook.body)
    try:
        state = CallState(words(said, "event"))
    except ValueError:
        raise Unreadable("The event is none of ringing, answered, ended, missed, busy, failed; nothing was "
                         "taken.") from None
    call, other = words(said, "call"), words(said, "number")
    if not call or len(call) > 200 or words(said, "direction") not in {"in", "out"}:
        raise Unreadable("A call needs its name in “call” and a direction, in or out; nothing was taken.")
    return [Called(call, other[:40], words(said, "direction") == "in", state, _moment(words(said, "at")),
                   min(max(number(said, "seconds"), 0), LONGEST_CALL), words(said, "agent")[:254],
                   max(number(said, "task"), 0))]


def probe(account: Account) -> Probe:
    """Whether the secret is one; an exchange can be tried only by a call."""
    if not is_secret(account.secrets.get("signing_secret", "")):
        return Probe(False, _("The secret is no secret of Standard Webhooks: it begins with whsec_ and holds 24 to 64 "
                              "bytes in base64."))
    return Probe(True, _("Secret and address look right. The first call will show that events come."))


def is_secret(text: str) -> bool:
    """Whether a secret has the form that Standard Webhooks gives one."""
    try:
        size = len(base64.b64decode(text.removeprefix(PREFIX), validate=True))
    except (binascii.Error, ValueError):
        return False
    return text.startswith(PREFIX) and 24 <= size <= 64


def fetch(account: Account, message: Incoming) -> Incoming:
    """Nothing is kept by an exchange."""
    return message


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
