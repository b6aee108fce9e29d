"""Mail comes in by SMTP and LMTP: for our mailboxes, stored before it is answered, and never passed on to others."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from aiosmtpd.smtp import Envelope as Said
from aiosmtpd.smtp import Session
from django.conf import settings
from django.db import connection
from django.utils import timezone

from entendu.core.tickets.tokens import without_plus
from entendu.doors.gateway.conversation import (
    MOST_RECIPIENTS,
    Conversation,
    Guests,
    LmtpConversation,
    distinct,
)
from entendu.flows.mail.arrive import take_in
from entendu.parts.inbox.actions import Envelope
from entendu.parts.tickets import queries

logger = logging.getLogger(__name__)
T = TypeVar("T")
Address = tuple[str, int]

MOST_GUESTS, MOST_FROM_ONE_HOST = 200, 100
MOST_STRANGERS = 20  # recipients that are not ours, before a conversation is ended
LAST_WORDS_SECONDS = 10  # for letters that are being stored when we stop

NOT_STORED = "451 4.3.0 The message could not be stored; nothing was taken; send it again later."


class CannotListen(OSError):
    """The gateway's address cannot be used; its text is one sentence for the administrator."""


class Gateway:
    """The listeners, each at (host, port) or None for nowhere, on an event loop and threads of their own."""

    workers = 4  # threads that talk to the database

    def __init__(self, smtp: Address | None, lmtp: Address | None) -> None:
        self._wanted: list[tuple[type[Conversation], str, Address]] = []
        if smtp:
            self._wanted.append((Conversation, "smtp", smtp))
        if lmtp:
            self._wanted.append((LmtpConversation, "lmtp", lmtp))
        self._guests = Guests(MOST_GUESTS, MOST_FROM_ONE_HOST)
        self._servers: list[asyncio.Server] = []

    def start(self) -> None:
        """Listens when this returns; `CannotListen` when an address is taken or not ours."""
        self._loop = asyncio.new_event_loop()
        self._workers = ThreadPoolExecutor(self.workers, thread_name_prefix="gateway")
        self._thread = threading.Thread(target=self._loop.run_forever, name="gateway", daemon=True)
        self._thread.start()
        try:
            for kind, via, address in self._wanted:
                self._call(self._listen(kind, via, address))
        except CannotListen:
            self.stop()
            raise

    def stop(self) -> None:
        """Takes no more connections, lets letters that are being stored be answered, ends the rest."""
        if not self._thread.is_alive():
            return
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._workers.shutdown()
        self._loop.close()

    def _call(self, story: Any) -> None:
        asyncio.run_coroutine_threadsafe(story, self._loop).result()

    async def _listen(self, kind: type[Conversation], via: str, address: Address) -> None:
        name = await self._loop.run_in_executor(None, socket.getfqdn)
        try:
            server = await self._loop.create_server(self._speaker(kind, via, name), *address)
        except OSError as error:
            raise CannotListen(f"Mail cannot be taken in at {address[0]} port {address[1]} ({error.strerror}); nothing "
                               f"listens there for us; end the other program or choose another address.") from None
        self._servers.append(server)
        logger.info("taking in mail", extra={"via": via, "host": address[0], "port": address[1]})

    def _speaker(self, kind: type[Conversation], via: str, name: str) -> Callable[[], Conversation]:
        """What makes a conversation for each connection; `name` is this machine's."""
        intake = Intake(via, self._workers)
        return lambda: kind(intake, self._guests, data_size_limit=settings.ENTENDU_MAIL_BYTES, hostname=name,
                            ident="Entendu", loop=self._loop)

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        await asyncio.sleep(0.02)  # whoever was accepted this moment has a conversation by then
        until = self._loop.time() + LAST_WORDS_SECONDS
        while self._guests.present:
            for guest in list(self._guests.present):
                if self._loop.time() > until:
                    guest.end(at_once=True)
                elif not guest.storing:
                    guest.end()
            await asyncio.sleep(0.02)
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        await asyncio.gather(*tasks, return_exceptions=True)
        for server in self._servers:
            with suppress(asyncio.CancelledError):
                await server.wait_closed()
        self._servers.clear()


@dataclass(frozen=True, slots=True)
class Intake:
    """aiosmtpd's handler: its hooks are found by name. Whatever touches the database runs on `workers`."""

    via: str
    workers: ThreadPoolExecutor

    async def handle_RCPT(self, server: Conversation, session: Session, said: Said, address: str,
                          options: list[str]) -> str:
        """Ours or not."""
        if len(said.rcpt_tos) >= MOST_RECIPIENTS:
            return f"452 4.5.3 No more than {MOST_RECIPIENTS} recipients at once; send the message to the others apart."
        if not await self._off_the_loop(lambda: is_ours(address)):
            server.strangers += 1
            if server.strangers > MOST_STRANGERS:
                server.loop.call_soon(server.end)
                return "421 4.7.0 Too many recipients that are not ours; nothing was taken; goodbye."
            return f"550 5.1.1 <{address}> is no mailbox here; nothing was taken; check the address."
        said.rcpt_tos.append(address)
        said.rcpt_options.extend(options)
        return "250 2.1.5 Ours"

    async def handle_DATA(self, server: Conversation, session: Session, said: Said) -> str:
        """250 once the bytes are safe, 451 when they are not; never both."""
        sender = "" if said.mail_from in (None, "<>") else said.mail_from
        envelope = Envelope(self.via, sender, tuple(distinct(said.rcpt_tos)))
        raw = bytes(said.content or b"")
        try:
            letter = await self._off_the_loop(lambda: take_in(raw, envelope, now=timezone.now()))
        except Exception:  # whatever it was, the sender keeps the message and comes again
            logger.exception("a letter could not be stored", extra={"via": self.via, "size": len(raw)})
            return NOT_STORED
        logger.info("stored", extra={"via": self.via, "letter": letter.pk, "size": letter.size})
        return f"250 2.0.0 Stored as {letter.pk}"

    async def handle_exception(self, error: Exception) -> str:
        """Something of ours failed: the sender learns that it may come again, the log learns what."""
        logger.error("a conversation failed", exc_info=error, extra={"via": self.via})
        return "451 4.3.0 Something failed here; nothing was taken; try again later."

    async def _off_the_loop(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.workers, _connected, work)


def _connected(work: Callable[[], T]) -> T:
    """Does it on this thread's connection. SQLite's stays open, to open one costs more than to ask; PostgreSQL's goes
    back to the pool; none is used again after a failure."""
    failed = True
    try:
        result = work()
        failed = False
        return result
    finally:
        if failed or connection.vendor != "sqlite":
            connection.close()


def is_ours(address: str) -> bool:
    """Whether a recipient names one of our mailboxes, with or without a +suffix (RFC 5233), in any case of letters.

    A domain beyond ASCII may come in either of its forms (RFC 5891).
    """
    local, _, domain = address.lower().rpartition("@")
    forms = {domain}
    with suppress(UnicodeError):
        forms |= {domain.encode("idna").decode(), domain.encode().decode("idna")}
    whole = [f"{local}@{form}" for form in forms]
    return queries.mailbox_for([*whole, *map(without_plus, whole)]) is not None
