"""Dovecot takes mail by LMTP and gives it by IMAP, by password and by token, in clear and encrypted."""

import smtplib
from email.message import EmailMessage

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from tests.servers.dovecot import Dovecot
from tests.servers.oauth import OAuthServer
from tests.servers.processes import accepts


def letter(to: str, subject: str = "Imprimante") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Marie Laval <marie@laval.example>", to, subject
    message.set_content("L'imprimante ne répond plus.")
    return message


def test_mail_goes_in_by_lmtp_and_comes_out_over_tls(dovecot: Dovecot) -> None:
    dovecot.add_user("imaps@desk.example", "geheim")
    dovecot.deliver(letter("imaps@desk.example"))
    with dovecot.connect("imaps@desk.example", "geheim") as client:
        assert client.select_folder("INBOX")[b"EXISTS"] == 1
        [(_, fetched)] = client.fetch(client.search(), ["RFC822", "FLAGS"]).items()
    assert b"Subject: Imprimante" in fetched[b"RFC822"]
    [stored] = dovecot.read("imaps@desk.example")
    assert b"Subject: Imprimante" in stored


def test_starttls_and_idle(dovecot: Dovecot) -> None:
    dovecot.add_user("idle@desk.example", "geheim")
    with IMAPClient(dovecot.host, dovecot.imap_port, ssl=False) as client:
        client.starttls(dovecot.certificates.client_context())
        client.login("idle@desk.example", "geheim")
        client.select_folder("INBOX")
        client.idle()
        dovecot.deliver(letter("idle@desk.example"))
        assert (1, b"EXISTS") in client.idle_check(timeout=20)
        client.idle_done()


def test_an_access_token_opens_the_mailbox_until_it_expires(dovecot: Dovecot, oauth_provider: OAuthServer) -> None:
    dovecot.add_user("token@desk.example", "geheim")
    token = oauth_provider.access_token("token@desk.example")
    for login in ("oauth2_login", "oauthbearer_login"):
        with IMAPClient(dovecot.host, dovecot.imaps_port, ssl_context=dovecot.certificates.client_context()) as client:
            getattr(client, login)("token@desk.example", token)
            assert client.folder_exists("INBOX")
    oauth_provider.expire_access_tokens()
    with (
        IMAPClient(dovecot.host, dovecot.imaps_port, ssl_context=dovecot.certificates.client_context()) as client,
        pytest.raises(LoginError),
    ):
        client.oauth2_login("token@desk.example", token)


def test_a_wrong_password_and_an_unknown_recipient_are_refused(dovecot: Dovecot) -> None:
    dovecot.add_user("wrong@desk.example", "geheim")
    with pytest.raises(LoginError):
        dovecot.connect("wrong@desk.example", "guess")
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="550"):
        dovecot.deliver(letter("nobody@desk.example"))


def test_mail_outlives_a_restart(dovecot: Dovecot) -> None:
    dovecot.add_user("restart@desk.example", "geheim")
    dovecot.deliver(letter("restart@desk.example"))
    dovecot.stop()
    assert not accepts(dovecot.imaps_port)
    dovecot.start()
    with dovecot.connect("restart@desk.example", "geheim") as client:
        assert client.select_folder("INBOX")[b"EXISTS"] == 1
