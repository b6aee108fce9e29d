"""Calls that a person has to make, and the log of calls that were held."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CallTask(models.Model):
    """A delivery by telephone: a person of ours calls and says it. The delivery holds number and words.

    Open until `done_at`; worth another try from `due_at` on, within their hours. `member` has it in hand. `tries` tells
    how often nobody answered.
    """

    delivery = models.OneToOneField("outbox.Delivery", models.CASCADE, related_name="call_task")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="call_tasks")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="call_to_make", condition=models.Q(done_at=None)),
            models.Index(fields=["ticket", "-id"], name="call_task_of_ticket"),
        ]


class CallRecord(models.Model):
    """One call, by hand or as an exchange told it; `call` is the exchange's name for it, "" where there is none.

    `entry` is the line of the conversation that tells of it.
    """

    class Outcome(models.TextChoices):
        RINGING = "ringing", _("Ringing")
        TALKING = "talking", _("Talking")
        REACHED = "reached", _("We spoke")
        MESSAGE = "message", _("Left a message")
        NO_ANSWER = "no-answer", _("No answer")
        BUSY = "busy", _("Busy")
        WRONG = "wrong", _("Wrong number")
        MISSED = "missed", _("Missed: they called")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, null=True, related_name="call_records")
    contact = models.ForeignKey("people.Contact", models.CASCADE, null=True, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    task = models.ForeignKey(CallTask, models.SET_NULL, null=True, related_name="records")
    account = models.ForeignKey("accounts.ChannelAccount", models.SET_NULL, null=True, related_name="+")
    call = models.CharField(max_length=200, blank=True)
    inward = models.BooleanField(default=False)
    number = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    started_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-started_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "call"], condition=~models.Q(call=""),
                                    name="one_record_per_call"),
        ]
        indexes: ClassVar = [models.Index(fields=["ticket", "-started_at"], name="call_record_of_ticket")]
