"""Tries a set-up and says in one sentence what is wrong with it: the "try it" button beside a mail account."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from entendu.channels.email import fetch, server
from entendu.channels.email.fetch import TROUBLE, CannotFetch, Source
from entendu.channels.email.server import Server
from entendu.channels.email.trouble import NoStartTls, Place, Unencrypted, one_line, sentence

# A person waits for the answer.
SECONDS = 10.0
SMTP_TROUBLE = (OSError, smtplib.SMTPException, NoStartTls, Unencrypted, UnicodeError)


@dataclass(frozen=True, slots=True)
class Probe:
    """How a trial went: `sentence` says it all; `steps` are those that worked, in order."""

    ok: bool
    sentence: str
    steps: tuple[str, ...]


def probe_imap(source: Source) -> Probe:
    """Connects, signs in and opens the folder; nothing is fetched and no flag changes."""
    source = replace(source, timeout=min(source.timeout, SECONDS))
    steps: list[str] = []
    client = None
    try:
        client = fetch.connect(source)
        steps.append(_connected(source.place))
        fetch.sign_in(client, source)
        steps.append(_("Signed in as {username}.").format(username=source.username))
        count = fetch.select_folder(client, source).get(b"EXISTS", 0)
        steps.append(_("Folder {folder} is there.").format(folder=source.folder))
    except CannotFetch as error:
        return Probe(False, error.words, tuple(steps))
    except TROUBLE as error:
        return Probe(False, _explained(error, source.place), tuple(steps))
    finally:
        if client is not None:
            with suppress(*TROUBLE):
                client.logout()
            with suppress(*TROUBLE):
                client.shutdown()
    return Probe(True, _("Works: signed in at {host}, and folder {folder} holds {count} messages.").format(
        host=source.host, folder=source.folder, count=count), tuple(steps))


def probe_smtp(target: Server, *, sender: str = "", recipient: str = "") -> Probe:
    """Connects, signs in and, given a sender, asks whether mail from there would be taken; none is sent.

    `recipient` is best an address elsewhere, which shows whether the server passes mail on; without it, the sender's.
    """
    target = replace(target, timeout=min(target.timeout, SECONDS))
    steps: list[str] = []
    line = None
    try:
        line = server.connect(target)
        steps.append(_connected(target.place))
        server.sign_in(line, target)
        if target.username:
            steps.append(_("Signed in as {username}.").format(username=target.username))
        if sender:
            for ask, address in ((line.mail, sender), (line.rcpt, recipient or sender)):
                refusal = _refusal(ask, address, target)
                if refusal:
                    return Probe(False, refusal, tuple(steps))
            steps.append(_("Mail from {sender} would be taken.").format(sender=sender))
    except SMTP_TROUBLE as error:
        return Probe(False, _explained(error, target.place), tuple(steps))
    finally:
        if line is not None:
            server.leave(line)
    return Probe(True, _("Works: {host} takes mail from us.").format(host=target.host), tuple(steps))


def _refusal(ask: Callable[[str], tuple[int, bytes]], address: str, target: Server) -> str:
    """What a refused MAIL or RCPT means; empty when it was taken. A "come again later" is as good as a yes."""
    code, said = ask(address)
    if code < 500:
        return ""
    if code in {530, 538} or (not target.username and code in {550, 554}):
        words = _("{host} takes no mail from us without a sign-in ({said}); enter user name and password.")
    elif target.username:
        words = _("{host} takes no mail from or to {address} ({said}); use an address that this account may send from.")
    else:
        words = _("{host} refused {address} ({said}); ask the provider.")
    return words.format(host=target.host, address=address, said=f"{code} {one_line(said)}".rstrip("."))


def _connected(place: Place) -> str:
    if place.security == "none":
        return _("Connected to {host}, without encryption.").format(host=place.host)
    return _("Connected to {host}, encrypted.").format(host=place.host)


def _explained(error: Exception, place: Place) -> str:
    """The sentence for the error. Who waits in vain for a greeting may be at a port that speaks TLS from the start."""
    if place.security != "tls" and not isinstance(error, (ConnectionRefusedError, socket.gaierror, ssl.SSLError)) \
            and not isinstance(error, (Unencrypted, NoStartTls)) and _speaks_tls(place):
        return _("{host} speaks TLS from the start on port {port}; choose TLS as encryption.").format(
            host=place.host, port=place.port)
    return sentence(error, place)


def _speaks_tls(place: Place) -> bool:
    """Whether a TLS greeting is answered there; nothing is sent, so the certificate does not matter."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with suppress(OSError), socket.create_connection((place.host, place.port), timeout=SECONDS) as line, \
            context.wrap_socket(line, server_hostname=place.host):
        return True
    return False
