"""What went wrong on the way to a mail server, in one sentence that says what to do.

The same sentences serve the "try it" button, the account's last error and the record of a delivery.
"""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl
from dataclasses import dataclass

from django.utils.translation import gettext as _

# X509_V_ERR_* of OpenSSL, as `SSLCertVerificationError.verify_code` gives them.
WRONG_NAME = {62, 64}
EXPIRED = {9, 10}
UNTRUSTED = {2, 18, 19, 20, 21, 27}
# What OpenSSL says when the other side answers a TLS greeting with plain text.
PLAIN_TEXT_THERE = {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL", "HTTP_REQUEST",
                    "PACKET_LENGTH_TOO_LONG"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is expected: host name or address, TCP port, 'tls', 'starttls' or 'none'."""

    host: str
    port: int
    security: str


class Unencrypted(Exception):
    """A line without encryption was asked for, to a machine other than this one."""


class NoStartTls(Exception):
    """STARTTLS was asked for and the server does not offer it."""


def sentence(error: Exception, place: Place) -> str:
    """The one sentence for an exception raised by `socket`, `ssl`, `smtplib` or `imaplib` while talking to `place`."""
    words = _of_encryption(error) or _of_the_line(error) or _of_the_session(error)
    said = _said(error) or type(error).__name__
    return (words or _("Talking to {host} on port {port} failed: {said}.")).format(
        host=place.host, port=place.port, said=one_line(said).rstrip("."))


def one_line(words: str | bytes, limit: int = 200) -> str:
    """What a server said, on one line without control characters, cut at `limit` characters."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= limit else line[:limit - 1] + "…"


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {one_line(error.smtp_error)}"
    return str(error).strip()


def _of_encryption(error: Exception) -> str:
    if isinstance(error, Unencrypted):
        return _("Only this machine may be talked to without encryption, and {host} is another; choose TLS or "
                 "STARTTLS.")
    if isinstance(error, NoStartTls):
        return _("{host} offers no encryption on port {port}; choose TLS and its port, or ask the provider which to "
                 "use.")
    if isinstance(error, ssl.SSLCertVerificationError):
        return _of_certificate(error)
    if isinstance(error, ssl.SSLError) and error.reason in PLAIN_TEXT_THERE:
        return _("{host} does not speak TLS on port {port}; choose STARTTLS, or the port that the provider gives for "
                 "TLS.")
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return _("{host} ended the encrypted line on port {port}; try again, or choose another encryption or port.")
    if isinstance(error, ssl.SSLError) and not isinstance(error, TimeoutError):
        return _("An encrypted line to {host} on port {port} could not be agreed on ({said}); ask the provider.")
    return ""


def _of_certificate(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code in WRONG_NAME:
        return _("The certificate shown on port {port} is not made out to {host}; enter the server name that the "
                 "provider gives.")
    if error.verify_code in EXPIRED:
        return _("The certificate of {host} is outside its dates; check this machine's clock, or ask the provider to "
                 "renew it.")
    if error.verify_code in UNTRUSTED:
        return _("The certificate of {host} comes from nobody whom this machine trusts; check the server name, or have "
                 "its authority added to this machine.")
    return _("The certificate of {host} was not accepted ({said}); ask the provider.")


def _of_the_line(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return _("The name {host} leads to no server; check its spelling and that this machine can look up names.")
    if isinstance(error, ConnectionRefusedError):
        return _("Nothing listens at {host} on port {port}; check the port.")
    # smtplib tells a timeout as a lost line, with the timeout behind it.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return _("{host} did not answer on port {port} in time; check server name, port and firewall.")
    if isinstance(error, (smtplib.SMTPServerDisconnected, imaplib.IMAP4.abort, ConnectionError, EOFError)):
        return _("{host} closed the line on port {port} ({said}); check port and encryption, or try again later.")
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return _("{host} cannot be reached on port {port} ({said}); check server name and network.")
    return ""


def _of_the_session(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("{host} refused the user name or password ({said}); enter them again.")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _("{host} offers no sign-in that we know on port {port}; remove the user name or choose another port.")
    if isinstance(error, smtplib.SMTPConnectError):
        return _("{host} turned us away on port {port} ({said}); try again later, or ask the provider.")
    return ""
