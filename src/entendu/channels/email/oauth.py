"""OAuth 2.0 for mail accounts: a new access token for a refresh token (RFC 6749 §6), and how it is shown to IMAP.

The consent itself is given on the provider's pages; what is kept is its refresh token.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx
from django.utils.translation import gettext as _

from entendu.channels.email.server import is_this_machine
from entendu.channels.email.trouble import one_line

TIMEOUT = httpx.Timeout(20)
# Without `expires_in` the token's life is unknown (RFC 6749 §5.1); an hour is what providers give.
USUAL_LIFE = 3600
# Fetched anew so long before its end, so that none runs out between being chosen and being shown.
MARGIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a provider gave: the access token is valid until `expires_at`."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime

    def are_fresh(self, now: datetime) -> bool:
        """Whether the access token can still be shown."""
        return bool(self.access) and now < self.expires_at - MARGIN


class NoToken(Exception):
    """No access token was given; `words` is one sentence, `final` when only a person's new consent helps."""

    def __init__(self, words: str, *, final: bool) -> None:
        super().__init__(words)
        self.words, self.final = words, final


@dataclass(frozen=True, slots=True)
class Client:
    """How the provider knows this installation (RFC 6749 §2.2, §2.3.1)."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)


def refresh(client: Client, refresh_token: str, *, now: datetime) -> Tokens:
    """New tokens for a refresh token; the provider may have replaced that too. `NoToken` when it gives none."""
    url = urlsplit(client.token_url)
    if url.scheme != "https" and not is_this_machine(url.hostname or ""):
        raise NoToken(_("The token address {url} is not encrypted; enter one that begins with https://.").format(
            url=one_line(client.token_url)), final=True)
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": client.client_id}
    if client.client_secret:
        form["client_secret"] = client.client_secret
    try:
        answer = httpx.post(client.token_url, data=form, headers={"Accept": "application/json"}, timeout=TIMEOUT)
    except httpx.TimeoutException:
        raise NoToken(_("{host} did not answer in time when asked for a token; it is asked again later.").format(
            host=url.hostname), final=False) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        words = _("{host} could not be asked for a token ({said}); check the token address and the network.")
        raise NoToken(words.format(host=url.hostname, said=one_line(str(error))), final=False) from None
    return _read(answer, url.hostname or "", refresh_token, now)


def xoauth2(username: str, access_token: str) -> bytes:
    """The initial client response of SASL XOAUTH2, before base64 (Google, "OAuth 2.0 Mechanism"; Microsoft alike)."""
    return f"user={username}\1auth=Bearer {access_token}\1\1".encode()


def _read(answer: httpx.Response, host: str, refresh_token: str, now: datetime) -> Tokens:
    try:
        said = answer.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise NoToken(_("{host} answered {status} and no JSON when asked for a token; check the token address.").format(
            host=host, status=answer.status_code), final=False)
    access = said.get("access_token")
    if answer.is_success and isinstance(access, str) and access:
        return Tokens(access, str(said.get("refresh_token") or refresh_token), now + _life(said.get("expires_in")))
    code = one_line(str(said.get("error", answer.status_code)), 60)
    raise NoToken(_sentence(code).format(host=host, code=code), final=code in {"invalid_grant", "invalid_client"})


def _life(seconds: object) -> timedelta:
    """`expires_in`, which some providers write as text; never negative, never more than a year."""
    try:
        return timedelta(seconds=min(max(int(str(seconds)), 0), 366 * 86400))
    except ValueError:
        return timedelta(seconds=USUAL_LIFE)


def _sentence(code: str) -> str:
    """RFC 6749 §5.2 in words."""
    if code == "invalid_grant":
        return _("{host} no longer honours the consent to this mailbox ({code}); sign in with the provider again and "
                 "enter the new refresh token.")
    if code in {"invalid_client", "unauthorized_client"}:
        return _("{host} does not know this client or its secret ({code}); enter client id and secret again.")
    return _("{host} gave no token ({code}); it is asked again later.")
