"""Twilio's requests to us, whatever they are about: who is believed, and what their forms hold."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from entendu.channels.messages import Hook

PORTS = {"https": 443, "http": 80}


def is_signed(hook: Hook, token: str) -> bool:
    """Whether X-Twilio-Signature is the HMAC-SHA1 of the address that was asked for and of the form's fields in the
    order of their names (twilio.com/docs/usage/security, "Validating requests"). Twilio signs some addresses with
    their usual port and some without: either will do. Compared in constant time."""
    given = hook.headers.get("x-twilio-signature", "").encode("utf-8", "surrogateescape")
    fields = sorted(set(parse_qsl(hook.body.decode("utf-8", "replace"), keep_blank_values=True)))
    said = "".join(name + value for name, value in fields)
    right = [hmac.compare_digest(given, _signature(url, said, token)) for url in _addresses(hook.url)]
    return any(right) and bool(token)


def form(hook: Hook) -> dict[str, str]:
    """The fields of a form, the last where one stands twice; without null characters."""
    fields = parse_qsl(hook.body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: value.replace("\0", "") for name, value in fields}


def _signature(url: str, said: str, token: str) -> bytes:
    return base64.b64encode(hmac.new(token.encode(), (url + said).encode(), hashlib.sha1).digest())


def _addresses(url: str) -> tuple[str, str]:
    """With its port and without, where it is the usual one."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return url, url
    host, usual = parts.netloc.rpartition(":")[0] if port else parts.netloc, PORTS.get(parts.scheme)
    if port not in {None, usual}:
        return url, url
    with_port = urlunsplit(parts._replace(netloc=f"{host}:{usual}"))
    return urlunsplit(parts._replace(netloc=host)), with_port
