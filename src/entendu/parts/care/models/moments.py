"""What made it better or worse between us and a contact, as it happened."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from entendu.core.care.moments import Kind


class Moment(models.Model):
    """One up or down: a feeling that was read in a letter, an insult, "it works", "not yet", a call.

    What promises and incidents add to the line is read from their own records. `entry` is the letter that it was read
    in, `words` a few of its words. A guess that a colleague calls wrong takes its moment with it.
    """

    contact = models.ForeignKey("people.Contact", models.CASCADE, related_name="moments")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="moments")
    entry = models.ForeignKey("tickets.Entry", models.CASCADE, null=True, related_name="moments")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    words = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "kind"], name="moment_once_per_entry"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact", "at"], name="moments_of_contact"),
            models.Index(fields=["at", "kind", "contact"], name="moments_lately"),
        ]
