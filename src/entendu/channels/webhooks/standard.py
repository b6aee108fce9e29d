"""Signatures of Standard Webhooks (specification 1.0.0, standard-webhooks/standard-webhooks).

Signed is `id.timestamp.body` with HMAC-SHA256; the secret is `whsec_` and base64. The time keeps an old request from
being played again, the id one that is still young.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

PREFIX = "whsec_"
# The specification leaves the tolerance open; its libraries take five minutes.
TOLERANCE = timedelta(minutes=5)
LONGEST_ID = 190


class NotSigned(Exception):
    """The request is not what the source sent, or not now; the text says why in one sentence."""


def new_secret() -> str:
    """A secret of 32 random bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, message_id: str, at: datetime, body: bytes) -> str:
    """The value of `webhook-signature`: what a source of this form writes."""
    signed = b".".join([message_id.encode(), str(int(at.timestamp())).encode(), body])
    return "v1," + base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def verified(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The request's id, once its signature and its time are right; `NotSigned` otherwise.

    Names of headers in lower case. Several signatures may stand there, while a secret is being renewed.
    """
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "")
    if not (message_id and given and stamp.isdecimal() and len(stamp) <= 12 and len(message_id) <= LONGEST_ID):
        raise NotSigned("The headers webhook-id, webhook-timestamp and webhook-signature do not all stand there; "
                        "nothing was taken; sign the request as Standard Webhooks says.")
    at = datetime.fromtimestamp(int(stamp), UTC)
    if abs(now - at) > TOLERANCE:
        raise NotSigned("The request's time is more than five minutes from ours; nothing was taken; set the clock, or "
                        "sign the request anew.")
    wanted = sign(secret, message_id, at, body)
    if not any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given.split(" ")):
        raise NotSigned("The signature does not fit the body; nothing was taken; look at the secret on both sides.")
    return message_id


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        return secret.encode()
