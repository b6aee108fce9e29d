"""Saved replies of a team or of all teams, and how often each was sent. The product's own set is in `core/wording`."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ro", _("Romanian"))]


class SavedReply(models.Model):
    """A reply that a team keeps, or all teams where `team` is None; the form of `text` is in `core/wording/saved.py`.

    With the name of one of the product's, or of one of all teams, it stands in its place. Without words of its own it
    is only a switch: the words below it stand, and `active` says whether they are offered.
    """

    team = models.ForeignKey("staff.Team", models.CASCADE, null=True, related_name="saved_replies")
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES)
    name = models.CharField(max_length=80)
    occasion = models.CharField(_("Occasion"), max_length=20, blank=True)
    title = models.CharField(_("Name"), max_length=120, blank=True)
    text = models.TextField(blank=True)
    active = models.BooleanField(_("On"), default=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["language", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "language", "name"], name="one_saved_reply_per_name"),
            models.UniqueConstraint(fields=["language", "name"], condition=models.Q(team=None),
                                    name="one_saved_reply_of_all_per_name"),
        ]

    def __str__(self) -> str:
        return self.title or self.name


class ReplyUse(models.Model):
    """A saved reply that was put into a draft, by the draft's key. It counts once `submission` is set: the id of the
    message that was sent from it (the outbox stands beside this part)."""

    key = models.CharField(max_length=40)
    team = models.ForeignKey("staff.Team", models.CASCADE, related_name="reply_uses")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=2)
    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    submission = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "language", "name"], name="each_reply_once_per_draft"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["team", "language", "name"], name="reply_sent",
                         condition=models.Q(submission__isnull=False)),
            models.Index(fields=["submission"], name="reply_of_message"),
        ]
