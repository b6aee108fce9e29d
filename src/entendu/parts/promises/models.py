"""What somebody of ours said that they would do."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Promise(models.Model):
    """One commitment to a contact, in the words in which it was given. What was only hoped is none.

    open: due, or without a date · kept: done as said · moved: the contact was told another time beforehand · broken:
    the time went by · withdrawn: the message that made it was taken back, so it was never given. `submission` is the
    id of the message that made it (the outbox stands above this part), `place` where it stands among its promises.
    """

    class State(models.TextChoices):
        OPEN = "open"
        KEPT = "kept"
        MOVED = "moved"
        BROKEN = "broken"
        WITHDRAWN = "withdrawn"

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="promises")
    contact = models.ForeignKey("people.Contact", models.PROTECT, related_name="promises")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="promises")
    submission = models.PositiveBigIntegerField()
    place = models.PositiveSmallIntegerField()
    words = models.TextField()
    due = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)

    class Meta:
        ordering: ClassVar = [models.F("due").asc(nulls_last=True), "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "place"], name="each_promise_once_per_message"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ticket", "due"], name="promise_open", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.words
