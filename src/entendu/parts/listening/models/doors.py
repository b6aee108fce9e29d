"""The door of a case page: which links still open it, and what was posted through it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class CaseDoor(models.Model):
    """Which links to a ticket's case page are good: those of the present `generation`. Withdrawing begins a new one.

    A ticket without a row is in its first generation.
    """

    ticket = models.OneToOneField("tickets.Ticket", models.CASCADE, primary_key=True, related_name="case_door")
    generation = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")


class ShortLink(models.Model):
    """A short link that an SMS carried: the SHA-256 of its letters, the path of the long link, and until when that is
    good."""

    digest = models.CharField(max_length=64, primary_key=True)
    path = models.CharField(max_length=255)
    until = models.DateTimeField(db_index=True)


class CasePost(models.Model):
    """A form of the case page that was taken. Its key, given out with the form, makes it one however often it comes."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "key"], name="case_post_once_per_key")]
