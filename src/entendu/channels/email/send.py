"""The only sender of mail: one message to one recipient by SMTP (RFC 5321), with an outcome that is never a guess."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable

from entendu.channels.email.server import Server, connect, leave, sign_in
from entendu.channels.email.trouble import NoStartTls, Unencrypted, one_line, sentence
from entendu.channels.trouble import Deferred, LostSight, Refused, Withdrawn

__all__ = ["Deferred", "LostSight", "Refused", "Server", "Withdrawn", "send"]

# RFC 5321 §4.5.3.2: three minutes for a block of text, ten for the answer to its end, during which filters run.
BLOCK_SECONDS = 180
ANSWER_SECONDS = 600
BLOCK = 64 * 1024

# Replies that say that the address itself is of no use (RFC 5321 §4.2.2).
GONE = frozenset({550, 551, 553})
# These speak of the set-up, not of the message (RFC 4954 §6): once it is mended, the message may leave.
ABOUT_THE_SIGN_IN = {530, 534, 535, 538}

LINE_END = re.compile(rb"\r\n|\r|\n")
DOT_AT_LINE_START = re.compile(rb"^\.", re.MULTILINE)


def send(server: Server, raw: bytes, *, sender: str, recipient: str, before_data: Callable[[], bool]) -> str:
    """Hands `raw` (an RFC 5322 message) to the server and returns its final words, one line.

    `sender` and `recipient` are bare addresses of the envelope; an empty sender is the null return path.
    `before_data` is called after RCPT was accepted and before DATA; when it returns False, nothing is sent.
    Raises `Deferred`, `Refused`, `LostSight` or `Withdrawn`.
    """
    text = as_transported(raw)
    try:
        line = connect(server)
    except (OSError, smtplib.SMTPException, NoStartTls, Unencrypted) as error:
        raise Deferred(sentence(error, server.place)) from error
    try:
        try:
            sign_in(line, server)
            _address(line, text, sender, recipient)
            if not before_data():
                raise Withdrawn
            _permission(line)
        except (OSError, smtplib.SMTPException) as error:
            raise Deferred(sentence(error, server.place)) from error
        said = _hand_over(line, text, server)
        leave(line)
        return said
    except (Deferred, Refused, Withdrawn):
        leave(line)
        raise
    finally:
        line.close()


def as_transported(raw: bytes) -> bytes:
    """The message as it travels in DATA: CRLF only (RFC 5321 §2.3.8), dots doubled (§4.5.2), the end mark after it."""
    text = LINE_END.sub(b"\r\n", raw)
    if not text.endswith(b"\r\n"):
        text += b"\r\n"
    return DOT_AT_LINE_START.sub(b"..", text) + b".\r\n"


def _address(line: smtplib.SMTP, text: bytes, sender: str, recipient: str) -> None:
    """MAIL and RCPT, with the extensions that this message needs."""
    sender, recipient = _ascii_where_possible(sender), _ascii_where_possible(recipient)
    options = _options(line, text, sender, recipient)
    _expect(line.mail(sender, options), 250)
    _expect(line.rcpt(recipient), 250, 251)


def _options(line: smtplib.SMTP, text: bytes, sender: str, recipient: str) -> list[str]:
    """SIZE (RFC 1870), BODY (RFC 6152) and SMTPUTF8 (RFC 6531); `Refused` where the server lacks what is needed."""
    options = [f"SIZE={len(text)}"] if line.has_extn("size") else []
    header = text.partition(b"\r\n\r\n")[0]
    if not (sender + recipient).isascii() or not header.isascii():
        if not line.has_extn("smtputf8"):
            raise Refused("The server takes no addresses or headers beyond ASCII; write to another address.", 553,
                          gone=True)
        return [*options, "BODY=8BITMIME", "SMTPUTF8"]
    if not text.isascii():
        if not line.has_extn("8bitmime"):
            raise Refused("The server takes no 8-bit text and this message holds some; it must be encoded before.", 554)
        options.append("BODY=8BITMIME")
    return options


def _ascii_where_possible(address: str) -> str:
    """The domain in its ASCII form (RFC 5891), so that only a local part beyond ASCII needs SMTPUTF8."""
    if any(char in address for char in "\r\n\0<>"):
        raise Refused(f"{one_line(address)} is no mail address.", 553, gone=True)
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        words = f"{one_line(address)} is no mail address: its domain cannot be written in ASCII."
        raise Refused(words, 553, gone=True) from None


def _permission(line: smtplib.SMTP) -> None:
    """DATA, up to the server's "go ahead"."""
    _expect(line.docmd("DATA"), 354)


def _expect(reply: tuple[int, bytes], *wanted: int) -> None:
    """Nothing when the reply is one of those."""
    code, said = reply
    if code not in wanted:
        raise _refusal(code, said)


def _refusal(code: int, said: bytes) -> Deferred | Refused:
    """What a reply other than the one hoped for means."""
    words = f"{code} {one_line(said)}"
    if 500 <= code <= 599 and code not in ABOUT_THE_SIGN_IN:
        return Refused(words, code, gone=code in GONE)
    return Deferred(words)


def _hand_over(line: smtplib.SMTP, text: bytes, server: Server) -> str:
    """The text and the answer to it. From the first byte on, silence is not knowing."""
    try:
        _wait_up_to(line, max(server.timeout, BLOCK_SECONDS))
        for start in range(0, len(text), BLOCK):
            line.send(text[start:start + BLOCK])
        _wait_up_to(line, max(server.timeout, ANSWER_SECONDS))
        code, said = line.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise LostSight(f"The line to {server.host} was lost while the message was handed over "
                        f"({one_line(str(error))}); it may have arrived.") from error
    if 200 <= code <= 299:
        return f"{code} {one_line(said)}"
    if not 400 <= code <= 599:
        raise LostSight(f"{server.host} answered the message with something that is no reply; it may have arrived.")
    raise _refusal(code, said)


def _wait_up_to(line: smtplib.SMTP, seconds: float) -> None:
    """From now on, each step may take so long."""
    if line.sock is not None:
        line.sock.settimeout(seconds)
