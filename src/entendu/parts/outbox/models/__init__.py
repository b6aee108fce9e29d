"""What wants to leave, what was decided about it, what left, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entendu.parts.outbox.models import sources as sources  # Django looks for the part's tables here


class Delivery(models.Model):
    """One message to one contact over one channel. Its states are honest: "unknown" is one of them.

    waiting: leaves at `due_at` · calling: a person of ours says it by telephone, `claimed_at` is since when one has it
    in hand · claimed: a worker has it, nothing was said to the server yet · in_flight: the text
    is with the server, no answer yet · sent: the server has taken it · failed: it will not be tried again ·
    unknown: we died or lost the line in flight; a person decides · bounced: it came back · cancelled: taken back.
    `account` is ours by which it left, where the channel has accounts; `delivered_at` and `read_at` are told by
    receipts, where the provider sends any.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CALLING = "calling"
        CLAIMED = "claimed"
        IN_FLIGHT = "in_flight"
        SENT = "sent"
        FAILED = "failed"
        UNKNOWN = "unknown"
        BOUNCED = "bounced"
        CANCELLED = "cancelled"

    contact = models.ForeignKey("people.Contact", models.PROTECT, related_name="deliveries")
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="deliveries")
    entry = models.OneToOneField("tickets.Entry", models.SET_NULL, null=True, related_name="delivery")
    channel = models.CharField(max_length=16)
    address = models.CharField(max_length=254)
    message_id = models.CharField(max_length=255, unique=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    automatic = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    account = models.ForeignKey("accounts.ChannelAccount", models.SET_NULL, null=True, related_name="deliveries")
    why = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="delivery_due", condition=models.Q(state="waiting")),
            models.Index(fields=["claimed_at"], name="delivery_claimed",
                         condition=models.Q(state__in=["claimed", "in_flight"])),
            models.Index(fields=["contact", "-id"], name="delivery_of_contact"),
        ]


class ProviderReference(models.Model):
    """A name that a provider's receipts use for a delivery, or for a part of it where one message went as several.

    `attempt` is the try of the delivery that it belongs to: what is told of an earlier one changes nothing.
    """

    class State(models.TextChoices):
        TAKEN = "taken"
        DELIVERED = "delivered"
        READ = "read"
        FAILED = "failed"

    account = models.ForeignKey("accounts.ChannelAccount", models.CASCADE, related_name="+")
    reference = models.CharField(max_length=255)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="references")
    attempt = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State.choices, default=State.TAKEN)
    code = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "reference"], name="one_delivery_per_reference"),
        ]


class Submission(models.Model):
    """One message that somebody or something wants a contact to get. Its source and key make it one, however often
    it is handed in.

    `by` is the channel that a member chose for it, `to` the one address of it that it is about, "" for any; `spared`
    that it is an update of which they want fewer on its case; `reading` is what was read in its words, as
    `core.governor.facts.note` writes it: nothing is read twice.
    """

    class State(models.TextChoices):
        """waiting: judged at `due_at` · leaving: a delivery states it · carried: a delivery that has not arrived yet
        says it as well, or says what replaces it · then delivered, dropped, asked, cancelled or failed."""

        WAITING = "waiting"
        LEAVING = "leaving"
        CARRIED = "carried"
        DELIVERED = "delivered"
        DROPPED = "dropped"
        ASKED = "asked"
        CANCELLED = "cancelled"
        FAILED = "failed"

    source = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    contact = models.ForeignKey("people.Contact", models.PROTECT, related_name="submissions")
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="submissions")
    entry = models.OneToOneField("tickets.Entry", models.SET_NULL, null=True, related_name="submission")
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="submissions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    intent = models.CharField(max_length=16)
    channel = models.CharField(max_length=16, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    vital = models.BooleanField(default=False)
    due = models.DateTimeField(null=True)
    expires = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    in_reply_to = models.CharField(max_length=255, blank=True)
    override = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=16, blank=True)
    to = models.CharField(max_length=254, blank=True, default="")
    spared = models.BooleanField(default=False)
    author = models.CharField(max_length=160, blank=True)
    status_before = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    submitted_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    reading = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="one_submission_per_key")]
        indexes: ClassVar = [
            models.Index(fields=["contact", "-id"], name="submission_of_contact"),
            models.Index(fields=["due_at"], name="submission_due", condition=models.Q(state="waiting")),
            models.Index(fields=["contact", "-submitted_at"], name="submission_told",
                         condition=models.Q(delivery__isnull=False)),
            models.Index(fields=["contact", "-submitted_at"], name="submission_waits",
                         condition=models.Q(state="waiting")),
        ]


class Verdict(models.Model):
    """What was decided about a submission, when, and why. Rows are added, never changed."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=8)
    until = models.DateTimeField()
    reasons = models.JSONField(default=list)
    because = models.JSONField(default=list)
    decided_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]


class Attempt(models.Model):
    """One try at a delivery and what the other side said. None is ever missing (freescout#3607)."""

    class Outcome(models.TextChoices):
        SENT = "sent"
        DEFERRED = "deferred"
        REFUSED = "refused"
        UNKNOWN = "unknown"

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]


class SendAccount(models.Model):
    """The SMTP server by which a mailbox's mail leaves."""

    class Security(models.TextChoices):
        TLS = "tls", _("TLS")
        STARTTLS = "starttls", _("STARTTLS")
        NONE = "none", _("None (this machine only)")

    mailbox = models.OneToOneField("tickets.Mailbox", models.CASCADE, related_name="send_account")
    host = models.CharField(_("Server"), max_length=253)
    port = models.PositiveIntegerField(_("Port"), default=587)
    security = models.CharField(_("Encryption"), max_length=8, choices=Security.choices, default=Security.STARTTLS)
    username = models.CharField(_("User name"), max_length=254, blank=True)
    secret = models.TextField(blank=True)
