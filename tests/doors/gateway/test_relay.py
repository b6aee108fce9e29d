"""Systems hand in their mail through the relay as through any mail server: with AUTH, over TLS, and none is lost."""

from __future__ import annotations

import base64
import shutil
import smtplib
import socket
import ssl
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from entendu.doors.gateway import relay as door
from entendu.doors.gateway.relay import Relay
from entendu.doors.gateway.relay_certificate import BadCertificate, context_of
from entendu.flows.systems import relay
from entendu.parts.inbox.models import RawContent, RawLetter
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.models.sources import Source
from entendu.parts.people.models import Address
from entendu.parts.staff.models import Team
from entendu.parts.tickets.models import Mailbox
from tests.servers.certificates import Certificates
from tests.servers.processes import LOOPBACK, free_port

pytestmark = pytest.mark.django_db(transaction=True)

MARIE = "marie@laval.example"


class Company:
    """A relay, and a booking system that knows its password."""

    def __init__(self, certificates: Certificates) -> None:
        self.certificates = certificates
        team = Team.objects.create(name="Care")
        self.mailbox = Mailbox.objects.create(name="Care", address="care@desk.example", team=team)
        self.source, self.secret = sources.add_source(name="Booking", mailbox=self.mailbox, now=timezone.now())
        self.port = free_port()
        self.relay = Relay((LOOPBACK, self.port), certificates.server_context())

    @contextmanager
    def client(self, *, tls: bool = True, secret: str | None = None) -> Iterator[smtplib.SMTP]:
        """A mail client that has signed in."""
        with smtplib.SMTP(LOOPBACK, self.port, "booking.test", timeout=10) as client:
            if tls:
                client.starttls(context=self.certificates.client_context())
            client.login("booking", self.secret if secret is None else secret)
            yield client

    def change(self, **fields: object) -> None:
        self.source = sources.change_source(Source.objects.get(pk=self.source.pk), **fields)


@pytest.fixture
def company(certificates: Certificates) -> Iterator[Company]:
    company = Company(certificates)
    company.relay.start()
    yield company
    company.relay.stop()


def letter(body: str = "Ana comes on 26 November at 09:30.", *, message_id: str = "<1@booking.example>",
           to: str = MARIE) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "noreply@booking.example", to, "Your visit"
    message["Message-ID"] = message_id
    message.set_content(body)
    return message


def spoken(company: Company, *words: bytes) -> list[bytes]:
    """Says each of the words after an answer has come; returns the last line of each answer, the greeting first."""
    answers = []
    with socket.create_connection((LOOPBACK, company.port), timeout=10) as line, line.makefile("rb") as replies:
        for word in (None, *words):
            if word is not None:
                line.sendall(word)
            while (reply := replies.readline())[3:4] == b"-":
                pass
            answers.append(reply)
    return answers


def plain(name: str, secret: str) -> bytes:
    return b"AUTH PLAIN " + base64.b64encode(f"\0{name}\0{secret}".encode()) + b"\r\n"


def test_a_letter_over_starttls_is_stored_as_it_came_and_then_handed_in(company: Company) -> None:
    with company.client() as client:
        client.send_message(letter())
    kept = RawLetter.objects.get()
    assert (kept.via, kept.source, kept.envelope_to, kept.state) == ("relay", "Booking", [MARIE], "stored")
    assert bytes(RawContent.objects.get().content).replace(b"\r\n", b"\n") == letter().as_bytes()
    relay.read_waiting(timezone.now())
    submission = Submission.objects.get()
    assert (submission.source, submission.contact.addresses.get().value) == ("Booking", MARIE)
    assert submission.body == "Ana comes on 26 November at 09:30."


def test_the_same_mail_again_is_one_submission(company: Company) -> None:
    for _ in range(3):
        with company.client() as client:
            client.send_message(letter())
        relay.read_waiting(timezone.now())
    assert sorted(RawLetter.objects.values_list("state", flat=True)) == ["duplicate", "duplicate", "placed"]
    assert Submission.objects.count() == 1


def test_several_recipients_are_one_submission_each(company: Company) -> None:
    with company.client() as client:
        client.send_message(letter(), to_addrs=[MARIE, "jonas@keller.example", MARIE.upper()])
    relay.read_waiting(timezone.now())
    assert RawLetter.objects.count() == 1
    assert sorted(Address.objects.filter(contact__submissions__source="Booking").values_list("value", flat=True)) == [
        "jonas@keller.example", MARIE]


@pytest.mark.parametrize("way", ["PLAIN", "LOGIN"])
def test_both_ways_of_signing_in(company: Company, way: str) -> None:
    with smtplib.SMTP(LOOPBACK, company.port, timeout=10) as client:
        client.starttls(context=company.certificates.client_context())
        client.ehlo()
        assert client.esmtp_features["auth"].split() == ["LOGIN", "PLAIN"]
        client.user, client.password = "booking", company.secret
        assert client.auth(way, getattr(client, f"auth_{way.lower()}"))[0] == 235
        assert client.mail("noreply@booking.example")[0] == 250


@pytest.mark.parametrize(("name", "secret"), [
    ("booking", "guessed"), ("booking", ""), ("billing", None), ("Booking", None), ("", ""), ("booking", "a\udcffb"),
])
def test_a_wrong_password_is_refused_and_opens_nothing(company: Company, name: str, secret: str | None) -> None:
    said = company.secret if secret is None else secret
    word = base64.b64encode(b"\0" + name.encode() + b"\0" + said.encode("utf-8", "surrogateescape"))
    answers = spoken(company, b"EHLO a.test\r\n", b"AUTH PLAIN " + word + b"\r\n", b"MAIL FROM:<>\r\n")
    assert [answer[:9] for answer in answers[2:]] == [b"535 5.7.8", b"530 5.7.0"]


def test_after_three_wrong_passwords_it_is_over(company: Company) -> None:
    guess = plain("booking", "guessed")
    answers = spoken(company, b"EHLO a.test\r\n", guess, guess, guess)
    assert [answer[:3] for answer in answers[2:]] == [b"535", b"535", b"421"]


@pytest.mark.parametrize("fields", [{"active": False}, {"door": Source.Door.API}])
def test_who_may_not_use_the_relay(company: Company, fields: dict[str, object]) -> None:
    company.change(**fields)
    with pytest.raises(smtplib.SMTPAuthenticationError) as refusal, company.client():
        pass
    assert refusal.value.smtp_code == 535


def test_a_renewed_password_ends_the_old_one(company: Company) -> None:
    new = sources.renew_secret(company.source)
    with pytest.raises(smtplib.SMTPAuthenticationError), company.client():
        pass
    with company.client(secret=new) as client:
        client.send_message(letter())
    assert RawLetter.objects.count() == 1


@pytest.mark.parametrize("word", [
    b"MAIL FROM:<a@b.example>\r\n", b"VRFY marie\r\n", b"RCPT TO:<marie@laval.example>\r\n", b"DATA\r\n",
])
def test_it_is_no_open_relay(company: Company, word: bytes) -> None:
    assert spoken(company, b"EHLO a.test\r\n", word)[-1][:9] == b"530 5.7.0"
    assert spoken(company, b"HELO a.test\r\n", word)[-1][:9] == b"530 5.7.0"


def test_away_from_this_machine_a_password_needs_tls(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every peer of a test is on this machine; here none counts as such."""
    class Elsewhere:
        is_loopback = False

    monkeypatch.setattr(door.ipaddress, "ip_address", lambda text: Elsewhere())
    with smtplib.SMTP(LOOPBACK, company.port, timeout=10) as client:
        client.ehlo()
        assert "auth" not in client.esmtp_features
        assert client.docmd(plain("booking", company.secret).decode().strip())[0] == 538
        client.starttls(context=company.certificates.client_context())
        client.login("booking", company.secret)
        client.send_message(letter())
    assert RawLetter.objects.count() == 1


def test_what_was_said_before_tls_counts_for_nothing(company: Company) -> None:
    """A stranger on the line could have put it there (RFC 3207 §6)."""
    with smtplib.SMTP(LOOPBACK, company.port, timeout=10) as client:
        client.login("booking", company.secret)
        client.starttls(context=company.certificates.client_context())
        client.ehlo()
        assert client.mail("noreply@booking.example")[0] == 530


@pytest.mark.parametrize(("recipient", "code"), [
    ("care@desk.example", 550), ("Care+t4@DESK.example", 550), ("marie", 553), ("@laval.example", 553),
    ("marie@laval.example.", 553), ("a@b@c.example", 553), (f"{'m' * 260}@laval.example", 553), ("marie@laval", 250),
])
def test_who_can_be_written_to(company: Company, recipient: str, code: int) -> None:
    with company.client() as client:
        client.mail("noreply@booking.example")
        assert client.rcpt(recipient)[0] == code


def test_each_source_has_its_own_size(company: Company) -> None:
    company.change(largest=2000)
    with company.client() as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "2000"
        assert client.mail("noreply@booking.example", ["SIZE=2001"])[0] == 552
        client.mail("noreply@booking.example")
        client.rcpt(MARIE)
        assert client.data("x" * 2001)[0] == 552
        client.sendmail("noreply@booking.example", [MARIE], "y" * 1990)
    assert RawLetter.objects.count() == 1


def test_nobody_is_allowed_more_than_the_installation(company: Company) -> None:
    company.relay.stop()
    with override_settings(ENTENDU_MAIL_BYTES=1000):
        company.relay.start()
        with company.client() as client:
            client.ehlo()
            assert client.esmtp_features["size"] == "1000"


def test_each_source_has_its_own_rate(company: Company) -> None:
    company.change(rate=2)
    answers = []
    with company.client() as client:
        for number in range(4):
            try:
                client.send_message(letter(message_id=f"<{number}@booking.example>"))
            except smtplib.SMTPDataError as refusal:
                answers.append((refusal.smtp_code, refusal.smtp_error[:5]))
    # A minute may begin while we send; the limit then counts anew.
    assert set(answers) <= {(451, b"4.7.1")}
    assert RawLetter.objects.count() == 4 - len(answers)
    if len(set(RawLetter.objects.values_list("received_at__minute", flat=True))) == 1:
        assert len(answers) == 2


def test_a_switched_off_source_hands_in_nothing_more(company: Company) -> None:
    with company.client() as client:
        company.change(active=False)
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            client.send_message(letter())
    assert refusal.value.smtp_code == 451
    assert RawLetter.objects.count() == 0


def test_what_cannot_be_stored_is_not_taken(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with company.client() as client:
        with monkeypatch.context() as broken:
            broken.setattr(relay.inbox, "store", full)
            with pytest.raises(smtplib.SMTPDataError) as refusal:
                client.send_message(letter())
        assert (refusal.value.smtp_code, refusal.value.smtp_error[:5]) == (451, b"4.3.0")
        client.send_message(letter())
    assert RawLetter.objects.count() == 1


def test_a_letter_that_runs_in_a_loop_is_refused(company: Company) -> None:
    hops = "Received: from a by b\r\n" * 101
    with company.client() as client:
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            client.sendmail("noreply@booking.example", [MARIE], f"{hops}Subject: Visit\r\n\r\nHello\r\n")
        assert (refusal.value.smtp_code, refusal.value.smtp_error[:5]) == (554, b"5.4.6")
        client.sendmail("noreply@booking.example", [MARIE], f"Subject: Visit\r\n\r\n{hops}")
    assert RawLetter.objects.count() == 1


def test_no_more_recipients_than_a_hundred(company: Company) -> None:
    with company.client() as client:
        client.mail("noreply@booking.example")
        codes = [client.rcpt(f"person{number}@laval.example")[0] for number in range(101)]
    assert codes == [250] * 100 + [452]


def swaks(company: Company, *words: str) -> tuple[int, str]:
    """What swaks ends with and prints; it knows our authority."""
    command = ["swaks", "--server", f"{LOOPBACK}:{company.port}", "--from", "noreply@booking.example", "--to", MARIE,
               "--tls", "--tls-verify", "--tls-ca-path", str(company.certificates.authority),
               "--tls-verify-target", "localhost", "--auth-user", "booking", "--timeout", "20"]
    known = subprocess.run(["swaks", "--help"], capture_output=True, text=True, check=False).stdout
    if "--tls-verify-target" not in known:
        command = [word for word in command if word not in {"--tls-verify-target", "localhost"}]
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_swaks_hands_in_a_letter(company: Company) -> None:
    assert shutil.which("swaks"), "make packages installs swaks"
    code, said = swaks(company, "--auth-password", company.secret, "--header", "Subject: Your visit",
                       "--header", "X-Entendu-Intent: confirmation", "--header", "X-Entendu-Case: job-17",
                       "--body", "Ana comes on 26 November at 09:30.")
    assert code == 0, said
    assert "250 2.0.0 Stored as" in said
    assert "TLS started" in said
    relay.read_waiting(timezone.now())
    assert Submission.objects.get().intent == "confirmation"


def test_swaks_with_a_wrong_password(company: Company) -> None:
    code, said = swaks(company, "--auth-password", "guessed")
    assert code == 28, said
    assert "535 5.7.8" in said
    assert RawLetter.objects.count() == 0


def test_the_certificate_of_our_own_making(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    context_of("", "", folder)
    made = (folder / "relay.pem").read_bytes()
    assert stat.S_IMODE((folder / "relay.pem").stat().st_mode) == 0o600
    context_of("", "", folder)
    assert (folder / "relay.pem").read_bytes() == made
    (folder / "relay.pem").write_text("nothing")
    context_of("", "", folder)
    assert (folder / "relay.pem").read_bytes() not in {made, b"nothing"}


def test_a_client_that_holds_our_certificate_trusts_it(company: Company, tmp_path: Path) -> None:
    company.relay.stop()
    company.relay = Relay((LOOPBACK, company.port), context_of("", "", tmp_path))
    company.relay.start()
    with smtplib.SMTP("localhost", company.port, timeout=10) as client:
        client.starttls(context=ssl.create_default_context(cafile=str(tmp_path / "relay.pem")))
        client.login("booking", company.secret)
        client.send_message(letter())
    assert RawLetter.objects.count() == 1


def test_a_given_certificate_is_shown(company: Company, certificates: Certificates) -> None:
    company.relay.stop()
    company.relay = Relay((LOOPBACK, company.port), context_of(str(certificates.chain), str(certificates.key), Path()))
    company.relay.start()
    with company.client() as client:
        assert client.noop()[0] == 250


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_a_certificate_that_cannot_be_used_is_said_in_a_sentence(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "chain.pem"
    if text is not None:
        path.write_text(text)
    with pytest.raises(BadCertificate, match=r"The relay's certificate .* cannot be used \(.*\); nothing listens"):
        context_of(str(path), "", tmp_path)
