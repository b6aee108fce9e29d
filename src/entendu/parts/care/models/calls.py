"""Calls that the radar proposed and somebody put off."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class CallPutOff(models.Model):
    """ "Not now", with the reason; the contact is off the radar until `until`, or until something new happens."""

    contact = models.ForeignKey("people.Contact", models.CASCADE, related_name="calls_put_off")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["contact", "until"], name="call_put_off")]
