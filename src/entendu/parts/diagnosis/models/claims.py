"""What somebody said of a case and what was found out about it, each with its evidence and its history."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Fact(models.Model):
    """One thing said or found on a case. Nobody's word is a fact by itself: it is `claimed` until it was checked.

    claimed: somebody says so · confirmed: checked, and it is so · refuted: checked, and it is not · withdrawn: it does
    not belong here. `key` is a digest of kind and words, so that what is said twice stands there once. `entry` and
    `start` say where it was read, `member` who added it by hand.
    """

    class Kind(models.TextChoices):
        CLAIM = "claim", _("what they say")
        CODE = "code", _("error code")
        VERSION = "version", _("version")
        SINCE = "since", _("since when")
        FINDING = "finding", _("what we found")

    class State(models.TextChoices):
        CLAIMED = "claimed", _("not checked")
        CONFIRMED = "confirmed", _("confirmed")
        REFUTED = "refuted", _("refuted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.CharField(_("In one line"), max_length=500)
    key = models.CharField(max_length=40)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")
    start = models.PositiveIntegerField(default=0)
    file = models.ForeignKey("tickets.Attachment", models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.CLAIMED)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "key"], name="said_once_a_ticket")]

    def __str__(self) -> str:
        return self.words


class Evidence(models.Model):
    """What shows that a fact is so, or is not (`against`): a message or a file of the case, a line of a log, a change,
    a test, a link. `change` is the id of an entry of the change log, where it is one."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("a message")
        FILE = "file", _("a screenshot or file")
        LOG = "log", _("a line of a log")
        CHANGE = "change", _("a change")
        TEST = "test", _("a test")
        LINK = "link", _("a link")

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.CharField(max_length=500, blank=True)
    entry = models.ForeignKey("tickets.Entry", models.SET_NULL, null=True, related_name="+")
    file = models.ForeignKey("tickets.Attachment", models.SET_NULL, null=True, related_name="+")
    change = models.PositiveBigIntegerField(null=True)
    against = models.BooleanField(default=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]


class FactEvent(models.Model):
    """A line of a fact's history: what was done to it, by whom, and how it read before where its words changed."""

    class Act(models.TextChoices):
        CLAIMED = "claimed", _("noted")
        CONFIRMED = "confirmed", _("confirmed")
        REFUTED = "refuted", _("refuted")
        REOPENED = "reopened", _("open again")
        EDITED = "edited", _("put in other words")
        WITHDRAWN = "withdrawn", _("taken out")

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="history")
    act = models.CharField(max_length=9, choices=Act.choices)
    was = models.CharField(max_length=500, blank=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
