"""Fixes that buy time, called what they are until the root cause is fixed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from entendu.core.tickets.closing import Fix


class TemporaryFix(models.Model):
    """Something that stands in for a repair; several may be open on a ticket. Its states: `core.tickets.closing.Fix`.

    `name` and `works` are in the customer's language, for the message and the case page; `until` is the day on which it
    is to be taken out, None where nobody knows yet. `submission` told them, `asked_submission` asked whether they can
    live with it; `entry` are their words about it. `ended_words` say what repaired the root cause, or how they agreed.
    """

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="temporary_fixes")
    name = models.CharField(max_length=120)
    works = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    since = models.DateTimeField()
    until = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=[(one.value, one.name) for one in Fix], default=Fix.RECORDED.value)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    submission = models.PositiveBigIntegerField(null=True, db_index=True)
    told_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    asked_submission = models.PositiveBigIntegerField(null=True, db_index=True)
    asked_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name
