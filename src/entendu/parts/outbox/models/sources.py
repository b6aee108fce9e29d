"""The systems that may hand in messages, and what was learned of the mail that they write."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entendu.core.governor.model import Intent

INTENTS = [
    (Intent.CONFIRMATION.value, _("Confirmation: we have your request")),
    (Intent.ANSWER.value, _("Answer to a question of theirs")),
    (Intent.QUESTION.value, _("Question: we need something from them")),
    (Intent.UPDATE.value, _("Update: something changed, or did not")),
    (Intent.PROMISE.value, _("News that was promised for a time")),
    (Intent.RESOLUTION.value, _("Resolution: done, solved, delivered")),
    (Intent.ALERT.value, _("Alert: danger, outage, cancelled today")),
    (Intent.COURTESY.value, _("Courtesy: thanks, survey, tips")),
]


class Source(models.Model):
    """A system of the company that wants to tell contacts something: booking, billing, monitoring, CRM, or an AI agent.

    Its name stands with every submission and so never changes. Of its secret only the SHA-256 is kept: it is random in
    itself, so a slow hash would add nothing. What a bot (`is_bot`) writes is read before it leaves. `minute` and
    `in_minute` count what it handed in lately.
    """

    class Door(models.TextChoices):
        BOTH = "both", _("Mail relay and interface for programs")
        RELAY = "relay", _("Mail relay only")
        API = "api", _("Interface for programs only")

    name = models.CharField(_("Name"), max_length=60, unique=True)
    username = models.SlugField(max_length=60, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    door = models.CharField(_("Comes by"), max_length=8, choices=Door.choices, default=Door.BOTH)
    mailbox = models.ForeignKey("tickets.Mailbox", models.PROTECT, related_name="sources", verbose_name=_("Mailbox"))
    language = models.CharField(_("Language"), max_length=8, blank=True)
    may_claim_urgency = models.BooleanField(_("May claim urgency"), default=False)
    is_bot = models.BooleanField(_("An AI agent"), default=False)
    rate = models.PositiveIntegerField(_("Messages a minute at most"), default=600)
    largest = models.PositiveIntegerField(_("Largest message in bytes"), default=10 * 1024 * 1024)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    minute = models.DateTimeField(null=True, blank=True)
    in_minute = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class SourceCase(models.Model):
    """The ticket on which a source speaks to a contact about a case of its own; "" where it names none."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="cases")
    case = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey("people.Contact", models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "case", "contact"], name="one_ticket_per_case_and_contact"),
        ]


class SourceTemplate(models.Model):
    """One form letter of a source, recognised by the digest of its masked text.

    `intent` is what was read in its words until a person names it (`reviewed_at`); `sample` is the masked text, so
    that nobody's dates and amounts are shown to whoever names it.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="templates")
    digest = models.CharField(max_length=32)
    subject = models.CharField(max_length=300, blank=True)
    sample = models.TextField(blank=True)
    intent = models.CharField(max_length=16, choices=INTENTS)
    seen = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-seen", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "digest"], name="one_template_per_digest"),
        ]


class SourceMessage(models.Model):
    """What a source said with a submission beside its words.

    `fingerprint` recognises the same request; `claimed` is the urgency that it claimed and was not granted, or "".
    """

    submission = models.OneToOneField("outbox.Submission", models.CASCADE, primary_key=True, related_name="handed")
    source = models.ForeignKey(Source, models.PROTECT, related_name="messages")
    template = models.ForeignKey(SourceTemplate, models.SET_NULL, null=True, related_name="messages")
    fingerprint = models.CharField(max_length=64)
    claimed = models.CharField(max_length=16, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source", "-received_at"], name="source_message_latest"),
            models.Index(fields=["source", "fingerprint"], name="source_message_same"),
        ]


class SubmissionFile(models.Model):
    """A file that goes with a submission; its bytes are kept once, by their digest (`tickets.File`)."""

    submission = models.ForeignKey("outbox.Submission", models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["id"]
