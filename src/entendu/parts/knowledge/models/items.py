"""What we know: articles, known errors, limits and decisions, each in its languages, each language in its versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ro", _("Romanian"))]


class Kind(models.TextChoices):
    """What sort of thing is known."""

    ARTICLE = "article", _("Article")
    ERROR = "error", _("Known error")
    LIMIT = "limit", _("Limit")
    DECISION = "decision", _("Decision")


class Stance(models.TextChoices):
    """What a limit says."""

    CAN = "can", _("Can be done")
    CANNOT = "cannot", _("Cannot be done")
    PLANNED = "planned", _("Planned, without a date")


@dataclass(frozen=True, slots=True)
class Content:
    """The words of one version. Everything but the title is Markdown; what a kind has no use for stays empty.

    A known error has symptoms, cause, fix, workaround (alternatives that worked) and the versions that it affects; a
    limit and a decision have a reason.
    """

    title: str = ""
    body: str = ""
    reason: str = ""
    symptoms: str = ""
    cause: str = ""
    fix: str = ""
    workaround: str = ""
    affected: str = ""


FIELDS = ("title", "body", "reason", "symptoms", "cause", "fix", "workaround", "affected")
FIELDS_OF = {
    Kind.ARTICLE: ("title", "body"),
    Kind.ERROR: ("title", "symptoms", "cause", "fix", "workaround", "affected"),
    Kind.LIMIT: ("title", "reason", "body"),
    Kind.DECISION: ("title", "reason", "body"),
}


class Item(models.Model):
    """One thing that we know, in whatever languages. Without a team it belongs to all of them."""

    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    team = models.ForeignKey("staff.Team", models.CASCADE, null=True, blank=True, related_name="+",
                             verbose_name=_("Team"))
    stance = models.CharField(_("It says"), max_length=8, choices=Stance.choices, blank=True)
    for_customers = models.BooleanField(_("Customers may read it"), default=True)
    ticket = models.ForeignKey("tickets.Ticket", models.SET_NULL, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ItemCode(models.Model):
    """An error code that a known error is about: as it is written, and as it is compared."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="codes")
    text = models.CharField(max_length=80)
    folded = models.CharField(max_length=80, db_index=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "folded"], name="code_once_per_item")]

    def __str__(self) -> str:
        return self.text


class Page(models.Model):
    """An item in one language. What is published is what colleagues find and customers are told."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="pages")
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES)
    published = models.ForeignKey("Version", models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["language"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "language"], name="one_page_per_language")]
        indexes: ClassVar = [models.Index(fields=["-changed_at", "-id"], name="page_newest")]


class Version(models.Model):
    """The words of a page at one time. One of a page's versions at most is being written or looked at."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        PUBLISHED = "public", _("Published")
        REPLACED = "past", _("Earlier")

    page = models.ForeignKey(Page, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    symptoms = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    fix = models.TextField(blank=True)
    workaround = models.TextField(blank=True)
    affected = models.CharField(max_length=300, blank=True)
    edits = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    asked = models.CharField(max_length=500, blank=True)  # what the one who gave it back would like to see changed

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["page"], condition=models.Q(state__in=["draft", "review"]),
                                    name="one_open_version"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-written_at"], name="version_state")]

    @property
    def content(self) -> Content:
        """Its words as a value."""
        return Content(*(getattr(self, name) for name in FIELDS))

    @property
    def is_open(self) -> bool:
        """Whether it is still being written or looked at."""
        return self.state in {self.State.DRAFT, self.State.REVIEW}
