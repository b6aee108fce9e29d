"""What we understood, in words, and whether the customer says that it is so."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Restatement(models.Model):
    """One version of what we understood of a ticket. Sent, its text never changes; another version takes its place.

    draft: being written · sent: with the customer · answered: they wrote, and a person decides whether it was a yes ·
    confirmed: "yes, that's it" · corrected: "not quite", `correction` says what was off. The latest that is confirmed
    is the ticket's problem statement. `submission` is the id of the message that carried it (the outbox stands above
    this part), `entry` their answer where it was written.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SENT = "sent"
        ANSWERED = "answered"
        CONFIRMED = "confirmed"
        CORRECTED = "corrected"

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="restatements")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    submission = models.PositiveBigIntegerField(null=True, db_index=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    correction = models.TextField(blank=True)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "version"], name="restatement_versions"),
        ]

    def __str__(self) -> str:
        return self.text
