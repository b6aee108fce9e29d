"""Mail is fetched: stored, then marked as seen, then counted as fetched. A crash in between costs a second look.

A letter that is stored twice, because we died before counting it, is recognised by its bytes when it is read.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections
from django.utils import translation
from django.utils.dateparse import parse_datetime

from entendu.channels.email import oauth
from entendu.channels.email.fetch import CannotFetch, Folder, Source, open_folder
from entendu.channels.email.oauth import NoToken, Tokens
from entendu.flows import standing
from entendu.flows.mail.receive import wake_reader
from entendu.flows.standing import Clock, Standing
from entendu.parts.inbox import actions, queries
from entendu.parts.inbox.models import MailAccount
from entendu.parts.sealed import Unreadable, seal, unseal

logger = logging.getLogger(__name__)

# A silent IDLE is renewed so often: routers forget a line after five minutes, and a dead one is noticed then.
IDLE = timedelta(minutes=4)
# After a failure, in seconds; doubled each time.
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
# A line that held so long was a good one: when it ends, the next try follows at once.
GOOD_LINE = timedelta(minutes=1)


def fetch_account(account: MailAccount, now: datetime) -> int:
    """Stores whatever is new in the account's folder; returns how many letters. A failure is kept on the account."""
    try:
        with open_folder(source_of(account, lambda: now)) as folder:
            return _store_new(account, folder, now)
    except (CannotFetch, NoToken, Unreadable) as trouble:
        _failed(account, str(trouble), now)
        return 0


def watch(stop: threading.Event, clock: Clock) -> None:
    """Keeps a thread on each active account until `stop` is set. New, changed and removed accounts are noticed."""
    standing.watch(Watcher, stop, clock)


class Watcher(Standing[MailAccount]):
    """One account and the thread that stays with it."""

    kind = "fetch"

    def __init__(self, account: MailAccount, clock: Clock) -> None:
        super().__init__(account, clock)
        self._folder: Folder | None = None

    @classmethod
    def wanted(cls) -> Iterable[MailAccount]:
        """The active ones."""
        return queries.active_accounts()

    @staticmethod
    def set_up(account: MailAccount) -> tuple[object, ...]:
        """A token that a watcher renewed itself is on its own copy of the account too."""
        return (account.host, account.port, account.security, account.username, account.sign_in, account.secret,
                account.token_url, account.client_id, account.folder, account.mailbox_id)

    def leave(self) -> None:
        """Ends the thread, also out of its wait for mail."""
        super().leave()
        folder = self._folder
        if folder is not None:
            folder.hang_up()

    def stay(self) -> None:
        """Fetches until told to leave; after a failure again, a little later each time."""
        pause = 0.0
        while not self.leaving.wait(pause):
            began = self.clock()
            try:
                self._visit()
            except Served as lost:  # it worked before: not worth a word until the next try fails too
                logger.info("a line was lost", extra={"account": self.account.pk, "why": str(lost)})
                pause = 0.0 if self.clock() - began > GOOD_LINE else _longer(pause)
            except Exception as trouble:  # the watch of one account outlives whatever its server does
                if not self.leaving.is_set():
                    self._note(trouble)
                pause = _longer(pause)
            finally:
                close_old_connections()

    def _visit(self) -> None:
        """Fetches, waits for news, fetches again, until told to leave; `Served` when the line ends after a success."""
        served = False
        try:
            with open_folder(source_of(self.account, self.clock)) as folder:
                self._folder = folder
                while not self.leaving.is_set():
                    _store_new(self.account, folder, self.clock())
                    served = True
                    close_old_connections()
                    folder.idle(IDLE.total_seconds())
        except CannotFetch as trouble:
            if served:
                raise Served(str(trouble)) from trouble
            raise
        finally:
            self._folder = None

    def _note(self, trouble: Exception) -> None:
        if not isinstance(trouble, (CannotFetch, NoToken, Unreadable)):
            logger.error("fetching stopped", exc_info=trouble, extra={"account": self.account.pk})
            return
        try:
            _failed(self.account, str(trouble), self.clock())
        except Exception:  # the database is away as well: the log is all that is left
            logger.exception("a failure cannot be kept", extra={"account": self.account.pk})


def _longer(pause: float) -> float:
    return min(max(FIRST_PAUSE, pause * 2), LONGEST_PAUSE)


class Served(Exception):
    """The line ended after mail was fetched over it."""


def source_of(account: MailAccount, clock: Clock) -> Source:
    """Where and how the account is read; `Unreadable` when its secret was sealed by another installation."""
    token = SealedTokens(account, clock).access if account.sign_in == MailAccount.SignIn.OAUTH2 else None
    return Source(host=account.host, port=account.port, security=account.security, username=account.username,  # type: ignore[arg-type]
                  password="" if token else unseal(account.secret), access_token=token, folder=account.folder,
                  most_bytes=settings.ENTENDU_MAIL_BYTES)


@dataclass(frozen=True, slots=True)
class SealedTokens:
    """The OAuth 2.0 tokens of an account: {client_secret, refresh_token, access_token, expires_at}, sealed."""

    account: MailAccount
    clock: Clock

    def access(self, renewed: bool) -> str:
        """A valid access token; a new one when the old has ended or `renewed` is asked for. `NoToken` when refused."""
        kept = self._kept()
        now = self.clock()
        tokens = Tokens(kept.get("access_token", ""), kept.get("refresh_token", ""),
                        parse_datetime(kept.get("expires_at", "")) or now)
        if renewed or not tokens.are_fresh(now):
            client = oauth.Client(self.account.token_url, self.account.client_id, kept.get("client_secret", ""))
            tokens = oauth.refresh(client, tokens.refresh, now=now)
            actions.keep_secret(self.account, sealed_tokens(client.client_secret, tokens))
        return tokens.access

    def _kept(self) -> dict[str, str]:
        try:
            kept = json.loads(unseal(self.account.secret) or "{}")
        except ValueError:
            kept = None
        if not isinstance(kept, dict):
            raise Unreadable
        return kept


def sealed_tokens(client_secret: str, tokens: Tokens) -> str:
    """What is stored as the secret of an OAuth 2.0 account."""
    return seal(json.dumps({"client_secret": client_secret, "refresh_token": tokens.refresh,
                            "access_token": tokens.access, "expires_at": tokens.expires_at.isoformat()}))


def _store_new(account: MailAccount, folder: Folder, now: datetime) -> int:
    """Batch by batch: stored, marked as seen, counted."""
    stored, last = 0, account.last_uid if account.uid_validity == folder.uid_validity else 0
    with translation.override(account.mailbox.language):  # a message that is too large leaves a notice in our words
        for batch in folder.batches(uid_validity=folder.uid_validity, last_uid=last):
            letters = actions.store_all([one.raw for one in batch], actions.Envelope("imap"),
                                        mailbox=account.mailbox, now=now)
            wake_reader()
            folder.mark_seen([one.uid for one in batch])
            last = max(last, batch[-1].uid)
            actions.fetched(account, uid_validity=folder.uid_validity, last_uid=last, now=now)
            stored += len(letters)
    actions.fetched(account, uid_validity=folder.uid_validity, last_uid=last, now=now)
    if stored:
        logger.info("fetched", extra={"account": account.pk, "letters": stored})
    return stored


def _failed(account: MailAccount, why: str, now: datetime) -> None:
    logger.warning("mail cannot be fetched", extra={"account": account.pk, "why": why})
    actions.fetch_failed(account, why, now=now)
