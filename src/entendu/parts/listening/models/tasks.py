"""What we ask of the customer: something to try, to send, or to tell us."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Task(models.Model):
    """One thing for the customer to do on a ticket.

    ready: gathered, not asked yet · asked: in a message to them · done: they answered, or one of us says so ·
    dropped: no longer wanted. `code` names something that was missing (`core.listening.missing.WANTED`), "" for
    anything else; each is asked once. `submission` is the id of the message that asked, `entry` their answer.
    """

    class Kind(models.TextChoices):
        TRY = "try", _("Try something")
        SEND = "send", _("Send us something")
        TELL = "tell", _("Tell us something")

    class State(models.TextChoices):
        READY = "ready"
        ASKED = "asked"
        DONE = "done"
        DROPPED = "dropped"

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.TELL)
    code = models.CharField(max_length=16, blank=True)
    words = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    submission = models.PositiveBigIntegerField(null=True, db_index=True)
    asked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "code"], condition=~models.Q(code=""),
                                    name="asked_once_per_code"),
        ]
        indexes: ClassVar = [models.Index(fields=["ticket", "state"], name="task_of_ticket")]

    def __str__(self) -> str:
        return self.words
