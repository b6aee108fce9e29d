"""A tracker is connected: what stands in a form is tried, or kept. Tokens are written and never shown again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from entendu.channels.trackers import trackers
from entendu.channels.trackers.issue import Account, Kind
from entendu.channels.trackers.trackers import Probe
from entendu.parts.diagnosis.actions import escalations as actions
from entendu.parts.diagnosis.models.escalations import TrackerAccount
from entendu.parts.sealed import Unreadable, seal, unseal

GITHUB_COM = "https://api.github.com"


@dataclass(frozen=True, slots=True)
class Entered:
    """A tracker as entered; an empty token means the one that is stored."""

    name: str
    kind: str
    address: str
    project: str
    username: str = ""
    issue_type: str = "Bug"
    labels: str = ""
    language: str = "en"
    active: bool = True
    token: str = field(default="", repr=False)


def account_value(account: TrackerAccount) -> Account:
    """The record as the channel's value; `Unreadable` where its token cannot be opened."""
    return Account(kind=Kind(account.kind), address=account.address, project=account.project,
                   token=unseal(account.secret), username=account.username, issue_type=account.issue_type or "Bug",
                   labels=labels_of(account.labels))


def labels_of(words: str) -> tuple[str, ...]:
    """Labels as they are entered, with commas between them."""
    return tuple(dict.fromkeys(label.strip() for label in words.split(",") if label.strip()))


def lacks_token(stored: TrackerAccount | None, entered: Entered) -> bool:
    """No token was entered, and none is stored for this server: a stored one is shown to no other."""
    return not entered.token and not _stays(stored, entered)


def try_account(stored: TrackerAccount | None, entered: Entered, *, now: datetime) -> Probe:
    """Asks the tracker, with what was entered, whether reports could be made there; nothing is made or kept."""
    try:
        token = entered.token or (unseal(stored.secret) if stored and _stays(stored, entered) else "")
    except Unreadable as trouble:
        return Probe(False, str(trouble))
    account = Account(Kind(entered.kind), api_address(entered), entered.project.strip("/ "), token, entered.username,
                      entered.issue_type or "Bug", labels_of(entered.labels))
    return trackers.probe(account, now=now)


def keep_account(stored: TrackerAccount | None, entered: Entered, *, now: datetime) -> TrackerAccount:
    """Reports can go there from now on; `ValidationError` names the field that is wrong."""
    fields: dict[str, object] = {name: getattr(entered, name) for name in (
        "name", "kind", "username", "issue_type", "labels", "language", "active")}
    fields |= {"address": api_address(entered), "project": entered.project.strip("/ ")}
    if entered.token:
        fields["secret"] = seal(entered.token)
    if stored is None:
        return actions.add_account(now=now, **fields)
    return actions.change_account(stored, **fields)


def api_address(entered: Entered) -> str:
    """Where programs ask. What people see of GitHub is another address; it is put right, for it is what one copies."""
    address = entered.address.strip().rstrip("/")
    if entered.kind == Kind.GITHUB and urlsplit(address).hostname in {"github.com", "www.github.com"}:
        return GITHUB_COM
    return address


def _stays(stored: TrackerAccount | None, entered: Entered) -> bool:
    """The stored token would be shown to the server that knows it, for the same user."""
    return bool(stored and stored.secret and (stored.kind, stored.address, stored.username)
                == (entered.kind, api_address(entered), entered.username))
