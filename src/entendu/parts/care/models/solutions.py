"""Whether a case that we call solved is solved: the customer has the last word."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Solution(models.Model):
    """One time that we said "solved" on a ticket, and what its customer says of it.

    planned: they are asked at `ask_at`, or on their case page alone where that is empty · asked: the question is with
    them · agreed: "yes, it works" · not-yet: it is not solved, and the case is open again · over: the case went on
    before anybody said. What is planned or asked is unverified. `submission` is the id of the message that asked (the
    outbox stands above this part), `entry` their words where they wrote some, `member` who heard them say it elsewhere.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        ASKED = "asked"
        AGREED = "agreed"
        NOT_YET = "not-yet"
        OVER = "over"

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="solutions")
    said_at = models.DateTimeField()
    ask_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    submission = models.PositiveBigIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket"], condition=models.Q(state__in=["planned", "asked"]),
                                    name="one_open_solution_per_ticket"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ask_at"], name="solution_to_ask", condition=models.Q(state="planned")),
        ]
