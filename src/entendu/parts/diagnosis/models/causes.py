"""When a trouble began, what may have caused it, and what worked around it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entendu.core.diagnosis.causes import Cost, Verdict, Weigh

COSTS = [(Cost.QUICK.value, _("minutes")), (Cost.HOUR.value, _("an hour")), (Cost.DAY.value, _("a day"))]
VERDICTS = [(Verdict.OPEN.value, _("open")), (Verdict.CONFIRMED.value, _("confirmed")),
            (Verdict.RULED_OUT.value, _("ruled out"))]
WEIGHTS = [
    (Weigh.SETTLES_FOR.value, _("settles it: so it is")), (Weigh.STRONGLY_FOR.value, _("speaks strongly for it")),
    (Weigh.WEAKLY_FOR.value, _("speaks for it a little")),
    (Weigh.WEAKLY_AGAINST.value, _("speaks against it a little")),
    (Weigh.STRONGLY_AGAINST.value, _("speaks strongly against it")),
    (Weigh.SETTLES_AGAINST.value, _("settles it: it is not")),
]


class Onset(models.Model):
    """Between which moments a ticket's trouble began, as a member said; without a row it is read from the letters."""

    ticket = models.OneToOneField("tickets.Ticket", models.CASCADE, primary_key=True, related_name="onset")
    earliest = models.DateTimeField()
    latest = models.DateTimeField()
    words = models.CharField(max_length=120, blank=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()


class Cause(models.Model):
    """What may have caused a ticket's trouble.

    `origin` says where a proposal came from ("change:12", "code:E7741", "like:5", "ours"), once a ticket; it is ''
    where a member thought of it. `words` and `settled_by` (the check) are a member's own; where they are '' they are
    said in the reader's language from the origin. `weights` are those of its evidence, so that a list needs no more.
    `prior` is where it began (`core.diagnosis.causes`).
    """

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="causes")
    origin = models.CharField(max_length=140, blank=True)
    words = models.CharField(_("What may have caused it"), max_length=300, blank=True)
    settled_by = models.CharField(_("What would settle it"), max_length=300, blank=True)
    cost = models.CharField(_("It takes"), max_length=5, choices=COSTS, default=Cost.HOUR.value)
    prior = models.FloatField()
    weights = models.JSONField(default=list)
    verdict = models.CharField(max_length=9, choices=VERDICTS, default=Verdict.OPEN.value)
    change = models.ForeignKey("diagnosis.SystemChange", models.SET_NULL, null=True, related_name="+")
    like = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    credited_to = models.ForeignKey("people.Contact", models.SET_NULL, null=True, related_name="ideas")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "origin"], condition=~models.Q(origin=""),
                                    name="proposed_once_a_ticket"),
        ]
        indexes: ClassVar = [models.Index(fields=["verdict", "-decided_at"], name="cause_settled")]

    def __str__(self) -> str:
        return self.words or self.origin


class CauseEvidence(models.Model):
    """Something that speaks for a cause or against it, and where it is seen: a message, a change, a fact."""

    cause = models.ForeignKey(Cause, models.CASCADE, related_name="evidence")
    weigh = models.CharField(max_length=3, choices=WEIGHTS)
    words = models.CharField(max_length=500)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")
    change = models.ForeignKey("diagnosis.SystemChange", models.SET_NULL, null=True, related_name="+")
    fact = models.ForeignKey("diagnosis.Fact", models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]


class Alternative(models.Model):
    """Another way that was tried while a cause stood, and whether it worked: offered when a case looks the same."""

    cause = models.ForeignKey(Cause, models.CASCADE, related_name="alternatives")
    words = models.CharField(max_length=300)
    worked = models.BooleanField(default=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
