"""Mistakes of ours, as we told the customer of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Mistake(models.Model):
    """An acknowledgement: what happened, what it did to them, what we do now. Sent, its words never change.

    `submission` is the id of the message that carried it; without one it is still being written. Whose hand it was is
    nobody's business and stands nowhere.
    """

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="mistakes")
    happened = models.TextField(_("What happened"))
    effect = models.TextField(_("What it did to them"), blank=True)
    remedy = models.TextField(_("What we do now"), blank=True)
    language = models.CharField(max_length=8, blank=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    submission = models.PositiveBigIntegerField(null=True, db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket"], condition=models.Q(sent_at=None), name="one_mistake_in_writing"),
        ]
        indexes: ClassVar = [models.Index(fields=["sent_at"], name="mistake_sent")]

    def __str__(self) -> str:
        return self.happened
