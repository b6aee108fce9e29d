"""What was said to a contact about the tone between us, step by step."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from entendu.core.care.civility import Step


class CivilityStep(models.Model):
    """One step of the ladder with one contact: who took it, on which ticket, in which words, and whether it was taken
    back. Where a contact stands is their latest step that was not taken back.

    `submission` is the id of the message that carried the words (the outbox stands above this part), None where none
    was sent. `until` is when a pause ends, `manager` who was called.
    """

    contact = models.ForeignKey("people.Contact", models.CASCADE, related_name="civility_steps")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="civility_steps")
    step = models.CharField(max_length=8, choices=[(step.value, step.value) for step in Step])
    text = models.TextField()
    submission = models.PositiveBigIntegerField(null=True, db_index=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["contact", "-id"], name="civility_standing",
                         condition=models.Q(taken_back_at__isnull=True)),
        ]
