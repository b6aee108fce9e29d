"""What is wrong on our side and touches many: defects and incidents, their tickets, and what was said of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Defect(models.Model):
    """A defect (it stays until it is repaired) or an incident (it passes). Its team sees it, nobody else does.

    suspected: somebody thinks so · confirmed: seen by us · fixed: done, `version` says in which · withdrawn: it was
    none. Those that are neither fixed nor withdrawn are live. `signs` are lines by which a letter about it is known
    (`core.diagnosis.signs`); `known` is what we know, for the team.
    """

    class Kind(models.TextChoices):
        DEFECT = "defect", _("Defect")
        INCIDENT = "incident", _("Incident")

    class State(models.TextChoices):
        SUSPECTED = "suspected", _("suspected")
        CONFIRMED = "confirmed", _("confirmed")
        FIXED = "fixed", _("fixed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    team = models.ForeignKey("staff.Team", models.PROTECT, related_name="+", verbose_name=_("Team"))
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices, default=Kind.INCIDENT)
    title = models.CharField(_("What is wrong"), max_length=200)
    known = models.TextField(_("What we know"), blank=True)
    signs = models.JSONField(default=list, blank=True)
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.SUSPECTED)
    version = models.CharField(_("Fixed in"), max_length=60, blank=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-changed_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["team", "-changed_at"], name="defect_of_team"),
            models.Index(fields=["team", "-changed_at"], name="defect_live",
                         condition=models.Q(state__in=["suspected", "confirmed"])),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        """Whether it still touches people."""
        return self.state in {self.State.SUSPECTED, self.State.CONFIRMED}


class DefectTicket(models.Model):
    """A ticket that it touches; or, `refused`, one that a member looked at and that it does not."""

    defect = models.ForeignKey(Defect, models.CASCADE, related_name="links")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="defect_links")
    refused = models.BooleanField(default=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["defect", "ticket"], name="linked_once_a_ticket")]


class DefectNews(models.Model):
    """What was said to all whom it touches, once: a text by language, with placeholders. `fixed` says that it is over.
    `key` comes with the form, so that pressed twice it is one."""

    defect = models.ForeignKey(Defect, models.CASCADE, related_name="news")
    key = models.CharField(max_length=40, unique=True)
    texts = models.JSONField(default=dict)
    fixed = models.BooleanField(default=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]


class DefectTold(models.Model):
    """A ticket that the news answers: `on` is the ticket on which its contact was told, `submission` the key by which
    the outbox, which stands above this part, knows the message; '' where none was made, and `why` says so."""

    news = models.ForeignKey(DefectNews, models.CASCADE, related_name="told")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    on = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    submission = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["news", "ticket"], name="told_once_a_ticket")]
