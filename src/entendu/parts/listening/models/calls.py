"""A call while it is being held: what is typed, with the moment of each line."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Call(models.Model):
    """One call about a ticket. `lines` are rows of seconds and words; ended, they are a note and `entry` is it."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="calls")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lines = models.JSONField(default=list)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "member"], condition=models.Q(ended_at=None),
                                    name="one_call_at_a_time"),
        ]
        indexes: ClassVar = [models.Index(fields=["ticket", "started_at"], name="call_of_ticket")]
