"""What people ask for, and what they need it for; the two are seldom the same."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Need(models.Model):
    """What somebody is trying to get done. Requests on different tickets with different asks may share it.

    Merged into another, it only leads there. `solved_at` says that it can be done now, `solution` how.
    """

    words = models.CharField(_("The need, in a sentence"), max_length=200)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    solved_at = models.DateTimeField(null=True)
    solution = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.words


class FeatureRequest(models.Model):
    """A wish on a ticket: what was asked for, and what stands behind it."""

    ticket = models.OneToOneField("tickets.Ticket", models.CASCADE, related_name="feature_request")
    need = models.ForeignKey(Need, models.SET_NULL, null=True, related_name="requests")
    ask = models.TextField(_("What they ask for"))
    goal = models.TextField(_("What they are trying to get done"), blank=True)
    today = models.TextField(_("How they do it today"), blank=True)
    without = models.TextField(_("What happens without it"), blank=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.ask
