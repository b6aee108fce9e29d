"""A mailbox is connected to its servers: what stands in a form is tried, or kept.

Trying stores nothing of the form. Secrets are written and never shown again: an empty one means the one that is
stored, as long as it goes where it went before.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

from entendu.channels.email.probe import Probe, probe_imap, probe_smtp
from entendu.channels.email.server import Server
from entendu.flows.mail.fetch import source_of
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox.models import MailAccount
from entendu.parts.inbox.queries import account_of
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import SendAccount
from entendu.parts.outbox.queries import send_account_of
from entendu.parts.sealed import Unreadable, seal, unseal
from entendu.parts.tickets.models import Mailbox


@dataclass(frozen=True, slots=True)
class Incoming:
    """An IMAP account as entered. For OAuth 2.0 `password` is unused; for a password the last four are."""

    host: str
    port: int
    security: str
    username: str
    sign_in: str = MailAccount.SignIn.PASSWORD
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    active: bool = True
    token_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)

    @property
    def by_oauth(self) -> bool:
        """Signs in with tokens."""
        return self.sign_in == MailAccount.SignIn.OAUTH2

    @property
    def brings_a_secret(self) -> bool:
        """A secret was entered."""
        return bool(self.client_secret or self.refresh_token) if self.by_oauth else bool(self.password)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An SMTP account as entered; an empty user name means no sign-in."""

    host: str
    port: int
    security: str
    username: str = ""
    password: str = field(default="", repr=False)


def lacks_incoming_secret(mailbox: Mailbox, entered: Incoming) -> bool:
    """No secret was entered, and none is stored for this server and user: a stored one is shown to no other server."""
    stored = account_of(mailbox)
    if entered.brings_a_secret:
        return entered.by_oauth and not entered.refresh_token and not _goes_where_it_went(stored, entered)
    return not _goes_where_it_went(stored, entered)


def lacks_outgoing_secret(mailbox: Mailbox, entered: Outgoing) -> bool:
    """As `lacks_incoming_secret`, for the outgoing server."""
    return bool(entered.username) and not entered.password and not _stays(send_account_of(mailbox), entered)


def try_incoming(mailbox: Mailbox, entered: Incoming, *, now: datetime) -> Probe:
    """Signs in and opens the folder with what was entered, within seconds; nothing is fetched."""
    stored = account_of(mailbox)
    account = MailAccount(mailbox=mailbox, **_incoming_fields(stored, entered))
    if stored and not entered.brings_a_secret:
        account.pk = stored.pk  # a provider may replace a token that is used: the new one is kept where the old one was
    try:
        return probe_imap(source_of(account, lambda: now))
    except Unreadable as trouble:
        return Probe(False, str(trouble), ())


def keep_incoming(mailbox: Mailbox, entered: Incoming) -> MailAccount:
    """Mail is fetched from there from now on; `ValidationError` names the field that is wrong.

    Another server, user or folder is read from its beginning: its numbers are not those of the old one.
    """
    stored = account_of(mailbox)
    fields = _incoming_fields(stored, entered)
    if stored and any(getattr(stored, name) != fields[name] for name in ("host", "username", "folder")):
        fields |= {"uid_validity": 0, "last_uid": 0}
    return inbox.set_account(mailbox, **fields)


def try_outgoing(mailbox: Mailbox, entered: Outgoing, *, recipient: str) -> Probe:
    """Signs in and asks whether mail from the mailbox to `recipient` would be taken, within seconds; none is sent."""
    try:
        password = unseal(_outgoing_secret(send_account_of(mailbox), entered))
    except Unreadable as trouble:
        return Probe(False, str(trouble), ())
    server = Server(entered.host, entered.port, entered.security, entered.username, password)  # type: ignore[arg-type]
    return probe_smtp(server, sender=mailbox.address, recipient=recipient)


def keep_outgoing(mailbox: Mailbox, entered: Outgoing) -> SendAccount:
    """The mailbox's mail leaves by this server from now on; `ValidationError` names the field that is wrong."""
    return outbox.set_send_account(
        mailbox, host=entered.host, port=entered.port, security=entered.security, username=entered.username,
        secret=_outgoing_secret(send_account_of(mailbox), entered))


def _incoming_fields(stored: MailAccount | None, entered: Incoming) -> dict[str, object]:
    names = ("host", "port", "security", "username", "sign_in", "folder", "active", "token_url", "client_id")
    return {name: getattr(entered, name) for name in names} | {"secret": _incoming_secret(stored, entered)}


def _incoming_secret(stored: MailAccount | None, entered: Incoming) -> str:
    """The sealed secret: the entered one, else the stored one; of OAuth 2.0's two, each by itself."""
    kept = stored.secret if stored and _goes_where_it_went(stored, entered) else ""
    if not entered.brings_a_secret:
        return kept
    if not entered.by_oauth:
        return seal(entered.password)
    before = json.loads(unseal(kept) or "{}")
    return seal(json.dumps({
        "client_secret": entered.client_secret or before.get("client_secret", ""),
        "refresh_token": entered.refresh_token or before.get("refresh_token", ""),
    }))


def _goes_where_it_went(stored: MailAccount | None, entered: Incoming) -> bool:
    """The stored secret would be shown to the servers that know it already, for the same user."""
    names = ("host", "username", "sign_in") + (("token_url", "client_id") if entered.by_oauth else ())
    return bool(stored and stored.secret and all(getattr(stored, name) == getattr(entered, name) for name in names))


def _outgoing_secret(stored: SendAccount | None, entered: Outgoing) -> str:
    if not entered.username:
        return ""
    if entered.password:
        return seal(entered.password)
    return stored.secret if stored and _stays(stored, entered) else ""


def _stays(stored: SendAccount | None, entered: Outgoing) -> bool:
    return bool(stored and stored.secret and (stored.host, stored.username) == (entered.host, entered.username))
