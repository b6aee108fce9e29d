"""Mail is fetched by IMAP (RFC 3501): whatever has come since the last look, as bytes, without changing a flag.

Flags change by `Folder.mark_seen` alone, which the caller calls once the letters are stored.
"""

from __future__ import annotations

import imaplib
import logging
import re
import select
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from imapclient import SEEN, IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

from entendu.channels.email.server import Security, checked_tls, is_this_machine
from entendu.channels.email.trouble import NoStartTls, Place, Unencrypted, one_line, sentence

# At DEBUG the library logs whole messages; no body belongs into a log.
logging.getLogger("imapclient").setLevel(logging.INFO)
logger = logging.getLogger(__name__)

# imaplib reads no line of more than a million bytes: so many UIDs fit into one answer to SEARCH.
WINDOW = 50_000
BATCH_MESSAGES, BATCH_BYTES = 100, 8 * 1024 * 1024
TROUBLE = (OSError, imaplib.IMAP4.error, IMAPClientError, NoStartTls, Unencrypted, UnicodeError)


class CannotFetch(Exception):
    """The account cannot be read; `words` is one sentence."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Source:
    """A folder of an IMAP account. Signs in by `password`, or by OAuth 2.0 where `access_token` is given.

    `access_token(renewed)` gives a token; it is asked again with True, once, when the server refuses the first.
    `most_bytes` is the size of the largest message that is fetched; `timeout` is in seconds, for each answer.
    """

    host: str
    port: int
    security: Security
    username: str
    password: str = field(default="", repr=False)
    access_token: Callable[[bool], str] | None = field(default=None, repr=False)
    folder: str = "INBOX"
    most_bytes: int = 36_700_160
    timeout: float = 60

    @property
    def place(self) -> Place:
        """For sentences about it."""
        return Place(self.host, self.port, self.security)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message. When `whole` is false, `raw` is a notice in its place: its header, and what is missing and why."""

    uid: int
    raw: bytes = field(repr=False)
    whole: bool = True


@contextmanager
def open_folder(source: Source) -> Iterator[Folder]:
    """The folder, signed in and selected; `CannotFetch` when that fails."""
    with _in_words(source):
        client = connect(source)
    try:
        with _in_words(source):
            sign_in(client, source)
            selected = select_folder(client, source)
        yield Folder(client, source, selected)
    finally:
        with suppress(*TROUBLE):
            client.logout()
        with suppress(*TROUBLE):
            client.shutdown()


class Folder:
    """A selected folder. One thread uses it; `hang_up` may be called by any other."""

    def __init__(self, client: IMAPClient, source: Source, selected: dict[bytes, object]) -> None:
        self._client, self._source = client, source
        self._line = client.socket()
        self.uid_validity = int(str(selected.get(b"UIDVALIDITY", 0)))
        self._uid_next = int(str(selected.get(b"UIDNEXT", 0)))

    def batches(self, *, uid_validity: int, last_uid: int) -> Iterator[list[Fetched]]:
        """What came after `last_uid`, oldest first, some megabytes at a time.

        UIDs of another UIDVALIDITY mean nothing any more: then all is given again (RFC 3501 §2.3.1.1).
        """
        with _in_words(self._source):
            last = last_uid if uid_validity == self.uid_validity else 0
            uids = self._uids_above(last)
            for start in range(0, len(uids), BATCH_MESSAGES):
                yield from self._by_size(uids[start:start + BATCH_MESSAGES])

    def mark_seen(self, uids: Iterable[int]) -> None:
        """Sets \\Seen. A folder in which we may not is no reason to stop."""
        with _in_words(self._source):
            try:
                self._client.add_flags(list(uids), [SEEN], silent=True)
            except imaplib.IMAP4.abort:
                raise
            except (IMAPClientError, imaplib.IMAP4.error) as error:
                logger.warning("messages cannot be marked as seen",
                               extra={"host": self._source.host, "why": one_line(str(error))})

    def idle(self, timeout: float) -> None:
        """Returns when something happens in the folder (IDLE, RFC 2177), after `timeout` seconds, or at `hang_up`.

        Where the server knows no IDLE, the time is waited out. Less than 29 minutes, says the RFC; home routers
        forget a silent line after five.
        """
        with _in_words(self._source):
            if not self._client.has_capability("IDLE"):
                self._readable(timeout)
                self._client.noop()
                return
            self._client.idle()
            if not self._heard_already():
                self._readable(timeout)
            self._client.idle_done()

    def hang_up(self) -> None:
        """Ends whatever the folder's thread is waiting for, which then gets `CannotFetch`."""
        with suppress(OSError):
            socket.socket.shutdown(self._line, socket.SHUT_RDWR)  # of TLS too, and from any thread

    def _readable(self, timeout: float) -> None:
        poll = select.poll()
        poll.register(self._line.fileno(), select.POLLIN)
        poll.poll(timeout * 1000)

    def _heard_already(self) -> bool:
        """Whether the server's news came in one piece with its "+ idling": then the line stays silent."""
        self._line.setblocking(False)
        try:
            return bool(self._client._imap.file.peek(1))
        except (BlockingIOError, OSError):  # over TLS "nothing yet" is an OSError
            return False
        finally:
            self._line.settimeout(self._source.timeout)

    def _uids_above(self, last: int) -> list[int]:
        uids: list[int] = []
        low = last + 1
        while low + WINDOW < self._uid_next:
            uids += self._client.search(["UID", f"{low}:{low + WINDOW - 1}"])
            low += WINDOW
        # `n:*` holds the newest message even when its UID is less than n (RFC 3501 §6.4.8).
        uids += self._client.search(["UID", f"{low}:*"])
        return sorted({uid for uid in uids if uid > last})

    def _by_size(self, uids: list[int]) -> Iterator[list[Fetched]]:
        sizes = {uid: int(said.get(b"RFC822.SIZE", 0))
                 for uid, said in self._client.fetch(uids, ["RFC822.SIZE"]).items()}
        batch: list[int] = []
        for uid in uids:
            if batch and sum(sizes[one] for one in batch) + sizes.get(uid, 0) > BATCH_BYTES:
                yield self._bodies(batch, sizes)
                batch = []
            if uid in sizes:  # else it was taken out of the folder meanwhile
                batch.append(uid)
        if batch:
            yield self._bodies(batch, sizes)

    def _bodies(self, uids: list[int], sizes: dict[int, int]) -> list[Fetched]:
        fitting = [uid for uid in uids if sizes[uid] <= self._source.most_bytes]
        bodies = self._client.fetch(fitting, ["BODY.PEEK[]"])
        fetched = []
        for uid in uids:
            if sizes[uid] > self._source.most_bytes:
                fetched.append(self._notice(uid, _(
                    "This message is {size} MB large, more than the {most} MB that are taken in. It was left in the "
                    "folder {folder} of {username}: read it there.").format(
                        size=_megabytes(sizes[uid]), most=_megabytes(self._source.most_bytes),
                        folder=self._source.folder, username=self._source.username)))
            elif uid in bodies:
                raw = bodies[uid].get(b"BODY[]")
                fetched.append(Fetched(uid, raw) if raw is not None else self._notice(uid, _(
                    "The mail server gave no text for this message. It is in the folder {folder} of {username}: look "
                    "for it there.").format(folder=self._source.folder, username=self._source.username)))
        return fetched

    def _notice(self, uid: int, words: str) -> Fetched:
        said = self._client.fetch([uid], ["BODY.PEEK[HEADER]"]).get(uid, {})
        header = said.get(b"BODY[HEADER]") or b""
        logger.warning("a message was left on the server", extra={"host": self._source.host, "uid": uid})
        return Fetched(uid, in_place_of(header, words), whole=False)


def in_place_of(header: bytes, words: str) -> bytes:
    """A message with the header of another and these words as its text: it lands where the other would have."""
    lines = re.split(rb"\r?\n", header[:256 * 1024].rstrip(b"\r\n"))
    kept: list[bytes] = []
    of_content = False
    for line in lines:
        if line[:1] not in (b" ", b"\t"):
            of_content = bool(re.match(rb"content-|mime-version\s*:", line, re.IGNORECASE))
        if line and not of_content:
            kept.append(line)
    kept += [b"MIME-Version: 1.0", b"Content-Type: text/plain; charset=utf-8", b"Content-Transfer-Encoding: 8bit", b""]
    return b"\r\n".join([*kept, words.encode(), b""])


def connect(source: Source) -> IMAPClient:
    """A line to the server, encrypted as asked, not signed in yet. Raises what `trouble.sentence` puts into words."""
    if source.security == "none" and not is_this_machine(source.host):
        raise Unencrypted
    client = IMAPClient(source.host, source.port, ssl=source.security == "tls", timeout=source.timeout,
                        ssl_context=checked_tls() if source.security == "tls" else None)
    if source.security == "starttls":
        try:
            client.starttls(checked_tls())
        except BaseException as error:  # an interrupt, too, leaves no open line behind
            with suppress(*TROUBLE):
                client.shutdown()
            if isinstance(error, CapabilityError):
                raise NoStartTls from None
            raise
    return client


def sign_in(client: IMAPClient, source: Source) -> None:
    """By password or token; `CannotFetch` when refused."""
    try:
        if source.access_token is None:
            # LOGIN is ASCII; SASL PLAIN is UTF-8 (RFC 4616 §2).
            beyond_ascii = not (source.username + source.password).isascii()
            (client.plain_login if beyond_ascii else client.login)(source.username, source.password)
            return
        try:
            client.oauth2_login(source.username, source.access_token(False))
        except LoginError:
            client.oauth2_login(source.username, source.access_token(True))
    except LoginError as error:
        words = _("{host} refused the user name or password ({said}); enter them again.")
        if source.access_token is not None:
            words = _("{host} refused the token for {username} ({said}); check the user name and sign in with the "
                      "provider again.")
        raise CannotFetch(words.format(host=source.host, username=source.username, said=_said(error))) from error


def select_folder(client: IMAPClient, source: Source) -> dict[bytes, object]:
    """What the server says of the folder; `CannotFetch` names some that there are when this one is missing."""
    try:
        selected: dict[bytes, object] = client.select_folder(source.folder)
    except imaplib.IMAP4.abort:
        raise
    except (IMAPClientError, imaplib.IMAP4.error) as error:
        names = [str(name) for flags, _separator, name in client.list_folders() if b"\\Noselect" not in flags]
        raise CannotFetch(_("{username} has no folder {folder} at {host}; choose one of these: {names}.").format(
            username=source.username, folder=source.folder, host=source.host,
            names=one_line(", ".join(names[:8])))) from error
    return selected


@contextmanager
def _in_words(source: Source) -> Iterator[None]:
    """Whatever goes wrong with the line or the server becomes `CannotFetch`."""
    try:
        yield
    except TROUBLE as error:
        raise CannotFetch(sentence(error, source.place)) from error


def _said(error: LoginError) -> str:
    """The server's words, out of imaplib's representation of bytes."""
    return one_line(re.sub(r"^b(['\"])(.*)\1$", r"\2", str(error))).rstrip(".")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0")
