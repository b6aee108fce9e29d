"""An SMTP server and the line to it: connection, encryption, sign-in. What is said then is `send`'s matter."""

from __future__ import annotations

import base64
import functools
import ipaddress
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from entendu.channels.email.trouble import NoStartTls, Place, Unencrypted, one_line

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail leaves: 'tls' is encrypted from the first byte (RFC 8314 §3.3), 'none' is for this machine alone.

    An empty user name means no sign-in. `timeout` is in seconds, for each step up to DATA.
    """

    host: str
    port: int
    security: Security
    username: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30

    @property
    def place(self) -> Place:
        """For sentences about it."""
        return Place(self.host, self.port, self.security)


def is_this_machine(host: str) -> bool:
    """True for localhost and loopback addresses, where no one else can listen in."""
    if host.lower().rstrip(".") == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return False


def checked_tls() -> ssl.SSLContext:
    """Certificates and names are checked, always. SSL_CERT_FILE adds an authority of one's own (OpenSSL)."""
    return ssl.create_default_context()


def connect(server: Server) -> smtplib.SMTP:
    """A line to the server, encrypted as asked and greeted by EHLO, not signed in yet.

    Raises `OSError`, `ssl.SSLError`, `smtplib.SMTPException`, `Unencrypted` and `NoStartTls`, which
    `trouble.sentence` puts into words.
    """
    if server.security == "none" and not is_this_machine(server.host):
        raise Unencrypted
    if server.security == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, _our_name(), timeout=server.timeout,
                                              context=checked_tls())
    else:
        line = smtplib.SMTP(server.host, server.port, _our_name(), timeout=server.timeout)
    try:
        line.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            if not line.has_extn("starttls"):
                raise NoStartTls
            line.starttls(context=checked_tls())
            line.ehlo_or_helo_if_needed()  # all that was said before encryption is forgotten (RFC 3207 §4.2)
    except BaseException:
        line.close()
        raise
    return line


def sign_in(line: smtplib.SMTP, server: Server) -> None:
    """AUTH (RFC 4954) where a user name is set; `SMTPAuthenticationError` or `SMTPNotSupportedError` when that fails.

    `smtplib` knows ASCII passwords only; RFC 4616 says UTF-8.
    """
    if not server.username:
        return
    if (server.username + server.password).isascii():
        try:
            line.login(server.username, server.password)
        except smtplib.SMTPAuthenticationError as error:
            raise smtplib.SMTPAuthenticationError(error.smtp_code, one_line(error.smtp_error)) from None
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError):
            raise
        except smtplib.SMTPException as error:  # "No suitable authentication method found."
            raise smtplib.SMTPNotSupportedError(str(error)) from None
        return
    if "PLAIN" not in line.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError("A user name or password beyond ASCII needs AUTH PLAIN.")
    identity = base64.b64encode(f"\0{server.username}\0{server.password}".encode()).decode()
    code, said = line.docmd("AUTH", f"PLAIN {identity}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, one_line(said))


def leave(line: smtplib.SMTP) -> None:
    """QUIT; whatever comes of it changes nothing."""
    with suppress(OSError, smtplib.SMTPException):
        line.quit()
    line.close()


@functools.cache
def _our_name() -> str:
    """What we call ourselves in EHLO: our full name, or an address literal (RFC 5321 §4.1.3). Looked up once."""
    name = socket.getfqdn()
    return name if "." in name and name.isascii() else "[127.0.0.1]"
