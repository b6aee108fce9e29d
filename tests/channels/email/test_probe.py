"""A set-up that does not work is answered with the one sentence that says what to change."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import trustme

from entendu.channels.email import probe
from entendu.channels.email.fetch import Source
from entendu.channels.email.probe import probe_imap, probe_smtp
from entendu.channels.email.server import Server
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.processes import LOOPBACK, free_port
from tests.servers.smtp_robot import Door, SmtpRobot, running_robot


@pytest.fixture
def trusted(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        yield listener.getsockname()[1]


def imap(dovecot: Dovecot, **changes: object) -> Source:
    dovecot.add_user("probe@desk.example", "geheim")
    return Source(**{"host": "localhost", "port": dovecot.imaps_port, "security": "tls",
                     "username": "probe@desk.example", "password": "geheim"} | changes)


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_an_imap_account_that_works(dovecot: Dovecot, trusted: None, security: str) -> None:
    port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
    found = probe_imap(imap(dovecot, security=security, port=port))
    assert found.sentence == "Works: signed in at localhost, and folder INBOX holds 0 messages."
    assert (found.ok, len(found.steps)) == (True, 3)


@pytest.mark.parametrize(("changes", "words", "steps"), [
    ({"host": "imap.desk.invalid"}, "The name imap.desk.invalid leads to no server; check its spelling", 0),
    ({"host": "imap.desk.example", "security": "none"}, "Only this machine may be talked to without encryption", 0),
    ({"port": "free"}, "Nothing listens at localhost on port {port}; check the port.", 0),
    ({"port": "plain"}, "localhost does not speak TLS on port {port}; choose STARTTLS", 0),
    ({"security": "starttls"}, "localhost speaks TLS from the start on port {port}; choose TLS", 0),
    ({"security": "none"}, "localhost speaks TLS from the start on port {port}; choose TLS", 0),
    ({"password": "guess"}, "localhost refused the user name or password (", 1),
    ({"username": "nobody@desk.example"}, "localhost refused the user name or password (", 1),
    ({"folder": "Archiv"}, "probe@desk.example has no folder Archiv at localhost; choose one of these: ", 2),
])
def test_an_imap_account_that_does_not(dovecot: Dovecot, trusted: None, monkeypatch: pytest.MonkeyPatch,
                                       changes: dict[str, object], words: str, steps: int) -> None:
    monkeypatch.setattr(probe, "SECONDS", 1)
    ports = {"free": free_port(), "plain": dovecot.imap_port}
    source = imap(dovecot, **changes | ({"port": ports[str(changes["port"])]} if "port" in changes else {}))
    found = probe_imap(source)
    assert words.format(port=source.port) in found.sentence
    assert (found.ok, len(found.steps)) == (False, steps)
    assert "guess" not in found.sentence
    assert found.sentence.endswith(".")


def test_a_certificate_that_nobody_vouches_for(dovecot: Dovecot) -> None:
    words = "The certificate of localhost comes from nobody whom this machine trusts; check the server name"
    assert words in probe_imap(imap(dovecot)).sentence
    assert words in probe_imap(imap(dovecot, security="starttls", port=dovecot.imap_port)).sentence


def test_a_certificate_made_out_to_another(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    other = authority.issue_cert("mail.other.example")
    with authority.cert_pem.tempfile() as known, other.private_key_and_cert_chain_pem.tempfile() as chain:
        monkeypatch.setenv("SSL_CERT_FILE", known)
        context = certificates.server_context()
        context.load_cert_chain(chain)
        with running_robot(Door(certificates)) as robot:
            robot.stop()
            robot.door = Door(_Shown(context))
            robot.start()
            found = probe_smtp(Server("localhost", robot.port, "starttls"))
    assert found.sentence == (f"The certificate shown on port {robot.port} is not made out to localhost; enter the "
                              f"server name that the provider gives.")


class _Shown:
    """Certificates in the shape that the robot's door takes."""

    def __init__(self, context: object) -> None:
        self.context = context

    def server_context(self) -> object:
        return self.context


def test_an_imap_server_that_keeps_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "SECONDS", 0.3)
    for security in ("tls", "starttls", "none"):
        with silent() as port:
            found = probe_imap(Source("localhost", port, security, "desk", "geheim"))
            assert found.sentence == (f"localhost did not answer on port {port} in time; check server name, port and "
                                      f"firewall.")
            found = probe_smtp(Server("localhost", port, security))
            assert "did not answer" in found.sentence


def test_a_way_out_that_works(postfix: Postfix, dovecot: Dovecot, trusted: None) -> None:
    dovecot.add_user("probe@desk.example", "geheim")
    found = probe_smtp(Server("localhost", postfix.submission_port, "starttls", "probe@desk.example", "geheim"),
                       sender="probe@desk.example")
    assert (found.ok, found.sentence) == (True, "Works: localhost takes mail from us.")
    assert found.steps == ("Connected to localhost, encrypted.", "Signed in as probe@desk.example.",
                           "Mail from probe@desk.example would be taken.")
    assert postfix.queue() == []


@pytest.mark.parametrize(("kind", "words"), [
    ("wrong password", "localhost refused the user name or password (535 "),
    ("no sign-in", "localhost takes no mail from us without a sign-in ("),
    ("relaying", "localhost takes no mail from us without a sign-in (554 5.7.1 <marie@laval.example>: Relay"),
    ("needless sign-in", "localhost offers no sign-in that we know on port {port}; remove the user name"),
    ("tls there", "localhost does not speak TLS on port {port}; choose STARTTLS"),
    ("nobody", "Nothing listens at localhost on port {port}"),
])
def test_a_way_out_that_does_not(postfix: Postfix, dovecot: Dovecot, trusted: None, kind: str, words: str) -> None:
    dovecot.add_user("probe@desk.example", "geheim")
    port = postfix.port if kind in {"relaying", "needless sign-in"} else postfix.submission_port
    server = {
        "wrong password": Server("localhost", port, "starttls", "probe@desk.example", "guess"),
        "no sign-in": Server("localhost", port, "starttls"),
        "relaying": Server("localhost", port, "none"),
        "needless sign-in": Server("localhost", port, "none", "probe@desk.example", "geheim"),
        "tls there": Server("localhost", port, "tls"),
        "nobody": Server("localhost", free_port(), "starttls"),
    }[kind]
    found = probe_smtp(server, sender="probe@desk.example", recipient="marie@laval.example")
    assert words.format(port=server.port) in found.sentence
    assert not found.ok


def test_encryption_that_is_not_offered(smtp_robot: SmtpRobot) -> None:
    found = probe_smtp(Server("localhost", smtp_robot.port, "starttls"))
    assert found.sentence == (f"localhost offers no encryption on port {smtp_robot.port}; choose TLS and its port, or "
                              f"ask the provider which to use.")


def test_a_port_that_speaks_tls_from_the_start(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "SECONDS", 0.5)
    context, listener = certificates.server_context(), socket.create_server((LOOPBACK, 0))

    def play() -> None:
        for _ in range(2):
            with listener.accept()[0] as line:
                try:
                    context.wrap_socket(line, server_side=True).close()
                except OSError:
                    continue

    thread = threading.Thread(target=play)
    thread.start()
    with listener:
        found = probe_smtp(Server("localhost", listener.getsockname()[1], "starttls"))
        assert "speaks TLS from the start" in found.sentence
        thread.join(10)
