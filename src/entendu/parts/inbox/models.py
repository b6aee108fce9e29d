"""Letters as they came, byte for byte, and the accounts that they are fetched from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class RawLetter(models.Model):
    """A letter that was taken in. Its bytes are stored in the transaction that makes this row.

    By the relay, `source` names the system that wrote it, and `envelope_to` the contacts that it is for.

    stored: not read yet · placed: an entry of a ticket · duplicate: the same letter was placed before ·
    recorded: automatic mail that moved nothing · quarantined: could not be read; its ticket says so.
    """

    class State(models.TextChoices):
        STORED = "stored"
        PLACED = "placed"
        DUPLICATE = "duplicate"
        RECORDED = "recorded"
        QUARANTINED = "quarantined"

    class Via(models.TextChoices):
        SMTP = "smtp"
        LMTP = "lmtp"
        IMAP = "imap"
        PIPE = "pipe"
        IMPORT = "import"
        OWN = "own"
        RELAY = "relay"

    via = models.CharField(max_length=8, choices=Via.choices)
    mailbox = models.ForeignKey("tickets.Mailbox", models.SET_NULL, null=True, related_name="+")
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list)
    source = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.STORED)
    why = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    entry = models.OneToOneField("tickets.Entry", models.SET_NULL, null=True, related_name="letter")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="letter_to_read", condition=models.Q(state="stored")),
        ]


class RawContent(models.Model):
    """The bytes of a letter, apart, so that reading a list of letters does not read them."""

    letter = models.OneToOneField(RawLetter, models.CASCADE, primary_key=True, related_name="content")
    content = models.BinaryField()


class MailAccount(models.Model):
    """An IMAP account whose letters belong to a mailbox."""

    class Security(models.TextChoices):
        TLS = "tls", _("TLS")
        STARTTLS = "starttls", _("STARTTLS")
        NONE = "none", _("None (this machine only)")

    class SignIn(models.TextChoices):
        PASSWORD = "password", _("Password")
        OAUTH2 = "oauth2", _("OAuth 2")

    mailbox = models.OneToOneField("tickets.Mailbox", models.CASCADE, related_name="mail_account")
    host = models.CharField(_("Server"), max_length=253)
    port = models.PositiveIntegerField(_("Port"), default=993)
    security = models.CharField(_("Encryption"), max_length=8, choices=Security.choices, default=Security.TLS)
    username = models.CharField(_("User name"), max_length=254)
    sign_in = models.CharField(_("Sign-in"), max_length=8, choices=SignIn.choices, default=SignIn.PASSWORD)
    secret = models.TextField(blank=True)
    token_url = models.URLField(_("Token address"), blank=True)
    client_id = models.CharField(_("Client id"), max_length=254, blank=True)
    folder = models.CharField(_("Folder"), max_length=254, default="INBOX")
    active = models.BooleanField(_("Fetch mail"), default=True)
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    last_error_at = models.DateTimeField(null=True, blank=True)
