"""Is the installation well? Each thing is looked at by itself, and says in one sentence how it is and what to do."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from entendu.channels.email.fetch import CannotFetch
from entendu.channels.email.oauth import NoToken
from entendu.channels.email.probe import probe_imap, probe_smtp
from entendu.flows.channels.email import NoServer, server_for
from entendu.flows.mail.fetch import source_of
from entendu.parts.inbox import queries as letters
from entendu.parts.inbox.models import MailAccount
from entendu.parts.outbox import queries as outbox
from entendu.parts.outbox.models import Delivery
from entendu.parts.sealed import Unreadable
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Mailbox
from entendu.parts.wording.dictionaries import PACKAGES, available

# A worker looks every second: what has waited so long waits for a worker that is gone.
PATIENCE = timedelta(minutes=5)
# SQLite needs room for a journal, a backup for a copy.
LEAST_FREE = 512 * 1024 * 1024
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and one sentence for the administrator."""

    check: str
    ok: bool
    sentence: str


def look(now: datetime, *, online: bool) -> Iterator[Finding]:
    """Looks at everything, one after the other; other servers are called only when `online`."""
    database = _database()
    yield database
    if database.ok:
        yield _migrations()
    yield from _owners_alone()
    yield _disk()
    yield from _addresses()
    if not database.ok:
        return
    yield _letters(now)
    yield _deliveries(now)
    yield _unknown()
    yield _dictionaries()
    for account in letters.active_accounts():
        yield _account(account, now, online=online)
    for mailbox in tickets.mailboxes():
        yield _way_out(mailbox, online=online)


def _database() -> Finding:
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as trouble:
        why = " ".join(str(trouble).split())
        return Finding("database", False, f"{name} does not answer ({why}); start it, or correct ENTENDU_DATABASE_URL.")
    return Finding("database", True, f"{name} answers.")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding("migrations", False, f"{len(waiting)} changes of the tables wait; start the desk to make them.")
    return Finding("migrations", True, "The tables are those of this version.")


def _owners_alone() -> Iterator[Finding]:
    """The data folder holds customers' letters, and keys/ what opens the stored passwords."""
    folder = Path(settings.ENTENDU_DATA)
    for name, place in (("data", folder), ("keys", folder / "keys")):
        shared = [one for one in (place, *(place.iterdir() if name == "keys" else ())) if one.stat().st_mode & 0o077]
        if shared:
            yield Finding(name, False, f"Others on this machine may read {shared[0]}; run: chmod -R go= {place}")
        else:
            yield Finding(name, True, f"{place} is its owner's alone.")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.ENTENDU_DATA).free
    words = f"{free // MEBIBYTE} MiB are free where {settings.ENTENDU_DATA} is"
    if free < LEAST_FREE:
        return Finding("disk", False, f"{words}; make room, or mail will be turned away.")
    return Finding("disk", True, f"{words}.")


def _addresses() -> Iterator[Finding]:
    for name, address in settings.ENTENDU_LISTEN.items():
        if address is None:
            yield Finding(name, True, f"{name} is empty: nothing is served there.")
            continue
        shown = f"{address[0]}:{address[1]}"
        if _answers(address):
            yield Finding(name, True, f"Something answers at {shown}.")
            continue
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as trouble:
                yield Finding(name, False, f"{shown} cannot be used ({trouble.strerror}); choose another in {name}.")
            else:
                yield Finding(name, True, f"{shown} is free; nothing is served there now.")


def _answers(address: tuple[str, int]) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 - any address: ask the nearest
    try:
        socket.create_connection((host, address[1]), timeout=2).close()
    except OSError:
        return False
    return True


def _letters(now: datetime) -> Finding:
    since = letters.oldest_unread_at()
    if since is not None and now - since > PATIENCE:
        return Finding("letters", False, f"A letter waits to be read since {since:%Y-%m-%d %H:%M} UTC; it is kept; "
                                         f"start the worker, and set up a mailbox if there is none.")
    return Finding("letters", True, "No letter waits to be read." if since is None else "Letters are being read.")


def _deliveries(now: datetime) -> Finding:
    since = outbox.oldest_due_at(now)
    if since is not None and now - since > PATIENCE:
        return Finding("deliveries", False, f"A message should have left at {since:%Y-%m-%d %H:%M} UTC; it is kept; "
                                            f"start the worker.")
    return Finding("deliveries", True, "No message is overdue.")


def _unknown() -> Finding:
    count = outbox.counts_by_state().get(Delivery.State.UNKNOWN, 0)
    if count:
        return Finding("unknown", False, f"{count} messages may or may not have arrived; none is sent twice by guess; "
                                         f"open their tickets and say which.")
    return Finding("unknown", True, "What became of each message is known.")


def _dictionaries() -> Finding:
    """Which languages can be spelt. A language that nobody writes here may be missing; that of a mailbox may not."""
    folder = Path(settings.ENTENDU_DATA, "dictionaries")
    there = {language: bool(paths) for language, paths in available(folder)}
    can, cannot = ([language for language, has in there.items() if has is wanted] for wanted in (True, False))
    words = f"Drafts in {' and '.join(can)} are spelt" if can else "No draft is spelt"
    if not cannot:
        return Finding("dictionaries", True, f"{words}.")
    packages = " ".join(package for language in cannot for package in PACKAGES[language])
    missing = {mailbox.language for mailbox in tickets.mailboxes()} & set(cannot)
    return Finding("dictionaries", not missing, f"{words}; for {' and '.join(cannot)} install {packages}, or put "
                                                f"Hunspell dictionaries into {folder}.")


def _account(account: MailAccount, now: datetime, *, online: bool) -> Finding:
    check = f"account {account.mailbox.address}"
    at = account.last_success_at
    last = f"last fetched {at:%Y-%m-%d %H:%M} UTC" if at else "never fetched yet"
    if not online:
        ok = not account.last_error
        return Finding(check, ok, f"{account.mailbox.name}: {last}." if ok else f"{account.last_error} ({last})")
    try:
        probe = probe_imap(source_of(account, _stopped(now)))
    except (CannotFetch, NoToken, Unreadable, OSError) as trouble:
        return Finding(check, False, f"{trouble} ({last})")
    return Finding(check, probe.ok, f"{probe.sentence} ({last})")


def _way_out(mailbox: Mailbox, *, online: bool) -> Finding:
    check = f"sending {mailbox.address}"
    try:
        server = server_for(mailbox)
    except NoServer:
        return Finding(check, True, f"{mailbox.name} has no outgoing mail server yet; replies are kept until one is "
                                    f"connected in its settings.")
    except Unreadable as trouble:
        return Finding(check, False, str(trouble))
    if not online:
        return Finding(check, True, f"{mailbox.name} sends by {server.host}.")
    probe = probe_smtp(server, sender=mailbox.address)
    return Finding(check, probe.ok, probe.sentence)


def _stopped(now: datetime) -> Callable[[], datetime]:
    """A clock that stands still: one look is one moment."""
    return lambda: now
