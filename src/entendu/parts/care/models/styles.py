"""How somebody likes to be written to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from entendu.core.care.style import Style


class ContactStyle(models.Model):
    """A contact's style, as one of us or they themselves have said; without a row it is a guess. "" says: none of the
    four. `weekly` that single updates are put together once a week: their wish, or ours after asking them.

    `member` is None where they said so themselves.
    """

    contact = models.OneToOneField("people.Contact", models.CASCADE, related_name="said_style")
    style = models.CharField(max_length=8, choices=[(style.value, style.value) for style in Style], blank=True)
    weekly = models.BooleanField(default=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_them = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
