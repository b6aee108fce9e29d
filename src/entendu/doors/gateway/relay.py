"""The mail relay: systems of the company hand in their mail for contacts, as they would to any mail server.

Each signs in as a source (AUTH, over TLS unless it is on this machine). Nothing is passed on: a letter is stored, then
answered with 250, and what becomes of it the governor decides later. Whoever has not signed in names no recipient.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiosmtpd.smtp import AuthResult, LoginPassword, Session
from aiosmtpd.smtp import Envelope as Said
from django.conf import settings
from django.utils import timezone

from entendu.doors.gateway.conversation import MOST_RECIPIENTS, Conversation, Guests, distinct
from entendu.doors.gateway.smtp import NOT_STORED, Address, Gateway, Intake, is_ours
from entendu.flows.systems import relay
from entendu.parts.inbox.actions import Envelope
from entendu.parts.outbox.models.sources import Source
from entendu.parts.outbox.queries import sources

logger = logging.getLogger(__name__)

MOST_GUESSES = 3  # wrong passwords before a conversation is ended
MOST_HOPS = 100  # RFC 5321 §6.3
LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3, without the angle brackets

_ADDRESS = re.compile(r"[^\s@<>,;\ufffd]+@[^\s@<>,;\ufffd]*[^\s@<>,;.\ufffd]")
_HOP = re.compile(rb"^received[ \t]*:", re.IGNORECASE | re.MULTILINE)
_HEADER_END = re.compile(rb"\r?\n\r?\n")


class Relay(Gateway):
    """The relay's listener at (host, port)."""

    workers = 32  # letters that come at once are stored together; who waits for that holds a thread and nothing else

    def __init__(self, address: Address, tls: ssl.SSLContext) -> None:
        super().__init__(None, None)
        self._wanted.append((RelayConversation, "relay", address))
        self._tls = tls

    def _speaker(self, kind: type[Conversation], via: str, name: str) -> Callable[[], Conversation]:
        intake = RelayIntake(via, self._workers)
        return lambda: RelayConversation(intake, self._guests, self._tls, hostname=name, ident="Entendu relay",
                                         loop=self._loop, data_size_limit=settings.ENTENDU_MAIL_BYTES)


class RelayConversation(Conversation):
    """SMTP submission (RFC 6409): as we take mail in, with STARTTLS and AUTH before anything else."""

    event_handler: RelayIntake

    def __init__(self, handler: RelayIntake, guests: Guests, tls: ssl.SSLContext, **options: Any) -> None:
        super().__init__(handler, guests, tls_context=tls, auth_required=True, auth_exclude_mechanism=(), **options)
        self.guesses = 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        """A password may come in clear from this machine alone: there it crosses no line."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self._auth_require_tls = not (peer and ipaddress.ip_address(peer[0].partition("%")[0]).is_loopback)

    async def auth_PLAIN(self, _: Any, args: list[str]) -> AuthResult:
        """RFC 4616."""
        return await self._looked_up(await super().auth_PLAIN(_, args))

    async def auth_LOGIN(self, _: Any, args: list[str]) -> AuthResult:
        """The older way, which many systems still use."""
        return await self._looked_up(await super().auth_LOGIN(_, args))

    def _authenticate(self, mechanism: str, auth_data: Any) -> AuthResult:
        """What was said, for `_looked_up`: aiosmtpd would decide here, on the loop that all conversations share."""
        return AuthResult(success=False, handled=False, auth_data=auth_data)

    async def _looked_up(self, said: AuthResult) -> AuthResult:
        """The source with these credentials; its own limit counts from here."""
        if not isinstance(said.auth_data, LoginPassword):
            return said
        source = await self.event_handler.source_of(said.auth_data)
        if source is not None:
            self.data_size_limit = min(self.data_size_limit or source.largest, source.largest)
            return AuthResult(success=True, auth_data=source)
        self.guesses += 1
        if self.guesses < MOST_GUESSES:
            return AuthResult(success=False, handled=False,
                              message="535 5.7.8 The user name or password is wrong; nothing was taken.")
        self.loop.call_soon(self.end)
        return AuthResult(success=False, handled=False, message="421 4.7.0 Too many wrong passwords; goodbye.")


@dataclass(frozen=True, slots=True)
class RelayIntake(Intake):
    """aiosmtpd's handler of the relay."""

    async def source_of(self, said: LoginPassword) -> Source | None:
        """The source that signs in so, None when there is none."""
        name, secret = (part.decode("utf-8", "replace").replace("\0", "") for part in (said.login, said.password))
        source = await self._off_the_loop(lambda: sources.source_signing_in(name, secret))
        if source is None:
            logger.warning("the relay refused a password")
        return source

    async def handle_RCPT(self, server: Conversation, session: Session, said: Said, address: str,
                          options: list[str]) -> str:
        """Anybody outside; mail to one of our own mailboxes would come back to us."""
        if len(said.rcpt_tos) >= MOST_RECIPIENTS:
            return f"452 4.5.3 No more than {MOST_RECIPIENTS} recipients at once; send the message to the others apart."
        if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
            return f"553 5.1.3 <{address[:LONGEST_ADDRESS]}> is no mail address; nothing was taken; check it."
        if await self._off_the_loop(lambda: is_ours(address)):
            return f"550 5.4.6 <{address}> is a mailbox of this desk; the relay takes mail for people outside."
        said.rcpt_tos.append(address)
        said.rcpt_options.extend(options)
        return "250 2.1.5 Will be told"

    async def handle_DATA(self, server: Conversation, session: Session, said: Said) -> str:
        """250 once the bytes are safe, 4xx when they are not; never both."""
        raw = bytes(said.content or b"")
        if len(_HOP.findall(_HEADER_END.split(raw, 1)[0])) > MOST_HOPS:
            return f"554 5.4.6 The message has passed more than {MOST_HOPS} servers; nothing was taken; it loops."
        sender = "" if said.mail_from in (None, "<>") else said.mail_from
        recipients = tuple(distinct(address.lower() for address in said.rcpt_tos))
        envelope, source = Envelope(self.via, sender, recipients), session.auth_data
        try:
            letter = await self._off_the_loop(lambda: relay.take(raw, source, envelope, now=timezone.now()))
        except relay.TooMany:
            return (f"451 4.7.1 {source.name} may hand in {source.rate} messages a minute; nothing was taken; "
                    f"send it again in a minute.")
        except Exception:  # whatever it was, the sender keeps the message and comes again
            logger.exception("a relayed letter could not be stored", extra={"size": len(raw)})
            return NOT_STORED
        logger.info("stored", extra={"via": self.via, "letter": letter.pk, "size": letter.size, "source": source.name})
        return f"250 2.0.0 Stored as {letter.pk}"
