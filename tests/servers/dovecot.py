"""A private Dovecot 2.3: IMAP in clear, with STARTTLS and over TLS; LMTP; passwords and OAuth 2.0 tokens."""

from __future__ import annotations

import os
import shutil
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from tests.servers.certificates import Certificates
from tests.servers.oauth import OAuthServer
from tests.servers.processes import LOOPBACK, Account, Server, free_port, private_folder

CONFIGURATION = """
protocols = imap lmtp
listen = {host}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = /dev/stderr
default_internal_user = {internal.name}
default_internal_group = {internal_group}
default_login_user = {login.name}
mail_uid = {mail.uid}
mail_gid = {mail.gid}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
mail_fsync = always
auth_mechanisms = plain login xoauth2 oauthbearer
auth_username_chars =
auth_failure_delay = 0
auth_cache_size = 0
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{certificates.chain}
ssl_key = <{certificates.key}
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
imap_idle_notify_interval = 30s
# Tests open many connections from one address.
mail_max_userip_connections = 200

passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=plain username_format=%u {folder}/users/%u
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Junk {{
    auto = subscribe
    special_use = \\Junk
  }}
}}
service anvil {{
  chroot =
  # No growing delays after wrong passwords, which tests give on purpose.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = {host}
    port = {lmtp_port}
  }}
}}
service auth {{
  # Postfix asks here who may submit mail.
  inet_listener auth {{
    address = {host}
    port = {auth_port}
  }}
}}
"""
INTROSPECTION = """
introspection_mode = post
introspection_url = {url}
username_attribute = email
active_attribute = active
active_value = true
"""


@dataclass(slots=True)
class Dovecot:
    """A running server; mail for anyone who is not a user is refused by LMTP with 550."""

    folder: Path
    certificates: Certificates
    oauth: OAuthServer
    host: str = "localhost"
    imap_port: int = field(default_factory=free_port)
    imaps_port: int = field(default_factory=free_port)
    lmtp_port: int = field(default_factory=free_port)
    auth_port: int = field(default_factory=free_port)
    server: Server | None = None

    @property
    def logs(self) -> tuple[Path, ...]:
        """Shown when a test fails."""
        return (self.folder / "dovecot.log",)

    def start(self) -> None:
        """Start and wait until each port answers."""
        internal, login, mail = (Account.named(name) for name in ("dovecot", "dovenull", "mail"))
        for name in ("run", "state", "mail", "users"):
            (self.folder / name).mkdir(exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.folder / "mail", mail.uid, mail.gid)
        self.folder.chmod(0o755)  # its processes run under three accounts
        (self.folder / "oauth2.conf").write_text(INTROSPECTION.format(url=self.oauth.introspection_url))
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(CONFIGURATION.format(
            host=LOOPBACK, folder=self.folder, certificates=self.certificates, internal=internal, login=login,
            mail=mail, internal_group="dovecot" if os.geteuid() == 0 else os.getegid(),
            imap_port=self.imap_port, imaps_port=self.imaps_port, lmtp_port=self.lmtp_port, auth_port=self.auth_port,
        ))
        self.server = Server(["/usr/sbin/dovecot", "-F", "-c", configuration], self.folder / "dovecot.log")
        self.server.wait_for_ports(self.imap_port, self.imaps_port, self.lmtp_port, self.auth_port)

    def stop(self) -> None:
        """An orderly stop; start() may follow, the mail stays."""
        if self.server:
            self.server.stop()

    def add_user(self, address: str, password: str) -> None:
        """A mailbox, empty at first, that opens with this password or with a token of the OAuth provider."""
        # A file a user, because Dovecot looks at most once a second whether one that it knows has changed.
        (self.folder / "users" / address).write_text(f"{address}:{{PLAIN}}{password}:::::\n")

    def empty(self, address: str) -> None:
        """Forget all mail of this user."""
        shutil.rmtree(self.folder / "mail" / address, ignore_errors=True)

    def deliver(self, message: EmailMessage | bytes, *recipients: str, sender: str = "") -> None:
        """Put a message into mailboxes by LMTP (RFC 2033); the recipients default to To and Cc of an EmailMessage."""
        if isinstance(message, EmailMessage):
            named = getaddresses([str(value) for name in ("To", "Cc") for value in message.get_all(name, [])])
            recipients = recipients or tuple(address for _, address in named)
            message = message.as_bytes()
        with smtplib.LMTP(LOOPBACK, self.lmtp_port) as lmtp:
            refused = lmtp.sendmail(sender, recipients, message)
        assert not refused, refused

    def connect(self, address: str, password: str) -> IMAPClient:
        """An IMAP client over TLS, logged in; a context manager that logs out."""
        client = IMAPClient(self.host, self.imaps_port, ssl_context=self.certificates.client_context())
        try:
            client.login(address, password)
        except LoginError:
            client.shutdown()
            raise
        return client

    def read(self, address: str, mailbox: str = "INBOX") -> list[bytes]:
        """The messages of a mailbox as stored, oldest first; read from its Maildir, so they stay unseen."""
        root = self.folder / "mail" / address
        maildir = root if mailbox == "INBOX" else root / f".{mailbox.replace('/', '.')}"
        files = [file for part in ("new", "cur") if (maildir / part).is_dir() for file in (maildir / part).iterdir()]
        return [file.read_bytes() for file in sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name))]


@contextmanager
def running_dovecot(certificates: Certificates, oauth: OAuthServer) -> Iterator[Dovecot]:
    """A server of its own on free ports, gone afterwards with all its mail."""
    with private_folder("imap") as folder:
        server = Dovecot(folder, certificates, oauth)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def dovecot(certificates: Certificates, oauth_provider: OAuthServer) -> Iterator[Dovecot]:
    """One server for the whole run; each test takes mailboxes of its own."""
    with running_dovecot(certificates, oauth_provider) as server:
        yield server
