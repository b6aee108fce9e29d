"""One SMTP or LMTP conversation: aiosmtpd's, lenient where a person could read the mail, strict where it decides.

Long lines and bare LF are taken as they come. The end of a message is CRLF.CRLF and nothing else (RFC 5321 §4.1.1.4):
whoever took LF.LF for it would let one message hide another.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

# RFC 5321 §4.5.3.2.7 asks for five minutes between commands.
IDLE_SECONDS = 300
FRAGMENT = 64 * 1024
MOST_RECIPIENTS = 100  # RFC 5321 §4.5.3.1.8

# `<@relay,@relay:user@host>` names a route that nobody follows any more (RFC 5321 appendix C).
BRACKETED = re.compile(r'\s*<(?:@[^:>"]*:)?(?P<address>(?:"(?:[^"\\]|\\.)*"|[^>"])*)>(?P<rest>.*)', re.DOTALL)
BARE = re.compile(r"\s*(?P<address>[^\s<>]+)(?P<rest>.*)", re.DOTALL)


class Guests:
    """The conversations that are going on, and how many may."""

    def __init__(self, most: int, most_from_one: int) -> None:
        self.most, self.most_from_one = most, most_from_one
        self.present: dict[Conversation, str] = {}

    def admit(self, conversation: Conversation, host: str) -> bool:
        """True when there is room for one more, which is then counted until `dismiss`."""
        from_there = sum(1 for other in self.present.values() if other == host)
        if len(self.present) >= self.most or from_there >= self.most_from_one:
            return False
        self.present[conversation] = host
        return True

    def dismiss(self, conversation: Conversation) -> None:
        """It is over."""
        self.present.pop(conversation, None)


class Conversation(SMTP):
    """SMTP as we take it in. `guests` is shared by all conversations of a gateway."""

    each_recipient_answered = False

    def __init__(self, handler: Any, guests: Guests, **options: Any) -> None:
        self.line_length_limit = FRAGMENT  # how much aiosmtpd's reader holds of a line, not how long it may be
        options.setdefault("auth_exclude_mechanism", ("LOGIN", "PLAIN"))
        super().__init__(handler, enable_SMTPUTF8=True, timeout=IDLE_SECONDS, **options)
        self.guests = guests
        self.storing, self.strangers = False, 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Turns away whoever is one too many, in words (RFC 5321 §3.8). After STARTTLS, they are here already."""
        peer = transport.get_extra_info("peername")
        if self in self.guests.present or self.guests.admit(self, str(peer[0]) if peer else ""):
            super().connection_made(transport)
        else:
            transport.write(b"421 4.7.0 Too many connections at once; nothing was taken; come again later.\r\n")
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Whoever was turned away had no conversation that could end."""
        if self in self.guests.present:
            self.guests.dismiss(self)
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """What somebody says who was turned away is not heard."""
        if self in self.guests.present:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        """The other side has said all; nothing to end where nothing began."""
        return super().eof_received() if self in self.guests.present else False

    def end(self, *, at_once: bool = False) -> None:
        """Hangs up, after what was said has left unless it must be at once."""
        transport: Any = self.transport
        if transport is not None:
            transport.abort() if at_once else transport.close()

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """The address and what follows it; (None, None) when there is none. `<>` is the null sender.

        aiosmtpd asks the parser of `email` here, which refuses what others send, and stumbles over some of it.
        """
        found = BRACKETED.match(arg) or BARE.match(arg)
        if found is None:
            return None, None
        address = clean(found["address"])
        return address or "<>", found["rest"].strip()

    async def smtp_DATA(self, arg: str | None) -> None:
        """The text, and one answer, or one for each recipient (LMTP, RFC 2033 §4.2)."""
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        envelope: Any = self.envelope
        if not envelope.rcpt_tos:
            await self.push("503 5.5.1 Name a recipient first.")
            return
        if arg:
            await self.push("501 5.5.4 DATA takes no argument.")
            return
        await self.push("354 End the text with a line that holds a single dot.")
        content = await self._text()
        if content is None:
            answer = (f"552 5.3.4 The message is larger than {self.data_size_limit} bytes; nothing was stored; "
                      f"send less, or ask for a larger limit.")
        else:
            envelope.content = envelope.original_content = content
            self.storing = True
            try:
                answer = await self._call_handler_hook("DATA")
            finally:
                self.storing = False
        count = len(envelope.rcpt_tos) if self.each_recipient_answered else 1
        self._set_post_data_state()
        await self.push("\r\n".join([answer] * count))

    async def _text(self) -> bytes | None:
        """The bytes up to the final dot, the dots of transparency taken away (RFC 5321 §4.5.2); None when too many."""
        content, limit, line_begins = bytearray(), self.data_size_limit or 0, True
        too_large, fragments_since_reset = False, 0
        while True:
            try:
                piece = await self._reader.readuntil(b"\r\n")
                whole = True
            except asyncio.LimitOverrunError as error:
                piece = await self._reader.read(error.consumed)
                whole = False
            if line_begins:
                if piece == b".\r\n":
                    return None if too_large else bytes(content)
                piece = piece.removeprefix(b".")
            line_begins = whole
            if not too_large:
                content += piece
                if limit and len(content) > limit:
                    too_large = True
                    content.clear()
            fragments_since_reset += len(piece)
            if fragments_since_reset >= FRAGMENT:  # they are talking, however slowly
                fragments_since_reset = 0
                self._reset_timeout()


class LmtpConversation(Conversation, LMTP):
    """The same from a mail server on our side that delivers to us (RFC 2033)."""

    each_recipient_answered = True


def clean(text: str) -> str:
    """What can be kept in any database: bytes that are no UTF-8 and control characters become U+FFFD."""
    decoded = text.strip().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "\ufffd" for char in decoded)


def distinct(values: Iterable[str]) -> list[str]:
    """Each value once, in the order in which it first came."""
    return list(dict.fromkeys(values))
