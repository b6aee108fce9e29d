"""One request to a tracker and its answer, or one sentence about what went wrong.

A token is shown to the address that was entered and to nobody else: no redirect is followed, and no line without
encryption leaves this machine.
"""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.utils.translation import gettext as _

from entendu import __version__
from entendu.channels.trackers.issue import NAMES, Account, Kind, Trouble

TIMEOUT = httpx.Timeout(20, connect=10)
LONGEST_SAID = 160
# The longest that a tracker may ask us to wait: GitHub's hour, and a little.
LONGEST_WAIT = timedelta(hours=2)
USUAL_WAIT = timedelta(minutes=2)
# Nothing of the request has reached the other side.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: a method, a path below the account's address, a query, a body."""

    method: str
    path: str
    query: Mapping[str, str | int] | None = None
    body: Mapping[str, Any] | None = None


def ask(account: Account, request: Request, *, now: datetime) -> Any:
    """The JSON of the answer; `Trouble` for everything else."""
    host = urlsplit(account.address).hostname or ""
    if not account.address.startswith("https://") and not _is_this_machine(host):
        raise Trouble(_("{address} is not encrypted; enter an address that begins with https://.").format(
            address=account.address), final=True)
    try:
        answer = httpx.request(request.method, account.address.rstrip("/") + request.path, params=request.query,
                               json=request.body, headers=_headers(account), timeout=TIMEOUT, follow_redirects=False)
    except NOT_SENT as error:
        words = _("{host} could not be reached ({said}).").format(host=host, said=_one_line(str(error)))
        raise Trouble(words) from None
    except httpx.TimeoutException:
        raise Trouble(_("{host} did not answer in time.").format(host=host), arrived=True) from None
    except httpx.InvalidURL:
        raise Trouble(_("{address} is no address of a tracker.").format(address=account.address), final=True) from None
    except httpx.HTTPError as error:
        words = _("The line to {host} broke off ({said}).").format(host=host, said=_one_line(str(error)))
        raise Trouble(words, arrived=True) from None
    return _read(account, answer, now)


def _headers(account: Account) -> dict[str, str]:
    """How each wants a token shown: GitHub and GitLab as a bearer (RFC 6750 §2.1), Jira Cloud with the owner's address
    (RFC 7617)."""
    headers = {"User-Agent": f"entendu/{__version__}", "Accept": "application/json"}
    if account.kind is Kind.JIRA and account.username:
        pair = base64.b64encode(f"{account.username}:{account.token}".encode()).decode()
        return headers | {"Authorization": f"Basic {pair}"}
    if account.kind is Kind.GITHUB:
        accepts = "application/vnd.github+json, application/json"  # what it advises, and what its description names
        headers |= {"Accept": accepts, "X-GitHub-Api-Version": "2022-11-28"}
    return headers | {"Authorization": f"Bearer {account.token}"}


def _read(account: Account, answer: httpx.Response, now: datetime) -> Any:
    if answer.is_success:
        try:
            return answer.json()
        except ValueError:
            words = _("{tracker} answered no JSON; check the address.")
            raise Trouble(words.format(tracker=NAMES[account.kind]), arrived=True) from None
    again_at = _again_at(answer, now)
    if again_at is not None:
        words = _("{tracker} takes no more from us for now.").format(tracker=NAMES[account.kind])
        raise Trouble(words, again_at=again_at)
    status, said = answer.status_code, _said(answer)
    words = _sentence(status).format(tracker=NAMES[account.kind], project=account.project, status=status, said=said)
    raise Trouble(words, arrived=status >= 500, final=status < 500)


def _again_at(answer: httpx.Response, now: datetime) -> datetime | None:
    """When to come again, where we asked too often: 429 (RFC 6585 §4), or GitHub's 403 with nothing remaining
    (docs.github.com, "Rate limits for the REST API")."""
    after, left = answer.headers.get("retry-after", ""), answer.headers.get("x-ratelimit-remaining", "")
    limited = answer.status_code == 429 or (answer.status_code == 403 and (bool(after) or left == "0"))
    if not limited:
        return None
    reset = answer.headers.get("x-ratelimit-reset") or answer.headers.get("ratelimit-reset", "")
    if after.isdecimal():
        wait = timedelta(seconds=int(after[:6]))
    elif reset.isdecimal():
        wait = timedelta(seconds=int(reset[:12]) - int(now.timestamp()) + 1)
    else:
        wait = USUAL_WAIT
    return now + min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def _sentence(status: int) -> str:
    """The statuses of RFC 9110 §15 as they mean something here."""
    if 300 <= status < 400:
        return _("{tracker} says that {project} has moved; enter its new address and name.")
    if status == 401:
        return _("{tracker} does not accept the token; make a new one there and enter it here.")
    if status == 403:
        return _("The token may not do this in {project} ({said}); give it the right to read and write issues.")
    if status == 404:
        return _("{project} is not there, or the token may not see it; check its name and the token.")
    if status == 410:
        return _("Issues are switched off in {project}; switch them on there.")
    if status >= 500:
        return _("{tracker} has trouble of its own ({status}).")
    return _("{tracker} did not accept it ({said}).")


def _said(answer: httpx.Response) -> str:
    """What the tracker gave as its reason, on one line."""
    try:
        body = answer.json()
    except ValueError:
        return str(answer.status_code)
    said: list[str] = []
    if isinstance(body, dict):
        said += [one for one in (body.get("message"), body.get("error")) if isinstance(one, str)]
        errors = body.get("errors") or body.get("message")
        if isinstance(errors, dict):
            said += [f"{name}: {one}" for name, one in errors.items()]
        elif isinstance(errors, list):
            said += [" ".join(str(value) for value in one.values()) if isinstance(one, dict) else str(one)
                     for one in errors]
        said += [str(one) for one in body.get("errorMessages") or ()]
    return _one_line("; ".join(said)) or str(answer.status_code)


def _one_line(words: str) -> str:
    line = " ".join("".join(char if char.isprintable() else " " for char in words).split())
    return line if len(line) <= LONGEST_SAID else line[:LONGEST_SAID - 1] + "…"


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
